"""What a stranger typed, without what would break a page or give somebody away.

Pages are UTF-8 in the reader's direction: marks that turn the direction of what
follows (Unicode Bidi, UAX #9), controls, and letters under a pile of accents
(«zalgo») are taken off. E-mail addresses are hidden: a comment is public, and
addresses on public pages are collected.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

_LONGEST_NAME = 60
_LONGEST_ADDRESS = 300
HIDDEN = "[…@…]"

# Controls but tab and line feed; marks and isolates of direction; invisible fillers; noncharacters.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u115f\u1160\u200b\u200e\u200f\u2028\u2029"
    "\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0e\ufeff\uffa0\ufff0-\uffff\ud800-\udfff]"
)
# After NFC, no living script needs more than a few marks on one letter.
_MARK = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_MARKS = re.compile(f"({_MARK}{{2}}){_MARK}+")
# Bounded repetitions, so that no text makes the search slow; «@nom@instance» is no e-mail.
_EMAIL = re.compile(r"(?<![@\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_WEBSITE = re.compile(r"https?://[\w.-]+(?::\d+)?(?:[/?#][!-~]*)?", re.ASCII)


def clean_text(text: str) -> str:
    """A text of many lines, its addresses hidden."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = _MARKS.sub(r"\1", _UNWANTED.sub("", text))
    return _EMAIL.sub(HIDDEN, text)


def clean_name(name: str) -> str:
    """A name on one line, cut where nobody's is that long."""
    name = " ".join(clean_text(name).split())
    return name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME].rstrip()}…"


def clean_website(address: str) -> str:
    """An address of the web, or nothing: no other scheme, no name or password in it."""
    address = address.strip()
    if len(address) > _LONGEST_ADDRESS or not _WEBSITE.fullmatch(address):
        return ""
    try:
        host = urlsplit(address).hostname
    except ValueError:
        return ""
    return address if host and "." in host and "@" not in address else ""
