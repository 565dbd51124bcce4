"""The cache stays within bounds: what nobody has used for longest goes first.

Two builds may prune at once, or one while the other reads: an entry that is
gone is made again (`plugins.cache`).
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

# Bytes: the derivatives of some thousand photographs.
MOST = 512 * 2**20

# Looking at each of some ten thousand entries takes longer than the pages of an edit.
_EVERY = 24 * 3600
_STAMP = "pruned"

# As `plugins.cache` names them; whatever else lives in the folder is not ours to remove.
_ENTRY = re.compile(r"[0-9a-f]{64}")


def prune_daily(folder: Path, most: int, now: float) -> None:
    """`prune` what was not used since ``now``, unless that was done less than a day before."""
    stamp = folder / _STAMP
    with suppress(OSError):
        if 0 <= now - stamp.stat().st_mtime < _EVERY:
            return
    prune(folder, most, now)
    with suppress(OSError):
        stamp.write_bytes(b"")
        os.utime(stamp, (now, now))


def prune(folder: Path, most: int, since: float) -> None:
    """Remove entries until at most ``most`` bytes are left.

    The least recently used go first, by name where that is equal; none that was
    used ``since`` (in seconds, as of a file's time), so that a build whose own
    needs are larger does not undo its work.
    """
    entries = sorted(_entries(folder))
    total = sum(size for _, _, size in entries)
    for used, path, size in entries:
        if total <= most or used >= since:
            break
        Path(path).unlink(missing_ok=True)
        total -= size


def _entries(folder: Path) -> Iterator[tuple[float, str, int]]:
    """When each entry was last used, where it is, and its size in bytes."""
    for parent, _, names in os.walk(folder):
        for name in filter(_ENTRY.fullmatch, names):
            path = os.path.join(parent, name)  # noqa: PTH118 (a Path each would take most of the time)
            try:
                facts = os.stat(path)  # noqa: PTH116
            except OSError:
                continue
            yield facts.st_mtime, path, facts.st_size
