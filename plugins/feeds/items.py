"""Parts of a feed's item that follow from its post."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Any

from plugins.feeds.html import full_address
from plugins.feeds.identity import correction_id
from plugins.feeds.media import find_recordings, media_type
from plugins.feeds.model import Item, Media
from plugins.messages import Gettext
from plugins.model import Correction

# In pixels: a column of text on a screen of two pixels a point.
FEED_WIDTH = 960


def updated_of(article: Any) -> datetime:
    """Moves for an explicit ``modified`` and for an error put right; never before publication."""
    errors = (c.date for c in article.corrections if c.kind == "error")
    dates: tuple[datetime, ...] = (article.date, article.modified or article.date, *errors)
    return max(dates)


def image_of(article: Any, siteurl: str, shown: Mapping[str, Any]) -> Media | None:
    """The post's own picture, where its type is one that feeds can name.

    ``shown`` says by address how large pictures are on pages.
    """
    if article.image is None:
        return None
    url = full_address(article.image.url, f"{siteurl}/")
    kind = media_type(article.image.url)
    size = shown[article.image.url]
    return Media(url, kind, 0, size.width, size.height) if url and kind else None


def lighter_pictures(urls: Iterable[str], siteurl: str, shown: Mapping[str, Any]) -> dict[str, str]:
    """The copy that a feed carries in place of each wide picture, both by full addresses.

    No reader lays a text out wider than `FEED_WIDTH`, and a mail program fetches
    what it is given. A picture hardly wider than that stays what it is.
    """
    lighter = {}
    for url in urls:
        smaller = shown[url].smaller if url in shown else ()
        wide = [file for file in smaller if file.width >= FEED_WIDTH]
        if wide:
            address, copy = (full_address(u, f"{siteurl}/") for u in (url, wide[0].url))
            if address and copy:
                lighter[address] = copy
    return lighter


def enclosure_of(html: str, page: str, recordings: Mapping[str, Path]) -> Media | None:
    """The first of the ``recordings`` (files of ours, by address), with its real length."""
    for url in find_recordings(html, page) if recordings else ():
        if url in recordings:
            kind = media_type(url) or ""
            return Media(full_address(url, page) or url, kind, recordings[url].stat().st_size)
    return None


def correction_item(
    post: Item, name: str, correction: Correction, number: int, gettext: Gettext
) -> Item:
    """A correction as an item of its own feed; ``name`` is the post's permanent id.

    Not the one that feeds give it, which ``resend`` changes: it would send all of them again.
    """
    kinds = {
        "error": gettext("Error"),
        "clarification": gettext("Clarification"),
        "typo": gettext("Typo"),
    }
    title = gettext("{kind}: {title}").format(kind=kinds[correction.kind], title=post.title)
    return Item(
        id=correction_id(name, correction, number),
        title=title,
        link=f"{post.link}#corrections",
        summary=correction.text,
        content=f"<p>{escape(correction.text)}</p>",
        published=correction.date,
        updated=correction.date,
        authors=post.authors,
        categories=post.categories,
    )
