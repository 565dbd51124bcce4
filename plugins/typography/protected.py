"""What looks like punctuation and is none: addresses, paths, smileys, placeholders, code.

Each rule here leaves its text alone and answers where ordinary text begins
again. Every expression is bounded, or stops at a character that begins the
next attempt, so that no text makes it slow.
"""

from __future__ import annotations

import re

from plugins.prose import OBJECT
from plugins.typography.scan import OPENERS, Scan, is_word

_ADDRESS = re.compile(rf"[^\s<>\"«»“”{OBJECT}]*")
_DOMAIN = re.compile(
    rf"\.[\w-]+(?:[.@][\w-]+)*(?:[/?#][^\s<>\"«»“”{OBJECT}]{{1,2000}})?(?<![.,;:!?…)\]'’*])"
)
_PATH = re.compile(r"/[\w~+%-]*(?:[/.][\w~+%-]+)*/?")
_TAG = re.compile(r"<(?:!--[^<>]{0,2000}--|[A-Za-z/][^<>]{0,2000})>")
_PLACEHOLDER = re.compile(r"\{\{[^{}]{0,300}\}\}|\$?\{%?[^{}]{0,300}\}")
_FORMAT = re.compile(r"%\(\w{1,60}\)[a-z]")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_TARGET = re.compile(
    r"\]\([ \t]*<?[^\s()<>]{0,2000}(?:\([^\s()<>]{0,200}\)[^\s()<>]{0,200})?>?"
    r"(?:\s+(?:\"[^\"\n]{0,1000}\"|'[^'\n]{0,1000}'))?[ \t]*\)"
)
_SHORTCODE = re.compile(r":[a-z0-9][a-z0-9_+-]{0,40}:(?!\w)")
_SMILEY = re.compile(r"[:;]['’]?-?(?:[()\[\]|\\$@>]|/(?!/)|[DPpOoSsXx3](?![\w'’]))(?!\w)")
_GLUED_SMILEY = re.compile(r"[:;]-?[)(](?!\w)")
_SPANISH = re.compile(r"[¿¡][^¿¡?!\n\"«»“”]{0,300}[!?]+")
_BACKTICKS = re.compile("`+")
_LONGEST_CODE = 1000
_LONGEST_ARGUMENT = 200
_TRAILING = frozenset(".,;:!?…'’*_~")


def end_of_address(scan: Scan, at: int) -> int:
    """Where an address that goes through ``at`` ends, without the sentence's own marks."""
    text = scan.text
    end = _ADDRESS.match(text, at).end()  # type: ignore[union-attr]
    spare = text.count(")", at, end) - text.count("(", at, end)
    while text[end - 1] in _TRAILING or (spare > 0 and text[end - 1] == ")"):
        end -= 1
        spare -= text[end] == ")"
    scan.address_end = end
    return max(end, at + 1)


def end_of_domain(scan: Scan, at: int) -> int:
    """A full stop between two word characters: example.org, index.html, e-mail."""
    found = _DOMAIN.match(scan.text, at)
    return found.end() if found else at + 1


def end_of_smiley(scan: Scan, at: int) -> int | None:
    """Where the smiley or the :shortcode: that begins at ``at`` ends, if there is one."""
    text, before = scan.text, scan.text[at - 1]
    if is_word(before):
        found = _GLUED_SMILEY.match(text, at) if before.isalpha() else None
    elif before.isspace() or before in OPENERS or before in ")!?….,":
        found = _SMILEY.match(text, at) or _SHORTCODE.match(text, at)
    else:
        found = _SHORTCODE.match(text, at)
    return found.end() if found else None


def path(scan: Scan, at: int) -> int:
    """``/``: a path, or words with a stroke between them."""
    return max(_PATH.match(scan.text, at).end(), at + 1)  # type: ignore[union-attr]


def tag(scan: Scan, at: int) -> int:
    """``<``: an HTML tag or a comment, with its attributes."""
    found = _TAG.match(scan.text, at)
    return found.end() if found else at + 1


def placeholder(scan: Scan, at: int) -> int:
    """``{``: {name}, {{ name }}, {% tag %}, or a Markdown attribute list."""
    found = _PLACEHOLDER.match(scan.text, at)
    return found.end() if found else at + 1


def percent(scan: Scan, at: int) -> int:
    """``%``: %(name)s (a percentage is read with its number)."""
    found = _FORMAT.match(scan.text, at)
    return found.end() if found else at + 1


def entity(scan: Scan, at: int) -> int:
    """``&``: an HTML entity, whose semicolon is its own."""
    found = _ENTITY.match(scan.text, at)
    return found.end() if found else at + 1


def link_target(scan: Scan, at: int) -> int:
    """``]``: the (address "title") of a Markdown link in a plain text."""
    found = _TARGET.match(scan.text, at)
    return found.end() if found else at + 1


def code(scan: Scan, at: int) -> int:
    """Backticks: code in a plain text, up to as many backticks."""
    end = _BACKTICKS.match(scan.text, at).end()  # type: ignore[union-attr]
    ticks = scan.text[at:end]
    closed = scan.text.find(ticks, end, end + _LONGEST_CODE)
    return end if closed < 0 else closed + len(ticks)


def spanish(scan: Scan, at: int) -> int:
    """``¿`` and ``¡``: up to the mark that answers, which has no space before it."""
    found = _SPANISH.match(scan.text, at)
    return found.end() if found else at + 1


def end_of_argument(scan: Scan, at: int) -> int | None:
    """Where a string in code ends: ``name="value"``, ``call("value")``."""
    text, before = scan.text, scan.text[at - 1]
    if before not in "=([" or not is_word(text[at - 2]):
        return None
    closed = text.find('"', at + 1, at + _LONGEST_ARGUMENT)
    return None if closed < 0 else closed + 1
