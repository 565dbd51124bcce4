"""One build by Pelican: in a folder of its own, and the edition only when nothing is wrong."""

from __future__ import annotations

import logging
import shutil
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pelican import Pelican
from pelican.log import console
from pelican.settings import read_settings

from plugins.config import PROOFREADING, VISITING, Places, room_settings
from plugins.desk.configuration import read_places
from plugins.desk.edition import check_destination, replace_edition
from plugins.desk.editions import Editions
from plugins.desk.press import publish_edition
from plugins.desk.records import PELICAN, ProblemHandler, problem_of_error
from plugins.desk.settings import NAME, Publishing
from plugins.messages import Message, msg
from plugins.problems import REPORT_KEY, BuildStopped, Problem, Report
from plugins.proofreading import REPAIRS_KEY, Repair
from plugins.publishing import KEY as AFTER_KEY
from plugins.publishing import PREVIOUS, conclude
from plugins.reporting import KEY as BACKSTAGE_KEY
from plugins.reporting import Backstage, BuildReport, backstage_of

HALF_WRITTEN = "unwritable-output"


@dataclass(frozen=True)
class Order:
    """What to build. ``output``, ``siteurl`` and ``as_of`` overrule the configuration's.

    ``proofreading`` tells what is doubtful too; ``visiting`` is the site in whose
    name external links are tested, "" where they are not. ``rehearsal``: nothing
    is remembered of it, as no reader will see it.
    """

    configuration: Path
    output: Path | None = None
    siteurl: str | None = None
    debug: bool = False
    proofreading: bool = False
    as_of: str | None = None
    rehearsal: bool = False
    visiting: str = ""


@dataclass(frozen=True)
class Outcome:
    """What came of it: where the edition is, or None when the last one was left in place.

    ``said`` is the last line where there is more to say than that; ``repairs``
    are what `make check FIX=1` may write, after proofreading.
    """

    problems: tuple[Problem, ...]
    output: Path | None
    language: str = "fr"
    said: Message | None = None
    repairs: tuple[Repair, ...] = ()
    backstage: Backstage = field(default_factory=Backstage)

    @property
    def report(self) -> BuildReport:
        """What whoever shows the outcome is told."""
        return BuildReport(self.output is not None, self.problems, self.backstage)


def build(order: Order) -> Outcome:
    """Build into the edition's own folder, whose files the new ones replace one by one."""
    return _carry_out(order, _build)


def publish(order: Order) -> Outcome:
    """Build beside the edition that is online, and let the new one be seen in one step."""
    return _carry_out(order, _publish)


Way = Callable[[Order, dict[str, Any], Report], Message | None]


def _carry_out(order: Order, way: Way) -> Outcome:
    """Never raises for a fault of content, configuration, theme, plugin or disk."""
    places, faults = read_places(order.configuration)
    if faults:
        return Outcome(tuple(faults), None)
    root, report = order.configuration.parent, Report()
    settings: dict[str, Any] = {}
    output: Path | None = None
    said: Message | None = None
    try:
        with _listening(report, root, places):
            settings.update(_settings(order, places))
            said = way(order, settings, report)
            output = Path(settings["OUTPUT_PATH"])
    except BuildStopped:
        pass
    except Exception as error:  # noqa: BLE001 (whatever it is, it is told, and the old site stays)
        if order.debug:
            traceback.print_exception(error)
        report.add(problem_of_error(error, root))
    language, repairs = settings.get("DEFAULT_LANG", "fr"), tuple(settings.get(REPAIRS_KEY, ()))
    problems, backstage = _worth_telling(report), backstage_of(settings)
    return Outcome(problems, output, language, said, repairs, backstage)


def read_configuration(configuration: Path) -> dict[str, Any]:
    """The settings as they are, for a command that works on the last edition."""
    return _settings(Order(configuration), read_places(configuration)[0])


