"""What is costly and pure, remembered between builds: one small database in ``.cache/``.

A value is found by the digest of all that it was made from: the parts that its
maker names, and the version of everything that might make it differently (the
plugins' own files, the installed packages, Python). So nothing has to be
forgotten when something changes, and nothing stale can be found.

Values are plain data and the house's frozen dataclasses, never an object of
Pelican's, which would carry the settings of its day along. Each goes in with
the digest of its bytes: a damaged one is a miss, and so is a database that
cannot be read, which is begun anew. SQLite's write-ahead log keeps two builds
at once apart, and a killed one from leaving half of anything.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from functools import cache
from pathlib import Path
from typing import Any, Generic, TypeVar, cast

from plugins.cache import is_own, key_of, machine
from plugins.parallel import Crew
from plugins.running import is_touched
from plugins.yielding import checkpoint

K = TypeVar("K")
T = TypeVar("T")

KEY = "MEMORY"
FILE = "memory.sqlite"

# Entries that no build has used for so many days go, and the oldest beyond so many bytes.
DAYS = 30
MOST_BYTES = 1_000_000_000
# Written in portions, so that a build that is killed has not worked for nothing.
PORTION = 4_000_000
_DAY = 24 * 3600

_MISSING = object()
_SCHEMA = """
    CREATE TABLE IF NOT EXISTS memory (key BLOB PRIMARY KEY, day INTEGER NOT NULL, value BLOB);
    CREATE INDEX IF NOT EXISTS by_day ON memory (day);
