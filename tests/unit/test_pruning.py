"""The cache within bounds: the least recently used first, nothing of a build under way."""

from __future__ import annotations

import os
import time
from pathlib import Path

from plugins.cache import recalled, remembered
from plugins.pruning import prune, prune_daily


def fill(folder: Path, **used: int) -> None:
    """Entries of 132 bytes (a digest and 100), last used then."""
    for name, moment in used.items():
        kept = set(folder.glob("*"))
        remembered(folder, name.encode(), lambda: b"x" * 100)
        (new,) = set(folder.glob("*")) - kept
        os.utime(new, (moment, moment))


def kept(folder: Path, names: str) -> str:
    return "".join(name for name in names if recalled(folder, name.encode()) is not None)


def test_what_was_used_longest_ago_goes_first(tmp_path: Path) -> None:
    fill(tmp_path, a=30, b=10, c=20)
    prune(tmp_path, 132 * 2, since=100)
    assert kept(tmp_path, "abc") == "ac"


def test_within_bounds_nothing_goes(tmp_path: Path) -> None:
    fill(tmp_path, a=30, b=10)
    prune(tmp_path, 132 * 2, since=100)
    assert kept(tmp_path, "ab") == "ab"
    prune(tmp_path / "nowhere", 0, since=100)


def test_use_counts_and_not_age(tmp_path: Path) -> None:
    fill(tmp_path, a=10, b=20)
    recalled(tmp_path, b"a")
    prune(tmp_path, 132, since=1e12)
    assert kept(tmp_path, "ab") == "a"


def test_a_build_does_not_undo_its_own_work(tmp_path: Path) -> None:
    fill(tmp_path, a=10, b=50, c=60)
    prune(tmp_path, 0, since=50)
    assert kept(tmp_path, "abc") == "bc"


def test_only_entries_go(tmp_path: Path) -> None:
    other = tmp_path / "lock" / "bin" / "python"
    other.parent.mkdir(parents=True)
    other.write_bytes(b"x" * 1000)
    os.utime(other, (1, 1))
    fill(tmp_path / "images", a=10)
    prune(tmp_path, 0, since=100)
    assert kept(tmp_path / "images", "a") == ""
    assert other.exists()


def test_a_cache_is_looked_through_once_a_day(tmp_path: Path) -> None:
    begun, hour = time.time(), 3600
    fill(tmp_path / "images", a=10)
    prune_daily(tmp_path, 0, begun)
    assert kept(tmp_path / "images", "a") == ""
    fill(tmp_path / "images", b=10)
    prune_daily(tmp_path, 0, begun + 23 * hour)
    assert len([*(tmp_path / "images").iterdir()]) == 1
    prune_daily(tmp_path, 0, begun + 25 * hour)
    assert kept(tmp_path / "images", "b") == ""
    fill(tmp_path / "images", c=10)
    prune_daily(tmp_path, 0, begun - 48 * hour)  # a clock that was wrong
    assert kept(tmp_path / "images", "c") == ""
    prune_daily(tmp_path / "nowhere", 0, begun)
