"""What a build leaves standing for the next process, as a printer leaves type for a correction.

Most edits are of one text's body. Its page is made of what it was made of before, but for the text;
so are the feeds that carry it. Whoever makes documents leaves here, as plain data, what they were
made of, and says how an edit changes it. The next process then needs no other post: it sets the
edited one into what stands. That is all or nothing: whoever cannot tell what follows from an edit
raises `Declined`, and a whole build is made.
"""

from __future__ import annotations

from collections.abc import Callable, MutableMapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from plugins.memory import known
from plugins.outputs import Outputs

KEY = "STANDING"


class Declined(Exception):
    """What follows from an edit is not known here: a whole build has to say."""


@dataclass(frozen=True)
class Post:
    """A listed post: its file, and the key of the text that was read (`plugins.posts.reading`)."""

    path: str
    text: bytes


@dataclass(frozen=True)
class Edit:
    """A post's text before and after its file was edited."""

    slug: str
    before: Any
    after: Any


@dataclass
class Standing:
    """Listed posts by their slugs, and by its name what each room has left.

    ``next_to`` is for one edit alone: posts that others are next to now, all by slug.
    """

    posts: dict[str, Post]
    left: dict[str, Any]
    next_to: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Part:
    """One room's: ``leave`` is given the context of a run, and returns plain data.

    ``follow`` is given a generator without posts, what was left, the edits, and where documents
    go; it changes what was left accordingly, or raises `Declined`.
    """

    name: str
    leave: Callable[[Any], Any]
    follow: Callable[[Any, Standing, Sequence[Edit], Outputs], None]


def add_part(settings: MutableMapping[str, Any], part: Part) -> None:
    """Have ``part`` taken into account, in the order in which parts were added."""
    settings.setdefault(KEY, []).append(part)


def leave_standing(generator: Any) -> Standing:
    """What the run of ``generator`` leaves."""
    posts = {
        slug: Post(str(article.source.path), article.text.key)
        for slug, article in generator.context["listed_posts"].items()
    }
    parts = generator.settings.get(KEY, ())
    return Standing(posts, {part.name: part.leave(generator) for part in parts})


def text_before(settings: MutableMapping[str, Any], key: bytes) -> Any:
    """The text that was read under ``key``. Raises `Declined`."""
    try:
        return known(settings, "text", (key,))
    except KeyError:
        raise Declined from None


def follow_edits(
    generator: Any, standing: Standing, edits: Sequence[Edit], outputs: Outputs
) -> None:
    """Make among ``outputs`` what follows from ``edits``. Raises `Declined`."""
    for part in generator.settings.get(KEY, ()):
        part.follow(generator, standing, edits, outputs)
    standing.next_to.clear()
    for edit in edits:
        standing.posts[edit.slug] = Post(standing.posts[edit.slug].path, edit.after.key)
