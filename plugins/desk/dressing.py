"""What a preview adds to a page in the response alone: the desk at its foot, what went wrong."""

from __future__ import annotations

import hashlib
from pathlib import Path

from plugins.desk.backroom import Backroom
from plugins.desk.guarding import DESK
from plugins.desk.rendering import render
from plugins.desk.weighing import fetched

STYLE = f'<link rel="stylesheet" href="{DESK}/desk.css">'
# Before the first paint, so that a page that reloads is never seen at its top.
SCRIPT = f'<script type="module" blocking="render" src="{DESK}/reload.js"'


def digest_of(page: str, output: Path) -> str:
    """What changes when a reader of ``page`` would see a difference."""
    digest = hashlib.sha256(page.encode())
    for entry in fetched(page, output):
        digest.update(repr(entry).encode())
    return digest.hexdigest()[:16]


def dress(page: str, address: str, room: Backroom, language: str = "fr") -> str:
    """``page`` with the desk's stylesheet, what stopped the last build, the panel, the script."""
    note = room.note_at(address)
    problems = len(room.problems_of(note)) if note else 0
    parts = [
        f'<div id="desk-strip">{strip(room, language)}</div>',
        render("foot.html", language, note=note, problems=problems),
    ]
    script = f'{SCRIPT} data-desk="{digest_of(page, room.output)}"></script>'
    if "</head>" in page:
        page = page.replace("</head>", f"{STYLE}\n{script}\n</head>", 1)
    else:  # an HTML file of the author's own
        parts += [STYLE, script]
    return page.replace("</body>", "\n".join(parts) + "\n</body>", 1)


def strip(room: Backroom, language: str = "fr") -> str:
    """The errors of a build that failed, or nothing."""
    errors = room.errors()
    return render("strip.html", language, problems=errors) if errors else ""
