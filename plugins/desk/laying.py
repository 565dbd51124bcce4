"""A whole edition in a folder of its own, as a clone of the last one where nothing changed.

What is equal is the same file under another name (a hard link): it costs no
room, and keeps its inode and mtime, so that a browser's, a feed reader's and
rsync's knowledge of it stays true.
"""

from __future__ import annotations

import errno
import filecmp
import gzip
import os
import shutil
from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import brotli

from plugins.cache import key_of, remembered
from plugins.desk.edition import MARK, NEXT_MARK
from plugins.messages import msg
from plugins.parallel import cores
from plugins.problems import Problem

# What servers hand out in place of the file itself to whoever takes it (RFC 9110, 8.4.1).
PACKED = (".br", ".gz")

# Pictures and fonts are packed by their own formats, Pagefind's files by itself.
_PACKABLE = {".html", ".xml", ".json", ".opml", ".css", ".js", ".svg", ".txt", ".webmanifest"}
_SMALLEST = 512  # below, headers weigh more than what is saved

# No such thing here: file systems without hard links, across two of them, or too many of one.
_UNLINKABLE = {errno.EXDEV, errno.EPERM, errno.EMLINK, errno.ENOTSUP, errno.ENOSYS}


class Unfit(Exception):
    """What was built cannot be an edition; carries the `Problem` to report."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem.cause))
        self.problem = problem


def lay_edition(new: Path, kept: Collection[str], previous: Path | None, target: Path) -> bool:
    """Make ``target`` the whole edition; False where it is ``previous`` byte for byte.

    ``new`` holds the files that were built, which are moved; ``kept`` names
    those of ``previous``, relative and with slashes, that stay as they are and
    were not built. A file of ``new`` wins over a name that is kept. What is in
    neither is not of this edition. Raises `Unfit` for a symbolic link, which a
    web server would follow out of the edition, and for a kept name that
    ``previous`` has not; OSError where the disk or a permission stops it.
    """
    built = set(files_of(new))
    for name in sorted(built):
        _refuse_link(new / name)
    differs = False
    target.mkdir(parents=True)
    for name in sorted({*built, *kept}):
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        old = previous / name if previous else None
        if name not in built:
            _keep(name, old, target / name)
        elif old is not None and _equal(new / name, old):
            _link(old, target / name)
        else:
            differs = True
            _move(new / name, target / name, old)
    return differs or previous is None or _own(previous) != {*built, *kept}


def files_of(folder: Path) -> Iterator[str]:
    """The names of all files and links below ``folder``, relative and with slashes."""
    for path, folders, names in os.walk(folder):
        links = [name for name in folders if Path(path, name).is_symlink()]
        for name in (*names, *links):
            yield Path(path, name).relative_to(folder).as_posix()


def _own(edition: Path) -> set[str]:
    """An edition's files without what was made of them when it was laid."""
    names = set(files_of(edition)) - {MARK, NEXT_MARK}
    return {name for name in names if not (name.endswith(PACKED) and name[:-3] in names)}


def _refuse_link(path: Path) -> None:
    if path.is_symlink():
        cause = msg("{name} is a symbolic link, and would lead out of the site.", name=path.name)
        raise Unfit(Problem("linked-output", cause, msg("Put the file itself in its place.")))


def _keep(name: str, old: Path | None, target: Path) -> None:
    if old is None or not old.is_file():
        cause = msg("The page {name} was to stay as it was, but it is not there.", name=name)
        raise Unfit(Problem("lost-page", cause, msg("Run make publish again.")))
    _link(old, target)


def _equal(new: Path, old: Path) -> bool:
    return old.is_file() and not old.is_symlink() and filecmp.cmp(new, old, shallow=False)


def _link(old: Path, target: Path) -> None:
    try:
        target.hardlink_to(old)
    except OSError as error:
        if error.errno not in _UNLINKABLE:
            raise
        shutil.copy2(old, target)


def _move(new: Path, target: Path, old: Path | None) -> None:
    """Move a changed file in, and let it be younger than the one whose address it takes.

    A server says when a file was changed in whole seconds, and many make their
    ETag of that and the length: two within one second would look the same.
    """
    new.replace(target)
    if old is not None and old.is_file():
        age, last = int(target.stat().st_mtime), int(old.stat().st_mtime)
        if age <= last:
            os.utime(target, (last + 1, last + 1))


def pack_edition(target: Path, previous: Path | None, quality: int, cache: Path) -> None:
    """Put a Brotli and a gzip form beside each file that shrinks; same bytes, same forms.

    Those of a file that ``previous`` has as well are its own. They bear the
    mtime of what they are made of.
    """
    names = [name for name in sorted(files_of(target)) if Path(name).suffix in _PACKABLE]

    def pack(name: str) -> None:
        file, old = target / name, previous / name if previous else None
        is_old = old is not None and old.exists() and old.samefile(file)
        for suffix in PACKED:
            packed = file.with_name(file.name + suffix)
            twin = old.with_name(packed.name) if old is not None and is_old else None
            if packed.exists():
                continue
            if twin is not None and twin.is_file():
                _link(twin, packed)
            else:
                _pack(file, packed, quality, cache)

    with ThreadPoolExecutor(max_workers=cores()) as pool:
        list(pool.map(pack, names))


def _pack(file: Path, packed: Path, quality: int, cache: Path) -> None:
    data = file.read_bytes()
    if len(data) < _SMALLEST:
        return
    if packed.suffix == ".gz":
        small = gzip.compress(data, 9, mtime=0)
    else:
        key = key_of("brotli", brotli.__version__, quality, data)
        small = remembered(cache, key, lambda: brotli.compress(data, quality=quality))
    if len(small) < len(data):
        packed.write_bytes(small)
        age = file.stat().st_mtime_ns
        os.utime(packed, ns=(age, age))
