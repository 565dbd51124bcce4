"""Characters that XML cannot carry, however an author's text came to hold them."""

from __future__ import annotations

import re
from html import unescape
from html.entities import html5

# XML 1.0, production Char; and the controls that it only discourages, which show as boxes.
_FORBIDDEN = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]"
)
_TAG_LIKE = re.compile(r"<(?=[A-Za-z/!?])")
_TAG_END = re.compile(r"(‹[^<>›]*)>")
_WHOLE_REFERENCE = re.compile(r"&(#[xX][0-9a-fA-F]+|#\d+|[A-Za-z][A-Za-z0-9]*);")
_REFERENCE = re.compile(r"&#(?:[xX][0-9a-fA-F]+|\d+);?")


def remove_forbidden(text: str) -> str:
    """``text`` without the characters that would make an XML document unreadable."""
    return _FORBIDDEN.sub("", text)


def plain_text(text: str) -> str:
    """``text`` as no reader can take it for HTML, though half of them try.

    Titles are unescaped once more than they were escaped by some readers, and
    cleaned of tags by others. A “<” that would open a tag becomes its look-alike
    ‹, and the “>” after it ›, and what is escaped already (``R&amp;D``) is not
    any more: nothing else shows the same in all of them. An ampersand of an
    address (``?id=1&section=2``) is none: a reference ends in “;”.
    """
    while (decoded := _WHOLE_REFERENCE.sub(_decoded, text)) != text:
        text = decoded
    text = _TAG_LIKE.sub("‹", remove_forbidden(text)).strip(" \t\r\n")
    return _TAG_END.sub(r"\1›", text)


def _decoded(found: re.Match[str]) -> str:
    name = found[1]
    return unescape(found[0]) if name.startswith("#") else html5.get(f"{name};", found[0])


def plain_references(html: str) -> str:
    """``html`` with its numeric references as the characters that a browser shows.

    ``&#150;`` is a dash to a browser (HTML, 13.2.5.80) and a control character
    to an XML library; ``&#11;`` is nothing to either.
    """
    return _REFERENCE.sub(lambda found: _character(found[0]), html)


def _character(reference: str) -> str:
    found = unescape(reference)
    return reference if found in {"<", ">", "&", '"', "'"} else remove_forbidden(found)


def forbidden_in(text: str) -> tuple[str, ...]:
    """What `remove_forbidden` and `plain_references` take out, as written, in order, once each."""
    found = _FORBIDDEN.findall(text)
    found += [ref for ref in _REFERENCE.findall(text) if not _character(ref)]
    return tuple(dict.fromkeys(found))


def code_of(found: str) -> int:
    """The number of a character, or of the reference that stands for it."""
    if not found.startswith("&#"):
        return ord(found)
    digits = found.removeprefix("&#").rstrip(";")
    return int(digits[1:], 16) if digits[0] in "xX" else int(digits)
