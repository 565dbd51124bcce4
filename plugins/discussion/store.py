"""Isso's database (SQLite), of which the build sees what is public and nothing else.

Opened read-only, so that a build can neither lock Isso out nor change a thing;
and with an authorizer that refuses the private columns, so that no line of ours
could read them by mistake.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from html import unescape
from pathlib import Path
from urllib.parse import quote

from plugins.discussion.moderation import Received
from plugins.discussion.records import Record, Thread, key_of_uri

PRIVATE = frozenset({"email", "remote_addr", "voters", "notification"})
PUBLIC, PENDING, WITHDRAWN = 1, 2, 4  # Isso's modes
# The mark of a database that began with all that is committed (SQLite's application_id).
WHOLE = 0x53414D55

_PATIENCE = 2.0  # seconds, while Isso writes
_PUBLIC_ROWS = """
    SELECT threads.uri, comments.id, comments.parent, comments.created, comments.modified,
           comments.author, comments.website, comments.text, comments.mode
    FROM comments JOIN threads ON threads.id = comments.tid
    WHERE comments.mode IN (?, ?) ORDER BY threads.uri, comments.id
"""
_THREADS = "SELECT uri, title FROM threads ORDER BY uri"
_RECEIVED = """
    SELECT comments.id, comments.created, comments.modified, threads.title, comments.author,
           comments.text, threads.uri, comments.mode
    FROM comments JOIN threads ON threads.id = comments.tid
"""


class Unreachable(Exception):
    """The database cannot be read now: it is missing, locked, or none of Isso's."""


def read_threads(path: Path) -> dict[str, Thread]:
    """The public comments by the key of their post, of every thread. Raises `Unreachable`."""
    found: dict[str, tuple[str, list[Record]]] = {}
    with _reading(path) as connection:
        for uri, title in connection.execute(_THREADS):
            key = key_of_uri(str(uri))
            if key is not None:
                found.setdefault(key, (str(title or ""), []))
        for uri, *row in connection.execute(_PUBLIC_ROWS, (PUBLIC, WITHDRAWN)):
            key = key_of_uri(str(uri))
            if key is not None:
                found[key][1].append(_record(*row))
    return {key: Thread(key, title, tuple(rows)) for key, (title, rows) in found.items()}


def is_whole(path: Path) -> bool:
    """Whether what is not in the database is nowhere any more. Raises `Unreachable`."""
    with _reading(path) as connection:
        return bool(connection.execute("PRAGMA application_id").fetchone() == (WHOLE,))


def read_waiting(path: Path) -> list[Received]:
    """What waits for its moderator, oldest first. Raises `Unreachable`."""
    with _reading(path) as connection:
        query = f"{_RECEIVED} WHERE comments.mode = ? ORDER BY comments.created"
        return [_received(*row) for row in connection.execute(query, (PENDING,))]


def read_received(path: Path, number: int) -> Received | None:
    """One comment that was not withdrawn. Raises `Unreachable`."""
    with _reading(path) as connection:
        query = f"{_RECEIVED} WHERE comments.id = ? AND comments.mode <> ?"
        row = connection.execute(query, (number, WITHDRAWN)).fetchone()
        return _received(*row) if row else None


def _received(
    number: int,
    created: float,
    modified: float | None,
    title: str | None,
    author: str | None,
    text: str,
    uri: str,
    mode: int,
) -> Received:
    texts = (str(title or ""), unescape(str(author or "")), str(text))
    return Received(number, created, modified, *texts, key_of_uri(str(uri)), mode == PENDING)


def _record(
    number: int,
    parent: int | None,
    created: float,
    modified: float | None,
    author: str | None,
    website: str | None,
    text: str,
    mode: int,
) -> Record:
    """A row; Isso stores names and addresses escaped for HTML, and the text as typed."""
    if mode == WITHDRAWN:
        return Record(number, parent, created, modified, "", "", "", is_withdrawn=True)
    names = (unescape(str(author or "")), unescape(str(website or "")))
    return Record(number, parent, created, modified, *names, str(text))


@contextmanager
def _reading(path: Path) -> Iterator[sqlite3.Connection]:
    if not path.is_file():
        raise Unreachable(path.name)
    try:
        address = f"file:{quote(str(path.absolute()))}?mode=ro"
        with closing(sqlite3.connect(address, uri=True, timeout=_PATIENCE)) as connection:
            connection.set_authorizer(_without_what_is_private)
            yield connection
    except sqlite3.Error as error:
        raise Unreachable(str(error)) from error


def _without_what_is_private(
    action: int, first: str | None, second: str | None, *_: str | None
) -> int:
    """As SQLite asks before it reads a column (https://sqlite.org/c3ref/set_authorizer.html)."""
    is_private = action == sqlite3.SQLITE_READ and first == "comments" and second in PRIVATE
    return sqlite3.SQLITE_DENY if is_private else sqlite3.SQLITE_OK
