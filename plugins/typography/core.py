"""French rules on one block of text: a single scan, then the quotation marks.

`typeset` is for plain text; `typeset_runs` for a block whose text is in pieces,
because tags part it: its runs are read as one text, so that ``<em>x</em> ?``
is set like «x ?».
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence

from plugins.prose import NARROW, NBSP, WRAP, Run
from plugins.typography import dashes, numbers, protected, quotes, references, spacing
from plugins.typography.scan import FRENCH, Options, Rule, Scan
from plugins.typography.words import reads_english

_RULES: Mapping[str, Rule] = {
    "'": quotes.apostrophe,
    '"': quotes.straight,
    **dict.fromkeys("«»“”", quotes.shaped),
    **dict.fromkeys(";!?", spacing.high_mark),
    ":": spacing.colon,
    ".": spacing.dots,
    **dict.fromkeys("¿¡", protected.spanish),
    **dict.fromkeys("–—", dashes.dash),
    **dict.fromkeys("0123456789", numbers.number),
    **dict.fromkeys("IVX", references.roman),
    **dict.fromkeys("MDP", references.person),
    "J": references.christ,
    "/": protected.path,
    "<": protected.tag,
    "{": protected.placeholder,
    "%": protected.percent,
    "&": protected.entity,
    "]": protected.link_target,
    "`": protected.code,
}
_OF_ANY_LANGUAGE = frozenset("'–—")
# Most full stops and capitals concern no rule: what follows them says so at once.
_TRIGGER = re.compile(
    rf"[{re.escape(''.join(_RULES))}](?:(?<![.DIJMPVX])|(?<=\.)(?=[.\w])"
    r"|(?<=[IVX])(?![a-df-qs-zà-ÿ'’])|(?<=M)(?=[.Megmlr])|(?<=[DP])(?=r)|(?<=J)(?=\.))"
)
# A block as long as a book's chapter, one character in eight a mark: data, and no prose.
_LONG = 50_000
_DENSE = 8
_PARAGRAPHS = re.compile(r"(\n[ \t]*\n[ \t\n]*)")


def typeset(text: str, options: Options = FRENCH) -> str:
    """``text`` as a French printer would set it. Empty lines part paragraphs."""
    if "\n" not in text:
        return _typeset_block(text, options)
    parts = _PARAGRAPHS.split(text)
    parts[::2] = [_typeset_block(part, options) for part in parts[::2]]
    return "".join(parts)


def typeset_runs(
    runs: Sequence[Run], options: Options = FRENCH, *, is_wrapped: bool = False
) -> list[str]:
    """The texts of ``runs``, which make one block, as many and in their order.

    In ``is_wrapped`` text a line feed is a space, as in HTML, and a no-break
    space may take its place.
    """
    shown = [run.text if run.stands_for is None else run.stands_for for run in runs]
    if is_wrapped:
        for place, run in enumerate(runs):
            if run.stands_for is None and "\n" in run.text:
                shown[place] = run.text.replace("\n", WRAP)
    edits = _read("".join(shown), options)
    places = sorted(edits)
    begin, result = 1, []
    for run, text in zip(runs, shown, strict=True):
        end = begin + len(text)
        if run.stands_for is not None:
            result.append(run.text)
        else:
            within = places[bisect_left(places, begin) : bisect_left(places, end)]
            set_text = _apply(text, begin, edits, within) if within else text
            if is_wrapped:
                set_text = set_text.replace(WRAP, "\n")
            result.append(set_text if options.narrow else set_text.replace(NARROW, NBSP))
        begin = end
    return result


def find_edits(text: str, options: Options = FRENCH) -> dict[int, str]:
    """What replaces single characters of ``text``, by their place."""
    return {at - 1: new for at, new in _read(text, options).items()}


def _read(text: str, options: Options) -> dict[int, str]:
    """The edits of one block; places count from the line feed that `Scan` puts before it."""
    if _TRIGGER.search(text) is None or _is_data(text) or reads_english(text):
        return {}
    scan = Scan(text, options)
    skipped = 0
    for found in _TRIGGER.finditer(scan.text):
        at = found.start()
        if at >= skipped:
            character = found[0]
            if at >= scan.english_end or character in _OF_ANY_LANGUAGE:
                skipped = _RULES[character](scan, at)
    if scan.marks:
        quotes.settle_quotes(scan)
    spacing.settle_marks(scan)
    return scan.edits


def _is_data(text: str) -> bool:
    return len(text) > _LONG and len(_TRIGGER.findall(text)) * _DENSE > len(text)


def _typeset_block(text: str, options: Options) -> str:
    # Its own sign for a wrapped line, typed: a control character, which no source may hold.
    edits = {} if WRAP in text else _read(text, options)
    if edits:
        text = _apply(text, 1, edits, sorted(edits))
    return text if options.narrow else text.replace(NARROW, NBSP)


def _apply(text: str, begin: int, edits: Mapping[int, str], places: Sequence[int]) -> str:
    """``text``, which begins at ``begin`` of its block, with the edits at ``places``."""
    parts, done = [], 0
    for place in places:
        at = place - begin
        parts.append(text[done:at])
        parts.append(edits[place])
        done = at + 1
    parts.append(text[done:])
    return "".join(parts)
