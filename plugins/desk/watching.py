"""Edits, seen as they are saved; and builds, one after another, so that none is lost."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from typing import Any

from watchfiles import Change, DefaultFilter, awatch

WATCHED = ("content", "theme", "plugins")

Filter = Callable[[Change, str], bool]

# An answer is one line, and carries the report of a whole site.
LONGEST_ANSWER = 1_000_000_000

# A whole build follows when nothing more was saved for so many seconds.
IDLE = 1.0


class Edits(asyncio.Event):
    """That something was saved, and the paths of what it was; ``folders`` are to be looked at."""

    def __init__(self, root: Path) -> None:
        super().__init__()
        self.paths: set[str] = set()
        self.folders = {root / name for name in WATCHED}
        self.moved = asyncio.Event()

    def look_into(self, folders: Iterable[str]) -> None:
        """Look at ``folders`` too from now on; what was saved there until now counts as new."""
        more = {Path(folder) for folder in folders}
        if not all(any(one.is_relative_to(known) for known in self.folders) for one in more):
            self.folders |= more
            self.moved.set()
            self.set()

    def take(self) -> list[str]:
        """The paths saved since the last time."""
        paths, self.paths = sorted(self.paths), set()
        return paths


async def watch_edits(root: Path, edited: Edits) -> None:
    """Set ``edited`` whenever a source or the configuration changes; runs until cancelled.

    The configuration is watched through its folder: an editor that saves by
    renaming would leave a watch of the file itself on the file that is gone.
    """

    def is_configuration(_change: Change, path: str) -> bool:
        return Path(path).parent == root and path.endswith(".py")

    async def follow(paths: Iterable[Path], chosen: Filter, *, recursive: bool) -> None:
        async for changes in awatch(
            *paths,
            watch_filter=chosen,
            recursive=recursive,
            debounce=200,
            step=20,
            stop_event=edited.moved if recursive else None,
        ):
            edited.paths.update(path for _, path in changes)
            edited.set()

    async def follow_folders() -> None:
        while True:
            edited.moved.clear()
            folders = sorted(folder for folder in edited.folders if folder.is_dir())
            await follow(folders, DefaultFilter(), recursive=True)

    async with asyncio.TaskGroup() as group:
        group.create_task(follow_folders())
        group.create_task(follow([root], is_configuration, recursive=False))


async def build_on_edits(
    edited: asyncio.Event,
    build: Callable[[], Awaitable[bool]],
    built: Callable[[], None],
    settle: Callable[[], Awaitable[bool]] | None = None,
) -> None:
    """Build once for all edits so far, again for those made meanwhile; runs until cancelled.

    ``settle`` is asked for when nothing was edited for a moment, and says
    whether it has changed anything.
    """
    while True:
        try:
            await asyncio.wait_for(edited.wait(), IDLE if settle is not None else None)
        except TimeoutError:
            if settle is not None and await settle():
                built()
            continue
        edited.clear()
        if await build():
            built()


class BuildProcess:
    """The process that builds, replaced when what it was started from is edited."""

    def __init__(
        self,
        configuration: Path,
        output: Path,
        siteurl: str,
        edited: Edits,
        take: Callable[[str], None],
    ) -> None:
        self._command = (
            *(sys.executable, "-m", "plugins.desk", "builder"),
            *("--settings", str(configuration)),
            *("--output", str(output)),
            *("--siteurl", siteurl),
        )
        self._folder, self._edited, self._take = configuration.parent, edited, take
        self._process: asyncio.subprocess.Process | None = None
        self._is_settled, self._until = True, None

    async def build(self) -> bool:
        """Build after the edits so far; whether there is another edition."""
        order = {"paths": self._edited.take()}
        answer = await self._ask(order)
        if answer is None or answer.get("stale"):
            await self.close()
            answer = await self._ask({}) or {}
        return self._take_in(answer)

    async def settle(self) -> bool:
        """Whatever a quick build left to do, unless something is edited meanwhile."""
        if self._is_settled and not (self._until and time.time() >= self._until):
            return False
        asking = asyncio.ensure_future(self._ask({"settle": True}))
        waiting = asyncio.ensure_future(self._edited.wait())
        await asyncio.wait({asking, waiting}, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        if not asking.done():
            self._write(b"\n")  # it gives way to any line
        answer = await asking
        if answer is None or answer.get("stale"):
            self._edited.set()
            return False
        return self._take_in(answer) and bool(answer.get("changed"))

    def _take_in(self, answer: dict[str, Any]) -> bool:
        self._is_settled = bool(answer.get("settled", True))
        if self._is_settled:
            self._until = answer.get("until")
        self._edited.look_into(answer.get("folders", ()))
        if answer.get("report"):
            self._take(answer["report"])
        if answer.get("told"):
            stream = sys.stdout if answer.get("built") else sys.stderr
            print(answer["told"], file=stream, flush=True)
        return bool(answer.get("built"))

    async def _ask(self, order: dict[str, Any]) -> dict[str, Any] | None:
        """The answer; None where the process has ended."""
        if self._process is None:
            self._process = await asyncio.create_subprocess_exec(
                *self._command,
                cwd=self._folder,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                limit=LONGEST_ANSWER,
            )
        assert self._process.stdout is not None
        self._write(f"{json.dumps(order)}\n".encode())
        line = await self._process.stdout.readline()
        answer: dict[str, Any] | None = json.loads(line) if line else None
        return answer

    def _write(self, line: bytes) -> None:
        assert self._process is not None
        assert self._process.stdin is not None
        self._process.stdin.write(line)

    async def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is not None and process.returncode is None:
            process.terminate()
            await process.wait()
