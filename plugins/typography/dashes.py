"""Rule 4: a no-break space after the dash that opens a speech, and inside – an aside –."""

from __future__ import annotations

import re

from plugins.typography.scan import NBSP, OPENERS, UPPER, WRAP, Scan, is_opening

# An aside does not go beyond its sentence.
_SENTENCE_END = re.compile(rf"(?<!\b{UPPER})[.!?…][\s»”)]*\s[«“(\s]*{UPPER}")
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
    elif (start < at or before in OPENERS) and not (before.isdigit() and after.isdigit()):
        _aside(scan, at, start, end)
    return at + 1


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
