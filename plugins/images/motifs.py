"""The drawings: one family a motif, one member an id. Pure geometry on a sheet of 1200 × 675.

The middle of the sheet holds what matters: a social card shows no more of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import cos, exp, hypot, pi, sin

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

Motif = Callable[[Dice], tuple[Mark, ...]]
MIDDLE = (WIDTH / 2, HEIGHT / 2)
_KEPT = 0.8  # of a lattice's edges


def lattice(dice: Dice) -> tuple[Mark, ...]:
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
    return (
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


def _neighbours(
    node: tuple[int, int], nodes: Mapping[tuple[int, int], Point]
) -> list[tuple[int, int]]:
    """The nodes after ``node`` on a lattice of triangles."""
    column, row = node
    shift = column % 2
    near = ((column, row + 1), (column + 1, row - 1 + shift), (column + 1, row + shift))
    return [one for one in near if one in nodes]


def lenses(dice: Dice) -> tuple[Mark, ...]:
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
    return tuple(marks)


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


def layers(dice: Dice) -> tuple[Mark, ...]:
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
    x, y = number(tip[0]), number(tip[1])
    return (
        Mark(ellipse((middle, bottom + 22), 560, 80), "deep"),
        Mark(ellipse((middle, bottom + 16), 400, 58), "middle", opacity=0.6),
        Mark(circle((MIDDLE[0], 300), 285), "deep", opacity=0.7),
        Mark(rim, "middle"),
        *(Mark("".join(_front(*one) for one in those), ink, 9.5) for ink, those in groups),
        Mark(rim, "line", 9.5),
        Mark(f"M{x} {y}l-24-38v-46h48v46z", "line"),
        Mark(f"M{x} {number(tip[1] - 100)}V0", "line", 22),
        Mark(dots([tip]), "spark", 28),
    )


def _front(centre: Point, across: float) -> str:
    """The half of a layer that one sees."""
    reach = number(across)
    start = pair((centre[0] - across, centre[1]))
    return f"M{start}a{reach} {number(across * 0.2)} 0 0 0 {number(2 * across)} 0"


def flights(dice: Dice) -> tuple[Mark, ...]:
    """Flight paths that cross over hills, and who flies them."""
    meeting = (dice.between(540, 660), dice.between(230, 330))
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
        across, along = 260 * cos(turn), 225 * sin(turn)
        way = [
            (meeting[0] - 2.9 * across + bend, meeting[1] - 2.9 * along),
            (meeting[0] - across - bend * 0.5, meeting[1] - along + bend * 0.3),
            meeting,
            (meeting[0] + across + bend * 0.5, meeting[1] + along - bend * 0.3),
            (meeting[0] + 2.9 * across - bend, meeting[1] + 2.9 * along),
        ]
        is_past = index % 2 == 1
        marks.append(
            Mark(smooth(way), "line" if is_past else "edge", 8, dash="1 20" if is_past else "")
        )
        machines.append(way[(3, 1, 1, 3)[index]])
    return (*marks, Mark(circle(meeting, 64), "line", 5, dash="16 14"), *_drones(machines))


def _hill(dice: Dice, height: float, ink: Ink) -> Mark:
    ridge = [(x, height + dice.between(-45, 45)) for x in range(-60, 1400, 330)]
    return Mark(smooth(ridge) + "V700H-60z", ink)


def _drones(places: list[Point]) -> list[Mark]:
    """Small machines with four rotors, seen from above; the first is ours."""
    arms = [
        (x + dx, y + dy)
        for x, y in places
        for dx, dy in ((-40, -32), (40, 32), (-40, 32), (40, -32))
    ]
    cross = "".join(line(arms[index : index + 2]) for index in range(0, len(arms), 2))
    return [
        Mark(dots(arms), "line", 56),
        Mark(dots(arms), "light", 46),
        Mark(cross, "line", 9),
        Mark(dots(places), "line", 50),
        Mark(dots(places[1:]), "edge", 24),
        Mark(dots(places[:1]), "spark", 28),
    ]


def waves(dice: Dice) -> tuple[Mark, ...]:
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
    for index, (x, y) in enumerate(places):
        body = f"M{number(x - 24)} {number(y - 24)}h48v48h-48z"
        marks += [Mark(body, "line", 26), Mark(body, "line")]
        marks.append(Mark(dots([(x, y)]), "spark" if index == 0 else "light", 30))
    return tuple(marks)


def curves(dice: Dice) -> tuple[Mark, ...]:
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
    return (
        *marks,
        Mark(falls, "line", 5, 0.55),
        Mark(dots(peaks), "line", 24),
        Mark(dots(peaks), "light", 11),
        Mark(rise, "line", 14),
        Mark(dots([goal]), "line", 84),
        Mark(dots([goal]), "spark", 54),
    )


def _fall(dice: Dice, peak: Point) -> str:
    """A curve that rises from the ground to ``peak``, and comes down again."""
    foot = 640 - dice.between(0, 40)
    far = peak[0] + dice.between(150, 220)
    first = f"M{number(peak[0] - 330)} 640C{number(peak[0] - 130)} 640"
    return (
        f"{first} {pair((peak[0] - 70, peak[1]))} {pair(peak)}"
        f"S{pair((peak[0] + 70, foot))} {pair((far, foot))}"
    )


def orbits(dice: Dice) -> tuple[Mark, ...]:
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
    return tuple(marks)


def _near_half(centre: Point, across: float, tilt: float) -> str:
    """The half of an orbit that passes before the planet."""
    dx, dy = across * cos(tilt * pi / 180), across * sin(tilt * pi / 180)
    left, right = (centre[0] - dx, centre[1] - dy), (centre[0] + dx, centre[1] + dy)
    return f"M{pair(left)}A{number(across)} {number(across * 0.3)} {number(tilt)} 0 0 {pair(right)}"


def _sparkle(centre: Point, size: float) -> str:
    """A star with four points."""
    x, y, s = number(centre[0]), number(centre[1] - size), number(size)
    return f"M{x} {y}q0 {s} {s} {s}-{s} 0-{s} {s} 0-{s}-{s}-{s} {s} 0 {s}-{s}"


def tiles(dice: Dice) -> tuple[Mark, ...]:
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
    return (
        Mark(circle(MIDDLE, 300), "deep"),
        Mark(arcs, "edge", 34),
        Mark(dots(spots[1:]), "line", 44),
        Mark(dots(spots[:1]), "spark", 60),
    )


MOTIFS: Mapping[str, Motif] = {
    "lattice": lattice,
    "lenses": lenses,
    "layers": layers,
    "flights": flights,
    "waves": waves,
    "curves": curves,
    "orbits": orbits,
    "tiles": tiles,
}

# Where a narrow crop should look; elsewhere in the middle.
_FOCUS: Mapping[str, float] = {"lenses": 858, "curves": 690}


def focus_of(motif: str) -> float:
    """The place, counted from the left, that a card centres on."""
    return _FOCUS.get(motif, WIDTH / 2)
