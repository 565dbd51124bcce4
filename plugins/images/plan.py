"""Which derivatives a picture has, how they are called, and what a page says of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from plugins.files import slugify
from plugins.images.raster import Facts

# Raised when the same bytes would be made differently: names and cache follow.
RECIPE = "1"

_NEAR = 0.9


@dataclass(frozen=True, slots=True)
class Derivative:
    """One file to make; ``url`` is relative to the site's root."""

    url: str
    kind: str
    width: int
    still: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """What one ``<source>`` offers: a format in several widths, under a condition or none."""

    kind: str
    files: tuple[Derivative, ...]
    media: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture as pages show it: its real size, better formats first, and smaller originals."""

    width: int
    height: int
    sources: tuple[Source, ...] = ()
    smaller: tuple[Derivative, ...] = ()

    @property
    def derivatives(self) -> tuple[Derivative, ...]:
        """All the files that this needs beside the picture itself."""
        return tuple(file for source in self.sources for file in source.files) + self.smaller


def plan_widths(full: int, widths: Sequence[int]) -> tuple[int, ...]:
    """The widths to make, ending with the picture's own or the largest allowed: never more.

    One that is hardly smaller than the last is left out.
    """
    last = min(full, widths[-1])
    return (*(width for width in widths if width < last * _NEAR), last)


def plan_picture(facts: Facts, name: str, digest: str, folder: str, widths: Sequence[int]) -> Shown:
    """AVIF and WebP in every width, the original's format in the smaller ones.

    The file at the picture's own address is the original's format at its
    widest. An animation becomes one WebP, and its first frame for readers who
    asked for less motion.
    """
    stem = slugify(PurePosixPath(name).stem) or "image"

    def file(kind: str, width: int, *, still: bool = False) -> Derivative:
        suffix = "jpg" if kind == "jpeg" else kind
        mark = "-still" if still else ""
        url = f"{folder}{stem}-{width}{mark}.{digest[:8]}.{suffix}"
        return Derivative(url, kind, width, still)

    sizes = plan_widths(facts.width, widths)
    last = sizes[-1]
    height = max(round(facts.height * last / facts.width), 1)
    if facts.animated:
        calm = Source("webp", (file("webp", last, still=True),), "(prefers-reduced-motion: reduce)")
        moving = Source("webp", (file("webp", last),))
        if facts.format == "gif":
            # A GIF's own file is copied block by block, at its own size.
            return Shown(facts.width, facts.height, (calm, moving))
        return Shown(last, height, (calm,) if facts.format == "webp" else (calm, moving))
    kinds = [kind for kind in ("avif", "webp") if kind != facts.format]
    return Shown(
        last,
        height,
        tuple(Source(kind, tuple(file(kind, width) for width in sizes)) for kind in kinds),
        tuple(file(facts.format, width) for width in sizes[:-1]),
    )
