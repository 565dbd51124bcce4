"""Commands in forks of one process that has everything imported and has run nothing.

A command is as new as in the process that an author starts, with a folder, an
environment and files for what it says of its own; only the half second that
imports take is spent once. ``python -m tests.forking`` reads an order a line:
``{"module": …, …}`` begins a command and is answered with its process id,
``{"wait": …}`` with the exit code of that process.
"""

from __future__ import annotations

import atexit
import importlib
import json
import os
import runpy
import select
import signal
import subprocess
import sys
import tempfile
import time
from functools import cache
from pathlib import Path
from typing import Any

from plugins import running

HOUSE = Path(__file__).parents[1]


def serve() -> dict[str, Any]:
    """Fork for each order; returns in the forks alone, with theirs."""
    for line in sys.stdin:
        order: dict[str, Any] = json.loads(line)
        if "wait" in order:
            _, status = os.waitpid(order["wait"], 0)
            print(os.waitstatus_to_exitcode(status), flush=True)
        elif pid := os.fork():
            print(pid, flush=True)
        else:
            return order
    sys.exit()


def import_all() -> None:
    """What a command would import; ``__main__`` is run, not imported."""
    for path in sorted((HOUSE / "plugins").rglob("*.py")):
        name = ".".join(path.relative_to(HOUSE).with_suffix("").parts)
        if not name.endswith("__"):
            importlib.import_module(name)


def run(order: dict[str, Any]) -> None:
    """Become the process of ``order``, and do what ``python -m`` does."""
    os.chdir(order["folder"])
    os.environ.clear()
    os.environ.update(order["environment"])
    time.tzset()
    for descriptor, name in enumerate(("/dev/null", order["said"], order["complained"])):
        flags = os.O_RDWR | os.O_CREAT | os.O_APPEND
        os.dup2(os.open(name, flags, 0o644), descriptor)
    running.BEGAN = time.time_ns() - running.LAG
    sys.path[0] = order["folder"]
    sys.argv[1:] = order["arguments"]
    if prepare := order["prepare"]:
        module, name = prepare.pop(0), prepare.pop(0)
        getattr(importlib.import_module(module), name)(*prepare)
    runpy.run_module(order["module"], run_name="__main__", alter_sys=True)


def share_out_few() -> None:
    """In a command that builds: have copies of the process do even a few jobs."""
    from plugins import parallel

    parallel.LEAST = 2


def pause_once_made(made: str, go: str) -> None:
    """In a command that builds: stop when all is made, before the edition gets any of it."""
    from plugins.outputs import Outputs

    finish = Outputs.finish

    def finish_and_wait(outputs: Outputs) -> None:
        finish(outputs)
        if outputs.waits:
            Path(made).touch()
            while not Path(go).exists():
                time.sleep(0.01)

    Outputs.finish = finish_and_wait  # type: ignore[method-assign]


class ForkServer:
    """The process that forks, and what is asked of it."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.forking"],
            cwd=HOUSE,
            env={**os.environ, "PYTHONWARNINGS": "error"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def close(self) -> None:
        self._process.communicate(timeout=30)

    def start(
        self,
        command: list[str],
        folder: Path,
        environment: dict[str, str],
        said: Path,
        complained: Path | None = None,
        prepare: list[Any] | None = None,
    ) -> int:
        """The process id of ``command``, a module and its arguments.

        ``prepare``: a module, a function of it and its arguments, called in
        the new process before the command.
        """
        return self._ask(
            {
                "module": command[0],
                "arguments": command[1:],
                "folder": str(folder),
                "environment": environment,
                "said": str(said),
                "complained": str(complained or said),
                "prepare": prepare,
            }
        )

    def wait(self, pid: int, seconds: float = 120) -> int:
        """The exit code of a process that was started; it is killed when it takes longer."""
        assert self._process.stdin
        print(json.dumps({"wait": pid}), file=self._process.stdin, flush=True)
        if not select.select([self._process.stdout], [], [], seconds)[0]:
            os.kill(pid, signal.SIGKILL)
        return self._answer()

    def run(
        self, command: list[str], folder: Path, environment: dict[str, str]
    ) -> subprocess.CompletedProcess[str]:
        """A command from its beginning to its end."""
        with tempfile.TemporaryDirectory() as place:
            said, complained = Path(place, "said"), Path(place, "complained")
            code = self.wait(self.start(command, folder, environment, said, complained))
            return subprocess.CompletedProcess(
                command, code, said.read_text("utf-8"), complained.read_text("utf-8")
            )

    def _ask(self, order: dict[str, Any]) -> int:
        assert self._process.stdin
        print(json.dumps(order), file=self._process.stdin, flush=True)
        return self._answer()

    def _answer(self) -> int:
        assert self._process.stdout
        return int(self._process.stdout.readline())


@cache
def fork_server() -> ForkServer:
    """The one of this process."""
    server = ForkServer()
    atexit.register(server.close)
    return server


if __name__ == "__main__":
    import_all()
    run(serve())
