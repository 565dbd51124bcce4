"""Builds on demand, in a process that has everything imported and has built nothing.

``python building.py`` reads one JSON object a line (``root`` of a site, and
``kill_after`` in seconds or null) and answers with ``[code, what the desk
said]``. Every build is a fork of its own that runs the desk's command: as new
as a process that an author starts, without the second that imports take.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import os
import signal
import sys
import time
from pathlib import Path


def main() -> None:
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as answers:
        os.dup2(2, 1)  # whatever a library prints goes elsewhere
        sys.path.insert(0, str(Path.cwd()))
        for path in sorted(Path("plugins").glob("*/glue.py")):
            importlib.import_module(".".join(path.with_suffix("").parts))
        for line in sys.stdin:
            order = json.loads(line)
            answer = build_apart(Path(order["root"]), order["kill_after"])
            print(json.dumps(answer), file=answers, flush=True)


def build_apart(root: Path, kill_after: float | None) -> tuple[int, str]:
    """One build in a fork; killed without warning after so many seconds, if it lasts so long."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        code = 70
        try:
            os.close(reading)
            with os.fdopen(writing, "w", encoding="utf-8") as answer:
                json.dump(build(root), answer)
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


def build(root: Path) -> tuple[int, str]:
    """``make html`` in this process."""
    from plugins.desk.__main__ import main as run

    os.chdir(root)
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        code = run(["build"])
    return code, said.getvalue().strip()


if __name__ == "__main__":
    main()
