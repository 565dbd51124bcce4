"""The settings of posts: ``POSTS`` in the configuration."""

from __future__ import annotations

from dataclasses import dataclass

from plugins.config import InvalidSetting
from plugins.messages import msg

NAME = "POSTS"


@dataclass(frozen=True)
class Settings:
    """``excerpt_length`` in characters; ``words_per_minute`` for the reading time."""

    excerpt_length: int = 240
    words_per_minute: int = 230

    def __post_init__(self) -> None:
        for key in ("excerpt_length", "words_per_minute"):
            if getattr(self, key) < 1:
                raise InvalidSetting(
                    key,
                    msg("“{value}” does not suit this key.", value=getattr(self, key)),
                    msg("Write a whole number from {low} to {high}.", low=1, high=10_000),
                )
