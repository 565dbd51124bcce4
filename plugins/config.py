"""Settings: a frozen dataclass a room, made from the dict of its name in pelicanconf.py.

A typo is an error at its line: the configuration's source is parsed once more
with ``ast`` to find where a name, or a key of its dict, was written.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from pathlib import Path
from types import UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from babel.core import Locale, UnknownLocaleError

from plugins.messages import Message, msg
from plugins.problems import Problem, Report, report_of, suggestion

S = TypeVar("S")

# Set by `make check`: rooms that notice more than what is wrong say so then.
PROOFREADING = "PROOFREADING"

# The digest of the configuration's own text.
CONFIGURATION_KEY = "CONFIGURATION_KEY"
# Set by `make links`: the address in whose name external links are asked for, on the network.
VISITING = "VISITING"

# Settings without a default in Pelican: its optional ones, then the house's own addresses.
OPTIONAL = ("AUTHOR", "SITESUBTITLE", "TIMEZONE", "ARCHIVES_URL", "AUTHORS_URL", "INDEX_URL")
ADDRESSES = ("DRAFTS_URL", "TOPICS_URL", "TOPIC_URL", "SUBSCRIBE_URL", "CORRECTIONS_URL")


class InvalidSetting(ValueError):
    """A value that a settings class refuses on construction."""

    def __init__(self, key: str, cause: Message, remedy: Message) -> None:
        super().__init__(str(cause))
        self.key, self.cause, self.remedy = key, cause, remedy


def unsuitable(name: str, key: str, value: object, remedy: Message) -> InvalidSetting:
    """The refusal of ``name[key]``, whatever is wrong with its value."""
    cause = msg("“{value}” does not suit {name}[“{key}”].", value=value, name=name, key=key)
    return InvalidSetting(key, cause, remedy)


def require_range(name: str, key: str, value: int, low: int, high: int) -> None:
    """Raise `InvalidSetting` unless ``low <= value <= high``."""
    if not low <= value <= high:
        remedy = msg("Write a whole number from {low} to {high}.", low=low, high=high)
        raise unsuitable(name, key, value, remedy)


@dataclass(frozen=True)
class Site:
    """What every room must agree on: ``SITE`` in the configuration.

    ``edition`` is "preview" (drafts and later dates shown, marked) or
    "publication"; ``as_of`` an ISO 8601 moment that stands for the present, so
    that one input gives one output, or "" for the moment of the build.
    """

    edition: Literal["preview", "publication"] = "preview"
    as_of: str = ""
    now: datetime = field(init=False, compare=False)

    def __post_init__(self) -> None:
        try:
            moment = datetime.fromisoformat(self.as_of) if self.as_of else datetime.now(UTC)
        except ValueError:
            raise InvalidSetting(
                "as_of",
                msg("“{value}” is not a date that can be read.", value=self.as_of),
                msg("Write for example 2026-01-02T14:30:00+01:00."),
            ) from None
        object.__setattr__(self, "now", moment if moment.tzinfo else moment.replace(tzinfo=UTC))

    @property
    def is_publication(self) -> bool:
        """Whether drafts and posts of a later date stay out."""
        return self.edition == "publication"


@dataclass(frozen=True)
class Places:
    """Where names of the configuration were written: ``(path, name, key) → line``."""

    lines: Mapping[tuple[str, str], tuple[Path, int]] = field(default_factory=dict)

    def find(self, name: str, key: str = "") -> tuple[Path | None, int | None]:
        """The file and line of a setting, or of one key of its dict."""
        return self.lines.get((name, key)) or self.lines.get((name, "")) or (None, None)

    @property
    def names(self) -> set[str]:
        """The upper-case names that the configuration assigns."""
        return {name for name, _ in self.lines}


def locate(*paths: Path) -> Places:
    """Where the upper-case names of these files are assigned; a later file wins."""
    lines: dict[tuple[str, str], tuple[Path, int]] = {}
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8-sig"))):
            if isinstance(node, ast.Assign):
                targets, value = node.targets, node.value
            elif isinstance(node, ast.AnnAssign | ast.AugAssign) and node.value is not None:
                targets, value = [node.target], node.value
            else:
                continue
            for target in targets:
                if isinstance(target, ast.Name) and target.id.isupper():
                    _locate_one(target.id, node.lineno, value, path, lines)
    return Places(lines)


def _locate_one(
    name: str,
    line: int,
    value: ast.expr,
    path: Path,
    lines: dict[tuple[str, str], tuple[Path, int]],
) -> None:
    lines[name, ""] = (path, line)
    if isinstance(value, ast.Dict):
        for key in value.keys:
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                lines[name, key.value] = (path, key.lineno)


def build_settings(
    cls: type[S], name: str, settings: Mapping[str, Any], places: Places, report: Report
) -> S:
    """The ``cls`` that ``settings[name]`` describes; faults go into ``report``.

    Each bad key is reported and its default used, so that one run shows them
    all; the caller stops before anything is built.
    """
    raw = settings.get(name, {})
    hints = get_type_hints(cls)
    known = {one.name: hints[one.name] for one in fields(cls) if one.init}  # type: ignore[arg-type]
    if not isinstance(raw, Mapping):
        report.add(_problem("invalid-setting", name, "", places, *_not_a_dict(name)))
        raw = {}
    good: dict[str, Any] = {}
    for key, value in raw.items():
        if key not in known:
            cause = msg("{name} has no setting “{key}”.", name=name, key=key)
            remedy = suggestion(str(key), known)
            report.add(_problem("unknown-setting", name, str(key), places, cause, remedy))
        elif not _suits(value, known[key]):
            cause = msg("“{value}” does not suit {name}[“{key}”].", value=value, name=name, key=key)
            remedy = _expected(known[key])
            report.add(_problem("invalid-setting", name, key, places, cause, remedy))
        else:
            good[key] = tuple(value) if isinstance(value, list) else value
    while True:
        try:
            return cls(**good)
        except InvalidSetting as error:
            cause, remedy = error.cause, error.remedy
            report.add(_problem("invalid-setting", name, error.key, places, cause, remedy))
            del good[error.key]


def room_settings(cls: type[S], name: str, settings: MutableMapping[str, Any]) -> S:
    """`build_settings` for the running Pelican, once a run of the configuration."""
    checked = settings.setdefault("CHECKED_SETTINGS", {})
    if name not in checked:
        places = settings.get("CONFIGURATION_PLACES", Places())
        checked[name] = build_settings(cls, name, settings, places, report_of(settings))
    found = checked[name]
    assert isinstance(found, cls)
    return found


def site_settings(settings: MutableMapping[str, Any]) -> Site:
    """``SITE``, which every room may read."""
    return room_settings(Site, "SITE", settings)


def unknown_settings(known: set[str], places: Places) -> list[Problem]:
    """A problem for each upper-case name of the configuration that nothing reads."""
    return [
        _problem(
            "unknown-setting",
            name,
            "",
            places,
            msg("The setting {name} is unknown.", name=name),
            suggestion(name, known),
        )
        for name in sorted(places.names - known)
    ]


def require_address(name: str, key: str, value: str) -> None:
    """Raise `InvalidSetting` unless ``value`` is a plain path below the site's root."""
    if not re.fullmatch(r"[a-z0-9_-][a-z0-9._-]*(?:/[a-z0-9_-][a-z0-9._-]*)*/?", value):
        example = "flux/rss.xml"
        remedy = msg("Write a path below the site’s root, such as “{example}”.", example=example)
        raise unsuitable(name, key, value, remedy)


