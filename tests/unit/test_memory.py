"""What is remembered is found again, and only as it was, whatever happens to the file."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from plugins import memory, running
from plugins.memory import Memory, digests_below, memo
from tests.laying import HOUSE


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "memory.sqlite"


def filled(path: Path, *, version: bytes = b"1") -> Memory:
    store = Memory(path, version)
    store.keep(b"key", {"a": (1, datetime(2026, 1, 2, tzinfo=UTC))})
    store.save()
    return store


def test_what_was_kept_is_found_by_the_next_process(path: Path) -> None:
    filled(path)
    assert Memory(path, b"1").recall(b"key") == {"a": (1, datetime(2026, 1, 2, tzinfo=UTC))}


def test_a_key_without_a_value_is_a_miss(path: Path) -> None:
    with pytest.raises(KeyError):
        filled(path).recall(b"another")


@pytest.mark.parametrize("damage", [b"", b"no database at all", None])
def test_a_damaged_database_is_begun_anew(path: Path, damage: bytes | None) -> None:
    filled(path)._database.close()  # type: ignore[union-attr]
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2] if damage is None else damage)
    store = Memory(path, b"1")
    with pytest.raises(KeyError):
        store.recall(b"key")
    Memory(path, b"1").keep(b"key", 2)
    store = Memory(path, b"1")
    store.keep(b"key", 3)
    store.save()
    assert Memory(path, b"1").recall(b"key") == 3


OTHER_TABLES = (
    "CREATE TABLE memory (key BLOB PRIMARY KEY, value BLOB)",
    "CREATE TABLE memory (key BLOB PRIMARY KEY, day INTEGER, value BLOB, more BLOB)",
    "CREATE TABLE by_day (memory)",
)


@pytest.mark.parametrize("table", OTHER_TABLES)
def test_a_database_with_another_schema_is_begun_anew(path: Path, table: str) -> None:
    with sqlite3.connect(path) as database:
        database.execute(table)
    for _ in range(2):
        store = Memory(path, b"1")
        store.keep(b"key", 1)
        store.save()
    assert (Memory(path, b"1").recall(b"key"), store.trouble) == (1, "")


def test_a_changed_byte_is_a_miss_and_not_another_value(path: Path) -> None:
    filled(path)
    with sqlite3.connect(path) as database:
        value = database.execute("SELECT value FROM memory").fetchone()[0]
        database.execute("UPDATE memory SET value = ?", (value[:-3] + b"\0" + value[-2:],))
    with pytest.raises(KeyError):
        Memory(path, b"1").recall(b"key")


def test_a_memory_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "memory.sqlite").mkdir()
    store = Memory(tmp_path / "memory.sqlite", b"1")
    store.keep(b"key", 1)
    store.end_run()
    assert "unable to open" in store.trouble


def test_what_touched_code_made_is_not_kept(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Memory(path, b"1")
    store.keep(b"key", 1)
    with monkeypatch.context() as patch:
        patch.setattr(running, "BEGAN", 0)
        store.save()
    with pytest.raises(KeyError):
        Memory(path, b"1").recall(b"key")


def settings_with(path: Path, version: bytes) -> dict[str, Any]:
    return {memory.KEY: Memory(path, version)}


def test_a_value_is_made_once_for_equal_parts(path: Path) -> None:
    made: list[object] = []

    def make() -> int:
        made.append(None)
        return len(made)

    settings = settings_with(path, b"1")
    assert [memo(settings, "a", ("x", 1), make) for _ in range(2)] == [1, 1]
    assert memo(settings, "b", ("x", 1), make) == 2
    assert memo(settings, "a", ("x1", ""), make) == 3
    assert memo(settings_with(path, b"2"), "a", ("x", 1), make) == 4


def test_two_builds_at_once_keep_what_both_have_made(path: Path) -> None:
    one, other = Memory(path, b"1"), Memory(path, b"1")
    one.keep(b"a", 1)
    other.keep(b"b", 2)
    one.save()
    other.save()
    assert [Memory(path, b"1").recall(key) for key in (b"a", b"b")] == [1, 2]


def test_killed_while_it_writes_it_leaves_nothing_torn(path: Path) -> None:
    code = (
        "import sys\nfrom pathlib import Path\nfrom plugins.memory import Memory\n"
        "store = Memory(Path(sys.argv[1]), b'1')\n"
        "for number in range(10**6):\n"
        "    store.keep(b'%d' % number, [number] * 1000)\n"
        "    store.save()\n"
        "    print(number, flush=True)\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(path)], cwd=HOUSE, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    for _ in range(20):
        process.stdout.readline()
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    store = Memory(path, b"1")
    assert [store.recall(b"%d" % number)[0] for number in range(20)] == list(range(20))


def test_what_nobody_uses_any_more_goes(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(path)
    later = Memory(path, b"1")
    later._today += memory.DAYS + 1
    later.end_run()
    with pytest.raises(KeyError):
        Memory(path, b"1").recall(b"key")


def test_it_does_not_grow_without_end(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "MOST_BYTES", 50_000)
    store = Memory(path, b"1")
    for number in range(2000):
        store.keep(b"%d" % number, "x" * 100)
    store.end_run()
    with sqlite3.connect(path) as database:
        assert memory._bytes_used(database) <= 50_000


def test_a_process_that_stays_remembers_two_runs(path: Path) -> None:
    store = Memory(path, b"1", near=True)
    value = ["the same object"]
    store.keep(b"key", value)
    store.end_run()
    assert store.recall(b"key") is value
    store.end_run()
    store.end_run()
    assert store.recall(b"key") == value
    assert store.recall(b"key") is not value


@pytest.mark.parametrize("name", ["a.py", "below/b.po"])
def test_any_file_of_the_code_is_in_its_version(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("one")
    before = list(digests_below(tmp_path))
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "a.pyc").write_text("compiled")
    assert list(digests_below(tmp_path)) == before
    path.write_text("two")
    assert list(digests_below(tmp_path)) != before
