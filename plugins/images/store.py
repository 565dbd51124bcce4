"""The cache of what is costly to make: files named by all that they follow from.

A name that is there is right, so nothing is ever compared or expired; the
first bytes of a file are the digest of the rest, so that a torn one is a miss.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from plugins.files import write_atomic

_MARK = 64


@dataclass(frozen=True)
class Store:
    """A folder of entries; two builds may use it at once."""

    folder: Path

    def get(self, key: str) -> bytes | None:
        """The entry, or None where there is none that is whole."""
        try:
            data = self._path(key).read_bytes()
        except OSError:
            return None
        mark, content = data[:_MARK], data[_MARK:]
        return content if mark == _digest(content) else None

    def put(self, key: str, content: bytes) -> None:
        """Keep an entry; a folder that cannot be written costs time, never the build."""
        try:
            write_atomic(self._path(key), _digest(content) + content)
        except OSError:
            return

    def obtain(self, key: str, make: Callable[[], bytes]) -> bytes:
        """The entry, made and kept where it is missing."""
        found = self.get(key)
        if found is None:
            found = make()
            self.put(key, found)
        return found

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / key[2:]


def key_of(*parts: object) -> str:
    """The name of what follows from ``parts``."""
    digest = hashlib.sha256()
    for part in parts:
        data = part if isinstance(part, bytes) else str(part).encode()
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()


def _digest(content: bytes) -> bytes:
    return hashlib.sha256(content).hexdigest().encode()
