"""Typography: what holds of every text."""

from __future__ import annotations

import re
from html import unescape
from itertools import pairwise

from hypothesis import example, given, settings
from hypothesis import strategies as st

from plugins.markup import convert, make_converter
from plugins.proofreading import Around
from plugins.prose import OBJECT, Run, read_blocks
from plugins.typography.core import Options, typeset, typeset_runs
from plugins.typography.rules import RULES
from plugins.typography.tree import TypographyExtension
from tests.proofing import SOUND, text_of

PIECES = [
    *"'\"«»“”;:!?.…–—-()[]{}<>/\\%€$&@#*_`=~|°§,¿¡",
    *[" "] * 14,
    *["\u00a0", "\u202f", "\u2009", "\t", "\n", "\n\n", "  "],
    *["...", "....", "::", "://", ":)", ";-)", ":D", "12:30", "?x=1", "«\u00a0", '""', "''"],
    *["1", "3", "12", "30", "000", " 000", "2026", '27"', "'80", "1er", "2e", "XXIe", "XIV", "V"],
    *["%", " €", "Go", " km", "h", " h ", " min", " mars", " siècle", "Louis", "J.-C.", "av. "],
    *["M. ", "Mme", "Dr ", "n°", "p.", "chap. ", "l'", "d'", "qu'", "'n'", "'s", "Yahoo!"],
    *["a", "l", "é", "mot", "IA", "Été", "the ", "and of ", "is it ", "dit-il", "exemple.fr", "🎉"],
]
TEXTS = st.one_of(st.lists(st.sampled_from(PIECES), max_size=24).map("".join), st.text())
OPTIONS = st.builds(Options, narrow=st.booleans())
FIXED = st.sampled_from(
    [Run("`l'x ?`", OBJECT), Run("<em>", ""), Run("<br>", "\n"), Run("km", "km"), Run("&#39;", "")]
)
RUNS = st.lists(st.one_of(TEXTS.map(Run), FIXED), max_size=6)
ALLOWED = frozenset("'’\"«»“”.… \t\u00a0\u202f\u2009\n")
FRENCH = make_converter(str)
FRENCH.registerExtensions([TypographyExtension()], {})
UNTOUCHED = make_converter(str)


@settings(max_examples=600)
@given(TEXTS, OPTIONS)
@example("“—\u00a0«", Options())
@example("'80's", Options())
@example('«"7"»"', Options())
def test_the_pass_is_idempotent(text: str, options: Options) -> None:
    once = typeset(text, options)
    assert typeset(once, options) == once


@settings(max_examples=200)
@given(TEXTS, OPTIONS)
@example("«\x1f0", Options())
def test_only_quotes_dots_and_spaces_change(text: str, options: Options) -> None:
    after = typeset(text, options)
    assert [c for c in after if c not in ALLOWED] == [c for c in text if c not in ALLOWED]


@settings(max_examples=150)
@given(TEXTS)
def test_without_the_narrow_space_there_is_none(text: str) -> None:
    assert "\u202f" not in typeset(text, Options(narrow=False))


@settings(max_examples=150)
@given(TEXTS)
def test_the_choice_of_the_space_changes_nothing_else(text: str) -> None:
    wide, narrow = typeset(text, Options(narrow=False)), typeset(text)
    assert wide == narrow.replace("\u202f", "\u00a0")


@settings(max_examples=200)
@given(RUNS, OPTIONS, st.booleans())
def test_as_many_runs_come_back_and_fixed_ones_untouched(
    runs: list[Run], options: Options, is_wrapped: bool
) -> None:
    texts = typeset_runs(runs, options, is_wrapped=is_wrapped)
    assert len(texts) == len(runs)
    for run, text in zip(runs, texts, strict=True):
        if run.stands_for is not None:
            assert text == run.text


@settings(max_examples=200)
@given(TEXTS.filter(lambda text: "\n\n" not in text), st.data())
def test_where_tags_cut_a_text_does_not_matter(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=4)))
    places = [0, *cuts, len(text)]
    runs = [Run(text[a:b]) for a, b in pairwise(places)]
    tagged = [run for piece in runs for run in (piece, Run("<b>", ""))]
    expected = "".join(typeset_runs([Run(text)]))
    assert "".join(typeset_runs(runs)) == expected
    assert "".join(typeset_runs(tagged)).replace("<b>", "") == expected.replace("<b>", "")


@settings(max_examples=100)
@given(TEXTS)
def test_a_source_is_taken_apart_without_loss(text: str) -> None:
    assert "".join(run.text for block in read_blocks(text) for run in block.runs) == text


@settings(max_examples=100)
@given(TEXTS)
def test_notices_point_into_the_text(text: str) -> None:
    read = text_of(SOUND + text)
    for rule in RULES:
        for finding in rule.find(read, Around()):
            assert finding.at is not None
            assert 0 <= finding.at < len(read.source.body)


def letters(html: str) -> list[str]:
    return [c for c in unescape(re.sub(r"<[^>]*>", "", html)) if c.isalnum()]


@settings(max_examples=100)
@given(TEXTS)
def test_a_post_keeps_its_tags_its_letters_and_its_ids(text: str) -> None:
    typed, html = convert(UNTOUCHED, f"# {text}"), convert(FRENCH, f"# {text}")
    tags = re.compile(r"<(/?[a-z0-9]+)|\b(?:id|href|src)=\"([^\"]*)\"")
    assert tags.findall(html) == tags.findall(typed)
    assert letters(html) == letters(typed)


@settings(max_examples=100)
@given(TEXTS)
def test_code_is_never_touched(text: str) -> None:
    code = re.sub(r"[`\s]+", " ", text).strip() or "x"
    html = convert(FRENCH, f"L'été `` {code} `` ?\n\n```\n{code}\n```\n\n<code>{code}</code>")
    plain = convert(UNTOUCHED, f"L'été `` {code} `` ?\n\n```\n{code}\n```\n\n<code>{code}</code>")
    inside = re.compile(r"<code[^>]*>.*?</code>", re.DOTALL)
    assert inside.findall(html)[:2] == inside.findall(plain)[:2]
