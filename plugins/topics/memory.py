"""Posts to read next, worked out anew only where a post says something new.

Two entries of the cache hold the last build's work: the answer as a whole, for a
build in which no post changed; and each post's stems under the digest of its
text, so that after an edit one text is read and the rest is arithmetic. Either
may be missing: the answer is the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from sys import intern

from plugins.cache import keep, key_of, recalled
from plugins.memory import code_version
from plugins.parallel import share_out
from plugins.running import is_touched
from plugins.topics.related import Reading, count_stems, relate


@dataclass(frozen=True, slots=True)
class Text:
    """A post before it was read: a `Reading` with its words instead of their stems.

    ``known`` is the digest of words that are not here any more.
    """

    key: str
    work: str
    lang: str
    title: str
    body: str
    topics: frozenset[str]
    time: float
    known: str = ""

    @property
    def digest(self) -> str:
        """Covers all that its stems depend on."""
        return self.known or _digest_of(self.lang, self.title, self.body)

    @property
    def without_words(self) -> Text:
        """The same without its words."""
        return replace(self, title="", body="", known=self.digest)


@lru_cache(20_000)
def _digest_of(*words: str) -> str:
    return key_of(*words).hex()


class Unread(LookupError):
    """Nobody has kept the stems of a text, and its words are not here any more."""


def relate_texts(
    folder: Path,
    texts: Sequence[Text],
    listed: Iterable[str],
    limit: int,
    read: dict[str, Mapping[str, int]] | None = None,
) -> Mapping[str, list[str]]:
    """`relate` of what ``texts`` say, with the help of what the last build left in ``folder``.

    ``read`` are the stems of texts by their digests, which a process that stays need not read
    again; they are replaced by those of ``texts``. Raises `Unread`.
    """
    digests = [text.digest for text in texts]
    listed = sorted(listed)
    asked = [
        [text.key, text.work, text.lang, digest, sorted(text.topics), text.time]
        for text, digest in zip(texts, digests, strict=True)
    ]
    question = key_of(json.dumps([sorted(asked), listed, limit])).hex()
    name = _entry("related")
    answer = json.loads(recalled(folder, name) or b"{}")
    if question in answer:
        return answer[question]  # type: ignore[no-any-return]
    readings = [
        Reading(text.key, text.work, text.lang, stems, text.topics, text.time)
        for text, stems in zip(
            texts, _stems(folder, texts, digests, {} if read is None else read), strict=True
        )
    ]
    near = relate(readings, listed, limit)
    if not is_touched():
        keep(folder, name, json.dumps({question: near}).encode())
    return near


def _stems(
    folder: Path, texts: Sequence[Text], digests: Sequence[str], read: dict[str, Mapping[str, int]]
) -> Sequence[Mapping[str, int]]:
    """Each text's stems; what no text needs any more goes when something new is kept."""
    if not read.keys() >= {*digests}:
        name = _entry("stems")
        lines = (recalled(folder, name) or b"").decode().splitlines()
        known = {line[:64]: line for line in lines}
        new = {d: text for d, text in zip(digests, texts, strict=True) if d not in known}
        if any(text.known for text in new.values()):
            raise Unread
        counts = share_out(lambda one: count_stems(one.title, one.body, one.lang), [*new.values()])
        made: dict[str, Mapping[str, int]] = dict(zip(new, counts, strict=True))
        if made and not is_touched():
            known |= {digest: _render(digest, stems) for digest, stems in made.items()}
            keep(folder, name, "\n".join(known[digest] for digest in sorted({*digests})).encode())
        made |= {d: read.get(d) or _parse(known[d]) for d in digests if d not in made}
        read.clear()
        read |= made
    return [read[digest] for digest in digests]


def _render(digest: str, stems: Mapping[str, int]) -> str:
    """One line: the digest, then each count with the stems that it is of."""
    groups: dict[int, list[str]] = {}
    for word, count in stems.items():
        groups.setdefault(count, [str(count)]).append(word)
    return "\t".join([digest, *(" ".join(group) for group in groups.values())])


def _parse(line: str) -> Mapping[str, int]:
    stems: dict[str, int] = {}
    for group in line.split("\t")[1:]:
        count, *words = group.split(" ")
        stems |= dict.fromkeys(map(intern, words), int(count))
    return stems


def _entry(name: str) -> bytes:
    """What code other than this left under ``name`` is not found."""
    return key_of(name, code_version())


@dataclass(frozen=True)
class Neighbourhood:
    """All posts by their keys, and those that are next to each, as they were found.

    ``chosen`` are those that a post's author names.
    """

    texts: Mapping[str, Text]
    listed: Sequence[str]
    limit: int
    chosen: Mapping[str, Sequence[str]]
    related: Mapping[str, tuple[str, ...]]

    def moved_by(self, folder: Path, edited: Mapping[str, Text]) -> dict[str, tuple[str, ...]]:
        """Where the ``edited`` say something else now: the posts that others are next to.

        Raises `Unread`.
        """
        texts = [*{**self.texts, **edited}.values()]
        near = relate_texts(folder, texts, self.listed, self.limit)
        related = {key: choose(self.chosen[key], near[key], self.limit) for key in self.texts}
        return {key: found for key, found in related.items() if found != self.related[key]}


def choose(chosen: Iterable[str], near: Iterable[str], limit: int) -> tuple[str, ...]:
    """What to read next: what the author names, all of it, then what is near."""
    chosen = tuple(chosen)
    return tuple(dict.fromkeys((*chosen, *near)))[: max(limit, len(chosen))]
