"""From the terms in a text to its topics, each with its evidence.

A passage says of a topic the sum of its distinct terms' weights; a term whose
sentences have all spoken of the topic by heavier ones counts half. Terms in the
opening words count more, and those of the title and the summary twice (H. P.
Edmundson, “New methods in automatic extracting”, Journal of the ACM 16, 1969: a text
says what it is about in its title and where it begins). The whole says the Euclidean
norm of its passages: evidence in one place adds up, mentions scattered over a text
hardly do. A text of `LENGTH` words and more must say `NEED`, a shorter one less by the
square root of its length, down to `SHORT` words.

A passage that tells of everyday life says less of a topic: «sa poche à douille est une buse»
is about cooking. What it says is taken by ``exp(-FIGURED × aside)``, where the aside is what
its everyday words weigh less its factual ones (content/topics/background), with `FIGURE` for
each strong term that is taken back or said of something, a hundred words. Where less than
`LITERAL` is left of what its main passages say, and they call nothing by a name, the text has
no such topic: it is a figure of speech.
The weights come from a logistic regression on the development set by groups of words, rounded.

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

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import exp, sqrt

from plugins.model import Term, Topic
from plugins.topics.cues import is_predicate, is_taken_back
from plugins.topics.findings import Finding, Rejected, Said
from plugins.topics.text import plain_text
from plugins.topics.vocabulary import STRONG, Found, Hit, Vocabulary
from plugins.topics.words import Words, join_words, split_words

# All chosen on the labelled set's development set (tests/benchmarks/RESULTS.md).
NEED, LENGTH, SHORT = 5.0, 190, 70
PASSAGE = 40
HEAD, LEAD, AGAIN = 2.0, 1.2, 0.5
OPENING = 20
# What is outright: a strong term, where one of them is sure; so many hints are worth one.
NAME, SURE, HINT = 3.0, 2.0, 0.5
HINTS, COMPANY, BESIDE = 4, 3, 2
SCATTERED, LONG = 2, 400
# What an aside takes off, a figure in it, its bound, and the words that a passage has at least.
FIGURED, FIGURE, MOST, ROOM = 0.2, 2.0, 12.0, 120


def detect(vocabulary: Vocabulary, title: str, summary: str, body: str) -> tuple[Finding, ...]:
    """What speaks for which topic in a post, the surest first.

    ``body`` is Markdown or HTML; code, addresses and quotations' sources in it
    do not count (`plain_text`).
    """
    parts = tuple(split_words(part) for part in (title, summary, plain_text(body)))
    words = join_words(*parts)
    head = len(words.words) - len(parts[2].words)
    passages = _passages(words, head)
    found = vocabulary.find(words, passages)
    by_topic: dict[int, list[Hit]] = defaultdict(list)
    denied: dict[int, list[Hit]] = defaultdict(list)
    for hit in found.hits:
        (denied if is_taken_back(words, hit.position) else by_topic)[hit.topic].append(hit)
    rejected = _rejected(vocabulary.terms, found.rejected, denied)
    lengths = len(parts[0].words), len(parts[1].words)
    text = _Text(words, passages, head, lengths, _asides(vocabulary.asides, found, passages))
    findings = (
        _finding(vocabulary, text, index, by_topic[index], denied[index], rejected.get(index, ()))
        for index in {*by_topic, *rejected}
    )
    return tuple(sorted(findings, key=lambda finding: (-finding.score, finding.topic.slug)))


@dataclass(frozen=True, slots=True)
class _Aside:
    """What the background's words in a passage of ``size`` words weigh, and the everyday ones."""

    size: int
    weight: float = 0.0
    everyday: tuple[str, ...] = ()

    def literal(self, figures: int) -> float:
        """The part of what the passage says that counts, with ``figures`` of speech in it."""
        aside = 100 * (self.weight + FIGURE * figures) / max(self.size, ROOM)
        return exp(-FIGURED * min(max(aside, 0.0), MOST))


@dataclass(frozen=True, slots=True)
class _Text:
    """A text's words, the passage of each, how many stand in the head, and in its two parts.

    ``asides`` are what each passage says beside, whatever the topic.
    """

    words: Words
    passages: Sequence[int]
    head: int
    parts: tuple[int, int]
    asides: Mapping[int, _Aside]

    def place(self, position: int) -> int:
        """The number in `PLACES` of where a word stands."""
        title, summary = self.parts
        return 0 if position < title else 1 if position < title + summary else 2

    @property
    def asked(self) -> float:
        """What a text of this length has to say of a topic."""
        return NEED * sqrt(min(max(len(self.words.words), SHORT), LENGTH) / LENGTH)


