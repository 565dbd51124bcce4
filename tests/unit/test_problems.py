"""A problem says what, where, why and what to do; a report has each once, in one order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from plugins.messages import msg
from plugins.problems import (
    MOST_SHOWN,
    BuildStopped,
    Problem,
    Report,
    closest,
    report_of,
    suggestion,
)

ROOT = Path("/site")
POST = ROOT / "content" / "a.md"


def problem(code: str = "broken", **more: object) -> Problem:
    return replace(Problem(code, msg("The file is empty."), msg("Keep one of the two.")), **more)


@pytest.mark.parametrize(
    ("place", "shown"),
    [
        ({}, "erreur [broken]"),
        ({"path": POST}, "content/a.md: erreur [broken]"),
        ({"path": POST, "line": 3}, "content/a.md:3: erreur [broken]"),
        ({"path": POST, "line": 3, "column": 7}, "content/a.md:3:7: erreur [broken]"),
        ({"path": Path("/tmp/b.md"), "line": 1}, "/tmp/b.md:1: erreur [broken]"),
        ({"severity": "warning"}, "avertissement [broken]"),
    ],
    ids=["nowhere", "file", "line", "column", "elsewhere", "warning"],
)
def test_a_problem_is_rendered_in_french_with_its_place(
    french: Callable[[str], str], place: dict[str, object], shown: str
) -> None:
    expected = f"{shown} Le fichier est vide.\n    → Gardez l’une des deux."
    assert problem(**place).render(french, ROOT) == expected


def test_a_problem_without_a_catalogue_is_english() -> None:
    assert problem(path=POST).render(str) == (
        "/site/content/a.md: error [broken] The file is empty.\n    → Keep one of the two."
    )


def test_a_problem_placed_in_a_file_keeps_the_line_that_it_has() -> None:
    assert problem(line=4).at(POST) == problem(path=POST, line=4)
    assert problem(line=4).at(POST, 9).line == 9
    assert problem().at(POST).line is None


def test_a_report_is_in_the_order_of_files_then_places_then_codes() -> None:
    ordered = [
        problem("z"),
        problem("z", path=ROOT / "a.md"),
        problem("a", path=ROOT / "a.md", line=2),
        problem("b", path=ROOT / "a.md", line=2),
        problem("a", path=ROOT / "a.md", line=2, column=1),
        problem("a", path=ROOT / "a.md", line=10),
        problem("a", path=ROOT / "b.md"),
    ]
    for given in (ordered, ordered[::-1], ordered[3:] + ordered[:3]):
        report = Report()
        report.add(*given)
        assert list(report) == ordered


def test_a_report_has_each_problem_once() -> None:
    report = Report()
    report.add(problem(), problem(), problem(line=2))
    report.add(problem())
    assert list(report) == [problem(), problem(line=2)]


def test_warnings_do_not_stop_a_build() -> None:
    report = Report()
    report.add(problem("w", severity="warning", path=POST))
    report.stop_on_errors()
    assert report.errors == ()
    assert not report.concerns(POST)


def test_errors_stop_a_build_with_all_that_is_wrong() -> None:
    report = Report()
    report.add(problem("w", severity="warning"), problem("one", path=POST), problem("two"))
    assert [found.code for found in report.errors] == ["two", "one"]
    assert report.concerns(POST)
    assert not report.concerns(ROOT / "b.md")
    with pytest.raises(BuildStopped) as caught:
        report.stop_on_errors()
    assert caught.value.report is report
    assert all(f"[{code}]" in str(caught.value) for code in ("w", "one", "two"))


def test_a_new_run_begins_with_a_clean_report() -> None:
    report = Report()
    report.add(problem())
    report.clear()
    assert list(report) == []


def test_a_run_has_one_report() -> None:
    settings: dict[str, object] = {}
    report_of(settings).add(problem())
    assert list(report_of(settings)) == [problem()]


@pytest.mark.parametrize(
    ("word", "known", "found"),
    [
        ("titl", ["title", "titre", "date"], "title"),
        ("AUTEURE", ["auteur", "date"], "auteur"),
        ("default_lng", ["DEFAULT_LANG", "DEFAULT_DATE"], "DEFAULT_LANG"),
        ("xyz", ["title", "date"], None),
        ("title", [], None),
    ],
)
def test_closest(word: str, known: list[str], found: str | None) -> None:
    assert closest(word, known) == found


@pytest.mark.parametrize(
    ("known", "listed", "said"),
    [
        (["titre", "date"], (), "Vouliez-vous dire « titre » ?"),
        (["b", "a"], (), "Connus : a, b."),
        (["Intelligence artificielle"], ["ia"], "Connus : ia."),
        (map(str, range(MOST_SHOWN + 1)), (), "Corrigez son nom, ou supprimez-le."),
    ],
    ids=["near", "list", "shorter-list", "too-many"],
)
def test_suggestion(french: Callable[[str], str], known: list[str], listed: object, said: str):
    shown = suggestion("titer", known, listed).render(french)
    assert shown.replace("\u00a0", " ").replace("\u202f", " ") == said
