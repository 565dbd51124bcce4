"""What the desk says: every problem, then in one line what came of the build."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from plugins.catalogue import HOUSE, load_catalogue
from plugins.desk.glue import HALF_WRITTEN, Outcome
from plugins.messages import Message, msg
from plugins.problems import Problem


def tell_outcome(outcome: Outcome, root: Path) -> str:
    """The whole account; paths are shown relative to ``root``."""
    gettext = load_catalogue(HOUSE, outcome.language).gettext
    lines = [problem.render(gettext, root) for problem in outcome.problems]
    return "\n".join([*lines, conclusion(outcome, root).render(gettext)])


def say(message: Message, language: str = "fr") -> str:
    """One message in the author's language."""
    return message.render(load_catalogue(HOUSE, language).gettext)


def say_problem(problem: Problem, language: str = "fr") -> str:
    """One problem in the author's language."""
    return problem.render(load_catalogue(HOUSE, language).gettext, Path.cwd())


def conclusion(outcome: Outcome, root: Path) -> Message:
    """The last line: built where, or stopped, and with how many faults."""
    errors, warnings = _count(outcome.problems, "error"), _count(outcome.problems, "warning")
    if any(problem.code == HALF_WRITTEN for problem in outcome.problems):
        return msg("The last site and the new one are mixed until a build succeeds.")
    if outcome.output is None:
        return msg(
            "Nothing was written (errors: {errors}). The last site is untouched.", errors=errors
        )
    output = outcome.output
    folder = output.relative_to(root) if output.is_relative_to(root) else output
    if warnings:
        return msg("Built in {folder}/ (warnings: {warnings}).", folder=folder, warnings=warnings)
    return msg("Built in {folder}/.", folder=folder)


def _count(problems: Sequence[Problem], severity: str) -> int:
    return sum(problem.severity == severity for problem in problems)
