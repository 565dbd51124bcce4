"""One block of text while it is read: its characters, and what becomes of some of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from plugins.prose import NARROW, NBSP, OBJECT, SPACES

SPACE = f"[{''.join(sorted(SPACES))}]"  # the same, in a regular expression
LETTER = r"[^\W\d_]"
UPPER = "[A-ZÀ-ÖØ-ÞŒ]"
OPENERS = frozenset("([{«“‘¿¡")

_BEFORE_ONE = OPENERS | frozenset("—–-/'’=|>")  # beside a space, what an opening quote follows
BEFORE_OPENING = _BEFORE_ONE | {'"'}


@dataclass(frozen=True, slots=True)
class Options:
    """What a site may choose: see `plugins.typography.settings.Settings`."""

    narrow: bool = True
    ordinals: bool = False


FRENCH = Options()

# A quotation mark: place, glyph, may open, may close, may be a sign of inches.
Mark = tuple[int, str, bool, bool, bool]


class Scan:
    """A block between two line feeds, so that no rule looks beyond its ends.

    Rules never change ``text``: they put what replaces one character into
    ``edits``, at its place. Several runs of one block can thus be read as one
    text and given back as many.
    """

    __slots__ = (
        "address_end",
        "dash",
        "edits",
        "english_end",
        "marks",
        "narrow",
        "opens",
        "stops",
        "text",
    )

    def __init__(self, text: str, options: Options) -> None:
        self.text = f"\n{text}\n"
        self.narrow = NARROW if options.narrow else NBSP
        self.edits: dict[int, str] = {}
        self.marks: list[Mark] = []
        self.opens: dict[int, bool] = {}  # of a mark that has its other half, whether it opens
        self.stops: list[tuple[int, int, str]] = []  # ; : ! ? and the space that suits them
        self.dash = 0  # where an aside was opened by a dash
        self.address_end = 0  # where the last full address ended
        self.english_end = 0  # where the last English quotation ended

    def before(self, at: int) -> int:
        """Where the spaces that end at ``at`` begin."""
        text = self.text
        while text[at - 1] in SPACES:
            at -= 1
        return at

    def after(self, at: int) -> int:
        """Where the spaces that begin at ``at`` end."""
        text = self.text
        while text[at] in SPACES:
            at += 1
        return at

    def bind(self, start: int, end: int, space: str) -> None:
        """Put ``space`` (or nothing) in the place of the spaces from ``start`` to ``end``.

        The last rule that says something of a space is right, also where it
        says that nothing changes.
        """
        if start == end:
            return
        if self.text[start:end] == space:
            self.edits.pop(start, None)
            return
        self.edits[start] = space
        for at in range(start + 1, end):
            self.edits[at] = ""


Rule = Callable[[Scan, int], int]
"""Called with the place of a character that it knows; answers where reading goes on."""


def is_word(character: str) -> bool:
    """Whether it is a letter, a digit, or stands for something that is read as a word."""
    return character.isalnum() or character == OBJECT


def is_opening(text: str, at: int) -> bool:
    """Whether there is a straight quote at ``at`` and it opens: «"?"» is a mark shown."""
    return text[at] in "\"'" and (text[at - 1].isspace() or text[at - 1] in _BEFORE_ONE)
