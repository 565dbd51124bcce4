"""A comment as Isso keeps it, without what is private; its post's key, its permanent id."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from plugins.identity import fallback_id
from plugins.model import DISCUSSION_URL

URI = f"/{DISCUSSION_URL}"


@dataclass(frozen=True, slots=True)
class Record:
    """One public comment: ``text`` is Markdown, ``author`` and ``website`` are plain.

    ``created`` and ``modified`` are seconds since 1970 (UTC). A withdrawn one
    holds the place of its replies.
    """

    number: int
    parent: int | None
    created: float
    modified: float | None
    author: str
    website: str
    text: str
    is_withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Thread:
    """The comments of one post, by its key; ``title`` is for people who read the file."""

    key: str
    title: str
    records: tuple[Record, ...] = ()


def thread_key(post_id: str | None, slug: str) -> str:
    """What Isso knows a post by: its permanent id, never its address, which may change."""
    name = post_id or fallback_id(slug)
    try:
        return str(uuid.UUID(name.removeprefix("urn:uuid:")))
    except ValueError:
        return str(uuid.uuid5(uuid.NAMESPACE_URL, name))


def key_of_uri(uri: str) -> str | None:
    """The key in Isso's ``uri`` of a thread; None for one that is not ours."""
    try:
        return str(uuid.UUID(uri.removeprefix(URI))) if uri.startswith(URI) else None
    except ValueError:
        return None


def comment_id(key: str, record: Record) -> str:
    """The id of a comment in feeds.

    SQLite gives the number of a deleted last comment to the next one: the
    moment makes it another's.
    """
    name = f"urn:uuid:{key}#comment:{record.number}:{round(record.created * 1000)}"
    return uuid.uuid5(uuid.NAMESPACE_URL, name).urn


def moment(seconds: float, zone: tzinfo = UTC) -> datetime:
    """Aware, to the second."""
    return datetime.fromtimestamp(int(seconds), zone)
