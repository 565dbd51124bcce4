"""A page as it was made: what its template saw, so that another text can be set into it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from plugins.cache import key_of
from plugins.incremental.views import (
    NOTHING,
    Seen,
    View,
    digest_of,
    is_same,
    key_of_name,
    kind_of_view,
    together,
)
from plugins.standing import Declined

# Pelican's name of the post whose page it is.
ARTICLE = "article"

# What to read next.
NEXT = "related"

# A value's digest, and its view.
Looked = tuple[bytes, Any]


@dataclass(frozen=True)
class Whole:
    """A post or a page on its own page.

    ``names`` are all that it has, ``others`` those of them that its text does not say.
    """

    kind: str
    names: tuple[str, ...]
    others: Mapping[str, Looked]

    def key(self, text: bytes) -> bytes:
        """The digest of all that can be seen of it; ``text`` is that of its text."""
        parts = (part for name, (key, _) in self.others.items() for part in (key_of_name(name), key))
        return digest_of(b"whole", text, " ".join(self.names).encode(), *parts)

    def view(self, own: Mapping[str, Any]) -> View:
        """As its template gets it; ``own`` are the views of what its text says."""
        values = {n: self.others[n][1] if n in self.others else own[n] for n in self.names}
        return kind_of_view(self.kind)(values)

    def with_value(self, name: str, looked: Looked) -> Whole:
        """With another value for one of the ``others``."""
        return replace(self, others={**self.others, name: looked})


def look_at_whole(
    kind: str,
    values: Mapping[str, Any],
    own: Mapping[str, object],
    see: Callable[[Any], Seen],
) -> tuple[Whole, frozenset[int]]:
    """A post or a page with these ``values``, of which its text says ``own``; what it shows."""
    others: dict[str, Looked] = {}
    shown = []
    for name, value in values.items():
        if not is_same(value, own.get(name)):
            view, key, contents = see(value)
            others[name] = key, view
            if contents:
                shown.append(contents)
    return Whole(kind, tuple(values), others), together(shown) if shown else NOTHING


@dataclass(frozen=True)
class Sheet:
    """One page: its file, its template, and the variables that this sees.

    In the place of a view of a post or a page on its own stands the `Whole`.
    """

    name: str
    template: str
    looked: Mapping[str, Looked]

    def key(self, *parts: bytes) -> bytes:
        """The digest of all that the page is made from; ``parts`` are its template's."""
        return key_of(*parts, *(part for name, (key, _) in self.looked.items() for part in (name, key)))

    def views(self, own: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
        """The variables; ``own`` are the views of what the text of each whole says."""
        return {
            name: view.view(own[name]) if isinstance(view, Whole) else view
            for name, (_, view) in self.looked.items()
        }

    @property
    def article(self) -> Whole:
        """The post whose page it is."""
        whole = self.looked[ARTICLE][1]
        assert isinstance(whole, Whole)
        return whole

    def with_article(self, whole: Whole, text: bytes) -> Sheet:
        """With the post as it is now; ``text`` is the key of what it says."""
        return replace(self, looked={**self.looked, ARTICLE: (whole.key(text), whole)})


@dataclass
class Pages:
    """Posts' own pages, and how others show the posts, by slug."""

    sheets: dict[str, Sheet]
    cards: dict[str, Looked]

    def set_text(self, slug: str, text: Any) -> None:
        """Have the page say what ``text`` says; raises `Declined` where more would be another."""
        whole = self.sheets[slug].article
        if not {*whole.names, *whole.others} <= {*text.own, *whole.others}:
            raise Declined
        self.sheets[slug] = self.sheets[slug].with_article(whole, text.key)

    def put_next_to(self, slug: str, others: Sequence[str]) -> None:
        """Have ``others`` shown as what to read next after a post."""
        whole = self.sheets[slug].article
        if NEXT not in whole.others:
            raise Declined
        keys, views = zip(*(self.cards[other] for other in others), strict=True) or ((), ())
        looked = digest_of(b"tuple", *keys), views
        self.sheets[slug] = self.sheets[slug].with_article(whole.with_value(NEXT, looked), b"")
