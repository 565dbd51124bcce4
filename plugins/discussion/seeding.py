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
from plugins.discussion.store import PUBLIC, WITHDRAWN

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


def seed(database: Path, threads: Iterable[Thread]) -> None:
    """Bring the committed comments of an earlier start up to date; those posted here stay."""
    with closing(sqlite3.connect(database, timeout=10)) as connection:
        is_new = not connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
        connection.executescript(_TABLES)
        if is_new:
            connection.execute("PRAGMA user_version = 5")
        with connection:
            connection.execute("DELETE FROM comments WHERE remote_addr = ?", (_OURS,))
            for thread in threads:
                _add(connection, thread)


def _add(connection: sqlite3.Connection, thread: Thread) -> None:
    if not thread.records:
        return
    uri = f"{URI}{thread.key}"
    connection.execute(
        "INSERT OR IGNORE INTO threads (uri, title) VALUES (?, ?)", (uri, thread.title)
    )
    (tid,) = connection.execute("SELECT id FROM threads WHERE uri = ?", (uri,)).fetchone()
    connection.executemany(
        "INSERT OR IGNORE INTO comments (tid, id, parent, created, modified, mode, remote_addr,"
        " text, author, website, voters) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (_row(tid, record) for record in thread.records),
    )


def _row(tid: int, record: Record) -> tuple[object, ...]:
    mode = WITHDRAWN if record.is_withdrawn else PUBLIC
    author = escape(record.author, quote=False) or None
    website = escape(record.website) or None
    texts = (_OURS, record.text, author, website, bytes(256))
    return (tid, record.number, record.parent, record.created, record.modified, mode, *texts)
