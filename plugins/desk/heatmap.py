"""The years of an agenda as squares, a week a column and a day a row: where each stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from babel.dates import get_month_names

from plugins.desk.agenda import Agenda, Event
from plugins.languages import locale_tag

STEP, TOP = 12, 14


@dataclass(frozen=True, slots=True)
class Cell:
    """One day; ``state`` is that of its foremost post, "gap", or "" for nothing."""

    x: int
    y: int
    state: str
    is_today: bool


@dataclass(frozen=True, slots=True)
class Label:
    """A month's short name above its first week."""

    x: int
    name: str


@dataclass(frozen=True, slots=True)
class Year:
    """One year: its squares, its months' names, and its events, newest first."""

    number: int
    cells: tuple[Cell, ...]
    months: tuple[Label, ...]
    events: tuple[Event, ...]

    width = 53 * STEP + STEP
    height = TOP + 7 * STEP

    @property
    def count(self) -> int:
        """Of posts with a day that holds."""
        return sum(event.state != "draft" for event in self.events)


def build_years(agenda: Agenda, language: str) -> tuple[Year, ...]:
    """The years with a post, and this one, newest first."""
    numbers = {event.day.year for event in agenda.events} | {agenda.today.year}
    return tuple(_year(number, agenda, language) for number in sorted(numbers, reverse=True))


def _year(number: int, agenda: Agenda, language: str) -> Year:
    events = tuple(event for event in agenda.events if event.day.year == number)
    names = get_month_names("abbreviated", locale=locale_tag(language).replace("-", "_"))
    firsts = (date(number, month, 1) for month in range(1, 13))
    months = tuple(Label(_place(day)[0], str(names[day.month])) for day in firsts)
    return Year(number, tuple(_cells(number, agenda, events)), months, events[::-1])


def _cells(number: int, agenda: Agenda, events: tuple[Event, ...]) -> Iterator[Cell]:
    rank = {"draft": 0, "scheduled": 1, "published": 2}
    states = {e.day: e.state for e in sorted(events, key=lambda event: rank[event.state])}
    day = date(number, 1, 1)
    while day.year == number:
        x, y = _place(day)
        state: str = states.get(day, "")
        if not state and any(gap.after < day < gap.before for gap in agenda.gaps):
            state = "gap"
        yield Cell(x, y, state, day == agenda.today)
        day += timedelta(days=1)


def _place(day: date) -> tuple[int, int]:
    """Monday is the first row; the first days of January may belong to no whole week."""
    start = date(day.year, 1, 1)
    week = ((day - start).days + start.weekday()) // 7
    return week * STEP, TOP + day.weekday() * STEP
