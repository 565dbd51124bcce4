"""The settings of publishing: ``PUBLISHING`` in the configuration."""

from __future__ import annotations

from dataclasses import dataclass

from plugins.config import require_range

NAME = "PUBLISHING"


@dataclass(frozen=True)
class Settings:
    """``kept``: how many editions stay behind the one online, here and on a server.

    ``quality`` is Brotli's, from 0 to 11: the highest costs some 25 ms a page,
    once. ``target`` is where `make deploy` goes when it is not told, and
    ``after`` a command for the server's shell once an edition is online there,
    such as ``sudo systemctl reload nginx``.
    """

    kept: int = 5
    quality: int = 11
    target: str = ""
    after: str = ""

    def __post_init__(self) -> None:
        require_range(NAME, "kept", self.kept, 1, 1000)
        require_range(NAME, "quality", self.quality, 0, 11)
