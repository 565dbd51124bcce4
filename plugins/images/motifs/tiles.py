"""For a topic without a motif."""

from __future__ import annotations

from plugins.images.drawing import (
    MIDDLE,
    Dice,
    Drawing,
    Mark,
    Motif,
    circle,
    dots,
)


def _truchet(dice: Dice) -> Drawing:
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


TILES: Motif = (_truchet,)
