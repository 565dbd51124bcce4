"""From what Isso knows of a comment (its post's key, a number) to its place in what is online."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote

from plugins.discussion.records import thread_key
from plugins.ledger import ADDRESSES, InvalidLedger, parse_ledger

_DEBATE = "part_debate"


def find_place(public: Path, folder: str, key: str, number: int) -> str | None:
    """The address, from the site's root, of a comment where it is shown, or else of its debate.

    ``public`` is the site as it is online, ``folder`` that of the parts of a
    debate in a post's own. None where no post has the key.
    """
    address = _find_post(public, key)
    if address is None:
        return None
    for page in (public / address / "index.html", *(public / address / folder).rglob("index.html")):
        if page.is_file() and _is_shown(page.read_text(encoding="utf-8"), number):
            shown = page.parent.relative_to(public).as_posix()
            return f"{quote(shown)}/#comment-{number}"
    return f"{quote(address)}#{_DEBATE}"


def knows_post(public: Path, key: str) -> bool:
    """Whether what is online has a post of this key; so too where nothing is, as in a preview."""
    return not (public / ADDRESSES).is_file() or _find_post(public, key) is not None


def _find_post(public: Path, key: str) -> str | None:
    try:
        entries = parse_ledger((public / ADDRESSES).read_text(encoding="utf-8"))
    except (OSError, InvalidLedger):
        return None
    for entry in entries:
        slug = entry.address.rstrip("/").rpartition("/")[2]
        if entry.kind == "post" and thread_key(entry.id, slug) == key:
            return entry.address
    return None


def _is_shown(page: str, number: int) -> bool:
    """Whether there is its anchor; a minified page has no quotes around it."""
    return re.search(rf"\bid=(\"?)comment-{number}\1[ >]", page) is not None
