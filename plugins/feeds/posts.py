"""A post as feeds carry it: its text, and the frame of the item that it stands in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from plugins.cache import key_of
from plugins.catalogue import HOUSE, load_catalogue
from plugins.feeds.html import portable_html
from plugins.feeds.items import enclosure_of
from plugins.feeds.model import Item
from plugins.memory import memo, memo_key

TEXT = "portable"

# What a text in feeds depends on, the HTML of its page first, and how it is made.
Wish = tuple[tuple[object, ...], Callable[[], str]]


@dataclass(frozen=True)
class Frame:
    """All of a post's item but its text; ``lighter`` are pictures that stand for larger ones."""

    item: Item
    slug: str
    lang: str
    lighter: Mapping[str, str]
    footer: str

    def wish(self, html: str) -> Wish:
        """The wish for the text of a page with ``html``."""
        parts = html, self.item.link, self.slug
        gettext = load_catalogue(HOUSE, self.lang).gettext
        known = *parts, self.lang, repr(self.lighter)
        return known, partial(portable_html, *parts, gettext, self.lighter)

    def fill(
        self,
        wish: Wish,
        text: str | None,
        recordings: Mapping[str, Path],
        settings: MutableMapping[str, Any],
    ) -> Carried:
        """With the text of a `wish`, which is made or remembered where it is None."""
        known, make = wish
        key = memo_key(settings, TEXT, known)
        content = memo(settings, TEXT, known, make) if text is None else text
        sound = enclosure_of(str(known[0]), self.item.link, recordings)
        item = replace(self.item, enclosure=sound, key=key_of(key, self.footer))
        return Carried(self, key, item).with_text(content)


@dataclass(frozen=True)
class Carried:
    """A post in feeds; its text is remembered under the key ``text``."""

    frame: Frame
    text: bytes
    item: Item

    def with_text(self, text: str) -> Carried:
        """With what is remembered."""
        content = f"{text}\n{self.frame.footer}"
        return replace(self, item=replace(self.item, content=content))

    @property
    def bare(self) -> Carried:
        """Without its text."""
        return replace(self, item=replace(self.item, content=""))
