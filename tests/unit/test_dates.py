"""Dates as people type them, to the moment that they name."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from plugins.frontmatter.dates import parse_date

MONTHS = {
    1: "janvier janv. January Jan",
    2: "février févr. fevrier February Feb",
    3: "mars March Mar",
    4: "avril avr. April Apr",
    5: "mai May",
    6: "juin June Jun",
    7: "juillet juil. juill. July Jul",
    8: "août aout AOÛT August Aug",
    9: "septembre sept. September Sep",
    10: "octobre oct. October Oct",
    11: "novembre nov. November Nov",
    12: "décembre déc. decembre December Dec",
}


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("2026-01-02", "2026-01-02T00:00:00+01:00"),
        ("2026-1-2", "2026-01-02T00:00:00+01:00"),
        ("2026-01-02 14:30", "2026-01-02T14:30:00+01:00"),
        ("2026-01-02T14:30:15", "2026-01-02T14:30:15+01:00"),
        ("2026-01-02T14:30:15.250", "2026-01-02T14:30:15+01:00"),
        ("2026-01-02 14h30", "2026-01-02T14:30:00+01:00"),
        ("2026-01-02 14 h 30", "2026-01-02T14:30:00+01:00"),
        ("2/1/2026", "2026-01-02T00:00:00+01:00"),
        ("02/01/2026", "2026-01-02T00:00:00+01:00"),
        ("2.1.2026", "2026-01-02T00:00:00+01:00"),
        ("2-1-2026", "2026-01-02T00:00:00+01:00"),
        ("2/1/2026 14h30", "2026-01-02T14:30:00+01:00"),
        ("2/1/2026 14:30", "2026-01-02T14:30:00+01:00"),
        ("2/1/2026, 14 h 30", "2026-01-02T14:30:00+01:00"),
        ("2/1/2026 à 14h", "2026-01-02T14:00:00+01:00"),
        ("2 janvier 2026", "2026-01-02T00:00:00+01:00"),
        ("2 janvier 2026 14h30", "2026-01-02T14:30:00+01:00"),
        ("2 janvier 2026 14H30", "2026-01-02T14:30:00+01:00"),
        ("2 janvier 2026 à 14 h 30 min", "2026-01-02T14:30:00+01:00"),
        ("2 janvier 2026 à 9 h", "2026-01-02T09:00:00+01:00"),
        ("vendredi 2 janvier 2026 à 14 h 30", "2026-01-02T14:30:00+01:00"),
        ("ven. 2 janv. 2026", "2026-01-02T00:00:00+01:00"),
        ("Le 2 janvier 2026", "2026-01-02T00:00:00+01:00"),
        ("1er août 2026", "2026-08-01T00:00:00+02:00"),
        ("1ᵉʳ août 2026", "2026-08-01T00:00:00+02:00"),
        ("1ER AOÛT 2026", "2026-08-01T00:00:00+02:00"),
        ("2 January 2026", "2026-01-02T00:00:00+01:00"),
        ("Friday, 2nd January 2026 at 14:30", "2026-01-02T14:30:00+01:00"),
        ("29 février 2028", "2028-02-29T00:00:00+01:00"),
        ("  2\u00a0janvier\u202f2026   14\u00a0h\u00a030 ", "2026-01-02T14:30:00+01:00"),
    ],
)
def test_a_date_without_a_zone_is_the_sites(paris: ZoneInfo, typed: str, iso: str) -> None:
    assert parse_date(typed, paris).isoformat() == iso


@pytest.mark.parametrize(
    ("number", "name"), [(n, name) for n, names in MONTHS.items() for name in names.split()]
)
def test_every_month_by_its_names(paris: ZoneInfo, number: int, name: str) -> None:
    assert parse_date(f"2 {name} 2026", paris) == datetime(2026, number, 2, tzinfo=paris)


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("2026-01-02T14:30Z", "2026-01-02T15:30:00+01:00"),
        ("2026-01-02T14:30z", "2026-01-02T15:30:00+01:00"),
        ("2026-01-02T14:30+01:00", "2026-01-02T14:30:00+01:00"),
        ("2026-01-02T14:30:00+0100", "2026-01-02T14:30:00+01:00"),
        ("2026-07-02 14:30 -05:00", "2026-07-02T21:30:00+02:00"),
        ("2026-01-01T00:30+09:00", "2025-12-31T16:30:00+01:00"),
    ],
)
def test_a_zone_that_is_given_counts(paris: ZoneInfo, typed: str, iso: str) -> None:
    assert parse_date(typed, paris).isoformat() == iso


@pytest.mark.parametrize(
    ("typed", "iso", "utc"),
    [
        ("29 mars 2026 1h59", "2026-03-29T01:59:00+01:00", "2026-03-29T00:59:00"),
        ("29 mars 2026 2h30", "2026-03-29T03:30:00+02:00", "2026-03-29T01:30:00"),
        ("29 mars 2026 3h00", "2026-03-29T03:00:00+02:00", "2026-03-29T01:00:00"),
        ("25 octobre 2026 1h59", "2026-10-25T01:59:00+02:00", "2026-10-24T23:59:00"),
        ("25 octobre 2026 2h30", "2026-10-25T02:30:00+02:00", "2026-10-25T00:30:00"),
        ("2026-10-25 02:30+02:00", "2026-10-25T02:30:00+02:00", "2026-10-25T00:30:00"),
        ("2026-10-25 02:30+01:00", "2026-10-25T02:30:00+01:00", "2026-10-25T01:30:00"),
        ("25 octobre 2026 3h00", "2026-10-25T03:00:00+01:00", "2026-10-25T02:00:00"),
    ],
    ids=[
        "before-spring",
        "skipped-hour",
        "after-spring",
        "before-autumn",
        "doubled-hour-is-the-first",
        "doubled-hour-first-said",
        "doubled-hour-second-said",
        "after-autumn",
    ],
)
def test_summer_time(paris: ZoneInfo, typed: str, iso: str, utc: str) -> None:
    moment = parse_date(typed, paris)
    assert moment.isoformat() == iso
    assert moment.astimezone(UTC).replace(tzinfo=None).isoformat() == utc


def test_another_site_has_another_zone() -> None:
    noumea = ZoneInfo("Pacific/Noumea")
    assert parse_date("2 janvier 2026", noumea).isoformat() == "2026-01-02T00:00:00+11:00"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "hier",
        "bientôt",
        "2026",
        "janvier 2026",
        "2/1/26",
        "2 janvier 26",
        "30 février 2026",
        "29 février 2026",
        "31/2/2026",
        "32/1/2026",
        "2/13/2026",
        "0/1/2026",
        "2026-00-10",
        "2026-13-01",
        "0000-01-01",
        "2 janvier 2026 24h00",
        "2 janvier 2026 14h60",
        "2026-01-02T14:30:61",
        "2026-01-02T14:30+25:00",
        "2 brumaire 2026",
        "2026-01-02 demain",
        "2 janvier 2026\n3 janvier 2026",
        "0001-01-01",
        "1899-12-31",
        "1er janvier 3000",
        "9999-12-31T23:59-05:00",
    ],
)
def test_what_is_no_date_is_a_value_error(paris: ZoneInfo, typed: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 (the author reads other words, from `kinds`)
        parse_date(typed, paris)
