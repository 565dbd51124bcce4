"""From the words of a text to its topics, each with its evidence.

A passage says of a topic the sum of its distinct terms' weights; a term whose
sentences have all spoken of the topic by heavier ones counts half. Terms in the
opening words count more, and those of the title and the summary twice (H. P.
Edmundson, “New methods in automatic extracting”, Journal of the ACM 16, 1969: a text
says what it is about in its title and where it begins). The whole says the Euclidean
norm of its passages: evidence in one place adds up, mentions scattered over a text
hardly do. A text is asked for the more the longer it is, by the square root of its length, but
for no less than at `SHORT` words and for the same from `LENGTH` to `ROOM`. What is denied does
not count. A topic's score is the root of what is said as a share of what is asked.

To the score of a run, which is one passage or several of at most `LENGTH` words, all its words
add something, which may be less than nothing (`Beside`):

- how many different terms the text has, strong and hinting ones apart, and how many strong ones
  their neighbours reject: a word that could mean the topic makes the topic likelier;
- everyday words take off and factual ones give back (content/topics/background), for every
  topic alike: «sa poche à douille est une buse» is about cooking;
- a topic has learned which words stand in its texts and which in others, by their first
  `BEGINNING` letters, from labelled texts (`python -m tests.benchmarks.topics --learn`); its own
  terms may weigh against it there, as they stand in metaphors too. A topic that has learned
  nothing is found by its terms alone.

Of a passage longer than `LENGTH` words these three say less by its length.

A text has a topic where it scores 1, and where moreover

- of its runs, if it has several, one of the `RUNS` that say most scores 1 by itself, under the
  title and the summary; in a text of more than `MUCH` words, `NEARLY`;
- of two halves one has the topic by itself, where a paragraph ends about the middle (that which
  ends nearest to it counts): two mentions, one in each, are no topic of both.

So a paragraph of the length of a text, put before it or behind it, adds no topic that neither of
them has alone under this title: they are the halves, and each is read as if it were all. Of a
shorter or longer one that is likely, and not sure (RESULTS.md says how likely).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, cached_property, partial
from math import inf, sqrt

from plugins.model import Term, Topic
from plugins.topics.cues import is_taken_back
from plugins.topics.findings import LENGTH, SHORT, Beside, Finding, Lack, Rejected, Said
from plugins.topics.near import Near
from plugins.topics.text import plain_text
from plugins.topics.vocabulary import BEGINNING, STRONG, Hit, Vocabulary
from plugins.topics.words import Words, join_words, split_words

# All chosen on the labelled texts and the demonstration's posts (tests/benchmarks/RESULTS.md).
NEED, ROOM = 3.7, 480
# What a run has to score, and from how many words on, as long posts say less of more.
NEARLY, MUCH = 0.9, 350
PASSAGE = 40
HEAD, LEAD, AGAIN = 2.0, 1.2, 0.5
OPENING = 20
# Two parts of a text are its halves where the second begins so far from the middle at most, as a
# share of the whole.
UNLIKE = 0.05
# Of paragraphs in a row so many are read by themselves at most, those that say most.
RUNS = 3


def detect(vocabulary: Vocabulary, title: str, summary: str, body: str) -> tuple[Finding, ...]:
    """What speaks for which topic in a post, the surest first.

    ``body`` is Markdown or HTML; code, addresses and quotations' sources in it
    do not count (`plain_text`).
    """
    parts = tuple(split_words(part) for part in (title, summary, plain_text(body)))
    words = join_words(*parts)
    head = len(words.words) - len(parts[2].words)
    text = _Text(vocabulary, words, head, len(parts[0].words))
    whole = text.part(head, len(words.words))
    findings = [one for topic in sorted(text.hits) if (one := whole.finding(topic))]
    told = [whole.looked_into(one) if one.is_enough else one for one in findings]
    text.parts.clear()  # each holds the text: a circle, which would stay until it is looked for
    return tuple(sorted(told, key=lambda finding: (-finding.score, finding.topic.slug)))


class _Text:
    """A text: its words, how many of them stand in title and summary, in the title, what they are.

    Each of its parts is read as if it were all, but what its words are is found out once.
    """

    def __init__(self, vocabulary: Vocabulary, words: Words, head: int, title: int) -> None:
        self.vocabulary, self.words, self.head, self.title = vocabulary, words, head, title
        looked = vocabulary.look(words)
        self.hits: dict[int, list[Hit]] = defaultdict(list)
        for hit in looked.hits:
            self.hits[hit.topic].append(hit)
        taken = {hit.position for hit in looked.hits}
        self.asides = [hit for hit in looked.asides if hit.position not in taken]
        self.context = looked.context
        self.beginnings = beginnings_of(words.words)
        self.parts: dict[tuple[int, int], _Part] = {}
        self.is_taken_back = cache(partial(is_taken_back, words))

    def part(self, first: int, last: int) -> _Part:
        """Its paragraphs from the word ``first`` to the word ``last``, under its head."""
        if (first, last) not in self.parts:
            self.parts[first, last] = _Part(self, first, last)
        return self.parts[first, last]

    def place(self, position: int) -> int:
        """The number in `PLACES` of where a word stands."""
        return 0 if position < self.title else 1 if position < self.head else 2


class _Part:
    """Paragraphs of a text in a row, all of them or some, under its title and summary."""

    def __init__(self, text: _Text, first: int, last: int) -> None:
        self.text, self.first, self.last = text, first, last
        starts = text.words.paragraphs
        self.paragraphs = starts[bisect_left(starts, first) : bisect_left(starts, last)]
        self.near = Near(text.context, text.head, _passages(self.paragraphs, last))
        self.found: dict[int, Finding | None] = {}

    def within(self, hits: Sequence[Hit]) -> Sequence[Hit]:
        """Those of a text's ``hits``, in order, that stand in the head or in this part."""
        if self.last - self.first == len(self.text.words.words) - self.text.head:
            return hits
        before, first, last = (
            bisect_left(hits, end, key=_position) for end in (self.text.head, self.first, self.last)
        )
        return [*hits[:before], *hits[first:last]]

    def count(self, topic: int) -> int:
        """How many terms of a topic stand in it below the head, whatever they mean."""
        hits = self.text.hits[topic]
        first, last = (bisect_left(hits, end, key=_position) for end in (self.first, self.last))
        return last - first

    def finding(self, topic: int) -> Finding | None:
        """What speaks for one topic; None where no term of it stands that could mean it."""
        if topic not in self.found:
            hits = self.within(self.text.hits[topic])
            self.found[topic] = self._find(topic, hits) if hits else None
        return self.found[topic]

    def has(self, topic: int) -> bool:
        """Whether it has a topic."""
        finding = self.finding(topic)
        if finding is None or not finding.is_enough:
            return False
        return self.lack(finding, None if self.is_run else self._best_run(finding)) is None

    def looked_into(self, finding: Finding) -> Finding:
        """What speaks for a topic of which its words say enough, with what it lacks."""
        run = None if self.is_run else self._best_run(finding)
        return replace(finding, lack=self.lack(finding, run), run=run)

    def lack(self, finding: Finding, run: float | None) -> Lack | None:
        """What it lacks; ``run`` is the score of its best run, where it has several."""
        if run is not None and run < self._enough_of_a_run:
            return Lack.RUN
        middle = self._middle()
        if middle is not None:
            halves = self.text.part(self.first, middle), self.text.part(middle, self.last)
            richest = sorted(halves, key=lambda half: half.count(finding.index), reverse=True)
            if not any(half.has(finding.index) for half in richest):
                return Lack.HALF
        return None

    @property
    def length(self) -> int:
        """Its words, the head's among them."""
        return self.text.head + self.last - self.first

    @property
    def is_run(self) -> bool:
        """Whether it has one passage, or no more than `LENGTH` words."""
        return len(self.near.ends[1:]) <= 1 or self.last - self.first <= LENGTH

    @cached_property
    def beside(self) -> Beside:
        """What its other words say; a topic's term is no aside, and each counts once."""
        begun, vocabulary = self.text.beginnings, self.text.vocabulary
        asides = {hit.number for hit in self.within(self.text.asides)}
        return Beside(
            reach_of(self.length),
            begun[: self.text.head] + begun[self.first : self.last],
            tuple([vocabulary.asides[number] for number in sorted(asides)]),
            vocabulary.words,
        )

    def _find(self, topic: int, hits: Sequence[Hit]) -> Finding | None:
        vocabulary, terms = self.text.vocabulary, self.text.vocabulary.terms
        means, rejected = vocabulary.settle(hits, self.near)
        denied = [hit for hit in means if self.text.is_taken_back(hit.position)]
        told = [hit for hit in means if hit not in denied] if denied else means
        refused = _rejected(terms, rejected, denied) if rejected or denied else ()
        if not told and not refused:
            return None
        return Finding(
            vocabulary.topics[topic],
            topic,
            self.is_run,
            _asked(self.length),
            self._said(told),
            self.beside,
            tuple([(terms[hit.number], self.text.place(hit.position)) for hit in told]),
            refused,
        )

    @property
    def _enough_of_a_run(self) -> float:
        return NEARLY if self.length > MUCH else 1.0

    def _best_run(self, finding: Finding) -> float:
        """The score of that run which has enough; of the `RUNS` richest the best if none has."""
        said = [0.0] * len(self.near.ends)
        for one in finding.passages:
            said[one.passage] += one.sum if one.passage else 0
        runs = [(-sum(said[first:last]), first, last) for first, last in _runs(self.near.ends)]
        best = -inf
        for _, first, last in sorted(runs)[:RUNS]:
            run = self.text.part(self.near.ends[first - 1], self.near.ends[last - 1])
            alone = run.finding(finding.index)
            if alone is not None and alone.passages:
                best = max(best, alone.score)
            if best >= self._enough_of_a_run:
                break
        return best

    def _middle(self) -> int | None:
        """Where its second half begins; None where no paragraph begins about the middle."""
        middle, farthest = (self.first + self.last) / 2, UNLIKE * (self.last - self.first)
        starts = [start for start in self.paragraphs[1:] if abs(start - middle) <= farthest]
        return min(starts, key=lambda start: abs(start - middle), default=None)

    def _said(self, hits: Iterable[Hit]) -> tuple[Said, ...]:
        """What each passage says of one topic, in order."""
        sentences, terms = self.text.words.sentences, self.text.vocabulary.terms
        spoken: dict[int, dict[int, tuple[float, set[int]]]] = {}
        for _, number, position in hits:
            passage = self.near.passage(position)
            there = spoken.setdefault(passage, {})
            if number not in there:
                factor = HEAD if not passage else LEAD if position < self.first + OPENING else 1.0
                there[number] = factor * terms[number].weight, set()
            there[number][1].add(sentences[position])
        return tuple([Said(one, tuple(_shares(terms, spoken[one]))) for one in sorted(spoken)])


