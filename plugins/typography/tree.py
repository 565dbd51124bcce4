"""The pass over a post: a Markdown tree processor that sets each block as one text.

Python-Markdown keeps what is not text in its strings between U+0002 and
U+0003: inline HTML and entities (in ``md.htmlStash``), escaped characters by
their number, and marks that a postprocessor replaces. Code, automatic links
and abbreviations are `AtomicString`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.toc import remove_fnrefs, render_inner_html, strip_tags
from markdown.treeprocessors import Treeprocessor
from markdown.util import HTML_PLACEHOLDER_RE, AtomicString

from plugins.prose import NBSP, OBJECT, SPACES, Run
from plugins.typography.core import typeset_runs
from plugins.typography.references import ordinals
from plugins.typography.scan import FRENCH, Options

NAME = "typography"
# Below toc (5), so that ids come from the text as typed, and below attr_list (8), which gives
# lang; above house_blocks (4), which makes captions of titles, and unescape (0).
PRIORITY = 4.5

_CODE = {"code", "kbd", "samp", "var", "pre", "script", "style", "math", "svg", "textarea"}
OPAQUE = frozenset(_CODE | {"img", "input", "object", "video", "audio"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_UNRAISED = _HEADINGS | {"sup", "sub", "abbr", "figcaption", "caption"}
_SHOWN = {"br": "\n", "img": OBJECT}  # what the rules see of raw tags without content
_TEXTS = ("alt", "title")
_KEPT = frozenset("«»“”’…–—%€°")  # entities that the rules may see as they are

_FOREIGN = re.compile(r"\S(?:.*\S)?", re.DOTALL)  # all but the spaces at its ends
_PLACEHOLDER = re.compile("\x02([^\x02\x03]*)\x03")
_ESCAPED = re.compile("\x02([0-9]+)\x03")
_RAW_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)([^>]*)>")
_RAW_LANG = re.compile(r"""\slang\s*=\s*["']?([A-Za-z-]+)""", re.IGNORECASE)
_FOOTNOTE_SPACE = "qq3936677670287331zz"


def is_french(language: str | None) -> bool:
    """Whether a ``lang`` is French, of whatever country."""
    return (language or "").lower().partition("-")[0] == "fr"


