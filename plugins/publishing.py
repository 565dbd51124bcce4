"""What is done once an edition stands in its place, and never after a build that failed."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from typing import Any

KEY = "AFTER_SUCCESS"

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
