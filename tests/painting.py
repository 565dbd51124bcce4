"""The demonstration's raster pictures, painted: ``python -m tests.painting``.

A demonstration of vector drawings alone would never show a ``srcset``. No photograph is invented
for it: these are computed, and their words say so. The same program makes the same pixels.
"""

from __future__ import annotations

import io
import random
from math import sin

import resvg_py
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from tests.laying import HOUSE

ARTICLES = HOUSE / "content" / "articles"
AUTHORS = HOUSE / "content" / "authors"
Colour = tuple[int, int, int]


def grain(picture: Image.Image, seed: int, strength: float = 0.05) -> Image.Image:
    """As a sensor has it in the dark."""
    noise = Image.frombytes("L", picture.size, random.Random(seed).randbytes(_area(picture)))
    noise = noise.filter(ImageFilter.GaussianBlur(0.8))
    return Image.blend(
        picture, ImageChops.overlay(picture, Image.merge("RGB", [noise] * 3)), strength * 6
    )


def _area(picture: Image.Image) -> int:
    return picture.width * picture.height


def sky(width: int, height: int, top: Colour, bottom: Colour) -> Image.Image:
    """One colour into another, from top to bottom."""
    ramp = Image.linear_gradient("L").resize((width, height))
    return Image.composite(
        Image.new("RGB", ramp.size, bottom), Image.new("RGB", ramp.size, top), ramp
    )


def door() -> Image.Image:
    """A dark room, a door ajar, and light from a place that nobody has seen."""
    width, height = 1600, 900
    room = sky(width, height, (24, 20, 38), (52, 38, 44))
    glow = Image.new("RGB", room.size)
    paint = ImageDraw.Draw(glow)
    paint.polygon([(900, 620), (1120, 620), (1330, 900), (300, 900)], fill=(150, 92, 40))
    paint.rectangle((905, 150, 1115, 622), fill=(255, 196, 112))
    halo = glow.filter(ImageFilter.GaussianBlur(70))
    soft = glow.filter(ImageFilter.GaussianBlur(7))
    picture = ImageChops.screen(ImageChops.screen(room, halo), soft)
    paint = ImageDraw.Draw(picture)
    leaf = Image.new("L", picture.size)
    ImageDraw.Draw(leaf).polygon([(1040, 150), (1240, 95), (1240, 720), (1040, 622)], fill=255)
    leaf = leaf.filter(ImageFilter.GaussianBlur(3))
    picture.paste(sky(width, height, (70, 44, 40), (38, 26, 34)), mask=leaf)
    paint.ellipse((1186, 420, 1202, 436), fill=(238, 190, 120))
    paint.line((0, 622, 904, 622), fill=(66, 50, 56), width=5)
    paint.line((1240, 700, 1600, 622 + 90), fill=(66, 50, 56), width=5)
    return grain(picture.filter(ImageFilter.GaussianBlur(1.6)), 1)


def trails() -> Image.Image:
    """A valley at night under the lights of a flight that comes back and back: an upright one."""
    width, height = 1000, 1500
    picture = sky(width, height, (10, 16, 44), (206, 120, 92))
    dice = random.Random(2)
    paint = ImageDraw.Draw(picture)
    for _ in range(220):
        x, y, light = dice.randrange(width), dice.randrange(760), dice.randrange(90, 220)
        paint.point((x, y), fill=(light, light, light))
    for far, (base, colour) in enumerate(
        [(930, (128, 84, 104)), (1080, (70, 54, 88)), (1240, (32, 30, 58)), (1370, (12, 13, 28))]
    ):
        hills = Image.new("L", picture.size)
        edge = [
            (x, base + 60 * sin(x / 150 + far * 2) + 22 * sin(x / 47 + far) + 7 * sin(x / 13))
            for x in range(0, width + 10, 10)
        ]
        ImageDraw.Draw(hills).polygon([*edge, (width, height), (0, height)], fill=255)
        hills = hills.filter(ImageFilter.GaussianBlur(5 - far))
        picture.paste(sky(width, height, colour, colour), mask=hills)
    light = Image.new("RGB", picture.size)
    paint = ImageDraw.Draw(light)
    for turn in range(5):
        sway = 40 * turn
        path = [
            (x, 520 + sway + (90 - sway / 3) * sin(x / 120 + turn) - x / 4)
            for x in range(-20, width + 40, 8)
        ]
        paint.line(path, fill=(255, 90, 70) if turn % 2 else (120, 220, 255), width=4)
        for x, y in path[turn * 2 :: 11]:
            paint.ellipse((x - 5, y - 5, x + 5, y + 5), fill=(255, 255, 255))
    glow = light.filter(ImageFilter.GaussianBlur(16))
    picture = ImageChops.screen(
        ImageChops.screen(picture, glow), light.filter(ImageFilter.GaussianBlur(1.5))
    )
    return grain(picture, 3)


def portrait() -> Image.Image:
    """Iris Montjoie's drawing with a lamp beside it, and the grain of paper."""
    drawing = (HOUSE / "tests/painted/iris-montjoie.svg").read_text("utf-8")
    png = resvg_py.svg_to_bytes(svg_string=drawing, width=720)
    picture = Image.open(io.BytesIO(bytes(png))).convert("RGB")
    lamp = Image.radial_gradient("L").resize((1500, 1500)).crop((520, 420, 1240, 1140))
    shade = Image.merge("RGB", [lamp.point(lambda value: 255 - value // 2)] * 3)
    return grain(ImageChops.multiply(picture, shade.resize(picture.size)), 4, 0.03)


PICTURES = {
    ARTICLES / "2026/qui-a-mis-cette-porte-ici/porte.jpg": door,
    ARTICLES / "2025/drones-de-secours/sillages.jpg": trails,
    AUTHORS / "iris-montjoie.jpg": portrait,
}


def main() -> None:
    """Write them where they are shown."""
    for path, paint in PICTURES.items():
        picture = paint()
        picture.save(path, quality=82, optimize=True, progressive=True)
        print(f"{path.relative_to(HOUSE)}: {picture.size}, {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
