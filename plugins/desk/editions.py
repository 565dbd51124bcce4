"""The editions of one site, and which of them is online.

``public`` is a symbolic link to one of them: to change where it points is one
step (rename(2)), before which a reader gets the one edition, after which the
other. Each stands whole in ``.public.editions/0001``, ``0002``…; the mark in an
edition says that it has been online.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from plugins.desk.edition import MARK, check_destination, prepare_mark, set_mark
from plugins.ledger import ADDRESSES, Entry, parse_ledger
from plugins.messages import msg
from plugins.problems import Problem

_ROOM_LEFT = 4 * 2**20
_PATIENCE = 50  # tenths of a second

# renameat2(2): two names exchange what they stand for, a folder and a link as well.
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2


class Busy(Exception):
    """Another publication is under way."""


@dataclass(frozen=True, order=True)
class Edition:
    """One edition that has been online, first ``since`` then."""

    number: int
    folder: Path
    since: datetime
    is_online: bool

    @property
    def addresses(self) -> frozenset[Entry]:
        """What it published; nothing is known of an edition from before editions were kept."""
        file = self.folder / ADDRESSES
        return frozenset(parse_ledger(file.read_text("utf-8")) if file.is_file() else ())

    @property
    def posts(self) -> int:
        """How many posts it has."""
        return sum(entry.kind == "post" for entry in self.addresses)


class Editions:
    """The editions behind ``live``, the path that is served."""

    def __init__(self, live: Path) -> None:
        self.live = live
        self.folder = live.with_name(f".{live.name}.editions")
        # A program of a publication that was killed may be writing still: not into this one's.
        self._staging = self.folder / f".staging.{secrets.token_hex(4)}"
        self._laying = self.folder / ".laying"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the editions for this process alone; raises `Busy`.

        The lock belongs to the process (POSIX record locks): it goes with it
        however it ends, and no program that it had started holds it on.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / ".lock").open("a") as file:
            try:
                fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except (BlockingIOError, PermissionError):
                raise Busy from None
            self._recover()
            yield

    def _recover(self) -> None:
        """Clear away what a publication left that was ended halfway."""
        for path in sorted(self.folder.iterdir()):
            if path.is_symlink():
                path.unlink()
            elif path.name.startswith(".") and path.is_dir():
                _clear(path)
            elif path.name.isdigit() and not (path / MARK).is_file():
                if path == self.current:
                    set_mark(path)
                else:
                    shutil.rmtree(path)

    def check(self) -> list[Problem]:
        """A problem where the link would take the place of what is no edition of ours."""
        if self.current is not None:
            return []
        if not self.live.is_symlink():
            return check_destination(self.live)
        cause = msg("{folder} is a link to another place.", folder=self.live.name)
        remedy = msg("Remove the link, or give OUTPUT_PATH another folder.")
        return [Problem("foreign-output", cause, remedy)]

    @property
    def current(self) -> Path | None:
        """The edition that is online; a folder from before editions were kept is one, too."""
        if self.live.is_symlink():
            target = self.live.parent / self.live.readlink()
            return target if target.parent == self.folder else None
        return self.live if (self.live / MARK).is_file() else None

    def all(self) -> list[Edition]:
        """Every edition that can be put online, the oldest first."""
        found = (path for path in self.folder.glob("[0-9]*") if (path / MARK).is_file())
        return sorted(
            Edition(
                int(path.name),
                path,
                datetime.fromtimestamp((path / MARK).stat().st_mtime, UTC),
                path == self.current,
            )
            for path in found
        )

    def begin(self) -> Path:
        """A new, empty folder to build in; readable by the web server, as all below it."""
        self._staging.mkdir()
        return self._staging

    @property
    def draft(self) -> Path:
        """Where the whole edition is laid out before it is one."""
        return self._laying

    def check_room(self) -> list[Problem]:
        """A problem where the disk has no room for what is packed beside the changed files."""
        files = (path.stat() for path in self._laying.rglob("*") if path.is_file())
        wanted = sum(file.st_size for file in files if file.st_nlink == 1) + _ROOM_LEFT
        free = shutil.disk_usage(self.folder).free
        if free >= wanted:
            return []
        cause = msg(
            "The disk has {free} MB left, and the new edition may need {wanted} MB.",
            free=free // 2**20,
            wanted=-(-wanted // 2**20),
        )
        return [Problem("no-room", cause, msg("Make room on the disk, then publish again."))]

    def put_online(self) -> Path:
        """Make the draft the next edition, and show it in one step; the edition's folder."""
        takes_over = self.live.exists() and not self.live.is_symlink()
        first = 1 if takes_over and self.current else 0
        numbers = [int(path.name) for path in self.folder.glob("[0-9]*")]
        edition = self.folder / f"{max([first, *numbers]) + 1:04}"
        prepare_mark(self._laying)
        self._laying.rename(edition)
        os.sync()  # after a power cut, too, what is online is there
        self.show(edition)
        return edition

    def show(self, edition: Path) -> None:
        """Let ``live`` lead to ``edition``: one rename, or one exchange with a folder."""
        target = Path(self.folder.name, edition.name)
        if self.live.exists() and not self.live.is_symlink():
            self._take_over(target)
        else:
            link = self.folder / ".link"
            link.symlink_to(target)
            link.replace(self.live)
        if not (edition / MARK).is_file():
            set_mark(edition)

    def freshen(self, edition: Path) -> None:
        """Date what differs from what is online by now, before ``edition`` is shown again.

        Servers answer 304 to who has no earlier date than the file's, in whole
        seconds (RFC 9110, 13.1.3): whoever has the other edition would keep it.
        """
        online, now = self.current or self.live, time.time()
        for path in sorted(edition.rglob("*")):
            other = online / path.relative_to(edition)
            if not path.is_file() or path.name.startswith(MARK):
                continue
            if not other.is_file():
                os.utime(path, (now, now))
            elif not other.samefile(path):
                date = max(now, other.stat().st_mtime + 1)
                os.utime(path, (date, date))

    def _take_over(self, target: Path) -> None:
        """Put the link where a folder is; an edition from before becomes the first."""
        if self.current is None:  # empty: `check` saw to it
            self.live.rmdir()
            self.live.symlink_to(target)
            return
        first = self.folder / "0001"
        first.symlink_to(target)
        if not _exchange(first, self.live):
            first.unlink()
            self.live.rename(first)
            self.live.symlink_to(target)

    def prune(self, kept: int) -> None:
        """Remove the oldest editions beyond the ``kept`` newest that are not online."""
        behind = [edition for edition in self.all() if not edition.is_online]
        for edition in behind[:-kept]:
            (edition.folder / MARK).unlink()  # half removed, it is none
            shutil.rmtree(edition.folder)

    def discard(self) -> None:
        """Remove what is not of an edition."""
        shutil.rmtree(self._staging, ignore_errors=True)
        shutil.rmtree(self._laying, ignore_errors=True)


def choose(editions: list[Edition], wanted: str) -> Edition | None:
    """The edition of that number, or without one the last before that which is online."""
    online = next((one.number for one in editions if one.is_online), 0)
    if not wanted:
        return max((one for one in editions if one.number < online), default=None)
    return next((one for one in editions if wanted.lstrip("0") == str(one.number)), None)


def _clear(folder: Path) -> None:
    """Remove ``folder``, in which somebody may be writing for a moment yet."""
    for _ in range(_PATIENCE):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
        time.sleep(0.1)
    shutil.rmtree(folder)


def _exchange(first: Path, second: Path) -> bool:
    """Exchange two names in one step; False where the system cannot."""
    try:
        call = ctypes.CDLL(None, use_errno=True).renameat2
    except AttributeError:
        return False
    names = os.fsencode(first), os.fsencode(second)
    return bool(call(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_EXCHANGE) == 0)
