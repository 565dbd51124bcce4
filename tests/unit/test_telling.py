"""The last word of a build, in the author's language."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from plugins.desk.edition import HALF_WRITTEN
from plugins.desk.orders import Outcome
from plugins.desk.telling import say, tell_outcome
from plugins.messages import msg
from plugins.problems import Problem

ROOT = Path("/site")


def problem(severity: str) -> Problem:
    return Problem(
        "code",
        msg("The file is empty."),
        msg("Keep one of the two."),
        ROOT / "content" / "a.md",
        3,
        severity=severity,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("severities", "output", "conclusion"),
    [
        ((), ROOT / "output", "Site construit dans output/."),
        ((), Path("/srv/www"), "Site construit dans /srv/www/."),
        (("warning",), ROOT / "public", "Site construit dans public/ (avertissements : 1)."),
        (
            ("error", "warning", "error"),
            None,
            "Rien n’a été écrit (erreurs : 2). Le site précédent est intact.",
        ),
    ],
    ids=["built", "elsewhere", "warned", "stopped"],
)
def test_the_last_line(severities: tuple[str, ...], output: Path | None, conclusion: str) -> None:
    outcome = Outcome(tuple(problem(severity) for severity in severities), output)
    *lines, last = tell_outcome(outcome, ROOT).split("\n")
    assert last.replace("\u00a0", " ").replace("\u202f", " ") == conclusion
    assert len(lines) == 2 * len(severities)
    assert all(line.startswith("content/a.md:3: ") for line in lines[::2])


def test_a_half_written_site_is_not_called_untouched() -> None:
    outcome = Outcome((replace(problem("error"), code=HALF_WRITTEN),), None)
    assert tell_outcome(outcome, ROOT).split("\n")[-1] == (
        "Le site précédent et le nouveau sont mêlés jusqu’à la prochaine construction réussie."
    )


def test_an_english_site_is_told_in_english() -> None:
    outcome = Outcome((problem("error"),), None, "en")
    assert tell_outcome(outcome, ROOT).split("\n") == [
        "content/a.md:3: error [code] The file is empty.",
        "    → Keep one of the two.",
        "Nothing was written (errors: 1). The last site is untouched.",
    ]


@pytest.mark.parametrize(("language", "text"), [("fr", "erreur"), ("en", "error")])
def test_say(language: str, text: str) -> None:
    assert say(msg("error"), language) == text
