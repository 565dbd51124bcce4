"""Rule 2: « … » outside, “ … ” inside; rule 3: the apostrophe."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from plugins.prose import NBSP
from plugins.typography.protected import end_of_argument
from plugins.typography.scan import BEFORE_OPENING, Mark, Scan, is_opening, is_word
from plugins.typography.words import ELISIONS, reads_english

_DOUBLE = re.compile('["«»“”]')
_STRAIGHT = re.compile('"+')
_SINGLE = re.compile("'+")
_EMPHASIS = frozenset("*_~")
_AFTER_CLOSING = frozenset("\")]}»”’',.;:!?…—–-/|<")
_ELIDED = re.compile(rf"(?<![^\W\d_])(?:{'|'.join(sorted(ELISIONS))})$", re.IGNORECASE)
_DECADE = re.compile(r"'[0-9]{2}(?![0-9])")
_QUOTED_NUMBER = re.compile(r"'[0-9][0-9.,:%]{0,20}'(?!\w)")
_DECADES = re.compile(r"'s\b")
_AND = re.compile(r"'[nN]'(?!\w)")
_PLURALS = frozenset("sxz")
_LONGEST_ELISION = 8
_LONGEST_QUOTATION = 400
_SHORTEST_ENGLISH = 12
_LOOKAHEAD = 4
_PAIR = 2


# ── Reading: each mark is noted with what it can be ─────────────────────────


def straight(scan: Scan, at: int) -> int:
    """``"``: opens or closes by what is around it; three in a row mean something else."""
    text = scan.text
    end = _STRAIGHT.match(text, at).end()  # type: ignore[union-attr]
    if end - at > _PAIR:
        return end
    argument = end if text[at - 1] == "\\" else end_of_argument(scan, at)
    if argument is not None:
        return argument
    opens, closes = _sides(text, at, end)
    is_after_mark = bool(scan.marks) and scan.marks[-1][0] == at - 1
    is_inch = text[at - 1].isdigit()
    if end - at == _PAIR:
        if opens == closes:
            return end
        scan.marks.append((at, '"', opens, closes, False))
        is_inch = False
    scan.marks.append((end - 1, '"', opens or not closes, closes or not opens, is_inch))
    if opens and not closes and not is_after_mark:  # a ' there may close: nothing opens after »
        _skip_english(scan, end)
    return end


def _sides(text: str, at: int, end: int) -> tuple[bool, bool]:
    """Whether something may begin, and end, at the marks from ``at`` to ``end``."""
    before, after = at - 1, end
    while text[before] in _EMPHASIS:
        before -= 1
    while text[after] in _EMPHASIS:
        after += 1
    opens = text[before].isspace() or text[before] in BEFORE_OPENING
    closes = text[after].isspace() or text[after] in _AFTER_CLOSING
    return opens, closes


def shaped(scan: Scan, at: int) -> int:
    """``« » “ ”``: marks that say which side they are."""
    glyph = scan.text[at]
    scan.marks.append((at, glyph, glyph in "«“", glyph in "»”", False))
    if glyph in "«“":
        _skip_english(scan, at + 1)
    return at + 1


def _skip_english(scan: Scan, at: int) -> None:
    """Leave the punctuation of a quotation that is English as it is."""
    found = _DOUBLE.search(scan.text, at, at + _LONGEST_QUOTATION)
    if found is None:
        return
    quotation = scan.text[at : found.start()].strip()
    if len(quotation) > _SHORTEST_ENGLISH and reads_english(f" {quotation} "):
        scan.english_end = found.start()


def apostrophe(scan: Scan, at: int) -> int:
    """``'``: an apostrophe between letters; elsewhere an elision, a quote, or minutes."""
    text = scan.text
    before, after = text[at - 1], text[at + 1]
    if before.isalpha() and after.isalpha():
        scan.edits[at] = "’"
        return at + 1
    end = _SINGLE.match(text, at).end()  # type: ignore[union-attr]
    if end > at + 1 or at < scan.english_end:
        return end
    if is_word(before) or before in ")]»”" or (before == '"' and not is_opening(text, at - 1)):
        return _after_word(scan, at)
    opens, closes = _sides(text, at, at + 1)
    is_number = _QUOTED_NUMBER.match(text, at)
    if opens and not is_number and _DECADE.match(text, at):
        scan.edits[at] = "’"
    elif both := _AND.match(text, at):
        scan.edits[at] = scan.edits[at + 2] = "’"
        return both.end()
    elif closes and not after.isalnum() and not opens:
        scan.marks.append((at, "'", False, True, False))
    elif opens and (is_number or _begins(after)):
        scan.marks.append((at, "'", True, False, False))
    return at + 1


def _begins(character: str) -> bool:
    return character in '«“"' or (is_word(character) and not character.isdigit())


def _after_word(scan: Scan, at: int) -> int:
    text = scan.text
    before, after = text[at - 1], text[at + 1]
    if before.isdigit():
        if _DECADES.match(text, at):
            scan.edits[at] = "’"
        elif not after.isalnum():
            scan.marks.append((at, "'", False, True, True))
    elif is_word(after) and (before.isalpha() or not after.isdigit()):
        scan.edits[at] = "’"
    elif _sides(text, at, at + 1)[1] and (not _is_elided(text, at) or _is_one_letter(scan, at)):
        scan.marks.append((at, "'", False, True, False))
    elif _is_elided(text, at):
        scan.edits[at] = "’"
    return at + 1


def _is_one_letter(scan: Scan, at: int) -> bool:
    """Whether one letter stands between the mark noted last and the quote at ``at``: 't'."""
    return bool(scan.marks) and scan.marks[-1][:3] == (at - _PAIR, "'", True)


