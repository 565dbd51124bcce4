"""The settings of search: ``SEARCH`` in the configuration."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

NAME = "SEARCH"


@dataclass(frozen=True)
class Settings:
    """``build``: which editions get an index; ``url``: the page's address.

    "publication" is the public edition alone, "always" the previews too; with
    "never" the site has no search page, and no link to one. The index lies
    below the page, so that one header for ``url`` covers both: WebAssembly
    needs ``script-src 'wasm-unsafe-eval'`` there, on the page and on the
    worker that the page starts, and nowhere else.
    """

    build: Literal["publication", "always", "never"] = "publication"
    url: str = "recherche/"
