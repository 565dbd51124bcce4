"""Names as an author types them, to the author or topic that bears them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Protocol, TypeVar

from plugins.files import fold
from plugins.frontmatter.schema import Source
from plugins.messages import msg
from plugins.problems import Problem, suggestion


class Named(Protocol):
    """What is found by name: it has a slug, and comes from a file."""

    @property
    def slug(self) -> str:
        """What stands in the address."""

    @property
    def source(self) -> Path:
        """The file that says who or what it is."""


N = TypeVar("N", bound=Named)


def index_names(
    entries: Iterable[N], names_of: Callable[[N], Iterable[str | None]]
) -> tuple[dict[str, N], list[Problem]]:
    """Entries by the folded form (`fold`) of their slug and of each of their names.

    A name that two entries claim is a problem: what a post means by it would be
    a matter of chance.
    """
    found: dict[str, N] = {}
    problems: list[Problem] = []
    for entry in entries:
        for name in (entry.slug, *names_of(entry)):
            other = found.setdefault(fold(name), entry) if name else entry
            if other is not entry:
                problems.append(
                    Problem(
                        "ambiguous-name",
                        msg("“{name}” already names {other}.", name=name, other=other.source.name),
                        msg("Keep this name in one of the two files."),
                        entry.source,
                    )
                )
    return found, problems


def names_of_faulty(sources: Iterable[Source], fields: Iterable[str]) -> set[str]:
    """The folded names of files that have a fault: that a post names them is not another one."""
    return {
        fold(str(name))
        for source in sources
        if source.problems
        for name in (source.path.stem, *map(source.get, fields), *source.get("aliases", ()))
        if name
    }


def resolve_names(
    typed: Iterable[str], known: Mapping[str, N], shown: Iterable[str], code: str
) -> tuple[tuple[N, ...], list[tuple[str, Problem]]]:
    """The entries that ``typed`` names, once each and in its order.

    A name that nothing bears comes back with its problem, which suggests the
    closest of ``shown``, or else lists the slugs.
    """
    shown, slugs = tuple(shown), {entry.slug for entry in known.values()}
    found: dict[str, N] = {}
    missing: list[tuple[str, Problem]] = []
    for name in typed:
        entry = known.get(fold(name))
        if entry is not None:
            found[entry.slug] = entry
        else:
            cause = msg("“{name}” is not known.", name=name)
            missing.append((name, Problem(code, cause, suggestion(name, shown, slugs))))
    return tuple(found.values()), missing
