"""Pictures made for the tests: real files, in bytes."""

from __future__ import annotations

import io
import struct
import zlib
from functools import cache
from typing import Any

from PIL import Image, ImageCms, ImageDraw


def scene(width: int = 1000, height: int = 600, mode: str = "RGB") -> Image.Image:
    """A ramp with a red corner at the top left, so that one sees which way up it is."""
    image = Image.linear_gradient("L").resize((width, height)).convert(mode)
    ImageDraw.Draw(image).rectangle((0, 0, width // 4, height // 4), fill="red")
    return image


def saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def jpeg(width: int = 1000, height: int = 600, *, orientation: int = 1, **options: Any) -> bytes:
    """A photograph that says where it was taken, by what, and in which colours."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Spy camera"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (48.0, 51.0, 30.0)
    options = {"exif": exif, "icc_profile": profile(), "comment": b"secret", **options}
    return saved(scene(width, height), "JPEG", **options)


@cache  # its header says the second in which it was made
def profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def png(width: int = 1000, height: int = 600, mode: str = "RGB") -> bytes:
    return saved(scene(width, height, mode), "PNG")


def gif(frames: int = 3, width: int = 120, height: int = 80) -> bytes:
    pictures = [
        Image.new("P", (width, height), index).convert("P", colors=8) for index in range(frames)
    ]
    for index, picture in enumerate(pictures):
        picture.putpalette([10, 20, 30, 200, 30, 30, 30, 200, 30, 30, 30, 200] + [0] * 756)
        picture.putpixel((index, 0), 3)
    options: dict[str, Any] = {"comment": b"secret"}
    if frames > 1:
        options |= {"save_all": True, "append_images": pictures[1:], "duration": 80, "loop": 0}
    return saved(pictures[0], "GIF", **options)


def bomb(width: int = 50_000, height: int = 50_000) -> bytes:
    """A PNG of a few bytes that would fill gigabytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(b"\0" * 1000))
    return b"\x89PNG\r\n\x1a\n" + header + body + chunk(b"IEND", b"")
