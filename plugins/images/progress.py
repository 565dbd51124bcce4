"""One line on a terminal that says how far the pictures are; nothing where nobody looks."""

from __future__ import annotations

from collections.abc import Callable
from typing import TextIO

from plugins.messages import msg


def make_teller(stream: TextIO, gettext: Callable[[str], str]) -> Callable[[int, int], None]:
    """A function that shows ``(done, total)`` on ``stream`` while it is a terminal."""
    if not stream.isatty():
        return _say_nothing

    def tell(done: int, total: int) -> None:
        line = msg("Pictures: {done} of {total}", done=done, total=total).render(gettext)
        # Back to the line's start, and the line wiped once all is done.
        stream.write(f"\r{line}" if done < total else f"\r{' ' * len(line)}\r")
        stream.flush()

    return tell


def _say_nothing(_done: int, _total: int) -> None:
    """What is told into a file or a pipe."""
