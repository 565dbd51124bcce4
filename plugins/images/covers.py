"""The cover of a post that has no picture: a drawing computed from its id, in its topic's hue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple, get_args

from plugins.images.colour import mix_oklch, oklch_to_hex
from plugins.images.drawing import HEIGHT, WIDTH, Dice, Drawing, Ink, Mark
from plugins.images.motifs import MOTIFS, ONE_WAY
from plugins.images.motifs.tiles import TILES

Colour = tuple[float, float, float]

# Lightness and chroma of each ink by day and by night; the hue is the topic's. A spark is the one
# touch of another hue. A drawing is printed on one of three papers: pale, full of colour, dark.
_DAY: tuple[Mapping[Ink, tuple[float, float]], ...] = (
    {
        "ground": (0.93, 0.045),
        "deep": (0.88, 0.075),
        "middle": (0.8, 0.11),
        "edge": (0.6, 0.17),
        "line": (0.33, 0.1),
        "light": (0.98, 0.015),
        "spark": (0.85, 0.16),
    },
    {
        "ground": (0.8, 0.115),
        "deep": (0.74, 0.13),
        "middle": (0.88, 0.075),
        "edge": (0.52, 0.16),
        "line": (0.27, 0.09),
        "light": (0.98, 0.015),
        "spark": (0.86, 0.16),
    },
    {
        "ground": (0.31, 0.075),
        "deep": (0.37, 0.095),
        "middle": (0.47, 0.12),
        "edge": (0.68, 0.16),
        "line": (0.93, 0.035),
        "light": (0.24, 0.06),
        "spark": (0.85, 0.16),
    },
)
_NIGHT: Mapping[Ink, tuple[float, float]] = {
    "edge": (0.64, 0.16),
    "line": (0.9, 0.05),
    "light": (0.2, 0.04),
    "spark": (0.83, 0.16),
}
# By night a ground is the topic's light upon the page's own blue (tokens.css), and how much of it.
_PAGE: Colour = (0.185, 0.03, 265)
_LIGHT = (0.66, 0.16)
_UPON: tuple[Mapping[Ink, float], ...] = (
    {"ground": 0.13, "deep": 0.24, "middle": 0.42},
    {"ground": 0.36, "deep": 0.27, "middle": 0.47},
    {"ground": 0.05, "deep": 0.12, "middle": 0.24},
)
PAPERS = range(len(_DAY))
_HOUSE_HUE = 45
_COLD = (110, 330)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a drawing follows from: the post's id, and its first topic's motif and hue."""

    id: str
    motif: str = ""
    hue: int = _HOUSE_HUE


class Look(NamedTuple):
    """What tells two drawings of a motif apart at a glance, each by its place in a list."""

    composition: int
    paper: int
    is_mirrored: bool


def look_of(subject: Subject) -> Look:
    """Three throws that tell nothing of each other.

    Two posts of a topic, one under the other, seldom share them all; and no
    cover changes because of a neighbour.
    """

    def throw(what: str, count: int) -> int:
        return Dice(f"{what} of {subject.id}").whole(0, count - 1)

    turns = 1 if subject.motif in ONE_WAY else 2
    compositions = len(MOTIFS.get(subject.motif, TILES))
    paper = throw("print", len(PAPERS))
    return Look(throw("shape", compositions), paper, bool(throw("side", turns)))


def draw(subject: Subject) -> Drawing:
    """The drawing; a motif that nobody draws is `tiles`."""
    look = look_of(subject)
    drawing = MOTIFS.get(subject.motif, TILES)[look.composition](Dice(subject.id))
    if not look.is_mirrored:
        return drawing
    return replace(drawing, focus=WIDTH - drawing.focus, is_mirrored=True)


def ink_colour(ink: Ink, hue: int, paper: int = 0, *, night: bool = False) -> Colour:
    """An ink as OKLCH lightness, chroma and hue."""
    if night and ink in _UPON[paper]:
        return mix_oklch(_PAGE, (*_LIGHT, hue), _UPON[paper][ink])
    lightness, chroma = (_NIGHT if night else _DAY[paper])[ink]
    if ink != "spark":
        return lightness, chroma, hue
    # Beside a cold hue the spark is a warm yellow, beside a warm one a quiet turquoise.
    is_cold = _COLD[0] <= hue < _COLD[1]
    return (lightness, chroma, 85) if is_cold else (lightness, chroma * 0.62, 195)


def render_cover(subject: Subject) -> bytes:
    """The drawing as an SVG file that follows the reader's colour scheme.

    Its own stylesheet is in the file: a picture shown by ``<img>`` sees none of
    the page's, and the page's policy against inline styles does not see it.
    """
    return _svg(draw(subject), _both_schemes(subject.hue, look_of(subject).paper)).encode()


def render_for_raster(subject: Subject, across: int = WIDTH) -> str:
    """The drawing by day, in colours that a rasteriser without OKLCH reads.

    ``across`` says how much of the sheet's width is shown, around the drawing's focus.
    """
    drawing, paper = draw(subject), look_of(subject).paper
    left = round(min(max(drawing.focus - across / 2, 0), WIDTH - across))
    rules = "".join(
        f".{_class(ink)}{{color:{oklch_to_hex(*ink_colour(ink, subject.hue, paper))}}}"
        for ink in get_args(Ink)
    )
    return _svg(drawing, rules, left, across)


def _svg(drawing: Drawing, rules: str, left: int = 0, across: int = WIDTH) -> str:
    marks = "".join(_element(mark) for mark in drawing.marks)
    if drawing.is_mirrored:
        marks = f'<g transform="matrix(-1 0 0 1 {WIDTH} 0)">{marks}</g>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{across}" height="{HEIGHT}"'
        f' viewBox="{left} 0 {across} {HEIGHT}" fill="none" stroke-linecap="round"'
        f' stroke-linejoin="round"><style>{rules}</style>'
        f'<path class="{_class("ground")}" fill="currentColor" d="M0 0h{WIDTH}v{HEIGHT}H0z"/>'
        f"{marks}</svg>\n"
    )


def _element(mark: Mark) -> str:
    paint = f'stroke="currentColor" stroke-width="{mark.width:g}"'
    attributes = [
        f'class="{_class(mark.ink)}"',
        paint if mark.width else 'fill="currentColor"',
        f'opacity="{mark.opacity:g}"' if mark.opacity < 1 else "",
        f'stroke-dasharray="{mark.dash}"' if mark.dash else "",
        f'd="{mark.data}"',
    ]
    return f"<path {' '.join(one for one in attributes if one)}/>"


@lru_cache(maxsize=360)
def _both_schemes(hue: int, paper: int) -> str:
    """The rules of a hue: a site has a few, and finding colours costs as much as the drawing."""
    day = "".join(_rule(ink, ink_colour(ink, hue, paper)) for ink in get_args(Ink))
    night = "".join(_rule(ink, ink_colour(ink, hue, paper, night=True)) for ink in get_args(Ink))
    return f"{day}@media(prefers-color-scheme:dark){{{night}}}"


def _rule(ink: Ink, colour: Colour) -> str:
    lightness, chroma, hue = colour
    return (
        f".{_class(ink)}{{color:{oklch_to_hex(*colour)};"
        f"color:oklch({lightness:g} {chroma:g} {hue:g})}}"
    )


def _class(ink: Ink) -> str:
    """One letter, from the order of inks."""
    return "abcdefg"[get_args(Ink).index(ink)]
