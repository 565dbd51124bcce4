"""A schema: the fields that a kind of file may have, and the check of a document against it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from plugins.files import Unreadable, decode_text, fold, read_bytes, slugify
from plugins.frontmatter.kinds import Invalid, Kind, Reading
from plugins.frontmatter.parse import Document, Entry, FrontMatterError, parse
from plugins.messages import msg
from plugins.problems import Problem, suggestion


@dataclass(frozen=True)
class Field:
    """One key: its name, other spellings, what it holds, and whether it must be there."""

    name: str
    kind: Kind
    aliases: tuple[str, ...] = ()
    required: bool = False

    @property
    def french(self) -> str:
        """The French word for it, where that is another one."""
        return next((alias for alias in self.aliases if "_" not in alias), "")


@dataclass(frozen=True)
class FrontMatter:
    """Values by field name (absent or empty ones are missing) and the line of each."""

    values: Mapping[str, Any]
    lines: Mapping[str, int]

    def line(self, name: str) -> int:
        """Where ``name`` stands, or the first line for a key that is not there."""
        return self.lines.get(name, 1)


@dataclass(frozen=True)
class Source:
    """A file of content/ that was read and checked."""

    path: Path
    front_matter: FrontMatter
    body: str
    body_line: int
    problems: tuple[Problem, ...]

    @property
    def slug(self) -> str:
        """The front matter's ``slug``, or one from the folder or the file, "" where there is none.

        Not from the title: a corrected title must not move a post.
        """
        name = self.path.parent.name if self.path.stem == "index" else self.path.stem
        found: str = self.get("slug") or slugify(name)
        return found

    def get(self, name: str, default: Any = None) -> Any:
        """The value of a field, or ``default`` where it is missing."""
        return self.front_matter.values.get(name, default)

    def line(self, name: str) -> int:
        """Where a field stands, or the first line for one that is not there."""
        return self.front_matter.line(name)


@dataclass(frozen=True)
class Schema:
    """The fields of one kind of file, found by any of their spellings."""

    fields: tuple[Field, ...]
    _by_spelling: dict[str, Field] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        spellings: dict[str, Field] = {}
        for one in self.fields:
            for spelling in (one.name, *one.aliases):
                if spellings.setdefault(fold(spelling), one) is not one:
                    raise ValueError(f"two fields are spelled {spelling!r}")
        object.__setattr__(self, "_by_spelling", spellings)

    @property
    def spellings(self) -> tuple[str, ...]:
        """Every accepted key, as a suggestion shows it."""
        return tuple(word for one in self.fields for word in (one.name, *one.aliases))

    def check(self, document: Document, reading: Reading) -> tuple[FrontMatter, list[Problem]]:
        """The typed values of ``document`` and everything that is wrong with it."""
        values: dict[str, Any] = {}
        lines: dict[str, int] = {}
        problems: list[Problem] = []
        for entry in document.entries:
            found = self._by_spelling.get(fold(entry.key))
            if found is None:
                problems.append(_unknown_key(entry, self.spellings))
            elif found.name in lines:
                problems.append(_repeated_key(entry, lines[found.name]))
            else:
                lines[found.name] = entry.line
                _read(found, entry, reading, values, problems)
        problems += [
            _missing(one, lines)
            for one in self.fields
            if one.required
            and one.name not in values
            and not any(p.line == lines.get(one.name, 0) for p in problems)
        ]
        return FrontMatter(values, lines), problems


def load_sources(folder: Path, schema: Schema, reading: Reading) -> list[Source]:
    """Every ``.md`` file of ``folder``, in the order of their names, which become addresses."""
    paths = (path for path in sorted(folder.glob("*.md")) if not path.name.startswith("."))
    sources = (load_source(path, schema, reading) for path in paths)
    return [replace(s, problems=(*s.problems, *_check_name(s.path))) for s in sources]


def load_source(path: Path, schema: Schema, reading: Reading) -> Source:
    """Read and check one file. Never raises: what is wrong is in ``problems``."""
    try:
        data = read_bytes(path)
    except Unreadable as error:
        return unread(path, error.problem)
    return check_source(path, data, schema, reading)


def unread(path: Path, problem: Problem) -> Source:
    """A file of which nothing is known but what is wrong with it."""
    return Source(path, FrontMatter({}, {}), "", 1, (problem,))


def check_source(path: Path, data: bytes, schema: Schema, reading: Reading) -> Source:
    """As `load_source`, of bytes that were read already."""
    try:
        return read_source(path, decode_text(data, path), schema, reading)
    except Unreadable as error:
        return unread(path, error.problem)


def read_source(path: Path, text: str, schema: Schema, reading: Reading) -> Source:
    """Check ``text`` as that of the file at ``path``; what is wrong is in ``problems``."""
    try:
        document = parse(text)
    except FrontMatterError as error:
        problem = Problem(
            "invalid-front-matter", error.cause, error.remedy, path, error.line, error.column
        )
        return unread(path, problem)
    front_matter, problems = schema.check(document, reading)
    placed = tuple(problem.at(path) for problem in problems)
    return Source(path, front_matter, document.body, document.body_line, placed)


def _check_name(path: Path) -> list[Problem]:
    """A problem where a file's name cannot be part of an address."""
    if path.stem == slugify(path.stem):
        return []
    cause = msg("“{value}” cannot be part of an address.", value=path.stem)
    name = f"{slugify(path.stem) or 'nom'}.md"
    return [Problem("invalid-file-name", cause, msg("Name the file {name}.", name=name), path)]


def _read(
    one: Field, entry: Entry, reading: Reading, values: dict[str, Any], problems: list[Problem]
) -> None:
    """Put the value of ``entry`` into ``values``; an empty one counts as missing."""
    try:
        value = one.kind(entry.value, reading) if entry.value != "" else None
    except Invalid as error:
        problems.append(Problem(error.code, error.cause, error.remedy, line=entry.line))
        return
    if value is not None and value != "":
        values[one.name] = value


def _unknown_key(entry: Entry, known: tuple[str, ...]) -> Problem:
    return Problem(
        "unknown-key",
        msg("The key “{key}” is unknown.", key=entry.key),
        suggestion(entry.key, known),
        line=entry.line,
    )


def _repeated_key(entry: Entry, first: int) -> Problem:
    return Problem(
        "repeated-key",
        msg("The key “{key}” is already given on line {line}.", key=entry.key, line=first),
        msg("Keep one of the two."),
        line=entry.line,
    )


def _missing(one: Field, lines: Mapping[str, int]) -> Problem:
    return Problem(
        f"missing-{one.name.replace('_', '-')}",
        msg("There is no “{key}”.", key=one.name),
        msg("Add “{key}: …” (or “{other}: …”) to the front matter.", key=one.name, other=one.french)
        if one.french
        else msg("Add “{key}: …” to the front matter.", key=one.name),
        line=lines.get(one.name, 1),
    )
