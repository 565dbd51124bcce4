"""Costly results, kept between builds under the digest of what they were made from.

Outside the output, and never a source of truth: an entry that is missing, cut
short or changed is made again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from plugins.files import write_atomic


def remembered(folder: Path, key: bytes, make: Callable[[], bytes]) -> bytes:
    """What ``make`` returns, from ``folder`` where it was made before for this ``key``.

    ``key`` covers all that the result depends on: the source's bytes, the
    options, and a version that changes with the code. Entries carry the digest
    of their data, so that a damaged one is a miss.
    """
    path = folder / hashlib.sha256(key).hexdigest()
    try:
        entry = path.read_bytes()
    except OSError:
        entry = b""
    digest, data = entry[:32], entry[32:]
    if entry and hashlib.sha256(data).digest() == digest:
        return data
    data = make()
    write_atomic(path, hashlib.sha256(data).digest() + data)
    return data
