"""Work shared out among copies of this process, one for each core that it may run on.

A copy (``fork``) has all that the work needs without a byte being sent: posts,
views, compiled templates. What it cannot do is change anything here, so only
what a job returns comes back. Copies are made for one piece of work and end
with it. Starting new processes (``spawn``) costs half a second each, which is
more than a site of a hundred posts has to gain. Whoever is free takes the next
job, so that nobody waits for long, and this process may do something else while
its copies have begun (`Crew`).

The result never depends on it: jobs are independent, results are in the order
of the jobs, and a job that fails or logs a warning in a copy is done again
here, where it is heard as it would have been without one. So is what a copy
took that was killed.
"""

from __future__ import annotations

import ctypes
import gc
import logging
import os
import pickle
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Generic, NoReturn, TypeVar
from weakref import finalize

J = TypeVar("J")
R = TypeVar("R")

# Copying a process and reaping it costs as much as about so many jobs of some milliseconds.
LEAST = 16

_PR_SET_PDEATHSIG = 1  # prctl(2)
_NUMBER = 4  # bytes of one turn


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
    return Crew(work, jobs, workers=workers).results()


class Crew(Generic[J, R]):
    """Work as `share_out` has it done, which copies begin at once and this process joins later.

    They see everything as it is now. Where nobody asks for the results, they end with this object.
    """

    def __init__(
        self, work: Callable[[J], R], jobs: Sequence[J], *, workers: int | None = None
    ) -> None:
        self._work, self._jobs = work, jobs
        self._turns, self._copies = _Turns(), list[_Copy]()
        self._end = finalize(self, _end, os.getpid(), self._turns, self._copies)
        number = cores() if workers is None else workers
        if number > 1 and len(jobs) >= max(LEAST, number) and _may_copy():
            with suppress(OSError):  # no more processes, memory or files: the rest is done here
                self._turns.begin(len(jobs))
                while len(self._copies) < number - 1:
                    self._copies.append(_start(work, jobs, self._turns))

    def results(self) -> list[R]:
        """Take the turns that are left, and wait for the others."""
        work, results = self._work, dict[int, R]()
        try:
            if self._copies:
                results.update(_work_through(work, self._jobs, self._turns))
            for copy in self._copies:
                results.update(copy.results())
        finally:
            self.end()
        return [results[n] if n in results else work(job) for n, job in enumerate(self._jobs)]

    def has_turns(self) -> bool:
        """Whether copies have something left to begin."""
        return bool(self._copies) and self._turns.are_left()

    def end(self) -> None:
        """Have nobody go on."""
        self._end()


def _end(owner: int, turns: _Turns, copies: list[_Copy]) -> None:
    if os.getpid() != owner:  # in a copy of another crew these are not its children
        return
    for copy in copies:
        copy.end()
    copies.clear()
    turns.end()


class _Turns:
    """The numbers of the jobs in a file of memory, whose position all processes share (read(2))."""

    def __init__(self) -> None:
        self._file = -1

    def begin(self, number: int) -> None:
        """Raises OSError where there can be no such file."""
        self._file = os.memfd_create("turns")
        os.write(self._file, b"".join(n.to_bytes(_NUMBER, "big") for n in range(number)))
        os.lseek(self._file, 0, os.SEEK_SET)

    def __iter__(self) -> Iterator[int]:
        """The next one, until all are taken."""
        while taken := os.read(self._file, _NUMBER):
            yield int.from_bytes(taken, "big")

    def are_left(self) -> bool:
        """Whether somebody may take one."""
        return os.lseek(self._file, 0, os.SEEK_CUR) < os.fstat(self._file).st_size

    def end(self) -> None:
        if self._file >= 0:
            os.close(self._file)
            self._file = -1


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


def _start(work: Callable[[Any], Any], jobs: Sequence[Any], turns: _Turns) -> _Copy:
    ours, theirs = os.pipe()
    parent = os.getpid()
    # One that came between would unwind the copy through the parent's own clean-up.
    unblocked = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGINT})
    # Collecting would look at, and so have the system copy, every page that both have.
    gc.freeze()
    try:
        process = os.fork()
        if not process:
            os.close(ours)
            _be_copy(
                lambda: _work_through(_quietly(work, parent), jobs, turns),
                parent,
                theirs,
                unblocked,
            )
    except OSError:
        os.close(ours)
        raise
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, unblocked)
        os.close(theirs)
    return _Copy(process, ours)


def _be_copy(work: Callable[[], Any], parent: int, theirs: int, unblocked: set[Any]) -> NoReturn:
    """Work, write what comes of it to ``theirs``, and end."""
    try:  # nothing of the parent's may be ended or cleared away from here
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C: the parent ends its copies
        signal.pthread_sigmask(signal.SIG_SETMASK, unblocked)
        _end_with(parent)
        data = pickle.dumps(work(), pickle.HIGHEST_PROTOCOL)
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


def _work_through(
    work: Callable[[Any], Any], jobs: Sequence[Any], turns: _Turns
) -> list[tuple[int, Any]]:
    """The results of the jobs whose turns were taken here, without those that failed."""
    results = []
    for number in turns:
        try:
            results.append((number, work(jobs[number])))
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
