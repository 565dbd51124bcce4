"""What a check found, as text for people, as JSON for programs, as annotations for GitHub."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from plugins.messages import Gettext, Message, msg
from plugins.problems import Problem, Severity

# SGR codes (ECMA-48): red, yellow, cyan; all of them are read on dark and on light grounds.
_COLOURS: Mapping[Severity, str] = {"error": "31;1", "warning": "33", "notice": "36", "note": "0"}
# GitHub's workflow commands; what asks for nothing annotates nothing.
_COMMANDS: Mapping[Severity, str] = {"error": "error", "warning": "warning", "notice": "notice"}

Format = Callable[[Sequence[Problem], Gettext, Path], str]


def wants_colour(environment: Mapping[str, str], is_terminal: bool) -> bool:
    """Whether to colour: on a terminal that can, unless NO_COLOR is set (no-color.org)."""
    if environment.get("NO_COLOR"):
        return False
    return is_terminal and environment.get("TERM") != "dumb"


def render_text(problems: Sequence[Problem], gettext: Gettext, root: Path) -> str:
    """Two lines a problem, and how many there are."""
    lines = [problem.render(gettext, root) for problem in problems]
    return "\n".join([*lines, _counted(problems).render(gettext)])


def render_colours(problems: Sequence[Problem], gettext: Gettext, root: Path) -> str:
    """As `render_text`, for a terminal."""
    lines = [_coloured(problem, gettext, root) for problem in problems]
    return "\n".join([*lines, _counted(problems).render(gettext)])


def render_json(problems: Sequence[Problem], gettext: Gettext, root: Path) -> str:
    """An object with every problem and the counts; keys are for ever, more may come."""
    found = [
        {
            "code": problem.code,
            "severity": problem.severity,
            "path": _path(problem, root),
            "line": problem.line,
            "column": problem.column,
            "cause": problem.cause.render(gettext),
            "remedy": problem.remedy.render(gettext) if problem.severity != "note" else "",
        }
        for problem in problems
    ]
    counts = {name: count(problems, name) for name in ("error", "warning", "notice")}
    return json.dumps({"problems": found, "counts": counts}, ensure_ascii=False, indent=2)


def render_github(problems: Sequence[Problem], gettext: Gettext, root: Path) -> str:
    """Workflow commands, one a line: GitHub shows them beside the lines of a pull request."""
    return "\n".join(
        _annotation(problem, _COMMANDS[problem.severity], gettext, root)
        for problem in problems
        if problem.severity in _COMMANDS
    )


FORMATS: Mapping[str, Format] = {
    "text": render_text,
    "json": render_json,
    "github": render_github,
}


def count(problems: Sequence[Problem], severity: str) -> int:
    """How many problems are of this severity."""
    return sum(problem.severity == severity for problem in problems)


def _counted(problems: Sequence[Problem]) -> Message:
    names: tuple[Severity, ...] = ("error", "warning", "notice")
    counts = {name: count(problems, name) for name in names}
    return msg("Errors: {error}; warnings: {warning}; notices: {notice}.", **counts)


def _coloured(problem: Problem, gettext: Gettext, root: Path) -> str:
    place, colour = problem.place(root), _COLOURS[problem.severity]
    text = problem.render(gettext, root).removeprefix(place)
    head, _, rest = text.partition("] ")
    if problem.severity == "note":
        return f"\x1b[2m{place}{text}\x1b[0m"
    first, _, remedy = rest.partition("\n")
    return f"\x1b[1m{place}\x1b[0m\x1b[{colour}m{head}]\x1b[0m {first}\n\x1b[2m{remedy}\x1b[0m"


def _annotation(problem: Problem, command: str, gettext: Gettext, root: Path) -> str:
    places = {"file": _path(problem, root), "line": problem.line, "col": problem.column}
    given = {**places, "title": problem.code}
    properties = ",".join(
        f"{name}={_escaped(str(value), ':,')}" for name, value in given.items() if value is not None
    )
    words = f"{problem.cause.render(gettext)}\n→ {problem.remedy.render(gettext)}"
    return f"::{command} {properties}::{_escaped(words)}"


def _escaped(text: str, more: str = "") -> str:
    """As the runner reads it back: %, line ends, and in properties their separators."""
    for character in f"%\r\n{more}":
        text = text.replace(character, f"%{ord(character):02X}")
    return text


def _path(problem: Problem, root: Path) -> str | None:
    if problem.path is None:
        return None
    is_below = problem.path.is_relative_to(root)
    return (problem.path.relative_to(root) if is_below else problem.path).as_posix()
