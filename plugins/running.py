"""The code that runs is the code that lies there, or nothing is kept of what it makes.

Whatever a build remembers stands under the digest of the code. That digest is
taken from the files, and so must be what was imported, at whatever moment:

- Python takes a compiled module for its source's when the whole seconds of its
  mtime and its size agree (docs.python.org/3/reference/import.html, "Cached
  bytecode invalidation"): two saves in a second, ``cp -p`` or a checkout run
  the old one. Here the exact times and the inode have to agree.
- A file that was touched after the process began may have been imported before
  or after. Then `is_touched`, and whoever keeps something has to ask.
"""

from __future__ import annotations

import os
import sys
import time
import zlib
from collections.abc import Iterable, Iterator
from importlib.machinery import SOURCE_SUFFIXES, FileFinder, SourceFileLoader
from pathlib import Path
from typing import Any

# When this process began (POSIX time in ns), less what a file system's clock may lag behind.
LAG = 50_000_000
BEGAN = time.time_ns() - LAG

FOLDER = str(Path(__file__).parent)


class _Loader(SourceFileLoader):
    def path_stats(self, path: str) -> dict[str, Any]:
        """What a compiled module is compared by; "mtime" is any number of 32 bits."""
        stat = os.stat(path)  # noqa: PTH116 (as Python does)
        state = f"{stat.st_mtime_ns} {stat.st_ctime_ns} {stat.st_ino}"
        return {"mtime": zlib.crc32(state.encode()), "size": stat.st_size}


def _find(path: str) -> FileFinder:
    if not f"{path}/".startswith(f"{FOLDER}/"):
        raise ImportError(path)  # as another hook is asked then
    return FileFinder(path, (_Loader, SOURCE_SUFFIXES))


def trust_exact_times() -> None:
    """Have every module of the plugins that is imported from now on as its source says."""
    if _find not in sys.path_hooks:
        sys.path_hooks.insert(0, _find)
        sys.path_importer_cache.clear()


def forget_compiled(sources: Iterable[Path]) -> None:
    """Have Python compile ``sources``, for which it would compare whole seconds."""
    from importlib.util import cache_from_source  # only a build needs it

    for path in sources:
        Path(cache_from_source(str(path))).unlink(missing_ok=True)


def is_touched(*files: Path) -> bool:
    """Whether one of ``files``, or else of the plugins', was written since this process began."""
    return any(os.stat(path).st_ctime_ns >= BEGAN for path in files or _code())  # noqa: PTH116


def _code() -> Iterator[str]:
    for path, folders, names in os.walk(FOLDER, followlinks=True):
        folders[:] = [name for name in folders if name != "__pycache__"]
        yield from (os.path.join(path, name) for name in names)  # noqa: PTH118
