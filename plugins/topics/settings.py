"""The settings of topics: ``TOPICS`` in the configuration."""

from __future__ import annotations

from dataclasses import dataclass

NAME = "TOPICS"


@dataclass(frozen=True)
class Settings:
    """``folder``: where topics are, below content/."""

    folder: str = "topics"