def _worth_telling(report: Report) -> tuple[Problem, ...]:
    """Without Pelican's own warnings where there are errors, from which they follow."""
    if not report.errors:
        return tuple(report)
    return tuple(p for p in report if p.code != PELICAN or p.severity == "error")


def _settings(order: Order, places: Places) -> dict[str, Any]:
    """Pelican's settings, with what the desk adds to them."""
    sys.path.insert(0, str(order.configuration.parent))
    settings: dict[str, Any] = read_settings(str(order.configuration))
    if order.output is not None:
        settings["OUTPUT_PATH"] = str(order.output.absolute())
    if order.siteurl is not None:
        settings["SITEURL"] = order.siteurl
    if order.as_of is not None:
        settings["SITE"] = {**settings["SITE"], "as_of": order.as_of}
    settings["CONFIGURATION_PLACES"] = places
    settings[PROOFREADING], settings[VISITING] = order.proofreading, order.visiting
    settings[BACKSTAGE_KEY] = Backstage()
    settings["DELETE_OUTPUT_DIRECTORY"] = False
    return settings


def _build(order: Order, settings: dict[str, Any], report: Report) -> None:
    """Run Pelican into a new folder beside the edition, then let its files take their places."""
    live = Path(settings["OUTPUT_PATH"])
    report.add(*check_destination(live))
    report.stop_on_errors()
    live.parent.mkdir(parents=True, exist_ok=True)
    new = Path(tempfile.mkdtemp(prefix=f".{live.name}.", dir=live.parent))
    try:
        composed = _run_pelican(settings, new, report)
        _replace(new, live, settings["OUTPUT_RETENTION"], report)
        if not order.rehearsal:
            conclude(composed)
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _publish(order: Order, settings: dict[str, Any], report: Report) -> Message:
    """Run Pelican into a new edition, which is shown in one step."""
    options = room_settings(Publishing, NAME, settings)
    report.stop_on_errors()

    def compose(new: Path, previous: Path | None) -> dict[str, Any]:
        composed: dict[str, Any] = _run_pelican({**settings, PREVIOUS: previous}, new, report)
        return composed

    cache = Path(settings["CACHE_PATH"], "packed")
    return publish_edition(Editions(Path(settings["OUTPUT_PATH"])), options, cache, compose, report)


def _run_pelican(settings: dict[str, Any], new: Path, report: Report) -> Any:
    """Build into the empty folder ``new``; Pelican's settings after that."""
    # Read here, so that it is known whoever starts Pelican.
    room_settings(Publishing, NAME, settings)
    settings[REPORT_KEY], settings[AFTER_KEY], settings[REPAIRS_KEY] = report, [], []
    # Ended by a signal, the new folder goes too: SystemExit passes through `finally`.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    pelican = Pelican({**settings, "OUTPUT_PATH": str(new)})
    report.stop_on_errors()
    early = tuple(report)
    pelican.run()
    report.add(*early)
    report.stop_on_errors()
    return pelican.settings


def _replace(new: Path, live: Path, retained: Sequence[str], report: Report) -> None:
    """Let the new edition in; raises `BuildStopped` where the disk or a permission stops it."""
    try:
        replace_edition(new, live, retained)
    except OSError as error:
        cause = msg(
            "The new site could only be put in place in part: {path}, {reason}.",
            path=Path(error.filename or live).name,
            reason=error.strerror or str(error),
        )
        remedy = msg(
            "Make room or give the right to write in {folder}, then build again.", folder=live
        )
        report.add(Problem(HALF_WRITTEN, cause, remedy))
        report.stop_on_errors()


@contextmanager
def _listening(report: Report, root: Path, places: Places) -> Iterator[None]:
    """Take Pelican's log as problems, and keep its console quiet."""
    handler, logger = ProblemHandler(report, root, places), logging.getLogger()
    logger.addHandler(handler)
    console.quiet = True
    try:
        yield
    finally:
        logger.removeHandler(handler)
        console.quiet = False
