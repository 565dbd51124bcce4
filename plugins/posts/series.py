"""Series: posts that share a ``series:`` name, in the order of their dates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from plugins.files import fold

P = TypeVar("P")


@dataclass(frozen=True)
class Series(Generic[P]):
    """The place of one post: ``parts`` are all of them, ``position`` counts from 1."""

    name: str
    parts: tuple[P, ...]
    position: int


def build_series(posts: Iterable[tuple[str, str, P]]) -> list[tuple[P, Series[P]]]:
    """Each post of ``(series name, language, post)``, oldest first, with its place in its series.

    Names that differ by case or accents alone are one series, under its first
    spelling; a translation of a part is a part of the series in its language.
    """
    names: dict[tuple[str, str], str] = {}
    groups: dict[tuple[str, str], list[P]] = defaultdict(list)
    for name, language, post in posts:
        names.setdefault((fold(name), language), name)
        groups[fold(name), language].append(post)
    return [
        (post, Series(names[key], tuple(parts), position))
        for key, parts in groups.items()
        for position, post in enumerate(parts, 1)
    ]
