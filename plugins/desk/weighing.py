"""What a page costs its reader: each file that a first visit fetches, as it travels."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urlsplit

import brotli
from lxml import html as lxml_html

Kind = Literal["html", "css", "js", "fonts", "pictures", "media"]

# Of the candidates of a picture, the one for a column of a post on an ordinary screen.
COLUMN = 800
_KINDS: dict[str, Kind] = {
    ".css": "css",
    ".js": "js",
    ".woff2": "fonts",
    ".mp3": "media",
    ".mp4": "media",
    ".ogg": "media",
    ".webm": "media",
}
# These travel compressed already.
_DENSE = {".woff2", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".mp3", ".mp4", ".webm"}
_FETCHED = re.compile(r"""(?:src|href|srcset|poster)="([^"]+)\"""")


@dataclass(frozen=True, slots=True)
class Share:
    """The files of one kind: how many, their bytes on disk and on the way (brotli)."""

    kind: Kind
    number: int
    size: int
    sent: int


def weigh(page: Path, root: Path, base: str = "") -> tuple[Share, ...]:
    """The weight of ``page`` of the edition in ``root``, by kind, the page itself first.

    ``base`` is the path that the site's addresses begin with. Lazy pictures
    count: whoever reads to the end fetches them.
    """
    document = lxml_html.fromstring(page.read_bytes())
    files: dict[Path, Kind] = {page: "html"}
    for address, kind in _needed(document):
        path = locate(address, root, base)
        if path is not None:
            files.setdefault(path, _KINDS.get(path.suffix, kind))
    order: tuple[Kind, ...] = ("html", "css", "js", "fonts", "pictures", "media")
    found = [(kind, [path for path in files if files[path] == kind]) for kind in order]
    return tuple(_share(kind, paths) for kind, paths in found if paths)


def _share(kind: Kind, paths: list[Path]) -> Share:
    sizes = [path.stat().st_size for path in paths]
    return Share(kind, len(paths), sum(sizes), sum(map(_sent, paths)))


def _sent(path: Path) -> int:
    status = path.stat()
    return _compressed(path, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=512)
def _compressed(path: Path, _changed: int, size: int) -> int:
    if path.suffix in _DENSE:
        return size
    return len(brotli.compress(path.read_bytes(), quality=9))


def _needed(document: lxml_html.HtmlElement) -> Iterator[tuple[str, Kind]]:
    for link in document.iterfind(".//link"):
        if link.get("rel") in {"stylesheet", "preload"}:
            yield link.get("href", ""), "css"
    for script in document.iterfind(".//script[@src]"):
        yield script.get("src", ""), "js"
    for image in document.iterfind(".//img"):
        yield _candidate(image), "pictures"
    for medium in (*document.iterfind(".//audio"), *document.iterfind(".//video")):
        yield medium.get("src") or "", "media"


def _candidate(image: lxml_html.HtmlElement) -> str:
    """What a browser of today fetches for ``image``: of the best format, the nearest width."""
    parent = image.getparent()
    source = parent.find("source") if parent is not None and parent.tag == "picture" else None
    candidates = (source if source is not None else image).get("srcset", "")
    found = [part.split() for part in candidates.split(",") if part.strip()]
    sized = [(int(p[1][:-1]), p[0]) for p in found if len(p) > 1 and p[1][:-1].isdigit()]
    if not sized:
        return str(found[0][0] if found else image.get("src", ""))
    return min((s for s in sized if s[0] >= COLUMN), default=max(sized))[1]


def locate(address: str, root: Path, base: str = "") -> Path | None:
    """The file of the edition that ``address`` asks for; None for another's, or one not there."""
    parts = urlsplit(address)
    path = unquote(parts.path)
    if parts.netloc or parts.scheme or not path.startswith(f"{base}/"):
        return None
    found = (root / path.removeprefix(base).lstrip("/")).resolve()
    if not found.is_relative_to(root.resolve()):
        return None
    found = found / "index.html" if found.is_dir() else found
    return found if found.is_file() else None


def fetched(page: str, root: Path) -> Iterator[tuple[str, int, int]]:
    """The files of the edition that the text of ``page`` names, each with its size and time.

    What a page shows has changed when its text or one of these has.
    """
    for value in sorted(set(_FETCHED.findall(page))):
        for part in value.split(","):
            path = locate(part.split()[0] if part.split() else "", root)
            # Other pages and feeds are linked to, not shown.
            if path is not None and path.suffix not in {".html", ".xml", ".json", ".opml"}:
                status = path.stat()
                yield path.name, status.st_size, status.st_mtime_ns
