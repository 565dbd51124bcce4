"""The settings of topics: ``TOPICS`` in the configuration."""

from __future__ import annotations

from dataclasses import dataclass

from plugins.config import require_address

NAME = "TOPICS"


@dataclass(frozen=True)
class Settings:
    """``folder``: where topics are, below content/."""

    folder: str = "topics"

    def __post_init__(self) -> None:
        require_address(NAME, "folder", self.folder.removesuffix("/"))
