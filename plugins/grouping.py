"""Posts by what they are about, or by whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Protocol, TypeVar

P = TypeVar("P")


class Entry(Protocol):
    """An author, a topic: what has a page of its own posts."""

    @property
    def slug(self) -> str:
        """What stands in the address."""


def group_by(posts: Iterable[P], entries_of: Callable[[P], Iterable[Entry]]) -> dict[str, list[P]]:
    """Posts by the slug of each of their entries, in the order given."""
    found: dict[str, list[P]] = defaultdict(list)
    for post in posts:
        for entry in entries_of(post):
            found[entry.slug].append(post)
    return dict(found)
