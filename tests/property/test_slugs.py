"""Slugs and folded names: one form for all spellings, and stable under repetition."""

from __future__ import annotations

import re
import unicodedata
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from plugins.files import fold, slugify
from plugins.frontmatter.kinds import Invalid, Reading, slug
from plugins.topics.core import tag_slug, tag_spellings

FRENCH = st.text(
    st.sampled_from(
        "abcdefghijklmnopqrstuvwxyzàâäçéèêëîïôöùûüÿœæ0123456789 ’'-_.,:!?«»\u00a0\u202f"
    ),
    max_size=30,
)
TEXTS = st.one_of(st.text(max_size=30), FRENCH)


@given(TEXTS)
@example("№ 5")
@example("Chat™")
@settings(max_examples=200)
def test_a_slug_is_ascii_and_its_own_slug(text: str) -> None:
    made = slugify(text)
    assert re.fullmatch(r"(?:[a-z0-9]+(?:-[a-z0-9]+)*)?", made)
    assert slugify(made) == made


@given(TEXTS)
@example("№ 5")
@example("Chat™")
@settings(max_examples=200)
def test_a_folded_name_is_its_own_fold(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(FRENCH)
def test_case_accents_and_composition_make_no_difference(text: str) -> None:
    for other in (
        text.upper(),
        text.title(),
        unicodedata.normalize("NFD", text),
        unicodedata.normalize("NFC", text),
        text.replace("’", "'"),
        text.replace(" ", "\u00a0"),
        f"  {text}  ",
    ):
        assert fold(other) == fold(text)
        assert slugify(other) == slugify(text)


@given(FRENCH)
def test_the_letters_of_a_french_text_are_all_in_its_slug(text: str) -> None:
    plain = text.replace("œ", "oe").replace("æ", "ae")
    letters = [c for c in unicodedata.normalize("NFD", plain) if c.isascii() and c.isalnum()]
    assert slugify(text).replace("-", "") == "".join(letters)


@given(TEXTS.filter(str.isprintable))
def test_a_slug_is_accepted_as_one_and_nothing_else_is(text: str) -> None:
    reading = Reading(ZoneInfo("Europe/Paris"))
    typed = text.strip(" ")
    if typed and typed == slugify(typed):
        assert slug(text, reading) == typed
        return
    with pytest.raises(Invalid) as caught:
        slug(text, reading)
    assert slugify(text) in str(caught.value.remedy)


@given(st.lists(FRENCH.filter(slugify), max_size=8), st.randoms())
def test_a_tag_has_one_spelling_whatever_the_order_of_files(names: list[str], random) -> None:
    spellings = tag_spellings(names)
    shuffled = list(names)
    random.shuffle(shuffled)
    assert tag_spellings(shuffled) == spellings
    assert set(spellings) == {tag_slug(name) for name in names}
    assert all(spelling in names for spelling in spellings.values())
