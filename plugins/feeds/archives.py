"""RFC 5005: the history of a feed in documents that do not change as posts are added."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from posixpath import dirname

from plugins.feeds.model import Channel, Item


@dataclass(frozen=True, slots=True)
class Page:
    """One document of an Atom feed; addresses are full, None where there is no such document.

    ``current`` is the subscription document, which an archive names (RFC 5005, 4).
    """

    url: str
    items: tuple[Item, ...]
    current: str | None = None
    previous: str | None = None
    next: str | None = None

    @property
    def is_archive(self) -> bool:
        """Whether it is one of the documents behind the subscription document."""
        return self.current is not None


def split_pages(channel: Channel) -> tuple[Page, ...]:
    """The subscription document, then the archives behind it, the newest first.

    An archive holds one quarter that is over, seen from the newest post: a post
    that is added, renamed or withdrawn leaves every other quarter's document as
    it was, which pages of a fixed number of posts would not be. A history that
    fits into the subscription document has no archive.
    """
    items, latest = channel.items, channel.latest
    if len(items) == len(latest):
        return (Page(channel.places.atom, items),)
    quarters = [(key, tuple(group)) for key, group in groupby(items, key=_quarter)]
    current, past = quarters[0][1], quarters[1:]
    urls = [archive_url(channel.places.atom, key) for key, _ in past]
    shown = latest if len(current) < len(latest) else current
    first = Page(channel.places.atom, shown, previous=next(iter(urls), None))
    archives = [
        Page(
            urls[n],
            group,
            current=channel.places.atom,
            previous=urls[n + 1] if n + 1 < len(urls) else None,
            next=urls[n - 1] if n else None,
        )
        for n, (_, group) in enumerate(past)
    ]
    return (first, *archives)


def archive_url(atom: str, quarter: tuple[int, int]) -> str:
    """``…/atom.xml`` and (2026, 3) → ``…/atom/2026-3.xml``."""
    return f"{dirname(atom)}/atom/{quarter[0]}-{quarter[1]}.xml"


def _quarter(item: Item) -> tuple[int, int]:
    return item.published.year, (item.published.month + 2) // 3
