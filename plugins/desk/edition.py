"""A new edition in the place of the last one, file by file, so that no moment shows half a site."""

from __future__ import annotations

import filecmp
import os
import shutil
import stat
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from plugins.messages import msg
from plugins.outputs import Outputs
from plugins.problems import BuildStopped, Problem, Report

# Says that a folder is an edition, which the next one may replace whole.
MARK = ".edition"

# The mark of one that is not online yet: put under its name, it takes no room on a full disk.
NEXT_MARK = ".edition.next"

HALF_WRITTEN = "unwritable-output"

# Pages last: whatever a new page asks for is there before it.
_LAST = {".html", ".xml", ".json"}


def check_destination(destination: Path) -> list[Problem]:
    """A problem where the edition would take the place of something that is no edition.

    `replace_edition` removes what it did not write, so it may only be let into
    a folder that is new, empty, or its own: the `MARK` says so.
    """
    if not destination.exists() or (destination / MARK).is_file():
        return []
    if destination.is_dir() and not any(destination.iterdir()):
        return []
    cause = msg(
        "The folder {folder} holds other things than a site, which building there would erase.",
        folder=destination.name,
    )
    remedy = msg("Give OUTPUT_PATH a new folder, or empty this one yourself.")
    return [Problem("foreign-output", cause, remedy)]


def prepare_mark(edition: Path) -> None:
    """Have all that `set_mark` needs."""
    (edition / NEXT_MARK).write_text(
        "A built site: the next build replaces this folder.\n", "utf-8"
    )


def set_mark(edition: Path) -> None:
    """Say that a folder is an edition, in one step."""
    if not (edition / NEXT_MARK).is_file():
        prepare_mark(edition)
    (edition / NEXT_MARK).replace(edition / MARK)


def replace_edition(
    new: Path, live: Path, retained: Collection[str] = (), carried: Collection[str] = ()
) -> tuple[str, ...]:
    """Move the files of ``new`` into ``live``, then remove what is not of this edition.

    The names of its files are returned: those of ``new``, and those ``carried``
    over from the edition before. A file with equal bytes is left alone, so that
    its mtime stays true. Names in ``retained`` (Pelican's ``OUTPUT_RETENTION``)
    at the top of ``live`` are nobody's to remove.
    """
    live.mkdir(parents=True, exist_ok=True)
    prepare_mark(new)
    set_mark(new)
    kept = {*_move_in(new, live), *carried}
    _remove_others(live, kept, retained)
    return tuple(sorted(kept))


def let_in(outputs: Outputs, retained: Sequence[str], report: Report) -> tuple[str, ...]:
    """Let the new edition in, and name its files.

    Raises `BuildStopped` where the disk or a permission stops it.
    """
    live = outputs.live
    try:
        return replace_edition(outputs.new, live, retained, outputs.kept)
    except OSError as error:
        cause = msg(
            "The new site could only be put in place in part: {path}, {reason}.",
            path=Path(error.filename or live).name,
            reason=error.strerror or str(error),
        )
        remedy = msg(
            "Make room or give the right to write in {folder}, then build again.", folder=live
        )
        report.add(Problem(HALF_WRITTEN, cause, remedy))
        raise BuildStopped(report) from error


def overlay_edition(new: Path, live: Path, gone: Iterable[str] = ()) -> tuple[str, ...]:
    """Move the files of ``new`` into ``live``, and leave what else is there but the ``gone``.

    The names of those that were moved are returned.
    """
    names = tuple(_move_in(new, live))
    for name in gone:
        (live / name).unlink(missing_ok=True)
        for folder in Path(name).parents:
            with suppress(OSError):  # most are not empty
                (live / folder).rmdir()
    return names


def _move_in(new: Path, live: Path) -> list[str]:
    """Move each file of ``new`` to its place in ``live``; their names."""
    names = [name for folder, names in _walk(new) for name in names]
    if not any(live.iterdir()):  # then there is nothing of which half could be seen
        for path in sorted(new.iterdir()):
            path.replace(live / path.name)
        return names
    ready: set[Path] = set()
    for name in sorted(names, key=lambda name: (Path(name).suffix in _LAST, name)):
        _put(new / name, live / name, live, ready)
    return names


def _put(source: Path, target: Path, live: Path, ready: set[Path]) -> None:
    """Move one file; ``ready`` are the folders that are known to be there."""
    try:
        there = target.lstat()
    except (FileNotFoundError, NotADirectoryError):
        there = None
    if there is not None and stat.S_ISREG(there.st_mode):
        if there.st_size == source.stat().st_size and filecmp.cmp(source, target, shallow=False):
            return
    elif there is not None and stat.S_ISDIR(there.st_mode):
        shutil.rmtree(target)
    if target.parent not in ready:
        for parent in reversed(target.relative_to(live).parents):
            folder = live / parent
            if folder.is_file() or (folder.is_symlink() and folder != live):
                folder.unlink()
            folder.mkdir(exist_ok=True)
        ready.add(target.parent)
    source.replace(target)


def _walk(root: Path) -> Iterator[tuple[str, list[str]]]:
    """Each folder below ``root``, the deepest first, and its files and links, all from there."""
    start = len(str(root)) + 1
    for folder, folders, names in os.walk(root, topdown=False):
        own = [*names, *(one for one in folders if os.path.islink(f"{folder}/{one}"))]  # noqa: PTH114
        yield folder[start:], [f"{folder}/{name}"[start:] for name in own]


def _remove_others(live: Path, kept: Collection[str], retained: Collection[str]) -> None:
    """Remove every file that is not ``kept``, and every folder in which nothing is left."""
    for folder, names in _walk(live):
        if folder.split("/", 1)[0] in retained:
            continue
        for name in names:
            if name not in kept and name not in retained:
                (live / name).unlink()
        if folder:
            with suppress(OSError):  # most are not empty
                (live / folder).rmdir()
