"""What each topic learns from labelled texts: how much the other words of a text speak for it.

A logistic regression a topic: how likely a text is on it, from its score without learned
words, which is given, and from the beginnings of its words, rare ones scaled up (K. Spärck
Jones, “A statistical interpretation of term specificity and its application in retrieval”,
Journal of Documentation 28, 1972). Found by coordinate ascent in the dual (H.-F. Yu,
F.-L. Huang, C.-J. Lin, “Dual coordinate descent methods for logistic regression and maximum
entropy models”, Machine Learning 85, 2011), which takes no library; the same texts give the
same weights.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log
from operator import mul
from pathlib import Path
from textwrap import fill
from typing import Any

from plugins.model import Topic
from plugins.topics.detection import beginnings_of, detect, reach_of
from plugins.topics.findings import PARTS, SHORT_OF, among
from plugins.topics.text import plain_text
from plugins.topics.vocabulary import ALWAYS, Vocabulary
from plugins.topics.words import split_words

# The logarithm of the odds that a score of 1 more is worth; what is asked above even odds.
SLOPE, MARGIN = 3.9, 0.4
COST, TURNS = 0.002, 60  # of great weights; how often all texts are gone through
LEAST = 3  # texts in which a beginning stands
EVERY = 0.1  # what stands for every text beside them, small so that it is soon found
UNIT = 3.25  # brings the beginnings of a text to a length of about 1
STEP = 20  # thousandths of a score: finer weights tell no more
EDGE = 1e-6


NOTE = "Écrit par « python -m tests.benchmarks.topics --learn »."


@dataclass(frozen=True)
class Row:
    """An example for one topic: its features' places and values, what is given, 1 or -1."""

    places: Sequence[int]
    values: Sequence[float]
    given: float
    sign: int


@dataclass(frozen=True)
class Example:
    """A labelled text: its topics, each topic's score so far, its words' beginnings.

    ``reach`` is how much of what these weigh counts, ``among`` what it is divided by.
    """

    topics: frozenset[str]
    scores: Mapping[str, float]
    beginnings: tuple[str, ...]
    reach: float
    among: float


def example_of(vocabulary: Vocabulary, row: Mapping[str, Any]) -> Example:
    """A labelled text, whatever ``vocabulary`` has learned before."""
    findings = detect(vocabulary, row["title"], "", row["text"])
    words = split_words(f"{row['title']}\n\n{plain_text(row['text'])}").words
    beginnings = {*beginnings_of(words)}
    return Example(
        frozenset(row["topics"]),
        {
            one.topic.slug: one.named + one.counted - one.beside.aside
            for one in findings
            if one.passages
        },
        tuple(sorted(beginnings)),
        reach_of(len(words)),
        among(len(beginnings)),
    )


def learn(examples: Sequence[Example], slug: str, scales: Mapping[str, float]) -> dict[str, int]:
    """What beginnings of words add to a topic's score, in thousandths; `ALWAYS` to each text's.

    ``scales`` are those of `scales_of`.
    """
    numbers = {one: n for n, one in enumerate(scales, 1)}
    rows = [_row(example, slug, numbers, scales) for example in examples]
    always, *weights = _ascend(rows, len(numbers) + 1)
    worth = {one: weight * scales[one] for one, weight in zip(scales, weights, strict=True)}
    worth[ALWAYS] = always * EVERY - MARGIN
    rounded = {one: STEP * round(PARTS * weight / SLOPE / STEP) for one, weight in worth.items()}
    return {one: weight for one, weight in rounded.items() if weight}


def scales_of(examples: Sequence[Example]) -> dict[str, float]:
    """How much a beginning's weight is worth: more where it stands in few texts."""
    counts = Counter(one for example in examples for one in example.beginnings)
    return {
        one: log(len(examples) / count) / UNIT
        for one, count in sorted(counts.items())
        if count >= LEAST
    }


def _row(
    example: Example, slug: str, numbers: Mapping[str, int], scales: Mapping[str, float]
) -> Row:
    known = [one for one in example.beginnings if one in numbers]
    return Row(
        [0, *(numbers[one] for one in known)],
        [EVERY * example.reach, *(example.reach * scales[one] / example.among for one in known)],
        SLOPE * (example.scores.get(slug, 0.0) - example.reach * SHORT_OF - 1),
        1 if slug in example.topics else -1,
    )


def _ascend(rows: Sequence[Row], size: int) -> list[float]:
    """The weights under which the rows' signs are likeliest, less what great weights cost.

    A row's share of them is how unlikely its sign is, which Newton's method finds while the
    others' stay.
    """
    weights = [0.0] * size
    shares = [EDGE] * len(rows)
    norms = [sum(map(mul, row.values, row.values)) / COST for row in rows]
    for _ in range(TURNS):
        for n, row in enumerate(rows):
            told = sum(map(mul, map(weights.__getitem__, row.places), row.values))
            share = _share(shares[n], row.sign * (row.given + told), norms[n])
            change = row.sign * (share - shares[n]) / COST
            if abs(share - shares[n]) > EDGE:
                shares[n] = share
                for place, value in zip(row.places, row.values, strict=True):
                    weights[place] += change * value
    return weights


def _share(share: float, margin: float, norm: float) -> float:
    """How unlikely a row's sign is, where each part of its share adds ``norm`` to ``margin``."""
    low, high = EDGE, 1 - EDGE
    found = share
    for _ in range(8):
        slope = log(found / (1 - found)) + margin + norm * (found - share)
        low, high = (low, found) if slope > 0 else (found, high)
        found -= slope / (1 / (found * (1 - found)) + norm)
        if not low <= found <= high:
            found = (low + high) / 2
    return found


def learn_all(vocabulary: Vocabulary, rows: Sequence[Mapping[str, Any]], folder: Path) -> None:
    """Write into ``folder`` what each topic of ``vocabulary`` learns from labelled texts."""
    examples = [example_of(vocabulary, row) for row in rows]
    scales = scales_of(examples)
    for topic in vocabulary.topics:
        if any(topic.slug in example.topics for example in examples):
            print(write_learned(folder, topic, learn(examples, topic.slug, scales)))


def write_learned(folder: Path, topic: Topic, weights: Mapping[str, int]) -> Path:
    """The file of a topic's learned words in the folder of backgrounds."""
    by_weight: dict[int, list[str]] = defaultdict(list)
    for beginning, weight in sorted(weights.items()):
        by_weight[weight].append(beginning)
    lines = [
        fill(f'{weight}: "{" ".join(words)}"', 100, initial_indent="  ", subsequent_indent="    ")
        for weight, words in sorted(by_weight.items(), reverse=True)
    ]
    path = folder / f"mots-{topic.slug}.md"
    head = f"---\nlabel: {topic.label}\ntopic: {topic.slug}\nwords:\n"
    path.write_text(head + "\n".join(lines) + f"\n---\n{NOTE}\n", "utf-8")
    return path
