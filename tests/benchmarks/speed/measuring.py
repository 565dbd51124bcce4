"""What one process takes: seconds on the clock and on the processor, and memory at its peak."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from plugins.parallel import cores
from tests.laying import clean_environment

QUIET = 4.0  # seconds without a written byte, after which whatever follows a save has ended


@dataclass(frozen=True)
class Run:
    """One run: ``wall`` and ``cpu`` in seconds, its children's processor time included."""

    wall: float
    cpu: float


class Failed(Exception):
    """A generator ended with an error, or showed nothing in time."""


def run(command: Sequence[str], folder: Path) -> Run:
    """Run ``command`` in ``folder``. Raises `Failed` with what it said."""
    began = time.perf_counter()
    with (folder / "log").open("wb") as log:
        process = start(command, folder, log.fileno())
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise Failed(f"{command}: {(folder / 'log').read_text('utf-8')[-2000:]}")
    return Run(time.perf_counter() - began, usage.ru_utime + usage.ru_stime)


def start(command: Sequence[str], folder: Path, output: int) -> subprocess.Popen[bytes]:
    """A generator's process, in an author's environment.

    Python is not told to make errors of warnings, as in tests, and keeps what it compiled.
    """
    environment = clean_environment(PYTHONWARNINGS="default")
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    return subprocess.Popen(
        command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output
    )


def peak_memory(command: Sequence[str], folder: Path) -> float:
    """MiB of ``command`` with its children at the highest, looked at every 50 ms.

    Proportional sizes: what forked processes share counts once. It slows the
    run, so that no time is taken of it.
    """
    with (folder / "log").open("wb") as log:
        process = start(command, folder, log.fileno())
    highest, ended = 0.0, threading.Event()

    def look() -> None:
        nonlocal highest
        while not ended.wait(0.05):
            highest = max(highest, memory_of(process.pid))

    looking = threading.Thread(target=look)
    looking.start()
    code = process.wait()
    ended.set()
    looking.join()
    if code:
        raise Failed(f"{command}: {(folder / 'log').read_text('utf-8')[-2000:]}")
    return highest


def memory_of(pid: int) -> float:
    """MiB of a process and its descendants now (proportional set size)."""
    total = 0
    for one in _tree(pid):
        try:
            text = Path(f"/proc/{one}/smaps_rollup").read_text("ascii")
        except OSError:
            continue
        total += next((int(line.split()[1]) for line in text.splitlines() if "Pss:" in line), 0)
    return total / 1024


def _tree(pid: int) -> Iterator[int]:
    yield pid
    try:
        children = [
            int(child)
            for task in Path(f"/proc/{pid}/task").iterdir()
            for child in (task / "children").read_text("ascii").split()
        ]
    except OSError:
        return
    for child in children:
        yield from _tree(child)


def last_written(folder: Path) -> float:
    """When anything below ``folder`` was last written, renamed or removed (seconds since 1970)."""
    newest, folders = folder.stat().st_ctime, [folder]
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in entries:
                try:
                    newest = max(newest, entry.stat(follow_symlinks=False).st_ctime)
                except FileNotFoundError:
                    continue
                if entry.is_dir(follow_symlinks=False):
                    folders.append(Path(entry.path))
    return newest


def wait_for(page: Path, words: str, limit: float, writer: subprocess.Popen[bytes]) -> None:
    """Until ``writer`` has put ``words`` into ``page``. Raises `Failed` after ``limit`` seconds."""
    until = time.monotonic() + limit
    while time.monotonic() < until:
        try:
            if words in page.read_text("utf-8", errors="replace"):
                return
        except OSError:
            pass
        if writer.poll() is not None:
            raise Failed(f"{writer.args!r} ended")
        time.sleep(0.005)
    raise Failed(f"{page}: no {words!r} after {limit} s")


def wait_for_quiet(folder: Path) -> float:
    """Until nothing below ``folder`` has been written for `QUIET` seconds; when it last was."""
    while True:
        written = last_written(folder)
        silence = time.time() - written
        if silence >= QUIET:
            return written
        time.sleep(QUIET - silence + 0.01)


def median(values: Iterable[float]) -> float:
    return statistics.median(values)


def machine() -> str:
    """One line on what the figures were measured on."""
    cpu = next(
        line.partition(":")[2].strip()
        for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines()
        if line.startswith("model name")
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    load = " ".join(f"{value:.1f}" for value in os.getloadavg())
    python = ".".join(map(str, sys.version_info[:3]))
    return (
        f"{cores()} cores ({cpu}), {memory:.0f} GiB, Linux, Python {python}; "
        f"load average when it began {load}"
    )
