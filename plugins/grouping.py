"""All posts, and posts by what they are about or by whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import chain, groupby
from operator import attrgetter
from typing import Any, Protocol, TypeVar

P = TypeVar("P")


def part_translations(
    contents: list[Any], key: str, originals_of: Callable[[list[Any], str], list[Any]]
) -> tuple[list[Any], list[Any]]:
    """The originals among ``contents``, and the translations; each gets its ``translations``.

    What is of one work has the same ``key``; ``originals_of`` says which of it are
    originals. Pelican's `process_translations`, in steps that grow with the
    number of ``contents``, not with its square, and in one order.
    """
    contents.sort(key=lambda one: (getattr(one, key), str(one.source_path)))
    originals: list[Any] = []
    for value, group in groupby(contents, attrgetter(key)):
        works = list(group)
        originals += originals_of(works, f'with {key} "{value}"')
        for one in works:
            one.translations = [other for other in works if other is not one]
    chosen = {id(one) for one in originals}
    return originals, [one for one in contents if id(one) not in chosen]


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
