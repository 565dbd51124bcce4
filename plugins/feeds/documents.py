"""The documents of a channel: what each is made from, and how."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from plugins.cache import key_of
from plugins.feeds.adapter import Entries, render_atom, render_rss
from plugins.feeds.archives import Page, split_pages
from plugins.feeds.json_feed import render_json
from plugins.feeds.keys import ItemKeys, head_key
from plugins.feeds.model import Channel, Item


@dataclass(frozen=True)
class Document:
    """``key`` covers all that ``render`` makes of its ``items``."""

    name: str
    key: bytes
    items: tuple[Item, ...]
    render: Callable[[tuple[Item, ...], Entries], bytes]


def documents_of(channel: Channel, siteurl: str, keys: ItemKeys) -> Iterator[Document]:
    """RSS and JSON, which carry the latest items, and Atom's documents, which carry all."""
    head, latest = head_key(channel), channel.latest
    for url, render in ((channel.places.rss, render_rss), (channel.places.json, render_json)):
        name = url.removeprefix(f"{siteurl}/")
        key = key_of(name, head, keys.of(latest))
        yield Document(name, key, latest, partial(_render_latest, render, channel))
    for page in split_pages(channel):
        places = page.url, page.current, page.previous, page.next
        key = key_of(head, *places, keys.of(page.items))
        name = page.url.removeprefix(f"{siteurl}/")
        yield Document(name, key, page.items, partial(_render_page, channel, page))


def _render_latest(
    render: Callable[[Channel], bytes], channel: Channel, items: tuple[Item, ...], _: Entries
) -> bytes:
    return render(replace(channel, items=(*items, *channel.items[len(items) :])))


def _render_page(
    channel: Channel, page: Page, items: tuple[Item, ...], entries: Entries
) -> bytes:
    return render_atom(channel, replace(page, items=items), entries)
