"""The summary that a post did not write, its words, and its minutes."""

from __future__ import annotations

import pytest

from plugins.posts.excerpt import count_words, make_excerpt, reading_minutes

OPENING = "<p>Un drone passe. Un autre suit ! Le troisième ? Perdu…</p>"


@pytest.mark.parametrize(
    ("length", "text"),
    [
        (100, "Un drone passe. Un autre suit ! Le troisième ? Perdu…"),
        (53, "Un drone passe. Un autre suit ! Le troisième ? Perdu…"),
        (52, "Un drone passe. Un autre suit ! Le troisième ?"),
        (45, "Un drone passe. Un autre suit !"),
        (31, "Un drone passe. Un autre suit !"),
        (30, "Un drone passe."),
        (15, "Un drone passe."),
        (14, "Un drone…"),
        (10, "Un drone…"),
        (8, "Un…"),
        (2, "U…"),
        (1, "…"),
    ],
)
def test_it_ends_where_a_sentence_ends_or_else_at_a_word(length: int, text: str) -> None:
    assert make_excerpt(OPENING, length) == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Un.</p><p>Deux.</p><p>Trois, bien plus long que le reste.</p>", "Un. Deux."),
        ("<p>Un deux trois quatre cinq</p>", "Un deux trois…"),
        ("<p>Un deux trois, quatre cinq</p>", "Un deux trois…"),
        ("<p>Anticonstitutionnellement</p>", "Anticonstitutio…"),
        ("<p>Un&nbsp;deux trois.</p>", "Un\u00a0deux trois."),
    ],
)
def test_paragraphs_follow_each_other_up_to_the_length(html: str, text: str) -> None:
    assert make_excerpt(html, 16) == text


@pytest.mark.parametrize(
    ("sentence", "rest"),
    [
        ("M. Dupont et Mme. Durand volent.", "Puis non."),
        ("Le Dr. Petit a lu J. Verne.", "Puis non."),
        ("On le lit p. 12, fig. 3, chap. 4.", "Puis non."),
        ("Voir cf. le vol. 2 (env. 300 pages).", "Puis non."),
        ("Some say e.g. this, i.e. that.", "Puis non."),
        ("(M. Dupont) est venu.", "Puis non."),
        ("« M. Dupont est venu. »", "Puis non."),
        ("«\u00a0Tu viens\u00a0?\u00a0»", "Puis non."),
        ("Il pèse 249.5 grammes.", "Puis non."),
        ("Il a dit “non.”", "Puis non."),
        ("Voir example.org pour le reste.", "Puis non."),
        ("Vraiment ?!", "Puis non."),
    ],
)
def test_what_ends_a_sentence_and_what_does_not(sentence: str, rest: str) -> None:
    html = f"<p>{sentence} {rest}</p>"
    assert make_excerpt(html, len(sentence) + len(rest)) == sentence
    assert make_excerpt(html, len(sentence)) == sentence


@pytest.mark.parametrize("more", [0, 1, 2, 3])
def test_a_quotation_is_not_cut_before_its_end(more: int) -> None:
    """Where the length falls between the mark that ends a sentence and the closing quotation."""
    opening = "Un drone. Elle dit : «\u00a0non\u00a0!"
    html = f"<p>{opening}\u00a0» Puis elle part.</p>"
    assert make_excerpt(html, len(opening) + more) == (
        f"{opening}\u00a0»" if more > 1 else "Un drone."
    )


@pytest.mark.parametrize(
    "abbreviation",
    [
        "M.",
        "Mme.",
        "(M.",
        "«\u00a0Dr.",
        "J.",
        "p.",
        "cf.",
        "p. ex.",
        "av.",
        "Mr.",
        "e.g.",
        "c.-à-d.",
        "av. J.-C.",
        "l’O.N.U.",
    ],
)
def test_it_does_not_end_with_an_abbreviation(abbreviation: str) -> None:
    opening = f"Un drone. Puis {abbreviation}"
    assert make_excerpt(f"<p>{opening} suite et fin.</p>", len(opening) + 2) == "Un drone."


@pytest.mark.parametrize(
    "html",
    [
        (
            '<p>Un drone<sup id="fnref:1"><a class="footnote-ref" href="#fn:1">1</a></sup>.</p>'
            '<div class="footnote"><ol><li id="fn:1"><p>La note.</p></li></ol></div>'
        ),
        "<h2>Titre</h2><p>Un drone.</p>",
        "<figure><img src='a.svg'><figcaption>Légende.</figcaption></figure><p>Un drone.</p>",
        '<p><img alt="Un carré" src="a.svg"></p><p>Un drone.</p>',
        '<div class="highlight"><pre><code>code()</code></pre></div><p>Un drone.</p>',
        "<blockquote><p>Citation.</p></blockquote><p>Un drone.</p>",
        "<ul><li><p>Élément.</p></li></ul><p>Un drone.</p>",
        "<p>Un <em>drone</em>.</p>",
        "<p>Un\n  <a href='#'>drone</a>.</p>",
        "<p>Un drone.<script>alert(1)</script><style>p {}</style></p>",
        "<p> </p><p>Un drone.</p><!-- un mot -->",
    ],
    ids=[
        "footnote",
        "heading",
        "figure",
        "picture",
        "code",
        "quotation",
        "list",
        "emphasis",
        "blanks",
        "script",
        "comment",
    ],
)
def test_only_the_authors_opening_is_kept(html: str) -> None:
    assert make_excerpt(html, 240) == "Un drone."


def test_the_exponent_of_a_number_is_no_footnote() -> None:
    assert make_excerpt("<p>Un m<sup>2</sup> &lt; deux &amp; trois.</p>", 99) == (
        "Un m2 < deux & trois."
    )


@pytest.mark.parametrize("html", ["", "  \n", "<h2>Titre</h2>", "<!-- rien -->", "<p></p>"])
def test_a_text_without_an_opening_has_no_excerpt(html: str) -> None:
    assert make_excerpt(html, 240) == ""


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("", 0),
        ("<p>L’IA d'aujourd'hui</p>", 2),
        ("<p>un demi-tour</p><p>puis deux</p>", 4),
        ("<p>un<br>deux</p>", 2),
        ('<p class="trois mots ici">un</p>', 1),
        ("<p>« Oui » — 249 !</p>", 2),
    ],
)
def test_count_words(html: str, words: int) -> None:
    assert count_words(html) == words


@pytest.mark.parametrize(
    ("words", "minutes"), [(0, 1), (1, 1), (230, 1), (231, 2), (460, 2), (461, 3)]
)
def test_reading_minutes(words: int, minutes: int) -> None:
    assert reading_minutes(words, 230) == minutes
