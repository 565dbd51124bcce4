"""Files that an author means as posts, and that Pelican would pass over without a word."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path, PurePosixPath

from plugins.files import TEXTS
from plugins.messages import msg
from plugins.problems import Problem

# How people name a text that is not read.
_UNREAD = {
    ".mdown",
    ".mdwn",
    ".mdx",
    ".txt",
    ".rst",
    ".adoc",
    ".html",
    ".htm",
    ".doc",
    ".docx",
    ".odt",
}


def find_strays(
    names: Iterable[str], trees: Collection[str], shelves: Collection[str], root: Path
) -> Iterator[Problem]:
    """A problem for each text among ``names`` (paths below ``root``) that is nowhere read.

    ``trees`` are the folders that are read with all below them (articles,
    pages), ``shelves`` those of which only the files themselves are (authors,
    topics).
    """
    places = (*trees, *shelves)
    for name in sorted(names):
        path = PurePosixPath(name)
        suffix, folder = path.suffix, path.parent.as_posix()
        in_tree = any(path.is_relative_to(tree) for tree in trees)
        if folder in shelves and suffix.lower() in {*TEXTS, *_UNREAD} and suffix != ".md":
            yield _unread(path, root)
        elif suffix in TEXTS and not in_tree and folder not in shelves:
            yield Problem(
                "misplaced-file",
                msg("This text is in no folder that is read, and would be left out."),
                msg("Move it to {folders}.", folders=", ".join(f"content/{t}/" for t in places)),
                root / name,
            )
        elif in_tree and suffix.lower() in {*TEXTS, *_UNREAD} and suffix not in TEXTS:
            yield _unread(path, root)


def _unread(path: PurePosixPath, root: Path) -> Problem:
    return Problem(
        "unread-file",
        msg("A file named “{suffix}” is not read here, and would be left out.", suffix=path.suffix),
        msg("Name it {name}.md, or move it out of this folder.", name=path.stem),
        root / path,
    )
