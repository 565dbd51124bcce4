"""A whole edition of what was built and what stays: a clone where nothing changed."""

from __future__ import annotations

import errno
import gzip
import os
from pathlib import Path

import brotli
import pytest

from plugins.desk import laying
from plugins.desk.edition import MARK
from plugins.desk.laying import Unfit, files_of, lay_edition, pack_edition


def fill(folder: Path, **texts: str) -> Path:
    for name, text in texts.items():
        path = folder / name.replace("__", "/").replace("_html", ".html")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    folder.mkdir(exist_ok=True)
    return folder


def texts(folder: Path) -> dict[str, str]:
    return {name: (folder / name).read_text("utf-8") for name in sorted(files_of(folder))}


def test_the_first_edition_is_what_was_built(tmp_path: Path) -> None:
    new = fill(tmp_path / "new", index_html="un", a__b_html="deux")
    assert lay_edition(new, (), None, tmp_path / "target")
    assert texts(tmp_path / "target") == {"index.html": "un", "a/b.html": "deux"}


def test_what_is_equal_is_the_same_file_and_what_is_gone_is_gone(tmp_path: Path) -> None:
    old = fill(tmp_path / "old", same_html="égal", changed_html="avant", gone_html="parti")
    os.utime(old / "same.html", (1_000_000_000, 1_000_000_000))
    new = fill(tmp_path / "new", same_html="égal", changed_html="après", added_html="neuf")
    target = tmp_path / "target"
    assert lay_edition(new, (), old, target)
    assert texts(target) == {"added.html": "neuf", "changed.html": "après", "same.html": "égal"}
    assert (target / "same.html").samefile(old / "same.html")
    assert (target / "same.html").stat().st_mtime == 1_000_000_000
    assert texts(old)["changed.html"] == "avant"


def test_names_that_are_kept_come_from_the_edition_before(tmp_path: Path) -> None:
    old = fill(tmp_path / "old", a__kept_html="resté", replaced_html="avant")
    new = fill(tmp_path / "new", replaced_html="après")
    target = tmp_path / "target"
    assert lay_edition(new, {"a/kept.html", "replaced.html"}, old, target)
    assert texts(target) == {"a/kept.html": "resté", "replaced.html": "après"}
    assert (target / "a/kept.html").samefile(old / "a/kept.html")


@pytest.mark.parametrize("previous", [True, False])
def test_a_kept_name_that_is_not_there_is_told(tmp_path: Path, previous: bool) -> None:
    old = fill(tmp_path / "old", other_html="") if previous else None
    with pytest.raises(Unfit) as caught:
        lay_edition(fill(tmp_path / "new"), {"lost.html"}, old, tmp_path / "target")
    assert caught.value.problem.code == "lost-page"


def test_nothing_new_is_said_to_be_so(tmp_path: Path) -> None:
    old = tmp_path / "old"
    text = "un texte assez long pour être réduit " * 40
    assert lay_edition(fill(tmp_path / "new", index_html=text, a__b_html="deux"), (), None, old)
    pack_edition(old, None, 5, tmp_path / "cache")
    (old / MARK).touch()
    again = fill(tmp_path / "again", index_html=text)
    assert not lay_edition(again, {"a/b.html"}, old, tmp_path / "target")
    less = fill(tmp_path / "less", index_html=text)
    assert lay_edition(less, (), old, tmp_path / "smaller")


def test_a_link_is_refused_wherever_it_leads(tmp_path: Path) -> None:
    new = fill(tmp_path / "new", index_html="un")
    (new / "out").symlink_to("/etc")
    with pytest.raises(Unfit) as caught:
        lay_edition(new, (), None, tmp_path / "target")
    assert caught.value.problem.code == "linked-output"
    assert not (tmp_path / "target").exists()


def test_a_changed_file_is_younger_by_a_second_at_least(tmp_path: Path) -> None:
    """Servers make ETags of whole seconds and lengths: these two have one length."""
    old = fill(tmp_path / "old", index_html="avant")
    os.utime(old / "index.html", (4_000_000_000, 4_000_000_000))
    lay_edition(fill(tmp_path / "new", index_html="après"), (), old, tmp_path / "target")
    assert (tmp_path / "target/index.html").stat().st_mtime == 4_000_000_001


def test_without_hard_links_files_are_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Path, target: Path) -> None:
        raise OSError(errno.EPERM, "no links here", str(target))

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    old = fill(tmp_path / "old", same_html="égal")
    os.utime(old / "same.html", (1_000_000_000, 1_000_000_000))
    target = tmp_path / "target"
    assert not lay_edition(fill(tmp_path / "new", same_html="égal"), (), old, target)
    assert not (target / "same.html").samefile(old / "same.html")
    assert (target / "same.html").stat().st_mtime == 1_000_000_000


def test_files_are_packed_always_alike_beside_themselves(tmp_path: Path) -> None:
    text = "Un texte assez long pour être réduit. " * 40
    packed = []
    for name in ("one", "two"):
        folder = fill(tmp_path / name, index_html=text, tiny_html="court")
        (folder / "photo.png").write_bytes(bytes(2000))
        os.utime(folder / "index.html", (1_500_000_000, 1_500_000_000))
        pack_edition(folder, None, 11, tmp_path / f"cache-{name}")
        names = sorted(files_of(folder))
        assert names == ["index.html", "index.html.br", "index.html.gz", "photo.png", "tiny.html"]
        packed.append([(folder / name).read_bytes() for name in names[1:3]])
        assert (folder / "index.html.gz").stat().st_mtime == 1_500_000_000
    assert packed[0] == packed[1]
    assert brotli.decompress(packed[0][0]).decode() == text
    assert gzip.decompress(packed[0][1]).decode() == text
    assert packed[0][1][4:8] == bytes(4), "no time in it"


def test_what_is_packed_already_is_not_packed_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "Un texte assez long pour être réduit. " * 40
    old, target = tmp_path / "old", tmp_path / "target"
    lay_edition(fill(tmp_path / "new", index_html=text), (), None, old)
    pack_edition(old, None, 5, tmp_path / "cache")
    lay_edition(fill(tmp_path / "again", index_html=text), (), old, target)
    monkeypatch.setattr(laying, "_pack", lambda *_: pytest.fail("packed again"))
    pack_edition(target, old, 5, tmp_path / "cache")
    for suffix in ("br", "gz"):
        assert (target / f"index.html.{suffix}").samefile(old / f"index.html.{suffix}")


def test_an_authors_own_packed_file_is_left_alone(tmp_path: Path) -> None:
    folder = fill(tmp_path / "new", data_html="long " * 400)
    (folder / "data.html.gz").write_bytes(b"the author's")
    pack_edition(folder, None, 5, tmp_path / "cache")
    assert (folder / "data.html.gz").read_bytes() == b"the author's"
