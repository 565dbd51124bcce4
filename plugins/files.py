"""Reading what the author writes and writing what the build makes, without surprises."""

from __future__ import annotations

import os
import posixpath
import re
import tempfile
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from plugins.messages import msg
from plugins.problems import Problem

# What is read as Markdown, and what a page can show as a picture.
TEXTS = (".md", ".markdown", ".mkd")
PICTURES = frozenset({".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif"})

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufffe\uffff]")


class Unreadable(Exception):
    """A text file that cannot be used as it is; carries the `Problem` to report."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem.cause))
        self.problem = problem


def read_text(path: Path) -> str:
    """The text of a UTF-8 file, its BOM dropped and its line ends made line feeds.

    Raises `Unreadable` for a missing or empty file, for bytes that are not
    UTF-8 (with their offset) and for a control character, which neither HTML
    nor XML can carry (XML 1.0, production Char).
    """
    return decode_text(read_bytes(path), path)


def read_bytes(path: Path) -> bytes:
    """The bytes of a file; raises `Unreadable` where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise Unreadable(_unreadable(path, error)) from error


def decode_text(data: bytes, path: Path) -> str:
    """As `read_text`, of bytes that were read already; ``path`` is for the problem alone."""
    return check_text(_decode(data, path), path)


def _unreadable(path: Path, error: OSError) -> Problem:
    return Problem(
        "unreadable-file",
        msg(
            "{name} cannot be read: {reason}.", name=path.name, reason=error.strerror or str(error)
        ),
        msg("Check that it exists and that you may read it."),
        path,
    )


def _decode(data: bytes, path: Path) -> str:
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        # The codec counts from behind a BOM, the author's tools from the file's first byte.
        offset = error.start + (3 if data.startswith(b"\xef\xbb\xbf") else 0)
        raise Unreadable(
            Problem(
                "invalid-utf8",
                msg("Byte {offset} (0x{byte:02X}) is not UTF-8.", offset=offset, byte=data[offset]),
                msg("Save the file again in UTF-8 from your editor."),
                path,
                data.count(b"\n", 0, offset) + 1,
            )
        ) from error


def control_character(text: str) -> re.Match[str] | None:
    """The first character of ``text`` that neither HTML nor XML can carry (XML 1.0, Char)."""
    return _CONTROL.search(text)


def check_text(text: str, path: Path) -> str:
    """``text`` itself; raises `Unreadable` when it is blank or holds a control character."""
    if not text.strip():
        raise Unreadable(
            Problem(
                "empty-file",
                msg("The file is empty."),
                msg("Write the post, or delete the file."),
                path,
            )
        )
    found = control_character(text)
    if found is None:
        return text
    line = text.count("\n", 0, found.start()) + 1
    column = found.start() - (text.rfind("\n", 0, found.start()) + 1) + 1
    raise Unreadable(
        Problem(
            "control-character",
            msg("Control character U+{code:04X}, invisible and forbidden.", code=ord(found[0])),
            msg("Delete it: it often comes from a copy out of a PDF or a word processor."),
            path,
            line,
            column,
        )
    )


def write_atomic(path: Path, data: bytes) -> bool:
    """Put ``data`` at ``path`` in one step; False when these bytes were there already.

    A file is replaced, never half written; equal bytes keep their mtime, so
    that ETags, rsync and browsers see the truth.
    """
    try:
        if path.read_bytes() == data:
            return False
    except (FileNotFoundError, NotADirectoryError):
        pass
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            os.fchmod(stream.fileno(), 0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return True


def write_new(path: Path, data: bytes) -> None:
    """Put ``data`` at ``path``, in a folder that nobody reads yet: without the steps of the other.

    The mode is that of `write_atomic`, whatever the umask.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    try:
        handle = os.open(path, flags)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, flags)
    with os.fdopen(handle, "wb") as stream:
        os.fchmod(handle, 0o644)
        stream.write(data)


def visible_files(root: Path) -> Iterator[str]:
    """The files below ``root``, as sorted relative paths with forward slashes.

    Hidden ones, and the copies that editors leave behind (``~``, ``#``), are nobody's texts.
    """

    def shown(name: str) -> bool:
        return not name.startswith((".", "#")) and not name.endswith("~")

    for folder, folders, names in os.walk(root, onerror=_fail, followlinks=True):
        folders[:] = sorted(filter(shown, folders))
        for name in sorted(filter(shown, names)):
            yield Path(folder, name).relative_to(root).as_posix()


def _fail(error: OSError) -> None:
    """A folder that cannot be looked into is an error: its posts would be missing."""
    path = Path(error.filename)
    raise Unreadable(_unreadable(path, error)) from error


def path_below(folder: str, target: str) -> str:
    """The path that ``target``, as a text in ``folder`` writes it, has below content/.

    After a slash it counts from content/ itself, as Pelican's links do.
    """
    path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
    return posixpath.normpath(path)


def fold(text: str) -> str:
    """``text`` without case, accents, ligatures, apostrophes, dots or runs of space.

    «I.A.», «i a», «IA» and «L’Ia» / «l'ia» meet where a person sees one name.
    """
    text = unicodedata.normalize("NFKD", text).casefold().replace("œ", "oe").replace("æ", "ae")
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    text = text.replace(".", "")
    return " ".join(re.sub(r"[^\w]+|_+", " ", text).split())


def slugify(text: str) -> str:
    """A lower-case ASCII slug; an apostrophe separates («L’IA» → ``l-ia``, not ``lia``)."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")
