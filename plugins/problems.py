"""Problems: what is wrong, where, why, and what to do about it.

Pelican logs an error and goes on, so that a post can vanish from a build that
ends with 0. Here a fault is a value; every room adds its own to the run's
`Report`, and the build stops once, with all of them, before a file is written.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, MutableMapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from plugins.messages import Gettext, Message, msg

Severity = Literal["error", "warning", "notice", "note"]

REPORT_KEY = "PROBLEM_REPORT"

MOST_SHOWN = 40


@dataclass(frozen=True)
class Problem:
    """One fault. ``line`` and ``column`` count from 1; ``path`` is as given."""

    code: str
    cause: Message
    remedy: Message
    path: Path | None = None
    line: int | None = None
    column: int | None = None
    severity: Severity = "error"

    def at(self, path: Path, line: int | None = None) -> Problem:
        """The same problem, placed in a file (a line that it has already is kept)."""
        return replace(self, path=path, line=self.line if line is None else line)

    def render(self, gettext: Gettext, root: Path | None = None) -> str:
        """Two lines: ``path:line:column: error [code] cause`` and the remedy.

        A note asks for nothing: it is ``path: cause`` alone. Paths below
        ``root`` are shown relative to it, with forward slashes.
        """
        place = self.place(root)
        if self.severity == "note":
            return f"{place}{self.cause.render(gettext)}"
        head = name_severity(self.severity).render(gettext)
        cause, remedy = self.cause.render(gettext), self.remedy.render(gettext)
        return f"{place}{head} [{self.code}] {cause}\n    → {remedy}"

    def place(self, root: Path | None = None) -> str:
        """``path:line:column: ``, as much of it as is known."""
        if self.path is None:
            return ""
        path = self.path
        if root is not None and path.is_relative_to(root):
            path = path.relative_to(root)
        parts = [path.as_posix(), *(str(n) for n in (self.line, self.column) if n is not None)]
        return ":".join(parts) + ": "

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        """By file, then place, then code: two runs report in one order."""
        path = "" if self.path is None else self.path.as_posix()
        return (path, self.line or 0, self.column or 0, self.code, str(self.cause))


@dataclass
class Report:
    """The problems of one run, without repetitions, in a stable order."""

    _problems: list[Problem] = field(default_factory=list)
    # By place and code: among ten thousand, each is compared with its like alone.
    _known: dict[object, list[Problem]] = field(default_factory=dict, repr=False)

    def add(self, *problems: Problem) -> None:
        """Take ``problems`` in; one that is here already is not repeated."""
        for problem in problems:
            like = self._known.setdefault((problem.path, problem.line, problem.code), [])
            if problem not in like:
                like.append(problem)
                self._problems.append(problem)

    def clear(self) -> None:
        """Forget everything: a new run begins."""
        self._problems.clear()
        self._known.clear()

    def __iter__(self) -> Iterator[Problem]:
        return iter(sorted(self._problems, key=lambda problem: problem.sort_key))

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that stop a build."""
        return tuple(problem for problem in self if problem.severity == "error")

    def concerns(self, path: Path) -> bool:
        """Whether an error of this file is known, so that what follows from it is not news."""
        return any(p.path == path and p.severity == "error" for p in self._problems)

    def stop_on_errors(self) -> None:
        """Raise `BuildStopped` when there is an error."""
        if self.errors:
            raise BuildStopped(self)


class BuildStopped(Exception):
    """The build must not write: its report holds at least one error."""

    def __init__(self, report: Report) -> None:
        super().__init__("\n".join(problem.render(str) for problem in report))
        self.report = report


def name_severity(severity: Severity) -> Message:
    """What the author calls it."""
    names = {
        "error": msg("error"),
        "warning": msg("warning"),
        "notice": msg("notice"),
        "note": msg("note"),
    }
    return names[severity]


def report_of(settings: MutableMapping[str, Any]) -> Report:
    """The report of the Pelican run that owns these settings, made at first use."""
    report = settings.setdefault(REPORT_KEY, Report())
    assert isinstance(report, Report)
    return report


def closest(word: str, known: Iterable[str]) -> str | None:
    """The known word most like ``word`` whatever its case, or None when none is near."""
    by_fold = {candidate.casefold(): candidate for candidate in sorted(known)}
    found = difflib.get_close_matches(word.casefold(), by_fold, n=1, cutoff=0.6)
    return by_fold[found[0]] if found else None


def suggestion(word: str, known: Iterable[str], listed: Iterable[str] = ()) -> Message:
    """«Did you mean …?», or where nothing is near the list: ``listed``, or a short ``known``."""
    near = closest(word, known := tuple(known))
    if near is not None:
        return msg("Did you mean “{word}”?", word=near)
    names = sorted(set(listed) or set(known))
    if len(names) > MOST_SHOWN:
        return msg("Correct its name, or delete it.")
    return msg("Known: {words}.", words=", ".join(names))
