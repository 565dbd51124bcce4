"""What the preview knows beside the pages: the last report, and what is asked of it at the desk."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
import tempfile
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from plugins.desk.letter import find_post
from plugins.messages import Message
from plugins.problems import Problem
from plugins.reporting import Backstage, BuildReport, FeedItem, PageNote, parse_report


@dataclass(frozen=True, slots=True)
class Told:
    """A problem as a page shows it; ``where`` is "file:line" below the site's folder."""

    code: str
    severity: str
    where: str
    cause: Message
    remedy: Message


class Backroom:
    """The last report of a build, the notes of the last good one, and the proofreader's word."""

    def __init__(self, configuration: Path, output: Path, told: Callable[[], None]) -> None:
        self.configuration, self.output = configuration, output
        self.root = configuration.parent
        self.report, self.backstage = BuildReport(is_written=True), Backstage()
        self._told, self._turn = told, 0
        self._proof: tuple[int, BuildReport] | None = None
        self._proofreader: asyncio.subprocess.Process | None = None
        self._lock = asyncio.Lock()

    def take(self, report: BuildReport) -> None:
        """A build has ended; open pages are told, and a proof of what was before is dropped."""
        self.report = report
        if report.is_written:
            self.backstage = report.backstage
        self._turn += 1
        if self._proofreader is not None:
            with contextlib.suppress(ProcessLookupError):
                self._proofreader.terminate()
        self._told()

    def note_at(self, address: str) -> PageNote | None:
        """The note of the page at an address below the site's root."""
        return self.backstage.pages.get(address.lstrip("/").removesuffix("index.html"))

    def errors(self) -> list[Told]:
        """What stopped the last build; nothing once one has succeeded."""
        if self.report.is_written:
            return []
        return [self.tell(p) for p in self.report.problems if p.severity == "error"]

    def problems_of(self, note: PageNote) -> list[Told]:
        """What the last build found in a page's file, or in the files beside it."""
        return [self.tell(p) for p in self._about(note, self.report)]

    def _about(self, note: PageNote, report: BuildReport) -> Iterator[Problem]:
        for problem in report.problems:
            if problem.severity != "note" and problem.path is not None:
                is_beside = note.source.stem == "index" and problem.path.is_relative_to(
                    note.source.parent
                )
                if problem.path == note.source or is_beside:
                    yield problem

    def tell(self, problem: Problem) -> Told:
        """A problem as a page shows it."""
        path = problem.path
        if path is not None and path.is_relative_to(self.root):
            path = path.relative_to(self.root)
        place = [path.as_posix()] if path is not None else []
        place += [str(number) for number in (problem.line, problem.column) if path and number]
        where = ":".join(place)
        return Told(problem.code, problem.severity, where, problem.cause, problem.remedy)

    def item_of(self, note: PageNote) -> FeedItem | None:
        """The post as the feed has it; one that is in no feed yet, as it would be."""
        if (item := self.backstage.items.get(note.url)) is not None:
            return item
        try:
            post = find_post(self.output, self.backstage.feed, note.url)
        except OSError:
            return None
        return FeedItem(post.title, post.content, post.authors) if post else None

    async def findings_of(self, note: PageNote) -> list[dict[str, Any]]:
        """Topics with their evidence, by the topics' own command: the vocabulary may be edited."""
        command = ("-m", "plugins.topics", "--json", str(note.source))
        process = await self._start(*command, stdout=PIPE)
        output, _ = await process.communicate()
        found: list[dict[str, Any]] = json.loads(output) if output.strip() else []
        return found

    async def card_of(self, note: PageNote) -> bytes:
        """The card of a post that has none in the preview, as PNG; empty where it has no order."""
        if not note.card_order:
            return b""
        process = await self._start("-m", "plugins.images", stdin=PIPE, stdout=PIPE)
        output, _ = await process.communicate(note.card_order.encode())
        return bytes(output)

    async def proof_of(self, note: PageNote) -> list[Told]:
        """What the proofreader says beyond the build, of this page; one proof an edition."""
        async with self._lock:
            while self._proof is None or self._proof[0] != self._turn:
                turn, report = self._turn, await self._proofread()
                if report is not None:
                    self._proof = turn, report
        known = {(p.code, p.path, p.line, str(p.cause)) for p in self.report.problems}
        found = (p for p in self._about(note, self._proof[1]))
        news = [p for p in found if (p.code, p.path, p.line, str(p.cause)) not in known]
        return [self.tell(problem) for problem in news]

    async def _proofread(self) -> BuildReport | None:
        """`make check` in a process of its own; None when an edit made it useless on its way."""
        with tempfile.TemporaryDirectory() as folder:
            path, turn = Path(folder, "report.json"), self._turn
            command = ("-m", "plugins.desk", "check", "--settings", str(self.configuration))
            process = await self._start(*command, "--report", str(path))
            self._proofreader = process
            try:
                await process.wait()
            finally:
                self._proofreader = None
                if process.returncode is None:
                    process.terminate()
            if turn != self._turn:
                return None
            return read_report(path) or BuildReport(is_written=False)

    async def _start(self, *command: str, stdin: int = DEVNULL, stdout: int = DEVNULL) -> Any:
        return await asyncio.create_subprocess_exec(
            sys.executable, *command, cwd=self.root, stdin=stdin, stdout=stdout, stderr=DEVNULL
        )


def read_report(path: Path) -> BuildReport | None:
    """The report that a build left at ``path``; None where it left none that can be read."""
    try:
        return parse_report(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, KeyError, TypeError):
        return None
