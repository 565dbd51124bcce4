"""The drawings: one family a motif, one member an id. Pure geometry on a sheet of 1200 × 675.

A family has several compositions, and its dice choose one: two posts of a topic,
one under the other, are two pictures. A drawing says where its focus is: a social
card shows no more than `PANEL` around it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import asin, cos, exp, hypot, pi, sin, sqrt

from plugins.images.drawing import (
    HEIGHT,
    WIDTH,
    Dice,
    Ink,
    Mark,
    Point,
    circle,
    dots,
    ellipse,
    line,
    number,
    pair,
    smooth,
)

MIDDLE = (WIDTH / 2, HEIGHT / 2)
PANEL = 488
_KEPT = 0.8  # of a lattice's edges


@dataclass(frozen=True, slots=True)
class Drawing:
    """Marks, from the ground up, and the place that a narrow crop centres on, from the left."""

    marks: tuple[Mark, ...]
    focus: float = WIDTH / 2


Motif = Callable[[Dice], Drawing]


def _one_of(*compositions: Motif) -> Motif:
    """A motif of several compositions."""

    def drawn(dice: Dice) -> Drawing:
        return compositions[dice.whole(0, len(compositions) - 1)](dice)

    return drawn


def _web(dice: Dice) -> Drawing:
    """A lattice of nodes, and one thought that crosses it."""
    columns, rows, step = 9, 5, 150.0
    nodes: dict[tuple[int, int], Point] = {}
    for column in range(columns):
        for row in range(rows):
            x = column * step + dice.between(-34, 34)
            y = (row + (column % 2) / 2 - 0.1) * step + dice.between(-34, 34)
            nodes[column, row] = (x, y)
    edges = [
        (one, two) for one in nodes for two in _neighbours(one, nodes) if dice.random() < _KEPT
    ]
    web = "".join(line((nodes[one], nodes[two])) for one, two in edges)
    row = dice.whole(1, 3)
    path = [nodes[0, row]]
    for column in range(1, columns):
        near = [r for r in (row - 1, row, row + 1) if 1 <= r < rows - 1]
        row = near[dice.whole(0, len(near) - 1)]
        path.append(nodes[column, row])
    halo = path[dice.whole(3, 5)]
    sizes: dict[int, list[Point]] = {12: [], 20: [], 30: []}
    for point in nodes.values():
        sizes[(12, 12, 20, 30)[dice.whole(0, 3)]].append(point)
    marks = (
        Mark(circle(halo, 250), "deep"),
        Mark(circle(halo, 150), "middle", opacity=0.5),
        Mark(web, "edge", 2.5, 0.55),
        Mark(line(path), "edge", 9),
        *(Mark(dots(points), "edge", size) for size, points in sizes.items() if points),
        Mark(dots(path), "line", 30),
        Mark(dots(path), "light", 13),
        Mark(dots([halo]), "line", 76),
        Mark(dots([halo]), "spark", 48),
    )
    return Drawing(marks, min(max(halo[0], PANEL / 2), WIDTH - PANEL / 2))


def _neighbours(
    node: tuple[int, int], nodes: Mapping[tuple[int, int], Point]
) -> list[tuple[int, int]]:
    """The nodes after ``node`` on a lattice of triangles."""
    column, row = node
    shift = column % 2
    near = ((column, row + 1), (column + 1, row - 1 + shift), (column + 1, row + shift))
    return [one for one in near if one in nodes]


def _strata(dice: Dice) -> Drawing:
    """A network in columns, each node tied to all of the next column; the way that is taken."""
    counts = [dice.whole(3, 5) for _ in range(5)]
    columns = [
        [
            (90 + 255 * column, HEIGHT / 2 + (row - (count - 1) / 2) * 128 + dice.between(-12, 12))
            for row in range(count)
        ]
        for column, count in enumerate(counts)
    ]
    web = "".join(
        line((one, two)) for here, there in pairwise(columns) for one in here for two in there
    )
    path = [column[dice.whole(0, len(column) - 1)] for column in columns]
    aim = path[dice.whole(2, 3)]
    every = [point for column in columns for point in column]
    marks = (
        Mark(circle(aim, 240), "deep"),
        Mark(web, "edge", 2.5, 0.45),
        Mark(line(path), "edge", 10),
        Mark(dots(every), "line", 62),
        Mark(dots(every), "middle", 46),
        Mark(dots(path), "light", 46),
        Mark(dots([aim]), "line", 100),
        Mark(dots([aim]), "spark", 70),
    )
    return Drawing(marks, aim[0])


def _bloom(dice: Dice) -> Drawing:
    """A network that grew in rings from one node."""
    centre = (dice.between(420, 780), dice.between(280, 400))
    turn = dice.between(0, 2 * pi)
    rings: list[list[Point]] = [[centre]]
    for ring, count in enumerate((5, 9, 14), start=1):
        reach = 132 * ring + dice.between(-8, 8)
        steps = [
            turn + 2 * pi * (index + dice.between(-0.2, 0.2)) / count for index in range(count)
        ]
        rings.append(
            [(centre[0] + 1.25 * reach * cos(a), centre[1] + reach * sin(a)) for a in steps]
        )
    web = ""
    for inner, outer in pairwise(rings):
        for point in outer:
            near = sorted(inner, key=lambda one: hypot(one[0] - point[0], one[1] - point[1]))
            web += "".join(line((point, one)) for one in near[: dice.whole(1, 2)])
    lit = rings[2][dice.whole(0, 8)]
    marks = (
        Mark(circle(centre, 300), "deep"),
        Mark(circle(centre, 165), "middle", opacity=0.6),
        Mark(web, "edge", 4, 0.7),
        Mark(dots(rings[3]), "edge", 22),
        Mark(dots(rings[2]), "line", 40),
        Mark(dots(rings[2]), "light", 22),
        Mark(dots(rings[1]), "line", 54),
        Mark(dots(rings[1]), "edge", 34),
        Mark(line((centre, lit)), "line", 8),
        Mark(dots([centre]), "line", 120),
        Mark(dots([centre]), "light", 88),
        Mark(dots([centre]), "edge", 44),
        Mark(dots([lit]), "line", 64),
        Mark(dots([lit]), "spark", 42),
    )
    return Drawing(marks, centre[0])


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
    centre = (dice.between(430, 770), MIDDLE[1] + dice.between(-30, 30))
    aim = (dice.between(-90, 90), dice.between(-70, 70))
    horizon = number(centre[1] + aim[1])
    rays = "".join(
        line((centre, (centre[0] + 980 * cos(turn), centre[1] + 980 * sin(turn))))
        for turn in (index * pi / 18 + 0.05 for index in range(36))
    )
    marks = (
        Mark(f"M0 {horizon}H{WIDTH}V{HEIGHT}H0z", "deep"),
        Mark(rays, "middle", 2, 0.8),
        *_lens(centre, dice.between(280, 325), aim, dice.whole(0, 2)),
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


def _crossing(dice: Dice) -> Drawing:
    """Flight paths that cross over hills, and who flies them."""
    meeting = (dice.between(540, 660), dice.between(265, 330))
    marks = [
        Mark(circle(meeting, 210), "deep"),
        _hill(dice, 440, "deep"),
        _hill(dice, 545, "middle"),
    ]
    machines: list[Point] = []
    first = dice.between(0.1, 0.5)
    for index in range(4):
        turn = pi * index / 4 + first
        bend = dice.between(60, 150) * dice.sign()
        # Near enough that no machine is cut by an edge, of the sheet or of a card.
        across, along = 172 * cos(turn), 172 * sin(turn)
        way = [
            (meeting[0] - 4.8 * across + bend, meeting[1] - 4 * along),
            (meeting[0] - across, meeting[1] - along),
            meeting,
            (meeting[0] + across, meeting[1] + along),
            (meeting[0] + 4.8 * across - bend, meeting[1] + 4 * along),
        ]
        is_past = index % 2 == 1
        marks.append(
            Mark(smooth(way), "line" if is_past else "edge", 8, dash="1 20" if is_past else "")
        )
        machines.append(way[(3, 1, 1, 3)[index]])
    marks += [Mark(circle(meeting, 64), "line", 5, dash="16 14"), *_drones(machines)]
    return Drawing(tuple(marks), meeting[0])


def _swarm(dice: Dice) -> Drawing:
    """A flock on one wide turn, its leader before it."""
    centre = (dice.between(480, 720), dice.between(560, 640))
    way = dice.sign()
    marks = [Mark(circle((centre[0], 260), 230), "deep")]
    machines: list[Point] = []
    for lane, (reach, count) in enumerate(((300, 3), (410, 5), (520, 6))):
        marks.append(Mark(circle(centre, reach), "edge", 4, 0.6, dash="" if lane == 1 else "2 18"))
        start = dice.between(-0.12, 0.12)
        for index in range(count):
            turn = -pi / 2 + way * (start + (index - (count - 1) / 2) * 0.34)
            machines.append((centre[0] + reach * cos(turn), centre[1] + reach * sin(turn)))
    leader = machines.pop(dice.whole(3, 7))
    hills = (_hill(dice, 520, "deep"), _hill(dice, 600, "middle"))
    return Drawing((*marks, *hills, *_drones([leader, *machines], 0.66)), centre[0])


def _watch(dice: Dice) -> Drawing:
    """One machine over its field, and the circle that it may not leave."""
    centre = (dice.between(430, 770), dice.between(290, 370))
    marks = [
        _hill(dice, 390, "deep"),
        _hill(dice, 520, "middle"),
        Mark(circle(centre, 232), "deep"),
        Mark(circle(centre, 232), "edge", 6, dash="2 20"),
    ]
    turn, way = dice.between(0, 2 * pi), dice.sign()
    trail = [
        (
            centre[0] + (40 + 150 * step) * cos(turn + way * step * 0.55),
            centre[1] + (40 + 150 * step) * sin(turn + way * step * 0.55),
        )
        for step in range(6)
    ]
    marks.append(Mark(smooth(trail), "line", 9, dash="1 22"))
    return Drawing((*marks, *_drones([centre], 2.7)), centre[0])


def _hill(dice: Dice, height: float, ink: Ink) -> Mark:
    ridge = [(x, height + dice.between(-45, 45)) for x in range(-60, 1400, 330)]
    return Mark(smooth(ridge) + "V700H-60z", ink)


def _drones(places: list[Point], size: float = 1) -> list[Mark]:
    """Machines with four rotors, seen from above; the first is ours."""
    corners = ((-40, -32), (40, 32), (-40, 32), (40, -32))
    arms = [(x + dx * size, y + dy * size) for x, y in places for dx, dy in corners]
    cross = "".join(line(arms[index : index + 2]) for index in range(0, len(arms), 2))
    marks = [
        Mark(dots(arms), "line", 56 * size),
        Mark(dots(arms), "light", 46 * size),
        Mark(cross, "line", 9 * size),
        Mark(dots(places), "line", 50 * size),
        Mark(dots(places[1:]), "edge", 24 * size),
        Mark(dots(places[:1]), "spark", 28 * size),
    ]
    return [mark for mark in marks if mark.data]


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


def _outlier(dice: Dice) -> Drawing:
    """Rising curves: most bend down again, one does not."""
    goal = (dice.between(735, 800), dice.between(100, 140))
    marks = [
        Mark("".join(f"M0 {y}h{WIDTH}" for y in range(75, 640, 80)), "middle", 2, 0.7),
        Mark(circle(goal, 190), "deep"),
    ]
    inks: tuple[Ink, ...] = ("deep", "middle", "edge")
    for index, ink in enumerate(inks):
        start, steep = 560 + 130 * index, dice.between(0.8, 1.3)
        height, foot = 400 - 110 * index, 655 - 5 * index
        hill = [
            (x, foot - height / (1 + exp(-steep * (x - start) / 130)))
            for x in range(-60, 1400, 180)
        ]
        marks.append(Mark(smooth(hill) + "V700H-60z", ink))
    peaks = [
        (330 + 130 * index + dice.between(-40, 40), 640 - dice.between(120, 300))
        for index in range(3)
    ]
    falls = "".join(_fall(dice, peak) for peak in peaks)
    rise = f"M-40 645C{number(goal[0] * 0.55)} 640 {number(goal[0] * 0.86)} 520 {pair(goal)}"
    marks += [
        Mark(falls, "line", 5, 0.55),
        Mark(dots(peaks), "line", 24),
        Mark(dots(peaks), "light", 11),
        Mark(rise, "line", 14),
        Mark(dots([goal]), "line", 84),
        Mark(dots([goal]), "spark", 54),
    ]
    return Drawing(tuple(marks), 690)


def _steps(dice: Dice) -> Drawing:
    """Columns that rise, if not each upon the other, and what has grown on one."""
    count, wide, ground = 9, 92, 620
    heights = [
        40 + 400 * (index / (count - 1)) ** 1.7 + dice.between(-28, 28) for index in range(count)
    ]
    chosen = dice.whole(5, 7)
    heights[chosen] += dice.between(40, 80)
    heights[chosen + 1] *= dice.between(0.45, 0.7)
    left = MIDDLE[0] - count * 118 / 2 + 13
    columns = [
        f"M{number(left + 118 * index)} {ground}v-{number(height)}h{wide}v{number(height)}z"
        for index, height in enumerate(heights)
    ]
    top = (left + 118 * chosen + wide / 2, ground - heights[chosen])
    bud = (top[0] + dice.between(-40, 40), max(top[1] - 90, 80))
    trend = [
        (left + 118 * index + wide / 2, ground - height - 40)
        for index, height in enumerate(heights[: chosen + 1])
    ]
    marks = (
        Mark("".join(f"M0 {y}h{WIDTH}" for y in range(60, 620, 80)), "middle", 2, 0.7),
        Mark(circle(bud, 190), "deep"),
        Mark("".join(columns[::2]), "middle"),
        Mark("".join(columns[1::2]), "edge"),
        Mark(columns[chosen], "line"),
        Mark(smooth(trend[:-1]), "line", 6, dash="1 18"),
        Mark(f"M0 {ground}h{WIDTH}", "line", 8),
        Mark(smooth([top, ((top[0] + bud[0]) / 2 + 14, (top[1] + bud[1]) / 2), bud]), "line", 10),
        Mark(dots([bud]), "line", 84),
        Mark(dots([bud]), "spark", 54),
    )
    return Drawing(marks, bud[0] - 60)


def _fan(dice: Dice) -> Drawing:
    """All that begins at one point: most of it falls, some of it lasts, one of it flies."""
    start = (dice.between(60, 150), dice.between(470, 540))
    ends = [
        (dice.between(760, 1150), start[1] + 100 - 68 * index + dice.between(-18, 18))
        for index in range(7)
    ]
    lucky = dice.whole(4, 5)
    ends[lucky] = (dice.between(760, 840), dice.between(110, 170))
    ways = [
        f"M{pair(start)}C{pair((start[0] + 330, start[1] - 14 * index))}"
        f" {pair((end[0] - 260, end[1] + (90 if index == lucky else -50)))} {pair(end)}"
        for index, end in enumerate(ends)
    ]
    fallen = [end for index, end in enumerate(ends) if index != lucky]
    marks = (
        Mark(f"M0 {number(start[1] + 60)}H{WIDTH}V{HEIGHT}H0z", "deep"),
        Mark(circle(ends[lucky], 200), "deep"),
        Mark(circle(start, 120), "middle", opacity=0.6),
        Mark("".join(way for index, way in enumerate(ways) if index != lucky), "edge", 7, 0.8),
        Mark(dots(fallen), "line", 30),
        Mark(dots(fallen), "light", 14),
        Mark(ways[lucky], "line", 15),
        Mark(dots([start]), "line", 54),
        Mark(dots([ends[lucky]]), "line", 90),
        Mark(dots([ends[lucky]]), "spark", 58),
    )
    return Drawing(marks, ends[lucky][0] - 70)


def _fall(dice: Dice, peak: Point) -> str:
    """A curve that rises from the ground to ``peak``, and comes down again."""
    foot = 640 - dice.between(0, 40)
    far = peak[0] + dice.between(150, 220)
    first = f"M{number(peak[0] - 330)} 640C{number(peak[0] - 130)} 640"
    return (
        f"{first} {pair((peak[0] - 70, peak[1]))} {pair(peak)}"
        f"S{pair((peak[0] + 70, foot))} {pair((far, foot))}"
    )


def _planet(dice: Dice) -> Drawing:
    """A planet, its orbits and their moons, and stars."""
    centre = (dice.between(520, 680), dice.between(310, 380))
    tilt, radius = dice.between(-32, 32), dice.between(105, 150)
    stars = [(dice.between(0, WIDTH), dice.between(0, HEIGHT)) for _ in range(70)]
    far = [star for star in stars if hypot(star[0] - centre[0], star[1] - centre[1]) > radius + 20]
    marks = [
        Mark(circle(centre, 330), "deep"),
        Mark(circle(centre, 225), "middle", opacity=0.45),
        Mark(dots(far[:38]), "edge", 5),
        Mark(dots(far[38:56]), "line", 8),
        Mark("".join(_sparkle(star, 15) for star in far[56:64]), "line"),
    ]
    moons: list[Point] = []
    rings = ""
    for index in range(4):
        across = radius * 1.75 + index * dice.between(85, 105)
        up = across * 0.3
        rings += ellipse(centre, across, up, tilt)
        turn, lean = dice.between(0, 2 * pi), tilt * pi / 180
        x, y = across * cos(turn), up * sin(turn)
        moons.append(
            (centre[0] + x * cos(lean) - y * sin(lean), centre[1] + x * sin(lean) + y * cos(lean))
        )
    size, shade = number(radius), number(radius * 1.25)
    night = f"M{pair((centre[0] + radius * 0.42, centre[1] - radius * 0.907))}"
    night += f"a{size} {size} 0 1 1-{number(radius * 1.33)} {number(radius * 1.33)}"
    night += f" {shade} {shade} 0 0 0 {number(radius * 1.33)}-{number(radius * 1.33)}z"
    marks += [
        Mark(rings, "line", 3.5),
        # The far half of the inner orbit passes behind the planet, the near half before it.
        Mark(circle(centre, radius), "edge"),
        Mark(night, "line", opacity=0.28),
        Mark(_near_half(centre, radius * 1.75, tilt), "line", 3.5),
    ]
    for index, moon in enumerate(moons):
        marks.append(Mark(dots([moon]), "line", (34, 46, 58, 40)[index]))
    marks.append(Mark(dots(moons[2:3]), "spark", 36))
    return Drawing(tuple(marks), centre[0])


def _stars(dice: Dice, count: int) -> list[Mark]:
    """A sky of ``count`` stars of three sizes."""
    stars = [(dice.between(0, WIDTH), dice.between(0, HEIGHT)) for _ in range(count)]
    small, large = count * 3 // 5, count * 9 // 10
    return [
        Mark(dots(stars[:small]), "edge", 5),
        Mark(dots(stars[small:large]), "line", 8),
        Mark("".join(_sparkle(star, 15) for star in stars[large:]), "line"),
    ]


def _system(dice: Dice) -> Drawing:
    """A sun low at one side, and its worlds on their circles."""
    side = dice.sign()
    sun = (MIDDLE[0] - side * dice.between(250, 330), dice.between(430, 560))
    marks = [
        Mark(circle(sun, 420), "deep"),
        Mark(circle(sun, 250), "middle", opacity=0.45),
        *_stars(dice, 50),
        Mark("".join(circle(sun, 205 + 112 * ring) for ring in range(6)), "line", 3),
        Mark(circle(sun, dice.between(105, 140)), "edge"),
        Mark(circle(sun, 84), "line", opacity=0.28),
    ]
    worlds: list[Point] = []
    for ring in range(6):
        reach = 205 + 112 * ring
        # None beyond the sheet's upper edge.
        turn = dice.between(0.08, min(asin(min((sun[1] - 70) / reach, 1)), 1.2))
        worlds.append((sun[0] + side * reach * cos(turn), sun[1] - reach * sin(turn)))
    for world, size in zip(worlds, (34, 52, 44, 92, 64, 40), strict=True):
        marks.append(Mark(dots([world]), "line", size))
    marks += [
        Mark(dots(worlds[3:4]), "middle", 74),
        Mark(ellipse(worlds[3], 82, 20, -18 * side), "line", 6),
        Mark(dots(worlds[1:2]), "spark", 34),
    ]
    return Drawing(tuple(marks), sun[0] + side * 190)


def _horizon(dice: Dice) -> Drawing:
    """The rim of a world below, and another that rises over it."""
    top = dice.between(440, 510)
    rising = (dice.between(420, 780), top - dice.between(60, 150))
    size = dice.between(130, 175)
    marks = [
        Mark(circle(rising, size + 150), "deep"),
        Mark(circle(rising, size + 70), "middle", opacity=0.45),
        *_stars(dice, 56),
        Mark(circle(rising, size), "edge"),
        Mark(ellipse(rising, size * 1.75, size * 0.34, dice.between(-24, 24)), "line", 6),
    ]
    drift = dice.between(-300, 300)
    for depth, ink in enumerate(("deep", "middle", "edge")):
        below = (MIDDLE[0] + drift * (depth - 1), top + 46 * depth + 1400)
        marks.append(Mark(circle(below, 1400), ink))  # type: ignore[arg-type]
    marks.append(Mark(circle((MIDDLE[0] - drift, top + 1400), 1400), "line", 4, 0.7))
    seen = (rising[0] + dice.sign() * (size + 60), rising[1] - size * 0.8)
    marks += [Mark(dots([seen]), "line", 60), Mark(dots([seen]), "spark", 40)]
    return Drawing(tuple(marks), rising[0])


def _near_half(centre: Point, across: float, tilt: float) -> str:
    """The half of an orbit that passes before the planet."""
    dx, dy = across * cos(tilt * pi / 180), across * sin(tilt * pi / 180)
    left, right = (centre[0] - dx, centre[1] - dy), (centre[0] + dx, centre[1] + dy)
    return f"M{pair(left)}A{number(across)} {number(across * 0.3)} {number(tilt)} 0 0 {pair(right)}"


def _sparkle(centre: Point, size: float) -> str:
    """A star with four points."""
    x, y, s = number(centre[0]), number(centre[1] - size), number(size)
    return f"M{x} {y}q0 {s} {s} {s}-{s} 0-{s} {s} 0-{s}-{s}-{s} {s} 0 {s}-{s}"


def tiles(dice: Dice) -> Drawing:
    """Tiles with two arcs each, laid as they come (Truchet): for a topic without a motif."""
    side = 150
    arcs, half = "", side // 2
    for row in range(5):
        for column in range(8):
            x, y = column * side, row * side - 38
            if dice.whole(0, 1):
                arcs += f"M{x} {y + half}a{half} {half} 0 0 0 {half}-{half}"
                arcs += f"M{x + side} {y + half}a{half} {half} 0 0 0-{half} {half}"
            else:
                arcs += f"M{x + half} {y}a{half} {half} 0 0 0 {half} {half}"
                arcs += f"M{x} {y + half}a{half} {half} 0 0 1 {half} {half}"
    spots = [(dice.whole(1, 7) * side, dice.whole(1, 4) * side - 38) for _ in range(5)]
    marks = (
        Mark(circle(MIDDLE, 300), "deep"),
        Mark(arcs, "edge", 34),
        Mark(dots(spots[1:]), "line", 44),
        Mark(dots(spots[:1]), "spark", 60),
    )
    return Drawing(marks)


MOTIFS: Mapping[str, Motif] = {
    "lattice": _one_of(_web, _strata, _bloom),
    "lenses": _one_of(_pair, _porthole, _corridor),
    "layers": _one_of(_vase, _arch, _contours),
    "flights": _one_of(_crossing, _swarm, _watch),
    "waves": _one_of(_crowd, _beacon, _rows),
    "curves": _one_of(_outlier, _steps, _fan),
    "orbits": _one_of(_planet, _system, _horizon),
    "tiles": tiles,
}
