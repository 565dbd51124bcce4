"""Nothing changed: the last build's answer, given again before Pelican is imported.

After a build that succeeded, the state of all that it read is recorded (the
contents' folder, the theme, the plugins, the configuration, the environment
that it looks at, the installed packages), beside the state of all that it
wrote. A later order for the same is answered from the record while every one
of these is as it was, and no scheduled post has come due.

A file's state is its inode, size, mtime and ctime: a body that changed while
its mtime was kept is seen. The record is made after the build and only when
nothing was touched since a moment before the process began, so that it never
vouches for a file that was read in another state.
"""

from __future__ import annotations

import ast
import json
import os
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from plugins import running
from plugins.cache import keep, key_of, machine, recalled
from plugins.desk.asking import asks_more, names_read
from plugins.outputs import RECORD_KEY, Kept, load_edition
from plugins.publishing import other_sources

State = list[int]

PLUGINS = str(Path(__file__).resolve().parents[1])


def recall_answer(root: Path, order: Sequence[object]) -> str | None:
    """What the last build of ``order`` said, where another would make and say the same."""
    data = recalled(_folder(root), _name(order))
    record: dict[str, Any] | None = json.loads(data) if data is not None else None
    return str(record["answer"]) if record is not None and _holds(record, root) else None


def _holds(record: Mapping[str, Any], root: Path) -> bool:
    """Whether nothing has changed since, the cheapest question first."""
    until, live = record["until"], Path(record["output"])
    if until is not None and time.time() >= until:
        return False
    environment = _read_environment(root)
    if environment is None or environment != record["environment"]:
        return False
    if record["machine"] != machine() or PLUGINS not in record["roots"]:
        return False  # other code would answer now
    if record["inputs"] != _states(root, record["roots"]):
        return False
    edition = load_edition(Path(record["editions"]), live, record["edition"])
    return bool(edition) and _stands(live, edition, record["retained"])


def record_answer(
    root: Path,
    order: Sequence[object],
    answer: str,
    *,
    settings: Mapping[str, Any],
    until: float | None,
) -> None:
    """Keep ``answer`` for as long as nothing changes; ``until`` is when a scheduled post is due."""
    folders = [settings["PATH"], settings["THEME"], PLUGINS, root / "deploy"]
    more = (*settings["THEME_TEMPLATES_OVERRIDES"], *other_sources(settings))
    roots = [str(path) for path in (*folders, *more)]
    inputs, environment = _states(root, roots, since=running.BEGAN), _read_environment(root)
    if inputs is None or environment is None:
        return
    record = {
        "until": until,
        "machine": machine(),
        "environment": environment,
        "roots": roots,
        "inputs": inputs,
        "output": settings["OUTPUT_PATH"],
        "editions": str(Path(settings["CACHE_PATH"], "editions")),
        "edition": settings[RECORD_KEY],
        "retained": list(settings["OUTPUT_RETENTION"]),
        "answer": answer,
    }
    keep(_folder(root), _name(order), json.dumps(record).encode())


def forget_answer(root: Path, order: Sequence[object]) -> None:
    """Answer nothing: another build of ``order`` begins."""
    keep(_folder(root), _name(order), b"null")


def _folder(root: Path) -> Path:
    return root / ".cache" / "answers"


def _name(order: Sequence[object]) -> bytes:
    return key_of("answer", *order)


def _read_environment(root: Path) -> dict[str, str | None] | None:
    """The variables that the configuration reads, as they are; all of them where it hides which.

    None where it asks more than that: what it would be told today is not known.
    """
    names: set[str] = set()
    for path in _configuration(root):
        try:
            tree = ast.parse(path.read_bytes())
        except (OSError, SyntaxError, ValueError):
            return None
        if asks_more(tree, root):
            return None
        found = names_read(tree)
        if found is None:
            return dict(os.environ)
        names |= found
    return {name: os.environ.get(name) for name in sorted(names)}


def _configuration(root: Path) -> list[Path]:
    return sorted(root.glob("*.py"))


def _states(
    root: Path, roots: Iterable[str], *, since: int | None = None
) -> dict[str, State | None] | None:
    """The state of every file below ``roots`` and of the configuration; folders by name alone.

    None where one of them, or a folder's list, was touched after ``since``.
    """
    found: dict[str, State | None] = {}
    for path in _configuration(root):
        found[str(path)] = _state(os.stat(path))  # noqa: PTH116 (twice as fast)
    waiting = list(roots)
    while waiting:
        folder = waiting.pop()
        found[folder] = None
        try:
            entries = list(os.scandir(folder))
        except OSError:
            continue
        if since is not None and os.stat(folder).st_mtime_ns >= since:  # noqa: PTH116
            return None
        for entry in entries:
            if entry.is_dir():
                if entry.name != "__pycache__":
                    waiting.append(entry.path)
            else:
                found[entry.path] = _state_of(entry)
    touched = since is not None and any(s and max(s[:2]) >= since for s in found.values())
    return None if touched else found


def _state_of(entry: os.DirEntry[str]) -> State:
    try:
        return _state(entry.stat())
    except OSError:  # a link to nothing
        return _state(entry.stat(follow_symlinks=False))


def _state(stat: os.stat_result) -> State:
    return [stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino, stat.st_size, stat.st_mode]


def _stands(live: Path, edition: Mapping[str, Kept], retained: Iterable[str]) -> bool:
    """Whether ``live`` holds the files of ``edition`` as they were written, and nothing else."""
    left, kept, prefix = dict(edition), set(retained), len(str(live)) + 1
    waiting = [str(live)]
    while waiting:
        folder = waiting.pop()
        try:
            entries = list(os.scandir(folder))
        except OSError:
            return False
        if not entries:
            return False
        for entry in entries:
            name = entry.path[prefix:]
            if name in kept and os.sep not in name:
                continue
            if entry.is_dir(follow_symlinks=False):
                waiting.append(entry.path)
                continue
            stat, wanted = entry.stat(follow_symlinks=False), left.pop(name, None)
            if wanted is None or not wanted.is_still(stat):
                return False
    return not left
