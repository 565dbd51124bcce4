"""The adapter to Pillow's text and to resvg: cards as pixels.

The typeface comes from a Python package (Bricolage Grotesque, OFL), never from
the machine, and is laid out by Pillow's own engine, not by a library that may
be there or not: one input, one picture. resvg (Rust, in a wheel, no network)
turns drawings and portraits into pixels.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import lru_cache
from importlib.resources import files

import PIL
import resvg_py
from PIL import Image, ImageDraw, ImageFont, ImageOps

from plugins.images.cards import (
    HEIGHT,
    LEADING,
    SIZES,
    TITLE_HEIGHT,
    TITLE_WIDTH,
    WIDTH,
    Card,
    fit,
)
from plugins.images.colour import oklch_to_hex
from plugins.images.covers import render_for_raster
from plugins.images.drawing import HEIGHT as SHEET_HEIGHT

# What a card's bytes depend on beside its words: raise the number when the layout changes.
RECIPE = f"4 {PIL.__version__} {resvg_py.__version__}"

_FACE = "BricolageGrotesque[opsz,wdth,wght].ttf"
_LEFT, _TOP, _PANEL, _THREAD = 64, 60, 744, 12
_PORTRAIT = 92
_PAPER, _INK, _SOFT = (
    oklch_to_hex(0.978, 0.012, 85),
    oklch_to_hex(0.25, 0.02, 50),
    oklch_to_hex(0.45, 0.025, 55),
)


def paint_card(card: Card) -> bytes:
    """The card as a PNG of 1200 × 630 in at most 256 colours."""
    hue = card.subject.hue
    image = Image.new("RGB", (WIDTH, HEIGHT), _PAPER)
    image.paste(_drawing(card), (_PANEL, 0))
    pen = ImageDraw.Draw(image)
    edge = oklch_to_hex(0.58, 0.17, hue)
    pen.rectangle((_PANEL - _THREAD, 0, _PANEL - 1, HEIGHT), fill=edge)
    below = _paint_topic(pen, card.topic, hue)
    room = HEIGHT - _TOP - _PORTRAIT - 36 - below
    title = fit(_printable(card.title), TITLE_WIDTH, min(room, TITLE_HEIGHT), SIZES, _width)
    step = title.size * LEADING
    y = below + (room - step * len(title.lines)) / 2
    for line in title.lines:
        pen.text((_LEFT, y + step / 2), line, _INK, _font(title.size, 800), anchor="lm")
        y += step
    _paint_author(image, pen, card)
    stream = io.BytesIO()
    # Pillow's ``optimize`` takes six times as long for a seventh of the bytes.
    _reduced(image, card).save(stream, "PNG", compress_level=6)
    return stream.getvalue()


def _reduced(image: Image.Image, card: Card) -> Image.Image:
    """In 256 colours: a drawing has few, a photograph's are mixed."""
    if card.cover is None or _is_svg(card.cover.read()):
        return image.quantize(256, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    return image.quantize(256, Image.Quantize.MEDIANCUT, dither=Image.Dither.FLOYDSTEINBERG)


def _paint_topic(pen: ImageDraw.ImageDraw, topic: str, hue: int) -> int:
    """The topic as a chip of the site; where it ends."""
    if not topic:
        return _TOP
    font = _font(27, 650)
    words = _clip(_printable(topic), TITLE_WIDTH - 44, font.getlength)
    box = (_LEFT, _TOP, _LEFT + font.getlength(words) + 40, _TOP + 54)
    pen.rounded_rectangle(box, 6, fill=oklch_to_hex(0.9, 0.055, hue))
    pen.text((_LEFT + 20, _TOP + 27), words, oklch_to_hex(0.42, 0.13, hue), font, anchor="lm")
    return _TOP + 54 + 24


def _paint_author(image: Image.Image, pen: ImageDraw.ImageDraw, card: Card) -> None:
    top = HEIGHT - _TOP - _PORTRAIT + 8
    x = _LEFT
    for portrait in card.portraits[:2]:
        face = _portrait(portrait)
        image.paste(face, (x, top), face)
        x += _PORTRAIT - 18
    x += 18 + 22 if card.portraits else 0
    room = _PANEL - _THREAD - 30 - x
    middle = top + _PORTRAIT // 2
    first, second = _font(34, 700), _font(25, 450)
    name = _clip(_printable(card.author), room, first.getlength)
    if not card.about:
        pen.text((x, middle), name, _INK, first, anchor="lm")
        return
    pen.text((x, middle - 19), name, _INK, first, anchor="lm")
    about = _clip(_printable(card.about), room, second.getlength)
    pen.text((x, middle + 21), about, _SOFT, second, anchor="lm")


def _drawing(card: Card) -> Image.Image:
    """The part of the post's cover, its own or drawn, that the card's panel shows."""
    if card.cover is not None:
        own = _opened(card.cover.read(), WIDTH)
        sheet = Image.new("RGBA", own.size, _PAPER)
        sheet.alpha_composite(own)
        size = (WIDTH - _PANEL, HEIGHT)
        return ImageOps.fit(sheet.convert("RGB"), size, Image.Resampling.LANCZOS)
    across = round((WIDTH - _PANEL) * SHEET_HEIGHT / HEIGHT)
    drawn = _raster(render_for_raster(card.subject, across), WIDTH - _PANEL)
    return ImageOps.fit(drawn.convert("RGB"), (WIDTH - _PANEL, HEIGHT))


def _portrait(data: bytes) -> Image.Image:
    """A portrait as a disc, smooth at its edge."""
    face = _opened(data, _PORTRAIT * 2)
    square = ImageOps.fit(face, (_PORTRAIT, _PORTRAIT), Image.Resampling.LANCZOS)
    mask = Image.new("L", (_PORTRAIT * 4, _PORTRAIT * 4), 0)
    ImageDraw.Draw(mask).ellipse((0, 0, _PORTRAIT * 4 - 1, _PORTRAIT * 4 - 1), fill=255)
    square.putalpha(mask.resize(square.size, Image.Resampling.LANCZOS))
    return square


def _opened(data: bytes, width: int) -> Image.Image:
    """A bitmap upright, or a drawing ``width`` wide."""
    if _is_svg(data):
        return _raster(data.decode(), width)
    with Image.open(io.BytesIO(data)) as opened:
        return ImageOps.exif_transpose(opened).convert("RGBA")


def _is_svg(data: bytes) -> bool:
    return data.lstrip().startswith(b"<")


def _raster(svg: str, width: int) -> Image.Image:
    data = resvg_py.svg_to_bytes(svg_string=svg, width=width, skip_system_fonts=True)
    return Image.open(io.BytesIO(data)).convert("RGBA")


def _width(text: str, size: int) -> float:
    return _font(size, 800).getlength(text)


def _clip(text: str, room: float, measure: Callable[[str], float]) -> str:
    """One line, ended by an ellipsis where it is too long."""
    if measure(text) <= room:
        return text
    while text and measure(text + "…") > room:
        text = text[:-1].rstrip()
    return text + "…"


def _printable(text: str) -> str:
    """French's narrow no-break space is not in the typeface: its wide sister is."""
    return text.replace("\u202f", "\u00a0")


@lru_cache(maxsize=32)
def _font(size: int, weight: int) -> ImageFont.FreeTypeFont:
    data = files("fontpkg_bricolage_grotesque").joinpath("files", _FACE).read_bytes()
    font = ImageFont.truetype(io.BytesIO(data), size, layout_engine=ImageFont.Layout.BASIC)
    wanted = {b"Optical size": min(max(size, 12), 96), b"Width": 100, b"Weight": weight}
    # The file's order of axes is not that of its name.
    font.set_variation_by_axes([wanted[axis["name"]] for axis in font.get_variation_axes()])
    return font
