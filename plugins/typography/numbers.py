"""Rules 5 and 6: thousands, units, hours, dates."""

from __future__ import annotations

import re

from plugins.prose import NBSP, OBJECT, SPACES
from plugins.typography.references import bind_age, bind_reference
from plugins.typography.scan import LETTER, SPACE, Scan
from plugins.typography.words import CLEAR_UNITS, MONTHS, NUMBERED, ORDINALS, OTHER_UNITS

_CHAIN = re.compile(rf"[0-9]+(?:{SPACE}[0-9]+)*")
_DIGITS = re.compile("[0-9]+")
_PLAIN_SIGNS = frozenset(".,:")
_CHAIN_SIGNS = frozenset("-–/×x")
_BEFORE_NUMBER = SPACES | frozenset(".°º§€$£¥")
_SIGNS = _PLAIN_SIGNS | _CHAIN_SIGNS

# What follows a number: a word or a sign, and perhaps «/h».
_SIGN = r"(?:[^\W_]|[%‰€$£¥₿¢°])"
_NEXT = re.compile(rf"({SPACE}*)({_SIGN}{{1,9}})(?!{_SIGN})(/[a-z]{{1,6}}(?![a-z]))?")
_ELISION = re.compile(rf"['’](?:{LETTER}|[{OBJECT}«“\"])")  # «ils sont 3 m'a-t-on dit»
_TIMES = ("h", "min")
_MINUTES = re.compile(rf"({SPACE}+)(?=[0-5][0-9](?![0-9])|[0-9]{SPACE}*(?:min|s)\b)")
_STORAGE = re.compile(rf"{SPACE}*(?:[MGT]o|[MGT]B)\b")
_LAST_WORD = re.compile(r"\w+$")
_LONGEST_WORD = 40

_GROUP = 3
_YEAR = 4
_PAIR = 2
_LAST_DAY = 31
_FEWEST_PHONE_DIGITS = 10


def number(scan: Scan, at: int) -> int:
    """A digit: the whole number, with what must stay beside it."""
    text = scan.text
    before = text[at - 1]
    if before.isalpha() or before == "_":
        return _DIGITS.match(text, at).end()  # type: ignore[union-attr]
    if before in _BEFORE_NUMBER and (before not in SPACES or text[at - 2] in _BEFORE_NUMBER):
        bind_reference(scan, at)
    start, end = at, _chain(scan, at)
    while text[end] in _SIGNS and text[end + 1] in "0123456789":
        is_chain = text[end] in _CHAIN_SIGNS
        start = end + 1
        end = _chain(scan, start) if is_chain else _DIGITS.match(text, start).end()  # type: ignore[union-attr]
    found = _NEXT.match(text, end)
    if found is None:
        return end
    is_day = end - start <= _PAIR and 1 <= int(text[start:end]) <= _LAST_DAY
    return _follow(scan, at, found, is_day)


def _chain(scan: Scan, at: int) -> int:
    """Bind groups of thousands; where the number that begins at ``at`` ends.

    Numbers that merely stand in a row (telephone, ISBN, «1 2 3») are passed over together.
    """
    text = scan.text
    end = _CHAIN.match(text, at).end()  # type: ignore[union-attr]
    gaps = [place for place in range(at, end) if text[place] in SPACES]
    if not gaps:
        return end
    starts = [at, *(place + 1 for place in gaps)]
    lengths = [stop - start for start, stop in zip(starts, [*gaps, end], strict=True)]
    if lengths[0] == _YEAR and len(lengths) > _PAIR:  # «en 2026 10 000 visiteurs»
        starts, lengths, gaps = starts[1:], lengths[1:], gaps[1:]
    if _are_thousands(scan, starts[0], end, lengths):
        for place in gaps:
            scan.bind(place, place + 1, scan.narrow)
    return end


def _are_thousands(scan: Scan, start: int, end: int, lengths: list[int]) -> bool:
    text = scan.text
    if lengths[0] > _GROUP or text[start] == "0" or set(lengths[1:]) != {_GROUP}:
        return False
    if text[start - 1] == "+" and sum(lengths) >= _FEWEST_PHONE_DIGITS:
        return False
    before = text[max(0, start - _LONGEST_WORD) : scan.before(start)]
    if before.endswith(NUMBERED):
        return False
    if len(lengths) == _PAIR and _STORAGE.match(text, end):
        # «iPhone 15 128 Go»: the first number belongs to the model's name.
        name = _LAST_WORD.search(before)
        return name is None or name[0].islower()
    return True


def _follow(scan: Scan, at: int, found: re.Match[str], is_day: bool) -> int:
    """Bind what follows the number that begins at ``at``: unit, minutes, month, century."""
    text, space, word = scan.text, found[1], found[2]
    unit_end = _end_of_unit(text, at, found)
    if unit_end:
        if space:
            scan.bind(*found.span(1), NBSP)
        else:
            scan.edits[found.end(1)] = NBSP + word[0]
    if word in _TIMES and (minutes := _MINUTES.match(text, found.end(2))):
        scan.bind(*found.span(1), NBSP)
        scan.bind(*minutes.span(1), NBSP)
        return minutes.end()
    if unit_end:
        return unit_end
    if space:
        if is_day and word.lower() in MONTHS:
            scan.bind(*found.span(1), NBSP)
    elif word in ORDINALS:
        return _follow_ordinal(scan, found.end(2), is_day and word == "er")
    return found.end(1)


def _follow_ordinal(scan: Scan, at: int, is_day: bool) -> int:
    """1er mai, 21e siècle."""
    month = _NEXT.match(scan.text, at) if is_day else None
    if month and month[1] and month[2].lower() in MONTHS:
        scan.bind(*month.span(1), NBSP)
        return month.end(2)
    return bind_age(scan, at)


def _end_of_unit(text: str, at: int, found: re.Match[str]) -> int:
    """Where the unit that was ``found`` ends, or 0."""
    word, slash = found[2], found[3]
    end = found.end()
    if not slash or word + slash not in CLEAR_UNITS:
        slash, end = "", found.end(2)
    unit = word + slash
    # A letter straight behind a whole number may be a name (5G, 60W), behind a decimal a unit.
    is_parted = found[1] or "," in text[at : found.start()]
    if unit not in CLEAR_UNITS and not (is_parted and unit in OTHER_UNITS):
        return 0
    is_formula = unit == "$" and not found[1] and text[at - 1] == "$"
    return 0 if is_formula or _ELISION.match(text, end) else end
