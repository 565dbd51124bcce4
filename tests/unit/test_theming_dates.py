"""Dates for people in the page's language, for machines in ISO 8601, under any process."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from plugins.theming.dates import date_iso, date_long, locale_tag

PARIS = ZoneInfo("Europe/Paris")
MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
DATES = [
    ("fr", (2026, 11, 24), "24 novembre 2026"),
    ("fr", (2026, 8, 1), "1er août 2026"),
    ("fr", (2026, 11, 1), "1er novembre 2026"),
    ("fr", (2026, 1, 11), "11 janvier 2026"),
    ("fr", (2026, 1, 21), "21 janvier 2026"),
    ("fr-ca", (2026, 8, 1), "1er août 2026"),
    ("en", (2026, 11, 24), "24 November 2026"),
    ("en", (2026, 8, 1), "1 August 2026"),
    ("en-us", (2026, 8, 1), "1 August 2026"),
    ("de", (2026, 8, 1), "1. August 2026"),
]


def shown(moment: datetime, language: str) -> str:
    """The date with a plain space for the one that binds."""
    return date_long(moment, language).replace("\u00a0", " ", 1)


@pytest.mark.parametrize(("language", "day", "text"), DATES)
def test_date_long(language: str, day: tuple[int, int, int], text: str) -> None:
    assert shown(datetime(*day, tzinfo=PARIS), language) == text


def test_no_line_ends_between_a_day_and_its_month() -> None:
    """typography.md 6, for the house's own words too."""
    moment = datetime(2026, 8, 1, tzinfo=PARIS)
    assert date_long(moment, "fr") == "1er\u00a0août 2026"
    assert date_long(moment, "en") == "1\u00a0August 2026"
    assert date_long(moment.replace(day=23), "fr") == "23\u00a0août 2026"


@pytest.mark.usefixtures("french_process")
@pytest.mark.parametrize(("language", "day", "text"), DATES)
def test_date_long_is_the_same_under_a_french_process(
    language: str, day: tuple[int, int, int], text: str
) -> None:
    assert shown(datetime(*day, tzinfo=PARIS), language) == text


@pytest.mark.parametrize(("number", "name"), list(enumerate(MONTHS.split(), 1)))
def test_every_month_in_french(number: int, name: str) -> None:
    assert shown(datetime(2026, number, 2, tzinfo=PARIS), "fr") == f"2 {name} 2026"


def test_the_day_is_that_of_the_moments_own_zone() -> None:
    moment = datetime(2026, 1, 2, 0, 30, tzinfo=PARIS)
    assert shown(moment, "fr") == "2 janvier 2026"
    assert shown(moment.astimezone(UTC), "fr") == "1er janvier 2026"


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (datetime(2026, 1, 2, tzinfo=PARIS), "2026-01-02T00:00:00+01:00"),
        (datetime(2026, 7, 2, 14, 30, 5, 999_999, PARIS), "2026-07-02T14:30:05+02:00"),
        (datetime(2026, 7, 2, tzinfo=UTC), "2026-07-02T00:00:00+00:00"),
    ],
)
def test_date_iso(moment: datetime, text: str) -> None:
    assert date_iso(moment) == text


@pytest.mark.parametrize(
    ("language", "tag"),
    [
        ("fr", "fr-FR"),
        ("en", "en-GB"),
        ("de", "de-DE"),
        ("fr-ca", "fr-CA"),
        ("en-us", "en-US"),
        ("fr-FR", "fr-FR"),
        ("xx", "xx"),
    ],
)
def test_locale_tag(language: str, tag: str) -> None:
    assert locale_tag(language) == tag
