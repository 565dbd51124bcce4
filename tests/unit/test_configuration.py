"""The configuration's source: what it imports whole, and where each name was written."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.desk.__main__ import main
from plugins.desk.configuration import configuration_files, read_places
from tests.laying import HOUSE


def lay(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    return folder / "publishconf.py"


def test_files_imported_whole_come_first(tmp_path: Path) -> None:
    path = lay(
        tmp_path,
        base="A = 1\n",
        pelicanconf="from base import *\nA = 2\nB = 2\n",
        publishconf="import os\nfrom os.path import *\nfrom pelicanconf import *\nB = 3\n",
    )
    names = [found.name for found in configuration_files(path)]
    assert names == ["base.py", "pelicanconf.py", "publishconf.py"]
    places, problems = read_places(path)
    assert problems == []
    assert places.find("A") == (tmp_path / "pelicanconf.py", 2)
    assert places.find("B") == (path, 4)


def test_names_imported_one_by_one_are_not_assigned(tmp_path: Path) -> None:
    path = lay(tmp_path, base="A = 1\n", publishconf="from base import A\n")
    assert configuration_files(path) == [path]


def test_the_house_is_read() -> None:
    places, problems = read_places(HOUSE / "publishconf.py")
    assert problems == []
    assert places.find("SITEURL")[0] == HOUSE / "publishconf.py"
    assert places.find("SITENAME")[0] == HOUSE / "pelicanconf.py"
    assert places.find("FEEDS", "ttl")[0] == HOUSE / "pelicanconf.py"


@pytest.mark.parametrize(
    ("home", "live", "name", "line", "column"),
    [
        ("A = 1\n", "from pelicanconf import *\nB = {\n", "publishconf.py", 2, 5),
        ("A = 1\nB = (\n", "from pelicanconf import *\n", "pelicanconf.py", 2, 5),
        ("A = 1\n  B = 2\n", "from pelicanconf import *\n", "pelicanconf.py", 2, None),
    ],
    ids=["itself", "imported", "indentation"],
)
def test_a_fault_of_syntax_is_placed_in_the_file_that_has_it(
    tmp_path: Path, home: str, live: str, name: str, line: int, column: int | None
) -> None:
    places, [problem] = read_places(lay(tmp_path, pelicanconf=home, publishconf=live))
    assert places.names == set()
    assert (problem.code, problem.path) == ("invalid-configuration", tmp_path / name)
    assert problem.line == line
    assert column is None or problem.column == column


@pytest.mark.parametrize(("data", "code"), [(b"A = '\xe9'\n", "invalid-utf8"), (b"", "empty-file")])
def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, data: bytes, code: str) -> None:
    path = tmp_path / "pelicanconf.py"
    path.write_bytes(data)
    _, [problem] = read_places(path)
    assert (problem.code, problem.path) == (code, path)


def test_a_missing_configuration_is_told(tmp_path: Path) -> None:
    _, [problem] = read_places(tmp_path / "pelicanconf.py")
    assert problem.code == "unreadable-file"


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    """Python reads such a file; so do we."""
    path = tmp_path / "pelicanconf.py"
    path.write_bytes(b"\xef\xbb\xbf" + b"A = 1\n")
    places, problems = read_places(path)
    assert problems == []
    assert places.find("A") == (path, 1)


def test_files_that_import_each_other_end(tmp_path: Path) -> None:
    path = lay(
        tmp_path,
        pelicanconf="from publishconf import *\nA = 1\n",
        publishconf="from pelicanconf import *\nB = 1\n",
    )
    places, _ = read_places(path)
    assert places.names in (set(), {"A", "B"})


@pytest.mark.parametrize(
    "command",
    [
        ("new", "--title", "Un"),
        ("drafts",),
        ("calendar",),
        ("publish", "--date", "2030-01-01"),
        ("editions",),
        ("rollback",),
        ("deploy", "--target", "/srv/x"),
        ("pages",),
        ("digest", "--since", "2026-01-01"),
        ("ping",),
    ],
    ids=lambda command: command[0],
)
def test_a_command_that_builds_nothing_tells_a_broken_configuration(
    command: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "pelicanconf.py"
    path.write_text('SITENAME = "Sam"\nAUTHOR = "sam\n', encoding="utf-8")
    assert main([*command, "--settings", str(path)]) == 1
    said = capsys.readouterr()
    assert "pelicanconf.py:2:" in said.err
    assert "[invalid-configuration]" in said.err
    assert said.out == ""
