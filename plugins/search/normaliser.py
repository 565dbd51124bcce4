"""French typography to what people type: ’ to ', œ to oe, no-break spaces to spaces.

Pagefind folds case and accents and stems French words, but takes «L’intelligence»
for one word and «cœur» for another than «coeur» (seen with 1.5). The functions of
the same names in ``theme/static/js/search.js`` do the same to queries.
"""

from __future__ import annotations

import re
import unicodedata

# Python's and JavaScript's own ideas of a space differ: this is said in full, there as here.
SPACES = re.compile("[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_BREAKABLE = re.compile("[\t\n\v\f\r \u0085\u2028\u2029]+")
_LETTERS = str.maketrans(
    {
        **dict.fromkeys("‘’‛ʼ′＇", "'"),
        **dict.fromkeys("‐‑", "-"),
        "œ": "oe",
        "Œ": "OE",
        "æ": "ae",
        "Æ": "AE",
        "ﬁ": "fi",
        "ﬂ": "fl",
    }
)


def normalise(text: str) -> str:
    """``text`` as it is indexed and asked for; word by word it is as long as `tidy` leaves it."""
    composed = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    return SPACES.sub(" ", composed.translate(_LETTERS)).strip(" ")


def tidy(text: str) -> str:
    """``text`` as it is shown: its typography kept, without hyphenation marks and line ends."""
    return _BREAKABLE.sub(" ", _INVISIBLE.sub("", text)).strip(" ")


def count_words(text: str) -> int:
    """The runs between spaces of any kind, as Pagefind counts places in a text."""
    return sum(1 for word in SPACES.split(text) if word)
