# ruff: noqa: DTZ001 (a date without a zone is what these are about)
"""Dates as Babel writes them in French come back as they were; anything else is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, format_time
from hypothesis import example, given, settings
from hypothesis import strategies as st

from plugins.frontmatter.dates import FIRST_YEAR, LAST_YEAR, parse_date
from plugins.theming.dates import date_iso, date_long

PARIS = ZoneInfo("Europe/Paris")
ZONES = st.sampled_from(
    [ZoneInfo(n) for n in ("Europe/Paris", "America/Montreal", "Pacific/Noumea", "UTC")]
)
LANGUAGES = st.sampled_from(["fr", "en_GB"])
DAYS = st.dates(min_value=date(FIRST_YEAR, 1, 1), max_value=date(LAST_YEAR, 12, 31))
# As an author types them: to the minute, without a zone.
MOMENTS = st.datetimes(min_value=datetime(1970, 1, 2), max_value=datetime(2100, 1, 1)).map(
    lambda moment: moment.replace(second=0, microsecond=0)
)


def exists(moment: datetime, zone: ZoneInfo) -> bool:
    """Whether clocks in ``zone`` ever showed ``moment`` (summer time skips an hour)."""
    return (
        moment.replace(tzinfo=zone).astimezone(UTC).astimezone(zone).replace(tzinfo=None) == moment
    )


@given(DAYS, LANGUAGES, st.sampled_from(["long", "full", "d MMM y", "EEE d MMM y"]))
def test_days_as_people_write_them(day: date, language: str, pattern: str) -> None:
    written = format_date(day, pattern, locale=language)
    assert parse_date(written, PARIS).date() == day


@given(DAYS)
def test_days_as_pages_show_them(day: date) -> None:
    moment = datetime(day.year, day.month, day.day, 12, tzinfo=PARIS)
    for language in ("fr", "en"):
        assert parse_date(date_long(moment, language), PARIS).date() == day


@given(
    MOMENTS,
    ZONES,
    st.sampled_from(
        ["d MMMM y HH:mm", "d MMMM y 'à' HH'h'mm", "d/M/y H'h'mm", "EEEE d MMM y, H 'h' mm"]
    ),
)
def test_moments_as_people_write_them(moment: datetime, zone: ZoneInfo, pattern: str) -> None:
    found = parse_date(format_datetime(moment, pattern, locale="fr"), zone)
    assert found.tzinfo is zone
    if exists(moment, zone):
        assert found.replace(tzinfo=None) == moment
    else:
        assert found.replace(tzinfo=None) - moment in {timedelta(hours=1), timedelta(minutes=30)}


@given(MOMENTS, ZONES)
def test_moments_in_iso_8601_with_an_offset_are_that_moment(
    moment: datetime, zone: ZoneInfo
) -> None:
    for fold in (0, 1):
        aware = moment.replace(tzinfo=zone, fold=fold).astimezone(UTC).astimezone(zone)
        found = parse_date(date_iso(aware), PARIS)
        assert found == aware
        assert found.tzinfo is PARIS


@given(MOMENTS, LANGUAGES)
def test_a_time_of_day_stands_behind_a_date(moment: datetime, language: str) -> None:
    clock = format_time(moment, "H:mm", locale=language)
    found = parse_date(f"{moment:%Y-%m-%d} {clock}", PARIS)
    assert not exists(moment, PARIS) or found.replace(tzinfo=None) == moment


PIECES = st.sampled_from(
    [*"0123 -/.:,hàZ+", "2026", "0001", "9999", "12", "31", "février", "May", "T14:30", "+01:00"]
)


@given(st.text(max_size=30) | st.lists(PIECES, max_size=9).map("".join))
@example("0001-01-01")
@example("9999-12-31T23:59-05:00")
@settings(max_examples=200)
def test_anything_else_is_a_value_error(text: str) -> None:
    try:
        found = parse_date(text, PARIS)
    except ValueError:
        return
    assert found.tzinfo is PARIS
    assert any(character.isdigit() for character in text)
