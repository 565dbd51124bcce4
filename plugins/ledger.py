"""The ledger: every address ever published, and the id of what was there.

A JSON array whose lines each hold one entry, sorted, a comma in front: two
branches that each add an entry touch different lines, and git's union merge
gives a file that can be read.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

# What an edition itself has published, in the ledger's form, out of every reader's sight.
ADDRESSES = ".server/addresses.json"


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """``address`` is relative to the site's root; ``id`` is "" where there was none."""

    address: str
    kind: str
    id: str = ""


class InvalidLedger(ValueError):
    """The ledger cannot be read; ``line`` counts from 1."""

    def __init__(self, reason: str, line: int) -> None:
        super().__init__(reason)
        self.reason, self.line = reason, line


_HEAD = '[{"ledger": 1}'


def parse_ledger(text: str) -> tuple[Entry, ...]:
    """The entries of a ledger, in their order, once each.

    A line that a merge left twice counts once. Raises `InvalidLedger`.
    """
    try:
        found = json.loads(text)
    except json.JSONDecodeError as error:
        raise InvalidLedger(error.msg, error.lineno) from None
    if not isinstance(found, list) or not found:
        raise InvalidLedger("not a list", 1)
    entries = (_entry(item, line) for line, item in enumerate(found[1:], 2))
    return tuple(sorted(set(entries)))


def _entry(item: Any, line: int) -> Entry:
    keys = {"address", "kind", "id"}
    if not isinstance(item, dict) or not {"address", "kind"} <= set(item) <= keys:
        raise InvalidLedger("not an entry", line)
    if not all(isinstance(value, str) for value in item.values()):
        raise InvalidLedger("not text", line)
    return Entry(**item)


def render_ledger(entries: Iterable[Entry]) -> bytes:
    """The entries as the file's bytes, sorted, one a line."""
    lines = (
        json.dumps(
            {"address": one.address, "kind": one.kind} | ({"id": one.id} if one.id else {}),
            ensure_ascii=False,
        )
        for one in sorted(set(entries))
    )
    return "\n".join([_HEAD, *(f",{line}" for line in lines), "]", ""]).encode()


def add_entries(ledger: Iterable[Entry], live: Iterable[Entry]) -> tuple[Entry, ...]:
    """The ledger after a publication: nothing is forgotten.

    An entry without an id goes once its address has one: the author has written
    down what the house proposed.
    """
    entries = {*ledger, *live}
    identified = {one.address for one in entries if one.id}
    return tuple(sorted(one for one in entries if one.id or one.address not in identified))
