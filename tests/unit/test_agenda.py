"""Drafts, scheduled posts and gaps: what is told, in columns that stand straight."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from rich.cells import cell_len

from plugins.desk.agenda import Agenda, build_agenda
from plugins.desk.agenda_table import render_drafts, render_months
from plugins.frontmatter.fields import POST
from plugins.frontmatter.kinds import Reading
from plugins.frontmatter.schema import Source, load_source

ZONE = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=ZONE)
ROOT = Path("/site")


@pytest.fixture
def post(tmp_path: Path) -> Callable[..., Source]:
    def make(day: str, title: str = "Titre", status: str = "published") -> Source:
        folder = tmp_path / f"{len(list(tmp_path.iterdir()))}"
        folder.mkdir()
        path = folder / "index.md"
        path.write_text(f'---\ntitle: "{title}"\ndate: {day}\nstatus: {status}\n---\nx\n', "utf-8")
        return load_source(path, POST, Reading(ZONE))

    return make


def every(days: int, number: int, post: Callable[..., Source], last: date) -> list[Source]:
    return [post(str(last - timedelta(days=days * n))) for n in range(number)]


def test_a_post_is_draft_or_scheduled_or_published(post: Callable[..., Source]) -> None:
    sources = [
        post("2026-11-24 11:59"),
        post("2026-11-24 12:01"),
        post("2030-01-01", status="draft"),
        post("2026-01-01", status="hidden"),
        post("2026-01-01", status="gone"),
        post("hier"),
    ]
    agenda = build_agenda(sources, NOW)
    assert [e.state for e in agenda.events] == ["published", "scheduled", "draft"]
    assert agenda.counts()[date(2026, 11, 24)] == 2


def test_a_gap_is_twice_the_usual_pace(post: Callable[..., Source]) -> None:
    sources = [*every(7, 8, post, date(2026, 9, 1)), *every(7, 6, post, date(2026, 11, 22))]
    agenda = build_agenda(sources, NOW)
    assert agenda.pace == 7
    assert [(g.after, g.before, g.is_ahead) for g in agenda.gaps] == [
        (date(2026, 9, 1), date(2026, 10, 18), False)
    ]


def test_a_silence_that_lasts_until_now_is_one(post: Callable[..., Source]) -> None:
    agenda = build_agenda(every(10, 5, post, date(2026, 10, 1)), NOW)
    assert [(g.days, g.is_ahead) for g in agenda.gaps] == [(54, True)]
    waiting = [*every(10, 5, post, date(2026, 11, 20)), post("2026-12-01")]
    assert build_agenda(waiting, NOW).gaps == ()


def test_gaps_are_of_a_year_ago_to_a_year_ahead(post: Callable[..., Source]) -> None:
    old, recent = (every(10, 5, post, day) for day in (date(2025, 10, 1), date(2026, 11, 20)))
    ahead = [post("2027-02-01"), post("2030-01-02")]
    agenda = build_agenda([post("2019-01-01"), *old, *recent, *ahead], NOW)
    assert [(g.after, g.before, g.is_ahead) for g in agenda.gaps] == [
        (date(2025, 10, 1), date(2026, 10, 11), False),
        (date(2026, 11, 20), date(2027, 2, 1), True),
    ]
    # What waits for another year does not make this one a silence of years.
    assert build_agenda([*recent, post("2030-01-02")], NOW).gaps == ()


def test_too_few_posts_have_no_pace(post: Callable[..., Source]) -> None:
    agenda = build_agenda([post("2020-01-01"), post("2026-01-01")], NOW)
    assert (agenda.pace, agenda.gaps) == (0, ())


def test_columns_stand_straight_under_wide_characters(
    post: Callable[..., Source], french: Callable[[str], str]
) -> None:
    titles = ["Les drones 日本語", "🤖 et moi", "e\u0301le\u0301ment", "Court"]
    sources = [post("2026-12-01", title, "draft") for title in titles]
    shown = render_drafts(build_agenda(sources, NOW), french, "fr", ROOT)
    rows = [line for line in shown.splitlines() if "index.md" in line]
    assert len(rows) == 4
    assert {cell_len(row[: row.index("/")].rstrip("/")) for row in rows} == {
        cell_len(rows[0][: rows[0].index("/")])
    }
    assert "1er déc. 2026" in shown


def test_what_waits_says_how_long(
    post: Callable[..., Source], french: Callable[[str], str]
) -> None:
    shown = render_drafts(build_agenda([post("2026-12-01 09:00")], NOW), french, "fr", ROOT)
    assert "Brouillons\u00a0: 0" in shown
    assert "1er déc. 2026 (dans 7\u00a0j)" in shown


def test_nothing_is_said_of_an_empty_site(french: Callable[[str], str]) -> None:
    agenda = build_agenda([], NOW)
    assert render_drafts(agenda, french, "fr", ROOT) == "Brouillons\u00a0: 0\n\nProgrammés\u00a0: 0"


def test_months_run_from_a_year_ago_to_the_last_that_waits(
    post: Callable[..., Source], french: Callable[[str], str]
) -> None:
    sources = [post("2026-01-05"), post("2026-01-06"), post("2027-02-01"), post("2031-01-01")]
    agenda: Agenda = build_agenda(sources, NOW)
    lines = render_months(agenda, french, "fr").splitlines()[2:]
    assert lines[0].startswith("décembre 2025")
    assert lines[1].split() == ["janvier", "2026", "■", "■", "2"]
    assert lines[-1].startswith("février 2027")
    assert len(lines) == 15
