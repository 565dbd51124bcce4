"""What a template can see: the variables that it and all it draws on look up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

from jinja2 import Environment, meta, nodes

from plugins.cache import key_of


@dataclass(frozen=True)
class Inputs:
    """``names`` are variables, ``functions`` the filters, tests and globals called by name.

    ``family`` are the template and all that it draws on.
    """

    names: frozenset[str]
    functions: frozenset[str]
    family: tuple[str, ...]
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
    return Inputs(frozenset(names), frozenset(functions), tuple(sources), _key(sources.items()))


def _key(sources: Iterable[tuple[str, str]]) -> bytes:
    return key_of(*(part for pair in sorted(sources) for part in pair))


# What one source says by itself, remembered between runs: given how to read it.
Remember = Callable[[str, Callable[[], Reading]], Reading]


class TemplateReader:
    """What the templates of ``env`` can see, each looked at once."""

    def __init__(self, env: Environment, remember: Remember) -> None:
        self._env, self._remember = env, remember
        self._inputs: dict[str, Inputs] = {}
        self._variables: dict[str, tuple[str, ...]] = {}
        self._readings: dict[str, Reading] = {}
        self._loaded: set[str] = set()

    def inputs(self, name: str) -> Inputs:
        """Those of one template. Raises `Dynamic`."""
        if name not in self._inputs:
            self._inputs[name] = find_inputs(name, self._source, self._read)
        return self._inputs[name]

    def variables(self, name: str) -> tuple[str, ...]:
        """What it and its family name, and what the functions in them say that they read."""
        if name not in self._variables:
            inputs = self.inputs(name)
            read = (self._declared.get(function, ()) for function in inputs.functions)
            self._variables[name] = tuple(sorted(inputs.names.union(*read)))
        return self._variables[name]

    def load(self, name: str) -> None:
        """Have it and its family compiled and looked at: copies of the process would all do so."""
        if name not in self._loaded:
            self._loaded.add(name)
            for one in self.inputs(name).family:
                self._env.get_template(one)
                self.variables(one)

    def _source(self, name: str) -> str:
        assert self._env.loader is not None
        return self._env.loader.get_source(self._env, name)[0]

    def _read(self, source: str) -> Reading:
        if source not in self._readings:
            read = partial(read_template, self._env, source)
            self._readings[source] = self._remember(source, read)
        return self._readings[source]

    @cached_property
    def _declared(self) -> dict[str, tuple[str, ...]]:
        """By the name of each function: what `plugins.templating.reads` declares of it."""
        found: dict[str, tuple[str, ...]] = {}
        for place in (self._env.filters, self._env.globals, self._env.tests):
            for name, function in place.items():
                found[name] = (*found.get(name, ()), *getattr(function, "reads", ()))
        return found


def jinja_options(settings: Mapping[str, Any]) -> str:
    """What decides, beside its source, how a template is read."""
    return repr(sorted(settings["JINJA_ENVIRONMENT"].items(), key=str))


def read_templates(env: Environment, remember: Remember) -> None:
    """Give ``env`` its reader."""
    env.extend(template_reader=TemplateReader(env, remember))


def reader_of(env: Environment) -> TemplateReader:
    """The reader of the templates of ``env``, which `read_templates` has given it."""
    reader = env.template_reader  # type: ignore[attr-defined]
    assert isinstance(reader, TemplateReader)
    return reader
