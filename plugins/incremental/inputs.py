"""What a template can see: the variables that it and all it draws on look up."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from jinja2 import Environment, meta, nodes

from plugins.cache import key_of


@dataclass(frozen=True)
class Inputs:
    """``names`` are variables, ``functions`` the filters, tests and globals called by name."""

    names: frozenset[str]
    functions: frozenset[str]
    key: bytes


@dataclass(frozen=True)
class Reading:
    """One template by itself; ``drawn`` are those that it extends, includes or imports."""

    names: frozenset[str]
    functions: frozenset[str]
    drawn: tuple[str, ...]


class Dynamic(ValueError):
    """A template that draws on another whose name only rendering tells."""


def read_template(env: Environment, source: str) -> Reading:
    """What the source of one template says. Raises `Dynamic`."""
    tree = env.parse(source)
    drawn = tuple(meta.find_referenced_templates(tree))
    if None in drawn:
        raise Dynamic
    names = frozenset(meta.find_undeclared_variables(tree))
    # A function that is global counts as declared, so every name is looked at.
    found = tree.find_all((nodes.Filter, nodes.Test, nodes.Name))
    called = {str(getattr(one, "name")) for one in found}  # noqa: B009 (all three have one)
    return Reading(names, frozenset(called), tuple(n for n in drawn if n is not None))


def find_inputs(
    name: str, source_of: Callable[[str], str], read: Callable[[str], Reading]
) -> Inputs:
    """What ``name`` and its whole family can see; the key covers all of their sources."""
    sources: dict[str, str] = {}
    names: set[str] = set()
    functions: set[str] = set()
    waiting = [name]
    while waiting:
        one = waiting.pop()
        if one in sources:
            continue
        sources[one] = source_of(one)
        reading = read(sources[one])
        names |= reading.names
        functions |= reading.functions
        waiting += reading.drawn
    return Inputs(frozenset(names), frozenset(functions), _key(sources.items()))


def _key(sources: Iterable[tuple[str, str]]) -> bytes:
    return key_of(*(part for pair in sorted(sources) for part in pair))
