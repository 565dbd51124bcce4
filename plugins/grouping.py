"""All posts, and posts by what they are about or by whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import chain
from typing import Any, Protocol, TypeVar

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


def every_article(generator: Any) -> list[Any]:
    """All that Pelican's generator of articles read and kept, in the order of addresses.

    It parts them by status and by language; what must hold for each post holds
    for all of these.
    """
    return _by_address(
        generator.articles,
        generator.translations,
        generator.hidden_articles,
        generator.hidden_translations,
        generator.drafts,
        generator.drafts_translations,
    )


def every_page(generator: Any) -> list[Any]:
    """As `every_article`, for pages."""
    return _by_address(
        generator.pages,
        generator.translations,
        generator.hidden_pages,
        generator.hidden_translations,
        generator.draft_pages,
        generator.draft_translations,
    )


def _by_address(*lists: Iterable[Any]) -> list[Any]:
    return sorted(chain(*lists), key=lambda content: str(content.url))
