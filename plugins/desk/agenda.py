"""What is begun, what waits for its day, and where the site falls silent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Literal

from plugins.frontmatter.schema import Source

State = Literal["draft", "scheduled", "published"]

# A silence is worth telling when it is twice the author's usual interval, and two weeks at least.
PACE_OF, SHORTEST_GAP = 12, 14
# How far back and ahead: a post that waits for another year ends no silence of this one.
SPAN = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Event:
    """A post on its day, in the site's zone."""

    day: date
    state: State
    title: str
    slug: str
    path: Path
    moment: datetime


@dataclass(frozen=True, slots=True)
class Gap:
    """Days between two posts without one; ``is_ahead`` when it is not over."""

    after: date
    before: date
    is_ahead: bool

    @property
    def days(self) -> int:
        """From one post to the next."""
        return (self.before - self.after).days


@dataclass(frozen=True, slots=True)
class Agenda:
    """Everything with a date, oldest first, as of ``today``; ``pace`` is in days, 0 unknown."""

    today: date
    events: tuple[Event, ...]
    gaps: tuple[Gap, ...]
    pace: int

    def of(self, state: State) -> tuple[Event, ...]:
        """The events in one state."""
        return tuple(event for event in self.events if event.state == state)

    def counts(self) -> Counter[date]:
        """How many posts each day has or will have; drafts have no day yet."""
        return Counter(event.day for event in self.events if event.state != "draft")


def build_agenda(posts: Iterable[Source], now: datetime) -> Agenda:
    """The agenda of ``posts`` at ``now``, whose zone is the site's.

    A post without a readable date is told by the build; hidden and withdrawn
    ones are in no list.
    """
    events = sorted(_events(posts, now), key=lambda event: (event.moment, event.slug))
    days = sorted({event.day for event in events if event.state != "draft"})
    pace = _pace([day for day in days if day <= now.date()])
    return Agenda(now.date(), tuple(events), tuple(_gaps(days, now.date(), pace)), pace)


def _events(posts: Iterable[Source], now: datetime) -> Iterator[Event]:
    for source in posts:
        moment, status = source.get("date"), source.get("status", "published")
        if moment is None or status in {"hidden", "gone"} or source.get("translates"):
            continue
        state: State = "published"
        if status == "draft":
            state = "draft"
        elif moment > now:
            state = "scheduled"
        here = moment.astimezone(now.tzinfo)
        title, slug = source.get("title", source.path.parent.name), source.slug
        yield Event(here.date(), state, title, slug, source.path, here)


def _pace(days: Sequence[date]) -> int:
    """The usual number of days between the last posts, 0 where there are too few to say."""
    intervals = [(later - earlier).days for earlier, later in pairwise(days[-PACE_OF - 1 :])]
    return round(median(intervals)) if len(intervals) > 1 else 0


def _gaps(days: Sequence[date], today: date, pace: int) -> Iterator[Gap]:
    """Silences of `SPAN` until today and from it; where nothing waits, the last is until today."""
    if not pace:
        return
    limit, ends = max(2 * pace, SHORTEST_GAP), [day for day in days if day <= today + SPAN]
    if not any(day >= today for day in ends):
        ends.append(today)
    for earlier, later in pairwise(ends):
        if later >= today - SPAN and (later - earlier).days > limit:
            yield Gap(earlier, later, later >= today)
