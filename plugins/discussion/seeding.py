"""The committed comments, into a database: in the preview, too, one answers somebody.

A server's own is begun with them: an empty one would be taken for a debate of
which everything was withdrawn.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from html import escape
from pathlib import Path

from plugins.discussion.records import URI, Record, Thread
from plugins.discussion.store import PUBLIC, WHOLE, WITHDRAWN

# Stands where an address would: whose comments these are, to take them out again.
_OURS = "snapshot"
# Isso's own tables (0.14, user_version 5), for a database that does not exist yet; but a number is
# never given again (https://sqlite.org/autoinc.html): addresses and «contrepoint» name it.
_TABLES = """
    CREATE TABLE IF NOT EXISTS threads (
        id INTEGER PRIMARY KEY, uri VARCHAR(256) UNIQUE, title VARCHAR(256));
    CREATE TABLE IF NOT EXISTS comments (
        tid REFERENCES threads(id), id INTEGER PRIMARY KEY AUTOINCREMENT, parent INTEGER,
        created FLOAT NOT NULL, modified FLOAT, mode INTEGER, remote_addr VARCHAR,
        text VARCHAR NOT NULL, author VARCHAR, email VARCHAR, website VARCHAR,
        likes INTEGER DEFAULT 0, dislikes INTEGER DEFAULT 0, voters BLOB NOT NULL,
        notification INTEGER DEFAULT 0);
"""


def begin(database: Path, threads: Iterable[Thread]) -> None:
    """Begin a server's database with the committed comments, once, and mark it as whole.

    From then on what is not in it was erased or withdrawn. One that has other
    comments under the same numbers is left as it is, unmarked.
    """
    database.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(database, timeout=10)) as connection:
        _create(connection)
        with connection:
            if connection.execute("PRAGMA application_id").fetchone() == (WHOLE,):
                return
            wanted = [one for one in threads if one.records and not _knows(connection, one)]
            added = sum(_add(connection, thread, "") for thread in wanted)
            if added == sum(len(thread.records) for thread in wanted):
                connection.execute(f"PRAGMA application_id = {WHOLE}")
            else:
                connection.rollback()


def _knows(connection: sqlite3.Connection, thread: Thread) -> bool:
    query = "SELECT 1 FROM threads WHERE uri = ?"
    return connection.execute(query, (f"{URI}{thread.key}",)).fetchone() is not None


def _create(connection: sqlite3.Connection) -> None:
    is_new = not connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
    connection.executescript(_TABLES)
    if is_new:
        connection.execute("PRAGMA user_version = 5")


def seed(database: Path, threads: Iterable[Thread]) -> None:
    """Bring the committed comments of an earlier start up to date; those posted here stay."""
    with closing(sqlite3.connect(database, timeout=10)) as connection:
        _create(connection)
        with connection:
            connection.execute("DELETE FROM comments WHERE remote_addr = ?", (_OURS,))
            for thread in threads:
                _add(connection, thread, _OURS)


def _add(connection: sqlite3.Connection, thread: Thread, whose: str) -> int:
    """Add a thread's comments, but for numbers that are taken; how many were added."""
    if not thread.records:
        return 0
    uri = f"{URI}{thread.key}"
    connection.execute(
        "INSERT OR IGNORE INTO threads (uri, title) VALUES (?, ?)", (uri, thread.title)
    )
    (tid,) = connection.execute("SELECT id FROM threads WHERE uri = ?", (uri,)).fetchone()
    return connection.executemany(
        "INSERT OR IGNORE INTO comments (tid, id, parent, created, modified, mode, remote_addr,"
        " text, author, website, voters) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (_row(tid, record, whose) for record in thread.records),
    ).rowcount


def _row(tid: int, record: Record, whose: str) -> tuple[object, ...]:
    mode = WITHDRAWN if record.is_withdrawn else PUBLIC
    author = escape(record.author, quote=False) or None
    website = escape(record.website) or None
    texts = (whose, record.text, author, website, bytes(256))
    return (tid, record.number, record.parent, record.created, record.modified, mode, *texts)
