"""A long build asks between its steps whether it is still wanted.

While an author writes, `make serve` has a whole build follow each edit, and the
next edit comes first. So whatever goes through all texts or files calls
`checkpoint` for each; the desk decides what that does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

KEY = "CHECKPOINT"


def _go_on() -> None:
    """Never stop."""


def checkpoint(settings: Mapping[str, Any]) -> None:
    """Raises what the desk stops this run with, which is no `Exception`; mostly nothing."""
    ask: Callable[[], None] = settings.get(KEY, _go_on)
    ask()
