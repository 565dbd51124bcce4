"""One build by Pelican: in a folder of its own, and the edition only when nothing is wrong."""

from __future__ import annotations

import logging
import secrets
import shutil
import signal
import sys
import traceback
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pelican import Pelican
from pelican.contents import Content
from pelican.log import LimitFilter, console
from pelican.settings import read_settings

from plugins.cache import key_of
from plugins.config import CONFIGURATION_KEY, PROOFREADING, Places
from plugins.desk.configuration import read_places
from plugins.desk.edition import check_destination, overlay_edition, replace_edition
from plugins.desk.records import PELICAN, ProblemHandler, problem_of_error
from plugins.editing import KEY as QUICK_KEY
from plugins.memory import KEY as MEMORY_KEY
from plugins.memory import memory_of, open_memory
from plugins.messages import msg
from plugins.outputs import KEY as OUTPUTS_KEY
from plugins.outputs import Edition, Outputs, files_of, load_edition, save_edition
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
    return Press(order).build()


class Press:
    """Pelican, read in once: it makes one edition, or where it ``stays`` one after another.

    Pelican's own way to build again keeps what it must not: the text of every
    post of every run, the warnings that were said once, the moment of the first.
    """

    def __init__(self, order: Order, *, stays: bool = False) -> None:
        self.order, self.stays = order, stays
        self.root = order.configuration.parent
        self.pelican: Pelican | None = None
        self.settings: dict[str, Any] = {}
        self.edition: Edition = {}
        self.changed = True
        self.quick: Any = None
        self._early: tuple[Problem, ...] = ()

    def build(self) -> Outcome:
        """A whole build. Never raises for a fault of content, configuration, theme or plugin."""
        self.quick = None
        places, faults = read_places(self.order.configuration)
        if faults:
            return Outcome(tuple(faults), None)
        report = Report()
        with self._telling(report, places) as told:
            if self.pelican is None:
                self.settings = _settings(self.order, places)
                self.settings[MEMORY_KEY] = open_memory(self.settings, near=self.stays)
            told.written = self._build(report)
        return self._outcome(report, written=told.written)

    def retouch(self, paths: Sequence[Path]) -> Outcome | None:
        """The pages of the texts at ``paths``, where only these texts changed; None where more did.

        What else may follow from it, a whole `build` settles.
        """
        if self.quick is None or self.pelican is None:
            return None
        quick, self.quick = self.quick, None
        report = Report()
        with self._telling(report, self.settings["CONFIGURATION_PLACES"]) as done:
            done.written = self._retouch(quick, paths)
        if not done.written or report.errors:
            return None
        self.quick = quick
        return Outcome((), Path(self.settings["LIVE_PATH"]), self.settings["DEFAULT_LANG"])

    def _retouch(self, quick: Any, paths: Sequence[Path]) -> bool:
        live = Path(self.settings["LIVE_PATH"])
        with _staging(live) as new:
            outputs = Outputs(new, live, memory_of(self.settings).version, self.edition)
            if not quick(paths, outputs):
                return False
            names = overlay_edition(new, live)
            self.edition |= outputs.record(names)
        return True

    @contextmanager
    def _telling(self, report: Report, places: Places) -> Iterator[_Done]:
        """Whatever goes wrong inside is told, and the old site stays."""
        done = _Done()
        try:
            with _listening(report, self.root, places):
                yield done
        except BuildStopped:
            done.written = False
        except Exception as error:  # noqa: BLE001 (whatever it is, it is told)
            if self.order.debug:
                traceback.print_exception(error)
            report.add(problem_of_error(error, self.root))
            done.written = False

    def _outcome(self, report: Report, *, written: bool) -> Outcome:
        output = Path(self.settings["LIVE_PATH"]) if written else None
        language = self.settings.get("DEFAULT_LANG", "fr")
        return Outcome(_worth_telling(report), output, language, self.settings)

    def _build(self, report: Report) -> bool:
        """Run Pelican into a new folder beside the edition, then let it take its place."""
        settings, live = self.settings, Path(self.settings["LIVE_PATH"])
        settings[REPORT_KEY], settings[AFTER_KEY], settings[DUE_KEY] = report, [], []
        report.add(*check_destination(live))
        report.stop_on_errors()
        editions, memory = Path(settings["CACHE_PATH"], "editions"), memory_of(settings)
        self.edition = self.edition or load_edition(editions, live)
        with _staging(live) as new:
            settings["OUTPUT_PATH"] = str(new)
            outputs = Outputs(new, live, memory.version, self.edition)
            settings[OUTPUTS_KEY] = outputs
            try:
                self._run(report, new)
                names = _replace(outputs, settings["OUTPUT_RETENTION"], report)
                if names is None:
                    return False
                before, self.edition = self.edition, outputs.record(names)
                self.changed = files_of(before) != files_of(self.edition)
                save_edition(editions, live, self.edition)
                conclude(settings)
            finally:
                settings["OUTPUT_PATH"] = str(live)
                memory.end_run()
        self.quick = settings.pop(QUICK_KEY, None)
        return True

    def _run(self, report: Report, new: Path) -> None:
        if self.pelican is None:
            self.pelican = Pelican(self.settings)
            report.stop_on_errors()
            self._early = tuple(report)
        else:
            forget_run(self.settings)
        self.pelican.output_path = str(new)
        self.pelican.run()
        report.add(*self._early)
        report.stop_on_errors()


@dataclass
class _Done:
    written: bool = False


def forget_run(settings: dict[str, Any]) -> None:
    """Forget what Pelican keeps of a run for the whole life of a process."""
    for text in (Content.get_content, Content.get_summary):
        text.cache.clear()
    LimitFilter._raised_messages.clear()
    LimitFilter._group_count.clear()
    # The present is the moment of this run.
    settings["CHECKED_SETTINGS"].pop("SITE", None)


@contextmanager
def _staging(live: Path) -> Iterator[Path]:
    """A new folder beside ``live``, which goes whatever happens."""
    live.parent.mkdir(parents=True, exist_ok=True)
    # Ended by a signal, the new folder goes too: SystemExit passes through `finally`.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    new = live.with_name(f".{live.name}.{secrets.token_hex(4)}")
    try:
        new.mkdir(0o700)
        yield new
    finally:
        shutil.rmtree(new, ignore_errors=True)


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
    files = sorted(order.configuration.parent.glob("*.py"))
    settings[CONFIGURATION_KEY] = key_of(*(path.read_bytes() for path in files))
    settings[PROOFREADING] = order.proofreading
    settings["DELETE_OUTPUT_DIRECTORY"] = False
    settings["LIVE_PATH"] = settings["OUTPUT_PATH"]
    return settings


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
