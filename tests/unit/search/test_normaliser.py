"""French typography to what people type."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.search.normaliser import count_words, normalise, tidy
from tests.search_cases import CASES


@pytest.mark.parametrize(("written", "asked"), CASES.items())
def test_typography_becomes_what_people_type(written: str, asked: str) -> None:
    assert normalise(written) == asked


@given(st.text())
def test_normalising_twice_is_normalising_once(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(st.text(alphabet=st.sampled_from("aéœ’'« »\u00a0\u202f\u00ad\u200b\n\t\u2029\u0301…-‑ﬁ.")))
def test_words_keep_their_places(text: str) -> None:
    assert count_words(tidy(text)) == count_words(normalise(text)) == len(normalise(text).split())


def test_what_is_shown_keeps_its_typography() -> None:
    assert tidy(" l’«\u00a0œ\u00adil\u00a0»\n\t rond\u202f! ") == "l’«\u00a0œil\u00a0» rond\u202f!"
