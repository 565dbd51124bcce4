"""Virtual reality: lenses and screens, and what they look at."""

from __future__ import annotations

from math import cos, pi, sin

from plugins.images.drawing import (
    HEIGHT,
    MIDDLE,
    WIDTH,
    Dice,
    Drawing,
    Ink,
    Mark,
    Motif,
    Point,
    circle,
    dots,
    line,
    number,
    pair,
)


def _pair(dice: Dice) -> Drawing:
    """Two lenses of concentric circles, which look at one place deep in the sheet."""
    gap, radius = 258.0, dice.between(222, 244)
    aim = (dice.between(-60, 60), dice.between(-55, 55))
    horizon = number(HEIGHT / 2 + aim[1])
    turns = [index * pi / 20 + 0.04 for index in range(40)]
    rays = "".join(
        line((MIDDLE, (WIDTH / 2 + 720 * cos(turn), HEIGHT / 2 + 720 * sin(turn))))
        for turn in turns
    )
    marks = [
        Mark(f"M0 {horizon}H{WIDTH}V{HEIGHT}H0z", "deep"),
        Mark(rays, "middle", 2, 0.8),
        Mark(line(((MIDDLE[0] - gap, MIDDLE[1]), (MIDDLE[0] + gap, MIDDLE[1]))), "line", 70),
    ]
    for side in (-1, 1):
        centre = (MIDDLE[0] + side * gap, MIDDLE[1])
        target = (aim[0] - side * 46, aim[1])
        marks += _lens(centre, radius, target, dice.whole(0, 2))
    return Drawing(tuple(marks), MIDDLE[0] + gap)


def _porthole(dice: Dice) -> Drawing:
    """One lens, so near that the sheet hardly holds it, and what it looks at."""
    centre = (dice.between(360, 840), MIDDLE[1] + dice.between(-30, 30))
    aim = (dice.between(-90, 90), dice.between(-70, 70))
    horizon = number(centre[1] + aim[1])
    rays = "".join(
        line((centre, (centre[0] + 980 * cos(turn), centre[1] + 980 * sin(turn))))
        for turn in (index * pi / 18 + 0.05 for index in range(36))
    )
    marks = (
        Mark(f"M0 {horizon}H{WIDTH}V{HEIGHT}H0z", "deep"),
        Mark(rays, "middle", 2, 0.8),
        *_lens(centre, dice.between(215, 330), aim, dice.whole(0, 2)),
    )
    return Drawing(marks, centre[0])


def _corridor(dice: Dice) -> Drawing:
    """Screen within screen, down to the one that looks back."""
    aim = (dice.between(400, 800), dice.between(250, 420))
    lean, depth = dice.between(-0.16, 0.16), 7
    inks: tuple[Ink, ...] = ("deep", "ground", "middle", "light", "edge", "ground", "middle")
    first = dice.whole(0, 2)
    marks: list[Mark] = []
    corners: list[list[Point]] = []
    for ring in range(depth):
        size = 0.74**ring
        place = (
            aim[0] + (MIDDLE[0] - aim[0]) * size,
            aim[1] + (MIDDLE[1] - aim[1]) * size,
        )
        turn = lean * ring
        box = [
            (
                place[0] + size * (x * cos(turn) - y * sin(turn)),
                place[1] + size * (x * sin(turn) + y * cos(turn)),
            )
            for x, y in ((-540, -285), (540, -285), (540, 285), (-540, 285))
        ]
        corners.append(box)
        marks += [
            Mark(line(box) + "z", inks[(ring + first) % depth]),
            Mark(line(box) + "z", "line", max(18 * size, 6)),
        ]
    ties = "".join(line((one[index], one[index])) for one in corners for index in range(4))
    return Drawing(
        (
            *marks,
            Mark(ties, "line", 26),
            Mark(dots([aim]), "line", 92),
            Mark(dots([aim]), "light", 66),
            Mark(dots([aim]), "spark", 38),
        ),
        aim[0],
    )


def _lens(centre: Point, radius: float, aim: Point, first: int) -> list[Mark]:
    """Circles within each other, each a little nearer to what is looked at."""
    inks: tuple[Ink, ...] = ("edge", "middle", "deep", "ground")
    marks = [Mark(circle(centre, radius + 24), "line")]
    rings = 7
    for ring in range(rings):
        depth = ring / rings
        middle = (centre[0] + aim[0] * depth, centre[1] + aim[1] * depth)
        ink = inks[(ring + first) % len(inks)]
        marks.append(Mark(circle(middle, radius * (1 - depth)), ink))
    eye = (centre[0] + aim[0] * 0.93, centre[1] + aim[1] * 0.93)
    shine = f"M{pair((centre[0] - radius + 18, centre[1] - 20))}a{number(radius)} {number(radius)}"
    shine += f" 0 0 1 {number(radius * 0.62)}-{number(radius * 0.78)}"
    return [
        *marks,
        Mark(dots([eye]), "line", 54),
        Mark(dots([eye]), "spark", 32),
        Mark(shine, "light", 13, 0.75),
    ]


LENSES: Motif = (_pair, _porthole, _corridor)
