"""One build by Pelican: in a folder of its own, and the edition only when nothing is wrong."""

from __future__ import annotations

import gc
import logging
import secrets
import shutil
import signal
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from pelican import Pelican
from pelican.contents import Content
from pelican.generators import Generator
from pelican.log import LimitFilter, console
from pelican.settings import read_settings

from plugins import running
from plugins.cache import key_of
from plugins.config import (
    CONFIGURATION_KEY,
    PROOFREADING,
    VISITING,
    Places,
    check_essentials,
    room_settings,
)
from plugins.desk.configuration import missing_rooms, read_places
from plugins.desk.correcting import Corrected, correct, leave
from plugins.desk.edition import check_destination, let_in, overlay_edition
from plugins.desk.editions import Editions
from plugins.desk.orders import Order, Outcome
from plugins.desk.press import publish_edition
from plugins.desk.records import PELICAN, ProblemHandler, problem_of_error, problems_of_memory
from plugins.desk.settings import NAME, Settings
from plugins.desk.unchanged import Last
from plugins.editing import KEY as QUICK_KEY
from plugins.memory import KEY as MEMORY_KEY
from plugins.memory import memory_of, open_memory
from plugins.messages import Message
from plugins.outputs import KEY as OUTPUTS_KEY
from plugins.outputs import (
    RECORD_KEY,
    Edition,
    Outputs,
    alone,
    files_of,
    load_edition,
    save_edition,
)
from plugins.problems import REPORT_KEY, BuildStopped, Problem, Report
from plugins.proofreading import REPAIRS_KEY
from plugins.publishing import DUE_KEY, KEPT, PREVIOUS, after_success, conclude
from plugins.publishing import KEY as AFTER_KEY
from plugins.reporting import KEY as BACKSTAGE_KEY
from plugins.reporting import Backstage, backstage_of
from plugins.running import forget_compiled, is_touched
from plugins.standing import Declined, read_standing
from plugins.yielding import checkpoint

# A site is made of many objects and few circles of them: Python need not look for those so often
# (`gc.set_threshold`; by its own numbers 7 % of a clean build of 1,000 posts, by these 3 %).
RARELY = (20_000, 20, 50)


def build(order: Order) -> Outcome:
    """Build into the edition's own folder, whose files the new ones replace one by one."""
    return Press(order).build()


def publish(order: Order) -> Outcome:
    """Build beside the edition that is online, and let the new one be seen in one step."""
    return Press(order).publish()


