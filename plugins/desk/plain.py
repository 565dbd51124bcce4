"""HTML as plain text, for the part of a letter that any mail program can show."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml import html as lxml_html
from lxml.html import HtmlElement

# What stands between the blocks in a block.
_JOINTS = {
    **dict.fromkeys(("ul", "ol", "li", "dl", "table", "thead", "tbody", "tfoot"), "\n"),
    **dict.fromkeys(("td", "th"), " "),
    "tr": " | ",
}
_BLOCKS = re.compile(
    r"p|h[1-6]|hr|div|section|article|aside|header|footer|main|nav|address|details|summary|figure"
    r"|figcaption|dt|dd|blockquote|pre|caption|" + "|".join(_JOINTS)
)
_BREAK = "\u2028"  # stands for <br> while other line ends are only spaces
# A no-break space stays: it is a character of the text.
_BLANKS = re.compile(r"[ \t\r\n\f]+")


def plain_text(html: str) -> str:
    """``html`` as paragraphs of plain text; a link's address and a picture's words are said."""
    if not html.strip():
        return ""
    root = lxml_html.fragment_fromstring(html, create_parent="div")
    return "\n\n".join(_paragraphs(root))


def one_line(text: str) -> str:
    """``text`` without line ends, which no header of a message can carry (RFC 5322, 2.2)."""
    return _BLANKS.sub(" ", text).strip()


def _paragraphs(element: HtmlElement) -> Iterator[str]:
    """What is in ``element``, block after block; text beside blocks is a paragraph too."""
    run = [element.text or ""]
    for child in element.iterchildren():
        if any(_BLOCKS.fullmatch(str(inner.tag)) for inner in child.iter()):
            yield from _joined(run)
            yield from _block(child)
            run = []
        else:
            run.append(_inline(child))
        run.append(child.tail or "")
    yield from _joined(run)


def _block(element: HtmlElement) -> Iterator[str]:
    tag = str(element.tag)
    if tag == "pre":
        text = element.text_content().rstrip()
    else:
        text = _JOINTS.get(tag, "\n\n").join(_paragraphs(element))
    if tag == "blockquote":
        text = re.sub(r"(?m)^", "> ", text)
    if tag == "li" and text:
        mark = _mark_of(element)
        text = mark + text.replace("\n", "\n" + " " * len(mark))
    if text:
        yield text


def _mark_of(item: HtmlElement) -> str:
    parent = item.getparent()
    if parent is None or parent.tag != "ol":
        return "- "
    start = parent.get("start", "")
    first = int(start) if re.fullmatch(r"-?\d{1,9}", start) else 1
    return f"{first + parent.index(item)}. "


def _inline(element: HtmlElement) -> str:
    if element.tag == "br":
        return _BREAK
    if element.tag == "img":
        return f"[{element.get('alt')}]" if element.get("alt") else ""
    words = (element.text or "") + "".join(
        _inline(child) + (child.tail or "") for child in element.iterchildren()
    )
    address = element.get("href") if element.tag == "a" else None
    return f"{words} <{address}>" if address and words.strip() not in {"", address} else words


def _joined(run: Iterable[str]) -> Iterator[str]:
    lines = _BLANKS.sub(" ", "".join(run)).split(_BREAK)
    if text := "\n".join(line.strip(" ") for line in lines).strip("\n"):
        yield text
