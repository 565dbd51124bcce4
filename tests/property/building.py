"""Builds on demand, in a process that has everything imported and has built nothing.

``python building.py`` reads one JSON object a line (``configuration``, and
``kill_after`` in seconds or null) and answers with ``[code, what the desk
said]``. Every build is a fork of its own, as new as a process that an author
starts, without the second that imports take. With ``--staying`` all are built
in this one process, as `make serve` does.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from pathlib import Path
from typing import Any, TextIO


def main() -> None:
    is_staying = "--staying" in sys.argv
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as answers:
        os.dup2(2, 1)  # whatever a build prints goes elsewhere
        serve(answers, is_staying=is_staying)


def serve(answers: TextIO, *, is_staying: bool) -> None:
    sys.path.insert(0, str(Path.cwd()))
    import_all()
    for line in sys.stdin:
        order = json.loads(line)
        configuration = Path(order["configuration"])
        if is_staying:
            os.chdir(configuration.parent)
            answer: Any = build(configuration)
        else:
            answer = build_apart(configuration, order["kill_after"])
        print(json.dumps(answer), file=answers, flush=True)


def import_all() -> None:
    """What a build imports, rooms and their libraries, so that a fork has it."""
    import importlib

    from plugins.config import locate
    from plugins.desk import glue, telling

    assert glue
    assert telling
    assert locate
    for path in sorted(Path("plugins").glob("*/glue.py")):
        importlib.import_module(".".join(path.with_suffix("").parts))


def build(configuration: Path) -> tuple[int, str]:
    """One build in this process, and what the desk says of it."""
    from plugins.desk.glue import Order
    from plugins.desk.glue import build as build_site
    from plugins.desk.telling import tell_outcome

    outcome = build_site(Order(configuration))
    return int(outcome.output is None), tell_outcome(outcome, configuration.parent)


def build_apart(configuration: Path, kill_after: float | None) -> tuple[int, str]:
    """One build in a fork; killed without warning after so many seconds, if it lasts so long."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        code = 70
        try:
            os.close(reading)
            os.chdir(configuration.parent)
            with os.fdopen(writing, "w", encoding="utf-8") as answer:
                json.dump(build(configuration), answer)
            code = 0
        finally:
            os._exit(code)
    os.close(writing)
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(pid, signal.SIGKILL)
    with os.fdopen(reading, encoding="utf-8") as answers:
        text = answers.read()
    os.waitpid(pid, 0)
    return tuple(json.loads(text)) if text else (-signal.SIGKILL, "")


if __name__ == "__main__":
    main()
