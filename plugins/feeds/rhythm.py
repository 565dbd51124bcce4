"""How often a feed speaks, in a form that can be said to people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

_DAYS = {"week": 7, "month": 30.44, "year": 365.25}


@dataclass(frozen=True, slots=True)
class Rhythm:
    """About ``count`` posts a ``period``."""

    count: int
    period: Literal["week", "month", "year"]


def rhythm_of(dates: Sequence[datetime]) -> Rhythm | None:
    """The rhythm of the newest dozen of ``dates`` (newest first); None for fewer than two.

    The shortest period that sees at least one post, as a person would say it.
    """
    recent = dates[:12]
    if not recent[1:]:
        return None
    days = max((recent[0] - recent[-1]).total_seconds() / 86400, 1)
    a_day = (len(recent) - 1) / days
    for period, length in _DAYS.items():
        if a_day * length >= 1:
            return Rhythm(round(a_day * length), period)  # type: ignore[arg-type]
    return Rhythm(1, "year")
