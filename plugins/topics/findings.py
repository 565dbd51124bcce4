"""What speaks for a topic in a text, and what is made of it."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from plugins.model import Term, Topic

# A topic must be spoken of outright so many times, and so much of what is said must be literal.
OUTRIGHT = 2
LITERAL, MAIN = 0.45, 0.5
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
    """What one passage says of a topic: the sum of its terms' shares; 0 is title and summary.

    ``literal`` is the part of it that counts; ``everyday`` are the
    words for which it is less, and ``figures`` how many times a term is a likeness there.
    ``named`` says whether one of its terms is a name.
    """

    passage: int
    shares: tuple[tuple[str, float], ...]
    literal: float = 1.0
    everyday: tuple[str, ...] = ()
    figures: int = 0
    named: bool = False

    @property
    def sum(self) -> float:
        """The sum of the shares."""
        return sum(share for _, share in self.shares)

    @property
    def total(self) -> float:
        """What of it counts."""
        return self.sum * self.literal


@dataclass(frozen=True, slots=True)
class Rejected:
    """A strong term that does not count: denied or likened, else for the words ``beside`` it."""

    term: str
    count: int
    taken_back: bool
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """What speaks for a topic in a text of which ``asked`` is asked, ``outright`` so many times.

    ``found`` are its terms and their places.
    """

    topic: Topic
    asked: float
    outright: int
    passages: tuple[Said, ...]
    found: tuple[tuple[Term, int], ...]
    rejected: tuple[Rejected, ...] = ()

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
        return sqrt(sum(passage.total**2 for passage in self.passages))

    @property
    def main(self) -> tuple[Said, ...]:
        """The passages that say at least `MAIN` of what the richest does."""
        most = max((passage.sum for passage in self.passages), default=0.0)
        return tuple(passage for passage in self.passages if passage.sum >= MAIN * most)

    @property
    def literal(self) -> float:
        """The part that counts of what the most literal of the main passages says."""
        return max((passage.literal for passage in self.main), default=1.0)

    @property
    def score(self) -> float:
        """What is said as a share of what is asked."""
        return self.said / self.asked

    @property
    def is_figure(self) -> bool:
        """Whether the text speaks of the topic only to say something else.

        The main passages are asked, so that one that only touches upon it changes nothing.
        """
        return self.literal < LITERAL and not any(passage.named for passage in self.main)

    @property
    def is_topic(self) -> bool:
        """Whether enough speaks for it, outright, and not as a figure of speech."""
        return self.score >= 1 and self.outright >= OUTRIGHT and not self.is_figure
