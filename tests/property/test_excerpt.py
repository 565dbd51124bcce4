"""An excerpt is plain text, never longer than asked, and begins as the text does."""

from __future__ import annotations

import re
from html import escape

from hypothesis import example, given, settings
from hypothesis import strategies as st

from plugins.markup import convert, make_converter
from plugins.posts.excerpt import count_words, make_excerpt, reading_minutes

CONVERTER = make_converter(str)
LENGTHS = st.integers(min_value=1, max_value=120)
WORDS = st.sampled_from(
    [
        "Un",
        "drone",
        "passe.",
        "M.",
        "Dupont",
        "dit",
        "«\u00a0non\u00a0!\u00a0»",
        "l’IA,",
        "p. 12",
        "Ah…",
        "fin",
    ]
)
PARAGRAPHS = st.lists(
    st.one_of(st.lists(WORDS, min_size=1, max_size=25).map(" ".join), st.text(max_size=60)),
    max_size=4,
)


def plain(text: str) -> str:
    return " ".join(re.split(r"[ \t\n\r\f\v]+", text)).strip()


@given(PARAGRAPHS, LENGTHS)
@settings(max_examples=200)
def test_it_begins_as_the_text_does_and_is_never_longer_than_asked(
    paragraphs: list[str], length: int
) -> None:
    paragraphs = [p for p in paragraphs if p.isprintable()]
    html = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs)
    excerpt = make_excerpt(html, length)
    whole = plain(" ".join(plain(paragraph) for paragraph in paragraphs))
    assert len(excerpt) <= length
    assert whole.startswith((excerpt, excerpt.removesuffix("…")))
    assert (excerpt == whole) or len(whole) > length
    assert not whole or excerpt


@given(st.lists(WORDS, min_size=1, max_size=40), LENGTHS)
@example(["«\u00a0non\u00a0!\u00a0»", "«\u00a0non\u00a0!\u00a0»"], 17)
def test_it_ends_with_a_sentence_or_at_a_word(words: list[str], length: int) -> None:
    whole = " ".join(words)
    excerpt = make_excerpt(f"<p>{whole}</p>", length)
    if excerpt == whole:
        return
    if not excerpt.endswith("…") or whole.startswith(excerpt):
        assert re.search(r"[.!?…][\s»]*$", excerpt)
        assert whole[len(excerpt)] == " "
    elif " " in whole[: length - 1]:
        kept = excerpt.removesuffix("…")
        assert not whole[len(kept)].isalnum()


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=80), LENGTHS)
def test_any_markdown_has_an_excerpt_without_marks(text: str, length: int) -> None:
    excerpt = make_excerpt(convert(CONVERTER, f"Un[^1] {text}\n\n[^1]: Une note.\n"), length)
    assert len(excerpt) <= length
    assert excerpt == excerpt.strip()
    assert "Une note" not in excerpt


@given(st.lists(st.sampled_from(["un", "l’IA", "demi-tour", "249"]), max_size=30))
def test_words_are_counted_whatever_stands_around_them(words: list[str]) -> None:
    html = "".join(f"<p class='a b'>«\u00a0{word}\u00a0»,</p>" for word in words)
    assert count_words(html) == len(words)
    assert reading_minutes(len(words), 10) == max(1, -(-len(words) // 10))
