"""Values as templates get them: plain data, with the digest of all that can be read from each."""

from __future__ import annotations

import hashlib
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

# Bytes up to which a plain value is its own key: hashing it would take longer.
SHORT = 64


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
        # The object is held too: another could else be born at its address.
        self._seen: dict[int, tuple[Any, Seen]] = {}

    def see(self, value: Any) -> Seen:
        """``value`` as a template gets it, and its digest; raises `Unfit`."""
        kind = type(value)
        if kind in _PLAIN:
            return value, _plain_key(kind.__name__, _PLAIN[kind](value)), NOTHING
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
        for kind in type(value).__mro__[:-1]:
            if kind in self._kinds:
                return self._kinds[kind](value)
        if isinstance(value, dict):
            return self.see_values(value)
        if isinstance(value, list | tuple) and not hasattr(value, "_fields"):
            return self._see_all(value)
        if isinstance(value, frozenset | set):
            keys = sorted(self.see(one)[1] for one in value)
            return value, _digest("set", *keys), NOTHING
        if is_dataclass(value) and not isinstance(value, type):
            return self._see_dataclass(value)
        raise Unfit(f"{type(value).__module__}.{type(value).__qualname__}")

    def see_values(self, values: Mapping[Any, Any]) -> tuple[dict[Any, Any], bytes, frozenset[int]]:
        """A dict of views, and the digest of its names and values in their order."""
        views: dict[Any, Any] = {}
        keys: list[bytes] = []
        shown: list[frozenset[int]] = []
        for name, value in values.items():
            views[name], key, own = self.see(value)
            keys += (_name_key(name) if type(name) is str else self.see(name)[1], key)
            if own:
                shown.append(own)
        return views, _digest("dict", *keys), together(shown)

    def _see_all(self, values: list[Any] | tuple[Any, ...]) -> Seen:
        seen = [self.see(value) for value in values]
        kind = type(values)
        key = _digest(kind.__name__, *(key for _, key, _ in seen))
        return kind(view for view, _, _ in seen), key, together(own for _, _, own in seen if own)

    def _see_dataclass(self, value: Any) -> Seen:
        """The same object, or a view of its fields where one of them has to be a view."""
        kind = type(value)
        given = {name: getattr(value, name) for name in _names_of(kind)}  # type: ignore[arg-type]
        seen, key, shown = self.see_values(given)
        changed = {name: view for name, view in seen.items() if view is not given[name]}
        plain = not any(_holds_views(view) for view in changed.values())
        view = value if plain else kind_of_view(kind.__qualname__)(seen)
        return view, _digest(f"{kind.__module__}.{kind.__qualname__}", key), shown


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


@lru_cache(4096)
def _name_key(name: str) -> bytes:
    """`_plain_key` of one of the few names that attributes have."""
    return _plain_key("str", name)


def _plain_key(kind: str, value: str | bytes) -> bytes:
    """What the value says, or the digest of that where it is long."""
    data = value.encode() if isinstance(value, str) else value
    if len(data) > SHORT:
        return b"#" + kind.encode() + hashlib.blake2b(data, digest_size=16).digest()
    return b"=" + kind.encode() + b":" + data


def _digest(*parts: str | bytes) -> bytes:
    data = [part.encode() if isinstance(part, str) else part for part in parts]
    lengths = ",".join(map(str, map(len, data))).encode()
    return hashlib.blake2b(b"".join((lengths, b":", *data)), digest_size=16).digest()


def _moment(value: datetime) -> str:
    return f"{value.isoformat()} {value.tzinfo!r} {value.fold}"


_PLAIN: dict[type, Callable[[Any], str | bytes]] = {
    str: str.encode,
    Markup: str.encode,
    bytes: bytes,
    int: str,
    float: repr,
    bool: str,
    NoneType: str,
    datetime: _moment,
    date: str,
}


def see_path(path: PurePath) -> Seen:
    """A path is what it says."""
    return path, _digest("path", str(path)), NOTHING
