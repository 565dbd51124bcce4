"""The nouns of the house: types that two or more rooms share.

Pure data, no pelican and no I/O. Whatever a template may read of an author or
a topic is a field here, so that StrictUndefined and mypy agree on what exists.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Generic, Literal, TypeVar

T = TypeVar("T")

# Where comments are posted to, below the site's root: Isso behind a proxy, here as in production.
DISCUSSION_URL = "discussion/"

Stance = Literal["for", "against", "nuance", "question"]


@dataclass(frozen=True, slots=True)
class Link:
    """A labelled address outside the site, such as a profile elsewhere."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that a page shows: its site-relative address and its text alternative."""

    url: str
    alt: str


@dataclass(frozen=True, slots=True)
class Profile:
    """An author: who signs, and what the bio card and the author's page say.

    ``bio`` is the card's plain text, ``biography`` the page's full HTML.
    ``url`` is relative to the site's root, as Pelican's own ``url`` is.
    """

    slug: str
    name: str
    bio: str
    url: str
    source: Path
    biography: str = ""
    real_name: str | None = None
    role: str | None = None
    email: str | None = None
    fediverse: str | None = None
    portrait: Picture | None = None
    portrait_source: Path | None = None
    links: tuple[Link, ...] = ()
    aliases: tuple[str, ...] = ()
    fictional: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase of a topic's vocabulary; ``weight`` says how much it speaks of it."""

    text: str
    weight: float


@dataclass(frozen=True, slots=True)
class TermContext:
    """When ambiguous terms count: where more of ``beside`` is near than of ``unless``."""

    terms: tuple[str, ...]
    beside: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Topic:
    """One entry of the curated taxonomy (free words are Pelican's tags).

    ``colour`` is a hue angle in OKLCH, 0 to 359: lightness and chroma belong
    to the theme, so that contrast holds by construction in both schemes.
    ``drawing`` names the motif of its posts' generated covers, "" being any.
    """

    slug: str
    label: str
    short_label: str
    description: str
    colour: int
    url: str
    source: Path
    introduction: str = ""
    aliases: tuple[str, ...] = ()
    drawing: str = ""
    terms: tuple[Term, ...] = ()
    contexts: tuple[TermContext, ...] = ()
    start: tuple[str, ...] = ()
    former_slugs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Background:
    """Words of what is no topic, as a topic's words mean less in an anecdote than in a report.

    ``everyday`` words tell of a subject from which figures of speech are drawn or in which
    topics are named in passing (a kitchen, a match); ``factual`` ones report and argue.
    ``words`` are what the topic with the slug ``topic`` has learned of its texts and of others:
    the beginnings of words, apart by white space, each such text behind its weight.
    """

    label: str
    everyday: tuple[Term, ...] = ()
    factual: tuple[Term, ...] = ()
    topic: str = ""
    words: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Correction:
    """What was wrong in a post, and since when it is right.

    ``kind`` says how wrong: a typo, a clarification, an error (which moves the
    post's date of update in feeds). ``resend`` shows the post to subscribers
    once more.
    """

    date: datetime
    kind: Literal["typo", "clarification", "error"]
    text: str
    resend: bool = False


@dataclass(frozen=True, slots=True)
class Count(Generic[T]):
    """A taxonomy entry and the number of published, listed posts under it."""

    entry: T
    count: int


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed to announce with ``<link rel="alternate">``."""

    title: str
    url: str
    media_type: str


@dataclass(frozen=True, slots=True)
class Claim:
    """An output file that somebody means to write; ``source`` is who asks for it.

    Two claims on one ``save_as`` are two pages with one address. ``kind`` is
    given for an address that is kept for ever, ``key`` is what finds it again
    at another address where that is not a post's ``id``. ``aliases`` are old
    addresses, relative to the site's root, that lead here.
    """

    save_as: str
    source: Path | None = None
    line: int | None = None
    id: str | None = None
    kind: Literal["", "post", "page", "topic", "author", "tag", "feed", "archive"] = ""
    key: str | None = None
    aliases: tuple[str, ...] = ()
    aliases_line: int | None = None


@dataclass(frozen=True, slots=True)
class SearchPlace:
    """Where readers search: the page, and the index, or None where this edition has none."""

    url: str
    index: str | None


@dataclass(frozen=True, slots=True)
class Identities:
    """The permanent ids that are spoken for, and those of addresses that were published.

    ``taken`` is the file that has an id in this edition, or None for one of the
    past; ``published`` the id that readers remember a post by, under its slug and
    under its address.
    """

    taken: Mapping[str, Path | None] = field(default_factory=dict)
    published: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Comment:
    """What a reader said under a post; ``html`` is safe, ``text`` the same words, plain.

    ``number`` is Isso's, which an author may name in ``counterpoint:``; ``id``
    is the comment's in feeds, for ever. ``url`` is relative to the site's root.
    A withdrawn one has nothing but its place, which its replies need.
    """

    number: int
    id: str
    url: str
    created: datetime
    modified: datetime | None
    author: str
    website: str
    stance: Stance | None
    html: str
    text: str
    parent: int | None = None
    is_withdrawn: bool = False
    is_long: bool = False


@dataclass(frozen=True, slots=True)
class Branch:
    """A comment and what it was answered, oldest first."""

    comment: Comment
    replies: tuple[Comment, ...] = ()


@dataclass(frozen=True, slots=True)
class Discussion:
    """The debate under one post. ``key`` finds it again whatever becomes of the post's address.

    ``pages`` are its branches as they are shown: the first on the post's own page.
    ``was_opened`` says that something was said once, even if all of it is withdrawn.
    """

    key: str
    url: str
    pages: tuple[tuple[Branch, ...], ...] = ()
    comments: tuple[Comment, ...] = ()
    tally: tuple[tuple[Stance, int], ...] = ()
    counterpoint: Comment | None = None
    was_opened: bool = False

    @property
    def count(self) -> int:
        """How many comments there are to read."""
        return len(self.comments)
