"""A report says the same after JSON, and a damaged one is no report."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.desk.backroom import read_report
from plugins.messages import msg
from plugins.problems import Problem
from plugins.reporting import (
    Backstage,
    BuildReport,
    FeedItem,
    PageNote,
    dump_report,
    parse_report,
)

REPORT = BuildReport(
    is_written=False,
    problems=(
        Problem(
            "control-character",
            msg("Character U+{code:04X} in {what}", code=7, what=msg("title")),
            msg("Delete it."),
            Path("/site/content/a.md"),
            3,
            5,
            "warning",
        ),
        Problem("x", msg("Nowhere"), msg("Nothing")),
    ),
    backstage=Backstage(
        {"a/": PageNote("a/", Path("/site/content/a.md"), "post", "Titre", topics=("IA",))},
        {"b/": FeedItem("B", "<p>b</p>", ("Sam",))},
        "atom.xml",
        "default-src 'self'",
    ),
)


def test_a_report_is_the_same_after_json() -> None:
    again = parse_report(dump_report(REPORT))
    assert again == REPORT
    assert str(again.problems[0].cause) == "Character U+0007 in title"


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"is_written": true, "problems": [1]}'])
def test_what_is_no_report_is_none(tmp_path: Path, text: str) -> None:
    path = tmp_path / "report.json"
    path.write_text(text, "utf-8")
    assert read_report(path) is None
    assert read_report(tmp_path / "absent.json") is None