def _is_elided(text: str, at: int) -> bool:
    return bool(_ELIDED.search(text[max(0, at - _LONGEST_ELISION) : at]))


# ── Pairing: once the whole block is known ──────────────────────────────────


def settle_quotes(scan: Scan) -> None:
    """Pair the marks, and give each pair the form that its depth asks for."""
    pairs, alone = _Pairing(scan).run()
    for at, glyph, opens, _closes, is_inch in alone:
        is_elision = not is_inch and (scan.text[at - 1] in _PLURALS or _is_elided(scan.text, at))
        if glyph == "'" and (opens or is_elision):
            scan.edits[at] = "’"
    ends: list[int] = []
    for opened, negative in sorted(pairs):
        closed = -negative
        while ends and ends[-1] < opened:
            ends.pop()
        if closed > opened + 1:
            scan.opens[opened], scan.opens[closed] = True, False
            is_whole = opened > 0 and closed < len(scan.text)
            is_inner = is_whole and bool(ends)
            _set_opening(scan, opened, is_inner)
            _set_closing(scan, closed, is_inner)
        ends.append(closed)


@dataclass(slots=True)
class _Scope:
    """What a « or a “ began; straight marks within it pair only with each other."""

    at: int
    glyph: str
    opened: list[Mark] = field(default_factory=list)
    doubles: int = 0  # how many of the opened are double


class _Pairing:
    """Which mark goes with which.

    ``pairs`` holds the places of two marks, the second negative so that an
    outer pair sorts before an inner one. A guillemet without its other half
    counts from the block's beginning, or to its end: a quotation may go
    through several paragraphs.
    """

    def __init__(self, scan: Scan) -> None:
        self.marks, self.end = scan.marks, len(scan.text)
        self.pairs: list[tuple[int, int]] = []
        self.alone: list[Mark] = []
        self.scopes = [_Scope(0, "")]
        self.guillemets = 0  # how many of the scopes are of a «

    def run(self) -> tuple[list[tuple[int, int]], list[Mark]]:
        """The pairs, and the marks that stay alone."""
        for place, mark in enumerate(self.marks):
            at, glyph, opens, closes, is_inch = mark
            if glyph in "«“":
                self.scopes.append(_Scope(at, glyph))
                self.guillemets += glyph == "«"
            elif glyph in "»”":
                self._close_scope(at, glyph)
            elif is_inch and glyph == '"' and self._is_closed_later(place):
                self.alone.append(mark)
            elif closes and self._is_awaited(glyph):
                self._close(mark)
            elif opens and not is_inch:
                self.scopes[-1].opened.append(mark)
                self.scopes[-1].doubles += glyph == '"'
            else:
                self.alone.append(mark)
        while self.scopes:
            scope = self._leave_scope()
            if scope.glyph == "«":
                self.pairs.append((scope.at, -self.end))
        return self.pairs, self.alone

    def _close_scope(self, at: int, glyph: str) -> None:
        """End the scope that ``glyph`` closes; » reaches over a “ that was forgotten."""
        if glyph == "”":
            if self.scopes[-1].glyph == "“":
                self.pairs.append((self._leave_scope().at, -at))
            return
        while self.scopes[-1].glyph == "“":
            self._leave_scope()
        if self.guillemets:
            self.pairs.append((self._leave_scope().at, -at))
        else:
            self._leave_scope()
            self.scopes.append(_Scope(0, ""))
            self.pairs.append((0, -at))

    def _leave_scope(self) -> _Scope:
        scope = self.scopes.pop()
        self.guillemets -= scope.glyph == "«"
        self.alone.extend(scope.opened)
        return scope

    def _is_awaited(self, glyph: str) -> bool:
        """Whether ``glyph`` can close; what may well be an apostrophe closes the last alone."""
        opened = self.scopes[-1].opened
        if glyph == "'":
            return bool(opened) and opened[-1][1] == "'"
        return self.scopes[-1].doubles > 0

    def _close(self, mark: Mark) -> None:
        at, glyph = mark[:2]
        scope = self.scopes[-1]
        while (last := scope.opened.pop())[1] != glyph:
            self.alone.append(last)
        scope.doubles -= glyph == '"'
        self.pairs.append((last[0], -at))

    def _is_closed_later(self, place: int) -> bool:
        """Whether the next straight mark closes, so that this one, after a number, need not."""
        for _, glyph, opens, closes, _ in self.marks[place + 1 : place + 1 + _LOOKAHEAD]:
            if glyph != "'":
                return glyph == '"' and closes and not opens
        return False


def _set_opening(scan: Scan, at: int, is_inner: bool) -> None:
    glyph = scan.text[at]
    if at == 0 or (is_inner and glyph == "“"):
        return
    after = scan.after(at + 1)
    is_last = scan.text[after] == "\n"
    if not is_last:
        scan.bind(at + 1, after, "" if is_inner else NBSP)
    if is_inner:
        scan.edits[at] = "“"
    elif after == at + 1 and not is_last:
        scan.edits[at] = "«" + NBSP
    elif glyph != "«":
        scan.edits[at] = "«"


def _set_closing(scan: Scan, at: int, is_inner: bool) -> None:
    if at == len(scan.text) or (is_inner and scan.text[at] == "”"):
        return
    before = scan.before(at)
    is_first = scan.text[before - 1] == "\n"
    if not is_first:
        scan.bind(before, at, "" if is_inner else NBSP)
    if is_inner:
        scan.edits[at] = "”"
    elif before == at and not is_first:
        scan.edits[at] = NBSP + "»"
    elif scan.text[at] != "»":
        scan.edits[at] = "»"
