"""The icons: each as large as it says, and nothing of the sign lost where a system cuts corners."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable
from itertools import product

import pytest
from PIL import Image

from plugins.theming.assets import Icon, render_webmanifest
from plugins.theming.icons import ICONS, icon_key, paint_icon
from tests.laying import HOUSE

SIGN = (HOUSE / "theme/static/icons/favicon.svg").read_bytes()


def painted(name: str) -> Image.Image:
    return Image.open(io.BytesIO(paint_icon(SIGN, name)))


def cut_out(image: Image.Image, points: Iterable[tuple[int, ...]]) -> Image.Image:
    colours = [image.getpixel(point) for point in points]
    strip = Image.new(image.mode, (len(colours), 1))
    strip.putdata(colours)
    return strip


@pytest.mark.parametrize("name", ICONS)
def test_an_icon_has_its_size_and_the_same_bytes_each_time(name: str) -> None:
    size, is_full = ICONS[name]
    assert painted(name).size == (size, size)
    assert painted(name).mode == ("RGB" if is_full else "RGBA")
    assert paint_icon(SIGN, name) == paint_icon(SIGN, name)


@pytest.mark.parametrize("name", [name for name, (_, is_full) in ICONS.items() if is_full])
def test_what_a_system_may_cut_away_is_ground_alone(name: str) -> None:
    image = painted(name)
    size = image.width
    outside = (
        point
        for point in product(range(0, size, 4), repeat=2)
        if sum((x + 0.5 - size / 2) ** 2 for x in point) > (0.405 * size) ** 2
    )
    darkest, lightest = zip(*cut_out(image, outside).getextrema(), strict=True)
    assert max(b - a for a, b in zip(darkest, lightest, strict=True)) <= 2, "smoothed corners"
    assert len(image.getcolors(size * size) or []) > 2


def test_the_old_icon_holds_three_sizes() -> None:
    assert painted("favicon.ico").info["sizes"] == {(16, 16), (32, 32), (48, 48)}


def test_another_sign_is_another_key() -> None:
    keys = {icon_key(svg, name) for svg in (SIGN, SIGN + b" ") for name in ("a.png", "b.png")}
    assert len(keys) == 4


def test_the_manifest_tells_which_icon_may_be_cut() -> None:
    icons = [Icon("/a.svg", "any", "image/svg+xml"), Icon("/b", "512x512", "image/png", "maskable")]
    told = json.loads(render_webmanifest("É", "É", "fr", "/", icons))["icons"]
    assert told[1] == {
        "src": "/b",
        "sizes": "512x512",
        "type": "image/png",
        "purpose": "maskable",
    }
