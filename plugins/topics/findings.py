"""What speaks for a topic in a text, and what is made of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from math import log1p, sqrt

from plugins.model import Term, Topic
from plugins.topics.vocabulary import ALWAYS, STRONG

# What an everyday word of weight 1 takes off, and what a learned weight is one part of.
ASIDE, PARTS = 0.74, 1000
# What the number of terms adds, by its logarithm: strong ones, hints, strong ones rejected.
STRONGS, HINTS, REJECTS = 1.2, 0.6, 1.0
HINT = 0.5
# Words of a text in which all of them are heard in full; fewer are taken for so many.
LENGTH, SHORT = 150, 70
# Of more different words than so many, each counts for less by their number, not by its root.
MANY = 100
# What every text is short of, so that a few terms of a topic do not make it one's topic.
SHORT_OF = 2.0
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
    def sum(self) -> float:
        """The sum of the shares."""
        return sum(share for _, share in self.shares)


def among(count: int) -> float:
    """What a word's weight is divided by among so many different ones."""
    return max(sqrt(max(count, SHORT)), count / sqrt(MANY))


@dataclass(frozen=True)
class Beside:
    """What a text's words say beside the terms of its topics, worked out where it is asked for.

    ``reach`` is how much of it counts, by the text's length; ``begun`` are the beginnings of its
    words, ``words`` says what some weigh for each topic; ``asides`` are the background's
    words in it, factual ones weighing less than nothing. All is divided by ``among``.
    """

    reach: float
    begun: Sequence[str]
    asides: tuple[Term, ...]
    words: Mapping[str, tuple[int, ...]]

    @cached_property
    def beginnings(self) -> frozenset[str]:
        """Those of its words, each once."""
        return frozenset(self.begun)

    @cached_property
    def among(self) -> float:
        """What each word's weight is divided by."""
        return among(len(self.beginnings))

    @cached_property
    def weights(self) -> list[tuple[int, ...]]:
        """What those of its words weigh that are known."""
        return [*filter(None, map(self.words.get, self.beginnings))]

    @property
    def aside(self) -> float:
        """What the background takes off."""
        weight = sum(term.weight for term in self.asides)
        return self.reach * ASIDE * weight / self.among

    def learned(self, index: int) -> float:
        """What is added to the topic of this number by the words that it has learned."""
        weight = sum([weights[index] for weights in self.weights])
        return self.reach * weight / PARTS / self.among

    def short(self, index: int) -> float:
        """What every text is short of for this topic."""
        always = self.words[ALWAYS][index] / PARTS if ALWAYS in self.words else 0.0
        return self.reach * (SHORT_OF - always)

    def weightiest(self, index: int) -> list[tuple[str, float]]:
        """The beginnings that add most to it or take off most, with what they do."""
        known = self.beginnings & self.words.keys()
        weights = ((one, self.words[one][index]) for one in known)
        told = sorted((-abs(weight), one, weight) for one, weight in weights if weight)
        share = self.reach / PARTS / self.among
        return [(one, weight * share) for _, one, weight in told]


@dataclass(frozen=True, slots=True)
class Rejected:
    """A strong term that does not count: denied or likened, else for the words ``beside`` it."""

    term: str
    count: int
    taken_back: bool
    beside: tuple[str, ...] = ()


class Lack(Enum):
    """Why a text whose words say enough of a topic is not on it (`detection`)."""

    RUN = "run"
    HALF = "half"


@dataclass(frozen=True)
class Finding:
    """What speaks for a topic, the ``index``-th one, in a text of which ``asked`` is asked.

    ``found`` are its terms and their places; ``lack`` is what the text lacks though it has enough,
    ``run`` the score of that run of it which decides, where it has several.
    """

    topic: Topic
    index: int
    is_run: bool
    asked: float
    passages: tuple[Said, ...]
    beside: Beside
    found: tuple[tuple[Term, int], ...]
    rejected: tuple[Rejected, ...] = ()
    lack: Lack | None = None
    run: float | None = None

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """Its terms, the weightiest first; worked out where it is told."""
        counts: dict[Term, list[int]] = {}
        for term, place in self.found:
            counts.setdefault(term, [0] * len(PLACES))[place] += 1
        told = (
            Evidence(
                term.text,
                term.weight,
                tuple((place, n) for place, n in zip(PLACES, count, strict=True) if n),
                sum(count),
            )
            for term, count in counts.items()
        )
        return tuple(sorted(told, key=lambda one: (-one.weight, -one.count, one.term)))

    @property
    def said(self) -> float:
        """The norm of what the passages say."""
        return sqrt(sum(passage.sum**2 for passage in self.passages))

    @property
    def named(self) -> float:
        """The root of what is said as a share of what is asked."""
        return sqrt(self.said / self.asked)

    @property
    def counts(self) -> tuple[int, int, int]:
        """How many different strong terms stand in it, how many hints, and strong ones rejected."""
        terms = {term for term, _ in self.found}
        strong = sum(term.weight >= STRONG for term in terms)
        hints = sum(HINT <= term.weight < STRONG for term in terms)
        return strong, hints, sum(one.count for one in self.rejected if not one.taken_back)

    @property
    def counted(self) -> float:
        """What the number of its terms adds, those of so many words as are heard in full."""
        reach = self.beside.reach
        weighed = zip((STRONGS, HINTS, REJECTS), self.counts, strict=True)
        return reach * sum(weight * log1p(reach * count) for weight, count in weighed)

    @cached_property
    def score(self) -> float:
        """What the terms say, and what the number of them and all other words add to it."""
        if not self.is_run:
            return self.named
        beside = self.beside.learned(self.index) - self.beside.aside - self.beside.short(self.index)
        return self.named + self.counted + beside

    @property
    def is_topic(self) -> bool:
        """Whether enough speaks for it, a term of it among all, and nothing is lacking."""
        return self.is_enough and self.lack is None

    @property
    def is_enough(self) -> bool:
        """Whether enough speaks for it, a term of it among all."""
        return self.score >= 1 and bool(self.passages)
