"""Every correction, with the post that it is of."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from plugins.model import Correction

P = TypeVar("P")


def collect_corrections(
    posts: Iterable[P], corrections_of: Callable[[P], Iterable[Correction]]
) -> tuple[tuple[P, Correction], ...]:
    """``(post, correction)``, the newest first; those of one moment in the order of ``posts``."""
    found = [(post, one) for post in posts for one in corrections_of(post)]
    return tuple(sorted(found, key=lambda pair: pair[1].date, reverse=True))
