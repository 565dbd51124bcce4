"""Links of a text to other files of content/, and where the author wrote them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import PurePosixPath
from posixpath import join, normpath
from urllib.parse import unquote, urlsplit

from plugins.messages import msg
from plugins.problems import Problem

IMAGES = {".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif"}
TEXTS = (".md", ".markdown", ".mkd")

# What Pelican's own resolution looks at (Content._get_intrasite_link_regex), for file links.
_LINK = re.compile(
    r"""<[^>]+?(?:href|src|poster|data|cite|content)\s*=\s*(["'])
        [{|](?P<what>filename|static|attach)[|}](?P<target>.*?)\1""",
    re.VERBOSE,
)


@dataclass(frozen=True)
class FileLink:
    """``what`` is Pelican's indicator; ``target`` as written; ``path`` below content/."""

    what: str
    target: str
    path: str
    line: int | None


def find_links(html: str, folder: str, source: str) -> Iterator[FileLink]:
    """The links of ``html`` to files, in order, once each.

    ``folder`` is the post's, relative to content/ (with forward slashes): a
    target that begins with a slash counts from content/, any other from there.
    ``source`` is the file's text, to find the line of each.
    """
    seen = set()
    for found in _LINK.finditer(html):
        what, target = found["what"], unescape(found["target"])
        if (what, target) in seen:
            continue
        seen.add((what, target))
        plain = unquote(urlsplit(target).path)
        path = plain.lstrip("/") if plain.startswith("/") else join(folder, plain)
        yield FileLink(what, target, normpath(path), _line_of(target, source))


def image_link(name: str, folder: str, line: int) -> FileLink:
    """The link that the front matter's ``image: name`` is."""
    path = name.lstrip("/") if name.startswith("/") else join(folder, name)
    return FileLink("attach", name, normpath(path), line)


def check_link(
    link: FileLink, exists: Callable[[str], bool], has_page: Callable[[str], bool]
) -> Problem | None:
    """What is wrong with one link: Pelican only warns, and leaves ``{filename}`` in the page.

    ``exists`` and ``has_page`` take a path below content/: whether there is such
    a file, and whether this edition makes a page of it.
    """
    is_there = not link.path.startswith("..") and exists(link.path)
    if is_there and (link.what != "filename" or not link.path.endswith(TEXTS)):
        return None
    if is_there and has_page(link.path):
        return None
    if is_there:
        return Problem(
            "link-to-unpublished",
            msg(
                "The link to “{target}” leads to a post that is not published.", target=link.target
            ),
            msg("Publish that post first, or take the link out."),
        )
    if PurePosixPath(link.path).suffix.lower() in IMAGES:
        return Problem(
            "missing-image",
            msg("The picture “{target}” does not exist.", target=link.target),
            msg("Put the file beside the post, or correct its name."),
        )
    return Problem(
        "broken-link",
        msg("The link to “{target}” leads to no file of content/.", target=link.target),
        msg("Correct the path: it counts from this file's folder, or from content/ after a “/”."),
    )


def _line_of(target: str, source: str) -> int | None:
    """The line that holds ``target`` as a link would be written, else as any text."""
    found = re.search(rf"[(<}}|\"' ]{re.escape(target)}", source) or re.search(
        re.escape(target), source
    )
    return source.count("\n", 0, found.start()) + 1 if found else None