def check_essentials(settings: Mapping[str, Any], places: Places) -> list[Problem]:
    """Problems with the settings that every page depends on, whatever room reads them."""
    return [
        *check_siteurl(settings, places),
        *(
            _problem(
                "invalid-setting",
                name,
                "",
                places,
                msg("“{value}” does not suit {name}.", value=settings.get(name), name=name),
                remedy,
            )
            for name, suits, remedy in _essentials()
            if not suits(settings.get(name))
        ),
    ]


def _essentials() -> Iterator[tuple[str, Callable[[Any], bool], Message]]:
    """Each setting, what it must be, and what to write."""
    filled = msg("Write a text that is not empty.")
    for name in ("AUTHOR", "SITENAME", "SITESUBTITLE"):
        yield name, lambda value: isinstance(value, str) and bool(value.strip()), filled
    zones = msg("Write a time zone such as Europe/Paris.")
    yield "TIMEZONE", lambda value: isinstance(value, str) and is_zone(value), zones
    languages = msg("Write a language code such as fr or en.")
    yield "DEFAULT_LANG", lambda value: isinstance(value, str) and is_language(value), languages
    folder = msg("Write a path below the site’s root, such as “{example}”.", example="archives/")
    for name in ("ARCHIVES_URL", "AUTHORS_URL", "DRAFTS_URL", "TOPICS_URL"):
        yield name, lambda value: bool(re.fullmatch(r"(?:[a-z0-9_-]+/)+", str(value))), folder


