"""French rules on one block of text: a single scan, then the quotation marks.

`typeset` is for plain text; `typeset_runs` for a block whose text is in pieces,
because tags part it: its runs are read as one text, so that ``<em>x</em> ?``
is set like «x ?».
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from plugins.typography import dashes, numbers, protected, quotes, references, spacing
from plugins.typography.scan import FRENCH, NARROW, NBSP, OBJECT, WRAP, Options, Rule, Scan
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


class Run(NamedTuple):
    """A piece of a block's text.

    ``stands_for`` makes it fixed: it is given back as it is, and the rules see
    that text in its place. `OBJECT` for a word, "" for a tag, a line feed for
    the end of a line.
    """

    text: str
    stands_for: str | None = None


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
    shown = []
    for run in runs:
        text = run.text if run.stands_for is None else run.stands_for
        if is_wrapped and run.stands_for is None and "\n" in text:
            text = text.replace("\n", WRAP)
        shown.append(text)
    edits = find_edits("".join(shown), options)
    places = sorted(edits)
    offset, result = 0, []
    for run, text in zip(runs, shown, strict=True):
        if run.stands_for is None:
            result.append(_finish(_apply(text, offset, edits, places), options))
        else:
            result.append(run.text)
        offset += len(text)
    return result


def find_edits(text: str, options: Options = FRENCH) -> dict[int, str]:
    """What replaces single characters of ``text``, by their place."""
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
    quotes.settle_quotes(scan)
    spacing.settle_marks(scan)
    return {at - 1: new for at, new in scan.edits.items()}


def _is_data(text: str) -> bool:
    return len(text) > _LONG and len(_TRIGGER.findall(text)) * _DENSE > len(text)


def _typeset_block(text: str, options: Options) -> str:
    edits = find_edits(text, options)
    return _finish(_apply(text, 0, edits, sorted(edits)), options)


def _apply(text: str, offset: int, edits: Mapping[int, str], places: Sequence[int]) -> str:
    """``text``, which begins at ``offset`` of its block, with its share of the edits."""
    first, last = bisect_left(places, offset), bisect_left(places, offset + len(text))
    if first == last:
        return text
    parts, done = [], 0
    for place in places[first:last]:
        parts.append(text[done : place - offset])
        parts.append(edits[place])
        done = place - offset + 1
    parts.append(text[done:])
    return "".join(parts)


def _finish(text: str, options: Options) -> str:
    text = text.replace(WRAP, "\n")
    return text if options.narrow else text.replace(NARROW, NBSP)


__all__ = ["FRENCH", "OBJECT", "Options", "Run", "find_edits", "typeset", "typeset_runs"]
