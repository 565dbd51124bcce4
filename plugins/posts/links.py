"""Links of a text: to other files of content/, to pages of the site, to its own headings."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urljoin, urlsplit

from plugins.files import PICTURES, TEXTS, path_below
from plugins.frontmatter.schema import Source
from plugins.messages import msg
from plugins.problems import Problem

_ADDRESS = re.compile(
    r"""<[a-z][^>]*?\s(?:href|src|poster|data|cite)\s*=\s*(["'])(?P<value>.*?)\1""", re.IGNORECASE
)
# Pelican's indicators (Content._get_intrasite_link_regex), with braces as a URL quotes them.
_INDICATED = re.compile(
    r"(?:[{|]|%7B)(filename|static|attach)(?:[|}]|%7D)(?P<target>.*)", re.IGNORECASE
)
_FILES = {"static", "attach"}
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
# It begins with letters, which a search finds sooner than any white space.
_ID = re.compile(r"""id(?<=\sid)\s*=\s*(["'])(?P<id>.*?)\1""")


@dataclass(frozen=True)
class FileLink:
    """One address. ``what`` is Pelican's indicator, or "site", "anchor", "relative" or "malformed".

    ``target`` is as written; ``path`` is below content/ for the indicators and
    below the site's root for "site" and "relative"; ``fragment`` is the id it leads to.
    """

    what: str
    target: str
    path: str
    line: int | None
    fragment: str = ""


@dataclass(frozen=True)
class Shelves:
    """What a link may lead to, by path: files, pages of this edition, their ids, addresses."""

    has_file: Callable[[str], bool]
    has_page: Callable[[str], bool]
    ids_of: Callable[[str], Collection[str]]
    has_address: Callable[[str], bool]


def addresses_in(html: str) -> tuple[str, ...]:
    """The addresses in ``html`` that the site must answer for, in order, once each."""
    found = dict.fromkeys(unescape(found["value"]).strip() for found in _ADDRESS.finditer(html))
    return tuple(value for value in found if _link(value, "", "") is not None)


def find_links(
    addresses: Iterable[str], folder: str, source: str, url: str = ""
) -> Iterator[FileLink]:
    """Where `addresses_in` a text lead.

    ``folder`` is the post's, relative to content/ (with forward slashes): a
    target that begins with a slash counts from content/, any other from there.
    ``source`` is the file's text, to find the line of each; ``url`` the page's
    own, which a relative address in raw HTML counts from.
    """
    for value in addresses:
        link = _link(value, folder, url)
        if link is not None:
            yield FileLink(
                link.what, link.target, link.path, line_of(link.target, source), link.fragment
            )


def _link(value: str, folder: str, url: str) -> FileLink | None:
    indicated = _INDICATED.match(value)
    target = indicated["target"] if indicated else value
    try:
        parts = urlsplit(target)
    except ValueError:
        return FileLink("malformed", target, "", None)
    plain, fragment = unquote(parts.path), unquote(parts.fragment)
    if indicated:
        path = path_below(folder, plain)
        return FileLink(indicated[1].lower(), target, path, None, fragment)
    if _SCHEME.match(value) or value.startswith("{"):
        return None
    if value.startswith("/"):
        return FileLink("site", target, plain.lstrip("/"), None)
    if value.startswith("#"):
        return FileLink("anchor", target, "", None, fragment)
    return FileLink("relative", target, urljoin(f"/{url}", plain)[1:], None) if plain else None


def image_link(name: str, folder: str, line: int) -> FileLink:
    """The link that the front matter's ``image: name`` is."""
    return FileLink("attach", name, path_below(folder, name), line)


def ids_in(html: str) -> frozenset[str]:
    """The ids that a fragment may lead to."""
    return frozenset(unescape(found["id"]) for found in _ID.finditer(html))


def has_address(path: str, places: Collection[str]) -> bool:
    """Whether a file of ``places`` answers at the site-relative ``path``, or heads its list."""
    path = re.sub(r"(?:^|(?<=/))page/\d+/$", "", path)
    if not path or path.endswith("/"):
        return f"{path}index.html" in places
    return path in places or f"{path}/index.html" in places


def check_link(link: FileLink, shelves: Shelves, own_ids: Collection[str]) -> Problem | None:
    """What is wrong with one link: Pelican only warns, and leaves ``{filename}`` in the page."""
    if link.what == "malformed":
        cause = msg("“{target}” is not an address.", target=link.target)
        return Problem("malformed-link", cause, msg("Correct it."))
    if link.what == "anchor":
        return None if not link.fragment or link.fragment in own_ids else _no_anchor(link)
    if link.what == "relative":
        return None if shelves.has_address(link.path) else _relative(link)
    if link.what == "site":
        return None if shelves.has_address(link.path) else _nowhere(link)
    return _check_file(link, shelves)


def _check_file(link: FileLink, shelves: Shelves) -> Problem | None:
    is_there = not link.path.startswith("..") and shelves.has_file(link.path)
    is_text = link.what == "filename" and link.path.endswith(TEXTS)
    if is_there and is_text and not shelves.has_page(link.path):
        return Problem(
            "link-to-unpublished",
            msg(
                "The link to “{target}” leads to a post that is not published.", target=link.target
            ),
            msg("Publish that post first, or take the link out."),
        )
    if is_there:
        lost = is_text and link.fragment and link.fragment not in shelves.ids_of(link.path)
        return _no_anchor(link) if lost else None
    if PurePosixPath(link.path).suffix.lower() in PICTURES:
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


def _nowhere(link: FileLink) -> Problem:
    return Problem(
        "broken-link",
        msg("The address “{target}” is that of no page of this site.", target=link.target),
        msg("Correct it, or link to the file itself: [text](../the-post/index.md)."),
    )


def _no_anchor(link: FileLink) -> Problem:
    return Problem(
        "broken-link",
        msg("“{target}” leads to a heading that is not there.", target=link.target),
        msg("Look for its id in the page, or leave out what follows “#”."),
    )


def _relative(link: FileLink) -> Problem:
    return Problem(
        "relative-address",
        msg(
            "The relative address “{target}” would lead nowhere from the page.", target=link.target
        ),
        msg("Write {{attach}} before it, {{filename}} for a post, or a Markdown link."),
    )


def lead_as_before(
    before: Sequence[FileLink],
    after: Sequence[FileLink],
    ids: Collection[str],
    pages: Collection[str],
) -> bool:
    """Whether links of an edited text are sound if they were, and ask the site for nothing new.

    Pelican copies the files that texts lead to, and puts some of them beside the first that does.
    A new link may lead to one of the text's ``ids``, or to one of the ``pages`` (by its file).
    """
    files = [[link for link in links if link.what in _FILES] for links in (before, after)]
    return files[0] == files[1] and all(
        link in before
        or (link.what == "anchor" and link.fragment in {*ids, ""})
        or (link.what == "filename" and link.path in pages and not link.fragment)
        for link in after
    )


def line_of(target: str, source: str) -> int | None:
    """The line that holds ``target`` as a link would be written, else as any text."""
    if not source:
        return None
    found = re.search(rf"[(<}}|\"' ]{re.escape(target)}", source) or re.search(
        re.escape(target), source
    )
    return source.count("\n", 0, found.start()) + 1 if found else None


def links_of(
    source: Source, addresses: Sequence[str], root: Path, url: str = ""
) -> tuple[FileLink, ...]:
    """Where a text leads: the picture that its front matter names, and the ``addresses`` in it."""
    if not addresses:  # as in most
        return image_links(source, root)
    return (*image_links(source, root), *find_links(addresses, _folder(source, root), "", url))


def image_links(source: Source, root: Path) -> tuple[FileLink, ...]:
    """The lead picture that the front matter names, as the link that it is; one or none."""
    name = source.get("image")
    return (image_link(name, _folder(source, root), source.line("image")),) if name else ()


def _folder(source: Source, root: Path) -> str:
    return source.path.parent.relative_to(root).as_posix()


@dataclass(frozen=True)
class Place:
    """What a link leads to, as far as Pelican looks at it; it was attached by the whole build."""

    url: str

    def attach_to(self, _content: object) -> None:
        """Do nothing: it is in its place."""
