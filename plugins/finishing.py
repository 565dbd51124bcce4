"""What is done to a page last of all, before it is written: asked for here by who writes.

The theme's workshop fills this in for publications; without it, pages stay as rendered.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

KEY = "FINISHING"


def _as_rendered(html: str) -> str:
    return html


def finishing_of(settings: Mapping[str, Any]) -> Callable[[str], str]:
    """The run's: a page's HTML to the HTML that is written."""
    finish: Callable[[str], str] = settings.get(KEY, _as_rendered)
    return finish
