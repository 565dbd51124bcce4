"""The process that stays: it builds on each order, a line of JSON in, a line of JSON out.

``{"paths": […]}`` asks for a build after these files were edited; where it was
a text's body alone, only what shows it is made, at once, and the answer says
that the edition is not ``settled``. ``{"settle": true}`` asks for the whole
build that follows; another order ends it, and comes first. A process whose own
code or configuration was edited answers ``stale``, and is replaced.
"""

from __future__ import annotations

import gc
import json
import os
import select
import time
from pathlib import Path
from typing import Any, TextIO

from plugins.cache import key_of
from plugins.desk.glue import Press
from plugins.desk.orders import Order, Outcome
from plugins.desk.telling import tell_outcome
from plugins.editing import KEY as QUICK_KEY
from plugins.memory import digests_below
from plugins.reporting import dump_report
from plugins.running import is_touched
from plugins.yielding import KEY as CHECKPOINT_KEY


class Interrupted(BaseException):
    """A whole build gave way to an edit; not an Exception, which Pelican would log and forget."""


def serve_orders(order: Order) -> None:
    """Answer each line of standard input until it ends."""
    # What others print goes to the terminal, never between the answers.
    descriptor, builder = os.dup(1), Builder(order)
    os.dup2(2, 1)
    # Without a buffer: a line that waits must be seen to wait.
    with (
        os.fdopen(descriptor, "w", encoding="utf-8") as answers,
        os.fdopen(0, "rb", buffering=0, closefd=False) as orders,
    ):
        for line in iter(orders.readline, b""):
            if line.strip():  # an empty one only ends what is being done
                answer = builder.answer(json.loads(line))
                _say(answers, answer)
                if answer.get("settled"):
                    tidy()


def _say(answers: TextIO, answer: dict[str, Any]) -> None:
    answers.write(f"{json.dumps(answer)}\n")
    answers.flush()


def tidy() -> None:
    """Let go of the site before this one, and look through this one no more.

    What a site is made of stays until the next: looking for circles in it, as
    Python would do now and then, takes longer than the pages of an edit.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()


class Builder:
    """A press with what the process was when it began."""

    def __init__(self, order: Order) -> None:
        self.order, self.press = order, Press(order, stays=True)
        # Words are read by a build, and so after this.
        self._began, self._started = self._code(), time.time_ns()

    def answer(self, wanted: dict[str, Any]) -> dict[str, Any]:
        """What came of one order."""
        paths = [Path(path) for path in wanted.get("paths", ())]
        if paths and (outcome := self.press.retouch(paths)) is not None:
            return self._answer(outcome, settled=False)
        if self._is_stale():
            return {"stale": True}
        try:
            return self._answer(self._settle(may_stop="settle" in wanted), settled=True)
        except Interrupted:
            return {"built": False, "settled": False}

    def _settle(self, *, may_stop: bool) -> Outcome:
        kept, settings = self.press.quick, self.press.settings
        if may_stop:
            settings[CHECKPOINT_KEY] = _give_way
        try:
            return self.press.build()
        except Interrupted:
            settings.pop(QUICK_KEY, None)
            self.press.quick = kept
            raise
        finally:
            settings.pop(CHECKPOINT_KEY, None)

    def _answer(self, outcome: Outcome, *, settled: bool) -> dict[str, Any]:
        is_built = outcome.output is not None
        return {
            "built": is_built,
            "settled": settled,
            "stale": not is_built and self.press.pelican is None,
            "told": tell_outcome(outcome, self.order.configuration.parent) if settled else "",
            "changed": self.press.changed,
            "until": outcome.until,
            "folders": self._folders(),
            "report": dump_report(outcome.report) if settled else "",
        }

    def _folders(self) -> list[str]:
        """Where this site's sources are, wherever its configuration has put them."""
        settings = self.press.settings
        if self.press.pelican is None:
            return []
        return [settings["PATH"], settings["THEME"], *settings["THEME_TEMPLATES_OVERRIDES"]]

    def _is_stale(self) -> bool:
        """Whether code, words or the configuration are not what this process has read."""
        theme = self.press.settings.get("THEME")
        words = Path(theme, "locale").rglob("*.po") if theme else ()
        is_said_otherwise = any(path.stat().st_ctime_ns > self._started for path in words)
        return is_touched() or is_said_otherwise or self._code() != self._began

    def _code(self) -> bytes:
        """The plugins, the theme's words, and the configuration beside its like."""
        root = self.order.configuration.parent
        folders = (Path(__file__).parents[1], root / "theme" / "locale")
        files = [key_of(path, path.read_bytes()) for path in sorted(root.glob("*.py"))]
        return key_of(*files, *(part for folder in folders for part in digests_below(folder)))


def _give_way() -> None:
    """Stop where another order is waiting."""
    if select.select([0], [], [], 0)[0]:
        raise Interrupted
