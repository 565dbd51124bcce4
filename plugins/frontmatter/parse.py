"""From a file's text to the entries of its front matter, each with its line.

Scalars stay the strings that the author typed: ``title: 2001`` is a title and
``title: No`` another, whatever YAML makes of them elsewhere. The schema alone
gives them a type.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeAlias

import yaml

from plugins.messages import Message, msg

Value: TypeAlias = "str | list[Value] | dict[str, Value]"

_FENCE = re.compile(r"(?:---|\.\.\.)[ \t]*$")
_HEADER = re.compile(
    r"[ ]{0,3}(?P<key>[\w-]+(?: [\w-]+){0,2})[ \t\u00a0\u202f]*:(?:[ \t]+(?P<value>.*))?$"
)
_CONTINUED = re.compile(r"[ ]{4,}(?P<value>\S.*)$")
_PLAIN = re.compile(
    r"(?P<key>[\w-]+)(?P<colon>[ \t\u00a0\u202f]*:[ \t]+)(?P<value>[^\s\"'\[\]{}|>&*!%@`#].*)$"
)

# libyaml's words (scanner.c, parser.c) for what an author gets wrong most.
_REASONS = {
    "mapping values are not allowed": msg("a colon stands where no key can begin"),
    "could not find expected ':'": msg("a colon is missing after a key"),
    "expected ',' or ']'": msg("a list that opens with “[” lacks a comma or its “]”"),
    "expected ',' or '}'": msg("a group that opens with “{{” lacks a comma or its “}}”"),
    "unexpected end of stream": msg("a quote or a bracket is never closed"),
    "cannot start any token": msg("no value can begin with this character"),
    "did not find expected key": msg("a key is expected here; the indentation may be wrong"),
    "did not find expected '-' indicator": msg("a “-” is expected here, as in the lines before"),
}


@dataclass(frozen=True)
class Entry:
    """One key as typed, its value, and the line it stands on (from 1)."""

    key: str
    value: Value
    line: int


@dataclass(frozen=True)
class Document:
    """A file taken apart: entries, then the body, which begins at ``body_line``."""

    entries: tuple[Entry, ...]
    body: str
    body_line: int


class FrontMatterError(Exception):
    """Front matter that cannot be read, with its place (line and column from 1)."""

    def __init__(
        self, cause: Message, remedy: Message, line: int, column: int | None = None
    ) -> None:
        super().__init__(str(cause))
        self.cause, self.remedy, self.line, self.column = cause, remedy, line, column


def parse(text: str) -> Document:
    """Take ``text`` apart. Raises `FrontMatterError`.

    A first line ``---`` opens YAML, which ``---`` or ``...`` closes. Otherwise
    the lines up to the first blank one are Pelican's headers, with the rules of
    Python-Markdown's meta extension: a line indented by four spaces continues
    the value before it. A text without either is all body.
    """
    body = text.lstrip("\n")
    blank = len(text) - len(body)
    lines = body.split("\n")
    if lines[0].rstrip() == "---":
        return _below(_parse_yaml, lines, blank)
    if _HEADER.match(lines[0]):
        return _below(_parse_headers, lines, blank)
    return Document((), text, 1)


def _below(parse_lines: Callable[[list[str]], Document], lines: list[str], blank: int) -> Document:
    """What ``parse_lines`` finds, its line numbers counted from the file's first, blank or not."""
    try:
        found = parse_lines(lines)
    except FrontMatterError as error:
        error.line += blank
        raise
    entries = tuple(replace(entry, line=entry.line + blank) for entry in found.entries)
    return Document(entries, found.body, found.body_line + blank)


def _parse_yaml(lines: list[str]) -> Document:
    end = next((n for n, line in enumerate(lines[1:], 1) if _FENCE.match(line)), None)
    if end is None:
        raise FrontMatterError(
            msg("The front matter that opens with “---” is never closed."),
            msg("Add a line “---” between the last key and the text."),
            1,
        )
    entries = _compose("\n".join(_quoted(line) for line in lines[1:end]))
    return Document(entries, "\n".join(lines[end + 1 :]), end + 2)


def _quoted(line: str) -> str:
    """``title: Drones : le bruit`` with its value quoted.

    French puts a space before a colon, which YAML reads as a second key and
    refuses. Such a line has no other meaning in YAML, so none is taken away; a
    comment behind the value stays one.
    """
    found = _PLAIN.match(line)
    if found is None:
        return line
    value = re.split(r"\s#", found["value"], maxsplit=1)[0].rstrip().replace("'", "''")
    if not re.search(r":(?:\s|$)", value):
        return line
    return f"{found['key']}{found['colon']}'{value}'"


def _compose(block: str) -> tuple[Entry, ...]:
    """The entries of a YAML mapping; its first line is the file's second."""
    try:
        root = yaml.compose(block, Loader=yaml.CBaseLoader)
        return _entries(root)
    except RecursionError as error:
        cause = msg("Lists in the front matter are nested too deep to be meant.")
        raise FrontMatterError(cause, msg("Write a simple list or group."), 2) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        raise FrontMatterError(
            msg("The front matter is not valid YAML: {reason}.", reason=_reason(error)),
            msg("Put the value between quotes, and check brackets, quotes and indentation."),
            (mark.line if mark else 0) + 2,
            (mark.column if mark else 0) + 1,
        ) from error


def _entries(root: yaml.Node | None) -> tuple[Entry, ...]:
    if root is None:
        return ()
    if not isinstance(root, yaml.MappingNode):
        raise FrontMatterError(
            msg("The front matter is not a list of keys and values."),
            msg("Write one “key: value” a line."),
            2,
        )
    seen: set[int] = set()
    return tuple(
        Entry(str(key.value), _plain(value, seen), key.start_mark.line + 2)
        for key, value in root.value
    )


def _reason(error: yaml.YAMLError) -> Message | str:
    """What libyaml found, in the author's language where it is one of the usual mistakes."""
    found = str(getattr(error, "problem", None) or getattr(error, "reason", ""))
    return next((words for part, words in _REASONS.items() if part in found), found)


def _plain(node: yaml.Node, seen: set[int]) -> Value:
    """A node as strings, lists and mappings; an alias is refused, as it can grow without end."""
    if id(node) in seen:
        raise FrontMatterError(
            msg("A YAML alias (“*name”) is used in the front matter."),
            msg("Write the value itself, or put it between quotes."),
            node.start_mark.line + 2,
            node.start_mark.column + 1,
        )
    seen.add(id(node))
    if isinstance(node, yaml.ScalarNode):
        return str(node.value)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, seen) for item in node.value]
    assert isinstance(node, yaml.MappingNode)
    return {str(key.value): _plain(value, seen) for key, value in node.value}


def _parse_headers(lines: list[str]) -> Document:
    entries: list[Entry] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            return Document(tuple(entries), "\n".join(lines[number:]), number + 1)
        if header := _HEADER.match(line):
            entries.append(Entry(header["key"], (header["value"] or "").strip(), number))
        elif (more := _CONTINUED.match(line)) and entries:
            last = entries[-1]
            entries[-1] = Entry(last.key, f"{last.value} {more['value']}".strip(), last.line)
        else:
            raise FrontMatterError(
                msg("This line of the headers is neither “Key: value” nor a continuation."),
                msg("Leave an empty line between the headers and the text."),
                number,
            )
    return Document(tuple(entries), "", len(lines) + 1)
