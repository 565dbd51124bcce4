"""Drones: flight paths, and who flies them."""

from __future__ import annotations

from math import cos, pi, sin

from plugins.images.drawing import (
    HEIGHT,
    MIDDLE,
    Dice,
    Drawing,
    Ink,
    Mark,
    Motif,
    Point,
    circle,
    dots,
    line,
    smooth,
)


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


def _formation(dice: Dice) -> Drawing:
    """A wedge on its way, each machine with the trail that it leaves."""
    lead = (dice.between(620, 760), dice.between(170, 240))
    side, size = dice.sign(), dice.between(0.85, 1.15)
    lead = (lead[0] if side > 0 else 2 * MIDDLE[0] - lead[0], lead[1])
    machines = [lead]
    for rank in range(1, dice.whole(2, 3) + 1):
        back = (lead[0] - side * 165 * rank * size, lead[1])
        machines += [
            (back[0], back[1] + 78 * rank),
            (back[0] + side * 125 * rank, back[1] + 160 * rank),
        ]
    machines = [one for one in machines if one[1] < HEIGHT - 75]
    trails = "".join(
        smooth([one, (one[0] - side * 260, one[1] + 40), (one[0] - side * 900, one[1] - 30)])
        for one in machines
    )
    marks = (
        Mark(circle(lead, 215), "deep"),
        _hill(dice, 480, "deep"),
        _hill(dice, 575, "middle"),
        Mark(trails, "edge", 5, 0.8, dash="2 18"),
        *_drones(machines, size),
    )
    return Drawing(marks, lead[0] - side * 90)


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


FLIGHTS: Motif = (_crossing, _swarm, _formation, _watch)
