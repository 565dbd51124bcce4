"""``python -m plugins.typography``."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from plugins.typography.__main__ import check, set_lines, set_table
from plugins.typography.core import Options

HOUSE = Path(__file__).parents[3]
FRENCH = Options()


def run(*arguments: str, given: str = "") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "plugins.typography", *arguments],
        cwd=HOUSE,
        env={**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "latin-1"},
        input=given.encode(),
        capture_output=True,
        check=False,
        timeout=60,
    )


def test_lines_come_out_one_for_one_in_any_locale() -> None:
    done = run(given='L\'été ?\n\n"a\r\nb" :\u2028c ?')
    assert done.stderr == b""
    assert done.stdout.decode() == 'L’été\u202f?\n\n"a\r\nb"\u00a0:\u2028c\u202f?'


def test_a_table_of_markdown() -> None:
    rows = [
        {"id": 1, "markdown": "L'*IA* ?\n\n- `l'x`"},
        {"id": "b", "markdown": "It's \"here\"; isn't it?", "lang": "en"},
        {"id": "c", "markdown": "## L'été"},
        {"id": "d", "markdown": "## L'été"},
    ]
    given = "\n\n".join(json.dumps(row) for row in rows)
    target = io.StringIO()
    set_table(io.StringIO(given), target, FRENCH)
    assert [json.loads(line) for line in target.getvalue().splitlines()] == [
        {"id": 1, "html": "<p>L’<em>IA</em>\u202f?</p>\n<ul>\n<li><code>l'x</code></li>\n</ul>"},
        {"id": "b", "html": "<p>It's \"here\"; isn't it?</p>"},
        {"id": "c", "html": '<h2 id="l-ete">L’été</h2>'},
        {"id": "d", "html": '<h2 id="l-ete">L’été</h2>'},
    ]


def test_the_table_is_read_from_the_standard_input() -> None:
    done = run("--jsonl", "--wide", "--ordinals", given='{"id": 1, "markdown": "Le 1er !"}\n')
    assert json.loads(done.stdout) == {
        "id": 1,
        "html": '<p>Le 1<sup class="ordinal">er</sup>\u00a0!</p>',
    }


def test_lines_are_written_as_they_are_read() -> None:
    target = io.StringIO()
    set_lines(iter(["a ?\n", "b !"]), target, Options(narrow=False))  # type: ignore[arg-type]
    assert target.getvalue() == "a\u00a0?\nb\u00a0!"


POST = """---
title: "L'IA ?"
date: 2026-01-01
---
Un *mot* ?

    l'x ?
"""


def checked(path: Path, text: str) -> tuple[int, str, str]:
    path.write_text(text, encoding="utf-8")
    target, errors = io.StringIO(), io.StringIO()
    return check([path], FRENCH, target, errors), target.getvalue(), errors.getvalue()


def test_a_check_shows_a_diff_with_its_spaces_visible(tmp_path: Path) -> None:
    path = tmp_path / "post.md"
    code, out, errors = checked(path, POST)
    assert (code, errors) == (1, "")
    assert out == (
        f"--- {path}\n+++ {path} (typeset)\n@@ -2,6 +2,6 @@\n"
        " title: \"L'IA ?\"\n date: 2026-01-01\n ---\n-Un *mot* ?\n+Un *mot*▯?\n \n     l'x ?\n"
    )
    done = run("--check", str(path))
    assert (done.returncode, done.stdout.decode()) == (1, out)


@pytest.mark.parametrize(
    "text",
    [
        POST.replace(" ?\n\n", "\u202f?\n\n"),
        POST.replace("---\nUn", "lang: en\n---\nUn"),
        POST.replace("---\nUn", "langue: en\n---\nUn"),
        POST.replace("---\nUn", "typography: false\n---\nUn"),
        POST.replace("---\nUn", "typography: non\n---\nUn"),
    ],
)
def test_a_check_of_what_is_as_it_should_be(text: str, tmp_path: Path) -> None:
    assert checked(tmp_path / "post.md", text) == (0, "", "")


@pytest.mark.parametrize("text", ["", "---\ntitle: a\n", "---\na: [\n---\n"])
def test_a_file_that_cannot_be_read_is_told(text: str, tmp_path: Path) -> None:
    code, out, errors = checked(tmp_path / "post.md", text)
    assert (code, out) == (1, "")
    assert errors.startswith(f"{tmp_path}/post.md:") or "post.md: " in errors


def test_the_house_is_as_the_pass_would_have_it_or_told(tmp_path: Path) -> None:
    paths = sorted((HOUSE / "content").rglob("*.md"))
    target, errors = io.StringIO(), io.StringIO()
    check(paths, FRENCH, target, errors)
    assert errors.getvalue() == ""
