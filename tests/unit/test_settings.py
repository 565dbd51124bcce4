"""Every room's settings: sound as they come, and refused where they make no sense."""

from __future__ import annotations

from dataclasses import fields
from importlib import import_module

import pytest

from plugins.author_cards import settings as author_cards
from plugins.config import Places, build_settings
from plugins.feeds import settings as feeds
from plugins.posts import settings as posts
from plugins.problems import Report
from plugins.theming import settings as theming
from plugins.topics import settings as topics
from tests.laying import HOUSE

ROOMS = [
    import_module(f"plugins.{path.parent.name}.settings")
    for path in sorted((HOUSE / "plugins").glob("*/settings.py"))
]


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.NAME)
def test_defaults_are_sound(room: object) -> None:
    report = Report()
    made = build_settings(room.Settings, room.NAME, {}, Places(), report)
    assert made == room.Settings()
    assert list(report) == []


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.NAME)
def test_every_setting_is_explained(room: object) -> None:
    for one in fields(room.Settings):
        assert f"``{one.name}``" in room.Settings.__doc__


@pytest.mark.parametrize(
    ("room", "key"),
    [(feeds, "limit"), (feeds, "ttl"), (posts, "excerpt_length"), (posts, "words_per_minute")],
    ids=lambda value: getattr(value, "NAME", value),
)
@pytest.mark.parametrize(("value", "sound"), [(0, False), (1, True), (10_000, True), (-1, False)])
def test_numbers_have_bounds(room: object, key: str, value: int, sound: bool) -> None:
    report = Report()
    build_settings(room.Settings, room.NAME, {room.NAME: {key: value}}, Places(), report)
    assert (not list(report)) is sound


@pytest.mark.parametrize("room", [feeds, posts], ids=lambda room: room.NAME)
def test_two_numbers_out_of_bounds_are_two_problems(room: object) -> None:
    numbers = [one.name for one in fields(room.Settings) if isinstance(one.default, int)]
    report = Report()
    raw = {room.NAME: dict.fromkeys(numbers, 0)}
    assert build_settings(room.Settings, room.NAME, raw, Places(), report) == room.Settings()
    assert len(list(report)) == len(numbers) == 2


@pytest.mark.parametrize(
    ("room", "key"),
    [(author_cards, "folder"), (feeds, "rss"), (theming, "assets_url"), (topics, "folder")],
    ids=lambda value: getattr(value, "NAME", value),
)
@pytest.mark.parametrize(
    ("path", "sound"),
    [
        ("a", True),
        ("a/b-c_1", True),
        ("", False),
        ("/a", False),
        ("../a", False),
        ("a/../../b", False),
        ("a//b", False),
        (".git", False),
        ("https://example.org", False),
        ("a b", False),
        ("Été", False),
    ],
)
def test_paths_stay_below_the_site(room: object, key: str, path: str, sound: bool) -> None:
    report = Report()
    build_settings(room.Settings, room.NAME, {room.NAME: {key: path}}, Places(), report)
    assert (not list(report)) is sound
