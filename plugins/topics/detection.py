"""From the terms in a text to its topics, each with its evidence.

A passage says of a topic the sum of its distinct terms' weights; a term whose
sentences have all spoken of the topic by heavier ones counts half. Terms in the
opening words count more, and those of the title and the summary twice (H. P.
Edmundson, “New methods in automatic extracting”, Journal of the ACM 16, 1969: a text
says what it is about in its title and where it begins). The whole says the Euclidean
norm of its passages: evidence in one place adds up, mentions scattered over a text
hardly do. A text of `LENGTH` words and more must say `NEED`, a shorter one less by the
square root of its length.

So the squares of what is said add up, as do those of what is asked: of two texts that
say too little, both together say too little. A paragraph on something else never adds a
topic, nor do two mentions in passing.
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
NEED, LENGTH, SHORT = 5.5, 160, 70
PASSAGE = 40
HEAD, LEAD, AGAIN = 2.0, 1.2, 0.5
OPENING = 20
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
    head = len(words.words) - len(parts[2].words)
    passages = _passages(words, head)
    places = [n for n, part in enumerate(parts) for _ in part.words]
    length = min(max(len(words.words), SHORT), LENGTH)
    by_topic: dict[int, list[Hit]] = defaultdict(list)
    for hit in vocabulary.find(words, passages):
        if not is_taken_back(words, hit.position):
            by_topic[hit.topic].append(hit)
    findings = []
    for index, hits in by_topic.items():
        said = _said(vocabulary.terms, hits, words.sentences, passages, head + OPENING)
        score = said / (NEED * sqrt(length / LENGTH))
        evidence = _evidence(vocabulary.terms, hits, places)
        findings.append(Finding(vocabulary.topics[index], score, evidence))
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


def _said(
    terms: Sequence[Term],
    hits: Iterable[Hit],
    sentences: Sequence[int],
    passages: Sequence[int],
    opening: int,
) -> float:
    """What a text says of one topic: the norm of what its passages say."""
    by_passage: dict[int, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    weights: dict[tuple[int, int], float] = {}
    for _, number, position in hits:
        passage = passages[position]
        by_passage[passage][number].add(sentences[position])
        factor = HEAD if not passage else LEAD if position < opening else 1.0
        weights.setdefault((passage, number), factor * terms[number].weight)
    total = 0.0
    for passage, found in by_passage.items():
        total += _sum({n: weights[passage, n] for n in found}, found) ** 2
    return sqrt(total)


def _sum(weights: Mapping[int, float], sentences: Mapping[int, set[int]]) -> float:
    """The weights of one passage's terms; half of what stands where heavier ones do."""
    total = 0.0
    spoken: set[int] = set()
    for number in sorted(weights, key=lambda number: (-weights[number], number)):
        again = sentences[number] <= spoken
        total += AGAIN * weights[number] if again else weights[number]
        spoken |= sentences[number]
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
