"""JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/), which feedgen does not write."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from plugins.feeds.characters import plain_text, remove_forbidden
from plugins.feeds.model import Channel, Item, Person

VERSION = "https://jsonfeed.org/version/1.1"


def render_json(channel: Channel) -> bytes:
    """The channel as a JSON Feed document, newest item first, keys in the specification's order."""
    feed: dict[str, Any] = {
        "version": VERSION,
        "title": plain_text(channel.title),
        "home_page_url": channel.link,
        "feed_url": channel.places.json,
        "description": plain_text(channel.description),
        "authors": [_person(channel.publisher)],
        "language": channel.language,
    }
    if channel.icon is not None:
        feed["icon"] = channel.icon.url
    if channel.hub is not None:
        feed["hubs"] = [{"type": "WebSub", "url": channel.hub}]
    feed["items"] = [_item(item) for item in channel.latest]
    text = json.dumps(feed, ensure_ascii=False, indent=1)
    return (remove_forbidden(text) + "\n").encode()


def _item(item: Item) -> dict[str, Any]:
    """One item; what is absent is left out, as the specification asks of optional fields."""
    enclosure = item.enclosure and {
        "url": item.enclosure.url,
        "mime_type": item.enclosure.media_type,
        "size_in_bytes": item.enclosure.length,
    }
    fields: dict[str, Any] = {
        "id": item.id,
        "url": item.link,
        "title": plain_text(item.title) or "…",
        "content_html": item.content,
        "summary": plain_text(item.summary),
        "image": item.image.url if item.image else None,
        "date_published": _date(item.published),
        "date_modified": _date(item.updated) if item.updated != item.published else None,
        "authors": [_person(person) for person in item.authors],
        "tags": [plain_text(category.label) for category in item.categories],
        "language": item.language,
        "attachments": [enclosure] if enclosure else None,
    }
    return {key: value for key, value in fields.items() if value}


def _person(person: Person) -> dict[str, str]:
    return {"name": plain_text(person.name), "url": person.url}


def _date(moment: datetime) -> str:
    """RFC 3339, to the second."""
    return moment.isoformat(timespec="seconds")
