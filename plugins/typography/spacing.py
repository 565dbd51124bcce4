"""Rule 1: the no-break spaces before ; ! ? and the colon; rule 4: three dots, one character."""

from __future__ import annotations

import re

from plugins.prose import NBSP
from plugins.typography.protected import end_of_address, end_of_domain, end_of_smiley
from plugins.typography.references import is_reference
from plugins.typography.scan import OPENERS, Scan, is_opening, is_word
from plugins.typography.words import EXCLAIMED

_MARKS = re.compile(r"[!?]+|;+")
_COLONS = re.compile(":+")
_DOTS = re.compile(r"\.+")
# A mark ends something where only closing characters part it from a space.
_ENDS = re.compile(r"[)\]}'\"’*_~.,…-]*(?:[\s»”–—]|</|(?<=[)\]}'\"’*_~.,…-])[;:!?])")
_CLOSERS = frozenset(")]}'\"’*_~.,…-")
# No space is put in after these: the mark is no punctuation there, or has it already.
_GLUE = OPENERS | frozenset("\n=<>/\\&@~|^-–—,;:!?")
_ELLIPSIS = 3


def high_mark(scan: Scan, at: int) -> int:
    """``;``, ``!``, ``?`` and groups of the last two: a narrow no-break space before."""
    text = scan.text
    end = _MARKS.match(text, at).end()  # type: ignore[union-attr]
    if text[at] == ";":
        after = end_of_smiley(scan, at)
        if after is not None or end > at + 1:
            return after or end
    elif text.endswith(EXCLAIMED, 0, at) and text[at] == "!":
        return end
    if not _may_belong(scan, at, end):
        scan.stops.append((at, end, scan.narrow))
    return end


def _may_belong(scan: Scan, at: int, end: int) -> bool:
    """Whether the mark straight behind an address may be the address's own.

    A semicolon or a colon before a space is the sentence's.
    """
    return at == scan.address_end and not (scan.text[at] in ";:" and scan.text[end].isspace())


def colon(scan: Scan, at: int) -> int:
    """``:``: a no-break space before, unless it is part of an address, a time, a smiley."""
    text = scan.text
    end = _COLONS.match(text, at).end()  # type: ignore[union-attr]
    if end > at + 1:
        return end
    if text.startswith("//", end) or (text[end] == "\\" and is_word(text[at - 1])):
        return end_of_address(scan, at)
    smiley = end_of_smiley(scan, at)
    if smiley is not None:
        return smiley
    if text[at - 1] != "]" and not _may_belong(scan, at, end):
        scan.stops.append((at, end, NBSP))
    return end


def settle_marks(scan: Scan) -> None:
    """Space the marks, once it is known which straight quotes open and which close."""
    for at, end, space in scan.stops:
        _part(scan, at, end, space)


def _part(scan: Scan, at: int, end: int, space: str) -> None:
    """Put ``space`` before the marks from ``at`` to ``end`` if they end something."""
    text = scan.text
    start = scan.before(at)
    before = text[start - 1]
    is_ended = _ENDS.match(text, end) or _is_closed(scan, end)
    if start < at:
        is_bound = before != "\n" and not _is_opener(scan, start - 1)
        if is_bound and (is_ended or text[end] in '"«“'):
            scan.bind(start, at, space)
    elif is_ended and before not in _GLUE and not _is_opener(scan, at - 1):
        scan.edits[at] = space + text[at]


def _is_closed(scan: Scan, at: int) -> bool:
    """Whether a quotation closes at ``at``, or after closing characters."""
    while scan.text[at] in _CLOSERS:
        if scan.opens.get(at) is False:
            return True
        at += 1
    return False


def _is_opener(scan: Scan, at: int) -> bool:
    """Whether the character at ``at`` opens: «(?)» and «"?"» show a mark."""
    character = scan.text[at]
    if character in "\"'" and scan.edits.get(at) != "’":
        return scan.opens.get(at, is_opening(scan.text, at))
    return character in OPENERS


def dots(scan: Scan, at: int) -> int:
    """``.``: three become one; one between two words belongs to an address or a file's name."""
    text = scan.text
    end = _DOTS.match(text, at).end()  # type: ignore[union-attr]
    if end - at == _ELLIPSIS:
        if text[at - 1] not in "/\\" and text[end] not in "/\\":
            scan.edits[at] = "…"
            scan.edits[at + 1] = scan.edits[at + 2] = ""
    elif end == at + 1 and is_word(text[at - 1]) and is_word(text[end]):
        is_page = text[end].isdigit() and is_reference(text, end)
        return end if is_page else end_of_domain(scan, at)
    return end
