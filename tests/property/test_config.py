"""Settings: whatever the configuration holds is built or told, and never raises."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from plugins.author_cards import settings as author_cards
from plugins.config import Places, Site, build_settings, check_siteurl, unknown_settings
from plugins.feeds import settings as feeds
from plugins.posts import settings as posts
from plugins.problems import Report
from plugins.theming import settings as theming
from plugins.topics import settings as topics

ROOMS = [
    (Site, "SITE"),
    *((room.Settings, room.NAME) for room in (author_cards, feeds, posts, theming, topics)),
]
KEYS = sorted({one.name for cls, _ in ROOMS for one in fields(cls)})
VALUES = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-2, 20_000),
        st.floats(),
        st.text(max_size=8),
        st.binary(max_size=4),
        st.sampled_from(["preview", "publication", "2026-01-02", "rss.xml"]),
    ),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=2)
    ),
    max_leaves=4,
)
DICTS = st.dictionaries(
    st.sampled_from(KEYS) | st.text(max_size=8) | st.integers(), VALUES, max_size=6
)


@given(st.sampled_from(ROOMS), DICTS | VALUES)
@example((feeds.Settings, feeds.NAME), {"limit": 0, "ttl": 0})
@example((posts.Settings, posts.NAME), {"excerpt_length": -1, "words_per_minute": -1})
@settings(max_examples=250)
def test_any_settings_are_built_or_told(room: tuple[type, str], raw: object) -> None:
    cls, name = room
    report = Report()
    made = build_settings(cls, name, {name: raw}, Places(), report)
    assert isinstance(made, cls)
    assert all(str(problem.cause) and str(problem.remedy) for problem in report)
    if isinstance(raw, dict):
        known = {one.name for one in fields(cls) if one.init}
        kept = [key for key in raw if key in known and getattr(made, key) == raw[key]]
        told = list(report)
        assert len(told) >= len([key for key in raw if key not in known])
        assert told or len(kept) == len(raw) or any(isinstance(v, list) for v in raw.values())


@given(st.sampled_from(ROOMS), st.sets(st.sampled_from(KEYS)), st.booleans())
def test_a_switch_is_never_taken_for_a_number(
    room: tuple[type, str], keys: set[str], switch: bool
) -> None:
    cls, name = room
    made = build_settings(cls, name, {name: dict.fromkeys(keys, switch)}, Places(), Report())
    for one in fields(cls):
        if one.init and isinstance(one.default, int) and not isinstance(one.default, bool):
            assert getattr(made, one.name) == one.default


@given(st.text() | st.none() | st.integers() | st.sampled_from(["https://[", "http://a\u2100b"]))
@settings(max_examples=150)
def test_any_siteurl_is_sound_or_told(value: object) -> None:
    problems = check_siteurl({"SITEURL": value}, Places())
    assert len(problems) <= 1
    if not problems:
        assert str(value).startswith(("http://", "https://", "HTTP", "Http"))
        assert not str(value).endswith("/")


@given(
    st.sets(st.from_regex(r"[A-Z_]{1,8}", fullmatch=True), max_size=5), st.sets(st.text(max_size=6))
)
def test_each_unknown_name_is_told_once(names: set[str], known: set[str]) -> None:
    places = Places({(name, ""): (Path("a.py"), 1) for name in names})
    assert len(unknown_settings(known, places)) == len(names - known)
