"""``make evaluate``: how well topics are found, beside a plain list of keywords.

``python -m tests.benchmarks.topics --half dev`` shows one half and its errors'
ids; without it both halves are measured and RESULTS.md is written.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from plugins.files import fold
from plugins.topics.__main__ import read_vocabulary
from plugins.topics.core import names_of
from plugins.topics.detection import detect, topics_of
from plugins.topics.vocabulary import Vocabulary

HERE = Path(__file__).parent
RESULTS = HERE.parent / "RESULTS.md"
Row = dict[str, Any]
Finder = Callable[[Row], set[str]]


def rows_of(half: str) -> list[Row]:
    lines = (HERE / f"{half}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def detector(vocabulary: Vocabulary) -> Finder:
    def find(row: Row) -> set[str]:
        return {t.slug for t in topics_of(detect(vocabulary, row["title"], "", row["text"]))}

    return find


def keyword_list(vocabulary: Vocabulary) -> Finder:
    """The baseline: a topic wherever one of its names or aliases stands."""
    patterns = {
        topic.slug: re.compile(
            r"\b(?:" + "|".join(re.escape(fold(name)) for name in names_of(topic)) + r")s?\b"
        )
        for topic in vocabulary.topics
    }

    def find(row: Row) -> set[str]:
        text = fold(f"{row['title']} {row['text']}")
        return {slug for slug, pattern in patterns.items() if pattern.search(text)}

    return find


def rates(right: int, found: int, meant: int) -> tuple[float, float, float]:
    precision, recall = right / found if found else 1.0, right / meant if meant else 1.0
    return precision, recall, 2 * precision * recall / (precision + recall or 1)


def measure(rows: list[Row], find: Finder) -> tuple[list[str], dict[str, float]]:
    """The lines of a table, a topic each, and the figures that were promised."""
    right, found, meant = Counter[str](), Counter[str](), Counter[str]()
    bare = tagged = 0
    for row in rows:
        gold, got = set(row["topics"]), find(row)
        right.update(gold & got)
        found.update(got)
        meant.update(gold)
        bare += not gold
        tagged += not gold and bool(got)
    lines = [
        "| {} | {:.2f} | {:.2f} | {:.2f} | {} |".format(
            slug, *rates(right[slug], found[slug], meant[slug]), meant[slug]
        )
        for slug in sorted(meant)
    ]
    precision, recall, f1 = rates(right.total(), found.total(), meant.total())
    lines.append(
        f"| **all (micro)** | **{precision:.3f}** | **{recall:.3f}** | **{f1:.3f}** "
        f"| {meant.total()} |"
    )
    lines.append(f"\nTopic-less texts tagged: {tagged} of {bare} ({tagged / bare:.1%}).\n")
    return lines, {"precision": precision, "recall": recall, "f1": f1, "tagged": tagged / bare}


def report(halves: Iterable[str], vocabulary: Vocabulary) -> str:
    head = ["| topic | precision | recall | F1 | texts |", "|---|---:|---:|---:|---:|"]
    lines: list[str] = []
    for half in halves:
        rows = rows_of(half)
        finders = {"detector": detector(vocabulary), "keyword list": keyword_list(vocabulary)}
        for name, find in finders.items():
            table, _ = measure(rows, find)
            lines += [f"### {half} half ({len(rows)} texts), {name}\n", *head, *table]
    return "\n".join(lines)


def milliseconds(vocabulary: Vocabulary) -> float:
    """Processor time for 1,000 words of the demonstration's posts, the best of several turns."""
    posts = [path.read_text("utf-8") for path in sorted(Path("content/articles").rglob("*.md"))]
    best = float("inf")
    for _ in range(10):
        began = time.process_time()
        for post in posts:
            detect(vocabulary, "", "", post)
        best = min(best, time.process_time() - began)
    return 1000 * best / sum(len(post.split()) for post in posts) * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=["dev", "test"])
    options = parser.parse_args()
    vocabulary, faults = read_vocabulary(Path("content/topics"))
    assert not faults, faults
    if options.half:
        print(report([options.half], vocabulary))
        return
    text = RESULTS.read_text("utf-8") if RESULTS.exists() else ""
    before, _, _ = text.partition("<!-- measured -->")
    measured = report(["dev", "test"], vocabulary)
    cost = f"Cost: {milliseconds(vocabulary):.1f} ms of processor time for 1,000 words."
    RESULTS.write_text(f"{before}<!-- measured -->\n\n{measured}\n{cost}\n", "utf-8")
    print(f"{RESULTS}: written")


if __name__ == "__main__":
    main()
