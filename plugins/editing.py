"""One text edited, and nothing else: what a long-running build does at once.

A room says here what more than its page follows from a text's body. What
nobody says, a whole build settles soon after: it always follows.
"""

from __future__ import annotations

from collections.abc import Callable, MutableMapping, Sequence
from typing import Any

KEY = "RETOUCH"
FACETS = "OUTWARD_FACETS"

# Of a text's source: what others than its own page and the feeds show of it.
Facet = Callable[[Any], object]


def add_facet(context: MutableMapping[str, Any], facet: Facet) -> None:
    """Have a whole build follow an edit after which ``facet`` of the source is another."""
    context.setdefault(FACETS, []).append(facet)


def facets_of(context: MutableMapping[str, Any], source: Any) -> Sequence[object]:
    """What the rooms say of one source."""
    return [facet(source) for facet in context.get(FACETS, ())]
