"""The author's guide as a page: ``docs/guide.md``, converted as a post is."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from plugins.catalogue import HOUSE, load_catalogue
from plugins.files import Unreadable, read_text
from plugins.markup import convert, headings_of, make_converter


@dataclass(frozen=True)
class Guide:
    """Its title, its HTML, and its chapters (``id`` and ``name``)."""

    title: str
    html: str
    headings: list[dict[str, Any]]


def read_guide(path: Path, language: str) -> Guide | None:
    """The guide at ``path``; None where there is none. Its first line is its title."""
    try:
        text = read_text(path)
    except Unreadable:
        return None
    title, _, body = text.partition("\n")
    converter = make_converter(load_catalogue(HOUSE, language).gettext)
    html = convert(converter, body)
    return Guide(title.removeprefix("# "), html, headings_of(converter))
