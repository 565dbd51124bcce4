"""What a topic's page says beside its posts: its neighbours, and the rhythm of a year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from babel.dates import get_month_names

from plugins.model import Topic

# The drawing, in pixels: a bar at its highest, a month, a bar, a line of figures or initials.
HEIGHT, STEP, WIDTH, LINE = 56, 24, 16, 18


@dataclass(frozen=True, slots=True)
class Bar:
    """A month's bar in the drawing, in its own units: its initial below it, its number above it."""

    x: int
    y: int
    width: int
    height: int
    initial: str
    count: int

    @property
    def middle(self) -> int:
        """Where its words are centred."""
        return self.x + self.width // 2


@dataclass(frozen=True, slots=True)
class Rhythm:
    """The posts of one year by month: bars, and the same in words."""

    year: int
    count: int
    months: str
    bars: tuple[Bar, ...]
    width: int = 12 * STEP
    height: int = HEIGHT + 2 * LINE


def build_rhythm(dates: Iterable[datetime], language: str) -> Rhythm | None:
    """The rhythm of the latest year that has a post, or None without any."""
    dates = sorted(dates)
    if not dates:
        return None
    year = dates[-1].year
    counts = Counter(date.month for date in dates if date.year == year)
    most = max(counts.values())
    locale = language.replace("-", "_")
    names = get_month_names("wide", locale=locale)
    initials = get_month_names("narrow", context="stand-alone", locale=locale)
    months = ", ".join(f"{names[month]} {counts[month]}" for month in sorted(counts))
    heights = {month: max(1, HEIGHT * counts[month] // most) for month in range(1, 13)}
    bars = tuple(
        Bar(
            x=(month - 1) * STEP + (STEP - WIDTH) // 2,
            y=LINE + HEIGHT - height,
            width=WIDTH,
            height=height,
            initial=initials[month],
            count=counts[month],
        )
        for month, height in heights.items()
    )
    return Rhythm(year, counts.total(), months, bars)


def build_neighbours(groups: Iterable[Iterable[Topic]], limit: int) -> Mapping[str, list[Topic]]:
    """For each topic those that stand beside it in most posts; ties go by slug.

    ``groups`` are the topics of each post.
    """
    together: Counter[tuple[str, str]] = Counter()
    topics: dict[str, Topic] = {}
    for group in groups:
        members = {topic.slug: topic for topic in group}
        topics |= members
        together.update((one, other) for one in members for other in members if one != other)
    found: dict[str, list[Topic]] = {}
    for (one, other), _ in sorted(together.items(), key=lambda pair: (-pair[1], pair[0])):
        if len(found.setdefault(one, [])) < limit:
            found[one].append(topics[other])
    return found
