"""Social cards: what one says, and where its words go. How wide words are is asked, not known."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from plugins.images.covers import Subject

WIDTH, HEIGHT = 1200, 630

# Sizes that a title is tried in, largest first; a line takes so much of its size in height.
SIZES = (92, 84, 76, 68, 62, 56, 50, 46, 42, 38, 34)
LEADING = 1.08
TITLE_WIDTH, TITLE_HEIGHT = 610, 330

Measure = Callable[[str, int], float]


@dataclass(frozen=True, slots=True)
class Sight:
    """A post's own cover, an SVG file or a bitmap: known by its digest, read to be painted."""

    digest: str
    read: Callable[[], bytes] = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Card:
    """The words and pictures of one card; ``portraits`` are SVG files or bitmaps.

    The post's own cover, where it has one, stands where the drawing of ``subject`` would.
    """

    title: str
    author: str
    about: str
    topic: str
    subject: Subject
    portraits: tuple[bytes, ...] = ()
    cover: Sight | None = None


@dataclass(frozen=True, slots=True)
class Lines:
    """A text set in lines of one size."""

    size: int
    lines: tuple[str, ...]


def fit(text: str, width: float, height: float, sizes: Sequence[int], measure: Measure) -> Lines:
    """``text`` in the largest of ``sizes`` at which it stays within the box, its lines balanced.

    No word is broken while a smaller size would spare it. At the last size a
    word wider than the box is broken with a hyphen, and what is still too much
    ends in an ellipsis: nothing ever leaves the box.
    """
    words = split_words(text)
    for size in sizes:
        if all(measure(word.rstrip(), size) <= width for word in words):
            lines = _wrap(words, width, lambda line, size=size: measure(line, size))  # type: ignore[misc]
            if len(lines) * size * LEADING <= height:
                return Lines(size, _balance(words, lines, width, size, measure))
    size = sizes[-1]

    def at_last(line: str) -> float:
        return measure(line, size)

    pieces = [piece for word in words for piece in _break(word, width, at_last)]
    lines = _wrap(pieces, width, at_last)
    room = max(int(height / (size * LEADING)), 1)
    if len(lines) > room:
        lines = (*lines[: room - 1], _shorten(lines[room - 1], width, at_last))
    return Lines(size, lines)


def split_words(text: str) -> list[str]:
    """Words with the blank behind them. A no-break space holds what it stands between."""
    return re.findall(r"[^ ]+ ?", re.sub(r"[ \t\n]+", " ", text.strip(" \t\n")))


def _wrap(words: Sequence[str], width: float, measure: Callable[[str], float]) -> tuple[str, ...]:
    lines: list[str] = []
    line = ""
    for word in words:
        if line and measure((line + word).rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        line += word
    return (*lines, line.rstrip())


def _balance(
    words: Sequence[str], lines: tuple[str, ...], width: float, size: int, measure: Measure
) -> tuple[str, ...]:
    """As many lines, as even as they can be: the narrowest box that needs no line more."""
    low, high, best = width / 2, width, lines
    for _ in range(8):
        middle = (low + high) / 2
        tried = _wrap(words, middle, lambda line: measure(line, size))
        if len(tried) == len(lines) and all(measure(line, size) <= middle for line in tried):
            high, best = middle, tried
        else:
            low = middle
    return best


def _break(word: str, width: float, measure: Callable[[str], float]) -> Iterator[str]:
    """A word in pieces that fit, with hyphens."""
    while measure(word.rstrip()) > width and len(word) > 1:
        fitting = [n for n in range(2, len(word)) if measure(word[:n] + "-") <= width]
        own = [n for n in fitting if word[n - 1] == "-"]
        end = max(own or fitting, default=1)
        # The blank says that a line may end here.
        yield word[:end].rstrip("-") + "- "
        word = word[end:]
    yield word


def _shorten(line: str, width: float, measure: Callable[[str], float]) -> str:
    while line and measure(line + "…") > width:
        line = line[:-1].rstrip()
    return line + "…"
