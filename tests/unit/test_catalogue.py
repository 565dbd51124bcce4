"""Catalogues are read from their .po files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from plugins.catalogue import HOUSE, load_catalogue
from plugins.typography.core import typeset

CATALOGUE = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Language: fr\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

msgid "drone"
msgid_plural "drones"
msgstr[0] "drone"
msgstr[1] "drones volants"

msgid "noise"
msgstr "bruit"

#, fuzzy
msgid "silence"
msgstr "presque"

msgid "wind"
msgstr ""
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "fr" / "LC_MESSAGES" / "messages.po"
    path.parent.mkdir(parents=True)
    path.write_text(CATALOGUE, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("language", ["fr", "fr-ca"])
def test_a_language_and_its_regions_share_a_catalogue(folder: Path, language: str) -> None:
    assert load_catalogue(folder, language).gettext("noise") == "bruit"


@pytest.mark.parametrize(
    ("language", "msgid"), [("en", "noise"), ("fr", "silence"), ("fr", "wind"), ("fr", "absent")]
)
def test_what_is_not_translated_is_its_msgid(folder: Path, language: str, msgid: str) -> None:
    assert load_catalogue(folder, language).gettext(msgid) == msgid


@pytest.mark.parametrize(("number", "shown"), [(0, "drone"), (1, "drone"), (2, "drones volants")])
def test_french_plurals_begin_at_two(folder: Path, number: int, shown: str) -> None:
    assert load_catalogue(folder, "fr").ngettext("drone", "drones", number) == shown


def test_the_theme_speaks_as_its_authors_are_set() -> None:
    """No-break spaces and all, with a number or a name where one is filled in."""
    with (HOUSE.parents[1] / "theme/locale/fr/LC_MESSAGES/messages.po").open("rb") as stream:
        messages = [message for message in read_po(stream) if message.id]
    for message in messages:
        forms = message.string if isinstance(message.string, tuple) else (message.string,)
        for said in (re.sub(r"%\(\w+\)s", "5", form) for form in forms):
            assert typeset(said) == said


def test_the_house_speaks_french() -> None:
    assert load_catalogue(HOUSE, "fr").gettext("error") == "erreur"
