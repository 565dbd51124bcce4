"""Values as templates get them: plain data, with the digest of all that can be read from each."""

from __future__ import annotations

import hashlib
import marshal
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import PurePath
from types import NoneType
from typing import Any

from markupsafe import Markup

# A view, the digest of what can be read from it, and the identities of the contents (posts, pages)
# that it shows something of.
Seen = tuple[Any, bytes, frozenset[int]]
NOTHING: frozenset[int] = frozenset()


class Unfit(TypeError):
    """A value of which nobody can say whether it has changed."""


class View:
    """An object with the attributes that it was given, and no others."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.__dict__.update(values)


@cache
def kind_of_view(name: str) -> type[View]:
    """A view's type, for the message about an attribute that it has not: «'article object'…»."""
    return type(name, (View,), {"__module__": "builtins"})


class Viewer:
    """The views of one run: each object is looked at once.

    ``kinds`` says how objects of the house's or of Pelican's types are seen.
    """

    def __init__(self, kinds: Mapping[type, Callable[[Any], Seen]]) -> None:
        self._kinds = dict(kinds)
        self._ways: dict[type, Callable[[Any], Seen]] = {}
        # The object is held too: another could else be born at its address.
        self._seen: dict[int, tuple[Any, Seen]] = {}

    def see(self, value: Any) -> Seen:
        """``value`` as a template gets it, and its digest; raises `Unfit`."""
        plain = _PLAIN.get(type(value))
        if plain is not None:
            return value, plain(value), NOTHING
        found = self._seen.get(id(value))
        if found is None:
            found = self._seen[id(value)] = (value, self._look(value))
        return found[1]

    def forget(self, contents: Collection[int]) -> None:
        """Look again at whatever shows one of ``contents`` when it is next seen."""
        for one, (_, seen) in list(self._seen.items()):
            if not seen[2].isdisjoint(contents):
                del self._seen[one]

    def _look(self, value: Any) -> Seen:
        kind = type(value)
        if kind not in self._ways:
            self._ways[kind] = self._way(kind)
        return self._ways[kind](value)

    def _way(self, kind: type) -> Callable[[Any], Seen]:
        """How values of one type are looked at. Raises `Unfit`."""
        for base in kind.__mro__[:-1]:
            if base in self._kinds:
                return self._kinds[base]
        if issubclass(kind, dict):
            return self.see_values
        if issubclass(kind, list | tuple) and not hasattr(kind, "_fields"):
            return self._see_all
        if issubclass(kind, frozenset | set):
            return self._see_set
        if is_dataclass(kind):
            return self._see_dataclass
        raise Unfit(f"{kind.__module__}.{kind.__qualname__}")

    def _see_set(self, values: Collection[Any]) -> Seen:
        return values, digest_of(b"set", *sorted(self.see(one)[1] for one in values)), NOTHING

    def see_values(self, values: Mapping[Any, Any]) -> tuple[dict[Any, Any], bytes, frozenset[int]]:
        """A dict of views, and the digest of its names and values in their order."""
        views: dict[Any, Any] = {}
        parts = [b"dict"]
        shown: list[frozenset[int]] = []
        for name, value in values.items():
            plain = _PLAIN.get(type(value))
            if plain is None:
                views[name], key, own = self.see(value)
                if own:
                    shown.append(own)
            else:
                views[name], key = value, plain(value)
            parts += (_name_key(name) if type(name) is str else self.see(name)[1], key)
        return views, digest_of(*parts), together(shown)

    def _see_all(self, values: list[Any] | tuple[Any, ...]) -> Seen:
        seen = [self.see(value) for value in values]
        kind = type(values)
        key = digest_of(kind.__name__.encode(), *(key for _, key, _ in seen))
        return kind(view for view, _, _ in seen), key, together(own for _, _, own in seen if own)

    def _see_dataclass(self, value: Any) -> Seen:
        """The same object, or a view of its fields where one of them has to be a view."""
        kind = type(value)
        given = {name: getattr(value, name) for name in _names_of(kind)}  # type: ignore[arg-type]
        seen, key, shown = self.see_values(given)
        changed = {name: view for name, view in seen.items() if view is not given[name]}
        plain = not any(_holds_views(view) for view in changed.values())
        view = value if plain else kind_of_view(kind.__qualname__)(seen)
        return view, digest_of(_name_of(kind), key), shown  # type: ignore[arg-type]


@cache
def _name_of(kind: type) -> bytes:
    return f"{kind.__module__}.{kind.__qualname__}".encode()


@cache
def _names_of(kind: type) -> tuple[str, ...]:
    """The fields of a dataclass."""
    return tuple(one.name for one in fields(kind))


def together(shown: Iterable[frozenset[int]]) -> frozenset[int]:
    """What several values show; where it is what one of them does, nothing new is made."""
    first, *others = {id(one): one for one in shown}.values() or (NOTHING,)
    return first.union(*others) if others else first


def _holds_views(value: Any) -> bool:
    if isinstance(value, list | tuple):
        return any(_holds_views(one) for one in value)
    if isinstance(value, dict):
        return any(_holds_views(one) for one in value.values())
    return isinstance(value, View)


def digest_of(*parts: bytes) -> bytes:
    """The digest of ``parts`` in their order, each held apart from the next.

    `marshal` writes each with its length; of bytes it has one form alone (its version 2 knows
    no references).
    """
    return hashlib.blake2b(marshal.dumps(parts, 2), digest_size=16).digest()


def is_same(value: object, other: object) -> bool:
    """Whether two values are the same for ever, which a mutable one is not."""
    kind = type(value)
    if kind is str:
        return type(other) is str and value == other
    return value is other and (kind in _PLAIN or kind is tuple) and value is not None


@lru_cache(4096)
def _name_key(name: str) -> bytes:
    """The key of one of the few names that attributes have."""
    return _PLAIN[str](name)


def _moment(value: datetime) -> bytes:
    return f"datetime {value.isoformat()} {value.tzinfo!r} {value.fold}".encode()


# A plain value is its own key, with the name of its type.
_PLAIN: dict[type, Callable[[Any], bytes]] = {
    str: lambda value: b"str " + value.encode(),
    Markup: lambda value: b"Markup " + value.encode(),
    bytes: lambda value: b"bytes " + value,
    int: lambda value: b"int %d" % value,
    float: lambda value: b"float " + repr(value).encode(),
    bool: lambda value: b"True" if value else b"False",
    NoneType: lambda _: b"None",
    datetime: _moment,
    date: lambda value: b"date " + str(value).encode(),
}


def see_path(path: PurePath) -> Seen:
    """A path is what it says."""
    return path, digest_of(b"path", str(path).encode()), NOTHING
