"""Artificial intelligence: lattices of nodes, and one thought that crosses them."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from math import cos, hypot, pi, sin

from plugins.images.drawing import (
    HEIGHT,
    PANEL,
    WIDTH,
    Dice,
    Drawing,
    Mark,
    Motif,
    Point,
    circle,
    dots,
    line,
)

_KEPT = 0.8  # of a lattice's edges


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
    counts = [dice.whole(2, 5) for _ in range(dice.whole(4, 6))]
    step, apart = 1020 / (len(counts) - 1), dice.between(105, 130)
    columns = [
        [(90 + step * column, HEIGHT / 2 + (row - (count - 1) / 2) * apart) for row in range(count)]
        for column, count in enumerate(counts)
    ]
    web = "".join(
        line((one, two)) for here, there in pairwise(columns) for one in here for two in there
    )
    path = [column[dice.whole(0, len(column) - 1)] for column in columns]
    aim = path[dice.whole(1, len(path) - 2)]
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


def _clusters(dice: Dice) -> Drawing:
    """A few nodes so near that each is a world, and what binds them."""
    nodes = [
        (150 + 300 * column + dice.between(-70, 70), 185 + 300 * row + dice.between(-60, 60))
        for column in range(4)
        for row in range(2)
    ]
    sizes = [dice.between(70, 190) for _ in nodes]
    ties = [(one, one + 2) for one in range(6)] + [(one, one + 1) for one in range(0, 8, 2)]
    ties += [(one, one + 3 - 2 * (one % 2)) for one in range(6) if dice.whole(0, 1)]
    lit = dice.whole(2, 5)
    marks = [
        Mark(circle(nodes[lit], 235), "deep"),
        Mark("".join(line((nodes[one], nodes[two])) for one, two in ties), "edge", 7, 0.7),
    ]
    for index, (node, size) in enumerate(zip(nodes, sizes, strict=True)):
        marks += [Mark(dots([node]), "line", size), Mark(dots([node]), "middle", size - 18)]
        if index % 3 == 0:
            marks.append(Mark(dots([node]), "light", size * 0.45))
    marks.append(Mark(dots([nodes[lit]]), "spark", sizes[lit] * 0.6))
    return Drawing(tuple(marks), nodes[lit][0])


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


LATTICE: Motif = (_web, _strata, _clusters, _bloom)
