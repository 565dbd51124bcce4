"""What a feed says, whatever the format that says it. Addresses are full ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

RSS_TYPE = "application/rss+xml"
ATOM_TYPE = "application/atom+xml"
JSON_TYPE = "application/feed+json"

# The date of a site without a post.
NEVER = datetime.fromtimestamp(0, UTC)


@dataclass(frozen=True, slots=True)
class Person:
    """Who signs: a name, and the page about him or her."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Category:
    """A topic: its label for people, its page as the domain that makes it one of ours."""

    label: str
    domain: str


@dataclass(frozen=True, slots=True)
class Media:
    """A file that goes with an item.

    ``length`` in bytes, ``width`` and ``height`` in pixels; 0 where no format
    asks for it, or where it is not known.
    """

    url: str
    media_type: str
    length: int = 0
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class Item:
    """One post. ``summary`` is plain text, ``content`` HTML with full addresses.

    ``published`` never moves; ``updated`` moves only when the author says so.
    ``language`` is given where it is not the channel's. ``key`` covers ``content`` where whoever
    has made it knows by what; else it covers itself.
    """

    id: str
    title: str
    link: str
    summary: str
    content: str
    published: datetime
    updated: datetime
    authors: tuple[Person, ...]
    categories: tuple[Category, ...] = ()
    image: Media | None = None
    comments: str | None = None
    enclosure: Media | None = None
    language: str | None = None
    key: bytes = b""


@dataclass(frozen=True, slots=True)
class Icon:
    """The channel's picture; RSS allows 144 × 400 at most."""

    url: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Places:
    """The addresses of one channel, one a format."""

    rss: str
    atom: str
    json: str


@dataclass(frozen=True, slots=True)
class Channel:
    """The feed itself; ``items`` are the whole history, newest first.

    A document shows the newest ``limit`` of them. ``founded`` is the date of a
    channel without an item, as Atom demands one (RFC 4287, 4.1.1). ``hub`` is the WebSub hub
    that is really told of each publication, or None.
    """

    id: str
    title: str
    link: str
    places: Places
    description: str
    language: str
    ttl: int
    publisher: Person
    items: tuple[Item, ...]
    limit: int = 50
    founded: datetime = NEVER
    stylesheet: str | None = None
    icon: Icon | None = None
    hub: str | None = None

    @property
    def latest(self) -> tuple[Item, ...]:
        """What the subscription documents show."""
        return self.items[: self.limit]

    @property
    def updated(self) -> datetime | None:
        """The newest shown item's date, never the moment of the build: same posts, same bytes."""
        return newest_date(self.latest)

    @property
    def copyright(self) -> str:
        """«© 2023–2026 SamuGuru», from the years of the posts."""
        return copyright_of(self.items, self.publisher)


def newest_date(items: tuple[Item, ...]) -> datetime | None:
    """The latest ``updated`` of ``items``; None where there is none."""
    return max((item.updated for item in items), default=None)


def copyright_of(items: tuple[Item, ...], publisher: Person) -> str:
    """«© 2025 SamuGuru», from the years of ``items``: an archive's stays as the site goes on."""
    years = sorted({item.published.year for item in items})
    span = "–".join(str(year) for year in dict.fromkeys((years[0], years[-1]))) if years else ""
    return " ".join(part for part in ("©", span, publisher.name) if part)
