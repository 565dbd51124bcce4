"""Any title makes front matter that reads back, at a sane address."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from plugins.desk.drafting import LONGEST_SLUG, Draft, clean_title, render_draft, slug_for
from plugins.files import check_text, slugify
from plugins.frontmatter.fields import POST
from plugins.frontmatter.kinds import Reading
from plugins.frontmatter.parse import parse

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
READING = Reading(ZoneInfo("Europe/Paris"))
TITLES = st.text(max_size=300) | st.text(alphabet="\"'\\:#-[]{}&*!|>%@` \n\u00a0é", max_size=60)


@given(TITLES, TITLES, st.sampled_from(["fr", "en"]))
def test_front_matter_reads_back(typed: str, series: str, language: str) -> None:
    title = clean_title(typed)
    draft = Draft(
        title,
        NOW,
        "samuguru",
        "257c5131-eea5-4dc7-9741-c00bbc74da08",
        language,
        ("ia",),
        clean_title(series),
    )
    text = check_text(render_draft(draft, str), Path("index.md"))
    front_matter, problems = POST.check(parse(text), READING)
    assert [p.code for p in problems] == ([] if title else ["missing-title"])
    assert front_matter.values.get("title", "") == title
    assert front_matter.values.get("series", "") == clean_title(series)
    assert front_matter.values["status"] == "draft"


@given(TITLES)
def test_a_slug_is_sane(typed: str) -> None:
    slug = slug_for(clean_title(typed), NOW)
    assert re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", slug)
    assert slug == slugify(slug)
    assert len(slug) <= LONGEST_SLUG


@given(TITLES)
def test_cleaning_is_done_once(typed: str) -> None:
    assert clean_title(clean_title(typed)) == clean_title(typed)
