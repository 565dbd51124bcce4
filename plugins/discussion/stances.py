"""Pour, contre, nuance, question: what a comment says of the thesis, in its first line.

Isso has no field for it. «**Contre** — Et pourtant…» reads well wherever Isso
shows the text, in its mails and its administration, and is found again here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import get_args

from plugins.files import fold
from plugins.model import Stance

STANCES: tuple[Stance, ...] = get_args(Stance)
# As the forms write them, in every language that a post may be in.
_WORDS: dict[str, Stance] = {
    "pour": "for",
    "contre": "against",
    "nuance": "nuance",
    "question": "question",
    "for": "for",
    "against": "against",
}
_OPENING = re.compile(
    rf"\s*(?P<mark>\*\*|__|)(?P<word>{'|'.join(_WORDS)})(?P=mark)\s*(?P<dash>--|[—–:-])\s*",
    re.IGNORECASE,
)


def split_stance(text: str) -> tuple[Stance | None, str]:
    """The stance that ``text`` opens with, and what follows it.

    Without the bold type a plain sentence may begin alike («Question : …»):
    then it is no stance.
    """
    found = _OPENING.match(text)
    if found is None or not found["mark"]:
        return None, text
    return _WORDS[fold(found["word"])], text[found.end() :]


def count_stances(stances: Iterable[Stance | None]) -> tuple[tuple[Stance, int], ...]:
    """How many took each stance, in the order of the form; nothing where nobody took one."""
    counts = Counter(stances)
    return tuple((one, counts[one]) for one in STANCES) if any(map(counts.get, STANCES)) else ()
