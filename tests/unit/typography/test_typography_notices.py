"""What is told and not repaired, at the author's line and column."""

from __future__ import annotations

import pytest

from plugins.proofreading import Around, proofread
from plugins.typography.rules import RULES
from tests.proofing import SOUND, text_of


def told(source: str, lines: int = 0) -> list[tuple[str, int | None, int | None, str]]:
    """What is told of ``source`` below ``lines`` of front matter, counted from its first line."""
    text = text_of(f"{SOUND}{source}")
    own = text.source.body_line - 1 - lines
    return [
        (problem.code, (problem.line or 0) - own, problem.column, str(problem.remedy))
        for problem in proofread(text, RULES, Around())
    ]


@pytest.mark.parametrize(
    ("text", "code", "better"),
    [
        ("Ecole", "accentless-capital", "École"),
        ("L'Etat", "accentless-capital", "État"),
        ("Les Etats-Unis", "accentless-capital", "États"),
        ("Etre ou ne pas être", "accentless-capital", "Être"),
        ("Elève", "accentless-capital", "Élève"),
        ("Eleves", "accentless-capital", "Élèves"),
        ("Evénement", "accentless-capital", "Événement"),
        ("Evenements", "accentless-capital", "Événements"),
        ("Elements", "accentless-capital", "Éléments"),
        ("A l'école", "accentless-capital", "À"),
        ("Oui. A partir de là", "accentless-capital", "À"),
        ('"A propos"', "accentless-capital", "À"),
        ("Ca marche", "accentless-capital", "Ça"),
        ("le coeur", "missing-ligature", "cœur"),
        ("Soeurs", "missing-ligature", "Sœurs"),
        ("OEUVRE", "missing-ligature", "ŒUVRE"),
        ("un chef-d'oeuvre", "missing-ligature", "œuvre"),
        ("la manoeuvre", "missing-ligature", "manœuvre"),
        ("le 3ème", "long-ordinal", "3e"),
        ("la 1ère", "long-ordinal", "1re"),
        ("les 2èmes", "long-ordinal", "2es"),
        ("le XXIème siècle", "long-ordinal", "XXIe"),
        ("le 4ieme", "long-ordinal", "4e"),
        ("a, b, etc...", "etc-ellipsis", "etc."),
        ("a, b, etc…", "etc-ellipsis", "etc."),
    ],
)
def test_a_habit_is_told_with_what_to_write(text: str, code: str, better: str) -> None:
    assert [(found[0], found[3]) for found in told(text)] == [(code, f"Write “{better}”.")]


@pytest.mark.parametrize(
    "text",
    [
        "École, À l'école, Ça, État, Été",
        "Le plan A la met en joie",
        "Eric, Emile et Europe",
        "moelle, coexister, Noé, poésie, Citroën",
        "3e, 1re, XXIe, etc.",
        "une fin de ligne  \navec retour",
        "- un  \n- deux",
        "`coeur  3ème`",
        "```\ncoeur  3ème\n```",
        "    coeur  3ème",
        "<https://exemple.fr/coeur>",
        "[lien](https://exemple.fr/coeur.html)",
        "![x](coeur.jpg)",
        "<code>coeur</code>",
        "The coeur of the matter is in the text and it is good.",
        "Heart coeur\n{: lang=en }",
        "| a   | b   |\n|-----|-----|\n| c   | d   |",
        '<div class="a" title="b">Sans guillemet</div>',
        '<pre>\n"x"\n</pre>',
        "*Coeur of it*{: lang=en }",
        "",
    ],
)
def test_nothing_to_tell(text: str) -> None:
    assert told(text) == []


def test_places_count_in_the_authors_file() -> None:
    source = '# Titre\n\nUn coeur\net *deux  soeurs*.\n\n<div>\n<p class="x">Un "mot"</p>\n</div>\n'
    assert [found[:3] for found in told(source, 7)] == [
        ("missing-ligature", 10, 4),
        ("double-space", 11, 9),
        ("missing-ligature", 11, 11),
        ("straight-quote", 14, 17),
    ]


def test_fields_that_readers_read_are_prose() -> None:
    fields = (
        "title: Le coeur",
        "date: 2026-01-02",
        "summary: La 3ème fois, etc...",
        "image: coeur.jpg",
        "image_alt: Ecole fermée",
        "series: Coeur",
        "thesis: Ca marche",
        "question: A quoi bon ?",
        "tags: [coeur]",
    )
    text = text_of("\n".join(["---", *fields, "---", "Un texte.\n"]))
    found = [(p.code, p.line, p.column) for p in proofread(text, RULES, Around())]
    assert found == [
        ("missing-ligature", 2, None),
        ("etc-ellipsis", 4, None),
        ("long-ordinal", 4, None),
        ("accentless-capital", 6, None),
        ("accentless-capital", 8, None),
        ("accentless-capital", 9, None),
    ]
    author = text_of("---\nname: Sam\nbio: Le coeur.\n---\nUne soeur.\n", "author")
    assert [p.line for p in proofread(author, RULES, Around())] == [3, 5]
    topic = text_of("---\nlabel: IA\ncolour: 1\ndescription: Ecole.\n---\n", "topic")
    assert [p.line for p in proofread(topic, RULES, Around())] == [4]
    english = text_of("---\ntitle: Le coeur\ndate: 2026-01-02\nlang: en\n---\nText.\n")
    assert proofread(english, RULES, Around()) == []


def test_an_html_block_with_empty_lines_is_one() -> None:
    source = 'Texte "bon".\n\n<section>\n\nUn "mot" ?\n\nUn "autre"\n</section>\n\nTexte "bon".\n'
    assert [found[:3] for found in told(source)] == [
        ("straight-quote", 5, 4),
        ("straight-quote", 7, 4),
    ]


def test_each_is_a_warning_at_its_place() -> None:
    (problem,) = proofread(text_of("Un coeur"), RULES, Around())
    assert problem.render(str) == (
        "articles/a.md:7:4: warning [missing-ligature] “coeur” is written with a ligature.\n"
        "    → Write “cœur”."
    )


def test_addresses_are_not_prose() -> None:
    assert told("Voir https://exemple.fr/Ecole/3ème et www.x.fr/coeur ou a/Ecole.md.") == []


def test_a_text_that_opts_out_is_left_alone() -> None:
    text = text_of("---\ntitle: A\ndate: 2026-01-02\ntypography: false\n---\nUn coeur.\n")
    assert proofread(text, RULES, Around()) == []
