"""Science fiction: worlds, their orbits, and stars."""

from __future__ import annotations

from math import asin, cos, hypot, pi, sin

from plugins.images.drawing import (
    HEIGHT,
    MIDDLE,
    WIDTH,
    Dice,
    Drawing,
    Mark,
    Motif,
    Point,
    circle,
    dots,
    ellipse,
    number,
    pair,
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


ORBITS: Motif = (_planet, _system, _horizon)
