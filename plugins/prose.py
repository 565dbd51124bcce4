"""A Markdown source taken apart into its prose and the rest, without losing a character.

Cautious where the converter is exact: what might be code or HTML is left
alone. For what is said *about* a source, never to make a page of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Literal, NamedTuple

NBSP = "\u00a0"
NARROW = "\u202f"
OBJECT = "\ufffc"  # stands for code, a picture, a foreign passage: a word that no rule changes
WRAP = "\x1f"  # stands for a line feed that is a mere space, as in wrapped Markdown

SPACES = frozenset(f" \t{NBSP}{NARROW}\u2009{WRAP}")

Kind = Literal["prose", "html", "code", "other"]


class Run(NamedTuple):
    """A piece of a block's text.

    ``stands_for`` makes it fixed: it is given back as it is, and what reads the
    text sees that in its place. `OBJECT` for a word, "" for a tag, a line feed
    for the end of a line.
    """

    text: str
    stands_for: str | None = None


_FENCE = re.compile(r"[ \t]*(?:>[ \t]?)*[ \t]*(?:[-*+][ \t]+)?(?P<fence>`{3,}|~{3,})")
_BLANK = re.compile(r"[ \t]*(?:>[ \t]*)*$")
_LIST = re.compile(r"[ \t]*(?:>[ \t]?)*[ \t]*(?:[-*+]|[0-9]+[.)]|:)[ \t]|[ ]{0,3}\[\^[^\]]+\]:")
_INDENT = re.compile(r"(?: {0,3}\t| {4}){1,2}")
_DEFINITION = re.compile(r"[ ]{0,3}(?:\[[^\]^][^\]]*\]|\*\[[^\]]+\])[ ]?:")
_RULE = re.compile(r"[ \t>]*(?:=+|-+|(?:[-*_][ \t]*){3,})$")
_TABLE_RULE = re.compile(r"[ \t>]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-*:?[ \t]*)*$")
_ATTRIBUTES = re.compile(r"[ \t>]*\{:?[^{}\n]*\}[ \t]*$")
_FOREIGN = re.compile(r"""\blang\s*=\s*["']?(?!fr\b|["' }])[A-Za-z]""")
_PREFIX = re.compile(
    r"(?P<quote>[ \t]*(?:>[ \t]?)*)"
    r"(?P<item>[ \t]*(?:(?:[-*+]|[0-9]+[.)]|:|\#{1,6}|\[\^[^\]]+\]:)[ \t]+(?:\[[ xX]\][ \t]+)?)?)"
)
_HTML = re.compile(
    r"[ ]{0,3}<(?:(?P<comment>!--)|/?(?P<tag>address|article|aside|audio|blockquote|canvas|"
    r"center|details|dialog|div|dl|dt|dd|fieldset|figcaption|figure|footer|form|h[1-6]|header|hr|"
    r"iframe|li|main|math|nav|noscript|object|ol|p|pre|script|section|style|summary|svg|table|"
    r"tbody|td|textarea|tfoot|th|thead|tr|ul|video)\b(?P<rest>[^<>]*))",
    re.IGNORECASE,
)
_MARKDOWN_INSIDE = re.compile(r"\bmarkdown\b")

_CODE_TAGS = "code|kbd|samp|var|pre|script|style|math|svg"
_INLINE = re.compile(
    rf"""
    (?P<object>
        (?<![`\\])(?P<ticks>`+)(?!`)[^`].{{0,2000}}?(?<!`)(?P=ticks)(?!`)
      | !\[[^\]]{{0,1000}}\](?:\([^()\n]{{0,1000}}(?:\([^()\n]{{0,200}}\)[^()\n]{{0,1000}})?\)
                            |\[[^\]\n]{{0,200}}\])
      | <(?:[a-z][a-z0-9+.-]*:[^<>\s]+|[^<>\s@]+@[^<>\s]+)>
      | <(?P<raw>{_CODE_TAGS})\b[^<>]*>.{{0,2000}}?</(?P=raw)>
      | <(?P<span>[a-z]+)\b[^<>]*\slang\s*=\s*["']?(?!fr\b)[a-z][^<>]*>.{{0,2000}}?</(?P=span)>
      | (?P<stars>\*{{1,2}}|_{{1,2}})[^*_\n]{{1,500}}(?P=stars)
        \{{:?[^{{}}\n]*\blang\s*=\s*["']?(?!fr\b)[a-z][^{{}}\n]*\}}
    )
    | (?P<nothing>
        </?[a-z][^<>]*> | <!--.{{0,2000}}?-->
      | \[\^[^\]\s]+\]
      | (?<=[*_\])`]) \{{:?[^{{}}\n]*\}}
      | [ ]+\{{:?[^{{}}\n]*\}}(?=[ ]*$)
      | \]\([^()\s]{{0,2000}}(?:\([^()\s]{{0,200}}\)[^()\s]{{0,200}})?
        (?:\s+"[^"\n]{{0,1000}}"|\s+'[^'\n]{{0,1000}}')?\s?\)
      | \]\[[^\]\n]{{0,200}}\]
      | \*{{1,3}}(?=\S) | (?<=\S)\*{{1,3}} | ~~
      | (?<!\w)_{{1,3}}(?=\S) | (?<=\S)_{{1,3}}(?!\w)
    )
    | \\(?P<escaped>[\\`*_{{}}\[\]()>\#+.!-])
    | (?P<entity>&(?:\#[0-9]{{1,7}}|\#x[0-9a-f]{{1,6}}|[a-z][a-z0-9]{{1,31}});)
    | (?P<end>\n[ \t]*(?:>[ \t]?)*)
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_CELL = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True)
class Block:
    """A stretch of the source; the texts of all its runs, put together, are that stretch."""

    kind: Kind
    runs: tuple[Run, ...]


def read_blocks(source: str) -> Iterator[Block]:
    """The blocks of ``source``, in order, every character in one of them."""
    reader = _Reader(source)
    for line in range(len(reader.lines)):
        yield from reader.read(line)
    yield from reader.end_paragraph()


class _Reader:
    """Goes through the lines, and keeps those of one paragraph until it ends."""

    def __init__(self, source: str) -> None:
        self.lines = source.splitlines(keepends=True) if "\r" in source else _lines(source)
        self.paragraph: list[str] = []
        self.fence = ""
        self.html = ""  # the tag of the HTML block we are in, or «-->»
        self.depth = 0
        self.is_in_list = False
        self.was_blank = True
        self.rows = _table_rows(self.lines)

    def read(self, number: int) -> Iterator[Block]:
        """The blocks that line ``number`` completes."""
        line = self.lines[number]
        bare = line.rstrip("\r\n")
        kind = self._special(bare)
        if kind is not None:
            yield from self.end_paragraph(bare)
            yield Block(kind, (Run(line, ""),))
        elif number in self.rows:
            yield from self.end_paragraph()
            yield from _cells(line)
        else:
            if self.paragraph and _begins_block(bare):
                yield from self.end_paragraph()
            self.paragraph.append(line)
        self.was_blank = bool(_BLANK.match(bare))

    def _special(self, line: str) -> Kind | None:
        """The kind of a line that is not prose."""
        if self.fence:
            if line.strip(" \t>").startswith(self.fence):
                self.fence = ""
            return "code"
        if self.html or (not self.paragraph and _HTML.match(line)):
            return self._html_line(line)
        if fence := _FENCE.match(line):
            self.fence = fence["fence"]
            return "code"
        if _BLANK.match(line):
            return "other"
        if self._is_code(line):
            return "code"
        if _LIST.match(line):
            self.is_in_list = True
        elif self.was_blank and not line.startswith((" ", "\t")):
            self.is_in_list = False
        is_mark = _DEFINITION.match(line) or _RULE.match(line) or _TABLE_RULE.match(line)
        return "other" if is_mark or _ATTRIBUTES.match(line) else None

    def _is_code(self, line: str) -> bool:
        indent = _INDENT.match(line)
        if indent is None or not self.was_blank or self.paragraph:
            return False
        return not self.is_in_list or len(indent[0].expandtabs(4)) > len(" " * 4)

    def _html_line(self, line: str) -> Kind:
        if not self.html:
            found = _HTML.match(line)
            assert found is not None
            if found["comment"]:
                self.html = "-->"
            elif not _MARKDOWN_INSIDE.search(found["rest"]) and found["tag"].lower() != "hr":
                self.html, self.depth = found["tag"].lower(), 0
        if self.html == "-->":
            self.html = "" if "-->" in line else self.html
        elif self.html:
            tags = re.findall(rf"<(/?){self.html}\b", line, re.IGNORECASE)
            self.depth += sum(-1 if slash else 1 for slash in tags)
            self.html = "" if self.depth <= 0 else self.html
        return "html"

    def end_paragraph(self, next_line: str = "") -> Iterator[Block]:
        """What was kept, as prose, unless an attribute list below it says another language."""
        if not self.paragraph:
            return
        text = "".join(self.paragraph)
        self.paragraph = []
        if _ATTRIBUTES.match(next_line) and _FOREIGN.search(next_line):
            yield Block("other", (Run(text, ""),))
        else:
            yield Block("prose", tuple(_paragraph(text)))


def _lines(source: str) -> list[str]:
    """Lines as an editor counts them, with their ends."""
    lines = source.split("\n")
    return [line + "\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])


def _begins_block(line: str) -> bool:
    """Whether a line within a paragraph is an item, a heading or a definition all the same."""
    found = _PREFIX.match(line)
    return bool(found and found["item"].strip())


def _table_rows(lines: list[str]) -> set[int]:
    """The numbers of the lines that are rows of tables."""
    rows: set[int] = set()
    for number, line in enumerate(lines):
        if "|" in line and _TABLE_RULE.match(line.rstrip()) and number and "|" in lines[number - 1]:
            rows.add(number - 1)
            below = number + 1
            while below < len(lines) and "|" in lines[below]:
                rows.add(below)
                below += 1
    return rows


def _cells(line: str) -> Iterator[Block]:
    done = 0
    for found in _CELL.finditer(line):
        yield Block("prose", tuple(_inline(line[done : found.start()])))
        yield Block("other", (Run(found[0], ""),))
        done = found.end()
    yield Block("prose", tuple(_inline(line[done:])))


def _paragraph(text: str) -> Iterator[Run]:
    prefix = _PREFIX.match(text)
    end = prefix.end() if prefix else 0
    if end:
        yield Run(text[:end], "")
    yield from _inline(text[end:])


def _inline(text: str) -> Iterator[Run]:
    """Runs of one text: what is no prose is fixed, and stands for what it shows."""
    done = 0
    for found in _INLINE.finditer(text):
        if found.start() > done:
            yield Run(text[done : found.start()])
        yield Run(found[0], _shown(found))
        done = found.end()
    if done < len(text):
        yield Run(text[done:])


def _shown(found: re.Match[str]) -> str:
    if found["object"]:
        return OBJECT
    if found["escaped"]:
        return found["escaped"]
    if found["end"]:
        return WRAP
    if found["entity"]:
        character = unescape(found["entity"])
        return character if character.isalnum() or character in SPACES else OBJECT
    return "\n" if found[0].lower().startswith("<br") else ""
