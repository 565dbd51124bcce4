"""What is asked of the press, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from plugins.messages import Message
from plugins.problems import Problem
from plugins.proofreading import Repair
from plugins.publishing import next_due
from plugins.reporting import Backstage, BuildReport


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
    settings: Mapping[str, Any] = field(default_factory=dict, repr=False)

    @property
    def until(self) -> float | None:
        """When the first scheduled post is due (POSIX time): the same sources make another site."""
        return next_due(self.settings)

    @property
    def report(self) -> BuildReport:
        """What whoever shows the outcome is told."""
        return BuildReport(self.output is not None, self.problems, self.backstage)
