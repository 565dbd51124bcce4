"""Links of a text to other files of content/, and where the author wrote them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from posixpath import join, normpath
from urllib.parse import unquote, urlsplit

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


def _line_of(target: str, source: str) -> int | None:
    """The line that holds ``target`` as a link would be written, else as any text."""
    found = re.search(rf"[(<}}|\"' ]{re.escape(target)}", source) or re.search(
        re.escape(target), source
    )
    return source.count("\n", 0, found.start()) + 1 if found else None
