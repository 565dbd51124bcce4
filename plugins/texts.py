"""A text of content/ as a proofreader reads it: its parts, each at its place in the source.

From the source and not from the page: the author is told a line of the file.
Places are offsets in the body. Code and comments are never looked at.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from typing import Literal

from plugins.frontmatter.schema import Source
from plugins.prose import OBJECT, WRAP, Block, read_blocks

Kind = Literal["post", "page", "author", "topic"]

# A name (of a series, an author, a topic) is no sentence, and is one with its like elsewhere.
_PROSE = (
    *("title", "summary", "image_alt", "thesis", "question"),
    *("bio", "portrait_alt", "description"),
)

_RAW = re.compile(
    r"<(?P<raw>script|style|pre|code|kbd|samp)\b.*?</(?P=raw)>|<!--.*?-->",
    re.DOTALL | re.IGNORECASE,
)
_TARGET = r"""\(\s*(?P<target><[^<>\n]*>|[^()\n"]*(?:\([^()\n]*\)[^()\n"]*)*)(?:"[^"\n]*"\s*)?\)"""
_PICTURE = re.compile(rf"!\[(?P<text>[^\[\]]*)\](?:{_TARGET}|\[(?P<reference>[^\[\]\n]*)\])")
_LINK = re.compile(
    r"(?<![!\\\]])\[(?!\^)(?P<text>(?:[^\[\]]|\[[^\[\]]*\])*)\]"
    rf"(?:{_TARGET}|\[(?P<reference>[^\[\]\n]*)\])"
)
_HTML_LINK = re.compile(r"<a\b(?P<attributes>[^<>]*)>(?P<text>.*?)</a>", re.DOTALL | re.IGNORECASE)
_HTML_PICTURE = re.compile(r"<img\b(?P<attributes>[^<>]*)>", re.IGNORECASE)
_AUTOMATIC = re.compile(r"<(?P<target>https?://[^<>\s]+)>")
_DEFINITION = re.compile(
    r"^ {0,3}\[(?P<name>[^\]\n^][^\]\n]*)\]:[ \t]*<?(?P<target>[^\s<>]+)>?", re.MULTILINE
)
_HEADING = re.compile(r"(?P<marks>#{1,6})[ \t]*(?P<text>.*?)[ \t#]*(?:\{[^{}]*\})?[ \t]*$")
_UNDERLINE = re.compile(r" {0,3}(?P<mark>=+|-+)[ \t]*$")
_QUOTED = re.compile(r"(?:^ {0,3}>[^\n]*(?:\n|$))+", re.MULTILINE)
_TAG = re.compile(r"<[^<>]*>")
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*|\d+(?:[.,]\d+)*")
_SENTENCE_END = re.compile(r"[.!?…]+(?:[\s\u00a0\u202f]*[»”\")])?(?=\s|$)")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(«\u00a0\u202f’'])(?:M|MM|Mme|Dr|Me|Mgr|St|cf|ex|fig|no|art|p|pp|vol|chap|env|av|apr|"
    r"L|J|Mr|Mrs|Ms|e\.g|i\.e|vs|c\.-à-d|J\.-C|(?:[A-Z]\.)*[A-Z])\.$"
)


@dataclass(frozen=True, slots=True)
class Link:
    """A link as written: where, the text that a reader sees, and the address."""

    at: int
    text: str
    target: str


@dataclass(frozen=True, slots=True)
class Image:
    """A picture as written; ``alt`` is None where HTML has no such attribute."""

    at: int
    alt: str | None
    target: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its level from 1, and what it says."""

    at: int
    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Prose between blank lines, with `OBJECT` for a word and blanks for what is not shown.

    ``text`` has the length of its source, so that places in it are places there.
    """

    at: int
    text: str
    is_quoted: bool
    is_item: bool

    @property
    def words(self) -> int:
        """How many; a number is one, an elision or a compound too."""
        return len(_WORD.findall(self.text))

    def sentences(self) -> Iterator[tuple[int, str]]:
        """Each sentence and its place in the body."""
        done = 0
        for found in _SENTENCE_END.finditer(self.text):
            if not _ABBREVIATION.search(self.text[done : found.end()]):
                yield self._sentence(done, found.end())
                done = found.end()
        if self.text[done:].strip():
            yield self._sentence(done, len(self.text))

    def _sentence(self, start: int, end: int) -> tuple[int, str]:
        text = self.text[start:end]
        lead = len(text) - len(text.lstrip())
        return self.at + start + lead, " ".join(text.split())


