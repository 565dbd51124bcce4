"""From the words of a text to its topics, each with its evidence.

A passage says of a topic the sum of its distinct terms' weights; a term whose
sentences have all spoken of the topic by heavier ones counts half. Terms in the
opening words count more, and those of the title and the summary twice (H. P.
Edmundson, “New methods in automatic extracting”, Journal of the ACM 16, 1969: a text
says what it is about in its title and where it begins). The whole says the Euclidean
norm of its passages: evidence in one place adds up, mentions scattered over a text
hardly do. A text of `LENGTH` words and more is asked for `NEED`, a shorter one for less by
the square root of its length, down to `SHORT` words. What is denied does not count.

A topic's score is the root of what is said as a share of what is asked, and what all words
of a short text add to it (`Beside`), which may be less than nothing:

- how many different terms the text has, strong and hinting ones apart, and how many strong ones
  their neighbours reject: a word that could mean the topic makes the topic likelier;
- everyday words take off and factual ones give back (content/topics/background), for every
  topic alike: «sa poche à douille est une buse» is about cooking;
- a topic has learned which words stand in its texts and which in others, by their first
  `BEGINNING` letters, from labelled texts (`python -m tests.benchmarks.topics --learn`). One
  that has learned nothing is found by its terms alone.

Of a text longer than `LENGTH` words these three say less by its length: words tell what a short
text is about, while a long one has room to name its topics. Its terms are counted by as many
words, since among a thousand words there are hints at anything.

Why a paragraph on something else rarely adds a topic: of two texts between `SHORT` and
`LENGTH` words together, in passages of their own, the squares of what is said add up as
do those of what is asked, so two that say too little say too little together; and what other
words add is divided by how many they are. It is no proof: a topic which a long post names
again and again is found, be it in passing each time.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from plugins.model import Term, Topic
from plugins.topics.cues import is_taken_back
from plugins.topics.findings import Beside, Finding, Rejected, Said
from plugins.topics.text import plain_text
from plugins.topics.vocabulary import BEGINNING, STRONG, Found, Hit, Vocabulary
from plugins.topics.words import Words, join_words, split_words

# All chosen on the labelled texts (tests/benchmarks/RESULTS.md).
NEED, LENGTH, SHORT = 3.7, 150, 70
PASSAGE = 40
HEAD, LEAD, AGAIN = 2.0, 1.2, 0.5
OPENING = 20
# Of more different words than so many, each counts for less by their number, not by its root.
MANY = 100


def detect(vocabulary: Vocabulary, title: str, summary: str, body: str) -> tuple[Finding, ...]:
    """What speaks for which topic in a post, the surest first.

    ``body`` is Markdown or HTML; code, addresses and quotations' sources in it
    do not count (`plain_text`).
    """
    parts = tuple(split_words(part) for part in (title, summary, plain_text(body)))
    words = join_words(*parts)
    head = len(words.words) - len(parts[2].words)
    text = _Text(words, _passages(words, head), head, len(parts[0].words))
    found = vocabulary.find(words, text.passages)
    by_topic: dict[int, list[Hit]] = defaultdict(list)
    denied: dict[int, list[Hit]] = defaultdict(list)
    for hit in found.hits:
        (denied if is_taken_back(words, hit.position) else by_topic)[hit.topic].append(hit)
    rejected = _rejected(vocabulary.terms, found.rejected, denied)
    beside = _beside(vocabulary, found, words)
    findings = (
        _finding(vocabulary, text, index, by_topic[index], beside, rejected.get(index, ()))
        for index in {*by_topic, *rejected}
    )
    return tuple(sorted(findings, key=lambda finding: (-finding.score, finding.topic.slug)))


@dataclass(frozen=True, slots=True)
class _Text:
    """A text's words, the passage of each, how many stand in title and summary, in the title."""

    words: Words
    passages: Sequence[int]
    head: int
    title: int

    def place(self, position: int) -> int:
        """The number in `PLACES` of where a word stands."""
        return 0 if position < self.title else 1 if position < self.head else 2

    @property
    def asked(self) -> float:
        """What a text of this length has to say of a topic."""
        return NEED * sqrt(min(max(len(self.words.words), SHORT), LENGTH) / LENGTH)


def _finding(
    vocabulary: Vocabulary,
    text: _Text,
    index: int,
    hits: Sequence[Hit],
    beside: Beside,
    rejected: tuple[Rejected, ...],
) -> Finding:
    """What speaks for one topic."""
    terms = vocabulary.terms
    return Finding(
        vocabulary.topics[index],
        index,
        text.asked,
        _said(terms, hits, text),
        beside,
        tuple([(terms[hit.number], text.place(hit.position)) for hit in hits]),
        rejected,
    )


def _rejected(
    terms: Sequence[Term],
    rejected: Iterable[tuple[Hit, tuple[str, ...]]],
    denied: Mapping[int, Iterable[Hit]],
) -> dict[int, tuple[Rejected, ...]]:
    """By topic, the strong terms that do not count, and why."""
    counts: dict[int, Counter[tuple[int, bool, tuple[str, ...]]]] = defaultdict(Counter)
    for hit, beside in rejected:
        counts[hit.topic][hit.number, False, beside] += 1
    for topic, hits in denied.items():
        for hit in hits:
            if terms[hit.number].weight >= STRONG:
                counts[topic][hit.number, True, ()] += 1
    return {
        topic: tuple(
            Rejected(terms[number].text, count, taken_back, beside)
            for (number, taken_back, beside), count in sorted(counter.items())
        )
        for topic, counter in counts.items()
    }


def _beside(vocabulary: Vocabulary, found: Found, words: Words) -> Beside:
    """What a text's other words say; a topic's term is no aside, and each counts once."""
    taken = {hit.position for hit in found.hits}
    told = {number for _, number, position in found.asides if position not in taken}
    beginnings = beginnings_of(words)
    known = beginnings & vocabulary.words.keys()
    sums = [sum(column) for column in zip(*map(vocabulary.words.__getitem__, known), strict=True)]
    return Beside(
        reach_of(words),
        among(len(beginnings)),
        tuple([vocabulary.asides[number] for number in sorted(told)]),
        known,
        tuple(sums or [0] * len(vocabulary.topics)),
        vocabulary.words,
    )


def beginnings_of(words: Words) -> set[str]:
    """The beginnings by which a text's words are known, each once."""
    return {word[:BEGINNING] for word in words.words}


def reach_of(words: Words) -> float:
    """How much of what all its words say is heard in a text of this length: 1 in a short one."""
    return min(1.0, LENGTH / max(len(words.words), 1))


def among(count: int) -> float:
    """What a word's weight is divided by among so many different ones."""
    return max(sqrt(count), count / sqrt(MANY), 1)


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


def _said(terms: Sequence[Term], hits: Iterable[Hit], text: _Text) -> tuple[Said, ...]:
    """What each passage says of one topic, in order."""
    sentences = text.words.sentences
    by_passage: dict[int, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    weights: dict[tuple[int, int], float] = {}
    for _, number, position in hits:
        passage = text.passages[position]
        by_passage[passage][number].add(sentences[position])
        factor = HEAD if not passage else LEAD if position < text.head + OPENING else 1.0
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
