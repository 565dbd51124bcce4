"""One build by Pelican: in a folder of its own, and the edition only when nothing is wrong."""

from __future__ import annotations

import logging
import shutil
import signal
import sys
import tempfile
import traceback
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pelican import Pelican
from pelican.log import console
from pelican.settings import read_settings

from plugins.config import PROOFREADING, Places
from plugins.desk.configuration import read_places
from plugins.desk.edition import check_destination, replace_edition
from plugins.desk.records import PELICAN, ProblemHandler, problem_of_error
from plugins.memory import memory_of
from plugins.messages import msg
from plugins.outputs import KEY as OUTPUTS_KEY
from plugins.outputs import Outputs, load_edition, save_edition
from plugins.problems import REPORT_KEY, BuildStopped, Problem, Report
from plugins.publishing import DUE_KEY, conclude, next_due
from plugins.publishing import KEY as AFTER_KEY

HALF_WRITTEN = "unwritable-output"


@dataclass(frozen=True)
class Order:
    """What to build. ``output`` and ``siteurl`` overrule the configuration's."""

    configuration: Path
    output: Path | None = None
    siteurl: str | None = None
    debug: bool = False
    proofreading: bool = False


@dataclass(frozen=True)
class Outcome:
    """What came of it: where the edition is, or None when the last one was left in place."""

    problems: tuple[Problem, ...]
    output: Path | None
    language: str = "fr"
    settings: Mapping[str, Any] = field(default_factory=dict, repr=False)

    @property
    def until(self) -> float | None:
        """When the first scheduled post is due (POSIX time): the same sources make another site."""
        return next_due(self.settings)


def build(order: Order) -> Outcome:
    """Build the site. Never raises for a fault of content, configuration, theme or plugin."""
    places, faults = read_places(order.configuration)
    if faults:
        return Outcome(tuple(faults), None)
    root, report = order.configuration.parent, Report()
    settings: dict[str, Any] = {}
    try:
        with _listening(report, root, places):
            settings.update(_settings(order, places))
            written = _build(settings, report)
    except BuildStopped:
        written = False
    except Exception as error:  # noqa: BLE001 (whatever it is, it is told, and the old site stays)
        if order.debug:
            traceback.print_exception(error)
        report.add(problem_of_error(error, root))
        written = False
    output = Path(settings["OUTPUT_PATH"]) if written else None
    language = settings.get("DEFAULT_LANG", "fr")
    return Outcome(_worth_telling(report), output, language, settings)


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
    settings["CONFIGURATION_PLACES"] = places
    settings[PROOFREADING] = order.proofreading
    settings["DELETE_OUTPUT_DIRECTORY"] = False
    return settings


def _build(settings: dict[str, Any], report: Report) -> bool:
    """Run Pelican into a new folder beside the edition, then let it take the edition's place."""
    settings[REPORT_KEY], settings[AFTER_KEY], settings[DUE_KEY] = report, [], []
    memory, live = memory_of(settings), Path(settings["OUTPUT_PATH"])
    report.add(*check_destination(live))
    report.stop_on_errors()
    live.parent.mkdir(parents=True, exist_ok=True)
    new = Path(tempfile.mkdtemp(prefix=f".{live.name}.", dir=live.parent))
    # Ended by a signal, the new folder goes too: SystemExit passes through `finally`.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    editions = Path(settings["CACHE_PATH"], "editions")
    outputs = Outputs(new, live, memory.version, load_edition(editions, live))
    settings[OUTPUTS_KEY] = outputs
    try:
        pelican = Pelican({**settings, "OUTPUT_PATH": str(new)})
        report.stop_on_errors()
        early = tuple(report)
        pelican.run()
        report.add(*early)
        report.stop_on_errors()
        names = _replace(outputs, settings["OUTPUT_RETENTION"], report)
        if names is None:
            return False
        save_edition(editions, live, outputs.record(names))
        conclude(pelican.settings)
    finally:
        memory.end_run()
        shutil.rmtree(new, ignore_errors=True)
    return True


def _replace(outputs: Outputs, retained: Sequence[str], report: Report) -> tuple[str, ...] | None:
    """Let the new edition in, and name its files.

    None, with a problem, where the disk or a permission stops it.
    """
    live = outputs.live
    try:
        return replace_edition(outputs.new, live, retained, outputs.kept)
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
        return None


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