class Press:
    """Pelican, read in once: it makes one edition, or where it ``stays`` one after another.

    Pelican's own way to build again keeps what it must not: the text of every
    post of every run, the warnings that were said once, the moment of the first.
    """

    def __init__(self, order: Order, *, stays: bool = False) -> None:
        gc.set_threshold(*RARELY)
        self.order, self.stays = order, stays
        self.root = order.configuration.parent
        self.pelican: Pelican | None = None
        self.settings: dict[str, Any] = {}
        self.edition: Edition = {}
        self.changed = True
        self.quick: Any = None
        self._early: tuple[Problem, ...] = ()
        self._problems: tuple[Problem, ...] = ()
        self.corrected: Corrected | None = None

    def build(self) -> Outcome:
        """A whole build, whose files take the places of the edition's one by one."""
        return self._carry_out(self._build)

    def publish(self) -> Outcome:
        """A whole build beside the edition that is online, to be seen in one step."""
        return self._carry_out(self._publish)

    def _carry_out(self, way: Callable[[Report], Message | None]) -> Outcome:
        """Never raises for a fault of content, configuration, theme, plugin or disk."""
        self.quick = None
        places, faults = read_places(self.order.configuration)
        if faults:
            return Outcome(tuple(faults), None)
        report = Report()
        with self._telling(report, places) as told:
            self._read_settings(places)
            told.said, told.written = way(report), True
        return self._outcome(report, told)

    def _read_settings(self, places: Places) -> None:
        if self.pelican is None:
            self.settings = _settings(self.order, places)
            self.settings[MEMORY_KEY] = open_memory(self.settings, near=self.stays)

    def leave(self) -> bytes | None:
        """What the last build leaves for another process; None where nobody could go by that."""
        return leave(self.quick, self.edition, self._problems) if self.quick else None

    def correct(self, last: Last) -> Outcome | None:
        """The edited texts set into what stands; None where only a whole build will do."""
        places, faults = read_places(self.order.configuration)
        left = last.left()
        if faults or left is None:
            return None
        report = Report()
        with self._telling(report, places) as told, suppress(Declined):
            self._read_settings(places)
            corrected, told.written = self._correct(report, last, left), True
        if not told.written:
            return None
        self.corrected = corrected
        output, language = Path(self.settings["LIVE_PATH"]), self.settings["DEFAULT_LANG"]
        return Outcome(corrected.problems, output, language, settings=self.settings)

    def _correct(self, report: Report, last: Last, left: bytes) -> Corrected:
        live = Path(self.settings["LIVE_PATH"])
        with _staging(live) as new:
            outputs = Outputs(new, live, memory_of(self.settings).version, last.edition)
            with self._running(report, outputs) as pelican:
                report.clear()  # what is said of the configuration was said by the whole build
                generator = Generator(**_without_texts(pelican))
                return correct(generator, last, read_standing(left))

    def retouch(self, paths: Sequence[Path]) -> Outcome | None:
        """The pages of the texts at ``paths``, where only these texts changed; None where more did.

        What else may follow from it, a whole `build` settles.
        """
        if self.quick is None or self.pelican is None:
            return None
        quick, self.quick = self.quick, None
        self.settings[REPORT_KEY] = report = Report()
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
            self.settings[OUTPUTS_KEY] = outputs
            if not quick(paths, outputs):
                return False
            gone = outputs.gone - outputs.keys.keys()
            with alone(Path(self.settings["CACHE_PATH"], "editions"), live):
                self.edition |= outputs.record(overlay_edition(new, live, gone))
            for name in gone:
                self.edition.pop(name, None)
        return True

    @contextmanager
    def _telling(self, report: Report, places: Places) -> Iterator[_Done]:
        """Whatever goes wrong inside is told, and the old site stays."""
        done = _Done()
        try:
            with _listening(report, self.root, places), _ending():
                yield done
        except BuildStopped:
            pass
        except Exception as error:  # noqa: BLE001 (whatever it is, it is told)
            if self.order.debug:
                traceback.print_exception(error)
            report.add(problem_of_error(error, self.root))

    def _outcome(self, report: Report, told: _Done) -> Outcome:
        settings = self.settings
        output = Path(settings["LIVE_PATH"]) if told.written else None
        language, repairs = settings.get("DEFAULT_LANG", "fr"), tuple(settings.get(REPAIRS_KEY, ()))
        self._problems, behind = _worth_telling(report), backstage_of(settings)
        return Outcome(self._problems, output, language, told.said, repairs, behind, settings)

    def _build(self, report: Report) -> None:
        """Run Pelican into a new folder beside the edition, then let its files in."""
        settings, live = self.settings, Path(self.settings["LIVE_PATH"])
        report.add(*check_destination(live))
        report.stop_on_errors()
        editions = Path(settings["CACHE_PATH"], "editions")
        self.edition = self.edition or load_edition(editions, live)
        with _staging(live) as new:
            outputs = Outputs(new, live, memory_of(settings).version, self.edition, waits=True)
            outputs.checkpoint = partial(checkpoint, settings)
            self._run(report, outputs)
            with alone(editions, live):
                names = let_in(outputs, settings["OUTPUT_RETENTION"], report)
                before, self.edition = self.edition, outputs.record(names)
                settings[RECORD_KEY] = save_edition(editions, live, self.edition)
            self.changed = files_of(before) != files_of(self.edition)
            if not self.order.rehearsal:
                conclude(settings)
        self.quick = settings.pop(QUICK_KEY, None)

    def _publish(self, report: Report) -> Message:
        """Run Pelican into a new edition, which is shown in one step."""
        settings, live = self.settings, Path(self.settings["LIVE_PATH"])
        options = room_settings(Settings, NAME, settings)
        report.stop_on_errors()
        editions, version = Path(settings["CACHE_PATH"], "editions"), memory_of(settings).version

        def compose(new: Path, previous: Path | None) -> dict[str, Any]:
            last = load_edition(editions, live) if previous is not None else {}
            outputs = Outputs(new, previous or new, version, last, waits=True)
            settings[PREVIOUS] = previous
            self._run(report, outputs)
            settings[KEPT] = frozenset(outputs.kept)
            online = Outputs(new, live, version, keys=outputs.keys)
            after_success(
                settings,
                lambda: save_edition(editions, live, online.record(online.keys, linked=True)),
            )
            return settings

        cache = Path(settings["CACHE_PATH"], "packed")
        return publish_edition(Editions(live), options, cache, compose, report)

    def _run(self, report: Report, outputs: Outputs) -> None:
        """Build into the empty folder of ``outputs``."""
        with self._running(report, outputs) as pelican:
            pelican.run()
            outputs.finish()
            report.add(*self._early)
            report.stop_on_errors()
        report.add(*problems_of_memory(memory_of(self.settings)))

    @contextmanager
    def _running(self, report: Report, outputs: Outputs) -> Iterator[Pelican]:
        """Pelican with all that one run needs."""
        settings, live = self.settings, self.settings["LIVE_PATH"]
        # Read here, so that it is known whoever starts Pelican.
        room_settings(Settings, NAME, settings)
        settings[REPORT_KEY], settings[AFTER_KEY], settings[DUE_KEY] = report, [], []
        settings[REPAIRS_KEY], settings[BACKSTAGE_KEY] = [], Backstage()
        settings[OUTPUTS_KEY], settings["OUTPUT_PATH"] = outputs, str(outputs.new)
        try:
            forget_run(settings)
            if self.pelican is None:
                report.add(*missing_rooms(settings["PLUGINS"], settings["CONFIGURATION_PLACES"]))
                report.stop_on_errors()
                pelican = Pelican(settings)
                report.stop_on_errors()
                self.pelican, self._early = pelican, tuple(report)
            self.pelican.output_path = str(outputs.new)
            yield self.pelican
        finally:
            outputs.stop()
            settings["OUTPUT_PATH"] = live
            memory_of(settings).end_run()


