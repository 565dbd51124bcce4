"""The settings of typography: ``TYPOGRAPHY`` in the configuration."""

from __future__ import annotations

from dataclasses import dataclass

from plugins.typography.scan import Options

NAME = "TYPOGRAPHY"


@dataclass(frozen=True)
class Settings:
    """``enabled`` at all; ``narrow``: U+202F before ; ! ? and in numbers, or U+00A0 everywhere.

    ``ordinals`` raises the endings of 1er, 2e and XXIe in the bodies of posts.
    """

    enabled: bool = True
    narrow: bool = True
    ordinals: bool = False

    @property
    def options(self) -> Options:
        """What the core needs to know of them."""
        return Options(narrow=self.narrow, ordinals=self.ordinals)
