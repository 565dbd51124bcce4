"""The settings of pictures: ``IMAGES`` in the configuration."""

from __future__ import annotations

from dataclasses import dataclass

from plugins.config import InvalidSetting, require_range
from plugins.messages import msg

NAME = "IMAGES"


@dataclass(frozen=True)
class Settings:
    """``url``: where derivatives, drawings and cards are served; ``cache``: beside content/.

    ``widths`` in pixels, ``quality`` of lossy formats, and ``max_megapixels``
    that a picture may hold: a small file can unpack to fill a memory. The
    proofreader tells of a picture beyond ``heaviest`` kilobytes, or beyond
    ``largest`` pixels on its longer side.
    """

    url: str = "media/"
    cache: str = ".cache/images"
    widths: tuple[int, ...] = (400, 640, 960, 1536)
    quality: int = 80
    max_megapixels: int = 60
    heaviest: int = 3000
    largest: int = 6000

    def __post_init__(self) -> None:
        require_range(NAME, "quality", self.quality, 1, 100)
        require_range(NAME, "max_megapixels", self.max_megapixels, 1, 1000)
        require_range(NAME, "heaviest", self.heaviest, 1, 1_000_000)
        require_range(NAME, "largest", self.largest, 1, 100_000)
        if not self.widths or list(self.widths) != sorted(set(self.widths)) or self.widths[0] < 1:
            raise InvalidSetting(
                "widths",
                msg("“{value}” is no list of widths.", value=self.widths),
                msg("Write whole numbers from the smallest to the largest, each once."),
            )