def _without_texts(pelican: Pelican) -> dict[str, Any]:
    """What Pelican would begin a generator with (``Pelican.run``)."""
    settings = pelican.settings
    context = {**settings, "localsiteurl": settings["SITEURL"], "static_links": set()}
    return {
        "context": {**context, "generated_content": {}, "static_content": {}},
        "settings": settings,
        "path": pelican.path,
        "theme": pelican.theme,
        "output_path": pelican.output_path,
    }


@dataclass
class _Done:
    written: bool = False
    said: Message | None = None


def forget_run(settings: dict[str, Any]) -> None:
    """Forget what Pelican keeps of a run for the whole life of a process."""
    for text in (Content.get_content, Content.get_summary):
        text.cache.clear()
    LimitFilter._raised_messages.clear()
    LimitFilter._group_count.clear()
    # The present is the moment of this run.
    settings.get("CHECKED_SETTINGS", {}).pop("SITE", None)


@contextmanager
def _ending() -> Iterator[None]:
    """Ended by a signal meanwhile, new folders go too: SystemExit passes through `finally`."""
    before = signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def _staging(live: Path) -> Iterator[Path]:
    """A new folder beside ``live``, which goes whatever happens."""
    live.parent.mkdir(parents=True, exist_ok=True)
    new = live.with_name(f".{live.name}.{secrets.token_hex(4)}")
    try:
        new.mkdir(0o700)
        yield new
    finally:
        shutil.rmtree(new, ignore_errors=True)


def read_configuration(configuration: Path) -> dict[str, Any]:
    """The settings as they are, for a command that builds nothing.

    Raises `BuildStopped` with what keeps the configuration from being read.
    """
    report = Report()
    places, faults = read_places(configuration)
    report.add(*faults)
    report.stop_on_errors()
    try:
        settings = _settings(Order(configuration), places)
    except Exception as error:
        report.add(problem_of_error(error, configuration.parent))
        raise BuildStopped(report) from error
    report.add(*check_essentials(settings, places))
    report.stop_on_errors()
    return settings


def _worth_telling(report: Report) -> tuple[Problem, ...]:
    """Without Pelican's own warnings where there are errors, from which they follow."""
    if not report.errors:
        return tuple(report)
    return tuple(p for p in report if p.code != PELICAN or p.severity == "error")


def _settings(order: Order, places: Places) -> dict[str, Any]:
    """Pelican's settings, with what the desk adds to them."""
    sys.path.insert(0, str(order.configuration.parent))
    files = sorted(order.configuration.parent.glob("*.py"))
    forget_compiled(files)
    settings: dict[str, Any] = read_settings(str(order.configuration))
    if order.output is not None:
        settings["OUTPUT_PATH"] = str(order.output.absolute())
    if order.siteurl is not None:
        settings["SITEURL"] = order.siteurl
    if order.as_of is not None:
        settings["SITE"] = {**settings["SITE"], "as_of": order.as_of}
    settings["CONFIGURATION_PLACES"] = places
    settings[PROOFREADING], settings[VISITING] = order.proofreading, order.visiting
    settings[CONFIGURATION_KEY] = key_of(
        *(path.read_bytes() for path in files),
        running.BEGAN if is_touched(*files) else "",  # what was read may have been another
    )
    settings["LIVE_PATH"] = settings["OUTPUT_PATH"]
    settings["DELETE_OUTPUT_DIRECTORY"] = False
    return settings


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
