"""Costly results, kept between builds under the digest of what they were made from.

Outside the output, and never a source of truth: an entry that is missing, cut
short or changed is made again.
"""

from __future__ import annotations

import hashlib
import os
import sys
import zoneinfo
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from stat import S_IWOTH

from plugins.files import write_atomic


def remembered(folder: Path, key: bytes, make: Callable[[], bytes]) -> bytes:
    """What ``make`` returns, from ``folder`` where it was made before for this ``key``.

    ``key`` covers all that the result depends on: the source's bytes, the
    options, and a version that changes with the code. Entries carry the digest
    of their data, so that a damaged one is a miss.
    """
    data = recalled(folder, key)
    if data is None:
        data = make()
        keep(folder, key, data)
    return data


def keep(folder: Path, key: bytes, data: bytes) -> None:
    """Have `recalled` find ``data`` under ``key``, in place of what was there before."""
    write_atomic(_path(folder, key), hashlib.sha256(data).digest() + data)


def recalled(folder: Path, key: bytes) -> bytes | None:
    """What is kept for this ``key``; None where there is nothing, or nothing whole."""
    path = _path(folder, key)
    try:
        entry = path.read_bytes() if is_own(path) else b""
    except OSError:
        return None
    digest, data = entry[:32], entry[32:]
    if hashlib.sha256(data).digest() != digest:
        return None
    with suppress(OSError):
        # What `plugins.pruning` goes by; a cache that cannot be written to serves all the same.
        os.utime(path)
    return data


def is_own(path: Path) -> bool:
    """Whether nobody but this user can have written a file: some that are kept are code to Python.

    Raises OSError where there is no such file.
    """
    stat = path.stat()
    return stat.st_uid == os.geteuid() and not stat.st_mode & S_IWOTH


def key_of(*parts: object) -> bytes:
    """A key that covers ``parts``, each held apart from the next."""
    digest = hashlib.sha256()
    for part in parts:
        data = part if isinstance(part, bytes) else str(part).encode()
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.digest()


def machine() -> list[str]:
    """Python, the packages that it would import, by name and version, and the zones of time.

    Of what PYTHONPATH puts before them the folders alone.
    """
    packages: set[str] = set()
    for folder in sys.path:
        with suppress(OSError):
            names = os.listdir(folder or ".")  # noqa: PTH208 (names are enough)
            packages.update(name for name in names if name.endswith("-info"))
    return [sys.version, os.environ.get("PYTHONPATH", ""), *_zones(), *sorted(packages)]


def _zones() -> list[str]:
    """The system's version of the tz database, which `zoneinfo` prefers to a package's.

    The first line of tzdata.zi says it, which is installed beside the zones.
    """
    found = []
    for folder in zoneinfo.TZPATH:
        with suppress(OSError), Path(folder, "tzdata.zi").open(encoding="utf-8") as file:
            found.append(file.readline())
    return found


def _path(folder: Path, key: bytes) -> Path:
    return folder / hashlib.sha256(key).hexdigest()
