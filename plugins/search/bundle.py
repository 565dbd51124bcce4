"""The adapter to Pagefind: records to the folder of files that its JavaScript reads.

Its program is run on a folder of small pages. Pagefind's Python service would do
as well, but answers ten requests a second (it sleeps 0.1 s before each), and a
folder is one request for it and for the program alike.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from pagefind.service import get_executable

from plugins.files import write_atomic
from plugins.search.normaliser import count_words
from plugins.search.records import Record

_MARK = b"pagefind_dcd"
_FRAGMENT = ".pf_fragment"
_TIME_LIMIT = 300
# Pagefind writes its own interfaces beside the index; ours needs none of them.
_UNUSED = re.compile(r"pagefind-(?:component-ui|modular-ui|ui|highlight)\.\w+$")


class IndexFailed(Exception):
    """Pagefind wrote no index, or not the one that was meant; its message says why."""


def write_bundle(records: Sequence[Record], language: str, folder: Path) -> None:
    """Write the index of ``records`` into ``folder``; raises `IndexFailed`.

    One index holds the posts of every language, in the word forms of
    ``language``: Pagefind would else search those of the page's language alone.

    ``filters.json`` is ours: each result's id with its year and topics. Pagefind
    has filters too, and writes them in the order of a Rust HashMap, another at
    each run (seen with 1.5); whatever else it writes is the same twice.
    """
    with tempfile.TemporaryDirectory(prefix="search-") as place:
        pages, made = Path(place, "pages"), Path(place, "made")
        by_url: dict[str, Record] = {}
        for number, record in enumerate(records):
            # The number keeps the order of posts, which is that of equally good results.
            name = f"{number:06}-{record.name}.html"
            write_atomic(pages / name, record.page.encode())
            by_url[f"/{name}"] = record
        _run(pages, made, language, Path(place))
        filters: dict[str, tuple[str, ...]] = {}
        for path in sorted(made.rglob("*")):
            if not path.is_file() or _UNUSED.match(path.name):
                continue
            data = path.read_bytes()
            if path.suffix == _FRAGMENT:
                data, filters[path.stem] = dress_fragment(data, by_url)
            write_atomic(folder / path.relative_to(made), data)
        write_atomic(folder / "filters.json", json.dumps(filters, separators=(",", ":")).encode())


def dress_fragment(data: bytes, by_url: Mapping[str, Record]) -> tuple[bytes, tuple[str, ...]]:
    """A fragment (what a browser loads of one result) with the text as written and the card.

    Beside it stand the filters of its post.

    Pagefind indexes whatever it is given to show, so a card can only come
    afterwards. Places in the text are counted in words, of which normalising
    neither makes nor removes one; raises `IndexFailed` where that is not so.
    """
    inner = gzip.decompress(data)
    if not inner.startswith(_MARK):
        raise IndexFailed("unknown fragment format")
    fragment = json.loads(inner.removeprefix(_MARK))
    record = by_url[fragment["url"]]
    if fragment["word_count"] != count_words(record.text):
        raise IndexFailed(f"words of {record.card['url']} counted otherwise")
    # Its own pages' addresses are nobody's; the card holds the link.
    fragment.update(content=record.text, meta=dict(record.card), url=record.card["url"])
    text = json.dumps(fragment, ensure_ascii=False, separators=(",", ":"))
    return gzip.compress(_MARK + text.encode(), mtime=0), record.filters


def _run(pages: Path, made: Path, language: str, place: Path) -> None:
    """Run Pagefind, out of reach of a configuration in the author's folder or environment."""
    program = get_executable()
    if program is None:
        raise IndexFailed("no program")
    command = [str(program), "--site", str(pages), "--output-path", str(made), "--quiet"]
    try:
        done = subprocess.run(  # noqa: S603 (a program of our own, arguments of our own)
            [*command, "--force-language", language],
            cwd=place,
            env={k: v for k, v in os.environ.items() if not k.startswith("PAGEFIND_")},
            capture_output=True,
            text=True,
            check=False,
            timeout=_TIME_LIMIT,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise IndexFailed(str(error)) from error
    if done.returncode != 0:
        raise IndexFailed((done.stderr or done.stdout).strip() or f"exit {done.returncode}")
