"""Posts to read next: by the words they share, their topics, and how far apart they are in time.

One pass over an inverted index of each post's weightiest words; no pair of posts
that shares none of them is ever looked at.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from math import exp, log, sqrt

from plugins.topics.text import plain_text
from plugins.topics.words import split_words, stem

# A post is known by so many words, and a word that stands in more posts says nothing of one.
SIGNATURE = 25
MOST_POSTS = 100
CANDIDATES = 50
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


def count_stems(title: str, body: str) -> dict[str, int]:
    """The stems of a post's words of four letters and more; the title's count three times."""
    counts = Counter(stem(word) for word in split_words(plain_text(body)).words if len(word) > 3)  # noqa: PLR2004
    for word in split_words(title).words:
        if len(word) > 3:  # noqa: PLR2004
            counts[stem(word)] += 3
    return dict(counts)


def relate(posts: Sequence[Reading], listed: Iterable[str], limit: int) -> dict[str, list[str]]:
    """For each post the keys of at most ``limit`` of the ``listed`` ones, the nearest first.

    TF-IDF with cosine over `SIGNATURE` stems; among the `CANDIDATES` nearest by
    that, a share for common topics and a little for nearness in time count too.
    Only posts in one language are compared, and never a post with its translation.
    """
    by_key = {post.key: post for post in posts}
    targets = set(listed) & by_key.keys()
    signatures = _signatures(posts, targets)
    index: dict[tuple[str, str], list[tuple[str, float]]] = defaultdict(list)
    for key in sorted(targets):
        for word, weight in signatures[key].items():
            index[by_key[key].lang, word].append((key, weight))
    return {post.key: _nearest(post, signatures[post.key], index, by_key)[:limit] for post in posts}


def _signatures(posts: Sequence[Reading], targets: set[str]) -> dict[str, dict[str, float]]:
    """Each post's weightiest stems, as a vector of length 1.

    Only ``targets`` say how common a word is: a draft or a hidden post must not
    change what stands under the others.
    """
    spread = Counter(word for post in posts if post.key in targets for word in post.stems)
    most = min(MOST_POSTS, (3 * len(targets) + 4) // 4)
    found: dict[str, dict[str, float]] = {}
    for post in posts:
        least = 2 if post.key in targets else 1
        weights = [
            ((1 + log(count)) * log(1 + len(targets) / spread[word]), word)
            for word, count in post.stems.items()
            if least <= spread[word] <= most
        ]
        best = sorted(weights, key=lambda pair: (-pair[0], pair[1]))[:SIGNATURE]
        length = sqrt(sum(weight * weight for weight, _ in best)) or 1.0
        found[post.key] = {word: weight / length for weight, word in best}
    return found


def _nearest(
    post: Reading,
    signature: Mapping[str, float],
    index: Mapping[tuple[str, str], list[tuple[str, float]]],
    by_key: Mapping[str, Reading],
) -> list[str]:
    scores: dict[str, float] = defaultdict(float)
    for word, weight in signature.items():
        for key, other in index.get((post.lang, word), ()):
            scores[key] += weight * other
    kept = ((round(score, 9), key) for key, score in scores.items())
    best = nlargest(CANDIDATES, (pair for pair in kept if by_key[pair[1]].work != post.work))
    weighed = [(-score - _bonus(post, by_key[key]), key) for score, key in best]
    return [key for _, key in sorted(weighed)]


def _bonus(post: Reading, other: Reading) -> float:
    union = post.topics | other.topics
    shared = TOPICS * len(post.topics & other.topics) / len(union) if union else 0.0
    return round(shared + AGE * exp(-abs(post.time - other.time) / YEAR), 9)
