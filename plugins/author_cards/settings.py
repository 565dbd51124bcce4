"""The settings of author cards: ``AUTHOR_CARDS`` in the configuration."""

from __future__ import annotations

from dataclasses import dataclass

NAME = "AUTHOR_CARDS"


@dataclass(frozen=True)
class Settings:
    """``folder``: where profiles are, below content/."""

    folder: str = "authors"
