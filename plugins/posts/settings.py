"""The settings of posts: ``POSTS`` in the configuration."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from plugins.config import require_range

NAME = "POSTS"


@dataclass(frozen=True)
class Settings:
    """``excerpt_length`` in characters; ``words_per_minute`` for the reading time.

    ``html`` in texts: "free", or "safe" for a list that can do no harm
    (`plugins.safe_html`).
    """

    excerpt_length: int = 240
    words_per_minute: int = 230
    html: Literal["free", "safe"] = "free"

    def __post_init__(self) -> None:
        for key in ("excerpt_length", "words_per_minute"):
            require_range(NAME, key, getattr(self, key), 1, 10_000)
