"""A post as feeds carry it: its text, and the frame of the item that it stands in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from plugins.cache import key_of
from plugins.catalogue import HOUSE, load_catalogue
from plugins.feeds.characters import remove_forbidden
from plugins.feeds.footer import discussion_of, render_footer
from plugins.feeds.html import portable_html
from plugins.feeds.identity import item_id
from plugins.feeds.items import enclosure_of, image_of, lighter_pictures, updated_of
from plugins.feeds.model import Category, Item, Person
from plugins.identity import fallback_id
from plugins.languages import locale_tag
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


def frame_of(article: Any, settings: Mapping[str, Any], shown: Mapping[str, Any]) -> Frame:
    """The frame of a post; ``shown`` says by address how large pictures are on pages."""
    siteurl, language = settings["SITEURL"], settings["DEFAULT_LANG"]
    page = f"{siteurl}/{article.url}"
    gettext: Callable[[str], str] = load_catalogue(HOUSE, article.lang).gettext
    item = Item(
        id=item_id(article.id or fallback_id(article.slug), article.corrections),
        title=article.title,
        link=page,
        summary=article.summary,
        content="",
        published=article.date,
        updated=updated_of(article),
        authors=tuple(Person(p.name, f"{siteurl}/{p.url}") for p in article.profiles),
        categories=tuple(Category(t.label, f"{siteurl}/{t.url}") for t in article.topics),
        image=image_of(article, siteurl, shown),
        comments=discussion_of(page),
        language=locale_tag(article.lang) if article.lang != language else None,
    )
    lighter = lighter_pictures(article.shows, siteurl, shown)
    footer = render_footer(article.profiles, article.title, page, siteurl, gettext)
    return Frame(item, article.slug, article.lang, lighter, remove_forbidden(footer))
