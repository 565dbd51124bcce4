"""From a save to the last byte written, in the mode in which authors write."""

from __future__ import annotations

import contextlib
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from tests.benchmarks.speed.generators import Bench
from tests.benchmarks.speed.measuring import memory_of, start, wait_for, wait_for_quiet

EDITS = 20
DATES = 5
MORE = 5  # after 20 bodies, 20 titles and 5 dates, so that memory is looked at over 50 edits
WARM = 5
FIRST_BUILD = 3600.0
ONE_EDIT = 600.0
BUDGET = 240.0  # seconds for the edits of one kind: a slow generator is measured fewer times


@dataclass
class Served:
    """Seconds of each edit, and MiB after the first few and after the last."""

    body: list[float] = field(default_factory=list)
    title: list[float] = field(default_factory=list)
    date: list[float] = field(default_factory=list)
    before: float = 0.0
    after: float = 0.0
    edits: int = 0


def measure_serving(bench: Bench) -> Served:
    """Start the server, edit one post again and again, and stop the server."""
    served = Served()
    bench.clean()
    bench.source.write_text(bench.text, "utf-8")
    with _serving(bench) as process:
        wait_for(bench.page, "</html>", FIRST_BUILD, process)
        wait_for_quiet(bench.output)
        time.sleep(1)  # a watcher that starts with the first page is there

        def turn(times: list[float], edit: Callable[[str], None], number: int) -> None:
            until = time.monotonic() + BUDGET
            for _ in range(number):
                if len(times) >= 3 and time.monotonic() > until:
                    break
                times.append(_time(bench, edit, f"mot{served.edits}x", process))
                served.edits += 1
                if served.edits == WARM:
                    served.before = memory_of(process.pid)

        turn(served.body, bench.edit_body, EDITS)
        turn(served.title, bench.edit_title, EDITS)
        turn(served.date, bench.edit_date, DATES)
        turn([], bench.edit_body, MORE)
        served.after = memory_of(process.pid)
        served.before = served.before or served.after
    return served


def _time(
    bench: Bench, edit: Callable[[str], None], mark: str, process: subprocess.Popen[bytes]
) -> float:
    saved = time.time()
    edit(mark)
    wait_for(bench.page, mark, ONE_EDIT, process)
    return wait_for_quiet(bench.output) - saved


@contextlib.contextmanager
def _serving(bench: Bench) -> Iterator[subprocess.Popen[bytes]]:
    port = _free_port()
    command = [part.format(port=port) for part in bench.generator.serve]
    with (bench.root / "log").open("wb") as log:
        process = start(command, bench.root, log.fileno())
    try:
        yield process
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])
