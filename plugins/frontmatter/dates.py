"""Dates as an author types them, in French first, to aware datetimes."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale

from plugins.files import fold

_ISO = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"
    r"(?:[T\s]+(?P<hour>\d{1,2})(?::|\s*h\s*)(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?"
    r"\s*(?P<zone>Z|[+-]\d{2}:?\d{2})?)?$",
    re.IGNORECASE,
)
_TIME = (
    r"(?:,?\s+(?:(?:à|a|at)\s+)?(?P<hour>\d{1,2})\s*"
    r"(?:[hH](?:\s*(?P<minute>\d{2})(?:\s*min)?)?|:(?P<minute2>\d{2})(?::(?P<second>\d{2}))?))?$"
)
_NUMBERS = re.compile(r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})" + _TIME)
_WORDS = re.compile(
    r"(?:[^\W\d]+\.?,?\s+)?(?P<day>\d{1,2})(?:er|ᵉʳ|st|nd|rd|th)?\s+"
    r"(?P<name>[^\W\d]+)\.?\s+(?P<year>\d{4})" + _TIME,
    re.IGNORECASE,
)


# Farther off than any post, and near enough for every calendar, clock and feed format.
FIRST_YEAR, LAST_YEAR = 1900, 2999

# Written by people, beside what CLDR lists.
_SHORT_MONTHS = {"fev": 2, "avr": 4, "juil": 7, "juill": 7, "aou": 8, "sept": 9, "dec": 12}


def parse_date(text: str, zone: ZoneInfo) -> datetime:
    """The moment that ``text`` names, aware; without a time it is midnight in ``zone``.

    Accepts ISO 8601 («2026-01-02», «2026-01-02T14:30+01:00»), day first numbers
    («2/1/2026 14h30») and words («vendredi 2 janvier 2026 à 14 h 30», «1er août
    2026», «2 January 2026»). Raises ValueError for anything else, for a day that
    no calendar has, and for a year of two digits, which could be any of two.
    """
    text = " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())
    for pattern in (_ISO, _NUMBERS, _WORDS):
        if found := pattern.match(text):
            return _build(found.groupdict(), zone)
    raise ValueError(text)


def _build(parts: dict[str, str | None], zone: ZoneInfo) -> datetime:
    name = parts.get("name")
    month = _months()[fold(name)] if name and fold(name) in _months() else parts.get("month")
    if month is None:
        raise ValueError(name)
    hour = parts["hour"] or 0
    minute = parts.get("minute") or parts.get("minute2") or 0
    numbers = (parts["year"], month, parts["day"], hour, minute, parts.get("second") or 0)
    year, month_, day, hour_, minute_, second = (int(n or 0) for n in numbers)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(year)
    moment = datetime(year, month_, day, hour_, minute_, second)  # noqa: DTZ001 (its zone follows)
    offset = parts.get("zone")
    if offset is None:
        # By way of UTC, so that an hour that summer time skips becomes one that exists.
        return moment.replace(tzinfo=zone).astimezone(UTC).astimezone(zone)
    stamp = datetime.fromisoformat(moment.isoformat() + offset.upper().replace("Z", "+00:00"))
    return stamp.astimezone(zone)


@lru_cache(maxsize=1)
def _months() -> dict[str, int]:
    """Month names and abbreviations of both languages, folded, to their numbers."""
    names: dict[str, int] = {}
    for language in ("en", "fr"):
        months = Locale(language).months
        for width in ("wide", "abbreviated"):
            for number, name in months["format"][width].items():
                names[fold(name)] = number
    return _SHORT_MONTHS | names
