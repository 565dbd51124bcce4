"""Posts to read next: by the words they share, their topics, and how far apart they are in time.

One pass over an inverted index of each post's weightiest words; no pair of posts
that shares none of them is ever looked at. Where words find too few, the posts
nearest in time on one of the same topics follow.
"""

from __future__ import annotations

from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from math import exp, log, sqrt
from operator import itemgetter

from plugins.topics.text import plain_text
from plugins.topics.words import bare_words, stem, stem_english

# A post is known by so many words, and a word that stands in more posts says nothing of one.
SIGNATURE = 25
MOST_POSTS = 100
CANDIDATES = 50
# Where words find too few: so many on each side in time, of each topic.
NEIGHBOURS = 8
TOPICS = 0.25
AGE = 0.05
YEAR = 365.25 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Reading:
    """What of a post decides on its neighbours; ``key`` is unique, ``work`` one to translations."""

    key: str
    work: str
    lang: str
    stems: Mapping[str, int]
    topics: frozenset[str]
    time: float


class _Stems(dict[str, str]):
    """The stem of each word that was met: texts say the same words over and over."""

    def __init__(self, stemmer: Callable[[str], str]) -> None:
        super().__init__()
        self.stemmer = stemmer

    def __missing__(self, word: str) -> str:
        found = self[word] = self.stemmer(word)
        return found


_FRENCH, _ENGLISH = _Stems(stem), _Stems(stem_english)


def count_stems(title: str, body: str, lang: str) -> dict[str, int]:
    """The stems of a post's words of four letters and more; the title's count three times."""
    counts: Counter[str] = Counter()
    stems = _ENGLISH if lang.startswith("en") else _FRENCH
    for text, times in ((plain_text(body), 1), (title, 3)):
        words = [word for word in bare_words(text) if len(word) > 3]  # noqa: PLR2004
        counts.update(map(stems.__getitem__, words * times))
    return dict(counts)


def relate(posts: Sequence[Reading], listed: Iterable[str], limit: int) -> dict[str, list[str]]:
    """For each post the keys of at most ``limit`` of the ``listed`` ones, the nearest first.

    TF-IDF with cosine over `SIGNATURE` stems; among the `CANDIDATES` nearest by
    that, a share for common topics and a little for nearness in time count too.
    Behind them come posts that share topics alone. Only posts in one language are
    compared, and never a post with its translation. The order of ``posts`` changes
    nothing.
    """
    by_key = {post.key: post for post in posts}
    targets = sorted(set(listed) & by_key.keys())
    signatures = _signatures(posts, [by_key[key] for key in targets])
    index: dict[str, dict[str, list[tuple[str, float]]]] = defaultdict(dict)
    works: dict[str, list[str]] = defaultdict(list)
    for key in targets:
        works[by_key[key].work].append(key)
        shelf = index[by_key[key].lang]
        for word, weight in signatures[key]:
            shelf.setdefault(word, []).append((key, weight))
    shelves = _shelves(by_key[key] for key in targets)
    found: dict[str, list[str]] = {}
    for post in posts:
        scores = _scores(signatures[post.key], index[post.lang])
        for key in works[post.work]:
            scores.pop(key, None)
        best = nlargest(CANDIDATES, scores.items(), key=itemgetter(1))
        weighed = [(-round(score + _bonus(post, by_key[key]), 9), key) for key, score in best]
        near = [key for _, key in sorted(weighed)[:limit]]
        if len(near) < limit:
            known = {*near, *works[post.work]}
            near += _on_its_topics(post, shelves, by_key, known)[: limit - len(near)]
        found[post.key] = near
    return found


def _shelves(posts: Iterable[Reading]) -> dict[tuple[str, str], list[tuple[float, str]]]:
    """The posts of each topic in each language, in the order of time."""
    shelves: dict[tuple[str, str], list[tuple[float, str]]] = defaultdict(list)
    for post in posts:
        for topic in post.topics:
            shelves[post.lang, topic].append((post.time, post.key))
    for shelf in shelves.values():
        shelf.sort()
    return shelves


def _on_its_topics(
    post: Reading,
    shelves: Mapping[tuple[str, str], Sequence[tuple[float, str]]],
    by_key: Mapping[str, Reading],
    known: set[str],
) -> list[str]:
    """The posts on its topics but for the ``known``, of those nearest to it in time."""
    near: set[str] = set()
    for topic in post.topics:
        shelf = shelves.get((post.lang, topic), ())
        place = bisect(shelf, (post.time, post.key))
        near |= {key for _, key in shelf[max(0, place - NEIGHBOURS) : place + NEIGHBOURS]}
    return sorted(near - known, key=lambda key: (-round(_bonus(post, by_key[key]), 9), key))


def _signatures(
    posts: Iterable[Reading], targets: Sequence[Reading]
) -> dict[str, list[tuple[str, float]]]:
    """Each post's weightiest stems, as a vector of length 1.

    Only ``targets`` say how common a word is: a draft or a hidden post must not
    change what stands under the others.
    """
    spread: Counter[str] = Counter()
    for post in targets:
        spread.update(post.stems.keys())
    most = min(MOST_POSTS, (3 * len(targets) + 4) // 4)
    rare = {word: log(1 + len(targets) / n) for word, n in spread.items() if n <= most}
    shared = {word: weight for word, weight in rare.items() if spread[word] > 1}
    inner = {post.key for post in targets}
    found: dict[str, list[tuple[str, float]]] = {}
    for post in posts:
        weight_of = (shared if post.key in inner else rare).get
        weights = [
            (weight if count == 1 else weight * (1 + log(count)), word)
            for word, count in post.stems.items()
            if (weight := weight_of(word))
        ]
        weights.sort(reverse=True)
        best = weights[:SIGNATURE]
        length = sqrt(sum(weight * weight for weight, _ in best)) or 1.0
        found[post.key] = [(word, weight / length) for weight, word in best]
    return found


def _scores(
    signature: Iterable[tuple[str, float]], shelf: Mapping[str, Sequence[tuple[str, float]]]
) -> dict[str, float]:
    """How much each post has in common with ``signature``, found by the words that it shares."""
    scores: dict[str, float] = defaultdict(float)
    for word, weight in signature:
        for key, other in shelf.get(word, ()):
            scores[key] += weight * other
    return scores


def _bonus(post: Reading, other: Reading) -> float:
    bonus = AGE * exp(-abs(post.time - other.time) / YEAR)
    shared = post.topics & other.topics
    return bonus + TOPICS * len(shared) / len(post.topics | other.topics) if shared else bonus
