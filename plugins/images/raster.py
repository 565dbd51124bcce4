"""The adapter to Pillow: what a bitmap is, and its derivatives. No other module opens one.

Everything that is served is encoded anew from pixels, so that no position, no
serial number and no hidden payload of the original travels along.
"""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image, ImageCms, ImageOps, ImageSequence, UnidentifiedImageError

from plugins.images.faults import UnfitPicture, damaged, misnamed, too_large

# Our own limit, checked before a pixel is unpacked and told in our own words, takes its place.
Image.MAX_IMAGE_PIXELS = None

SUFFIXES = {
    ".jpg": "jpeg",
    ".jpeg": "jpeg",
    ".png": "png",
    ".gif": "gif",
    ".webp": "webp",
    ".avif": "avif",
}
_NAMES = {"jpeg": ".jpg", "png": ".png", "gif": ".gif", "webp": ".webp", "avif": ".avif"}
_FLAT = 512


@dataclass(frozen=True, slots=True)
class Facts:
    """What the pages need to know of a bitmap; sizes are those after turning it upright."""

    format: str
    width: int
    height: int
    animated: bool = False


def inspect(data: bytes, suffix: str, max_megapixels: int) -> Facts:
    """The facts of a bitmap that decodes to its last row.

    Raises `UnfitPicture` for a damaged, misnamed or oversized one, whatever
    the decoder raises: hostile files find exceptions that no list foresees.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _inspect(data, suffix, max_megapixels)
    except UnfitPicture:
        raise
    except UnidentifiedImageError:
        raise damaged("unknown format") from None
    except Exception as error:
        raise damaged(" ".join(str(error).split()) or type(error).__name__) from error


def _inspect(data: bytes, suffix: str, max_megapixels: int) -> Facts:
    with Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "GIF", "WEBP", "AVIF")) as image:
        # A phone's JPEG with a second picture behind the first calls itself MPO.
        is_multiple = image.format == "MPO"
        kind = "jpeg" if is_multiple else str(image.format).lower()
        if SUFFIXES.get(suffix) != kind:
            raise misnamed(suffix, kind.upper(), _NAMES[kind])
        pixels = image.width * image.height
        if pixels > max_megapixels * 1_000_000:
            raise too_large(pixels / 1_000_000, max_megapixels)
        frames = 1 if is_multiple else getattr(image, "n_frames", 1)
        if pixels * frames > max_megapixels * 10_000_000:
            raise too_large(pixels * frames / 1_000_000, max_megapixels * 10)
        for frame in range(frames):
            image.seek(frame)
            image.load()
        image.seek(0)
        width, height = _upright_size(image)
        return Facts(kind, width, height, frames > 1)


def _upright_size(image: Image.Image) -> tuple[int, int]:
    """The size once the camera's orientation is honoured (EXIF tag 0x0112; 5 to 8 lie down)."""
    is_lying = image.getexif().get(0x0112, 1) in {5, 6, 7, 8}
    return (image.height, image.width) if is_lying else image.size


def read_sizes(path: Path) -> tuple[int, int, bool]:
    """Width, height, and whether the file says where it was taken, from its head alone.

    Zeros and False for what cannot be read: `inspect` says why.
    """
    try:
        with warnings.catch_warnings(), Image.open(path) as image:
            warnings.simplefilter("ignore")
            # Exif's GPS directory (tag 0x8825), or the same in XMP.
            is_placed = bool(image.getexif().get_ifd(0x8825)) or any(
                b"exif:GPSL" in (data if isinstance(data, bytes) else str(data).encode())
                for name, data in image.info.items()
                if str(name).lower() in {"xmp", "xml:com.adobe.xmp"}
            )
            return (*image.size, is_placed)
    except Exception:  # noqa: BLE001 (hostile files find exceptions that no list foresees)
        return 0, 0, False


