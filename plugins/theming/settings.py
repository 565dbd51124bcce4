"""The settings of the theme's workshop: ``THEMING`` in the configuration."""

from __future__ import annotations

from dataclasses import dataclass

NAME = "THEMING"


@dataclass(frozen=True)
class Settings:
    """``assets_url``: where stylesheets and icons are served; ``latest``: posts that 404 offers."""

    assets_url: str = "theme/"
    latest: int = 5
