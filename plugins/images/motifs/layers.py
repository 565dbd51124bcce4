"""3D printing: line on line, and the nozzle that has not finished."""

from __future__ import annotations

from math import cos, pi, sin, sqrt

from plugins.images.drawing import (
    MIDDLE,
    Dice,
    Drawing,
    Ink,
    Mark,
    Motif,
    Point,
    circle,
    dots,
    ellipse,
    line,
    number,
    pair,
    smooth,
)


def _vase(dice: Dice) -> Drawing:
    """A vase, line on line, and the nozzle that has not finished it."""
    count, top, bottom = 33, 165.0, 575.0
    swell, speed, turn = dice.between(45, 85), dice.between(0.55, 1.25), dice.between(0, 2 * pi)
    base, lean = dice.between(185, 215), dice.between(-60, 60)
    middle = MIDDLE[0] - lean / 2
    thick: list[tuple[Point, float]] = []
    for index in range(count):
        z = index / (count - 1)
        across = base + swell * sin(speed * 2 * pi * z + turn) + 16 * sin(9 * z + turn)
        thick.append(((middle + lean * z * z, bottom - (bottom - top) * z), across))
    last, across = thick[-1]
    rim = ellipse(last, across, across * 0.2)
    groups: tuple[tuple[Ink, list[tuple[Point, float]]], ...] = (
        ("edge", [one for index, one in enumerate(thick) if index % 6]),
        ("line", thick[::6]),
    )
    tip = (last[0] + across * 0.6, last[1] + across * 0.16)
    marks = (
        Mark(ellipse((middle, bottom + 22), 560, 80), "deep"),
        Mark(ellipse((middle, bottom + 16), 400, 58), "middle", opacity=0.6),
        Mark(circle((MIDDLE[0], 300), 285), "deep", opacity=0.7),
        Mark(rim, "middle"),
        *(Mark("".join(_front(*one) for one in those), ink, 9.5) for ink, those in groups),
        Mark(rim, "line", 9.5),
        *_nozzle(tip),
    )
    return Drawing(marks)


def _nozzle(tip: Point) -> tuple[Mark, ...]:
    """What prints, from above, and the drop at its tip."""
    x, y = number(tip[0]), number(tip[1])
    return (
        Mark(f"M{x} {y}l-24-38v-46h48v46z", "line"),
        Mark(f"M{x} {number(tip[1] - 100)}V0", "line", 22),
        Mark(dots([tip]), "spark", 28),
    )


def _front(centre: Point, across: float) -> str:
    """The half of a layer that one sees."""
    reach = number(across)
    start = pair((centre[0] - across, centre[1]))
    return f"M{start}a{reach} {number(across * 0.2)} 0 0 0 {number(2 * across)} 0"


def _arch(dice: Dice) -> Drawing:
    """An arch that closes line by line, and the nozzle on its way to the keystone."""
    bottom, step = 590.0, 15
    radius, thick = dice.between(175, 215), dice.between(95, 125)
    rows, short = dice.whole(26, 30), dice.whole(3, 9)
    middle = MIDDLE[0] + dice.between(-50, 50)
    lines: dict[Ink, str] = {"edge": "", "line": ""}
    tip = (0.0, 0.0)
    for row in range(rows):
        up = row * step
        rise = max(up - 150, 0)
        inner = sqrt(radius**2 - rise**2) if rise < radius else 0
        outer = radius + thick - max(up - 330, 0) * 0.35
        y = bottom - up
        ink: Ink = "edge" if row % 6 else "line"
        lines[ink] += line(((middle - outer, y), (middle - max(inner, 8), y)))
        if row < rows - short:
            lines[ink] += line(((middle + max(inner, 8), y), (middle + outer, y)))
            tip = (middle + (inner + outer) / 2, y - 8)
    marks = (
        Mark(ellipse((middle, bottom + 16), 560, 74), "deep"),
        Mark(circle((middle, 330), 290), "deep", opacity=0.7),
        Mark(ellipse((middle, bottom + 12), 400, 50), "middle", opacity=0.6),
        *(Mark(data, ink, 10.5) for ink, data in lines.items()),
        *_nozzle(tip),
    )
    return Drawing(marks, middle)


def _contours(dice: Dice) -> Drawing:
    """What is printed, seen from above: line within line, as hills stand on a map."""
    summit = (dice.between(470, 730), dice.between(310, 360))
    waves = [(count, dice.between(0, 2 * pi), dice.between(0.04, 0.1)) for count in (2, 3, 5)]
    rings = 8
    marks = [Mark(circle(summit, 330), "deep", opacity=0.7)]
    lines: dict[Ink, str] = {"edge": "", "line": ""}
    tip = summit
    for ring in range(1, rings + 1):
        way: list[Point] = []
        for index in range(12):
            turn = 2 * pi * index / 12
            swell = 1 + sum(size * sin(count * turn + start) for count, start, size in waves)
            reach = 37 * ring * swell
            way.append((summit[0] + 1.35 * reach * cos(turn), summit[1] + reach * sin(turn)))
        lines["edge" if ring % 4 else "line"] += smooth(way, closed=True)
        tip = way[11] if ring == rings - 2 else tip
    marks += [Mark(data, ink, 12) for ink, data in lines.items()]
    return Drawing((*marks, Mark(dots([summit]), "line", 56), *_nozzle(tip)), summit[0])


LAYERS: Motif = (_vase, _arch, _contours)
