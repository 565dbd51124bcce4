"""What an edition is made of: which files are new, and which are those of the edition before.

A file whose maker would make it from the same things as last time is not made
again: it is kept. What it was made from is its key; whether the file is still
the one that was written then, its inode, size and times say. So a build writes
only what changed, and the names that it neither wrote nor kept are nobody's.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from plugins.cache import keep, key_of, recalled
from plugins.files import write_atomic, write_new
from plugins.parallel import Crew
from plugins.running import is_touched

KEY = "OUTPUTS"
# How many files wait before copies of the process begin with them: one costs as much as thirty.
PORTION = 300
# The digest of the record of the edition that a run has put in place.
RECORD_KEY = "EDITION_RECORD"


class Kept(NamedTuple):
    """A file of an edition: what it was made from ("" where nobody said), and its state.

    ``changed`` (ctime) is 0 where other editions link to the file: each link moves it.
    """

    key: str
    inode: int
    size: int
    time: int
    changed: int

    def is_still(self, found: os.stat_result) -> bool:
        """Whether a file that is ``found`` in its place is the same, untouched."""
        same = (found.st_ino, found.st_size, found.st_mtime_ns) == self[1:4]
        return same and self.changed in {0, found.st_ctime_ns}


Edition = dict[str, Kept]


@dataclass
class Outputs:
    """The files of one run: ``new`` is the folder that they are written into.

    ``last`` is the edition that stands in ``live``. ``keys`` says what each
    file is made from; ``kept`` are the names that are carried over. A run that makes
    some files alone says which others have ``gone``. Where ``waits``, what is to be
    made is made on all cores: begun when there is enough of it, and made at the
    latest at `finish`.
    """

    new: Path
    live: Path
    version: bytes = b""
    last: Mapping[str, Kept] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    kept: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    waits: bool = False
    # Called for each file: a long-running build may want to stop here, by raising.
    checkpoint: Callable[[], None] = lambda: None
    _makers: dict[str, Callable[[], bytes]] = field(default_factory=dict)
    _begun: dict[str, Callable[[], bytes]] = field(default_factory=dict)
    _crews: list[Crew[tuple[str, Callable[[], bytes]], None]] = field(default_factory=list)

    def put(self, name: str, data: bytes) -> None:
        """Have ``data`` at ``name``."""
        if not self.keep(name, hashlib.sha256(data).digest()):
            self.write(name, data)

    def make(self, name: str, key: bytes, maker: Callable[[], bytes]) -> bool:
        """Have what ``maker`` returns at ``name``; False where the last edition has it already.

        ``key`` is the digest of all that the bytes depend on beside the code.
        """
        if self.keep(name, key):
            return False
        self.later(name, maker)
        return True

    def later(self, name: str, maker: Callable[[], bytes]) -> None:
        """Have ``maker`` make ``name``, after `keep` has said that it is not there."""
        self._makers[name] = maker
        if not self.waits:
            self.finish()
        elif len(self._makers) >= PORTION and not any(crew.has_turns() for crew in self._crews):
            self._begin()

    def finish(self) -> None:
        """Make what has not been made yet; raises what the first maker raises that does.

        A maker may not count on what others do: it runs in a copy of this process.
        """
        try:
            for crew in self._crews:
                crew.results()
            self._begin()
            self._crews[-1].results()
        finally:
            self.stop()

    def stop(self) -> None:
        """Have nobody write any more."""
        for crew in self._crews:
            crew.end()
        for forgotten in (self._crews, self._begun, self._makers):
            forgotten.clear()

    def _begin(self) -> None:
        """Have copies of this process begin with what waits."""
        makers, self._makers = self._makers, {}
        self._begun |= makers

        def make(one: tuple[str, Callable[[], bytes]]) -> None:
            self.checkpoint()
            self.write(one[0], one[1]())

        self._crews.append(Crew(make, list(makers.items())))

    def write(self, name: str, data: bytes) -> None:
        """Put ``data`` at ``name``, after `keep` has said that it is not there."""
        if self.new == self.live:
            write_atomic(self.new / name, data)
        else:  # where nobody reads before the whole is there
            write_new(self.new / name, data)

    def keep(self, name: str, key: bytes) -> bool:
        """Whether ``name`` was made from ``key`` and still stands; it is kept then."""
        self.checkpoint()
        made_from = key_of(self.version, key).hex()
        self.keys[name] = made_from
        before = self.last.get(name)
        if before is None or before.key != made_from:
            return False
        found = _look(self.live / name)
        if found is None or not before.is_still(found):
            return False
        self.kept.add(name)
        return True

    def is_made_from(self, name: str, key: bytes) -> bool:
        """Whether that is the key of what stands at ``name`` after this run."""
        return self.keys.get(name) == key_of(self.version, key).hex()

    def read(self, name: str) -> bytes:
        """What was put at ``name`` in this run, or is kept there."""
        if name in self._makers:
            self.write(name, self._makers.pop(name)())
        elif name in self._begun:  # it may be half written
            return self._begun[name]()
        return (self.live if name in self.kept else self.new).joinpath(name).read_bytes()

    def record(self, names: Iterable[str], *, linked: bool = False) -> Edition:
        """The edition that stands in ``live`` now, of which ``names`` are all the files.

        What is kept is recorded as it was when that was decided: another build
        may have put its own there since. Of code that was edited meanwhile
        nobody knows what it made: such files are made again.
        """
        edition: Edition = {}
        unsure = is_touched()
        for name in sorted(names):
            key = "" if unsure else self.keys.get(name, "")
            if name in self.kept:
                edition[name] = self.last[name]._replace(key=key)
            elif (found := _look(self.live / name)) is not None:
                times = found.st_mtime_ns, 0 if linked else found.st_ctime_ns
                edition[name] = Kept(key, found.st_ino, found.st_size, *times)
        return edition


def files_of(edition: Edition) -> dict[str, tuple[int, ...]]:
    """The state of each file, whatever it was made from."""
    return {name: one[1:] for name, one in edition.items()}


def _look(path: Path) -> os.stat_result | None:
    try:
        return os.lstat(path)
    except OSError:
        return None


@contextmanager
def alone(cache: Path, live: Path) -> Iterator[None]:
    """Wait until no other build is putting its files into ``live``, or recording them.

    The lock (POSIX record locks) goes with the process, however that ends.
    """
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / f"{_name(live).hex()}.lock").open("a") as file:
        fcntl.lockf(file, fcntl.LOCK_EX)
        yield


def load_edition(cache: Path, live: Path, digest: str | None = None) -> Edition:
    """What was recorded of the edition in ``live``; nothing where that was damaged or lost.

    Nothing, too, where the record is not the one with this ``digest``.
    """
    data = recalled(cache, _name(live))
    if data is None or digest not in {None, key_of(data).hex()}:
        return {}
    return {name: Kept(*values) for name, values in json.loads(data).items()}


def save_edition(cache: Path, live: Path, edition: Edition) -> str:
    """Record what stands in ``live``; the digest of the record."""
    data = json.dumps(edition, separators=(",", ":")).encode()
    keep(cache, _name(live), data)
    return key_of(data).hex()


def _name(live: Path) -> bytes:
    return key_of("edition", *Kept._fields, live.absolute())


def outputs_of(settings: MutableMapping[str, Any]) -> Outputs:
    """Those of the running Pelican; one that nobody prepared writes everything."""
    if KEY not in settings:
        folder = Path(settings["OUTPUT_PATH"])
        settings[KEY] = Outputs(folder, folder)
    found = settings[KEY]
    assert isinstance(found, Outputs)
    return found
