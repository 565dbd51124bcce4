"""The snapshot: public comments in content/comments, so that a site builds where no Isso runs.

One file a post, named by its key; comments in the order of their numbers, a
field a line, so that a diff can be read. The server that receives comments is
the one that writes them.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from plugins.discussion.cleaning import clean_name, clean_text, clean_website
from plugins.discussion.records import Record, Thread
from plugins.files import write_atomic
from plugins.messages import msg
from plugins.problems import Problem

_FAULTS = (KeyError, TypeError, ValueError, AttributeError, OverflowError, RecursionError)
# Before Isso, and after anybody's clock: what calendars elsewhere cannot hold.
_FIRST, _LAST = 0, 7_258_118_400


class Malformed(ValueError):
    """A file that is no snapshot of ours."""


def render_snapshot(thread: Thread) -> bytes:
    """The file of one thread; same comments, same bytes."""
    comments = [_entry(one) for one in sorted(thread.records, key=lambda one: one.number)]
    content = {"post": thread.key, "title": clean_name(thread.title), "comments": comments}
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _entry(record: Record) -> dict[str, Any]:
    entry: dict[str, Any] = {"id": record.number}
    if record.parent is not None:
        entry["parent"] = record.parent
    entry["created"] = _iso(record.created)
    if record.is_withdrawn:
        return {**entry, "withdrawn": True}
    if record.modified:
        entry["modified"] = _iso(record.modified)
    texts = {"author": clean_name(record.author), "website": clean_website(record.website)}
    entry.update({name: text for name, text in texts.items() if text})
    return {**entry, "text": clean_text(record.text)}


def _iso(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds")


def parse_snapshot(text: str) -> Thread:
    """The thread of one file. Raises `Malformed`."""
    try:
        content = json.loads(text)
        records = tuple(_record(entry) for entry in content["comments"])
        numbers = [one.number for one in records]
        if len(numbers) != len(set(numbers)):
            raise Malformed("id")
        return Thread(str(uuid.UUID(content["post"])), str(content["title"]), records)
    except _FAULTS as error:
        raise Malformed(str(error)) from error


def _record(entry: Mapping[str, Any]) -> Record:
    parent = entry.get("parent")
    modified = entry.get("modified")
    is_withdrawn = bool(entry.get("withdrawn"))
    return Record(
        number=int(entry["id"]),
        parent=None if parent is None else int(parent),
        created=_seconds(entry["created"]),
        modified=_seconds(modified) if modified else None,
        author=str(entry.get("author", "")),
        website=str(entry.get("website", "")),
        text="" if is_withdrawn else str(entry["text"]),
        is_withdrawn=is_withdrawn,
    )


def _seconds(typed: str) -> float:
    found = datetime.fromisoformat(typed).timestamp()
    if not _FIRST <= found <= _LAST:
        raise Malformed(typed)
    return found


def load_snapshots(folder: Path) -> tuple[dict[str, Thread], list[Problem]]:
    """Every thread of ``folder`` by its key, and a problem for each file that is none."""
    threads: dict[str, Thread] = {}
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.json")):
        try:
            thread = parse_snapshot(path.read_text(encoding="utf-8"))
            if thread.key != path.stem:
                raise Malformed(thread.key)
            threads[thread.key] = thread
        except (OSError, ValueError) as error:
            problems.append(_unusable(path, str(error)))
    return threads, problems


def _unusable(path: Path, reason: str) -> Problem:
    cause = msg("These comments cannot be read: {reason}.", reason=reason)
    remedy = msg("Take the file back from git, or write it anew with make comments.")
    return Problem("invalid-comments", cause, remedy, path)


def write_snapshots(folder: Path, threads: Iterable[Thread]) -> list[Path]:
    """Write what differs, and say which; a thread that is empty now keeps its file, empty.

    Its feed has subscribers, who must find it where it was. One that is not among
    ``threads`` at all is of another database, and keeps its comments.
    """
    paths = {
        folder / f"{one.key}.json": render_snapshot(one)
        for one in sorted(threads, key=lambda one: one.key)
        if one.records or (folder / f"{one.key}.json").exists()
    }
    return [path for path, data in paths.items() if write_atomic(path, data)]
