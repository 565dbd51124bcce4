"""What a value of the front matter may be: each kind reads one `Value` or says why not.

A kind is a function ``(value, reading) → result``; it raises `Invalid`.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from plugins.config import is_language
from plugins.files import control_character, fold, slugify
from plugins.frontmatter.dates import parse_date
from plugins.frontmatter.parse import Value
from plugins.messages import Message, msg
from plugins.model import Correction, Link, Term, TermContext
from plugins.problems import suggestion


@dataclass(frozen=True)
class Reading:
    """What reading a value may depend on, beside the value."""

    zone: ZoneInfo


class Invalid(Exception):
    """A value that its field cannot take."""

    def __init__(self, code: str, cause: Message, remedy: Message) -> None:
        super().__init__(str(cause))
        self.code, self.cause, self.remedy = code, cause, remedy


Kind = Callable[[Value, Reading], Any]

_CONDITIONS = ("with", "unless")

_URL = re.compile(r"https?://[^\s/?#]+\S*$", re.IGNORECASE)
_EMAIL = re.compile(r"[^\s@<>\"',;:?&/%]+@[\w-]+(?:\.[\w-]+)+$")
_HANDLE = re.compile(r"@?[\w.-]+@[\w-]+(?:\.[\w-]+)+(?::\d+)?$")
_URI = re.compile(r"[a-z][a-z0-9+.-]*:\S+$", re.IGNORECASE)


def _wrong(expected: Message, value: object) -> Invalid:
    return Invalid(
        "invalid-value",
        msg("“{value}” does not suit this key.", value=value),
        expected,
    )


def text(value: Value, reading: Reading) -> str:
    """One line of plain text, its runs of blanks made one (no-break spaces are kept)."""
    if not isinstance(value, str):
        raise _wrong(msg("Write one line of text, between quotes if need be."), value)
    if found := control_character(value):
        # YAML's "\\x07" passes the check of the file's own characters.
        raise Invalid(
            "control-character",
            msg("Control character U+{code:04X}, invisible and forbidden.", code=ord(found[0])),
            msg("Delete it."),
        )
    return re.sub(r"[ \t\n]+", " ", value).strip()


def words(value: Value, reading: Reading) -> tuple[str, ...]:
    """A list: ``[a, b]``, one “- item” a line, or items between commas or semicolons.

    Commas separate only where there is no semicolon, as in Pelican.
    """
    if isinstance(value, dict):
        raise _wrong(msg("Write a list such as [one, two]."), value)
    if isinstance(value, str):
        items: list[Value] = list(value.split(";" if ";" in value else ","))
    else:
        items = value
    found = (text(item, reading) for item in items)
    return tuple(dict.fromkeys(word for word in found if word))


def word_groups(value: Value, reading: Reading) -> tuple[str, ...]:
    """A list, or lists under names (``fr:``, ``en:``) which are read as one."""
    groups = value.values() if isinstance(value, dict) else [value]
    return tuple(dict.fromkeys(word for group in groups for word in words(group, reading)))


def listed(value: Value, reading: Reading) -> tuple[str, ...]:
    """`words`, but an empty list is a value too: “none”, which is not “not said”."""
    if isinstance(value, str) and fold(value) in {"none", "aucun", "aucune"}:
        return ()
    return words(value, reading)


def slugs(value: Value, reading: Reading) -> tuple[str, ...]:
    """A list of `slug`."""
    return tuple(slug(item, reading) for item in words(value, reading))


def terms(value: Value, reading: Reading) -> tuple[Term, ...]:
    """Lists of words and phrases, each list under its weight from 0.1 to 5."""
    expected = msg("Write lists of terms under their weights: “3: [one, two]”.")
    if not isinstance(value, dict):
        raise _wrong(expected, value)
    found: dict[str, Term] = {}
    for weight, group in value.items():
        typed = weight.replace(",", ".")
        if not re.fullmatch(r"\d(?:\.\d+)?", typed) or not 0.1 <= float(typed) <= 5:  # noqa: PLR2004
            raise _wrong(expected, weight)
        for word in words(group, reading):
            found.setdefault(word, Term(word, float(typed)))
    return tuple(found.values())


def weighted(value: Value, reading: Reading) -> tuple[tuple[int, str], ...]:
    """Texts under whole weights, which a machine wrote: left as they are, as they are long."""
    expected = msg("Write words under their weights, whole numbers: “-12: one two”.")
    if not isinstance(value, dict):
        raise _wrong(expected, value)
    for weight, group in value.items():
        if not re.fullmatch(r"-?\d{1,5}", weight) or not isinstance(group, str):
            raise _wrong(expected, weight)
    return tuple((int(weight), text(group, reading)) for weight, group in value.items())


def contexts(value: Value, reading: Reading) -> tuple[TermContext, ...]:
    """Entries of ``terms`` with the words they count beside (``with``), or do not (``unless``)."""
    if not isinstance(value, list):
        raise _wrong(msg("Write a list of entries with “terms:” and “with:” or “unless:”."), value)
    return tuple(_context(item, reading) for item in value)


def _context(item: Value, reading: Reading) -> TermContext:
    keys = set(item) if isinstance(item, dict) else set()
    if not isinstance(item, dict) or "terms" not in keys or not keys <= {"terms", *_CONDITIONS}:
        raise _wrong(msg("Write a list of entries with “terms:” and “with:” or “unless:”."), item)
    beside, unless = (words(item.get(key, []), reading) for key in _CONDITIONS)
    return TermContext(words(item["terms"], reading), beside, unless)


def date(value: Value, reading: Reading) -> Any:
    """An aware datetime (`parse_date`); without a zone it is the site's."""
    typed = text(value, reading)
    try:
        return parse_date(typed, reading.zone)
    except ValueError:
        raise Invalid(
            "invalid-date",
            msg("“{value}” is not a date that can be read.", value=typed),
            msg("Write for example 2026-01-02 14:30, or 2 janvier 2026 14h30."),
        ) from None


