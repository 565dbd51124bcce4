"""The documents of a channel: where each is, what it is made from, and how."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from plugins.cache import key_of
from plugins.feeds.adapter import Entries, render_atom, render_rss
from plugins.feeds.archives import Page, split_pages
from plugins.feeds.json_feed import render_json
from plugins.feeds.keys import ItemKeys, head_key
from plugins.feeds.model import Channel, Item

# An item with its text, where it was kept without.
Fill = Callable[[Item], Item]


class Document(NamedTuple):
    """``key`` covers all that ``make`` depends on."""

    name: str
    key: bytes
    make: Callable[[], bytes]


def as_it_is(item: Item) -> Item:
    """An item that has its text."""
    return item


def documents_of(
    channel: Channel, siteurl: str, keys: ItemKeys, entries: Entries, fill: Fill = as_it_is
) -> Iterator[Document]:
    """RSS and JSON, which carry the latest items, and Atom's documents, which carry all."""
    head, latest = head_key(channel), keys.of(channel.latest)
    for url, render in ((channel.places.rss, render_rss), (channel.places.json, render_json)):
        name = url.removeprefix(f"{siteurl}/")
        key = key_of(name, head, latest)
        yield Document(name, key, partial(_make_latest, channel, render, fill))
    for page in split_pages(channel):
        name = page.url.removeprefix(f"{siteurl}/")
        key = key_of(head, page.url, page.current, page.previous, page.next, keys.of(page.items))
        yield Document(name, key, partial(_make_page, channel, page, entries, fill))


def _make_latest(channel: Channel, render: Callable[[Channel], bytes], fill: Fill) -> bytes:
    older = channel.items[len(channel.latest) :]
    return render(replace(channel, items=(*map(fill, channel.latest), *older)))


def _make_page(channel: Channel, page: Page, entries: Entries, fill: Fill) -> bytes:
    return render_atom(channel, replace(page, items=tuple(map(fill, page.items))), entries)
