"""Both French catalogues are complete, and say what they are meant to."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Message

from plugins.desk.translations import Domain, domains, extract, load, refresh
from tests.laying import HOUSE

DOMAINS = domains(HOUSE)
both = pytest.mark.parametrize("domain", DOMAINS, ids=["theme", "plugins"])
PERCENT = re.compile(r"%\((\w+)\)([sd])")


def texts(value: str | Iterable[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def fields(text: str) -> Counter[tuple[str, str | None]]:
    """The values that ``text`` wants, ``{name:format}`` or ``%(name)s``, and how often."""
    braces = [(name, form) for _, name, form, _ in Formatter().parse(text) if name is not None]
    return Counter(braces + PERCENT.findall(text))


def entries(domain: Domain) -> list[Message]:
    return [message for message in load(domain) if message.id]


def ids(messages: Iterable[Message]) -> set[object]:
    return {message.id for message in messages if message.id}


def pairs(domain: Domain) -> list[tuple[str, str]]:
    """Each text with its translation, and each form of a plural with its own."""
    return [
        pair
        for message in entries(domain)
        for pair in zip(texts(message.id), texts(message.string), strict=True)
    ]


@both
def test_a_catalogue_has_every_text_and_no_other(domain: Domain) -> None:
    assert len(ids(extract(domain))) > 20
    assert ids(extract(domain)) == ids(load(domain))
    assert not load(domain).obsolete


@both
def test_every_text_is_translated_for_certain(domain: Domain) -> None:
    assert [message.id for message in entries(domain) if message.fuzzy] == []
    assert [text for text, translated in pairs(domain) if not translated.strip()] == []


@both
def test_a_translation_wants_the_values_that_are_there(domain: Domain) -> None:
    for text, translated in pairs(domain):
        assert fields(translated) == fields(text), text


@both
def test_a_translation_ends_as_its_text_does(domain: Domain) -> None:
    for text, translated in pairs(domain):
        assert text.endswith(".") == translated.endswith("."), text


@both
def test_the_catalogue_is_as_make_messages_would_write_it(domain: Domain, tmp_path: Path) -> None:
    copy = replace(domain, catalogue=tmp_path / "messages.po")
    shutil.copy(domain.catalogue, copy.catalogue)
    assert refresh(copy) == 0
    assert copy.catalogue.read_bytes() == domain.catalogue.read_bytes()


def test_a_refresh_adds_what_is_new_and_drops_what_is_gone(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text('msg("new")\nmsg("kept {n}", n=1)\n', encoding="utf-8")
    catalogue = tmp_path / "messages.po"
    catalogue.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
        'msgid "kept {n}"\nmsgstr "gardé {n}"\n\nmsgid "gone"\nmsgstr "parti"\n',
        encoding="utf-8",
    )
    domain = replace(DOMAINS[1], sources=tmp_path, catalogue=catalogue)

    assert refresh(domain) == 1

    found = {message.id: message.string for message in entries(domain)}
    assert found == {"new": "", "kept {n}": "gardé {n}"}
    assert "parti" not in catalogue.read_text(encoding="utf-8")
