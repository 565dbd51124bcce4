"""Work shared out among copies of the process comes to what it comes to without them."""

from __future__ import annotations

import contextlib
import logging
import os
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from plugins.parallel import LEAST, Crew, cores, share_out
from tests.laying import HOUSE

JOBS = range(LEAST + 5)


def run_alone(body: Callable[[], None]) -> None:
    """A test in a process of its own: this one may have threads, and children of other tests."""
    program = f"from {__name__} import *; {body.__name__}()"
    subprocess.run([sys.executable, "-c", program], cwd=HOUSE, check=True, timeout=60)


@pytest.mark.parametrize("workers", [1, 2, 3, 50])
def test_results_are_in_the_order_of_the_jobs(workers: int) -> None:
    assert share_out(lambda job: job * job, JOBS, workers=workers) == [n * n for n in JOBS]


def test_every_worker_has_its_share() -> None:
    run_alone(each_has_its_share)


def each_has_its_share() -> None:
    with tempfile.TemporaryDirectory() as place:
        found = share_out(lambda _: meet(Path(place), 3), JOBS, workers=3)
    assert len(set(found)) == 3
    assert os.getpid() in found


def meet(place: Path, number: int) -> int:
    """This process, once so many have come to ``place``."""
    (place / str(os.getpid())).touch()
    while len(list(place.iterdir())) < number:
        time.sleep(0.001)
    return os.getpid()


def test_copies_begin_before_they_are_waited_for() -> None:
    run_alone(copies_begin_at_once)


def copies_begin_at_once() -> None:
    with tempfile.TemporaryDirectory() as place:
        crew = Crew(lambda _: meet(Path(place), 1), JOBS, workers=2)
        while not list(Path(place).iterdir()):
            time.sleep(0.001)
        found = crew.results()
    assert len(found) == len(JOBS)
    assert set(found) != {os.getpid()}


def test_a_crew_that_nobody_waits_for_ends_with_its_object() -> None:
    run_alone(copies_end_with_their_crew)


def copies_end_with_their_crew() -> None:
    crew = Crew(lambda _: time.sleep(60), JOBS, workers=3)
    del crew
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_few_jobs_are_done_here() -> None:
    assert set(share_out(lambda _: os.getpid(), JOBS[: LEAST - 1], workers=2)) == {os.getpid()}


def test_a_process_of_several_threads_is_not_copied() -> None:
    ended = threading.Event()
    thread = threading.Thread(target=ended.wait)
    thread.start()
    try:
        assert set(share_out(lambda _: os.getpid(), JOBS, workers=2)) == {os.getpid()}
    finally:
        ended.set()
        thread.join()


@pytest.mark.parametrize("workers", [1, 2, 4])
def test_the_first_failure_is_the_one_that_is_raised(workers: int) -> None:
    def work(job: int) -> int:
        if job in {3, 4, 5, 6}:
            raise ValueError(job)
        return job

    with pytest.raises(ValueError, match=r"^3$"):
        share_out(work, JOBS, workers=workers)


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_a_warning_is_heard_whoever_says_it(workers: int, caplog: pytest.LogCaptureFixture) -> None:
    def work(job: int) -> int:
        if job in {4, 7}:
            # Pelican, where it is loaded, lets the same words through once.
            logging.getLogger("a.maker").warning("%s of %s", job, workers)
        return job

    assert share_out(work, JOBS, workers=workers) == list(JOBS)
    said = sorted(record.getMessage() for record in caplog.records)
    assert said == [f"4 of {workers}", f"7 of {workers}"]


def test_the_share_of_a_killed_copy_is_done_here() -> None:
    run_alone(a_killed_copys_share_is_done)


def a_killed_copys_share_is_done() -> None:
    here = os.getpid()

    def work(job: int) -> int:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return job

    assert share_out(work, JOBS, workers=3) == list(JOBS)


def test_where_there_is_no_room_for_a_copy_all_is_done_here() -> None:
    """One more file may be open, and a pipe is two."""
    free = os.dup(0)
    os.close(free)
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (free + 1, limits[1]))
    try:
        found = share_out(lambda job: (job, os.getpid()), JOBS, workers=2)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, limits)
    assert found == [(job, os.getpid()) for job in JOBS]


def test_what_ends_the_process_ends_its_copies() -> None:
    run_alone(copies_end_with_the_process)


def copies_end_with_the_process() -> None:
    here = os.getpid()

    def work(_job: int) -> None:
        if os.getpid() == here:
            raise KeyboardInterrupt
        time.sleep(60)

    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        share_out(work, JOBS, workers=2)
    assert time.monotonic() - began < 30
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_a_signal_at_its_birth_has_a_copy_clear_nothing_of_the_parents_away() -> None:
    run_alone(a_signal_comes_at_birth)


def a_signal_comes_at_birth() -> None:
    here, fork = os.getpid(), os.fork

    def fork_and_interrupt() -> int:
        process = fork()
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGINT)
        return process

    os.fork = fork_and_interrupt  # the real one, and the moment
    try:
        with tempfile.TemporaryDirectory() as place:
            found = share_out(lambda _: meet(Path(place), 3), JOBS, workers=3)
    finally:
        if os.getpid() != here:
            os.kill(here, signal.SIGKILL)
    assert len(set(found)) == 3


def test_where_no_copy_can_be_made_all_is_done_here() -> None:
    run_alone(no_copy_can_be_made)


def no_copy_can_be_made() -> None:
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (8, hard))  # a pipe takes two
    opened = []
    with contextlib.suppress(OSError):
        while True:
            opened.append(os.dup(0))
    assert opened
    assert share_out(lambda job: job * job, JOBS, workers=3) == [n * n for n in JOBS]


def test_a_limit_to_some_cores_counts() -> None:
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(allowed)})
    try:
        assert cores() == 1
    finally:
        os.sched_setaffinity(0, allowed)
    assert cores() == len(allowed)


PARENT = """
import os, pathlib, sys, time
from plugins.parallel import share_out
folder, me = pathlib.Path(sys.argv[1]), os.getpid()

def work(job):
    if os.getpid() == me:
        time.sleep(60)
    (folder / "begun").touch()
    time.sleep(0.5)
    (folder / "written").touch()

share_out(work, range(20), workers=2)
"""


def test_a_copy_ends_with_its_parent_in_the_midst_of_a_job(tmp_path: Path) -> None:
    """Seen in `make faults`: what a killed publication had begun was written into the next."""
    process = subprocess.Popen([sys.executable, "-c", PARENT, tmp_path], cwd=HOUSE)
    while not (tmp_path / "begun").exists():
        time.sleep(0.01)
    process.kill()
    process.wait(10)
    time.sleep(0.8)
    assert not (tmp_path / "written").exists()