def flag(value: Value, reading: Reading) -> bool:
    """Yes or no, in English or French."""
    typed = fold(text(value, reading))
    if typed in {"true", "yes", "oui", "vrai", "on", "1"}:
        return True
    if typed in {"false", "no", "non", "faux", "off", "0"}:
        return False
    raise _wrong(msg("Write true or false."), value)


def number(low: int, high: int) -> Kind:
    """A whole number from ``low`` to ``high``."""

    def kind(value: Value, reading: Reading) -> int:
        typed = text(value, reading)
        if re.fullmatch(r"-?\d{1,9}", typed) and low <= int(typed) <= high:
            return int(typed)
        raise _wrong(msg("Write a whole number from {low} to {high}.", low=low, high=high), typed)

    return kind


def choice(names: Mapping[str, tuple[str, ...]]) -> Kind:
    """One of the keys of ``names``, written as itself or as one of its aliases."""
    canonical = {fold(alias): name for name, more in names.items() for alias in (name, *more)}
    shown = tuple(alias for name, more in names.items() for alias in (name, *more))

    def kind(value: Value, reading: Reading) -> str:
        typed = text(value, reading)
        if fold(typed) in canonical:
            return canonical[fold(typed)]
        raise Invalid(
            "invalid-value",
            msg("“{value}” is not one of the possible values.", value=typed),
            suggestion(typed, shown),
        )

    return kind


def slug(value: Value, reading: Reading) -> str:
    """A part of an address: lower-case letters and digits with hyphens between."""
    typed = text(value, reading)
    if typed and typed == slugify(typed):
        return typed
    raise Invalid(
        "invalid-slug",
        msg("“{value}” cannot be part of an address.", value=typed),
        msg("Write “{slug}”.", slug=slugify(typed) or "mon-article"),
    )


def language(value: Value, reading: Reading) -> str:
    """A language tag (BCP 47), in lower case."""
    typed = text(value, reading).lower()
    if is_language(typed):
        return typed
    raise _wrong(msg("Write a language code such as fr or en."), typed)


def identifier(value: Value, reading: Reading) -> str:
    """A permanent id, as an IRI: a UUID becomes ``urn:uuid:…``, an IRI stays as it is.

    IRIs are taken so that a blog which moves here keeps the guids it had.
    """
    typed = text(value, reading)
    if _URI.match(typed) and not typed.lower().startswith("urn:uuid:"):
        return typed
    try:
        return uuid.UUID(typed.lower().removeprefix("urn:uuid:")).urn
    except ValueError:
        raise Invalid(
            "invalid-id",
            msg("“{value}” is not a permanent id.", value=typed),
            msg("Write a UUID (python3 -c 'import uuid; print(uuid.uuid4())')."),
        ) from None


