"""The rules, one line of table.tsv a case; and whole sentences that were set by hand first."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from plugins.typography.core import Options, typeset

HERE = Path(__file__).parent
FEWEST = 400


def rows(name: str) -> list[tuple[str, ...]]:
    lines = (HERE / name).read_text(encoding="utf-8").split("\n")
    return [tuple(line.split("\t")) for line in lines if line and not line.startswith("# ")]


def marked(text: str) -> str:
    return text.replace("\u00a0", "⍽").replace("\u202f", "▯")


def unmarked(text: str) -> str:
    return text.replace("⍽", "\u00a0").replace("▯", "\u202f")


TABLE = rows("table.tsv")
SENTENCES = rows("sentences.tsv")


@pytest.mark.parametrize(("rule", "typed", "expected"), TABLE)
def test_a_rule(rule: str, typed: str, expected: str) -> None:
    assert marked(typeset(unmarked(typed))) == expected


@pytest.mark.parametrize(("typed", "expected"), SENTENCES)
def test_a_sentence(typed: str, expected: str) -> None:
    assert marked(typeset(unmarked(typed))) == expected


def test_what_is_set_stays_as_it_is() -> None:
    for *_, expected in TABLE + SENTENCES:
        assert marked(typeset(unmarked(expected))) == expected


def test_without_the_narrow_space_only_that_space_differs() -> None:
    wide = Options(narrow=False)
    for *_, typed, expected in TABLE + SENTENCES:
        assert marked(typeset(unmarked(typed), wide)) == expected.replace("▯", "⍽")
        assert marked(typeset(unmarked(expected), wide)) == expected.replace("▯", "⍽")


def test_the_table_is_large_and_covers_every_rule() -> None:
    count = Counter(rule for rule, _, _ in TABLE)
    assert sum(count.values()) >= FEWEST
    assert set(count) == {str(rule) for rule in range(11)}
    assert len({typed for _, typed, _ in TABLE}) == len(TABLE), "a case is there twice"
