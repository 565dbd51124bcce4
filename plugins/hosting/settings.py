"""The settings of hosting: ``HOSTING`` in the configuration."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from plugins.config import require_range, unsuitable
from plugins.messages import msg

NAME = "HOSTING"

_SOURCE = re.compile(r"https://[a-z0-9.*-]+(?::\d+)?(?:/[\w./-]*)?")


@dataclass(frozen=True)
class Settings:
    """What headers say beyond the house's own.

    ``sources`` allows pages to load from elsewhere, by directive of the Content
    Security Policy: ``{"img-src": ["https://images.example.org"]}``; what is
    not there, a browser does not fetch. ``secure_days`` is how long a browser
    that came by HTTPS keeps to it (RFC 6797).

    ``immutable`` are folders whose files are named by their content, ``search``
    the one whose pages run WebAssembly.
    """

    sources: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    secure_days: int = 730
    immutable: tuple[str, ...] = (
        "theme/",
        "media/",
        "recherche/pagefind/fragment/",
        "recherche/pagefind/index/",
    )
    search: str = "recherche/"

    def __post_init__(self) -> None:
        require_range(NAME, "secure_days", self.secure_days, 0, 3650)
        for directive, sources in self.sources.items():
            if not re.fullmatch(r"[a-z]+(?:-[a-z]+)*-src", directive) or not all(
                _SOURCE.fullmatch(source) for source in sources
            ):
                example = '{"img-src": ["https://images.example.org"]}'
                remedy = msg("Write for example {example}.", example=example)
                raise unsuitable(NAME, "sources", {directive: sources}, remedy)
