"""The pass over a post, through the house's own converter."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from itertools import combinations
from typing import Any

import pytest
from markdown import Markdown

from plugins.markup import convert, make_converter
from plugins.prose import OBJECT
from plugins.typography.core import Options, typeset
from plugins.typography.tree import TypographyExtension


def converter(options: Options = Options(), lang: str = "fr") -> Markdown:  # noqa: B008
    md = make_converter(str)
    md.registerExtensions([TypographyExtension(options, lang)], {})
    return md


FRENCH = converter()
UNTOUCHED = make_converter(str)


def marked(text: str) -> str:
    return text.replace("\u00a0", "⍽").replace("\u202f", "▯")


def html(source: str, md: Markdown = FRENCH) -> str:
    return marked(convert(md, source))


def text_of(source: str, md: Markdown = FRENCH) -> str:
    """What a reader sees of one paragraph."""
    return unescape(re.sub(r"<[^>]+>", "", convert(md, source)))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("*Quoi* ? **Oui**!", "<em>Quoi</em>▯? <strong>Oui</strong>▯!"),
        ('"*mot*" et *"mot"*', "«⍽<em>mot</em>⍽» et <em>«⍽mot⍽»</em>"),
        ('l\'*"affaire"*', "l’<em>«⍽affaire⍽»</em>"),
        ('**"Un *mot* "dedans""** !', "<strong>«⍽Un <em>mot</em> “dedans”⍽»</strong>▯!"),
        ("[lien](x.html) : oui", '<a href="{attach}x.html">lien</a>⍽: oui'),
        ('"[lien](x.html)" ?', '«⍽<a href="{attach}x.html">lien</a>⍽»▯?'),
        ("`a ?` ? L'`API`.", "<code>a ?</code>▯? L’<code>API</code>."),
        ('"`a "b"`", dit-il', '«⍽<code>a "b"</code>⍽», dit-il'),
        ("**45** %", "<strong>45</strong>⍽%"),
        ("*10* *000* €", "<em>10</em>▯<em>000</em>⍽€"),
        ("n° **5**, p. *12*", "n°⍽<strong>5</strong>, p.⍽<em>12</em>"),
        ("Louis *XIV*", "Louis⍽<em>XIV</em>"),
        ("**Note :** ceci", "<strong>Note⍽:</strong> ceci"),
        ("**Note:** ceci", "<strong>Note⍽:</strong> ceci"),
        ("~~a~~ ; b", "~~a~~▯; b"),
    ],
)
def test_rules_work_across_inline_tags(source: str, expected: str) -> None:
    assert html(source) == f"<p>{expected}</p>"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<em>x</em> ?", "<em>x</em>▯?"),
        ('"<b>x</b>"!', "«⍽<b>x</b>⍽»▯!"),
        ('<code>l\'IA "x" ?</code> ?', '<code>l\'IA "x" ?</code>▯?'),
        ("<kbd>a : b</kbd> : oui", "<kbd>a : b</kbd>⍽: oui"),
        ("<code>a <b>l'x</b></code> !", "<code>a <b>l'x</b></code>▯!"),
        ("Oui !<br>– Non", "Oui▯!<br>–⍽Non"),
        ('<abbr title="l\'IA">IA</abbr> ?', '<abbr title="l\'IA">IA</abbr>▯?'),
        ('<span lang="en">Isn\'t it?</span> Si !', '<span lang="en">Isn\'t it?</span> Si▯!'),
        ("<span lang=fr>C'est ça</span>", "<span lang=fr>C’est ça</span>"),
        ("Oui<!-- l'IA ! --> !", "Oui<!-- l'IA ! -->▯!"),
        ("<code>jamais fermé l'x", "<code>jamais fermé l'x"),
        ("10 m<sup>2</sup> ?", "10⍽m<sup>2</sup>▯?"),
        ("XXI<sup>e</sup> siècle", "XXI<sup>e</sup>⍽siècle"),
        ('"<img src="/a.png" alt="l\'IA">" !', '«⍽<img src="/a.png" alt="l\'IA">⍽»▯!'),
    ],
)
def test_raw_inline_tags_are_seen_through_and_raw_code_is_left_alone(
    source: str, expected: str
) -> None:
    assert html(source) == f"<p>{expected}</p>"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("mot&nbsp;! 10&nbsp;000", "mot&nbsp;! 10&nbsp;000"),
        ("&laquo; mot &raquo; ?", "&laquo;⍽mot⍽&raquo;▯?"),
        ("l&#39;IA &lt; 3 ?", "l&#39;IA &lt; 3▯?"),
        ("&quot;x&quot;", "&quot;x&quot;"),
        ("R&D : A&B ;", "R&amp;D⍽: A&amp;B▯;"),
        (r"1\. Un \! Deux\... \*x\* ?", "1. Un▯! Deux… *x*▯?"),
        ("<https://a.fr/l'IA?> !", "<a href=\"https://a.fr/l'IA?\">https://a.fr/l'IA?</a>▯!"),
        ("https://a.fr/?l'x : oui", "https://a.fr/?l'x⍽: oui"),
    ],
)
def test_entities_escapes_and_addresses(source: str, expected: str) -> None:
    assert html(source) == f"<p>{expected}</p>"


def test_a_wrapped_line_may_not_begin_with_a_mark() -> None:
    assert html("Vraiment\n? Oui,\n10\n000 M.\nDupont") == (
        "<p>Vraiment▯? Oui,\n10▯000 M.⍽Dupont</p>"
    )
    assert html("Un  \n– deux") == "<p>Un<br>\n–⍽deux</p>"


def test_a_footnote_call_is_no_word_of_the_sentence() -> None:
    out = html('Vrai[^1] ! Une "note"[^1]. Ah ?[^1] Oui : "x"[^1] ?\n\n[^1]: C\'est "là" !')
    assert "Vrai<sup" in out
    assert "</sup>▯! Une «⍽note⍽»<sup" in out
    assert "Ah▯?<sup" in out
    assert "⍽»<sup" in out
    assert "</sup>▯?</p>" in out
    assert "<p>C’est «⍽là⍽»▯!&#160;<a" in out


def test_pictures_and_their_texts() -> None:
    out = html('"![Un chat : "l\'IA" ?](c.jpg "L\'été...") noir" !')
    assert out == (
        '<p>«⍽<img alt="Un chat⍽: «⍽l’IA⍽»▯?" src="{attach}c.jpg" title="L’été…"> noir⍽»▯!</p>'
    )
    assert html('![Un chat ?](c.jpg "L\'été : "chaud"")') == (
        '<figure><img alt="Un chat▯?" src="{attach}c.jpg">'
        "<figcaption>L’été⍽: «⍽chaud⍽»</figcaption></figure>"
    )
    assert html("Voici ![x](c.jpg) !") == '<p>Voici <img alt="x" src="{attach}c.jpg">▯!</p>'


def test_every_kind_of_block() -> None:
    source = """\
