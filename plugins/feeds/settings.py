"""The settings of feeds: ``FEEDS`` in the configuration."""

from __future__ import annotations

from dataclasses import dataclass

from plugins.config import InvalidSetting
from plugins.messages import msg

NAME = "FEEDS"


@dataclass(frozen=True)
class Settings:
    """``url`` of the feed, below the site's root; ``limit`` of items; ``ttl`` in minutes."""

    url: str = "rss.xml"
    limit: int = 50
    ttl: int = 60

    def __post_init__(self) -> None:
        for key in ("limit", "ttl"):
            if getattr(self, key) < 1:
                raise InvalidSetting(
                    key,
                    msg("“{value}” does not suit this key.", value=getattr(self, key)),
                    msg("Write a whole number from {low} to {high}.", low=1, high=10_000),
                )