def _finding(
    vocabulary: Vocabulary,
    text: _Text,
    index: int,
    hits: Sequence[Hit],
    denied: Sequence[Hit],
    rejected: tuple[Rejected, ...],
) -> Finding:
    """What speaks for one topic."""
    terms, sentences = vocabulary.terms, text.words.sentences
    strong = [hit for hit in hits if terms[hit.number].weight >= STRONG]
    taken_back = [hit for hit in denied if terms[hit.number].weight >= STRONG]
    outright = _outright(terms, hits, sentences, text.passages, text.head)
    outright -= len(_mentions(taken_back, sentences))
    figures = [hit for hit in strong if is_predicate(text.words, hit.position)] + taken_back
    named = {text.passages[hit.position] for hit in strong if hit.number in vocabulary.names}
    said = _said(terms, hits, sentences, text.passages, text.head + OPENING)
    return Finding(
        vocabulary.topics[index],
        text.asked,
        outright,
        _set_aside(text, said, figures, named) if said else (),
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


def _asides(terms: Sequence[Term], found: Found, passages: Sequence[int]) -> dict[int, _Aside]:
    """What each passage says beside its topics, each word once; a topic's term is none."""
    taken = {hit.position for hit in found.hits}
    told: dict[int, set[int]] = defaultdict(set)
    for _, number, position in found.asides:
        if position not in taken:
            told[passages[position]].add(number)
    asides = {}
    for passage, size in Counter(passages).items():
        there = [terms[number] for number in sorted(told[passage])]
        everyday = tuple([term.text for term in there if term.weight > 0])
        asides[passage] = _Aside(size, sum(term.weight for term in there), everyday)
    return asides


def _set_aside(
    text: _Text, said: Sequence[Said], figures: Iterable[Hit], named: Container[int]
) -> tuple[Said, ...]:
    """``said`` with the part of each passage that counts, the title's as its richest passage's."""
    body = max((one for one in said if one.passage), key=lambda one: one.sum, default=None)
    main = body.passage if body else min(1, max(text.asides))
    likened = Counter(text.passages[hit.position] or main for hit in figures)
    return tuple(
        Said(
            one.passage,
            one.shares,
            text.asides[place].literal(likened[place]),
            text.asides[place].everyday,
            likened[place],
            one.passage in named,
        )
        for one in said
        for place in [one.passage or main]
    )


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


def _mentions(hits: Iterable[Hit], sentences: Sequence[int]) -> set[tuple[int, int]]:
    """Each term once a sentence."""
    return {(number, sentences[position]) for _, number, position in hits}


def _outright(
    terms: Sequence[Term],
    hits: Sequence[Hit],
    sentences: Sequence[int],
    passages: Sequence[int],
    head: int,
) -> int:
    """How many times a text speaks of a topic outright, in one passage and in the title.

    Once for each sentence with a strong term, for each further sure one or every `BESIDE`
    further strong ones in it, and for every `HINTS` weaker terms; once more where the title
    is confirmed by the text, or the topic's very name stands in the opening words with
    `COMPANY` other terms around. Of mentions in several passages, those of the richest count,
    or all by `SCATTERED`, in a text of more than `LONG` words all. Without any sure term it
    is one less.
    """
    known: dict[int, set[int]] = defaultdict(set)
    spoken: dict[int, set[tuple[int, int]]] = defaultdict(set)
    for _, number, position in hits:
        passage = passages[position]
        known[passage].add(number)
        if terms[number].weight >= STRONG:
            spoken[passage].add((number, sentences[position]))
    times = {passage: _times(terms, known[passage], spoken[passage]) for passage in known}
    confirmed = len(known) > 1 and bool(spoken[0])
    opened = any(
        head <= at < head + OPENING
        and terms[n].weight >= NAME
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
    sure = [sentence for number, sentence in strong if terms[number].weight >= SURE]
    beside = max(len(sure) - len({*sure}), (len(strong) - spoken) // BESIDE)
    hints = sum(HINT <= terms[number].weight < STRONG for number in known)
    return spoken + beside + hints // HINTS