def _asked(length: int) -> float:
    """What the terms of a text of that length have to say."""
    return NEED * sqrt(min(max(length, SHORT), LENGTH) / LENGTH * max(1.0, length / ROOM))


def _position(hit: Hit) -> int:
    return hit.position


def _passages(paragraphs: Sequence[int], last: int) -> list[int]:
    """Where the passages of ``paragraphs`` begin, and where the last one ends.

    Titles and lines of dialogue belong to what follows them: a passage has at
    least `PASSAGE` words, but for the last.
    """
    ends = [*paragraphs[:1]]
    for start in paragraphs[1:]:
        if start - ends[-1] >= PASSAGE:
            ends.append(start)
    return [*ends, last]


def _runs(ends: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Passages in a row of at most `LENGTH` words, or one longer: the first, behind the last.

    ``ends`` is where the first begins and where each ends. What is within another run is left out.
    """
    reached = 0
    for first, start in enumerate(ends[:-1], 1):
        last = max(first + 1, bisect_right(ends, start + LENGTH))
        if last > reached:
            yield first, last
        reached = last


def _rejected(
    terms: Sequence[Term],
    rejected: Iterable[tuple[Hit, tuple[str, ...]]],
    denied: Iterable[Hit],
) -> tuple[Rejected, ...]:
    """The strong terms of a topic that do not count, and why."""
    counts = Counter([(hit.number, False, beside) for hit, beside in rejected])
    counts.update([(h.number, True, ()) for h in denied if terms[h.number].weight >= STRONG])
    return tuple(
        Rejected(terms[number].text, count, taken_back, beside)
        for (number, taken_back, beside), count in sorted(counts.items())
    )


def beginnings_of(words: Iterable[str]) -> list[str]:
    """The beginnings by which a text's words are known."""
    return [word[:BEGINNING] for word in words]


def reach_of(length: int) -> float:
    """How much of what all its words say is heard in a text of this length: 1 in a short one."""
    return min(1.0, LENGTH / max(length, 1))


def topics_of(findings: Iterable[Finding]) -> tuple[Topic, ...]:
    """The topics that were found, the surest first."""
    return tuple(finding.topic for finding in findings if finding.is_topic)


def _shares(
    terms: Sequence[Term], spoken: Mapping[int, tuple[float, set[int]]]
) -> Iterator[tuple[str, float]]:
    """What each term adds to a passage; half of its weight where heavier ones stand beside it.

    ``spoken`` are the terms by number, the weight of each and its sentences.
    """
    heard: set[int] = set()
    for number, (weight, sentences) in sorted(spoken.items(), key=_heaviest_first):
        yield terms[number].text, AGAIN * weight if sentences <= heard else weight
        heard |= sentences


def _heaviest_first(term: tuple[int, tuple[float, set[int]]]) -> tuple[float, int]:
    number, (weight, _) = term
    return -weight, number
