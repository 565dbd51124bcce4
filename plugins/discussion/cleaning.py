"""What a stranger typed, without what would break a page or give somebody away.

Pages are UTF-8 in the reader's direction: marks that turn the direction of what
follows (Unicode Bidi, UAX #9), controls, and letters under a pile of accents
(«zalgo») are taken off. E-mail addresses are hidden: a comment is public, and
addresses on public pages are collected.
"""

from __future__ import annotations

import re
import unicodedata
from html import unescape
from urllib.parse import urlsplit

_LONGEST_NAME = 60
_LONGEST_ADDRESS = 300
HIDDEN = "[…@…]"

# Controls but tab and line feed; marks and isolates of direction; invisible fillers and tags;
# private characters, which every font shows otherwise; noncharacters.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u115f\u1160\u200b\u200e\u200f\u2028\u2029"
    "\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0e\ufeff\uffa0\ufff0-\uffff\ud800-\udfff"
    "\ue000-\uf8ff\ufdd0-\ufdef\U000e0000-\U0010ffff"
    + "".join(
        f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0xE0000, 0x10000)
    )
    + "]|(?<=[!-~])[\u200c\u200d]+|[\u200c\u200d]+(?=[!-~])"
)
# After NFC, no living script needs more than a few marks on one letter, and Latin fewer.
_MARK = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_MARKS = re.compile(f"({_MARK}{{2}}){_MARK}+")
_MOST_MARKS = 4
_BEYOND_LATIN = re.compile("[\u0590-\u1dff\ua66f-\uabff\U00010000-\U0001ffff]")
# Bounded repetitions, so that no text makes the search slow; «@nom@instance» is no e-mail.
_EMAIL = re.compile(r"(?<![@\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_TAGS = re.compile(r"(<[^>]*>)")
_WEBSITE = re.compile(r"https?://[\w.-]+(?::\d+)?(?:[/?#][!-~]*)?", re.ASCII)


def clean_text(text: str) -> str:
    """A text of many lines, its addresses hidden."""
    text = _UNWANTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = _MARKS.sub(r"\1", unicodedata.normalize("NFC", text))
    if _BEYOND_LATIN.search(text):
        text = _without_piles(text)
    return _EMAIL.sub(HIDDEN, text)


def _without_piles(text: str) -> str:
    """The text with no more than a few marks, of whatever script, on one letter."""
    kept, marks = [], 0
    for letter in text:
        marks = marks + 1 if unicodedata.category(letter) in {"Mn", "Me"} else 0
        if marks <= _MOST_MARKS:
            kept.append(letter)
    return "".join(kept)


def hide_addresses(html: str) -> str:
    """Sanitised HTML without the e-mails that its markup alone spelt out."""
    if "@" not in html:
        return html
    parts = _TAGS.split(html)
    words = "".join(parts[::2])
    hidden: dict[int, str] = {}
    for found in _EMAIL.finditer(words):
        hidden |= dict.fromkeys(range(*found.span()), "") | {found.start(): HIDDEN}
    if not hidden:
        return html
    place = 0
    for number, part in enumerate(parts):
        if number % 2 == 0:
            parts[number] = "".join(hidden.get(place + n, c) for n, c in enumerate(part))
            place += len(part)
    return "".join(parts)


def clean_name(name: str) -> str:
    """A name on one line, cut where nobody's is that long; nothing where no letter is in it."""
    name = " ".join(clean_text(unescape(name)).split())
    if not re.search(r"\w", name) and name != HIDDEN:
        return ""
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