"""


class Memory:
    """The database at ``path``; ``version`` is part of every key.

    ``near`` keeps what this run and the one before have used as objects, for a
    process that builds again and again. They are shared: nobody may change one.
    """

    def __init__(self, path: Path, version: bytes, *, near: bool = False) -> None:
        self.path, self.version = path, version
        self._today = int(time.time()) // _DAY
        self._fresh: dict[bytes, bytes] = {}
        self._size = 0
        self._touched: set[bytes] = set()
        self._near: dict[bytes, Any] | None = {} if near else None
        self._before: dict[bytes, Any] = {}
        # Why this memory is done without; "" while it serves.
        self.trouble = ""
        self._database = self._open()
        # No connection may be used in a copy of the process (sqlite.org/howtocorrupt.html, 2.6).
        self._owner = os.getpid()

    def recall(self, key: bytes) -> Any:
        """The value kept for ``key``; raises KeyError where there is none that is whole."""
        if self._near is not None:
            found = self._near.get(key, _MISSING)
            if found is _MISSING:
                found = self._before.get(key, _MISSING)
            if found is not _MISSING:
                self._near[key] = found
                return found
        value = self._load(key)
        if self._near is not None:
            self._near[key] = value
        return value

    def keep(self, key: bytes, value: object) -> None:
        """Have ``value`` found for ``key`` from now on."""
        self._keep_sealed(key, _seal(value))
        if self._near is not None:
            self._near[key] = value

    def keep_sealed(self, key: bytes, sealed: bytes) -> Any:
        """As `keep`, what `_seal` made of a value; the value."""
        self._keep_sealed(key, sealed)
        value = pickle.loads(memoryview(sealed)[16:])  # noqa: S301 (it was just made)
        if self._near is not None:
            self._near[key] = value
        return value

    def _keep_sealed(self, key: bytes, sealed: bytes) -> None:
        self._fresh[key] = sealed
        self._size += len(sealed)
        if self._size > PORTION:
            self.save()

    def save(self) -> None:
        """Write what is new; a database that cannot be written is done without."""
        fresh, touched = self._fresh, self._touched
        self._fresh, self._touched, self._size = {}, set(), 0
        if self._database is None or not (fresh or touched) or os.getpid() != self._owner:
            return
        if is_touched():  # it may have been made by other code than `version` says
            return
        try:
            with self._database as connection:
                rows = ((key, self._today, value) for key, value in fresh.items())
                connection.executemany("INSERT OR REPLACE INTO memory VALUES (?, ?, ?)", rows)
                used = ((self._today, key) for key in touched)
                connection.executemany("UPDATE memory SET day = ? WHERE key = ?", used)
        except sqlite3.Error as error:
            self._give_up(error)

    def end_run(self) -> None:
        """Save, forget what the last two runs have not used, and drop what is old."""
        self.save()
        if self._near is not None:
            self._before, self._near = self._near, {}
        if self._database is None:
            return
        try:
            with self._database as connection:
                connection.execute("DELETE FROM memory WHERE day < ?", (self._today - DAYS,))
                while _bytes_used(connection) > MOST_BYTES:
                    oldest = "SELECT key FROM memory ORDER BY day LIMIT 1000"
                    connection.execute(f"DELETE FROM memory WHERE key IN ({oldest})")  # noqa: S608
        except sqlite3.Error as error:
            self._give_up(error)

    def _load(self, key: bytes) -> Any:
        if key in self._fresh:
            return _unseal(self._fresh[key])
        if self._database is None or os.getpid() != self._owner:
            raise KeyError(key)
        try:
            query = "SELECT value, day FROM memory WHERE key = ?"
            row = self._database.execute(query, (key,)).fetchone()
        except sqlite3.Error as error:
            self._give_up(error)
            raise KeyError(key) from None
        if row is None:
            raise KeyError(key)
        value = _unseal(row[0])
        if row[1] != self._today:
            self._touched.add(key)
        return value

    def _give_up(self, error: sqlite3.Error) -> None:
        """Do without; what is no database of ours is removed, one that is in use or full stays."""
        if self._database is not None:
            self._database.close()
            self._database = None
        if _is_foreign(error):
            discard(self.path)
        else:
            self.trouble = str(error)

    def _open(self) -> sqlite3.Connection | None:
        for _ in range(2):
            try:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                if not all(is_own(path) for path in _files(self.path) if path.exists()):
                    discard(self.path)
                return _connect(self.path)
            except (sqlite3.Error, OSError) as error:
                if isinstance(error, OSError) or not _is_foreign(error):
                    self.trouble = str(error)
                    return None
                discard(self.path)
        return None


def _connect(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, timeout=10)
    try:
        database.execute("PRAGMA journal_mode = WAL")
        # A lost entry is made again; only a torn one must not be, and WAL sees to that.
        database.execute("PRAGMA synchronous = OFF")
        database.executescript(_SCHEMA)
    except sqlite3.Error:
        database.close()
        raise
    return database


def _is_foreign(error: sqlite3.Error) -> bool:
    """Whether the file is damaged, or holds other tables or columns than ours (SQLITE_ERROR)."""
    is_hindered = isinstance(error, sqlite3.OperationalError)
    return not is_hindered or error.sqlite_errorcode == sqlite3.SQLITE_ERROR


def discard(path: Path) -> None:
    """Remove a database with what SQLite keeps beside it."""
    for file in _files(path):
        file.unlink(missing_ok=True)


def _files(path: Path) -> list[Path]:
    return [Path(f"{path}{suffix}") for suffix in ("", "-wal", "-shm")]


def _bytes_used(connection: sqlite3.Connection) -> int:
    pages, free, size = (
        connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("page_count", "freelist_count", "page_size")
    )
    return int((pages - free) * size)


def _seal(value: object) -> bytes:
    data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    return hashlib.blake2b(data, digest_size=16).digest() + data


def _unseal(entry: object) -> Any:
    """The value; raises KeyError unless its bytes are those that went in."""
    if not isinstance(entry, bytes):
        raise KeyError("damaged")
    data = memoryview(entry)[16:]
    if hashlib.blake2b(data, digest_size=16).digest() != entry[:16]:
        raise KeyError("damaged")
    return pickle.loads(data)  # noqa: S301 (our own bytes, by their digest)


@cache
def code_version() -> bytes:
    """The digest of what shapes a result beside its parts: our files, the packages, Python."""
    return key_of(*machine(), *digests_below(Path(__file__).parent))


def digests_below(folder: Path) -> Iterator[bytes]:
    """The name and the bytes' digest of each file below ``folder``, without Python's own copies."""
    for path, folders, names in os.walk(folder, followlinks=True):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        for name in sorted(names):
            file = Path(path, name)
            yield key_of(file.relative_to(folder), hashlib.sha256(file.read_bytes()).digest())


def open_memory(settings: Mapping[str, Any], *, near: bool = False) -> Memory:
    """The memory beside this configuration's other caches."""
    return Memory(Path(settings["CACHE_PATH"], FILE), code_version(), near=near)


