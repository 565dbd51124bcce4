"""The words of a text edited, and nothing else: what a long-running build does at once.

A room says here what follows from a text's words beside the pages that show
them. What nobody says, a whole build settles soon after: it always follows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, MutableMapping, Sequence
from typing import Any

KEY = "RETOUCH"
FACETS = "OUTWARD_FACETS"
RENEWALS = "RENEWALS"

# Of a text's source: what others than its own page and the feeds show of it.
Facet = Callable[[Any], object]
# Of posts and pages whose words are new: what a room says of others after that, which it names.
Renewal = Callable[[Sequence[Any]], Iterable[Any]]


def add_facet(settings: MutableMapping[str, Any], facet: Facet) -> None:
    """Have a whole build follow an edit after which ``facet`` of the source is another."""
    settings.setdefault(FACETS, []).append(facet)


def facets_of(settings: MutableMapping[str, Any], source: Any) -> Sequence[object]:
    """What the rooms say of one source."""
    return [facet(source) for facet in settings.get(FACETS, ())]


def add_renewal(context: MutableMapping[str, Any], renewal: Renewal) -> None:
    """Have ``renewal`` called after an edit of titles or summaries."""
    context.setdefault(RENEWALS, []).append(renewal)


def renewed_by(context: MutableMapping[str, Any], contents: Sequence[Any]) -> list[Any]:
    """What else has changed with ``contents``."""
    return [one for renewal in context.get(RENEWALS, ()) for one in renewal(contents)]
