"""The display face: cut to what French and English need, with a fallback of the same width.

The adapter to fontTools, imported where a font is really cut: that costs a
quarter of a second, and the results are kept (`plugins.cache`). The font comes
from a package, is never committed, and is served from the site itself.
"""

from __future__ import annotations

import io
from importlib.metadata import version
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

FAMILY = "Bricolage Grotesque"
PACKAGE = "fontpkg_bricolage_grotesque"

# One optical size and width, the weights that the stylesheet asks for.
LIMITS = {"opsz": 24, "wdth": 100, "wght": (400, 800)}
FEATURES = ["kern", "liga", "mark", "ccmp", "locl", "tnum"]
LETTERS = (
    "".join(map(chr, range(0x20, 0x7F)))
    + "ÀÂÄÆÇÈÉÊËÎÏÔÖŒÙÛÜŸàâäæçèéêëîïôöœùûüÿáíñóúß"
    + "\u00a0\u202f\u2011«»‹›‘’“”„…–—•·°©€²½×−"
)

# Advance widths of Arial (and of Helvetica and Liberation Sans, drawn to match) in 1/1000 em,
# and how often French uses each letter, in 1/1000: what one average letter measures.
_ARIAL = {
    " ": 278, "a": 556, "b": 556, "c": 500, "d": 556, "e": 556, "f": 278, "g": 556, "h": 556,
    "i": 222, "j": 222, "l": 222, "m": 833, "n": 556, "o": 556, "p": 556, "q": 556, "r": 333,
    "s": 500, "t": 278, "u": 556, "v": 500, "x": 500, "y": 500, "z": 500, "é": 556, "’": 222,
}  # fmt: skip
_FRENCH = {
    " ": 170, "a": 66, "b": 8, "c": 27, "d": 31, "e": 124, "f": 9, "g": 8, "h": 7, "i": 63,
    "j": 4, "l": 46, "m": 25, "n": 59, "o": 46, "p": 25, "q": 9, "r": 56, "s": 67, "t": 60,
    "u": 52, "v": 14, "x": 4, "y": 2, "z": 1, "é": 16, "’": 8,
}  # fmt: skip


def source_font() -> bytes:
    """The package's one variable font."""
    folder = files(PACKAGE) / "files"
    (font,) = (entry for entry in folder.iterdir() if entry.name.endswith(".ttf"))
    return font.read_bytes()


def font_key() -> bytes:
    """What the result of `cut_font` depends on."""
    parts = (version(PACKAGE.replace("_", "-")), version("fonttools"), LIMITS, FEATURES, LETTERS)
    return repr(("font", 1, *parts)).encode()


def cut_font(data: bytes) -> bytes:
    """``data`` with the letters and axes of the house alone, as WOFF2; the same bytes each time."""
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    font = TTFont(io.BytesIO(data), recalcTimestamp=False)
    options = Options()
    options.layout_features = FEATURES
    options.hinting = options.glyph_names = False
    subsetter = Subsetter(options)
    subsetter.populate(text=LETTERS)
    subsetter.subset(font)
    font = instantiateVariableFont(font, LIMITS)
    font.flavor = "woff2"
    cut = io.BytesIO()
    font.save(cut)
    return cut.getvalue()


def font_faces(woff2: bytes, url: str) -> str:
    """The rules for the face and for its fallback, so that nothing moves when it arrives."""
    from fontTools.ttLib import TTFont

    font = TTFont(io.BytesIO(woff2))
    em, line = font["head"].unitsPerEm, font["hhea"]
    adjust = _average_width(font) / _ARIAL_AVERAGE
    return (
        f'@font-face {{\n  font-family: "{FAMILY}";\n'
        f'  src: url("{url}") format("woff2");\n'
        "  font-weight: 400 800;\n  font-display: swap;\n}\n"
        '@font-face {\n  font-family: "Bricolage fallback";\n'
        '  src: local("Arial"), local("Liberation Sans"), local("Helvetica");\n'
        f"  size-adjust: {adjust:.1%};\n"
        f"  ascent-override: {line.ascent / em / adjust:.1%};\n"
        f"  descent-override: {-line.descent / em / adjust:.1%};\n"
        f"  line-gap-override: {line.lineGap / em:.1%};\n}}\n"
    )


def _average_width(font: TTFont) -> float:
    """Of a letter of French text, in em."""
    names, widths = font.getBestCmap(), font["hmtx"]
    total = sum(widths[names[ord(letter)]][0] * share for letter, share in _FRENCH.items())
    return float(total) / sum(_FRENCH.values()) / float(font["head"].unitsPerEm)


_ARIAL_AVERAGE = sum(_ARIAL[c] * n for c, n in _FRENCH.items()) / sum(_FRENCH.values()) / 1000
