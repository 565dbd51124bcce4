"""What stands near a word: by that a term means its topic, or something else."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Near:
    """What stands near a word: in its passage, and in the ``head``, which is near every passage.

    ``context`` are the positions of context words by number; ``ends`` where the first passage
    begins, and where each ends. To the head, the title and the summary, the first one is near.
    """

    context: Mapping[int, Sequence[int]]
    head: int
    ends: Sequence[int]

    def passage(self, position: int) -> int:
        """The number of a word's passage: 0 in the head."""
        return 0 if position < self.head else bisect_right(self.ends, position)

    def of(self, numbers: frozenset[int], position: int) -> set[int]:
        """Those of ``numbers`` that stand near ``position``, but not only there."""
        passage = max(1, self.passage(position))
        first, last = self.ends[passage - 1 : passage + 1] if len(self.ends) > 1 else (0, 0)
        near = set()
        for number in numbers & self.context.keys():
            places = self.context[number]
            if len(places) == 1:  # as most do
                (place,) = places
                stands = place != position and (first <= place < last or place < self.head)
            else:
                stands = _stands(places, first, last, position)
                stands = stands or _stands(places, 0, self.head, position)
            if stands:
                near.add(number)
        return near


def _stands(places: Sequence[int], first: int, last: int, but: int) -> bool:
    """Whether one of ``places``, which are in order, is between ``first`` and ``last``."""
    one = bisect_left(places, first)
    one += one < len(places) and places[one] == but
    return one < len(places) and places[one] < last