- "un" ?
- deux :
    - l'`x` !

1. Un ;

> Cité : "oui"
>
> — M. Dupont

Terme ?
:   L'"idée" !

| Titre : | "x" |
|---------|-----|
| l'IA ?  | 45% |
"""
    out = html(source)
    for expected in (
        "<li>«⍽un⍽»▯?</li>",
        "<li>deux⍽:",
        "<li>l’<code>x</code>▯!</li>",
        "<li>Un▯;</li>",
        "<p>Cité⍽: «⍽oui⍽»</p>",
        "<p>—⍽M.⍽Dupont</p>",
        "<dt>Terme▯?</dt>",
        "<dd>L’«⍽idée⍽»▯!</dd>",
        "<th>Titre⍽:</th>",
        "<th>«⍽x⍽»</th>",
        "<td>l’IA▯?</td>",
        "<td>45⍽%</td>",
    ):
        assert expected in out


def test_quotes_do_not_pair_across_blocks() -> None:
    assert html('- un " seul\n- l\'autre " ici') == (
        '<ul>\n<li>un " seul</li>\n<li>l’autre " ici</li>\n</ul>'
    )


@pytest.mark.parametrize(
    "source",
    [
        '    l\'IA "x" ?',
        '```\nl\'IA "x" ?\n```',
        '```python\nprint("l\'IA ?")\n```',
        '<div>Un "bloc" : l\'IA ?</div>',
        '<script>\nvar a = "l\'IA ?";\n</script>',
        '`l\'IA "x" ?`',
        "This isn't French; is it?\n{: lang=en }",
        '<p lang="en" markdown="1">Isn\'t it "good"?</p>',
        "> Isn't it?\n> {: lang=en-GB }",
        'The cat isn\'t on the mat; is it "lost"?',
    ],
)
def test_what_must_not_be_touched(source: str) -> None:
    assert convert(FRENCH, source) == convert(UNTOUCHED, source)


def test_languages_within_each_other() -> None:
    assert html("*Isn't it?*{: lang=en} Non ? `x`") == (
        '<p><em lang="en">Isn\'t it?</em> Non▯? <code>x</code></p>'
    )
    english = converter(lang="en")
    source = 'It\'s "good"; he said *c\'est "bon" !*{: lang=fr } and left: gone.'
    assert html(source, english) == (
        '<p>It\'s "good"; he said <em lang="fr">c’est «⍽bon⍽»▯!</em> and left: gone.</p>'
    )
    assert html("L'IA ?\n{: lang=fr-CA }", english) == '<p lang="fr-CA">L’IA▯?</p>'


def test_markdown_inside_html_is_set() -> None:
    assert html('<div markdown="1">\n\nL\'"IA" ?\n\n</div>') == ("<div>\n<p>L’«⍽IA⍽»▯?</p>\n</div>")


def test_abbreviations_are_words() -> None:
    out = html('L\'HTML ? "HTML" : 3 km.\n\n*[HTML]: Le "langage"\n*[km]: kilomètre')
    assert 'L’<abbr title="Le «⍽langage⍽»">HTML</abbr>▯?' in out
    assert '«⍽<abbr title="Le «⍽langage⍽»">HTML</abbr>⍽»⍽: 3⍽<abbr' in out


HEADINGS = """
# L'IA : "oui" ou non ? 16Go
## Fin... et suite 45%, n°5, 10 000
### *C'est* `l'IA "x"` !
## Déjà {#ici}
#### L'été[^1] ?
## « Bis » ; l’ter
## 'Solo'

