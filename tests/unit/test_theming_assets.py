"""Stylesheets and icons, named by their content; and posts by year."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from plugins.images.colour import oklch_to_hex
from plugins.model import Topic
from plugins.theming.archive import posts_by_year
from plugins.theming.assets import join_stylesheets, make_asset, manifest, topic_hues
from tests.laying import HOUSE

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


TOKENS = (HOUSE / "theme/static/css/tokens.css").read_text("utf-8")
OKLCH = r"oklch\(([\d. ]+?)(?: var\(--hue\))?( / [\d.]+)?\)"
TOKEN = re.compile(rf"--([\w-]+): light-dark\({OKLCH}, {OKLCH}\)")
# Words on what they stand on (4.5:1), and lines and marks (3:1): WCAG 2.2, 1.4.3 and 1.4.11.
PAIRS = [
    *((4.5, ink, ground) for ink in ("ink", "soft", "accent") for ground in ("paper", "tint")),
    (4.5, "ink", "deep"),
    (4.5, "paper", "accent"),
    (3, "edge", "paper"),
    (3, "focus", "paper"),
    (3, "focus", "tint"),
]


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def upon(ground: str, colour: str, share: float) -> str:
    """``share`` of a colour on a ground, as browsers blend: in sRGB as it is written."""
    pairs = ((int(one[at : at + 2], 16) for one in (ground, colour)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(low + (high - low) * share):02x}" for low, high in pairs)


@pytest.mark.parametrize("night", [False, True])
def test_whatever_hue_a_topic_has_its_words_can_be_read(night: bool) -> None:
    """Lightness and chroma are the theme's, the hue is the author's: all 360 are tried."""
    tokens = {name: (parts[2:] if night else parts[:2]) for name, *parts in TOKEN.findall(TOKENS)}
    assert {name for _, *pair in PAIRS for name in pair} <= tokens.keys()
    for hue in range(360):
        paper = ""
        shades = {}
        for name, (parts, share) in tokens.items():
            colour = oklch_to_hex(*([*map(float, parts.split()), hue][:3]))
            paper = paper or colour
            shades[name] = luminance(upon(paper, colour, float(share[3:] or 1)))
        assert next(iter(shades)) == "paper", "what is translucent lies on it"
        for least, first, second in PAIRS:
            low, high = sorted((shades[first], shades[second]))
            assert (high + 0.05) / (low + 0.05) >= least, (first, second, hue)
