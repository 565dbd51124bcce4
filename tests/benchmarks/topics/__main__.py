"""``make evaluate``: how well topics are found, beside a plain list of keywords.

``python -m tests.benchmarks.topics --set dev`` shows one and its errors'
ids; without it all are measured and RESULTS.md is written: ``unseen``, ``seen_once``
(the unseen one of an earlier version, run against once, not tuned on) and ``dev``,
which is tuned on. Where the unseen one breaks a promise, the exit code is 1. With ``--learn``
each topic learns anew from the texts that were seen (`learn`), into its file of the background.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from math import inf
from pathlib import Path
from statistics import median
from typing import Any

from plugins.files import fold
from plugins.topics.__main__ import read_vocabulary
from plugins.topics.core import names_of
from plugins.topics.detection import detect, topics_of
from plugins.topics.settings import BACKGROUND
from plugins.topics.vocabulary import Vocabulary
from tests.benchmarks.topics.learn import learn_all

HERE = Path(__file__).parent
RESULTS = HERE.parent / "RESULTS.md"
SETS = ("unseen", "seen_once", "dev")
POSTS = Path("content/articles")
TOPICS = Path("content/topics")
# Of the unseen set: at least so much, and at most so many of the texts without a topic tagged.
AT_LEAST = {"f1": 0.90, "precision": 0.92}
AT_MOST = {"tagged": 0.05, "gained": 0.0}
# Texts to which a paragraph on something else is added, and how much longer it may be than they.
PAIRS, DRAWN, LIKE = 3000, 30_000, 1.2
Row = dict[str, Any]
Finder = Callable[[Row], set[str]]


def rows_of(folder: Path, name: str) -> list[Row]:
    lines = (folder / f"{name}.jsonl").read_text("utf-8").splitlines()
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


def gains(rows: list[Row], find: Finder, like: float) -> tuple[int, int]:
    """How many texts gain a topic by a paragraph that is on none, of how many.

    The paragraph is a text that is labelled with no topic, at most ``like`` times as long or as
    short, behind a text or before it. What is found in it alone, under the same title, is no gain.
    """
    chance = random.Random(len(rows))
    others = [row for row in rows if not row["topics"]]
    gained = tried = 0
    for text, other in zip(
        chance.choices(rows, k=DRAWN), chance.choices(others, k=DRAWN), strict=True
    ):
        one, two = len(text["text"].split()), len(other["text"].split())
        if text is other or max(one, two) > like * min(one, two) or tried == PAIRS:
            continue
        parts = [text["text"], other["text"]]
        alone = find(text) | find({**text, "text": other["text"]})
        gained += not find({**text, "text": "\n\n".join(parts[:: chance.choice((1, -1))])}) <= alone
        tried += 1
    return gained, tried


def kinds(rows: list[Row], find: Finder) -> list[str]:
    """The lines of a table, a kind of text each: how many are given or denied a topic wrongly."""
    texts, wrong, missed = Counter[str](), Counter[str](), Counter[str]()
    for row in rows:
        gold, got = set(row["topics"]), find(row)
        texts[row["kind"]] += 1
        wrong[row["kind"]] += bool(got - gold)
        missed[row["kind"]] += bool(gold - got)
    return [f"| {one} | {texts[one]} | {wrong[one]} | {missed[one]} |" for one in sorted(texts)]


def report(name: str, rows: list[Row], vocabulary: Vocabulary) -> tuple[str, dict[str, float]]:
    """The tables of one set, and the detector's figures."""
    head = ["| topic | precision | recall | F1 | texts |", "|---|---:|---:|---:|---:|"]
    ours, figures = measure(rows, detector(vocabulary))
    plain, _ = measure(rows, keyword_list(vocabulary))
    gained, tried = gains(rows, detector(vocabulary), LIKE)
    anyhow, _ = gains(rows, detector(vocabulary), inf)
    figures["gained"] = gained / max(tried, 1)
    title = f"### {name} set ({len(rows)} texts)"
    by_kind = ["| kind | texts | with a wrong topic | missing one |", "|---|---:|---:|---:|"]
    by_kind += [*kinds(rows, detector(vocabulary)), ""]
    by_kind.append(
        f"A topic gained by a topic-less paragraph about as long: {gained} of {tried} pairs; by "
        f"one of any length: {anyhow}.\n"
    )
    lines = [f"{title}, detector\n", *head, *ours, *by_kind]
    lines += [f"{title}, keyword list\n", *head, *plain]
    return "\n".join(lines), figures


