"""RFC 5005: the history of a feed in documents that do not change as posts are added."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from posixpath import dirname

from plugins.feeds.model import Channel, Item


@dataclass(frozen=True, slots=True)
class Page:
    """One document of an Atom feed; addresses are full, None where there is no such document.

    ``current`` is the subscription document, which an archive names (RFC 5005, 4).
    Only the oldest archive leads to the ``next`` one: the others would change when
    theirs comes to be. One with no such link at all is a fragment to the W3C's validator.
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


Quarter = tuple[int, int]


def split_pages(channel: Channel) -> tuple[Page, ...]:
    """The subscription document, then the archives behind it, the newest first.

    An archive holds one quarter that is over, seen from the newest post: a post
    that is added, renamed or withdrawn leaves every other quarter's document as
    it was, which pages of a fixed number of posts would not be. A history that
    fits into the subscription document has no archive.
    """
    groups: dict[Quarter, list[Item]] = {}
    for item in channel.items:
        groups.setdefault(_quarter(item.published), []).append(item)
    past = past_quarters([item.published for item in channel.items], channel.limit)
    urls = [archive_url(channel.places.atom, quarter) for quarter in past]
    archives = [
        Page(
            url,
            tuple(groups[quarter]),
            channel.places.atom,
            previous=older,
            next=None if older else next(iter(urls[-2:-1]), None),
        )
        for url, quarter, older in zip_longest(urls, past, urls[1:])
    ]
    archived = {id(item) for quarter in past for item in groups[quarter]}
    latest = tuple(
        item
        for number, item in enumerate(channel.items)
        if number < channel.limit or id(item) not in archived
    )
    return (Page(channel.places.atom, latest, previous=next(iter(urls), None)), *archives)


def past_quarters(dates: Iterable[datetime], limit: int) -> tuple[Quarter, ...]:
    """The quarters that have an archive, newest first, of a history with these ``dates``."""
    every = [_quarter(date) for date in dates]
    return tuple(sorted(set(every), reverse=True)[1:]) if len(every) > limit else ()


def archive_url(atom: str, quarter: Quarter) -> str:
    """``…/atom.xml`` and (2026, 3) → ``…/atom/2026-3.xml``."""
    return posixpath.join(dirname(atom), "atom", f"{quarter[0]}-{quarter[1]}.xml")


def _quarter(date: datetime) -> Quarter:
    return date.year, (date.month + 2) // 3
