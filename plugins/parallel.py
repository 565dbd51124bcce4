"""Work shared out among copies of this process, one for each core that it may run on.

A copy (``fork``) has all that the work needs without a byte being sent: posts,
views, compiled templates. What it cannot do is change anything here, so only
what a job returns comes back. Copies are made for one piece of work and end
with it. Starting new processes (``spawn``) costs half a second each, which is
more than a site of a hundred posts has to gain.

The result never depends on it: jobs are independent, results are in the order
of the jobs, and a job that fails or logs a warning in a copy is done again
here, where it is heard as it would have been without one. So is the share of a
copy that was killed.
"""

from __future__ import annotations

import ctypes
import gc
import logging
import os
import pickle
import signal
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, NoReturn, TypeVar

J = TypeVar("J")
R = TypeVar("R")

# Copying a process and reaping it costs as much as about so many jobs of some milliseconds.
LEAST = 16

_PR_SET_PDEATHSIG = 1  # prctl(2)


def cores() -> int:
    """How many cores this process may run on; a container's or `taskset`'s limit counts."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # outside Linux
        return os.cpu_count() or 1


def share_out(work: Callable[[J], R], jobs: Sequence[J], *, workers: int | None = None) -> list[R]:
    """What ``work`` returns for each of ``jobs``, in their order; raises what the first raises.

    ``work`` must be such that doing it twice does no harm, and what it returns
    must be picklable. A few jobs are done here, and so are all where a copy
    would not be safe (`_may_copy`).
    """
    number = cores() if workers is None else workers
    if number == 1 or len(jobs) < max(LEAST, number) or not _may_copy():
        return [work(job) for job in jobs]
    copies: list[_Copy] = []
    try:
        with suppress(OSError):  # no more processes, memory or files: the rest is done here
            for share in range(1, number):
                copies.append(_start(work, jobs[share::number]))  # noqa: PERF401 (those made count)
        shares = [_work_through(work, jobs[::number]), *(copy.results() for copy in copies)]
        results = {n * number + share: r for share, own in enumerate(shares) for n, r in own}
    finally:
        for copy in copies:
            copy.end()
    return [results[n] if n in results else work(job) for n, job in enumerate(jobs)]


def _may_copy() -> bool:
    """Whether this process has one thread: a lock that another holds stays locked in a copy.

    Only Linux says how many there are, those of libraries included.
    """
    try:
        return len(os.listdir("/proc/self/task")) == 1  # noqa: PTH208 (names are enough)
    except OSError:
        return False


@dataclass
class _Copy:
    """A copy at work, and the end of the pipe at which its results arrive."""

    process: int
    pipe: int

    def results(self) -> list[tuple[int, Any]]:
        """What `_work_through` returned there; nothing where the copy came to no end."""
        with os.fdopen(self.pipe, "rb", closefd=False) as stream:
            data = stream.read()
        try:
            results: list[tuple[int, Any]] = pickle.loads(data)  # noqa: S301 (a copy's of ourselves)
        except (EOFError, pickle.UnpicklingError):
            return []
        return results

    def end(self) -> None:
        os.close(self.pipe)
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)


def _start(work: Callable[[Any], Any], jobs: Sequence[Any]) -> _Copy:
    ours, theirs = os.pipe()
    parent = os.getpid()
    # One that came between would unwind the copy through the parent's own clean-up.
    unblocked = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGINT})
    try:
        process = os.fork()
        if not process:
            os.close(ours)
            _be_copy(work, jobs, parent, theirs, unblocked)
    except OSError:
        os.close(ours)
        raise
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, unblocked)
        os.close(theirs)
    return _Copy(process, ours)


def _be_copy(
    work: Callable[[Any], Any], jobs: Sequence[Any], parent: int, theirs: int, unblocked: set[Any]
) -> NoReturn:
    """Work, write the results to ``theirs``, and end."""
    try:  # nothing of the parent's may be ended or cleared away from here
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C: the parent ends its copies
        signal.pthread_sigmask(signal.SIG_SETMASK, unblocked)
        _end_with(parent)
        gc.freeze()  # collecting would look at, and so copy, every page of the parent's
        results = _work_through(_quietly(work, parent), jobs)
        data = pickle.dumps(results, pickle.HIGHEST_PROTOCOL)
        with os.fdopen(theirs, "wb") as stream:
            stream.write(data)
    finally:
        os._exit(0)


def _end_with(parent: int) -> None:
    """End when ``parent`` is killed, in the midst of a job: what it would write is in nobody's way.

    Elsewhere than on Linux, a copy ends after its job.
    """
    try:
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    except AttributeError:
        return
    if os.getppid() != parent:  # killed before that
        os._exit(1)


def _work_through(work: Callable[[Any], Any], jobs: Sequence[Any]) -> list[tuple[int, Any]]:
    """The results with their numbers in the share, without those of jobs that failed."""
    results = []
    for number, job in enumerate(jobs):
        try:
            results.append((number, work(job)))
        except Exception:  # noqa: BLE001, S112 (it is raised again where it can be told)
            continue
    return results


def _quietly(work: Callable[[Any], Any], parent: int) -> Callable[[Any], Any]:
    """``work`` as a copy of ``parent`` does it: what logs a warning counts as failed."""
    listener = _Listener(logging.WARNING)
    logging.getLogger().handlers = [listener]

    def work_quietly(job: Any) -> Any:
        if os.getppid() != parent:  # it was killed: nobody waits for this
            os._exit(1)
        listener.heard = False
        result = work(job)
        if listener.heard:
            raise _Said
        return result

    return work_quietly


class _Said(Exception):
    """Something was logged that only the parent can pass on."""


class _Listener(logging.Handler):
    """Notes whether anything was logged since it was last asked."""

    heard = False

    def emit(self, _record: logging.LogRecord) -> None:
        self.heard = True
