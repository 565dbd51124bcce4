"""The settings of feeds: ``FEEDS`` in the configuration."""

from __future__ import annotations

from dataclasses import dataclass

from plugins.config import require_address, require_range

NAME = "FEEDS"


@dataclass(frozen=True)
class Settings:
    """``url`` of the feed, below the site's root; ``limit`` of items; ``ttl`` in minutes."""

    url: str = "rss.xml"
    limit: int = 50
    ttl: int = 60

    def __post_init__(self) -> None:
        require_address(NAME, "url", self.url)
        for key in ("limit", "ttl"):
            require_range(NAME, key, getattr(self, key), 1, 10_000)
