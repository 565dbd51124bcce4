"""The settings of discussion: ``DISCUSSION`` in the configuration."""

from __future__ import annotations

from dataclasses import dataclass

from plugins.config import require_address, require_range

NAME = "DISCUSSION"


@dataclass(frozen=True)
class Settings:
    """Where comments are kept and shown, and what their writers are promised.

    ``folder``, below content/, holds the committed snapshots; ``database`` is
    where a server receives comments, and ``preview`` where `make serve` does,
    both beside the configuration: what is tried out is never committed. ``url`` is the page of the
    latest comments, whose feeds lie beside it; ``privacy`` the page that the
    form links. ``branches`` comments, with all their replies, stand on a page;
    ``latest`` on the home page, ``feed`` in a feed. In production a comment is
    read before it is public where ``moderated``; its writer may change it for
    ``edit_minutes``; ``rate`` comments a minute come from one network; an
    e-mail and an address are forgotten after ``retention_days``, a comment that
    nobody accepted after ``pending_days``.
    """

    folder: str = "comments/"
    database: str = ".discussion/comments.db"
    preview: str = ".discussion/preview.db"
    url: str = "commentaires/"
    privacy: str = "confidentialite/"
    branches: int = 20
    latest: int = 4
    feed: int = 50
    moderated: bool = True
    edit_minutes: int = 15
    rate: int = 3
    retention_days: int = 365
    pending_days: int = 30

    def __post_init__(self) -> None:
        for key in ("folder", "url", "privacy"):
            require_address(NAME, key, getattr(self, key))
        for key in ("branches", "latest", "feed", "edit_minutes", "rate"):
            require_range(NAME, key, getattr(self, key), 1, 1000)
        for key in ("retention_days", "pending_days"):
            require_range(NAME, key, getattr(self, key), 1, 3650)
