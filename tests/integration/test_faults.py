"""A broken site per fault, under tests/sites_invalid: told in plain words, and nothing is lost.

`make golden` writes each ``expected.txt`` anew.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.laying import HOUSE, REFRESH, SITES, lay_site

FAULTS = sorted(path.name for path in (HOUSE / "tests" / "sites_invalid").iterdir())


LENGTH = (HOUSE / "pelicanconf.py").read_text("utf-8").count("\n") + 1


def without_length(said: str) -> str:
    """Lines appended to the configuration counted from its end, which moves as it grows."""
    return re.sub(
        r"(?<=pelicanconf\.py:)\d+",
        lambda line: f"+{int(line[0]) - LENGTH}" if int(line[0]) > LENGTH else line[0],
        said,
    )


@pytest.mark.parametrize("fault", FAULTS)
def test_golden_message_of_a_fault(fault: str, tmp_path: Path) -> None:
    layer = HOUSE / "tests" / "sites_invalid" / fault
    site = lay_site(tmp_path, SITES / "minimal", layer)
    site.write("output/index.html", "the last edition")
    site.write("output/.edition", "")
    before = sorted(path.name for path in tmp_path.iterdir())

    done = site.build()

    said, expected = without_length(done.stderr), layer / "expected.txt"
    if REFRESH:
        expected.write_text(said, encoding="utf-8")
    assert said == expected.read_text(encoding="utf-8")
    assert done.stdout == ""
    assert done.returncode == 1
    assert sorted(path.name for path in site.output.iterdir()) == [".edition", "index.html"]
    assert site.page("index.html") == "the last edition"
    assert {path.name for path in tmp_path.iterdir()} - {"__pycache__"} == set(before)


def test_every_fault_names_a_line_or_a_file_and_a_remedy() -> None:
    for fault in sorted({*FAULTS} - {"unsafe-output"}):
        text = (HOUSE / "tests" / "sites_invalid" / fault / "expected.txt").read_text("utf-8")
        *account, conclusion = text.strip().split("\n")
        assert conclusion.startswith("Rien n’a été écrit")
        assert len(account) >= 2, fault
        for problem, remedy in zip(account[::2], account[1::2], strict=True):
            assert re.match(r"\S.*\.\w+(?::\+?\d+){0,2}: erreur \[", problem), fault
            assert remedy.startswith("    → "), fault


def test_messages_are_english_under_an_english_site(tmp_path: Path) -> None:
    layer = HOUSE / "tests" / "sites_invalid" / "unknown-topic"
    site = lay_site(tmp_path, SITES / "minimal", layer)
    site.configure('DEFAULT_LANG = "en"')
    done = site.build()
    assert "error [unknown-topic] “Intelligence artificiele” is not known." in done.stderr
    assert "→ Did you mean “Intelligence artificielle”?" in done.stderr
