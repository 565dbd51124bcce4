"""What is done once an edition stands in its place, and when the next one is due by itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping
from datetime import datetime
from typing import Any

KEY = "AFTER_SUCCESS"
DUE_KEY = "DUE_MOMENTS"


def after_success(settings: MutableMapping[str, Any], action: Callable[[], None]) -> None:
    """Have ``action`` done when the edition of this run has taken its place.

    The desk does it; Pelican run by itself knows no such moment, and does not.
    """
    settings.setdefault(KEY, []).append(action)


def conclude(settings: MutableMapping[str, Any]) -> None:
    """Do what was asked for with `after_success`, in its order, once."""
    actions: list[Callable[[], None]] = settings.get(KEY, [])
    while actions:
        actions.pop(0)()


def note_due(settings: MutableMapping[str, Any], moment: datetime) -> None:
    """Say that something is to come at ``moment``, with no file of the author's touched."""
    settings.setdefault(DUE_KEY, []).append(moment.timestamp())


def next_due(settings: Mapping[str, Any]) -> float | None:
    """The first of these moments (POSIX time); None where nothing is to come."""
    return min(settings.get(DUE_KEY, ()), default=None)
