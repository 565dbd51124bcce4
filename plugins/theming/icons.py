"""The site's sign in the sizes and shapes that browsers, telephones and feed readers ask for.

The adapter to resvg and Pillow, imported where an icon is really painted. All
come from the one SVG of the theme.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from importlib.metadata import version
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

# Width in pixels; whether the ground reaches into the corners, which the system then cuts as it
# likes (W3C's maskable icon: what must be seen stays within 40 % of the middle, as in our sign).
ICONS: Mapping[str, tuple[int, bool]] = {
    "icons/apple-touch-icon.png": (180, True),
    "icons/icon-192.png": (192, False),
    "icons/icon-512.png": (512, False),
    "icons/maskable-512.png": (512, True),
}
_ICO = (16, 32, 48)


def icon_key(svg: bytes, name: str) -> bytes:
    """What an icon's bytes depend on."""
    return repr(("icon", 1, version("resvg-py"), version("pillow"), name, svg)).encode()


def paint_icon(svg: bytes, name: str) -> bytes:
    """One of `ICONS` as PNG, or ``favicon.ico``, which is asked for at the site's root."""
    stream = io.BytesIO()
    if name == "favicon.ico":
        sizes = [(size, size) for size in _ICO]
        _raster(svg, _ICO[-1]).save(stream, "ICO", sizes=sizes)
    else:
        size, is_full = ICONS[name]
        image = _raster(svg, size)
        (_fill_corners(image) if is_full else image).save(stream, "PNG", optimize=True)
    return stream.getvalue()


def _raster(svg: bytes, size: int) -> Image.Image:
    import resvg_py
    from PIL import Image

    data = resvg_py.svg_to_bytes(svg_string=svg.decode(), width=size, skip_system_fonts=True)
    return Image.open(io.BytesIO(data)).convert("RGBA")


def _fill_corners(image: Image.Image) -> Image.Image:
    """On a square of the sign's own ground, which is at the middle of its upper edge."""
    from PIL import Image

    ground = image.getpixel((image.width // 2, image.height // 32))
    square = Image.new("RGBA", image.size, ground)
    square.alpha_composite(image)
    return square.convert("RGB")