def derive(data: bytes, kind: str, width: int, quality: int, *, still: bool = False) -> bytes:
    """The picture in the format ``kind``, at most ``width`` wide, upright and without metadata.

    Its colour profile is kept. ``still`` takes the first frame of an animation.
    """
    with Image.open(io.BytesIO(data)) as image:
        frames = 1 if still or image.format == "MPO" else getattr(image, "n_frames", 1)
        if frames > 1 and kind in {"webp", "gif", "png"}:
            return _derive_animation(image, kind, width, quality)
        image.seek(0)
        # A JPEG can be unpacked at a half or a quarter: twice what is asked for is enough.
        image.draft(None, (2 * width, 2 * width))
        profile = image.info.get("icc_profile")
        upright = ImageOps.exif_transpose(image)
        plain, profile = _plain(upright, profile)
        is_flat = plain.getcolors(_FLAT) is not None
        small = _fit(plain, width)
        return _encode(small, kind, quality, profile, is_flat=is_flat)


def _derive_animation(image: Image.Image, kind: str, width: int, quality: int) -> bytes:
    profile = image.info.get("icc_profile")
    frames, durations = [], []
    for frame in ImageSequence.Iterator(image):
        durations.append(int(frame.info.get("duration", 100)))
        frames.append(_fit(frame.convert("RGBA"), width))
    options: dict[str, Any] = {
        "save_all": True,
        "append_images": frames[1:],
        "duration": durations,
        "loop": image.info.get("loop", 1 if kind != "gif" else 0),
        "icc_profile": profile,
    }
    options |= {"quality": quality, "method": 4} if kind == "webp" else {}
    return _saved(frames[0], kind, options)


def _plain(image: Image.Image, profile: bytes | None) -> tuple[Image.Image, bytes | None]:
    """The image in a mode that every format here can hold, and the profile that still fits it."""
    if image.mode == "CMYK":
        if profile:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            target = ImageCms.createProfile("sRGB")
            turned = ImageCms.profileToProfile(image, source, target, outputMode="RGB")
            return (turned or image.convert("RGB")), None
        return image.convert("RGB"), None
    if image.mode.startswith("I"):
        # Sixteen bits to eight: Pillow's own conversion would cut every bright value off.
        return image.convert("I").point(lambda value: value * (1 / 257)).convert("L"), profile
    has_alpha = image.mode in {"RGBA", "LA", "PA", "La", "RGBa"} or "transparency" in image.info
    mode = "RGBA" if has_alpha else "L" if image.mode in {"1", "L"} else "RGB"
    # A profile of grey does not fit colours, nor the other way round.
    return image.convert(mode), (None if image.mode in {"LA", "La", "1"} else profile)


def _fit(image: Image.Image, width: int) -> Image.Image:
    """The image at most ``width`` wide; a small one is never blown up."""
    if image.width <= width:
        return image
    height = max(round(image.height * width / image.width), 1)
    return image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)


def _encode(
    image: Image.Image, kind: str, quality: int, profile: bytes | None, *, is_flat: bool
) -> bytes:
    return _saved(image, kind, {**_options(kind, quality, is_flat), "icc_profile": profile})


def _options(kind: str, quality: int, is_flat: bool) -> dict[str, Any]:
    """How a format is written. What has few colours (a screenshot) keeps its edges."""
    if kind == "avif":
        # One thread for each picture (several are made at once), so that bytes never vary.
        return {
            "quality": 90 if is_flat else max(quality - 22, 1),
            "subsampling": "4:4:4" if is_flat else "4:2:0",
            "speed": 6,
            "max_threads": 1,
        }
    if kind == "webp":
        kept = 100 if is_flat else max(quality - 6, 1)
        return {"quality": kept, "lossless": is_flat, "method": 4}
    if kind == "jpeg":
        return {"quality": quality, "progressive": True, "optimize": True}
    return {"optimize": True}


def _saved(image: Image.Image, kind: str, options: dict[str, Any]) -> bytes:
    # Pillow writes back what it finds in `info`: comments, XMP, EXIF, a software's name.
    image.info = {}
    stream = io.BytesIO()
    given = {name: value for name, value in options.items() if value is not None}
    image.save(stream, kind.upper(), **given)
    return stream.getvalue()
