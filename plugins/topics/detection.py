"""From the terms in a text to its topics, each with its evidence.

A passage says of a topic the sum of its distinct terms' weights; a term whose
sentences have all spoken of the topic by heavier ones counts half. Terms in the
opening words count more, and those of the title and the summary twice (H. P.
Edmundson, “New methods in automatic extracting”, Journal of the ACM 16, 1969: a text
says what it is about in its title and where it begins). The whole says the Euclidean
norm of its passages: evidence in one place adds up, mentions scattered over a text
hardly do. A text of `LENGTH` words and more must say `NEED`, a shorter one less by the
square root of its length, down to `SHORT` words.

Beside that it must speak of the topic outright `OUTRIGHT` times (`_outright`): one
mention in passing is no topic whatever everyday words stand around it, nor are many
hints without a term that is the topic's own. What is denied is taken off.

Why a paragraph on something else rarely adds a topic: of two texts between `SHORT` and
`LENGTH` words together, in passages of their own, the squares of what is said add up as
do those of what is asked, so two that say too little say too little together; and up to
`LONG` words, mentions in several passages count by half. It is no proof for longer
texts: there nothing more is asked while squares go on adding, so that a topic which a
long post names again and again is found, be it in passing each time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from plugins.model import Term, Topic
from plugins.topics.cues import is_taken_back
from plugins.topics.text import plain_text
from plugins.topics.vocabulary import Hit, Vocabulary
from plugins.topics.words import Words, join_words, split_words

# All chosen on the labelled set's development set (tests/benchmarks/RESULTS.md).
NEED, LENGTH, SHORT = 5.0, 190, 70
PASSAGE = 40
HEAD, LEAD, AGAIN = 2.0, 1.2, 0.5
OPENING = 20
# What is outright: a strong term, where one of them is sure; so many hints are worth one.
OUTRIGHT = 2
NAME, SURE, STRONG, HINT = 3.0, 2.0, 1.5, 0.5
HINTS, COMPANY, BESIDE = 4, 2, 2
SCATTERED, LONG = 2, 400
PLACES = ("title", "summary", "text")


@dataclass(frozen=True, slots=True)
class Evidence:
    """One term of a topic: how often it stands where, and in all."""

    term: str
    weight: float
    places: tuple[tuple[str, int], ...]
    count: int


@dataclass(frozen=True, slots=True)
class Said:
    """What one passage says of a topic: the sum of its terms' shares; 0 is title and summary."""

    passage: int
    shares: tuple[tuple[str, float], ...]

    @property
    def total(self) -> float:
        """The sum of the shares."""
        return sum(share for _, share in self.shares)


@dataclass(frozen=True, slots=True)
class Finding:
    """What speaks for a topic in a text of which ``asked`` is asked, ``outright`` so many times."""

    topic: Topic
    asked: float
    outright: int
    passages: tuple[Said, ...]
    evidence: tuple[Evidence, ...]

    @property
    def said(self) -> float:
        """The norm of what the passages say."""
        return sqrt(sum(passage.total**2 for passage in self.passages))

    @property
    def score(self) -> float:
        """What is said as a share of what is asked."""
        return self.said / self.asked

    @property
    def is_topic(self) -> bool:
        """Whether enough speaks for it, and outright."""
        return self.score >= 1 and self.outright >= OUTRIGHT


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
    asked = NEED * sqrt(length / LENGTH)
    by_topic: dict[int, list[Hit]] = defaultdict(list)
    denied: dict[int, list[Hit]] = defaultdict(list)
    for hit in vocabulary.find(words, passages):
        taken_back = is_taken_back(words, hit.position)
        (denied if taken_back else by_topic)[hit.topic].append(hit)
    terms, findings = vocabulary.terms, []
    for index, hits in by_topic.items():
        outright = _outright(terms, hits, words.sentences, passages, head)
        outright -= len(_strong(terms, denied[index], words.sentences))
        said = _said(terms, hits, words.sentences, passages, head + OPENING)
        evidence = _evidence(terms, hits, places)
        findings.append(Finding(vocabulary.topics[index], asked, outright, said, evidence))
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
) -> tuple[Said, ...]:
    """What each passage says of one topic, in order."""
    by_passage: dict[int, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    weights: dict[tuple[int, int], float] = {}
    for _, number, position in hits:
        passage = passages[position]
        by_passage[passage][number].add(sentences[position])
        factor = HEAD if not passage else LEAD if position < opening else 1.0
        weights.setdefault((passage, number), factor * terms[number].weight)
    return tuple(
        Said(passage, tuple(_shares(terms, {n: weights[passage, n] for n in found}, found)))
        for passage, found in sorted(by_passage.items())
    )


def _shares(
    terms: Sequence[Term], weights: Mapping[int, float], sentences: Mapping[int, set[int]]
) -> Iterator[tuple[str, float]]:
    """What each term adds to a passage; half of its weight where heavier ones stand beside it."""
    spoken: set[int] = set()
    for number in sorted(weights, key=lambda number: (-weights[number], number)):
        again = sentences[number] <= spoken
        yield terms[number].text, AGAIN * weights[number] if again else weights[number]
        spoken |= sentences[number]


def _strong(
    terms: Sequence[Term], hits: Iterable[Hit], sentences: Sequence[int]
) -> set[tuple[int, int]]:
    """The mentions by strong terms: each term once a sentence."""
    return {(n, sentences[at]) for _, n, at in hits if terms[n].weight >= STRONG}


def _outright(
    terms: Sequence[Term],
    hits: Sequence[Hit],
    sentences: Sequence[int],
    passages: Sequence[int],
    head: int,
) -> int:
    """How many times a text speaks of a topic outright, in one passage and in the title.

    Once for each sentence with a strong term, for every `BESIDE` further ones in it, and
    for every `HINTS` weaker terms; once more where the title is confirmed by the text, or
    the topic's very name stands in the opening words with `COMPANY` other terms around.
    Of mentions in several passages, those of the richest count, or all by `SCATTERED`,
    in a text of more than `LONG` words all. Without any sure term it is one less.
    """
    known: dict[int, set[int]] = defaultdict(set)
    spoken: dict[int, set[tuple[int, int]]] = defaultdict(set)
    for hit in hits:
        known[passages[hit.position]].add(hit.number)
        spoken[passages[hit.position]] |= _strong(terms, (hit,), sentences)
    times = {passage: _times(terms, known[passage], spoken[passage]) for passage in known}
    confirmed = len(known) > 1 and bool(spoken[0])
    opened = any(
        terms[n].weight >= NAME
        and head <= at < head + OPENING
        and len(known[passages[at]]) > COMPANY
        for _, n, at in hits
    )
    title = times.pop(0, 0)
    most = max(times.values(), default=0)
    mentions = max(most, sum(times.values()) // (1 if len(passages) > LONG else SCATTERED))
    sure = any(terms[n].weight >= SURE for _, n, _ in hits)
    return title + mentions + (confirmed or opened) - (not sure)


def _times(terms: Sequence[Term], known: Iterable[int], strong: set[tuple[int, int]]) -> int:
    """How many times one passage does: sentences, what else is in them, and hints."""
    spoken = len({sentence for _, sentence in strong})
    hints = sum(HINT <= terms[number].weight < STRONG for number in known)
    return spoken + (len(strong) - spoken) // BESIDE + hints // HINTS


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
