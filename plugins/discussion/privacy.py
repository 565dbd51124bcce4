"""One person's comments out, or away; and what is kept no longer than it is needed.

The only code that looks at an e-mail: in SQL, to find a person's own rows, or
to hand them to that person. What is erased is overwritten in the file too
(https://sqlite.org/pragma.html#pragma_secure_delete).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from html import unescape
from pathlib import Path
from typing import Any

from plugins.discussion.moderation import Received
from plugins.discussion.store import PENDING, PUBLIC, WITHDRAWN, Unreachable

_PATIENCE = 10.0
# Isso's filter of who voted, empty: 256 bytes, set by addresses (isso/utils, Bloomfilter).
_NOBODY = bytes(256)
_EXPORTED = (
    "comments.id, threads.title, threads.uri, comments.created, comments.modified,"
    " comments.mode, comments.author, comments.email, comments.website, comments.remote_addr,"
    " comments.text"
)


def export_person(database: Path, email: str) -> list[dict[str, Any]]:
    """All that is kept of who gave ``email``, a comment each (GDPR, article 15)."""
    with _writing(database) as connection:
        connection.row_factory = sqlite3.Row
        rows = connection.execute(
            f"SELECT {_EXPORTED} FROM comments JOIN threads ON threads.id = comments.tid"  # noqa: S608
            " WHERE plain(comments.email) = NULLIF(?, '') ORDER BY comments.id",
            (_plain(email),),
        ).fetchall()
    escaped = ("author", "email", "website")
    return [
        {k: unescape(v) if k in escaped and v else v for k, v in dict(row).items()} for row in rows
    ]


def erase_person(database: Path, email: str) -> int:
    """Erase every comment of who gave ``email`` (GDPR, article 17); how many there were."""
    with _writing(database) as connection:
        found = connection.execute(
            "SELECT id FROM comments WHERE plain(email) = NULLIF(?, '')", (_plain(email),)
        ).fetchall()
        return _erase(connection, [number for (number,) in found])


def erase_comment(database: Path, number: int) -> int:
    """Erase one comment, of somebody who gave no e-mail; 0 where there is none."""
    with _writing(database) as connection:
        found = connection.execute("SELECT id FROM comments WHERE id = ?", (number,)).fetchall()
        return _erase(connection, [one for (one,) in found])


def _erase(connection: sqlite3.Connection, numbers: list[int]) -> int:
    """As Isso deletes: one that was answered keeps its place, with nothing in it.

    Unlike Isso, its e-mail and address go too.
    """
    for number in numbers:
        connection.execute(
            "UPDATE comments SET mode = ?, text = '', author = NULL, email = NULL, website = NULL,"
            " remote_addr = '', voters = ?, notification = 0, modified = NULL WHERE id = ?",
            (WITHDRAWN, _NOBODY, number),
        )
    removed = 1
    while removed:
        removed = connection.execute(
            "DELETE FROM comments WHERE mode = ? AND id NOT IN"
            " (SELECT parent FROM comments WHERE parent IS NOT NULL)",
            (WITHDRAWN,),
        ).rowcount
    return len(numbers)


def forget_persons(database: Path, before: float) -> int:
    """Take e-mail and address off every comment made before a moment; how many had one.

    The texts stay: they are the debate. An address is "", not NULL, which Isso
    could not hash.
    """
    with _writing(database) as connection:
        return connection.execute(
            "UPDATE comments SET email = NULL, remote_addr = '', voters = ?, notification = 0"
            " WHERE created < ? AND (email IS NOT NULL OR remote_addr <> '')",
            (_NOBODY, before),
        ).rowcount


def forget_withdrawn(database: Path) -> None:
    """Take e-mail and address off what its writer or the moderator withdrew: Isso leaves them."""
    with _writing(database) as connection:
        connection.execute(
            "UPDATE comments SET email = NULL, remote_addr = '', voters = ?, notification = 0"
            " WHERE mode = ?",
            (_NOBODY, WITHDRAWN),
        )


def erase_waiting(database: Path, before: float) -> int:
    """Erase what nobody has accepted since a moment; how many there were.

    Isso does so when it starts, and again only after as long as it lets them wait.
    """
    with _writing(database) as connection:
        found = connection.execute(
            "SELECT id FROM comments WHERE mode = ? AND created < ?", (PENDING, before)
        ).fetchall()
        return _erase(connection, [number for (number,) in found])


def accept(database: Path, seen: Received) -> bool:
    """Make a comment that waits public; False where it waits no more, or says something else."""
    with _writing(database, is_erasing=False) as connection:
        done = connection.execute(
            "UPDATE comments SET mode = ? WHERE id = ? AND mode = ? AND modified IS ? AND text = ?",
            (PUBLIC, seen.number, PENDING, seen.modified, seen.text),
        )
        return done.rowcount == 1


def hold(database: Path, number: int) -> None:
    """Let a comment wait anew: what was accepted is no longer what it says."""
    with _writing(database, is_erasing=False) as connection:
        connection.execute("UPDATE comments SET mode = 2 WHERE id = ? AND mode = 1", (number,))


def _plain(email: str | None) -> str:
    """Isso stores what was typed, escaped; a person's own address is one in any case."""
    return unescape(email or "").strip().casefold()


@contextmanager
def _writing(database: Path, is_erasing: bool = True) -> Iterator[sqlite3.Connection]:
    if not database.is_file():
        raise Unreachable(database.name)
    try:
        with closing(sqlite3.connect(database, timeout=_PATIENCE)) as connection:
            connection.execute("PRAGMA secure_delete = ON")
            connection.create_function("plain", 1, _plain, deterministic=True)
            with connection:
                yield connection
            if is_erasing:
                connection.execute("VACUUM")
    except sqlite3.Error as error:
        raise Unreachable(str(error)) from error
