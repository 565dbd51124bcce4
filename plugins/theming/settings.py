"""The settings of the theme's workshop: ``THEMING`` in the configuration."""

from __future__ import annotations

from dataclasses import dataclass

from plugins.config import require_address

NAME = "THEMING"


@dataclass(frozen=True)
class Settings:
    """``assets_url``: where stylesheets and icons are served; ``latest``: posts that 404 offers.

    ``minify``: whether a publication is made of as few bytes as will do.
    """

    assets_url: str = "theme/"
    latest: int = 5
    minify: bool = True

    def __post_init__(self) -> None:
        require_address(NAME, "assets_url", self.assets_url.removesuffix("/") + "/")
