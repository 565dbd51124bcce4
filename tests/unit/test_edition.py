"""A new edition takes the place of the last, and of nothing else."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from plugins.desk.edition import MARK, check_destination, overlay_edition, replace_edition

LONG_AGO = 1_000_000_000


def lay(folder: Path, files: dict[str, str]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def files(folder: Path) -> dict[str, str]:
    """Every file below ``folder``, its mark aside; a link by where it leads; empty folders."""
    found = {}
    for path in folder.rglob("*"):
        if path == folder / MARK:
            continue
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            found[name] = f"→ {path.readlink()}"
        elif path.is_file():
            found[name] = path.read_text(encoding="utf-8")
        elif not any(path.iterdir()):
            found[f"{name}/"] = ""
    return found


@pytest.mark.parametrize(
    "before",
    [
        {},
        {"index.html": "old", "a/index.html": "old"},
        {"gone.html": "old", "b/c/gone.html": "old"},
        {"a": "a file where a folder comes"},
        {"a/index.html/x": "a folder where a file comes"},
        {"index.html/x/y": "a folder where a file comes"},
    ],
    ids=["first", "changed", "pruned", "file-to-folder", "folder-to-file", "deep-folder-to-file"],
)
def test_the_place_holds_the_new_edition_alone(tmp_path: Path, before: dict[str, str]) -> None:
    edition = {"index.html": "new", "a/index.html": "new", "a/b.svg": "new"}
    live = lay(tmp_path / "output", before)
    replace_edition(lay(tmp_path / "new", edition), live)
    assert files(live) == edition


def test_the_place_is_made_where_there_is_none(tmp_path: Path) -> None:
    live = tmp_path / "far" / "output"
    replace_edition(lay(tmp_path / "new", {"a": "1"}), live)
    assert files(live) == {"a": "1"}


def test_equal_bytes_keep_their_mtime_and_others_do_not(tmp_path: Path) -> None:
    live = lay(tmp_path / "output", {"same/index.html": "one", "other.html": "one"})
    for path in live.rglob("*.html"):
        os.utime(path, (LONG_AGO, LONG_AGO))
    replace_edition(lay(tmp_path / "new", {"same/index.html": "one", "other.html": "two"}), live)
    assert (live / "same/index.html").stat().st_mtime == LONG_AGO
    assert (live / "other.html").stat().st_mtime > LONG_AGO


def test_files_of_one_size_and_time_are_compared_by_their_bytes(tmp_path: Path) -> None:
    live, new = lay(tmp_path / "output", {"a": "one"}), lay(tmp_path / "new", {"a": "two"})
    for path in (live / "a", new / "a"):
        os.utime(path, (LONG_AGO, LONG_AGO))
    replace_edition(new, live)
    assert files(live) == {"a": "two"}


def test_retained_names_are_nobodys_to_remove(tmp_path: Path) -> None:
    live = lay(
        tmp_path / "output",
        {".git/HEAD": "ref", ".git/refs/x": "1", "CNAME": "host", "old": "1", "a/CNAME": "1"},
    )
    (live / ".git" / "empty").mkdir()
    replace_edition(lay(tmp_path / "new", {"index.html": "new"}), live, [".git", "CNAME"])
    assert files(live) == {
        "index.html": "new",
        ".git/HEAD": "ref",
        ".git/refs/x": "1",
        ".git/empty/": "",
        "CNAME": "host",
    }


def test_folders_left_empty_are_removed(tmp_path: Path) -> None:
    live = lay(tmp_path / "output", {"a/b/c/old.html": "old"})
    (live / "d" / "e").mkdir(parents=True)
    replace_edition(lay(tmp_path / "new", {"index.html": "new"}), live)
    assert {path.name for path in live.iterdir()} == {"index.html", MARK}


def test_links_are_replaced_or_removed_and_never_followed(tmp_path: Path) -> None:
    outside = lay(tmp_path / "outside", {"file": "mine", "folder/index.html": "mine", "same": "1"})
    live = lay(tmp_path / "output", {})
    (live / "stale").symlink_to(outside / "file")
    (live / "stale-folder").symlink_to(outside / "folder")
    (live / "broken").symlink_to(tmp_path / "nowhere")
    (live / "page.html").symlink_to(outside / "file")
    (live / "same").symlink_to(outside / "same")
    (live / "a").symlink_to(outside / "folder")
    (live / "b").symlink_to(tmp_path / "nowhere")
    edition = {"page.html": "new", "same": "1", "a/index.html": "new", "b/c": "new"}

    replace_edition(lay(tmp_path / "new", edition), live)

    assert files(live) == edition
    assert files(outside) == {"file": "mine", "folder/index.html": "mine", "same": "1"}


def test_the_place_itself_may_be_a_link(tmp_path: Path) -> None:
    real = lay(tmp_path / "disk", {"old": "1"})
    (tmp_path / "output").symlink_to(real)
    replace_edition(lay(tmp_path / "new", {"a/b": "new"}), tmp_path / "output")
    assert (tmp_path / "output").is_symlink()
    assert files(real) == {"a/b": "new"}


def test_the_first_edition_is_marked_as_one(tmp_path: Path) -> None:
    live = tmp_path / "output"
    replace_edition(lay(tmp_path / "new", {"index.html": "1"}), live)
    assert check_destination(live) == []
    first = (live / MARK).stat().st_mtime_ns
    replace_edition(lay(tmp_path / "new", {"index.html": "2"}), live)
    assert (live / MARK).stat().st_mtime_ns == first


@pytest.mark.parametrize(
    ("there", "safe"),
    [
        (None, True),
        ({}, True),
        ({MARK: "", "index.html": "1"}, True),
        ({"index.html": "1"}, False),
        ({"articles/a.md": "mine"}, False),
        ({".git/HEAD": "mine"}, False),
        ({f"output/{MARK}": ""}, False),
        ({f"{MARK}/x": "a folder is no mark"}, False),
    ],
    ids=[
        "new",
        "empty",
        "ours",
        "unmarked",
        "texts",
        "hidden",
        "ours-below",
        "folder-of-that-name",
    ],
)
def test_an_edition_never_takes_the_place_of_anything_else(
    tmp_path: Path, there: dict[str, str] | None, safe: bool
) -> None:
    place = tmp_path / "place"
    if there is not None:
        lay(place, there)
    (tmp_path / "link").symlink_to(place)
    for way in (place, tmp_path / "link", tmp_path / "link" / ".." / "place"):
        problems = check_destination(way)
        assert [problem.code for problem in problems] == ([] if safe else ["foreign-output"])


def test_a_file_is_no_place_for_an_edition(tmp_path: Path) -> None:
    (tmp_path / "output").write_text("mine", encoding="utf-8")
    [problem] = check_destination(tmp_path / "output")
    assert problem.code == "foreign-output"
    assert "output" in str(problem.cause)


def test_an_overlay_leaves_all_but_what_has_gone(tmp_path: Path) -> None:
    live = lay(tmp_path / "live", {"a/one": "1", "b/two": "2", "c/d/three": "3"})
    new = lay(tmp_path / "new", {"a/one": "one", "e/five": "5"})
    assert set(overlay_edition(new, live, {"c/d/three", "never"})) == {"a/one", "e/five"}
    assert files(live) == {"a/one": "one", "b/two": "2", "e/five": "5"}
