"""A text's parts, at their places in the source."""

from __future__ import annotations

import pytest

from plugins.checks.rules.wording import readability
from plugins.proofreading import Around
from tests.proofing import rule_of, text_of

FIRST = 7  # of the body, in the file that `text_of` makes


@pytest.mark.parametrize(
    ("body", "links"),
    [
        ("Un [lien](https://a.fr).", [(1, "lien", "https://a.fr")]),
        ('[a](https://a.fr/x_(y) "Titre") et <https://b.fr>', [(1, "a", "https://a.fr/x_(y)"),
         (1, "https://b.fr", "https://b.fr")]),
        ("x\n\n[a][r] et [r][]\n\n[r]: https://a.fr",
         [(3, "a", "https://a.fr"), (3, "r", "https://a.fr")]),
        ("`[a](b)` \\[a](b)\n\n    [a](b)\n\n```\n[a](b)\n```", []),
        ("[![Un pont](p.jpg)](https://a.fr)", [(1, "Un pont", "https://a.fr")]),
        ('<p>\n<a class="x" href="https://a.fr?a=1&amp;b=2">a <b>b</b></a></p>',
         [(2, "a b", "https://a.fr?a=1&b=2")]),
        ("Une note[^1].\n\n[^1]: [*la* source](../b/index.md)",
         [(3, "la source", "../b/index.md")]),
        ("<!-- [a](b) -->", []),
    ],
)  # fmt: skip
def test_links(body: str, links: list[tuple[int, str, str]]) -> None:
    text = text_of(body)
    assert [(text.place(k.at)[0] - FIRST + 1, k.text, k.target) for k in text.links] == links


def test_pictures_of_markdown_and_of_html() -> None:
    text = text_of(
        '![a](b.jpg "c") ![][r]\n\n<img src="d.png"> <img alt="" src=e.png>\n\n[r]: f.svg\n'
    )
    found = [(image.alt, image.target) for image in text.images]
    assert found == [("a", "b.jpg"), ("", "f.svg"), (None, "d.png"), ("", "e.png")]


def test_headings_with_signs_and_underlined() -> None:
    text = text_of("# A\n\nB\n===\n\nC\n---\n\n### D {#d}\n\n> ## E\n\n```\n# F\n```\n")
    assert [(h.level, h.text) for h in text.headings] == [(1, "A"), (1, "B"), (2, "C"), (3, "D")]


def test_sentences_do_not_end_at_abbreviations() -> None:
    (paragraph,) = text_of("M. Dupont cite l’art. 5. « Oui ! » Et puis ?").paragraphs
    said = [sentence for _, sentence in paragraph.sentences()]
    assert said == ["M. Dupont cite l’art. 5.", "« Oui ! »", "Et puis ?"]


def test_the_readability_of_known_words() -> None:
    # 100 words in 10 sentences, 20 of them of more than six letters: 10 + 20.
    body = "Un deux trois quatre cinq six sept huit longueur longueur. " * 10
    assert readability(text_of(body)) == 30
    assert readability(text_of("Trop court.")) == 0


@pytest.mark.parametrize(
    ("body", "is_quoted", "is_item"),
    [
        ("Un texte.", False, False),
        ("**Iris.** Un texte.", False, False),
        ("*Un* texte.", False, False),
        ("- Un texte.", False, True),
        ("3. Un texte.", False, True),
        ("> Un texte.", True, False),
        ("> - Un texte.", True, True),
        ("[^1]: Un texte.", False, True),
    ],
)
def test_what_a_paragraph_is(body: str, is_quoted: bool, is_item: bool) -> None:
    (paragraph,) = text_of(body).paragraphs
    assert (paragraph.is_quoted, paragraph.is_item) == (is_quoted, is_item)


def test_titles_and_summaries_are_read_for_repeated_words() -> None:
    fields = "---\ntitle: Le le titre\ndate: 2026-01-02\nsummary: Nous nous taisons.\n---\n"
    text = text_of(f"{fields}Un texte.\n")
    (finding,) = rule_of("repeated-word").findings(text, Around())
    assert (finding.key, finding.values["word"]) == ("title", "le")
