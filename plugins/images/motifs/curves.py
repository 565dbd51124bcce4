"""Start-ups: what rises, and what does not."""

from __future__ import annotations

from math import exp

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
    number,
    pair,
    smooth,
)


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


CURVES: Motif = (_outlier, _steps, _fan)
