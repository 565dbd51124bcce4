"""Dates for people and for machines, the same under any locale of the process."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache

from babel.dates import format_date

from plugins.languages import locale_tag
from plugins.prose import NBSP


def date_long(moment: datetime, language: str) -> str:
    """«24 novembre 2026», “24 November 2026”: day first in English too, as in Europe.

    No line ends between the day and its month.
    """
    return _day_long(moment.date(), language)


@lru_cache(4096)  # a post's stands on some ten pages
def _day_long(day: date, language: str) -> str:
    locale = locale_tag(language).replace("-", "_")
    pattern = "d MMMM y" if language.partition("-")[0] == "en" else "long"
    number, _, month = format_date(day, pattern, locale=locale).partition(" ")
    return f"{number}{'er' if _is_french_first(day, language) else ''}{NBSP}{month}"


def _is_french_first(day: date, language: str) -> bool:
    """French writes the first of a month as an ordinal, which CLDR leaves out."""
    return day.day == 1 and language.partition("-")[0] == "fr"


def date_iso(moment: datetime) -> str:
    """ISO 8601 with its offset, to the second."""
    return moment.isoformat(timespec="seconds")