@dataclass(frozen=True)
class Text:
    """A file of content/ with what is known of it: what it is, its language, its folder there."""

    source: Source
    kind: Kind = "post"
    language: str = "fr"
    folder: str = ""

    @property
    def body(self) -> str:
        """The Markdown below the front matter."""
        return self.source.body

    @property
    def is_french(self) -> bool:
        """Whether French rules are about it."""
        return self.language.partition("-")[0] == "fr"

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(found.end() for found in re.finditer("\n", self.body))]

    def place(self, at: int) -> tuple[int, int]:
        """The line of the file, and the column, of a place in the body."""
        line = bisect_right(self._starts, at)
        return self.source.body_line + line - 1, at - self._starts[line - 1] + 1

    @property
    def lines(self) -> Iterator[tuple[str, str]]:
        """The fields of the front matter that readers read as prose, and what each says."""
        for key in _PROSE:
            if value := self.source.get(key):
                yield key, value

    @cached_property
    def blocks(self) -> tuple[tuple[int, Block], ...]:
        """Every block with its place."""
        placed, at = [], 0
        for block in read_blocks(self.body):
            placed.append((at, block))
            at += sum(len(run.text) for run in block.runs)
        return tuple(placed)

    @cached_property
    def unfenced(self) -> str:
        """The body with blanks for Markdown's code and escaped signs, at its full length."""
        parts = []
        for _, block in self.blocks:
            for run in block.runs:
                is_fixed = run.stands_for is not None and run.text.startswith(("`", "\\"))
                is_code = block.kind == "code" or is_fixed
                parts.append(blank(run.text) if is_code else run.text)
        return "".join(parts)

    @cached_property
    def uncoded(self) -> str:
        """`unfenced` without HTML's code, scripts and comments either."""
        return _RAW.sub(lambda found: blank(found[0]), self.unfenced)

    @cached_property
    def definitions(self) -> dict[str, tuple[int, str]]:
        """The addresses that stand below a text under a name, with their places."""
        found: dict[str, tuple[int, str]] = {}
        for match in _DEFINITION.finditer(self.uncoded):
            found.setdefault(match["name"].casefold(), (match.start("target"), match["target"]))
        return found

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """The links, Markdown's and HTML's, in order."""
        found = [
            Link(m.start(), m["target"], m["target"]) for m in _AUTOMATIC.finditer(self.uncoded)
        ]
        for match in _LINK.finditer(self.uncoded):
            shown = _PICTURE.sub(lambda picture: picture["text"] or OBJECT, match["text"])
            found.append(Link(match.start(), _plain(shown), self._target(match)))
        for match in _HTML_LINK.finditer(self.uncoded):
            target = _attribute(match["attributes"], "href")
            found.append(Link(match.start(), _plain(match["text"]), target or ""))
        return tuple(sorted(found, key=lambda link: link.at))

    @cached_property
    def images(self) -> tuple[Image, ...]:
        """The pictures, Markdown's and HTML's, in order."""
        found = [
            Image(match.start(), match["text"].strip(), self._target(match))
            for match in _PICTURE.finditer(self.uncoded)
        ]
        for match in _HTML_PICTURE.finditer(self.uncoded):
            alt = _attribute(match["attributes"], "alt")
            target = _attribute(match["attributes"], "src") or ""
            found.append(Image(match.start(), alt, target))
        return tuple(sorted(found, key=lambda image: image.at))

    def _target(self, match: re.Match[str]) -> str:
        if match["target"] is not None:
            return match["target"].strip().strip("<>")
        name = (match["reference"] or match["text"]).casefold()
        return self.definitions.get(name, (0, ""))[1]

    @cached_property
    def headings(self) -> tuple[Heading, ...]:
        """The headings, with signs or underlined; one in a quotation is none of the text's."""
        found = []
        for number, (at, block) in enumerate(self.blocks):
            if block.kind != "prose":
                continue
            text = _source_of(block).rstrip("\n")
            if match := _HEADING.match(text):
                found.append(Heading(at, len(match["marks"]), match["text"]))
            elif "\n" not in text and number + 1 < len(self.blocks):
                below = _UNDERLINE.match(_source_of(self.blocks[number + 1][1]).rstrip("\n"))
                if below and not text.lstrip().startswith((">", "|", "-", "*")):
                    found.append(Heading(at, 1 if below["mark"][0] == "=" else 2, text))
        return tuple(found)

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The prose, without headings and rows of tables."""
        headings = {heading.at for heading in self.headings}
        found = []
        for at, block in self.blocks:
            text = _source_of(block)
            if (
                block.kind == "prose"
                and at not in headings
                and text.endswith("\n") | (at + len(text) == len(self.body))
            ):
                lead = block.runs[0].text if block.runs[0].stands_for == "" else ""
                is_item = lead.endswith((" ", "\t")) and bool(lead.strip(" \t>"))
                found.append(Paragraph(at, _shown(block), ">" in lead, is_item))
        return tuple(found)

    @cached_property
    def quotations(self) -> tuple[tuple[int, int], ...]:
        """Where block quotations begin and end."""
        return tuple((found.start(), found.end()) for found in _QUOTED.finditer(self.uncoded))


def blank(text: str) -> str:
    """As many blanks, on as many lines."""
    return re.sub(r"[^\n]", " ", text)


def count_words(text: str) -> int:
    """Words and numbers of a plain text."""
    return len(_WORD.findall(text))


def _attribute(attributes: str, name: str) -> str | None:
    found = re.search(
        rf"""(?:^|\s){name}\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", attributes, re.IGNORECASE
    )
    return unescape(next(g for g in found.groups() if g is not None)).strip() if found else None


def _plain(text: str) -> str:
    return " ".join(unescape(_TAG.sub(" ", text)).replace("*", "").replace("_", " ").split())


def _source_of(block: Block) -> str:
    return "".join(run.text for run in block.runs)


def _shown(block: Block) -> str:
    """What a reader sees of a block, at the length of its source."""
    return "".join(
        run.text if run.stands_for is None else run.stands_for.ljust(len(run.text))
        for run in block.runs
    ).replace(WRAP, "\n")
