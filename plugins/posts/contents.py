"""The table of contents of a post: its headings of the first two levels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

DEEPEST = 3


@dataclass(frozen=True)
class Heading:
    """One heading: its plain text, and the id that leads to it."""

    id: str
    text: str
    level: int


def read_headings(tokens: Iterable[dict[str, Any]]) -> Iterator[Heading]:
    """The headings in Python-Markdown's nested ``toc_tokens``, in the order of the text.

    ``h1`` counts as ``h2``, which the house makes of it. ``name`` is escaped HTML.
    """
    for token in tokens:
        level = max(2, token["level"])
        if level <= DEEPEST:
            yield Heading(token["id"], unescape(token["name"]), level)
        yield from read_headings(token["children"])
