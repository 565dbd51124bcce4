"""A few texts edited, and nothing else: what a long-running build does at once.

A room says here what follows from an edit beside the pages that show the text.
What nobody says, a whole build settles soon after: it always follows.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, MutableMapping
from typing import Any, NamedTuple

KEY = "RETOUCH"
RENEWALS = "RENEWALS"


class Renewal(NamedTuple):
    """How a room says anew what it says of posts, given those that were edited.

    What it says, it sets on them: whoever asked compares. ``of_words`` is for one that titles or
    summaries decide, too, and not only dates and topics.
    """

    renew: Callable[[Collection[Any]], object]
    of_words: bool


class OfPosts:
    """A generator of lists of posts, written again where some got other dates or topics."""

    def regroup(self, posts: Collection[Any]) -> None:
        """Group all posts anew; ``posts`` are those that have changed. Raises `Declined`."""

    def write_lists(self, writer: Any) -> None:
        """Write the lists, once all generators have grouped the posts."""
        self.generate_output(writer)  # type: ignore[attr-defined]


def add_renewal(
    context: MutableMapping[str, Any],
    renew: Callable[[Collection[Any]], object],
    *,
    of_words: bool = False,
) -> None:
    """Have ``renew`` called after an edit (`Renewal`), in the order in which rooms asked for it."""
    context.setdefault(RENEWALS, []).append(Renewal(renew, of_words))


def renew(context: MutableMapping[str, Any], posts: Collection[Any], *, moved: bool) -> None:
    """Have all say anew what follows from the words of ``posts``; with ``moved``, their places."""
    for renewal in context.get(RENEWALS, ()):
        if moved or renewal.of_words:
            renewal.renew(posts)