def memory_of(settings: MutableMapping[str, Any]) -> Memory:
    """The memory of the Pelican run that owns these settings, opened at first use."""
    if KEY not in settings:
        settings[KEY] = open_memory(settings)
    found = settings[KEY]
    assert isinstance(found, Memory)
    return found


def memo(
    settings: MutableMapping[str, Any], name: str, parts: tuple[object, ...], make: Callable[[], T]
) -> T:
    """What ``make`` returns, remembered where it was made before from the same ``parts``.

    ``parts`` are all that the result depends on beside the code: texts, bytes,
    and what ``str`` shows whole. Nobody may change the value.
    """
    checkpoint(settings)
    memory, key = memory_of(settings), memo_key(settings, name, parts)
    try:
        return cast("T", memory.recall(key))
    except KeyError:
        value = make()
        memory.keep(key, value)
        return value


def memo_key(settings: MutableMapping[str, Any], name: str, parts: tuple[object, ...]) -> bytes:
    """What `memo` keeps its result for ``parts`` under."""
    return key_of(memory_of(settings).version, name, *parts)


def recall_memo(settings: MutableMapping[str, Any], name: str, parts: tuple[object, ...]) -> Any:
    """What `memo` has kept for ``parts``; raises KeyError where it has not."""
    return memory_of(settings).recall(memo_key(settings, name, parts))


def memo_all(
    settings: MutableMapping[str, Any],
    name: str,
    wishes: Mapping[K, tuple[tuple[object, ...], Callable[[], T]]],
) -> dict[K, T]:
    """As `memo` for each of ``wishes`` (``parts`` and ``make``), what is new on all cores at once.

    What cannot be made is not among the results: whoever asks for it with `memo` learns why.
    """
    return Ahead(settings, name, wishes).results()


class Ahead(Generic[K, T]):
    """As `memo_all`: begun where there are other cores, and waited for when it is wanted."""

    def __init__(
        self,
        settings: MutableMapping[str, Any],
        name: str,
        wishes: Mapping[K, tuple[tuple[object, ...], Callable[[], T]]],
    ) -> None:
        self._memory = memory_of(settings)
        self._found: dict[K, T] = {}
        self._missing: list[tuple[K, bytes]] = []
        makers: list[Callable[[], T]] = []
        for wish, (parts, make) in wishes.items():
            checkpoint(settings)
            key = memo_key(settings, name, parts)
            try:
                self._found[wish] = cast("T", self._memory.recall(key))
            except KeyError:
                self._missing.append((wish, key))
                makers.append(make)

        def try_one(make: Callable[[], T]) -> bytes:
            checkpoint(settings)
            try:
                # Here too: a text that was pickled holds its bytes for as long as it lives.
                return _seal(make())
            except Exception:  # noqa: BLE001 (see `memo_all`)
                return b""

        self._crew = Crew(try_one, makers)

    def results(self) -> dict[K, T]:
        """All that could be made; to be asked for once."""
        sealed = self._crew.results()[::-1]
        for wish, key in self._missing:
            if one := sealed.pop():
                self._found[wish] = self._memory.keep_sealed(key, one)
        return self._found
