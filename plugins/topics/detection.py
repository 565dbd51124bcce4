"""From the terms in a text to its topics, each with its evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import log
from operator import mul

from plugins.model import Term, Topic
from plugins.topics.text import plain_text
from plugins.topics.vocabulary import SURE, Hit, Vocabulary
from plugins.topics.words import join_words, split_words

# Chosen on the labelled set's development half (tests/benchmarks/RESULTS.md).
STRONG = 1.5
SCORE = 3.5
BREADTH = 1.75
GROWTH = 0.13
SHORT = 100
SHARE = 0.25
HINTS = 1.5
MANY = 5
NARROW, OUTSTANDING = 0.85, 1.2
PLACES = ("title", "summary", "text")
WORTH = (2.0, 1.5, 1.0)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One term of a topic: how often it stands where, and in all."""

    term: str
    weight: float
    places: tuple[tuple[str, int], ...]
    count: int


@dataclass(frozen=True, slots=True)
class Finding:
    """A topic for which something speaks; 1 is what a text of this length asks for.

    ``score`` is the weight of the evidence; ``breadth`` is how many sentences
    speak of it: a topic named in passing is in one, however strongly.
    """

    topic: Topic
    score: float
    breadth: float
    evidence: tuple[Evidence, ...]
    is_topic: bool = False


def detect(vocabulary: Vocabulary, title: str, summary: str, body: str) -> tuple[Finding, ...]:
    """What speaks for which topic in a post, the surest first; hints alone say nothing.

    ``body`` is Markdown or HTML; code, addresses and quotations' sources in it
    do not count (`plain_text`).
    """
    parts = tuple(split_words(part) for part in (title, summary, plain_text(body)))
    words = join_words(*parts)
    places = [n for n, part in enumerate(parts) for _ in part.words]
    by_topic: dict[int, list[Hit]] = defaultdict(list)
    for hit in vocabulary.find(words):
        by_topic[hit.topic].append(hit)
    length = 1 + GROWTH * log(max(len(words.words), SHORT) / SHORT)
    findings = [
        _weigh(vocabulary, index, hits, words.sentences, places, length)
        for index, hits in by_topic.items()
        if any(vocabulary.terms[hit.number].weight >= STRONG for hit in hits)
    ]
    best = max((finding.score for finding in findings), default=0.0)
    return tuple(
        sorted(
            (_decide(finding, best) for finding in findings),
            key=lambda finding: (not finding.is_topic, -finding.score, finding.topic.slug),
        )
    )


def topics_of(findings: Iterable[Finding]) -> tuple[Topic, ...]:
    """The topics that were found, the surest first."""
    return tuple(finding.topic for finding in findings if finding.is_topic)


def _weigh(
    vocabulary: Vocabulary,
    index: int,
    hits: list[Hit],
    sentences: tuple[int, ...],
    places: Sequence[int],
    length: float,
) -> Finding:
    """Distinct terms count fully, repetitions by their logarithm.

    Hints (light terms) only add to what stronger terms say, up to `HINTS` times as much.
    """
    by_term: dict[int, list[int]] = {}
    spoken: dict[int, float] = {}
    terms = vocabulary.terms
    for _, number, position in hits:
        if number not in by_term:
            by_term[number] = [0] * len(PLACES)
        by_term[number][places[position]] += 1
        said = sentences[position]
        more = 1.0 if terms[number].weight >= STRONG else 0.25
        spoken[said] = min(1.0, spoken.get(said, 0.0) + more)
    strong = hints = 0.0
    for number, counts in by_term.items():
        weight = terms[number].weight
        value = weight * (1 + log(sum(map(mul, WORTH, counts))))
        if weight >= STRONG:
            strong += value
        else:
            hints += value / 2
    evidence = [_evidence(terms[number], counts) for number, counts in by_term.items()]
    evidence.sort(key=lambda one: (-one.weight, -one.count, one.term))
    score = strong + min(hints, strong * HINTS)
    breadth = sum(spoken.values())
    return Finding(
        vocabulary.topics[index],
        score / (SCORE * length),
        breadth / (BREADTH * length),
        tuple(evidence),
    )


def _evidence(term: Term, counts: list[int]) -> Evidence:
    places = tuple((place, n) for place, n in zip(PLACES, counts, strict=True) if n)
    return Evidence(term.text, term.weight, places, sum(counts))


def _decide(finding: Finding, best: float) -> Finding:
    """Enough evidence in enough sentences, beside what speaks for the other topics.

    One term that is not sure by itself must come back, or have many hints beside it.
    """
    strong = [one for one in finding.evidence if one.weight >= STRONG]
    is_sure = (
        any(one.weight >= SURE for one in strong)
        or sum(one.count for one in strong) > 1
        or (bool(strong) and len(finding.evidence) > MANY)
    )
    is_broad = finding.breadth >= 1 or (finding.breadth >= NARROW and finding.score >= OUTSTANDING)
    enough = finding.score >= max(1.0, SHARE * best)
    return replace(finding, is_topic=is_sure and is_broad and enough)
