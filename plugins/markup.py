"""Markdown as this house speaks it: one converter for posts, bios and introductions.

Beyond Python-Markdown's extensions, an author writes plain relative paths, as in
any editor's preview, and they become the links that Pelican resolves: a picture
beside the post is attached to it, and a link to another ``.md`` file leads to
its page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor
from markdown.treeprocessors import Treeprocessor
from pygments.formatters import HtmlFormatter

from plugins.files import slugify
from plugins.quick_markup import PlainParagraphProcessor, TriggeredInlineProcessor

_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|[/#?{|]|$", re.IGNORECASE)

_RAW_PICTURE = re.compile(
    r"""(?P<before><img\b(?:[^>"']|"[^"]*"|'[^']*')*?\ssrc\s*=\s*)"""
    r"""(?P<quote>["']?)(?P<address>[^"'\s>]+)(?P=quote)""",
    re.IGNORECASE,
)


class CodeFormatter(HtmlFormatter[str]):
    """Pygments' HTML with a focusable ``pre``, and the language's class that HTML recommends.

    A block that scrolls must be reachable by key (WCAG 2.1.1).
    """

    def __init__(self, lang_str: str = "", **options: Any) -> None:
        super().__init__(**options)
        self.language = lang_str

    def _create_stylesheet(self) -> None:
        """The theme has its own: what Pygments would write one from is not wanted."""

    def _wrap_pre(self, inner: Iterator[tuple[int, str]]) -> Iterator[tuple[int, str]]:
        yield 0, '<pre tabindex="0">'
        yield from inner
        yield 0, "</pre>"

    def _wrap_code(self, inner: Iterator[tuple[int, str]]) -> Iterator[tuple[int, str]]:
        yield 0, f'<code class="{self.language}">'
        yield from inner
        yield 0, "</code>"


def make_converter(gettext: Callable[[str], str], more: Sequence[Extension] = ()) -> Markdown:
    """A converter whose few own words are in the language of ``gettext``.

    ``more`` are the typographer's (`plugins.composing`). It is made once and reset
    between texts (`convert`): a new one costs more than a short post.
    """
    return Markdown(
        extensions=["extra", "codehilite", "sane_lists", "toc", HouseExtension(gettext), *more],
        extension_configs={
            "codehilite": {
                "css_class": "highlight",
                "guess_lang": False,
                "pygments_formatter": CodeFormatter,
            },
            "toc": {"slugify": lambda text, _separator: slugify(text)},
            "extra": {
                "footnotes": {
                    "BACKLINK_TITLE": gettext("Back to note {} in the text"),
                    "BACKLINK_TEXT": "↩\N{VARIATION SELECTOR-15}",  # iOS shows an emoji without
                }
            },
        },
        output_format="html",
    )


def convert(converter: Markdown, text: str) -> str:
    """The HTML of ``text``, by a converter left as clean as it was."""
    converter.reset()
    return converter.convert(text)


def headings_of(converter: Markdown) -> list[dict[str, Any]]:
    """The nested headings of the text that ``converter`` converted last (the toc extension's)."""
    tokens: list[dict[str, Any]] = converter.toc_tokens  # type: ignore[attr-defined]
    return tokens


class HouseExtension(Extension):
    """Links to files, figures with captions, tables that scroll, one ``h1`` a page."""

    def __init__(self, gettext: Callable[[str], str]) -> None:
        super().__init__()
        self.gettext = gettext

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (Python-Markdown's name)
        """Register below the inline pass (priority 20), which builds links and pictures."""
        md.treeprocessors.register(TriggeredInlineProcessor(md), "inline", 20)
        # Before all others (the first has 105).
        md.parser.blockprocessors.register(PlainParagraphProcessor(md.parser), "plain", 110)
        md.treeprocessors.register(_Links(md), "house_links", 15)
        md.treeprocessors.register(_Blocks(md, self.gettext("Table")), "house_blocks", 4)
        # Below the one that puts raw HTML back (priority 30).
        md.postprocessors.register(_RawPictures(md), "house_raw_pictures", 5)


class _Links(Treeprocessor):
    def run(self, root: Element) -> None:
        for element in root.iter():
            if element.tag == "img":
                element.set("src", intrasite(element.get("src", "")))
            elif element.tag == "a":
                element.set("href", intrasite(element.get("href", "")))


class _RawPictures(Postprocessor):
    """The same for pictures in raw HTML, which the tree does not know: they too have a size."""

    def run(self, text: str) -> str:
        return _RAW_PICTURE.sub(_attached, text) if "<img" in text.lower() else text


def _attached(picture: re.Match[str]) -> str:
    return f'{picture["before"]}"{intrasite(picture["address"])}"'


class _Blocks(Treeprocessor):
    def __init__(self, md: Markdown, table_label: str) -> None:
        super().__init__(md)
        self.table_label = table_label

    def run(self, root: Element) -> None:
        tables = 0
        for parent in list(root.iter()):
            for index, child in enumerate(parent):
                if child.tag == "table" and "table" not in parent.get("class", "").split():
                    tables += 1
                    parent[index] = self._scrolling(child, tables)
                elif child.tag in {"th", "td"}:
                    _align(child)
                elif child.tag == "p":
                    _figure(child)
                elif child.tag == "h1":
                    child.tag = "h2"

    def _scrolling(self, table: Element, number: int) -> Element:
        """A region of its own name: two of one name are no help to who jumps between them."""
        attributes = {
            "class": "table",
            "role": "region",
            "tabindex": "0",
            "aria-label": f"{self.table_label} {number}",
        }
        wrapper = Element("div", attributes)
        wrapper.tail, table.tail = table.tail, None
        wrapper.append(table)
        return wrapper


def _align(cell: Element) -> None:
    """Say by a class what the extension for tables says by a style, which our policy blocks."""
    side = cell.attrib.pop("style", "").removeprefix("text-align: ").rstrip(";")
    if side in {"right", "center"}:
        cell.set("class", side)


def _figure(paragraph: Element) -> None:
    """Turn a paragraph that is one picture with a title into a figure with a caption."""
    if len(paragraph) != 1 or paragraph[0].tag != "img" or (paragraph.text or "").strip():
        return
    picture = paragraph[0]
    caption = picture.attrib.pop("title", None)
    if (picture.tail or "").strip():
        if caption is not None:
            picture.set("title", caption)
        return
    paragraph.tag = "figure"
    if caption:
        SubElement(paragraph, "figcaption").text = caption


def intrasite(address: str) -> str:
    """A relative path as the link that Pelican resolves; any other address as it is.

    ``../autre/index.md#suite`` → ``{filename}../autre/index.md#suite``, and
    ``photo.jpg`` → ``{attach}photo.jpg``. A path without a file's extension is
    nobody's file and stays.
    """
    if _ELSEWHERE.match(address):
        return address
    path = re.split(r"[?#]", address, maxsplit=1)[0]
    if path.lower().endswith(".md"):
        return "{filename}" + address
    return "{attach}" + address if re.search(r"\.\w+$", path) else address