[^1]: Note.
"""


def flat(tokens: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [
        pair
        for token in tokens
        for pair in [(token["id"], token["name"]), *flat(token["children"])]
    ]


def test_ids_of_headings_are_those_of_the_text_as_typed() -> None:
    ids = re.compile(r'<h\d id="([^"]+)"')
    assert ids.findall(convert(FRENCH, HEADINGS)) == ids.findall(convert(UNTOUCHED, HEADINGS))


def test_the_table_of_contents_says_what_the_headings_say() -> None:
    convert(FRENCH, HEADINGS)
    names = [marked(unescape(name)).replace("▯", " ").replace("⍽", " ") for _, name in toc()]
    assert names == [
        "L’IA : « oui » ou non ? 16 Go",
        "Fin… et suite 45 %, n° 5, 10 000",
        'C’est l\'IA "x" !',
        "Déjà",
        "L’été ?",
        "« Bis » ; l’ter",
        "« Solo »",
    ]
    out = html('[TOC]\n\n# T\'es "là" & <b>gras</b> ?')
    assert '<a href="#t-es-la-gras">T’es «⍽là⍽» &amp; gras▯?</a>' in out


def toc() -> list[tuple[str, str]]:
    return flat(FRENCH.toc_tokens)  # type: ignore[attr-defined]


def test_ordinals_are_raised_in_bodies_where_the_setting_asks() -> None:
    md = converter(Options(ordinals=True))
    source = "Le 1er mai, *au XXIe* siècle, la 2e fois : v1.2e, Ce, Le, 1<sup>re</sup> fois."
    raised = '<sup class="ordinal">'
    assert html(source.rpartition(",")[0], md) == (
        f"<p>Le 1{raised}er</sup>⍽mai, <em>au XXI{raised}e</sup></em>⍽siècle, "
        f"la 2{raised}e</sup> fois⍽: v1.2e, Ce, Le</p>"
    )
    assert "ordinal" not in html("Le 1<sup>er</sup> et le 2e", md)
    assert html("## La 1re fois\n\n**2e**", md) == (
        f'<h2 id="la-1re-fois">La 1re fois</h2>\n<p><strong>2{raised}e</sup></strong></p>'
    )
    assert "ordinal" not in html("Le 1er mai")


def test_a_converter_is_as_clean_after_a_text_as_before() -> None:
    md = converter()
    first = convert(md, HEADINGS)
    convert(md, '<code>ouvert\n\n"jamais fermé')
    assert convert(md, HEADINGS) == first


WRAPPERS: dict[str, Callable[[str], str]] = {
    "em": "*{}*".format,
    "strong": "**{}**".format,
    "both": "***{}***".format,
    "link": "[{}](https://a.fr)".format,
    "raw": "<em>{}</em>".format,
    "nested": "<b>[*{}*](https://a.fr)</b>".format,
    "cut": "<i></i>{}<i></i>".format,
}
PHRASES = [
    'Il dit : "Oui !" non ?',
    "L'« autre » a 10 000 € !",
    '"Ah ?", dit M. X...',
    "Vu p. 3 – enfin – ; bon...",
    'À 14 h 30 : "le "mot" " ?',
]


@pytest.mark.parametrize("phrase", PHRASES)
@pytest.mark.parametrize("wrapper", WRAPPERS)
def test_markup_around_any_words_changes_nothing(phrase: str, wrapper: str) -> None:
    """Where Markdown takes the markup as such, the reader sees what plain text would give."""
    words = phrase.split(" ")
    for start, end in combinations(range(len(words) + 1), 2):
        inside = WRAPPERS[wrapper](" ".join(words[start:end]))
        source = " ".join([*words[:start], inside, *words[end:]])
        seen = text_of(source)
        if "*" not in seen:
            assert seen == typeset(phrase), source


@pytest.mark.parametrize("phrase", PHRASES)
def test_code_for_any_word_counts_as_a_word(phrase: str) -> None:
    words = phrase.split(" ")
    for place, word in enumerate(words):
        if word.isalpha():
            plain = " ".join([*words[:place], OBJECT, *words[place + 1 :]])
            source = " ".join([*words[:place], "`l'x ?`", *words[place + 1 :]])
            assert text_of(source) == typeset(plain).replace(OBJECT, "l'x ?")
