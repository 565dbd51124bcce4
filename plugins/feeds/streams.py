"""What there is a channel of: the site, each topic, each author, corrections, comments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from plugins.files import slugify
from plugins.model import Comment, Correction


@dataclass(frozen=True)
class Stream:
    """What one channel is about: its group in lists, its folder and page, and its posts.

    ``key`` is that of a post's discussion, for the feed of its comments, which
    is in no list: its group is "". ``former`` are folders that it may have been in.
    """

    group: str
    folder: str
    label: str
    description: str
    posts: tuple[Any, ...]
    corrections: tuple[tuple[Any, Correction], ...] = ()
    comments: tuple[tuple[Any, Comment], ...] = ()
    key: str = ""
    former: tuple[str, ...] = ()

    def carries(self, post: Any) -> bool:
        """Whether anything in it tells of ``post``."""
        others = (other for other, _ in (*self.corrections, *self.comments))
        return any(other is post for other in (*self.posts, *others))

    @property
    def dates(self) -> list[datetime]:
        """Of what it carries, newest first."""
        other = [c.date for _, c in self.corrections] or [c.created for _, c in self.comments]
        return other or [post.date for post in self.posts]


def former_folders(entry: Any, url: str) -> tuple[str, ...]:
    """Where a topic or an author may have been, by the other names that they have."""
    names = (*entry.aliases, *getattr(entry, "former_slugs", ()))
    return tuple(url.format(slug=slugify(name)) for name in names)
