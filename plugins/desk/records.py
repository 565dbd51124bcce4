"""What Pelican logs, to problems: it logs an error, goes on, and ends with 0."""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from plugins.config import Places
from plugins.memory import Memory
from plugins.messages import Message, msg
from plugins.problems import Problem, Report

# Pelican's own words (pelican/__init__.py, plugins/_utils.py), before they are filled in.
_PLUGIN_WORDS = ("Cannot register plugin", "Cannot load plugin")

# A file that it could not copy is a warning to it (pelican/utils.py): the site would lack it.
_COPY_WORDS = ("A problem occurred copying", "While copying", "Skipped copy", "Cannot copy")

# Frames that are nobody's fault: the libraries', and the desk's own, which every traceback crosses.
_OURS = {".venv", "desk"}
_CONFIGURATION = {"pelicanconf.py", "publishconf.py"}

PELICAN = "pelican"


class ProblemHandler(logging.Handler):
    """Adds each record to ``report``; ``root`` tells the author's files from the libraries'."""

    def __init__(self, report: Report, root: Path, places: Places) -> None:
        super().__init__(logging.WARNING)
        self.report, self.root, self.places = report, root, places

    def emit(self, record: logging.LogRecord) -> None:
        """Called by logging for warnings and worse."""
        error = record.exc_info[1] if record.exc_info else None
        if error is None and record.levelno >= logging.ERROR:
            # Pelican logs from inside its except clauses, and does not hand the exception on.
            error = sys.exc_info()[1]
        problem = problem_of_record(record, error, self.root)
        if problem.code == "plugin-failed" and problem.path is None:
            path, line = self.places.find("PLUGINS")
            problem = replace(problem, path=path, line=line)
        self.report.add(problem)


def problem_of_record(
    record: logging.LogRecord, error: BaseException | None, root: Path
) -> Problem:
    """The problem that a log record tells of, at the line of its exception where it has one."""
    if str(record.msg).startswith(_PLUGIN_WORDS) and isinstance(record.args, tuple):
        return problem_of_plugin(str(record.args[0]), error or record.args[-1], root)
    if str(record.msg).startswith(_COPY_WORDS) and isinstance(record.args, tuple):
        return problem_of_copy(record.args, root)
    if error is not None:
        return problem_of_error(error, root)
    severe = record.levelno >= logging.ERROR
    words = " ".join(record.getMessage().replace(f"{root}/", "").split())
    return Problem(
        PELICAN,
        msg("Pelican says: {words}", words=words),
        msg("Correct what it names."),
        severity="error" if severe else "warning",
    )


def problem_of_plugin(name: str, error: object, root: Path) -> Problem:
    """A plugin that could not be loaded or did not register: its pages would be missing."""
    path, line = place_of(error, root) if isinstance(error, BaseException) else (None, None)
    return Problem(
        "plugin-failed",
        msg("The plugin {name} failed: {reason}.", name=name, reason=_reason(error)),
        msg("Correct it, or take it out of PLUGINS."),
        path,
        line,
    )


def problem_of_copy(arguments: tuple[object, ...], root: Path) -> Problem:
    """A file of the author's that did not get into the site."""
    source, error = Path(str(arguments[0])), arguments[-1]
    reason = error.strerror or str(error) if isinstance(error, OSError) else str(error)
    name = source.relative_to(root) if source.is_relative_to(root) else source.name
    return Problem(
        "uncopied-file",
        msg("{name} could not be copied into the site: {reason}.", name=name, reason=reason),
        msg("Check that it is there and that the disk has room, then build again."),
    )


def problem_of_error(error: BaseException, root: Path) -> Problem:
    """An exception that nobody foresaw, at the author's last line on its way."""
    path, line = place_of(error, root)
    code, remedy = _sort(path)
    return Problem(
        code, msg("The build failed: {reason}.", reason=_reason(error)), remedy, path, line
    )


def problems_of_memory(memory: Memory) -> Iterator[Problem]:
    """A warning where nothing can be remembered: the site is right, and late."""
    if memory.trouble:
        cause = msg(
            "What was made cannot be remembered in {file} ({reason}): each build makes all anew.",
            file=memory.path.name,
            reason=memory.trouble,
        )
        remedy = msg("Give the right to write in {folder}, and room.", folder=memory.path.parent)
        yield Problem("forgetting", cause, remedy, severity="warning")


def place_of(error: BaseException, root: Path) -> tuple[Path | None, int | None]:
    """The innermost line of ``error``'s traceback that is in the author's folder.

    Jinja rewrites tracebacks, so that a template's line is among them.
    """
    filename, line = getattr(error, "filename", None), getattr(error, "lineno", None)
    if filename and line:  # Python's SyntaxError and Jinja's say so themselves
        return Path(filename), line
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        path = Path(frame.filename)
        if path.is_relative_to(root) and not _OURS & set(path.relative_to(root).parts):
            return path, frame.lineno
    return None, None


def _sort(path: Path | None) -> tuple[str, Message]:
    if path is not None and path.suffix == ".html":
        return "template-failed", msg("Correct the template.")
    if path is not None and path.name in _CONFIGURATION:
        return "invalid-configuration", msg("Correct the line shown.")
    if path is not None:
        return "plugin-failed", msg("Correct it, or take it out of PLUGINS.")
    return "build-failed", msg("Run it again with DEBUG=1 to see the whole of Python’s account.")


def _reason(error: object) -> str:
    words = " ".join(str(error).split())
    if isinstance(error, BaseException):
        return f"{type(error).__name__}: {words}" if words else type(error).__name__
    return words