class TypographyExtension(Extension):
    """Sets the French of a text whose own language is ``lang``."""

    def __init__(self, options: Options = FRENCH, lang: str = "fr") -> None:
        super().__init__()
        self.options, self.lang = options, lang

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (Python-Markdown's name)
        """Register once the tree is complete and its ids are given."""
        processor = TypographyProcessor(md, self.options, self.lang)
        md.treeprocessors.register(processor, NAME, PRIORITY)


class _Slot(NamedTuple):
    """One string of the tree: an element's text, or where ``parent`` holds it, its tail."""

    element: Element
    parent: Element | None
    text: str
    first: int  # the place of its first run in the block
    is_raised: bool

    def put(self, text: str) -> None:
        """Put ``text`` in its place."""
        if self.parent is None:
            self.element.text = text
        else:
            self.element.tail = text


class TypographyProcessor(Treeprocessor):
    """Walks the tree; a block's runs wait until it ends, with the slots that they came from."""

    def __init__(self, md: Markdown, options: Options, lang: str) -> None:
        super().__init__(md)
        self.options, self.lang = options, lang
        self._blocks: frozenset[str] = frozenset()
        self._runs: list[Run] = []
        self._slots: list[_Slot] = []
        self._raw: list[str] = []  # raw tags whose content is left alone
        self._is_raised_by_hand = False
        self._changed: set[str] = set()  # ids of headings

    def run(self, root: Element) -> None:
        """Set every French block of ``root``."""
        self._runs, self._slots = [], []  # whatever another text left, had it failed
        self._raw.clear()
        self._changed.clear()
        self._blocks = frozenset(self.md.block_level_elements)
        self._walk(root, is_french(self.lang), self.options.ordinals)
        self._flush()
        if self._changed:
            self._rename_headings(root)

    def _walk(self, element: Element, french: bool, is_raised: bool) -> None:
        """Take in the texts of ``element``; a block within it is a text of its own."""
        is_raised = is_raised and element.tag not in _UNRAISED
        if element.text:
            self._take(element, None, element.text, french, is_raised)
        for child in list(element):
            lang = child.get("lang")
            is_child_french = is_french(lang) if lang else french
            is_block = child.tag in self._blocks
            if is_block:
                self._flush()
            if is_child_french and child.attrib:
                self._set_attributes(child)
            self._enter(child, is_child_french, is_raised)
            if is_block:
                self._flush(child if child.tag in _HEADINGS else None)
            if child.tail:
                self._take(child, element, child.tail, french, is_raised)

    def _enter(self, child: Element, french: bool, is_raised: bool) -> None:
        if child.tag in OPAQUE:
            self._runs.append(Run("", OBJECT))
        elif child.tag == "br":
            self._runs.append(Run("", "\n"))
        elif not _is_footnote_link(child):
            self._walk(child, french, is_raised)

    def _take(
        self, element: Element, parent: Element | None, text: str, french: bool, is_raised: bool
    ) -> None:
        """Add the text of ``element``, or where its ``parent`` is given its tail."""
        runs = self._runs
        if not french:
            runs.append(Run("", _FOREIGN.sub(OBJECT, text)))
        elif isinstance(text, AtomicString):
            runs.append(Run("", text if text.isalnum() else OBJECT))
        elif self._raw or "\x02" in text:
            self._slots.append(_Slot(element, parent, text, len(runs), is_raised))
            runs.extend(self._pieces(text))
        elif runs or not text.isspace():
            self._slots.append(_Slot(element, parent, text, len(runs), is_raised))
            runs.append(Run(text))

    def _pieces(self, text: str) -> Iterator[Run]:
        """``text`` cut at Python-Markdown's marks, escaped characters put back."""
        text = _ESCAPED.sub(lambda found: chr(int(found[1])), text)
        done = 0
        for found in _PLACEHOLDER.finditer(text):
            yield self._piece(text[done : found.start()])
            yield Run(found[0], self._seen(found[0], found[1]))
            done = found.end()
        yield self._piece(text[done:])

    def _piece(self, text: str) -> Run:
        return Run(text, "" if self._raw else None)

    def _seen(self, placeholder: str, name: str) -> str:
        """What the rules see of a mark: nothing of a tag, a word of code, an entity's character."""
        stashed = HTML_PLACEHOLDER_RE.fullmatch(placeholder)
        if stashed is None:
            return NBSP if name == _FOOTNOTE_SPACE else OBJECT
        raw = self.md.htmlStash.rawHtmlBlocks[int(stashed[1])]
        if not isinstance(raw, str):
            return OBJECT
        tag = _RAW_TAG.match(raw)
        if tag is not None:
            return self._seen_tag(bool(tag[1]), tag[2].lower(), tag[3])
        if raw.startswith("<"):
            return ""
        character = unescape(raw)
        is_shown = character.isalnum() or character in SPACES or character in _KEPT
        return character if is_shown and not self._raw else OBJECT

    def _seen_tag(self, is_end: bool, tag: str, attributes: str) -> str:
        if self._raw:
            if tag == self._raw[-1]:
                if is_end:
                    self._raw.pop()
                elif not attributes.endswith("/"):
                    self._raw.append(tag)
            return ""
        if tag in _SHOWN:
            return _SHOWN[tag]
        self._is_raised_by_hand |= tag in _UNRAISED
        lang = _RAW_LANG.search(attributes)
        if not is_end and (tag in OPAQUE or (lang is not None and not is_french(lang[1]))):
            self._raw.append(tag)
            return OBJECT
        return ""

    def _flush(self, heading: Element | None = None) -> None:
        """Set the texts that wait, as one, and put them back."""
        slots, runs = self._slots, self._runs
        if slots:
            texts = typeset_runs(runs, self.options, is_wrapped=True)
            ends = [slot.first for slot in slots[1:]]
            is_changed = False
            for slot, end in zip(slots, [*ends, len(runs)], strict=True):
                # What stands for an element between two slots has no text of its own.
                is_changed |= self._put(slot, "".join(texts[slot.first : end]))
            if is_changed and heading is not None:
                self._changed.add(heading.get("id") or "")
            self._slots = []
        if runs:
            self._runs = []
            self._raw.clear()
            self._is_raised_by_hand = False

    def _put(self, slot: _Slot, text: str) -> bool:
        """Put ``text`` back, and say whether it is another."""
        spans = ordinals(text) if slot.is_raised and not self._is_raised_by_hand else []
        if spans:
            _raise_ordinals(slot, text, spans)
        elif text != slot.text:
            slot.put(text)
        return text != slot.text

    def _set_attributes(self, element: Element) -> None:
        for name in _TEXTS:
            value = element.get(name)
            if value:
                texts = typeset_runs(list(self._pieces(value)), self.options, is_wrapped=True)
                element.set(name, "".join(texts))

    def _rename_headings(self, root: Element) -> None:
        """Let the table of contents, made before from the text as typed, say what is read."""
        names: dict[str, str] = {}
        for element in root.iter():
            name = element.get("id")
            if element.tag in _HEADINGS and name in self._changed:
                names[name] = render_inner_html(remove_fnrefs(element), self.md)
        for token in _every_token(getattr(self.md, "toc_tokens", [])):
            if token["id"] in names:
                token["html"] = names[token["id"]]
                if not token["data-toc-label"]:
                    token["name"] = strip_tags(token["html"])


def _is_footnote_link(element: Element) -> bool:
    """The call of a footnote, or the way back from it: no word of the sentence."""
    if element.tag == "sup":
        return (element.get("id") or "").startswith("fnref")
    return element.tag == "a" and element.get("class") == "footnote-backref"


def _every_token(tokens: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for token in tokens:
        yield token
        yield from _every_token(token["children"])


def _raise_ordinals(slot: _Slot, text: str, spans: list[tuple[int, int]]) -> None:
    """Rule 8: ``1er`` becomes 1<sup>er</sup> (of a class, so that a feed can take it off)."""
    raised = []
    for (start, end), stop in zip(
        spans, [*(span[0] for span in spans[1:]), len(text)], strict=True
    ):
        element = Element("sup", {"class": "ordinal"})
        element.text, element.tail = text[start:end], text[end:stop]
        raised.append(element)
    slot.put(text[: spans[0][0]])
    if slot.parent is None:
        slot.element[0:0] = raised
    else:
        place = list(slot.parent).index(slot.element) + 1
        slot.parent[place:place] = raised
