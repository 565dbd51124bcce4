"""The settings of author cards: ``AUTHOR_CARDS`` in the configuration."""

from __future__ import annotations

from dataclasses import dataclass

from plugins.config import require_address

NAME = "AUTHOR_CARDS"


@dataclass(frozen=True)
class Settings:
    """``folder``: where profiles are, below content/."""

    folder: str = "authors"

    def __post_init__(self) -> None:
        require_address(NAME, "folder", self.folder.removesuffix("/"))
