"""The settings of topics: ``TOPICS`` in the configuration."""

from __future__ import annotations

from dataclasses import dataclass

from plugins.config import require_address, require_range

NAME = "TOPICS"
BACKGROUND = "background"


@dataclass(frozen=True)
class Settings:
    """``folder``: where topics are, below content/; ``related``: how many posts to read next.

    ``neighbours``: how many other topics a topic's page names.
    """

    folder: str = "topics"
    related: int = 3
    neighbours: int = 4

    @property
    def background(self) -> str:
        """The folder of what is no topic, in that of the topics."""
        return f"{self.folder.rstrip('/')}/{BACKGROUND}"

    def __post_init__(self) -> None:
        require_address(NAME, "folder", self.folder.removesuffix("/"))
        require_range(NAME, "related", self.related, 0, 20)
        require_range(NAME, "neighbours", self.neighbours, 0, 20)
