"""Runs of one block, and what the core promises whatever the text."""

from __future__ import annotations

import ast
import time
from pathlib import Path

import pytest

from plugins.config import Places, build_settings
from plugins.problems import Report
from plugins.prose import OBJECT, Run
from plugins.typography.core import Options, find_edits, typeset, typeset_runs
from plugins.typography.settings import NAME, Settings

PACKAGE = Path(__file__).parents[3] / "plugins" / "typography"
PURE = {"core", "dashes", "notices", "numbers", "protected", "quotes", "references", "scan"} | {
    "settings",
    "source",
    "spacing",
    "words",
}


def marked(text: str) -> str:
    return text.replace("\u00a0", "⍽").replace("\u202f", "▯")


def shown(*runs: str | Run, is_wrapped: bool = False) -> list[str]:
    given = [run if isinstance(run, Run) else Run(run) for run in runs]
    return [marked(text) for text in typeset_runs(given, is_wrapped=is_wrapped)]


CODE = Run("l'IA ?", OBJECT)
TAG = Run("<em>", "")


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        (["mot", " ?"], ["mot", "▯?"]),
        (["mot", "?"], ["mot", "▯?"]),
        (["mot ", "?"], ["mot▯", "?"]),
        (["mot ", " ", "?"], ["mot▯", "", "?"]),
        (['"', "mot", '"'], ["«⍽", "mot", "⍽»"]),
        (['"', TAG, "mot", TAG, '" !'], ["«⍽", "<em>", "mot", "<em>", "⍽»▯!"]),
        (['Un "', 'mot "dedans" ici', '".'], ["Un «⍽", "mot “dedans” ici", "⍽»."]),
        (["l'", CODE, " ?"], ["l’", "l'IA ?", "▯?"]),
        (['"', CODE, '" : oui'], ["«⍽", "l'IA ?", "⍽»⍽: oui"]),
        ([CODE, "?"], ["l'IA ?", "▯?"]),
        (["10", " 000 ", "€"], ["10", "▯000⍽", "€"]),
        (["45", "%"], ["45", "⍽%"]),
        (["Lou", "is ", "XIV"], ["Lou", "is⍽", "XIV"]),
        (["Voilà.", "..", ""], ["Voilà…", "", ""]),
        (["a", Run("<br>", "\n"), "– Oui"], ["a", "<br>", "–⍽Oui"]),
        (["mot", Run("&nbsp;", "\u00a0"), "!"], ["mot", "&nbsp;", "!"]),
        (["– a ", CODE, " –"], ["–⍽a ", "l'IA ?", " –"]),
        (["b – a ", CODE, " – c"], ["b –⍽a ", "l'IA ?", "⍽– c"]),
        ([], []),
        ([CODE], ["l'IA ?"]),
    ],
)
def test_runs_are_set_as_one_text(runs: list[str | Run], expected: list[str]) -> None:
    assert shown(*runs) == expected


def test_a_line_feed_is_a_space_only_in_wrapped_text() -> None:
    assert shown("Oui\n! M.\nDupont,\n10\n000", is_wrapped=True) == ["Oui▯! M.⍽Dupont,\n10▯000"]
    assert shown("Oui\n! M.\nDupont,\n10\n000") == ["Oui\n! M.\nDupont,\n10\n000"]


def test_an_aside_may_be_wrapped() -> None:
    assert shown("Il vint\n– enfin\n– nous voir", is_wrapped=True) == [
        "Il vint\n–⍽enfin⍽– nous voir"
    ]


def test_empty_lines_part_paragraphs() -> None:
    text = 'Un "mot\n\nseul" !\n \n"Deux\nlignes" ?'
    assert marked(typeset(text)) == 'Un "mot\n\nseul"▯!\n \n«⍽Deux\nlignes⍽»▯?'


def test_a_quotation_through_several_paragraphs_keeps_its_inner_level() -> None:
    assert marked(typeset("« Un \"mot\"\n\nun 'autre' »")) == "«⍽Un “mot”\n\nun “autre”⍽»"


def test_edits_are_single_characters_of_the_text() -> None:
    text = "L'IA : 45% ..."
    edits = find_edits(text)
    assert "".join(edits.get(at, c) for at, c in enumerate(text)) == typeset(text)


def test_data_is_no_prose() -> None:
    assert typeset('{"a":1},' * 20_000) == '{"a":1},' * 20_000


HOSTILE = [
    *('"', '" ', '"a', "'", "'a ", "\"'", '".', ';"', "! ", "!)", ": ", "(", ")", "...", "…"),
    *("1", "1 ", "1 000 ", "1%", "1.", "1a", 'a"1"', "12 ", "M. D", "XI ", "I ", "– a ", "– "),
    *("«", "« ", "» ", "«a»", "“a” ", " ", "\t", "a ", "/", "<a", "{a", "&a", "](a", "`", "``a` "),
    *("://", "http://a ", "http://a)", ":) ", "::", "av. J.-C. ", "n°5 ", "p. 1 ", "3 mars "),
    *("*", '"*', "_", "the is ", "«the is ", "¿a! ", "1 h 30 ", "1er ", "a\n! ", "é", OBJECT, "-"),
]


@pytest.mark.parametrize("pattern", HOSTILE)
def test_no_text_is_slow(pattern: str) -> None:
    """Short of the size from which such a text counts as data: every mark is really read."""
    text = pattern * (20_000 // len(pattern))
    began = time.process_time()
    typeset(text)
    assert time.process_time() - began < 1


@pytest.mark.parametrize("pattern", ['"', "1 ", "...", "! ", "(", "av. J.-C. ", '"mot" et mot '])
def test_a_hostile_line_of_a_megabyte_takes_less_than_a_second(pattern: str) -> None:
    text = pattern * (1_000_000 // len(pattern))
    began = time.process_time()
    typeset(text)
    assert time.process_time() - began < 1


def test_ordinary_text_is_fast() -> None:
    """A thousand words, a paragraph each fifty; several times the promise, for a busy machine."""
    text = "Il m'a dit que l'IA, en 2026, a 10 000 lecteurs : c'est peu, non ? Voilà... " * 3
    paragraphs = [text] * 20
    best = 9.0
    for _ in range(5):
        began = time.process_time()
        for paragraph in paragraphs:
            typeset(paragraph)
        best = min(best, time.process_time() - began)
    assert best < 0.01


def test_the_core_imports_neither_pelican_nor_markdown_and_does_no_io() -> None:
    for path in PACKAGE.glob("*.py"):
        if path.stem == "glue":
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        imported = {
            name.split(".")[0]
            for node in ast.walk(tree)
            for name in (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else []
            )
        }
        assert "pelican" not in imported, path
        if path.stem in PURE:
            assert not imported & {"markdown", "pathlib", "sys", "io", "os", "xml"}, path


def test_settings_choose_the_space() -> None:
    report = Report()
    settings = build_settings(Settings, NAME, {NAME: {"narrow": False}}, Places(), report)
    assert not list(report)
    assert settings.enabled
    assert settings.options == Options(narrow=False, ordinals=False)
    assert marked(typeset("10 000 !", settings.options)) == "10⍽000⍽!"
    build_settings(Settings, NAME, {NAME: {"narrow": "no"}}, Places(), report)
    assert [problem.code for problem in report] == ["invalid-setting"]