def is_zone(name: str) -> bool:
    """Whether the time zone is known; a list of all of them would be read from the disk."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


def is_language(tag: str) -> bool:
    """Whether the house can write dates in it: a language that Babel's CLDR knows."""
    try:
        Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return False
    return True


def check_siteurl(settings: Mapping[str, Any], places: Places) -> list[Problem]:
    """A problem where ``SITEURL`` is no full address: no feed would have a working link."""
    value = settings["SITEURL"]
    try:
        parts = urlsplit(str(value))
    except ValueError:
        parts = urlsplit("")
    sound = parts.scheme in {"http", "https"} and parts.netloc and not parts.path.endswith("/")
    if sound and not parts.query and not parts.fragment and not re.search(r"\s", str(value)):
        return []
    cause = msg("“{value}” is not the address of a site.", value=value)
    remedy = msg("Write for example https://example.org, without a slash at the end.")
    return [_problem("invalid-setting", "SITEURL", "", places, cause, remedy)]


def check_reserved(settings: Mapping[str, Any], places: Places) -> Iterator[Problem]:
    """A doubt where a publication is made for a name that nobody can have (RFC 2606, 2 and 3)."""
    host = urlsplit(str(settings["SITEURL"])).hostname or ""
    if host.rpartition(".")[2] in {"example", "invalid", "test", "localhost"}:
        cause = msg("“{value}” is an address for examples: no reader gets there.", value=host)
        remedy = msg("Write your own into publishconf.py, or give SITEURL=https://… each time.")
        path, line = places.find("SITEURL")
        yield Problem("example-address", cause, remedy, path, line, severity="warning")


def _problem(
    code: str, name: str, key: str, places: Places, cause: Message, remedy: Message
) -> Problem:
    path, line = places.find(name, key)
    return Problem(code, cause, remedy, path, line)


def _not_a_dict(name: str) -> tuple[Message, Message]:
    cause = msg("{name} is not a dict of settings.", name=name)
    return cause, msg("Write {name} = {{…}}.", name=name)


def _suits(value: object, hint: Any) -> bool:
    """Whether ``value`` is of the annotated type (bool is no int here)."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Literal:
        return value in arguments
    if origin in (Union, UnionType):
        return any(_suits(value, one) for one in arguments)
    if origin is tuple:
        return isinstance(value, list | tuple) and all(_suits(v, arguments[0]) for v in value)
    if origin in (dict, Mapping):
        return isinstance(value, Mapping)
    if hint in (int, float):
        return isinstance(value, int if hint is int else (int, float)) and not isinstance(
            value, bool
        )
    return isinstance(value, hint)


def _expected(hint: Any) -> Message:
    if get_origin(hint) is Literal:
        return msg("Known: {words}.", words=", ".join(str(one) for one in get_args(hint)))
    return msg("Expected: {type}.", type=getattr(hint, "__name__", str(hint)))
