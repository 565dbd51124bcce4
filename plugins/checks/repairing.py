"""Repairs with one right answer, put into a file's bytes: everything else stays as it was."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise
from zoneinfo import ZoneInfo

from plugins.files import read_text
from plugins.frontmatter.fields import AUTHOR, PAGE, POST, TOPIC
from plugins.frontmatter.kinds import Reading
from plugins.frontmatter.schema import read_source
from plugins.proofreading import Addition, Around, Edit, Repair, Rule
from plugins.texts import Text

_SCHEMAS = {"post": POST, "page": PAGE, "author": AUTHOR, "topic": TOPIC}
_BOM = b"\xef\xbb\xbf"
_ROUNDS = 10


def repair_all(
    texts: Iterable[Text], rules: Sequence[Rule], around: Around, silenced: Collection[str]
) -> list[Repair]:
    """What would be written to the files of ``texts``; those that need nothing are not among them.

    A text whose front matter has a fault is left alone until that is mended.
    """
    able = [rule for rule in rules if rule.repairs and rule.code not in silenced]
    found = []
    for text in texts:
        if text.source.problems or not any(_repairs(text, able, around)):
            continue
        before = text.source.path.read_bytes()
        after = repair(before, text, able, around)
        if after != before:
            found.append(Repair(text.source.path, before, after))
    return sorted(found, key=lambda one: one.path)


def repair(data: bytes, text: Text, rules: Sequence[Rule], around: Around) -> bytes:
    """``data``, the bytes of ``text``'s file, with its repairs made.

    Made again until none is left, so that a second run finds nothing. A file
    with line ends of several kinds is left alone: they could not be given back.
    """
    ending = _line_end(data)
    if ending is None:
        return data
    whole = read_text(text.source.path)
    for _ in range(_ROUNDS):
        new = apply(whole, text, _repairs(text, rules, around))
        if new == whole:
            break
        whole = new
        text = reread(text, whole)
    bom = _BOM if data.startswith(_BOM) else b""
    return bom + whole.replace("\n", ending).encode()


def apply(whole: str, text: Text, repairs: Iterable[Edit | Addition]) -> str:
    """The file's text with ``repairs`` made; of two that overlap, the first."""
    repairs = list(repairs)
    head, body = whole[: len(whole) - len(text.body)], text.body
    edits = sorted(
        {one for one in repairs if isinstance(one, Edit)}, key=lambda e: (e.start, e.end)
    )
    kept = [edit for before, edit in pairwise([Edit(0, 0, ""), *edits]) if edit.start >= before.end]
    for edit in reversed(kept):
        body = body[: edit.start] + edit.text + body[edit.end :]
    for one in repairs:
        if isinstance(one, Addition):
            head = add_line(head, f"{one.key}: {one.value}")
    return head + body


def add_line(head: str, line: str) -> str:
    """Front matter with ``line`` as its last entry, whichever of the two ways it is written in."""
    found = re.search(r"^(?:---|\.\.\.)[ \t]*\n?\Z", head, re.MULTILINE)
    if head.lstrip("\n").startswith("---") and found:
        return f"{head[: found.start()]}{line}\n{head[found.start() :]}"
    kept = head.rstrip("\n")
    return f"{kept}\n{line}{head[len(kept) :] or chr(10)}" if kept else head


def reread(text: Text, whole: str) -> Text:
    """``text`` as it is once its file holds ``whole``."""
    reading = Reading(ZoneInfo("UTC"))
    source = read_source(text.source.path, whole, _SCHEMAS[text.kind], reading)
    return Text(source, text.kind, text.language, text.folder)


def _repairs(text: Text, rules: Sequence[Rule], around: Around) -> list[Edit | Addition]:
    quiet = set(text.source.get("silence", ()))
    return [
        finding.repair
        for rule in rules
        if rule.code not in quiet
        for finding in rule.findings(text, around)
        if finding.repair is not None
    ]


def _line_end(data: bytes) -> str | None:
    """The file's line end, or None where it has several kinds."""
    windows, plain = data.count(b"\r\n"), data.count(b"\n")
    if data.count(b"\r") != windows or windows not in {0, plain}:
        return None
    return "\r\n" if windows else "\n"
