"""OKLCH to sRGB, for what cannot read OKLCH: older browsers and rasterisers."""

from __future__ import annotations

from math import atan2, cos, degrees, hypot, radians, sin

_STEPS = 24
_SLACK = 0.0001
_LINEAR_END = 0.0031308


def oklch_to_hex(lightness: float, chroma: float, hue: float) -> str:
    """``#rrggbb`` of an OKLCH colour; one outside sRGB keeps lightness and hue, not its chroma.

    The matrices are Björn Ottosson's (bottosson.github.io/posts/oklab), as in
    CSS Color 4, section 10.
    """
    low, high = 0.0, chroma
    found = _linear(lightness, chroma, hue)
    if not _is_in_gamut(found):
        for _ in range(_STEPS):
            middle = (low + high) / 2
            if _is_in_gamut(_linear(lightness, middle, hue)):
                low = middle
            else:
                high = middle
        found = _linear(lightness, low, hue)
    return "#" + "".join(f"{round(_encode(part) * 255):02x}" for part in found)


def mix_oklch(
    below: tuple[float, float, float], above: tuple[float, float, float], share: float
) -> tuple[float, float, float]:
    """``share`` of one colour over another, mixed in OKLab; three decimals, and whole degrees."""

    def mixed(one: float, other: float) -> float:
        return one + (other - one) * share

    (low, chroma, hue), (high, chroma_above, hue_above) = below, above
    a = mixed(chroma * cos(radians(hue)), chroma_above * cos(radians(hue_above)))
    b = mixed(chroma * sin(radians(hue)), chroma_above * sin(radians(hue_above)))
    return round(mixed(low, high), 3), round(hypot(a, b), 3), round(degrees(atan2(b, a))) % 360


def _linear(lightness: float, chroma: float, hue: float) -> tuple[float, float, float]:
    a, b = chroma * cos(radians(hue)), chroma * sin(radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _is_in_gamut(colour: tuple[float, float, float]) -> bool:
    return all(-_SLACK <= part <= 1 + _SLACK for part in colour)


def _encode(part: float) -> float:
    """The sRGB transfer function."""
    part = min(max(part, 0.0), 1.0)
    return 12.92 * part if part <= _LINEAR_END else 1.055 * part ** (1 / 2.4) - 0.055
