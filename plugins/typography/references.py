"""Rules 7 and 8: n° 5, p. 12, M. Dupont, Louis XIV, XXIe siècle."""

from __future__ import annotations

import re

from plugins.prose import NBSP, OBJECT
from plugins.typography.scan import LETTER, SPACE, UPPER, Scan, is_word
from plugins.typography.words import (
    CLEAR_UNITS,
    GLUED_REFERENCES,
    NO_NAMES,
    ORDINALS,
    REFERENCES,
    SOVEREIGNS,
)


def _any_of(words: frozenset[str]) -> str:
    return "|".join(sorted(words, key=lambda word: (-len(word), word)))


_REFERENCE = re.compile(rf"(?<![\w.…])(?:{_any_of(REFERENCES)})\.$", re.IGNORECASE)
_GLUED_REFERENCE = re.compile(rf"(?<![\w.…])(?:{_any_of(GLUED_REFERENCES)})\.$", re.IGNORECASE)
_LEGAL = re.compile(r"(?<![\w.…])[LRDA]\.$")
_NUMERO = re.compile(r"(?<!\w)[nN][°º]$")
_CURRENCIES = frozenset("€$£¥")
_LOOKBACK = 12
_LONGEST_NAME = 40

_PERSON = re.compile(
    rf"(?:MM?\.|Mmes?|Mlles?|Mr\.?|Mgr)({SPACE}+)"
    rf"(?={UPPER}|(?:de|du|des|le|la|les|von|van)\b|[dl]['’])"
    rf"|(?:Me|Drs?\.?|Prs?\.?)({SPACE}+)(?={UPPER})"
)
_INITIAL = re.compile(rf"(?<![\w.]){UPPER}\.{SPACE}?$")  # «E. M. Forster» is no monsieur
_CHRIST = re.compile(r"J\.-C\b")
_ERA = re.compile(r"(?<!\w)(?:av|apr|ap)\.$")

_AGE = re.compile(
    rf"({SPACE}+)(?:siècles?|s\.|millénaires?|République|Empire|Reich|dynastie)(?!\w)"
)
_ROMAN = re.compile(
    rf"[IVX]+(?P<ordinal>{_any_of(ORDINALS)})?(?!\w)(?!['’](?:{LETTER}|[{OBJECT}«“\"]))"
)
_CAPITALISED = re.compile(rf"(?:(?<![\w'-])|(?<=['’]))({UPPER}[\w-]+)$")
_RAISED = re.compile(r"(?<![\w.,-])(?:[0-9]+|[IVX]+)(er|re|ers|res|es?|nde?s?)(?!\w)")


def bind_reference(scan: Scan, at: int) -> None:
    """Bind the number at ``at`` to the n°, p., §, or € before it."""
    text = scan.text
    start = scan.before(at)
    before = text[start - 1]
    if before in ".°º":
        if start == at:
            if is_reference(text, at):
                scan.edits[at] = NBSP + text[at]
            return
        word = _word_before(text, start)
        if _NUMERO.search(word) or _REFERENCE.search(word) or _LEGAL.search(word):
            scan.bind(start, at, NBSP)
    elif before == "§" or (before in _CURRENCIES and _is_prefix(scan, start - 1)):
        scan.bind(start, at, NBSP)


def is_reference(text: str, at: int) -> bool:
    """Whether the digit at ``at`` is written against «n°» or «p.»."""
    word = _word_before(text, at)
    return bool(_NUMERO.search(word) or _GLUED_REFERENCE.search(word))


def _word_before(text: str, at: int) -> str:
    return text[max(0, at - _LOOKBACK) : at]


def _is_prefix(scan: Scan, at: int) -> bool:
    """Whether a sign of currency stands before its amount, not after another."""
    before = scan.text[scan.before(at) - 1]
    return not before.isdigit() and not is_word(scan.text[at - 1])


def bind_age(scan: Scan, at: int) -> int:
    """Bind «siècle» to the ordinal that ends at ``at``; where they end."""
    age = _AGE.match(scan.text, at)
    if age is None:
        return at
    scan.bind(*age.span(1), NBSP)
    return age.end()


def ordinals(text: str) -> list[tuple[int, int]]:
    """Where the endings of 1er, 2e, XXIe are, to be raised (rule 8)."""
    return [found.span(1) for found in _RAISED.finditer(text)]


def roman(scan: Scan, at: int) -> int:
    """``I``, ``V``, ``X``: Louis XIV, chap. IV, XXIe siècle."""
    text = scan.text
    found = None if _is_within(text, at) else _ROMAN.match(text, at)
    if found is None:
        return at + 1
    start = scan.before(at)
    if start < at:
        if text[start - 1] == ".":
            bind_reference(scan, at)
        elif not found["ordinal"] or text.startswith(("Ier", "Ire"), at):
            _name(scan, start, at, found.end() - at)
    return bind_age(scan, found.end()) if found["ordinal"] else found.end()


def _name(scan: Scan, start: int, at: int, length: int) -> None:
    """Bind a numeral to the name before it; one letter alone needs a sovereign."""
    found = _CAPITALISED.search(scan.text[max(0, start - _LONGEST_NAME) : start])
    if found is None or found[1] in NO_NAMES or found[1] in CLEAR_UNITS:
        return
    if length > 1 or found[1] in SOVEREIGNS:
        scan.bind(start, at, NBSP)


def person(scan: Scan, at: int) -> int:
    """``M``, ``D``, ``P``: M. Dupont, Mme Curie, Dr House."""
    text = scan.text
    found = None if _is_within(text, at) else _PERSON.match(text, at)
    if found is None or _INITIAL.search(text, max(0, at - _LOOKBACK), at):
        return at + 1
    scan.bind(*found.span(found.lastindex or 1), NBSP)
    return found.end()


def _is_within(text: str, at: int) -> bool:
    """Whether the capital at ``at`` continues a word or initials; after three dots it begins."""
    before = text[at - 1]
    return is_word(before) or before in "_-" or (before == "." and text[at - 2] != ".")


def christ(scan: Scan, at: int) -> int:
    """``J``: av. J.-C."""
    start = scan.before(at)
    if start < at and _CHRIST.match(scan.text, at) and _ERA.search(_word_before(scan.text, start)):
        scan.bind(start, at, NBSP)
    return at + 1
