"""The configuration's source, read with ``ast``: its faults, and where each name was written."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

from plugins.config import Places, locate
from plugins.files import Unreadable, read_text
from plugins.messages import msg
from plugins.problems import Problem

# The rooms of the house, in the order in which it names them.
ROOMS = (
    *("typography", "posts", "author_cards", "topics", "theming", "discussion", "corrections"),
    *("feeds", "images", "search", "permalinks", "backstage", "hosting", "incremental", "checks"),
)
# Those that others build on: without one of them, they fail at places that say nothing of it.
ESSENTIAL = tuple(room for room in ROOMS if room not in {"typography", "backstage", "hosting"})


def missing_rooms(plugins: Iterable[object], places: Places) -> Iterator[Problem]:
    """A problem for each room of the house that ``PLUGINS`` leaves out."""
    known = set(map(str, plugins))
    for name in (f"plugins.{room}" for room in ESSENTIAL):
        if name not in known:
            cause = msg("PLUGINS lacks {name}, on which the others build.", name=name)
            remedy = msg("Put it back, in the place that it has in the house’s own pelicanconf.py.")
            yield Problem("missing-room", cause, remedy, *places.find("PLUGINS"))


def are_ours(plugins: Iterable[object]) -> bool:
    """Whether ``PLUGINS`` are rooms of the house alone, in its order."""
    given = list(plugins)
    return given == [name for name in (f"plugins.{room}" for room in ROOMS) if name in given]


def read_places(path: Path) -> tuple[Places, list[Problem]]:
    """Where ``path``, and what it imports whole, assign their names; or why it cannot be read."""
    try:
        return locate(*configuration_files(path)), []
    except Unreadable as error:
        return Places(), [error.problem]
    except SyntaxError as error:
        problem = Problem(
            "invalid-configuration",
            msg("The configuration is not valid Python: {reason}.", reason=error.msg),
            msg("Correct the line shown: often a quote, a comma or a bracket is missing."),
            Path(error.filename or path),
            error.lineno,
            error.offset,
        )
        return Places(), [problem]


def configuration_files(path: Path, seen: frozenset[Path] = frozenset()) -> list[Path]:
    """``path`` after the files beside it that it imports with ``*``, the first read first.

    Raises `Unreadable` or SyntaxError (with the file's name).
    """
    files: list[Path] = []
    for node in ast.parse(read_text(path), filename=str(path)).body:
        if isinstance(node, ast.ImportFrom) and node.module and node.names[0].name == "*":
            imported = path.with_name(f"{node.module}.py")
            if imported.is_file() and imported not in seen:
                files += configuration_files(imported, seen | {path})
    return [*files, path]
