"""The archive: posts by the year of their date."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from itertools import groupby
from typing import TypeVar

P = TypeVar("P")


def posts_by_year(
    posts: Iterable[P], date_of: Callable[[P], datetime]
) -> tuple[tuple[int, tuple[P, ...]], ...]:
    """``(year, posts)`` in the order of ``posts``, which are sorted by date."""
    groups = groupby(posts, key=lambda post: date_of(post).year)
    return tuple((year, tuple(group)) for year, group in groups)
