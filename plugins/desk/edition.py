"""A new edition in the place of the last one, file by file, so that no moment shows half a site."""

from __future__ import annotations

import filecmp
import shutil
from collections.abc import Collection, Iterator
from pathlib import Path

from plugins.messages import msg
from plugins.problems import Problem

# Says that a folder is an edition, which the next one may replace whole.
MARK = ".edition"

# The mark of one that is not online yet: put under its name, it takes no room on a full disk.
NEXT_MARK = ".edition.next"

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
    kept = {*_move_in(new, live), *(Path(name) for name in carried)}
    for path in _files(live):
        name = path.relative_to(live)
        if name not in kept and name.parts[0] not in retained:
            path.unlink()
    _remove_empty_folders(live, retained)
    return tuple(sorted(name.as_posix() for name in kept))


def overlay_edition(new: Path, live: Path) -> tuple[str, ...]:
    """Move the files of ``new`` into ``live``, and leave whatever else is there; their names."""
    return tuple(name.as_posix() for name in _move_in(new, live))


def _move_in(new: Path, live: Path) -> list[Path]:
    """Move each file of ``new`` to its place in ``live``; their names."""
    names = [path.relative_to(new) for path in _files(new)]
    for name in sorted(names, key=lambda name: (name.suffix in _LAST, name)):
        _put(new / name, live / name, live)
    return names


def _put(source: Path, target: Path, live: Path) -> None:
    if target.is_file() and not target.is_symlink() and filecmp.cmp(source, target, shallow=False):
        return
    for parent in reversed(target.relative_to(live).parents):
        folder = live / parent
        if folder.is_file() or (folder.is_symlink() and folder != live):
            folder.unlink()
        folder.mkdir(exist_ok=True)
    if target.is_dir() and not target.is_symlink():
        shutil.rmtree(target)
    source.replace(target)


def _files(folder: Path) -> Iterator[Path]:
    """Every file and link below ``folder``, in the order of names."""
    return (path for path in sorted(folder.rglob("*")) if path.is_symlink() or not path.is_dir())


def _remove_empty_folders(live: Path, retained: Collection[str]) -> None:
    for path in sorted(live.rglob("*"), reverse=True):
        if path.relative_to(live).parts[0] in retained or path.is_symlink():
            continue
        if path.is_dir() and not any(path.iterdir()):
            path.rmdir()
