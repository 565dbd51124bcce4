"""Dates for people and for machines, the same under any locale of the process."""

from __future__ import annotations

from datetime import datetime

from babel.dates import format_date

from plugins.languages import locale_tag
from plugins.prose import NBSP


def date_long(moment: datetime, language: str) -> str:
    """«24 novembre 2026», “24 November 2026”: day first in English too, as in Europe.

    No line ends between the day and its month.
    """
    locale = locale_tag(language).replace("-", "_")
    pattern = "d MMMM y" if language.partition("-")[0] == "en" else "long"
    day, _, month = format_date(moment, pattern, locale=locale).partition(" ")
    return f"{day}{'er' if _is_french_first(moment, language) else ''}{NBSP}{month}"


def _is_french_first(moment: datetime, language: str) -> bool:
    """French writes the first of a month as an ordinal, which CLDR leaves out."""
    return moment.day == 1 and language.partition("-")[0] == "fr"


def date_iso(moment: datetime) -> str:
    """ISO 8601 with its offset, to the second."""
    return moment.isoformat(timespec="seconds")
