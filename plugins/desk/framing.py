"""Pages of the desk in the site's own look: a built page with another text in it."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

# Every edition has it, it is in no list, and nothing on it is about one post.
PATTERN = "404.html"

_TITLE = re.compile(r"<title>.*?</title>", re.DOTALL)
_MAIN = re.compile(r"(<main\b[^>]*>).*?(</main>)", re.DOTALL)
_DESCRIPTION = re.compile(r"[ \t]*<meta name=\"description\"[^>]*>\n?")

_BARE = """<!doctype html>
<html lang="fr">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title></title>
</head>
<body>
  <main id="main_text"></main>
</body>
</html>
"""


def frame(output: Path, title: str, main: str) -> str:
    """A whole page titled ``title`` (plain text) whose ``main`` element holds the HTML ``main``.

    Before the first build there is no look yet, and the page is bare.
    """
    try:
        page = (output / PATTERN).read_text(encoding="utf-8")
    except OSError:
        page = _BARE
    page = _DESCRIPTION.sub("", page, count=1)
    page = _TITLE.sub(lambda _: f"<title>{escape(title)}</title>", page, count=1)
    return _MAIN.sub(lambda found: f"{found[1]}\n{main}\n{found[2]}", page, count=1)
