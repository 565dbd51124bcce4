"""Edits, seen as they are saved; and builds, one after another, so that none is lost."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

from watchfiles import Change, DefaultFilter, awatch

WATCHED = ("content", "theme", "plugins")


async def watch_edits(root: Path, edited: asyncio.Event) -> None:
    """Set ``edited`` whenever a source or the configuration changes; runs until cancelled.

    The configuration is watched through its folder: an editor that saves by
    renaming would leave a watch of the file itself on the file that is gone.
    """
    folders = [root / name for name in WATCHED if (root / name).is_dir()]

    def is_configuration(_change: Change, path: str) -> bool:
        return Path(path).parent == root and path.endswith(".py")

    async def follow(recursive: bool) -> None:
        paths, chosen = (folders, DefaultFilter()) if recursive else ([root], is_configuration)
        async for _ in awatch(
            *paths, watch_filter=chosen, recursive=recursive, debounce=200, step=20
        ):
            edited.set()

    async with asyncio.TaskGroup() as group:
        group.create_task(follow(True))
        group.create_task(follow(False))


async def build_on_edits(
    edited: asyncio.Event, build: Callable[[], Awaitable[bool]], built: Callable[[], None]
) -> None:
    """Build once for all edits so far, again for those made meanwhile; runs until cancelled."""
    while True:
        await edited.wait()
        edited.clear()
        if await build():
            built()


async def build_apart(configuration: Path, output: Path, siteurl: str, report: Path) -> bool:
    """One build in a process of its own, which sees the plugins as they are now on disk.

    What it found is left at ``report``.
    """
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "plugins.desk", "build"),
        *("--settings", str(configuration)),
        *("--output", str(output)),
        *("--siteurl", siteurl),
        *("--report", str(report)),
        cwd=configuration.parent,
    )
    try:
        return await process.wait() == 0
    finally:
        if process.returncode is None:
            process.terminate()
            await process.wait()
