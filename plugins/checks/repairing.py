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
from plugins.proofreading import Addition, Around, Correction, Edit, Repair, Rule
from plugins.texts import Text

Change = Edit | Addition | Correction

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


def apply(whole: str, text: Text, repairs: Iterable[Change]) -> str:
    """The file's text with ``repairs`` made; of two that overlap, the first."""
    repairs = list(repairs)
    head, body = whole[: len(whole) - len(text.body)], text.body
    body = _changed(body, [one for one in repairs if isinstance(one, Edit)])
    corrections = [one for one in repairs if isinstance(one, Correction)]
    for key, value in text.lines:
        better = _changed(
            value, [Edit(c.start, c.end, c.text) for c in corrections if c.key == key]
        )
        head = replace_value(head, text, key, value, better)
    for one in repairs:
        if isinstance(one, Addition):
            head = add_line(head, f"{one.key}: {one.value}")
    return head + body


def _changed(text: str, edits: Iterable[Edit]) -> str:
    ordered = sorted(set(edits), key=lambda edit: (edit.start, edit.end))
    first = Edit(0, 0, "")
    kept = [edit for before, edit in pairwise([first, *ordered]) if edit.start >= before.end]
    for edit in reversed(kept):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def replace_value(head: str, text: Text, key: str, value: str, better: str) -> str:
    """Front matter with ``better`` for the ``value`` of ``key``.

    As it is where the value is not written as it reads: over several lines, or
    with YAML's escapes.
    """
    line = text.source.line(key)
    others = text.source.front_matter.lines.values()
    until = min((other for other in others if other > line), default=None)
    lines = head.splitlines(keepends=True)
    entry = "".join(lines[line - 1 : until and until - 1])
    name, colon, written = entry.partition(":")
    if value not in written:
        return head
    before, after = "".join(lines[: line - 1]), head[len("".join(lines[: line - 1])) + len(entry) :]
    return f"{before}{name}{colon}{written.replace(value, better, 1)}{after}"


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


def _repairs(text: Text, rules: Sequence[Rule], around: Around) -> list[Change]:
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
