"""What a check prints, for people, programs and GitHub."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from plugins.desk.formats import (
    render_colours,
    render_github,
    render_json,
    render_text,
    wants_colour,
)
from plugins.messages import msg
from plugins.problems import Problem

ROOT = Path("/site")
PROBLEMS = (
    Problem("a-b", msg("Wrong:\n50%."), msg("Right."), ROOT / "content/a,b.md", 3, 4),
    Problem("c-d", msg("Odd."), msg("Even."), None, None, None, "notice"),
    Problem("e-f", msg("Seen."), msg("Seen."), ROOT / "b.md", severity="note"),
)


def test_text_and_colours_say_the_same() -> None:
    plain = render_text(PROBLEMS, str, ROOT)
    assert plain.startswith("content/a,b.md:3:4: error [a-b] Wrong:")
    assert "notice [c-d] Odd.\n    → Even." in plain
    assert plain.endswith("Errors: 1; warnings: 0; notices: 1.")
    coloured = render_colours(PROBLEMS, str, ROOT)
    assert "\x1b[31;1merror [a-b]" in coloured
    for code in ("0", "1", "2", "31;1", "36"):
        coloured = coloured.replace(f"\x1b[{code}m", "")
    assert coloured == plain


def test_json_keeps_every_part() -> None:
    found = json.loads(render_json(PROBLEMS, str, ROOT))
    assert found["counts"] == {"error": 1, "warning": 0, "notice": 1}
    assert found["problems"][0] == {
        "code": "a-b",
        "severity": "error",
        "path": "content/a,b.md",
        "line": 3,
        "column": 4,
        "cause": "Wrong:\n50%.",
        "remedy": "Right.",
    }


def test_annotations_are_escaped_as_the_runner_reads_them() -> None:
    assert render_github(PROBLEMS, str, ROOT) == (
        "::error file=content/a%2Cb.md,line=3,col=4,title=a-b::Wrong:%0A50%25.%0A→ Right.\n"
        "::notice title=c-d::Odd.%0A→ Even."
    )


@pytest.mark.parametrize(
    ("environment", "terminal", "expected"),
    [
        ({}, True, True),
        ({}, False, False),
        ({"NO_COLOR": "1"}, True, False),
        ({"NO_COLOR": ""}, True, True),
        ({"TERM": "dumb"}, True, False),
    ],
)
def test_colours_are_for_terminals_that_want_them(environment, terminal, expected) -> None:
    assert wants_colour(environment, terminal) is expected
