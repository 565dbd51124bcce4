"""What is done once an edition stands in its place, and when the next one is due by itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping
from datetime import datetime
from pathlib import Path
from typing import Any

KEY = "AFTER_SUCCESS"
DUE_KEY = "DUE_MOMENTS"

SOURCES_KEY = "OTHER_SOURCES"

# The folder of the edition that is online, which the desk tells; None where there is none yet.
PREVIOUS = "PREVIOUS_EDITION"
# Names of files of the previous edition (relative, with slashes) that stay and were not built.
KEPT = "KEPT_FILES"


def after_success(settings: MutableMapping[str, Any], action: Callable[[], object]) -> None:
    """Have ``action`` done when the edition of this run has taken its place.

    The desk does it; Pelican run by itself knows no such moment, and does not.
    """
    settings.setdefault(KEY, []).append(action)


def conclude(settings: MutableMapping[str, Any]) -> None:
    """Do what was asked for with `after_success`, in its order, once."""
    actions: list[Callable[[], object]] = settings.get(KEY, [])
    while actions:
        actions.pop(0)()


def note_due(settings: MutableMapping[str, Any], moment: datetime) -> None:
    """Say that something is to come at ``moment``, with no file of the author's touched."""
    settings.setdefault(DUE_KEY, []).append(moment.timestamp())


def next_due(settings: Mapping[str, Any]) -> float | None:
    """The first of these moments (POSIX time); None where nothing is to come."""
    return min(settings.get(DUE_KEY, ()), default=None)


def note_source(settings: MutableMapping[str, Any], folder: Path) -> None:
    """Say that a build also reads ``folder``, which is neither of content/, theme/ nor plugins/."""
    settings.setdefault(SOURCES_KEY, set()).add(str(folder))


def other_sources(settings: Mapping[str, Any]) -> list[str]:
    """These folders, in order."""
    return sorted(settings.get(SOURCES_KEY, ()))
