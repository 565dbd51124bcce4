"""Nothing changed, or little: the last build's answer, given again before Pelican is imported.

After a build that succeeded, the state of all that it read is recorded (the
contents' folder, the theme, the plugins, the configuration, the environment
that it looks at, the installed packages), beside the state of all that it
wrote. A later order for the same is answered from the record while every one
of these is as it was, and no scheduled post has come due.

A file's state is its inode, size, mtime and ctime: a body that changed while
its mtime was kept is seen. The record is made after the build and only when
nothing was touched since a moment before the process began, so that it never
vouches for a file that was read in another state. Where a few texts alone have
changed, they may be set into what the last whole build left (`plugins.standing`).
"""

from __future__ import annotations

import ast
import json
import os
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from plugins import running
from plugins.cache import keep, key_of, machine, recalled
from plugins.desk.asking import asks_more, names_read
from plugins.files import TEXTS
from plugins.outputs import RECORD_KEY, Edition, Kept, load_edition
from plugins.publishing import other_sources

State = list[int]

PLUGINS = str(Path(__file__).resolve().parents[1])

# More edited texts than these are as quickly built with all the others.
FEW = 20


@dataclass(frozen=True)
class Last:
    """The last build of an order, where no more than ``edited`` has changed since.

    These are texts: those that were edited, and those that were set into what the last whole build
    left (`plugins.standing`). ``inputs`` is the state of all that was read, as it is now.
    """

    root: Path
    order: Sequence[object]
    record: Mapping[str, Any]
    inputs: Mapping[str, State | None]
    edition: Edition

    @property
    def answer(self) -> str:
        """What it said."""
        return str(self.record["answer"])

    @property
    def digest(self) -> str:
        """That of the edition's record."""
        return str(self.record["edition"])

    @property
    def is_unchanged(self) -> bool:
        """Whether another build would make and say the same."""
        return bool(self.inputs == self.record["inputs"])

    @property
    def edited(self) -> tuple[Path, ...]:
        """The texts that are not as the last whole build read them, or whose pages are not."""
        return tuple(map(Path, _edited(self.record, self.inputs)))

    def left(self) -> bytes | None:
        """What that build left; None where it left nothing, or where that is lost."""
        data = recalled(_folder(self.root), _name("standing", self.order))
        is_of_it = data is not None and key_of(data).hex() == self.record["standing"]
        return data if is_of_it else None


def recall_last(root: Path, order: Sequence[object]) -> Last | None:
    """The last build of ``order``; None where something else than a few texts has changed since.

    Those that were set into it before count: all are set into what the last whole build left.
    """
    data = recalled(_folder(root), _name("answer", order))
    record: dict[str, Any] | None = json.loads(data) if data is not None else None
    if record is None or not _may_hold(record, root):
        return None
    inputs = _states(root, record["roots"])
    if inputs is None or inputs.keys() != record["inputs"].keys():
        return None
    changed, edited = _changed(record, inputs), _edited(record, inputs)
    if changed and (len(edited) > FEW or not all(path.endswith(TEXTS) for path in edited)):
        return None
    live = Path(record["output"])
    edition = load_edition(Path(record["editions"]), live, record["edition"])
    if not edition or not _stands(live, edition, record["retained"]):
        return None
    return Last(root, order, record, inputs, edition)


def _may_hold(record: Mapping[str, Any], root: Path) -> bool:
    """Whether the record is of this hour, this environment and this code."""
    until = record["until"]
    if until is not None and time.time() >= until:
        return False
    environment = _read_environment(root)
    if environment is None or environment != record["environment"]:
        return False
    # Else other code would answer now.
    return bool(record["machine"] == machine() and PLUGINS in record["roots"])


def _changed(record: Mapping[str, Any], inputs: Mapping[str, State | None]) -> list[str]:
    return [path for path, state in inputs.items() if state != record["inputs"][path]]


def _edited(record: Mapping[str, Any], inputs: Mapping[str, State | None]) -> list[str]:
    return sorted({*record["corrected"], *_changed(record, inputs)})


def record_answer(
    root: Path,
    order: Sequence[object],
    answer: str,
    *,
    settings: Mapping[str, Any],
    until: float | None,
    leave: Callable[[], bytes | None],
) -> None:
    """Keep ``answer`` for as long as nothing changes; ``until`` is when a scheduled post is due.

    ``leave`` says what the next process may set edited texts into, None where it may not.
    """
    folders = [settings["PATH"], settings["THEME"], PLUGINS, root / "deploy"]
    more = (*settings["THEME_TEMPLATES_OVERRIDES"], *other_sources(settings))
    roots = [str(path) for path in (*folders, *more)]
    inputs, environment = _states(root, roots, since=running.BEGAN), _read_environment(root)
    if inputs is None or environment is None:
        return
    left = leave()
    if left is not None:
        keep(_folder(root), _name("standing", order), left)
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
        "standing": key_of(left).hex() if left is not None else None,
        "corrected": [],
    }
    keep(_folder(root), _name("answer", order), json.dumps(record).encode())


def renew_answer(
    last: Last, answer: str, edition: str, touched: Iterable[Path], since: int
) -> None:
    """Keep ``answer`` after texts were set into the ``last`` build: the ``edition`` by its digest.

    ``touched`` are the texts whose pages are not those of the last whole build. They were read
    ``since`` then (POSIX time in ns), after `Last.inputs` was looked at. So that is their state,
    unless one was written so shortly before that the next moment had the same time: then nothing
    is kept, and the next build is a whole one.
    """
    states = (last.inputs[path] for path in _changed(last.record, last.inputs))
    if any(state is None or max(state[:2]) + running.LAG >= since for state in states):
        return
    record = {
        **last.record,
        "inputs": last.inputs,
        "answer": answer,
        "edition": edition,
        "corrected": sorted(map(str, touched)),
    }
    keep(_folder(last.root), _name("answer", last.order), json.dumps(record).encode())


def forget_answer(root: Path, order: Sequence[object]) -> None:
    """Answer nothing: another build of ``order`` begins."""
    keep(_folder(root), _name("answer", order), b"null")


def _folder(root: Path) -> Path:
    return root / ".cache" / "answers"


def _name(what: str, order: Sequence[object]) -> bytes:
    return key_of(what, *order)


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
