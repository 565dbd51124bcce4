"""What the desk says: every problem, then in one line what came of the build."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

from plugins.catalogue import HOUSE, load_catalogue
from plugins.desk.edition import HALF_WRITTEN
from plugins.desk.editions import Edition
from plugins.desk.orders import Outcome
from plugins.messages import Message, msg
from plugins.problems import Problem

if TYPE_CHECKING:  # it brings what writes e-mails
    from plugins.desk.publication import Return


def tell_outcome(outcome: Outcome, root: Path, most: int = sys.maxsize) -> str:
    """The whole account; paths are shown relative to ``root``.

    Of what is not wrong but doubtful, no more than ``most`` lines, and how many
    there are beyond.
    """
    gettext = load_catalogue(HOUSE, outcome.language).gettext
    doubtful = [problem for problem in outcome.problems if problem.severity == "warning"]
    left = doubtful[most:]
    lines = [problem.render(gettext, root) for problem in outcome.problems if problem not in left]
    if left:
        more = msg("And {number} more doubts, which make check lists.", number=len(left))
        lines.append(more.render(gettext))
    return "\n".join([*lines, conclusion(outcome, root).render(gettext)])


def tell_editions(editions: Sequence[Edition], language: str, zone: ZoneInfo) -> str:
    """A line for each, the newest first: its number, since when, how many posts."""
    gettext = load_catalogue(HOUSE, language).gettext
    if not editions:
        return msg("There is no publication yet.").render(gettext)
    lines = []
    for one in sorted(editions, reverse=True):
        moment = one.since.astimezone(zone)
        day = format_datetime(moment, "d MMM y HH:mm", locale=language.replace("-", "_"))
        posts = msg("posts: {number}", number=one.posts).render(gettext)
        online = f"  {msg('online').render(gettext)}" if one.is_online else ""
        lines.append(f"{one.number:>6}  {day:<20}  {posts}{online}")
    return "\n".join(lines)


def tell_releases(releases: Sequence[tuple[str, bool]], language: str = "fr") -> str:
    """A line for each release of a server."""
    online = msg("online").render(load_catalogue(HOUSE, language).gettext)
    return "\n".join(f"{name}  {online}" if is_online else name for name, is_online in releases)


def tell_return(back: Return, language: str = "fr") -> str:
    """Which edition is online again, and what of the other is not in it."""
    gettext = load_catalogue(HOUSE, language).gettext
    number = back.edition.number
    lines = [msg("Edition {number} is online again.", number=number).render(gettext)]
    if back.lost:
        lines.append(
            msg(
                "Until the next publication these addresses answer 404; their ids and addresses"
                " are remembered:"
            ).render(gettext)
        )
        lines += [f"    /{address}" for address in back.lost]
    return "\n".join(lines)


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
    if outcome.said is not None:
        return outcome.said
    output = outcome.output
    folder = output.relative_to(root) if output.is_relative_to(root) else output
    if warnings:
        return msg("Built in {folder}/ (warnings: {warnings}).", folder=folder, warnings=warnings)
    return msg("Built in {folder}/.", folder=folder)


def _count(problems: Sequence[Problem], severity: str) -> int:
    return sum(problem.severity == severity for problem in problems)
