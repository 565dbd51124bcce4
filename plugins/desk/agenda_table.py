"""The agenda in the terminal: tables whose columns stand straight, in any script."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from babel.dates import format_date, format_skeleton
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from plugins.desk.agenda import Agenda, Event
from plugins.languages import locale_tag
from plugins.messages import Gettext, Message, msg

MONTHS = 12
_WIDEST = 1000


def day_words(day: date, language: str) -> str:
    """«1er déc. 2026»: a day as an author reads it, short."""
    text = format_date(day, "d MMM y", locale=locale_tag(language).replace("-", "_"))
    is_first = day.day == 1 and language.partition("-")[0] == "fr"
    return text.replace("1 ", "1er ", 1) if is_first else text


def month_words(day: date, language: str) -> str:
    """«novembre 2026»."""
    return str(format_skeleton("yMMMM", day, locale=locale_tag(language).replace("-", "_")))


def render_drafts(agenda: Agenda, gettext: Gettext, language: str, root: Path) -> str:
    """Drafts, then what waits for its day, then silences; nothing there is said, too."""
    drafts, scheduled = agenda.of("draft"), agenda.of("scheduled")
    blocks = [
        _posts(
            msg("Drafts: {number}", number=len(drafts)), drafts, agenda, gettext, language, root
        ),
        _posts(
            msg("Scheduled: {number}", number=len(scheduled)),
            scheduled,
            agenda,
            gettext,
            language,
            root,
        ),
        *_silences(agenda, gettext, language),
    ]
    return "\n\n".join(blocks)


def _posts(
    heading: Message,
    events: Sequence[Event],
    agenda: Agenda,
    gettext: Gettext,
    language: str,
    root: Path,
) -> str:
    if not events:
        return heading.render(gettext)
    head = [gettext("Date"), gettext("Title"), gettext("File")]
    rows = []
    for event in events:
        path = event.path.relative_to(root) if event.path.is_relative_to(root) else event.path
        days = (event.day - agenda.today).days
        wait = msg("in {days} days", days=days) if event.state == "scheduled" else None
        when = day_words(event.day, language) + (f" ({wait.render(gettext)})" if wait else "")
        rows.append([when, event.title, path.as_posix()])
    return f"{heading.render(gettext)}\n{_table(head, rows)}"


def _silences(agenda: Agenda, gettext: Gettext, language: str) -> list[str]:
    if not agenda.pace:
        return []
    if not agenda.gaps:
        told = msg("No gap: about one post in {days} days, as usual.", days=agenda.pace)
        return [told.render(gettext)]
    head = msg("Gaps (your usual pace: one post in {days} days)", days=agenda.pace)
    rows = [
        [
            day_words(gap.after, language),
            day_words(gap.before, language),
            msg("{days} days", days=gap.days).render(gettext),
            gettext("not over") if gap.is_ahead else "",
        ]
        for gap in agenda.gaps
    ]
    names = [gettext("From"), gettext("To"), gettext("Length"), ""]
    return [f"{head.render(gettext)}\n{_table(names, rows)}"]


def render_months(agenda: Agenda, gettext: Gettext, language: str) -> str:
    """A line a month, a square a post, for the last year and as long as something waits."""
    counts = Counter((day.year, day.month) for day in agenda.counts().elements())
    first = _month(agenda.today, 1 - MONTHS)
    last = max([day for day in agenda.counts() if _near(day, agenda.today)], default=agenda.today)
    rows, month = [], first
    while month <= max(last, agenda.today):
        number = counts[month.year, month.month]
        rows.append([month_words(month, language), "■ " * number, str(number or "–")])
        month = _month(month, 1)
    return _table([gettext("Month"), gettext("Posts"), ""], rows)


def _near(day: date, today: date) -> bool:
    return day < _month(today, MONTHS)


def _month(day: date, more: int) -> date:
    """The first day of the month that is ``more`` months after that of ``day``."""
    months = day.year * 12 + day.month - 1 + more
    return date(months // 12, months % 12 + 1, 1)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Rich's table: it knows how wide each character is in a terminal.

    A path is never parted, so that it can be copied: what is too wide, the terminal folds.
    """
    table = Table(*head, box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for row in rows:
        table.add_row(*(Text(cell, overflow="fold") for cell in row))
    stream = io.StringIO()
    Console(file=stream, width=_WIDEST, color_system=None, highlight=False).print(table)
    return "\n".join(line.rstrip() for line in stream.getvalue().splitlines())
