"""The settings of feeds: ``FEEDS`` in the configuration."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass

from plugins.config import require_address, require_range, unsuitable
from plugins.messages import msg

NAME = "FEEDS"


@dataclass(frozen=True)
class Settings:
    """What feeds are called, and what they say of themselves.

    ``rss``, ``atom`` and ``json`` name the three formats in the site's root and
    in the folder of each topic and author; ``opml`` lists them all. ``id`` is
    the site's permanent UUID, from which those of the feeds follow. ``limit``
    of items in a document; ``ttl`` in minutes. ``icon`` (PNG) and
    ``stylesheet`` are assets of the theme. ``hub`` is a WebSub hub, which
    `make ping` tells of a publication; it is announced only where it is given.
    """

    rss: str = "rss.xml"
    atom: str = "atom.xml"
    json: str = "feed.json"
    opml: str = "abonnements.opml"
    id: str = "8f5b7d5e-3c0b-5c5f-9d5d-0a6f0c1f7b11"
    limit: int = 50
    ttl: int = 60
    icon: str = "icons/feed.png"
    stylesheet: str = "feed.css"
    hub: str = ""

    def __post_init__(self) -> None:
        for key in ("rss", "atom", "json", "opml"):
            require_address(NAME, key, getattr(self, key))
        for key in ("limit", "ttl"):
            require_range(NAME, key, getattr(self, key), 1, 10_000)
        try:
            uuid.UUID(self.id)
        except ValueError:
            self._refuse("id", "8f5b7d5e-3c0b-5c5f-9d5d-0a6f0c1f7b11")
        if self.hub and not re.match(r"https?://[^\s/]+", self.hub):
            self._refuse("hub", "https://hub.example/")

    def _refuse(self, key: str, example: str) -> None:
        remedy = msg("Write for example {example}.", example=example)
        raise unsuitable(NAME, key, getattr(self, key), remedy)
