"""What a drawing is, before it is SVG or pixels: inks over a ground, and dice that remember.

A drawing names inks, not colours: the same strokes are printed by day and by
night, in any topic's hue.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import cos, radians, sin
from typing import Literal

WIDTH, HEIGHT = 1200, 675
MIDDLE = (WIDTH / 2, HEIGHT / 2)
# What a social card shows of the width, around a drawing's focus.
PANEL = 488

Ink = Literal["ground", "deep", "middle", "edge", "line", "light", "spark"]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Mark:
    """One stroke or one filled shape: ``data`` is SVG path data, ``width`` 0 means filled."""

    data: str
    ink: Ink
    width: float = 0
    opacity: float = 1
    dash: str = ""


class Dice:
    """Numbers that follow from a text alone, whatever Python's version or hash seed."""

    def __init__(self, seed: str) -> None:
        self._seed, self._count, self._pool = seed.encode(), 0, b""

    def random(self) -> float:
        """A number of [0, 1)."""
        if not self._pool:
            self._pool = hashlib.sha256(self._seed + self._count.to_bytes(4, "big")).digest()
            self._count += 1
        chunk, self._pool = self._pool[:4], self._pool[4:]
        return int.from_bytes(chunk, "big") / 2**32

    def between(self, low: float, high: float) -> float:
        """A number of [low, high)."""
        return low + (high - low) * self.random()

    def whole(self, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``, both possible."""
        return low + int(self.random() * (high - low + 1))

    def sign(self) -> int:
        """-1 or 1."""
        return 2 * self.whole(0, 1) - 1


@dataclass(frozen=True, slots=True)
class Drawing:
    """Marks, from the ground up, and the place that a narrow crop centres on, from the left.

    Of a mirrored one, the marks are as they were drawn, and the focus is where it is seen.
    """

    marks: tuple[Mark, ...]
    focus: float = WIDTH / 2
    is_mirrored: bool = False


Composition = Callable[[Dice], Drawing]
Motif = tuple[Composition, ...]


def number(value: float) -> str:
    """A coordinate, as short as it can be: drawings are counted in bytes."""
    return str(round(value))


def pair(point: Point) -> str:
    """``x y``."""
    return f"{number(point[0])} {number(point[1])}"


def line(points: Iterable[Point]) -> str:
    """Straight lines through ``points``."""
    return "M" + "L".join(pair(point) for point in points)


def dots(points: Iterable[Point]) -> str:
    """Points without length: round caps make discs of them, in a third of the bytes of circles."""
    return "".join(f"M{pair(point)}h0" for point in points)


def circle(centre: Point, radius: float) -> str:
    """A whole circle, as two arcs."""
    x, y, r, far = number(centre[0] - radius), number(centre[1]), number(radius), number(2 * radius)
    return f"M{x} {y}a{r} {r} 0 0 0 {far} 0 {r} {r} 0 0 0-{far} 0"


def ellipse(centre: Point, across: float, up: float, tilt: float = 0) -> str:
    """A whole ellipse, ``tilt`` degrees clockwise, as two arcs from end to end."""
    dx, dy = across * cos(radians(tilt)), across * sin(radians(tilt))
    start, end = (centre[0] - dx, centre[1] - dy), (centre[0] + dx, centre[1] + dy)
    radii = f"{number(across)} {number(up)} {number(tilt)} 0 1 "
    return f"M{pair(start)}A{radii}{pair(end)} {radii}{pair(start)}z"


def smooth(points: Sequence[Point], *, closed: bool = False) -> str:
    """A curve through ``points`` without a corner (Catmull-Rom as cubic Béziers)."""
    data, last = "M" + pair(points[0]), len(points) - 1
    for index in range(last + closed):
        before, here = points[index - 1 if closed else max(index - 1, 0)], points[index]
        there = points[(index + 1) % len(points)]
        after = points[(index + 2) % len(points) if closed else min(index + 2, last)]
        first = (here[0] + (there[0] - before[0]) / 6, here[1] + (there[1] - before[1]) / 6)
        second = (there[0] - (after[0] - here[0]) / 6, there[1] - (after[1] - here[1]) / 6)
        data += f"C{pair(first)} {pair(second)} {pair(there)}"
    return data
