"""What an edition is made of: which files are new, and which are those of the edition before.

A file whose maker would make it from the same things as last time is not made
again: it is kept. What it was made from is its key; whether the file is still
the one that was written then, its inode, size and time say. So a build writes
only what changed, and the names that it neither wrote nor kept are nobody's.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Mapping, MutableMapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from plugins.cache import keep, key_of, recalled
from plugins.files import write_atomic, write_new
from plugins.parallel import share_out

KEY = "OUTPUTS"


class Kept(NamedTuple):
    """A file of an edition: what it was made from ("" where nobody said), and its state."""

    key: str
    inode: int
    size: int
    time: int


Edition = dict[str, Kept]


@dataclass
class Outputs:
    """The files of one run: ``new`` is the folder that they are written into.

    ``last`` is the edition that stands in ``live``. ``keys`` says what each
    file is made from; ``kept`` are the names that are carried over. Where
    ``waits``, what is to be made is made at `finish`, on all cores.
    """

    new: Path
    live: Path
    version: bytes = b""
    last: Mapping[str, Kept] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    kept: set[str] = field(default_factory=set)
    waits: bool = False
    _makers: dict[str, Callable[[], bytes]] = field(default_factory=dict)

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
        self._makers[name] = maker
        if not self.waits:
            self.finish()
        return True

    def finish(self) -> None:
        """Make what has not been made yet; raises what the first maker raises that does.

        A maker may not count on what others do: it runs in a copy of this process.
        """
        makers, self._makers = self._makers, {}
        share_out(lambda one: self.write(one[0], one[1]()), list(makers.items()))

    def write(self, name: str, data: bytes) -> None:
        """Put ``data`` at ``name``, after `keep` has said that it is not there."""
        if self.new == self.live:
            write_atomic(self.new / name, data)
        else:  # where nobody reads before the whole is there
            write_new(self.new / name, data)

    def keep(self, name: str, key: bytes) -> bool:
        """Whether ``name`` was made from ``key`` and still stands; it is kept then."""
        made_from = key_of(self.version, key).hex()
        self.keys[name] = made_from
        before = self.last.get(name)
        if before is None or before.key != made_from or _state(self.live / name) != before[1:]:
            return False
        self.kept.add(name)
        return True

    def read(self, name: str) -> bytes:
        """What was put at ``name`` in this run, or is kept there."""
        if name in self._makers:
            self.write(name, self._makers.pop(name)())
        return (self.live if name in self.kept else self.new).joinpath(name).read_bytes()

    def record(self, names: Iterable[str]) -> Edition:
        """The edition that stands in ``live`` now, of which ``names`` are all the files."""
        found = ((name, _state(self.live / name)) for name in sorted(names))
        return {n: Kept(self.keys.get(n, ""), *state) for n, state in found if state is not None}


def files_of(edition: Edition) -> dict[str, tuple[int, int, int]]:
    """The state of each file, whatever it was made from."""
    return {name: one[1:] for name, one in edition.items()}


def _state(path: Path) -> tuple[int, int, int] | None:
    """Inode, size and time of a plain file; None where there is none."""
    try:
        found = os.lstat(path)
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns


def load_edition(cache: Path, live: Path) -> Edition:
    """What was recorded of the edition in ``live``; nothing where that was damaged or lost."""
    data = recalled(cache, _name(live))
    if data is None:
        return {}
    return {name: Kept(*values) for name, values in json.loads(data).items()}


def save_edition(cache: Path, live: Path, edition: Edition) -> None:
    """Record what stands in ``live``."""
    data = json.dumps(edition, separators=(",", ":")).encode()
    keep(cache, _name(live), data)


def _name(live: Path) -> bytes:
    return key_of("edition", live.absolute())


def outputs_of(settings: MutableMapping[str, Any]) -> Outputs:
    """Those of the running Pelican; one that nobody prepared writes everything."""
    if KEY not in settings:
        folder = Path(settings["OUTPUT_PATH"])
        settings[KEY] = Outputs(folder, folder)
    found = settings[KEY]
    assert isinstance(found, Outputs)
    return found
