"""From the terms in a text to its topics, each with its evidence.

The model in four lines. What a passage says of a topic is the sum of its distinct
terms' weights; one that adds nothing but its own sentence's second word counts half.
What the whole says is the Euclidean norm over its passages: evidence in one place
adds up, mentions scattered over a text hardly do. A text of `LENGTH` words and more
must say `NEED`, a shorter one by the square root of its length.

From this follows what a reader would expect: of two texts of which neither says
enough, both together do not either (the squares add up, and so does the square of
what is asked), so that a paragraph on something else never adds a topic.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from plugins.model import Term, Topic
from plugins.topics.cues import is_taken_back
from plugins.topics.text import plain_text
from plugins.topics.vocabulary import Hit, Vocabulary
from plugins.topics.words import Words, join_words, split_words

# Chosen on the labelled set's development half (tests/benchmarks/RESULTS.md).
NEED, LENGTH = 5.25, 160
SHORT = 60
PASSAGE = 40
AGAIN = 0.5
HEAD = 2.0
PLACES = ("title", "summary", "text")


@dataclass(frozen=True, slots=True)
class Evidence:
    """One term of a topic: how often it stands where, and in all."""

    term: str
    weight: float
    places: tuple[tuple[str, int], ...]
    count: int


@dataclass(frozen=True, slots=True)
class Finding:
    """A topic for which something speaks; of ``score``, 1 is what a text of this length asks."""

    topic: Topic
    score: float
    evidence: tuple[Evidence, ...]

    @property
    def is_topic(self) -> bool:
        """Whether enough speaks for it."""
        return self.score >= 1


def detect(vocabulary: Vocabulary, title: str, summary: str, body: str) -> tuple[Finding, ...]:
    """What speaks for which topic in a post, the surest first.

    ``body`` is Markdown or HTML; code, addresses and quotations' sources in it
    do not count (`plain_text`).
    """
    parts = tuple(split_words(part) for part in (title, summary, plain_text(body)))
    words = join_words(*parts)
    passages = _passages(words, len(words.words) - len(parts[2].words))
    places = [n for n, part in enumerate(parts) for _ in part.words]
    length = min(max(len(words.words), SHORT), LENGTH)
    need = NEED * sqrt(length / LENGTH)
    by_topic: dict[int, list[Hit]] = defaultdict(list)
    for hit in vocabulary.find(words, passages):
        if not is_taken_back(words, hit.position):
            by_topic[hit.topic].append(hit)
    findings = [
        Finding(
            vocabulary.topics[index],
            _weigh(vocabulary.terms, hits, words.sentences, passages) / need,
            _evidence(vocabulary.terms, hits, places),
        )
        for index, hits in by_topic.items()
    ]
    return tuple(sorted(findings, key=lambda finding: (-finding.score, finding.topic.slug)))


def topics_of(findings: Iterable[Finding]) -> tuple[Topic, ...]:
    """The topics that were found, the surest first."""
    return tuple(finding.topic for finding in findings if finding.is_topic)


def _passages(words: Words, head: int) -> list[int]:
    """Each word's passage: 0 for the ``head`` first ones, then paragraphs, the short ones joined.

    Titles and lines of dialogue belong to what follows them: a passage has at
    least `PASSAGE` words, but for the last.
    """
    numbers = [0] * head
    number = 1
    for start in words.paragraphs:
        if start - len(numbers) >= PASSAGE:
            numbers += [number] * (start - len(numbers))
            number += 1
    return numbers + [number] * (len(words.words) - len(numbers))


def _weigh(
    terms: Sequence[Term], hits: Iterable[Hit], sentences: Sequence[int], passages: Sequence[int]
) -> float:
    """The norm of what the passages say of one topic; title and summary count `HEAD`-fold."""
    said: dict[int, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    for _, number, position in hits:
        said[passages[position]][number].add(sentences[position])
    return sqrt(
        sum(
            ((1.0 if passage else HEAD) * _say(terms, found)) ** 2
            for passage, found in said.items()
        )
    )


def _say(terms: Sequence[Term], found: Mapping[int, set[int]]) -> float:
    """What one passage says: ``found`` has the sentences in which each term stands."""
    total = 0.0
    spoken: set[int] = set()
    for number in sorted(found, key=lambda number: (-terms[number].weight, number)):
        weight = terms[number].weight
        total += AGAIN * weight if found[number] <= spoken else weight
        spoken |= found[number]
    return total


def _evidence(
    terms: Sequence[Term], hits: Iterable[Hit], places: Sequence[int]
) -> tuple[Evidence, ...]:
    """The terms of one topic, the weightiest first."""
    counts: dict[int, list[int]] = {}
    for _, number, position in hits:
        counts.setdefault(number, [0] * len(PLACES))[places[position]] += 1
    found = [
        Evidence(
            terms[number].text,
            terms[number].weight,
            tuple((place, n) for place, n in zip(PLACES, count, strict=True) if n),
            sum(count),
        )
        for number, count in counts.items()
    ]
    return tuple(sorted(found, key=lambda one: (-one.weight, -one.count, one.term)))
