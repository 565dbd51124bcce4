"""A page as it was made: what its template saw, so that an edited text can be set into it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from plugins.incremental.views import View, digest_of, key_of_name, kind_of_view
from plugins.standing import decline_unless

# What to read next.
NEXT = "related"
CONTENT = "content"
# What of a text's words its own page shows beside its content (`plugins.posts.reading`).
COUNTED = frozenset({"headings", "word_count", "reading_minutes"})

# A value's digest, and its view.
Looked = tuple[bytes, Any]


def key_of_page(*parts: bytes, looked: Iterable[tuple[str, bytes]]) -> bytes:
    """The digest of a page: ``parts`` are its template's, ``looked`` of each variable it sees."""
    seen = (part for name, key in looked for part in (key_of_name(name), key))
    return digest_of(b"page", *parts, *seen)


def key_of_whole(text: bytes, names: Iterable[str], others: bytes) -> bytes:
    """The digest of a post or a page on its own: of its text, its names, and what else it has."""
    return digest_of(b"whole", text, " ".join(names).encode(), others)


@dataclass(frozen=True)
class Whole:
    """A post or a page on its own page.

    ``names`` are all that it has; what its text says is covered by the text's ``key``, and
    ``others`` are what the site has made of it.
    """

    kind: str
    path: Path
    text: bytes
    names: tuple[str, ...]
    others: Mapping[str, Looked]

    @property
    def key(self) -> bytes:
        """The digest of all that can be seen of it."""
        parts = [
            part for name, (key, _) in self.others.items() for part in (key_of_name(name), key)
        ]
        return key_of_whole(self.text, self.names, digest_of(b"dict", *parts))

    def view(self, own: Mapping[str, Any]) -> View:
        """As its template gets it; ``own`` are the views of what its text says."""
        values = {n: self.others[n][1] if n in self.others else own[n] for n in self.names}
        return kind_of_view(self.kind)(values)

    def with_text(self, key: bytes, html: str, content: Looked) -> Whole:
        """With another text, whose ``html`` is ``content`` once its links are resolved.

        Raises `Declined`.
        """
        decline_unless(COUNTED.isdisjoint(self.others))
        others = {**self.others, CONTENT: content}
        if content[1] == html:
            del others[CONTENT]
        in_order = {name: others[name] for name in self.names if name in others}
        return replace(self, text=key, others=in_order)

    def with_next(self, looked: Looked) -> Whole:
        """With other posts to read next. Raises `Declined`."""
        decline_unless(NEXT in self.others)
        return replace(self, others={**self.others, NEXT: looked})


@dataclass(frozen=True)
class Sheet:
    """One page: its file, its template, and the variables that this sees.

    ``shown`` is the variable that is a post or a page on its own page, the ``whole``.
    """

    name: str
    template: str
    looked: Mapping[str, Looked]
    shown: str
    whole: Whole

    def key(self, *parts: bytes) -> bytes:
        """The digest of all that the page is made from; ``parts`` are its template's."""
        keys = {name: key for name, (key, _) in self.looked.items()} | {self.shown: self.whole.key}
        return key_of_page(*parts, looked=sorted(keys.items()))

    def views(self, own: Mapping[str, Any]) -> dict[str, Any]:
        """The variables; ``own`` are the views of what the text says."""
        seen = {name: view for name, (_, view) in self.looked.items()}
        return seen | {self.shown: self.whole.view(own)}


@dataclass(frozen=True)
class Pages:
    """All pages that show a text whole, by its file; how others show the listed posts, by slug."""

    sheets: Mapping[Path, Sequence[Sheet]]
    cards: Mapping[str, Looked]

    def next_to(self, slugs: Sequence[str]) -> Looked:
        """Posts as they are shown to be read next."""
        cards = [self.cards[slug] for slug in slugs]
        return digest_of(b"tuple", *(key for key, _ in cards)), tuple(view for _, view in cards)
