"""Rule 4: a no-break space after the dash that opens a speech, and inside – an aside –."""

from __future__ import annotations

import re

from plugins.prose import NBSP, WRAP
from plugins.typography.scan import OPENERS, UPPER, Scan, is_opening

# An aside does not go beyond its sentence.
_SENTENCE_END = re.compile(rf"(?<!\b{UPPER})[.!?…][\s»”)]*\s[«“(\s]*{UPPER}")
_NO_END = re.compile(rf"(?:\d|\b{UPPER})\.$")
_CLOSING = frozenset(",.;:!?)…»”\n")
_LONGEST = 500


def dash(scan: Scan, at: int) -> int:
    """``–`` and ``—``."""
    text = scan.text
    start, end = scan.before(at), scan.after(at + 1)
    before, after = text[start - 1], text[end]
    if before in "\n«“" or is_opening(text, start - 1):
        if end > at + 1 and after != "\n":
            scan.bind(at + 1, end, NBSP)
        elif after.isupper():
            scan.edits[at] = text[at] + NBSP
    elif not scan.dash and start < at < end - 1 and _opens_speech(text, start, end):
        scan.bind(at + 1, end, NBSP)
    elif (start < at or before in OPENERS) and not (before.isdigit() and after.isdigit()):
        _aside(scan, at, start, end)
    return at + 1


def _opens_speech(text: str, start: int, end: int) -> bool:
    """Whether a dash between ``start`` and ``end`` gives the word to the next one in a paragraph.

    It stands behind a colon or a sentence's end, and before a capital; the full
    stop of a number or an initial («art. 5. – Le», «J. – Paul») ends no speech.
    """
    before = text[start - 1]
    if before not in ":.!?…" or not (text[end].isupper() or text[end] in "«“"):
        return False
    return before != "." or not _NO_END.search(text, max(0, start - 3), start)


def _aside(scan: Scan, at: int, start: int, end: int) -> None:
    """Two dashes of a sentence hold what is between them; one alone stays as it is."""
    text, opened = scan.text, scan.dash
    if (
        opened
        and text[opened] == text[at]
        and at - opened < _LONGEST
        and (end > at + 1 or text[end] in _CLOSING)
        and not _SENTENCE_END.search(text, opened, at)
    ):
        scan.bind(opened + 1, scan.after(opened + 1), NBSP)
        scan.bind(start, at, NBSP)
        scan.dash = 0
    elif end > at + 1 and text[end] not in _CLOSING:
        scan.dash = at
        if WRAP in text[start:at]:
            scan.bind(at + 1, end, NBSP)
