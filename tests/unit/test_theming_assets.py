"""Stylesheets and icons, named by their content; and posts by year."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from plugins.model import Topic
from plugins.theming.archive import posts_by_year
from plugins.theming.assets import join_stylesheets, make_asset, manifest, topic_hues

PARIS = ZoneInfo("Europe/Paris")


@pytest.mark.parametrize(
    ("name", "url"),
    [
        ("site.css", "theme/site.{}.css"),
        ("icons/favicon.svg", "theme/icons/favicon.{}.svg"),
        ("fonts/a.b.woff2", "theme/fonts/a.b.{}.woff2"),
        ("LICENSE", "theme/LICENSE.{}"),
    ],
)
def test_an_asset_is_named_by_its_content(name: str, url: str) -> None:
    asset = make_asset(name, b"un", "theme/")
    assert asset.url == url.format(hashlib.sha256(b"un").hexdigest()[:8])
    assert (asset.name, asset.data) == (name, b"un")


def test_the_name_changes_with_the_bytes_and_with_nothing_else() -> None:
    urls = [make_asset("site.css", data, "theme/").url for data in (b"un", b"un", b"deux")]
    assert urls[0] == urls[1] != urls[2]


def test_the_manifest_tells_a_template_which_name_is_meant() -> None:
    asset = make_asset("icons/favicon.svg", b"un", "")
    assert manifest([asset]) == {"icons/favicon.svg": asset.url}


def test_stylesheets_are_joined_in_their_order() -> None:
    assert join_stylesheets(["\n@layer é;\n\n", "a {}"]) == "@layer é;\n\na {}\n".encode()


def topic(slug: str, colour: int) -> Topic:
    return Topic(slug, slug, slug, "…", colour, f"sujets/{slug}/", Path(f"{slug}.md"))


def test_hues_are_in_the_order_of_slugs_whatever_was_read_first() -> None:
    topics = [topic("vr", 300), topic("drones", 0)]
    rules = topic_hues(topics)
    assert topic_hues(topics[::-1]) == rules
    assert rules.splitlines() == [".topic--drones { --hue: 0; }", ".topic--vr { --hue: 300; }"]


def test_posts_by_year_keep_their_order() -> None:
    dates = [
        datetime(2026, 3, 1, tzinfo=PARIS),
        datetime(2026, 1, 1, 0, 30, tzinfo=PARIS),
        datetime(2025, 12, 31, tzinfo=PARIS),
    ]
    assert posts_by_year(dates, lambda date: date) == (
        (2026, (dates[0], dates[1])),
        (2025, (dates[2],)),
    )
    assert posts_by_year([], lambda date: date) == ()