def broken(figures: dict[str, float]) -> list[str]:
    """What ``figures`` break of what is promised, in words."""
    low = [
        f"{name} {figures[name]:.3f}, promised at least {least}"
        for name, least in AT_LEAST.items()
        if figures[name] < least
    ]
    high = [
        f"{name} {figures[name]:.3f}, promised at most {most}"
        for name, most in AT_MOST.items()
        if figures[name] > most
    ]
    return low + high


def errors(rows: list[Row], find: Finder) -> Iterator[str]:
    for row in rows:
        meant, found = set(row["topics"]), find(row)
        if meant != found:
            yield f"{row['id']}: missed {sorted(meant - found)}, wrong {sorted(found - meant)}"


def posts_of(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.md"))


def time_one(path: Path, vocabulary: Vocabulary) -> float:
    """Processor time of a post, in milliseconds for 1,000 words."""
    post = path.read_text("utf-8")
    began = time.process_time()
    detect(vocabulary, "", "", post)
    return 1e6 * (time.process_time() - began) / len(post.split())


def first_milliseconds() -> float:
    """What a process's first post costs, the vocabulary compiled: the median of the posts."""
    command = (sys.executable, "-m", "tests.benchmarks.topics", "--first")
    asked = (
        subprocess.run((*command, str(path)), check=True, capture_output=True, text=True)
        for path in posts_of(POSTS)
    )
    return median(float(done.stdout) for done in asked)


def milliseconds(vocabulary: Vocabulary) -> float:
    """Processor time for 1,000 words of the demonstration's posts, the best of several turns."""
    posts = [path.read_text("utf-8") for path in posts_of(POSTS)]
    best = float("inf")
    for _ in range(10):
        began = time.process_time()
        for post in posts:
            detect(vocabulary, "", "", post)
        best = min(best, time.process_time() - began)
    return 1000 * best / sum(len(post.split()) for post in posts) * 1000


def cost_of(vocabulary: Vocabulary) -> str:
    often, first = milliseconds(vocabulary), first_milliseconds()
    return (
        f"Cost: {often:.1f} ms of processor time for 1,000 words, {first:.1f} ms in a process's "
        "first post."
    )


def evaluate(vocabulary: Vocabulary, folder: Path, results: Path, cost: str) -> int:
    """Measure what is in ``folder`` into ``results``; 1 when a promise is broken."""
    text = results.read_text("utf-8") if results.exists() else ""
    before, _, _ = text.partition("<!-- measured -->")
    reports = {name: report(name, rows_of(folder, name), vocabulary) for name in SETS}
    tables = "\n".join(text for text, _ in reports.values())
    results.write_text(f"{before}<!-- measured -->\n\n{tables}\n{cost}\n", "utf-8")
    print(f"{results}: written")
    faults = broken(reports["unseen"][1])
    for fault in faults:
        print(f"promise broken on the unseen set: {fault}", file=sys.stderr)
    return 1 if faults else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", choices=SETS)
    parser.add_argument("--learn", action="store_true", help="weigh words on what was seen")
    parser.add_argument("--first", type=Path, metavar="FILE", help="what one post costs, in ms")
    options = parser.parse_args()
    vocabulary, faults = read_vocabulary(TOPICS)
    assert not faults, faults
    if options.learn:
        rows = [row for name in SETS[1:] for row in rows_of(HERE, name)]
        learn_all(vocabulary, rows, TOPICS / BACKGROUND)
        return 0
    if options.first:
        print(time_one(options.first, vocabulary))
        return 0
    if not options.set:
        return evaluate(vocabulary, HERE, RESULTS, cost_of(vocabulary))
    rows = rows_of(HERE, options.set)
    print(report(options.set, rows, vocabulary)[0])
    print("\n".join(errors(rows, detector(vocabulary))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
