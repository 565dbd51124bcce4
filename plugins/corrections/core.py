"""Every correction, with the post that it is of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, TypeVar

from plugins.model import Correction

P = TypeVar("P")


def collect_corrections(
    posts: Iterable[P], corrections_of: Callable[[P], Iterable[Correction]]
) -> tuple[tuple[P, Correction], ...]:
    """``(post, correction)``, the newest first; those of one moment in the order of ``posts``."""
    found = [(post, one) for post in posts for one in corrections_of(post)]
    return tuple(sorted(found, key=lambda pair: pair[1].date, reverse=True))


def find_later(metadata: Mapping[str, Any], now: datetime) -> Iterator[tuple[str, datetime]]:
    """What a text says of days after ``now``: the key of its front matter, and the moment."""
    modified = metadata.get("modified")
    if modified is not None and modified > now:
        yield "modified", modified
    for correction in metadata.get("corrections", ()):
        if correction.date > now:
            yield "corrections", correction.date
