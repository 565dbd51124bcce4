"""A new edition takes the place of the last, whatever was there."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.desk.edition import MARK, replace_edition
from plugins.files import write_atomic

LONG_AGO = 1_000_000_000
# Few names, so that a file of one tree is often a folder of the other.
NAMES = st.sampled_from(["a", "b", "c.html", ".d"])
PATHS = st.lists(NAMES, min_size=1, max_size=3).map("/".join)
BYTES = st.sampled_from([b"", b"1", b"2", b"un"])


def is_tree(names: dict[str, object]) -> bool:
    """Whether no name is both a file and a folder."""
    return not any(other.startswith(f"{name}/") for name in names for other in names)


TREES = st.dictionaries(PATHS, BYTES, max_size=6).filter(is_tree)
# Where a link of the old tree leads: to a file or a folder outside, or nowhere.
MESSES = st.dictionaries(
    PATHS,
    BYTES | st.sampled_from(["outside/file", "outside/folder", "nowhere", "folder"]),
    max_size=6,
).filter(is_tree)


def lay(folder: Path, tree: dict[str, object], outside: Path) -> None:
    folder.mkdir()
    for name, content in tree.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, bytes):
            path.write_bytes(content)
            os.utime(path, (LONG_AGO, LONG_AGO))
        elif content == "folder":
            path.mkdir()
        else:
            path.symlink_to(outside.parent / str(content))


def tree_of(folder: Path) -> dict[str, bytes]:
    assert not any(path.is_symlink() for path in folder.rglob("*"))
    assert all(any(path.iterdir()) for path in folder.rglob("*") if path.is_dir())
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path != folder / MARK
    }


@given(TREES, MESSES)
@settings(max_examples=50)
def test_the_new_tree_is_there_whatever_was_and_nothing_outside_is_touched(
    new: dict[str, object], old: dict[str, object]
) -> None:
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        outside = root / "outside"
        (outside / "folder").mkdir(parents=True)
        (outside / "file").write_bytes(b"1")
        (outside / "folder" / "a").write_bytes(b"1")
        lay(root / "new", new, outside)
        lay(root / "live", old, outside)
        for path in (root / "new").rglob("*"):
            os.utime(path)

        replace_edition(root / "new", root / "live")

        assert tree_of(root / "live") == new
        assert tree_of(outside) == {"file": b"1", "folder/a": b"1"}
        for path, content in new.items():
            if old.get(path) == content:
                assert (root / "live" / path).stat().st_mtime == LONG_AGO


@given(TREES, TREES)
@settings(max_examples=25)
def test_retained_names_stay_beside_the_new_tree(
    new: dict[str, bytes], old: dict[str, bytes]
) -> None:
    kept = {f".git/{name}": content for name, content in old.items()}
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        lay(root / "new", new, root)
        lay(root / "live", {**old, **kept}, root)
        replace_edition(root / "new", root / "live", [".git"])
        assert tree_of(root / "live") == {**kept, **new}


@given(st.lists(st.binary(max_size=20), min_size=1, max_size=6))
def test_a_file_holds_what_was_written_last(versions: list[bytes]) -> None:
    with tempfile.TemporaryDirectory() as name:
        path, before = Path(name, "a", "b"), None
        for data in versions:
            assert write_atomic(path, data) is (data != before)
            assert path.read_bytes() == data
            before = data
        assert [found.name for found in path.parent.iterdir()] == ["b"]
