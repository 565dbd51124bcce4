"""One publication, from what is online to what is: built beside, laid out, shown in one step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from plugins.desk.editions import Busy, Editions
from plugins.desk.laying import Unfit, lay_edition, pack_edition
from plugins.desk.settings import Settings
from plugins.messages import Message, msg
from plugins.problems import BuildStopped, Problem, Report
from plugins.publishing import KEPT, conclude

# Builds a site into a folder, given the edition before; its settings as they are after that.
Compose = Callable[[Path, Path | None], Mapping[str, Any]]


def publish_edition(
    editions: Editions, options: Settings, cache: Path, compose: Compose, report: Report
) -> Message:
    """What came of it, in a sentence; raises `BuildStopped` where what was online stays.

    Whenever it is ended, and however, that is one edition or the other, whole;
    what it leaves behind is cleared away by the next one.
    """
    report.add(*editions.check())
    report.stop_on_errors()
    try:
        with editions.locked():
            try:
                return _publish(editions, options, cache, compose, report)
            finally:
                editions.discard()
    except Busy:
        report.add(busy())
    except Unfit as error:
        report.add(error.problem)
    except OSError as error:
        report.add(_unwritten(error, editions))
    raise BuildStopped(report)


def _publish(
    editions: Editions, options: Settings, cache: Path, compose: Compose, report: Report
) -> Message:
    previous, new = editions.current, editions.begin()
    settings = compose(new, previous)
    folder = editions.live.name
    if lay_edition(new, settings.get(KEPT, frozenset()), previous, editions.draft):
        report.add(*editions.check_room())
        report.stop_on_errors()
        pack_edition(editions.draft, previous, options.quality, cache)
        number = int(editions.put_online().name)
        said = msg("Edition {number} is online in {folder}/.", number=number, folder=folder)
    else:
        said = msg("Nothing has changed: what is online in {folder}/ stays.", folder=folder)
    _finish(editions, options, settings, report)
    return said


def _finish(
    editions: Editions, options: Settings, settings: Mapping[str, Any], report: Report
) -> None:
    """What follows the step; a fault here is told, and mended by the next publication."""
    try:
        conclude(dict(settings))
        editions.prune(options.kept)
    except OSError as error:
        cause = msg(
            "The new edition is online, but {path} could not be written: {reason}.",
            path=Path(error.filename or editions.folder).name,
            reason=error.strerror or str(error),
        )
        remedy = msg("Make room or give the right to write, then run make publish again.")
        report.add(Problem("unfinished-publication", cause, remedy, severity="warning"))


def busy() -> Problem:
    """Two publications at once."""
    cause = msg("Another publication is under way.")
    return Problem("busy", cause, msg("Wait until it has ended, then publish again."))


def _unwritten(error: OSError, editions: Editions) -> Problem:
    cause = msg(
        "The new edition could not be written: {path}, {reason}.",
        path=Path(error.filename or editions.folder).name,
        reason=error.strerror or str(error),
    )
    remedy = msg(
        "Make room or give the right to write in {folder}, then publish again.",
        folder=editions.live.parent,
    )
    return Problem("unwritable-edition", cause, remedy)
