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

A text of several passages has a topic where the whole scores 1, and one passage alone, read under
the title and the summary, `ALONE`. So a paragraph on something else, which says much less of a
topic than that, hardly ever adds one. It is no proof: what every text is short of shrinks with its
length as well, so that length alone may lift one that lacks little (RESULTS.md says how often).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf, sqrt

from plugins.model import Term, Topic
from plugins.topics.cues import is_taken_back
from plugins.topics.findings import ALONE, Beside, Finding, Rejected, Said
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
    hits: dict[bool, list[Hit]] = {True: [], False: []}
    for hit in found.hits:
        hits[is_taken_back(words, hit.position)].append(hit)
    whole = _Stretch(vocabulary, text, Found(hits[False], found.rejected, found.asides), hits[True])
    findings = _confirmed(whole, whole.findings())
    return tuple(sorted(findings, key=lambda finding: (-finding.score, finding.topic.slug)))


def _confirmed(whole: _Stretch, findings: Iterable[Finding]) -> Iterator[Finding]:
    """``findings``, those of which enough is said with what their best passage says alone."""
    last = whole.text.passages[-1] if whole.text.passages else 0
    alone: dict[int, dict[int, Finding]] = {}
    for finding in findings:
        best = -inf
        for said in _richest(finding.passages) if last > 1 and finding.score >= 1 else ():
            if said.passage not in alone:
                there = whole.passage(said.passage).findings()
                alone[said.passage] = {one.index: one for one in there}
            best = max(best, alone[said.passage][finding.index].score)
            if best >= ALONE:
                break
        yield finding if best == -inf else replace(finding, alone=best)


def _richest(passages: Iterable[Said]) -> list[Said]:
    """What is said below the title, the most first."""
    below = (said for said in passages if said.passage)
    return sorted(below, key=lambda said: (-said.sum, said.passage))


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


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A text, or one passage of it under its title and summary, with what is ``found`` there.

    ``denied`` are the terms that it takes back; ``only`` is the passage.
    """

    vocabulary: Vocabulary
    text: _Text
    found: Found
    denied: Sequence[Hit]
    only: int = 0

    def passage(self, number: int) -> _Stretch:
        """The passage of that number in it."""

        def here(hit: Hit) -> bool:
            return self.text.passages[hit.position] in (0, number)

        found = Found(
            [*filter(here, self.found.hits)],
            [one for one in self.found.rejected if here(one[0])],
            [*filter(here, self.found.asides)],
        )
        return replace(self, found=found, denied=[*filter(here, self.denied)], only=number)

    @property
    def words(self) -> Sequence[str]:
        """The words in it."""
        words = self.text.words.words
        if not self.only:
            return words
        passages = zip(words, self.text.passages, strict=True)
        return [word for word, passage in passages if passage in (0, self.only)]

    def findings(self) -> Iterator[Finding]:
        """What speaks for each topic of which it has a term."""
        terms, words = self.vocabulary.terms, self.words
        rejected = _rejected(terms, self.found.rejected, self.denied)
        by_topic: dict[int, list[Hit]] = defaultdict(list)
        for hit in self.found.hits:
            by_topic[hit.topic].append(hit)
        asked = NEED * sqrt(min(max(len(words), SHORT), LENGTH) / LENGTH)
        beside = _beside(self.vocabulary, self.found, words)
        for index in sorted({*by_topic, *rejected}):
            hits = by_topic[index]
            yield Finding(
                self.vocabulary.topics[index],
                index,
                asked,
                _said(terms, hits, self.text),
                beside,
                tuple([(terms[hit.number], self.text.place(hit.position)) for hit in hits]),
                rejected.get(index, ()),
            )


def _rejected(
    terms: Sequence[Term],
    rejected: Iterable[tuple[Hit, tuple[str, ...]]],
    denied: Iterable[Hit],
) -> dict[int, tuple[Rejected, ...]]:
    """By topic, the strong terms that do not count, and why."""
    counts: dict[int, Counter[tuple[int, bool, tuple[str, ...]]]] = defaultdict(Counter)
    for hit, beside in rejected:
        counts[hit.topic][hit.number, False, beside] += 1
    for hit in denied:
        if terms[hit.number].weight >= STRONG:
            counts[hit.topic][hit.number, True, ()] += 1
    return {
        topic: tuple(
            Rejected(terms[number].text, count, taken_back, beside)
            for (number, taken_back, beside), count in sorted(counter.items())
        )
        for topic, counter in counts.items()
    }


def _beside(vocabulary: Vocabulary, found: Found, words: Sequence[str]) -> Beside:
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


def beginnings_of(words: Iterable[str]) -> set[str]:
    """The beginnings by which a text's words are known, each once."""
    return {word[:BEGINNING] for word in words}


def reach_of(words: Sequence[str]) -> float:
    """How much of what all its words say is heard in a text of this length: 1 in a short one."""
    return min(1.0, LENGTH / max(len(words), 1))


def among(count: int) -> float:
    """What a word's weight is divided by among so many different ones."""
    return max(sqrt(max(count, SHORT)), count / sqrt(MANY))


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
