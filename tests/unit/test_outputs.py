"""A file is kept where it was made from the same things and still stands; else it is made."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from plugins import running
from plugins.outputs import Kept, Outputs, load_edition, outputs_of, save_edition
from plugins.parallel import LEAST


def lay(folder: Path, version: bytes = b"1") -> Outputs:
    """A run after one that made ``page`` from ``key``."""
    live, new = folder / "live", folder / "new"
    for path in (live, new):
        path.mkdir()
    (live / "page").write_bytes(b"old")
    first = Outputs(new, live, b"1")
    first.keep("page", b"key")
    return Outputs(new, live, version, first.record(["page"]))


def test_the_same_key_keeps_the_file(tmp_path: Path) -> None:
    outputs = lay(tmp_path)
    assert outputs.make("page", b"key", lambda: b"never made") is False
    assert outputs.kept == {"page"}
    assert not (outputs.new / "page").exists()


@pytest.mark.parametrize(
    "what", ["key", "version", "bytes", "unseen", "gone", "replaced", "folder", "link"]
)
def test_anything_else_makes_it(tmp_path: Path, what: str) -> None:
    outputs = lay(tmp_path, b"2" if what == "version" else b"1")
    path = outputs.live / "page"
    if what == "bytes":
        path.write_bytes(b"odd")
    elif what == "unseen":  # the same inode, size and mtime
        before = path.stat()
        path.write_bytes(b"odd")
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    elif what in {"gone", "folder", "link"}:
        path.unlink()
    if what == "folder":
        path.mkdir()
    elif what == "link":
        path.symlink_to(outputs.new)
    elif what == "replaced":
        (outputs.live / "other").write_bytes(b"old")
        (outputs.live / "other").replace(path)
    key = b"another" if what == "key" else b"key"
    assert outputs.make("page", key, lambda: b"new") is True
    assert (outputs.new / "page").read_bytes() == b"new"
    assert outputs.kept == set()


def test_bytes_are_their_own_key(tmp_path: Path) -> None:
    outputs = lay(tmp_path)
    outputs.put("a/b", b"one")
    assert (outputs.new / "a" / "b").read_bytes() == b"one"


def test_a_link_to_a_published_file_does_not_touch_it(tmp_path: Path) -> None:
    outputs = lay(tmp_path)
    first = Outputs(outputs.new, outputs.live, b"1")
    first.keep("page", b"key")
    outputs.last = first.record(["page"], linked=True)
    (tmp_path / "another").hardlink_to(outputs.live / "page")
    assert outputs.keep("page", b"key")


def test_what_another_build_put_there_is_not_recorded_as_kept(tmp_path: Path) -> None:
    outputs = lay(tmp_path)
    assert outputs.keep("page", b"key")
    (tmp_path / "theirs").write_bytes(b"old")
    (tmp_path / "theirs").replace(outputs.live / "page")
    after = Outputs(outputs.new, outputs.live, b"1", outputs.record(["page"]))
    assert not after.keep("page", b"key")


def test_what_touched_code_made_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outputs = lay(tmp_path)
    assert outputs.keep("page", b"key")
    monkeypatch.setattr(running, "BEGAN", 0)
    assert [kept.key for kept in outputs.record(["page"]).values()] == [""]


def test_an_edition_of_another_build_is_not_taken_for_ones_own(tmp_path: Path) -> None:
    mine, theirs = {"page": Kept("a", 1, 2, 3, 4)}, {"page": Kept("b", 1, 2, 3, 4)}
    digest = save_edition(tmp_path, tmp_path, mine)
    assert load_edition(tmp_path, tmp_path, digest) == mine
    save_edition(tmp_path, tmp_path, theirs)
    assert load_edition(tmp_path, tmp_path, digest) == {}
    assert load_edition(tmp_path, tmp_path) == theirs


def test_what_waits_is_made_at_the_end_or_when_it_is_asked_for(tmp_path: Path) -> None:
    outputs = Outputs(tmp_path / "new", tmp_path / "live", waits=True)
    for number in range(2 * LEAST):
        outputs.make(f"{number}/page", b"key", f"{number}".encode)
    assert not outputs.new.exists()
    assert outputs.read("3/page") == b"3"
    outputs.finish()
    for number in range(2 * LEAST):
        path = outputs.new / f"{number}/page"
        assert (path.read_bytes(), path.stat().st_mode & 0o777) == (f"{number}".encode(), 0o644)
    outputs.finish()  # nothing is left to be made


@pytest.mark.parametrize("is_wanted", [True, False])
def test_what_waits_is_begun_when_it_is_much(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_wanted: bool
) -> None:
    monkeypatch.setattr("plugins.outputs.PORTION", LEAST)
    outputs = Outputs(tmp_path / "new", tmp_path / "live", waits=True)
    for number in range(2 * LEAST + 1):
        outputs.make(f"{number}", b"key", f"{number}".encode)
    assert outputs.read("3") == b"3"
    if is_wanted:
        outputs.finish()
        assert len(list(outputs.new.iterdir())) == 2 * LEAST + 1
    outputs.stop()
    written = set(tmp_path.rglob("*"))
    outputs.finish()  # nothing is left to be made
    assert set(tmp_path.rglob("*")) == written


def test_the_first_file_that_cannot_be_made_is_the_one_that_is_told(tmp_path: Path) -> None:
    outputs = Outputs(tmp_path / "new", tmp_path / "live", waits=True)
    outputs.put("5", b"a file where others want a folder")
    for number in range(2 * LEAST):
        outputs.make(f"{number}/page", b"key", bytes)
    with pytest.raises(NotADirectoryError, match=r"/5/page"):
        outputs.finish()


def test_an_edition_is_recorded_and_found(tmp_path: Path) -> None:
    outputs = lay(tmp_path)
    outputs.keep("page", b"key")
    edition = outputs.record(["page", "gone"])
    assert set(edition) == {"page"}
    save_edition(tmp_path / "cache", outputs.live, edition)
    assert load_edition(tmp_path / "cache", outputs.live) == edition
    assert load_edition(tmp_path / "cache", tmp_path) == {}


@pytest.mark.parametrize("size", [0, 10, 40])
def test_a_record_that_was_cut_short_says_nothing(tmp_path: Path, size: int) -> None:
    save_edition(tmp_path / "cache", tmp_path, {"page": Kept("a", 1, 2, 3, 4)})
    (path,) = (tmp_path / "cache").iterdir()
    path.write_bytes(path.read_bytes()[:size])
    assert load_edition(tmp_path / "cache", tmp_path) == {}


def test_pelican_by_itself_writes_everything(tmp_path: Path) -> None:
    settings = {"OUTPUT_PATH": str(tmp_path)}
    outputs_of(settings).put("a", b"one")
    outputs_of(settings).put("a", b"two")
    assert (tmp_path / "a").read_bytes() == b"two"


def test_what_is_read_is_what_the_edition_will_hold(tmp_path: Path) -> None:
    outputs = lay(tmp_path)
    outputs.make("page", b"key", lambda: b"never made")
    assert outputs.read("page") == b"old"
    outputs.make("page", b"another", lambda: b"new")
    outputs.put("more", b"more")
    assert outputs.read("more") == b"more"