def links(value: Value, reading: Reading) -> tuple[Link, ...]:
    """Profiles elsewhere: a list of ``label`` and ``url``, or ``label: url`` pairs."""
    if isinstance(value, dict):
        value = [{"label": label, "url": url} for label, url in value.items()]
    if not isinstance(value, list):
        raise _wrong(msg("Write a list of entries with “label:” and “url:”."), value)
    return tuple(_link(item, reading) for item in value)


def _link(item: Value, reading: Reading) -> Link:
    if not isinstance(item, dict) or set(item) != {"label", "url"}:
        raise _wrong(msg("Write a list of entries with “label:” and “url:”."), item)
    found = Link(text(item["label"], reading), text(item["url"], reading))
    if not found.label or not _URL.match(found.url):
        raise _wrong(msg("Each link needs a label and an address in https://."), found.url)
    return found


def handle(value: Value, reading: Reading) -> str:
    """An account of the fediverse: ``@name@server``."""
    typed = text(value, reading)
    if not _HANDLE.match(typed):
        raise _wrong(msg("Write it as @name@server."), typed)
    return "@" + typed.removeprefix("@")


def email(value: Value, reading: Reading) -> str:
    """One address to write to; what is more than that (a name, a second one) is refused."""
    typed = text(value, reading)
    if not _EMAIL.match(typed):
        raise _wrong(msg("Write one address, such as nom@exemple.fr."), typed)
    return typed


CORRECTIONS = {
    "typo": ("coquille",),
    "clarification": ("précision",),
    "error": ("erreur",),
}
_PARTS = {
    "date": "date",
    "kind": "kind",
    "genre": "kind",
    "nature": "kind",
    "text": "text",
    "texte": "text",
    "resend": "resend",
    "renvoyer": "resend",
}


def corrections(value: Value, reading: Reading) -> tuple[Correction, ...]:
    """What was corrected, newest first: entries of date, kind, text and maybe resend."""
    found = value if isinstance(value, list) else [value]
    every = (_correction(item, reading) for item in found)
    return tuple(sorted(every, key=lambda one: one.date, reverse=True))


def _correction(item: Value, reading: Reading) -> Correction:
    expected = msg("Write entries with “date:”, “kind:” (typo, clarification, error) and “text:”.")
    if not isinstance(item, dict):
        raise _wrong(expected, item)
    parts = {_PARTS.get(fold(key), key): part for key, part in item.items()}
    if not {"date", "kind", "text"} <= set(parts) <= set(_PARTS.values()):
        raise _wrong(expected, ", ".join(item))
    words = text(parts["text"], reading)
    if not words:
        raise _wrong(expected, words)
    return Correction(
        date(parts["date"], reading),
        choice(CORRECTIONS)(parts["kind"], reading),
        words,
        flag(parts.get("resend", "false"), reading),
    )


def addresses(value: Value, reading: Reading) -> tuple[str, ...]:
    """Addresses that a text had: ``/2019/03/drones/``; a full address counts by its path."""
    found = words(value, reading)
    for address in found:
        if not re.fullmatch(r"(?:https?://[^/\s]+)?/[^\s?#]*", address) or ".." in address:
            raise _wrong(msg("Write paths such as /2019/03/drones/."), address)
    return tuple(re.sub(r"^https?://[^/]+", "", address).lstrip("/") for address in found)


# A post of a fediverse server is its number, or an id of letters and digits, under its author;
# one of Bluesky is a record's key under a handle or a DID.
_STATUSES = {
    "mastodon": (
        re.compile(r"https://[\w.-]+\.\w+(?::\d+)?/@[\w.-]+(?:@[\w.-]+)?/\w+", re.ASCII),
        "https://mastodon.example/@samuguru/123456789",
    ),
    "bluesky": (
        re.compile(r"https://bsky\.app/profile/[\w.:-]+/post/\w+", re.ASCII),
        "https://bsky.app/profile/samuguru.example/post/3kabc",
    ),
}


def status_address(network: str) -> Kind:
    """The full address of one post on ``network``."""
    pattern, example = _STATUSES[network]

    def kind(value: Value, reading: Reading) -> str:
        typed = text(value, reading)
        if pattern.fullmatch(typed):
            return typed
        raise _wrong(
            msg("Write the address of one post, such as {example}.", example=example), typed
        )

    return kind
