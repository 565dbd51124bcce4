"""What a feed says, whatever the format that says it. Addresses are full ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Category:
    """A topic: its label for people, its page as the domain that makes it one of ours."""

    label: str
    domain: str


@dataclass(frozen=True, slots=True)
class Item:
    """One post. ``summary`` is plain text, ``content`` HTML with full addresses."""

    id: str
    title: str
    link: str
    summary: str
    content: str
    published: datetime
    authors: tuple[str, ...]
    categories: tuple[Category, ...] = ()


@dataclass(frozen=True, slots=True)
class Channel:
    """The feed itself; ``items`` are newest first."""

    title: str
    link: str
    url: str
    description: str
    language: str
    ttl: int
    items: tuple[Item, ...]

    @property
    def updated(self) -> datetime | None:
        """The newest item's date, never the moment of the build: same posts, same bytes."""
        return max((item.published for item in self.items), default=None)
