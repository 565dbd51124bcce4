"""Connected objects: things that speak, and their waves."""

from __future__ import annotations

from math import cos, sin

from plugins.images.drawing import (
    MIDDLE,
    PANEL,
    WIDTH,
    Dice,
    Drawing,
    Mark,
    Motif,
    Point,
    circle,
    dots,
    number,
)


def _crowd(dice: Dice) -> Drawing:
    """Waves that radiate from several things at once, and cross."""
    places = [
        (dice.between(380, 520), dice.between(180, 300)),
        (dice.between(660, 820), dice.between(360, 500)),
        (dice.between(940, 1120), dice.between(60, 220)),
        (dice.between(60, 230), dice.between(470, 620)),
    ]
    marks = [Mark(circle(place, 230), "deep") for place in places[:2]]
    marks += [Mark(circle(place, 128), "middle", opacity=0.55) for place in places]
    for index, place in enumerate(places):
        step, reach = dice.between(30, 40), (8, 8, 6, 6)[index]
        rings = "".join(circle(place, 52 + step * ring) for ring in range(reach))
        marks.append(Mark(rings, "edge" if index % 2 else "line", 3.5, 0.8))
    return Drawing((*marks, *_things(places)), (places[0][0] + places[1][0]) / 2)


def _things(places: list[Point], lit: int = 0, size: float = 1) -> tuple[Mark, ...]:
    """Small boxes with a lamp; one of them is lit."""
    half, side = number(24 * size), number(48 * size)
    boxes = "".join(
        f"M{number(x - 24 * size)} {number(y - 24 * size)}h{side}v{side}h-{side}z"
        for x, y in places
    )
    dark = [place for index, place in enumerate(places) if index != lit]
    return (
        Mark(boxes, "line", float(half)),
        Mark(boxes, "line"),
        Mark(dots(dark), "light", 30 * size),
        Mark(dots([places[lit]]), "spark", 34 * size),
    )


def _beacon(dice: Dice) -> Drawing:
    """One thing that calls from a corner, and the others that its waves have reached."""
    side = dice.sign()
    source = (MIDDLE[0] - side * dice.between(150, 230), dice.between(430, 520))
    step = dice.between(58, 70)
    rings = [circle(source, 80 + step * ring) for ring in range(12)]
    heard = [
        (source[0] + side * reach * cos(turn), source[1] - reach * sin(turn))
        for reach, turn in (
            (80 + step * 3, dice.between(0.7, 1)),
            (80 + step * 6, dice.between(0.15, 0.4)),
            (80 + step * 8, dice.between(0.5, 0.7)),
        )
    ]
    marks = (
        Mark(circle(source, 80 + step * 5), "deep"),
        Mark(circle(source, 80 + step * 2), "middle", opacity=0.55),
        Mark("".join(rings[::2]), "edge", 6, 0.8),
        Mark("".join(rings[1::2]), "line", 3, 0.7),
        *_things(heard, -1 % len(heard), 0.9),
        *_things([source], 0, 1.7),
    )
    return Drawing(marks, source[0] + side * 80)


def _rows(dice: Dice) -> Drawing:
    """A shelf of things all alike; some speak."""
    spread = (168, 165)
    places = [
        (MIDDLE[0] + (column - 3) * spread[0], MIDDLE[1] + (row - 1.5) * spread[1])
        for row in range(4)
        for column in range(7)
    ]
    inner = [7 * row + column for row in (1, 2) for column in range(1, 6)]
    lit = inner[dice.whole(0, len(inner) - 1)]
    loud = sorted({lit, *(inner[dice.whole(0, len(inner) - 1)] for _ in range(3))})
    marks: list[Mark] = []
    for index in loud:
        reach = 6 if index == lit else 4
        marks.append(Mark(circle(places[index], 40 + 26 * reach), "deep"))
    for index in loud:
        reach = 6 if index == lit else 4
        rings = "".join(circle(places[index], 52 + 26 * ring) for ring in range(reach))
        marks.append(Mark(rings, "line" if index == lit else "edge", 4, 0.85))
    focus = min(max(places[lit][0], PANEL / 2), WIDTH - PANEL / 2)
    return Drawing((*marks, *_things(places, lit, 0.8)), focus)


WAVES: Motif = (_crowd, _beacon, _rows)
