"""Markdown as this house speaks it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from lxml import html as lxml_html
from lxml.html import HtmlElement
from markdown import Markdown

from plugins.markup import convert, intrasite, make_converter


@pytest.fixture(scope="module")
def converter(french: Callable[[str], str]) -> Markdown:
    return make_converter(french)


@pytest.fixture
def tree(converter: Markdown) -> Callable[[str], HtmlElement]:
    """The HTML of a Markdown text as a tree."""
    return lambda text: lxml_html.fragment_fromstring(convert(converter, text), create_parent="div")


@pytest.mark.parametrize(
    ("written", "source"),
    [
        ('<img alt="a > b" src="photo.jpg">', "{attach}photo.jpg"),
        ("Dans la ligne <IMG src=photo.jpg alt=''>.", "{attach}photo.jpg"),
        ("<figure>\n<img src='../photo.jpg' alt='a'>\n</figure>", "{attach}../photo.jpg"),
        (
            '<img data-src="x.jpg" src="https://elsewhere.example/a.jpg">',
            "https://elsewhere.example/a.jpg",
        ),
        ('<img src="{static}/images/a.jpg">', "{static}/images/a.jpg"),
        ('<img src="/theme/a.jpg">', "/theme/a.jpg"),
    ],
)
def test_a_picture_in_raw_html_is_attached_too(
    written: str, source: str, tree: Callable[[str], HtmlElement]
) -> None:
    """Else it would have no size, no srcset, and the page would move when it comes."""
    assert tree(written).xpath(".//img/@src") == [source]


def test_a_picture_in_code_is_code(tree: Callable[[str], HtmlElement]) -> None:
    assert tree('`<img src="a.jpg">`').text_content() == '<img src="a.jpg">'


@pytest.mark.parametrize(
    ("written", "link"),
    [
        ("../autre/index.md", "{filename}../autre/index.md"),
        ("../autre/index.md#suite", "{filename}../autre/index.md#suite"),
        ("autre.MD?a=b#c", "{filename}autre.MD?a=b#c"),
        ("photo.jpg", "{attach}photo.jpg"),
        ("./photo.JPG", "{attach}./photo.JPG"),
        ("notes d'été.pdf", "{attach}notes d'été.pdf"),
        ("a%20b.pdf#page=2", "{attach}a%20b.pdf#page=2"),
        ("archives.tar.gz", "{attach}archives.tar.gz"),
    ],
)
def test_a_relative_path_to_a_file_is_a_link_for_pelican(written: str, link: str) -> None:
    assert intrasite(written) == link


@pytest.mark.parametrize(
    "written",
    [
        "",
        "#suite",
        "?q=a.jpg",
        "/sujets/ia/",
        "/images/a.jpg",
        "//example.org/a.jpg",
        "https://example.org/a.md",
        "HTTPS://example.org/a.jpg",
        "mailto:a@example.org",
        "tel:+33100000000",
        "data:image/png;base64,AAAA",
        "{filename}a.md",
        "{static}/a.pdf",
        "|filename|a.md",
        "dossier/",
        "../",
        "dossier.d/autre",
    ],
)
def test_any_other_address_stays_as_it_is(written: str) -> None:
    assert intrasite(written) == written


def test_links_and_pictures_of_a_text_lead_to_files(tree: Callable[[str], HtmlElement]) -> None:
    root = tree(
        "[un](a.md) [deux][ref] ![Alt](a.svg) <https://x.example/a.md> <a@x.example> [vide]()\n\n"
        "[ref]: ../b.md#c\n"
    )
    assert root.xpath("//a/@href") == [
        "{filename}a.md",
        "{filename}../b.md#c",
        "https://x.example/a.md",
        "mailto:a@x.example",
        "",
    ]
    assert root.xpath("//img/@src") == ["{attach}a.svg"]


def test_code_is_left_as_the_author_wrote_it(tree: Callable[[str], HtmlElement]) -> None:
    root = tree("`[un](a.md)`\n\n    ![Alt](a.svg)\n")
    assert root.xpath("//a | //img") == []
    assert "[un](a.md)" in root.text_content()


def test_a_picture_alone_with_a_title_is_a_figure_with_a_caption(
    tree: Callable[[str], HtmlElement],
) -> None:
    [figure] = tree('![Un carré](a.svg "Une *légende* & <son> carré")')
    assert figure.tag == "figure"
    assert [child.tag for child in figure] == ["img", "figcaption"]
    assert dict(figure[0].attrib) == {"alt": "Un carré", "src": "{attach}a.svg"}
    assert figure[1].text_content() == "Une *légende* & <son> carré"


def test_a_picture_alone_without_a_title_has_no_caption(
    tree: Callable[[str], HtmlElement],
) -> None:
    [figure] = tree("![Un carré](a.svg)")
    assert [child.tag for child in figure] == ["img"]


@pytest.mark.parametrize("where", ["> {}", "- {}\n\n- suite", '<div markdown="1">\n{}\n</div>'])
def test_a_figure_within_a_block(tree: Callable[[str], HtmlElement], where: str) -> None:
    root = tree(where.format('![Un carré](a.svg "Légende")'))
    assert root.xpath("string(//figure/figcaption)") == "Légende"
    assert root.xpath("//p//img") == []


@pytest.mark.parametrize(
    "text",
    [
        'avant ![A](a.svg "T")',
        '![A](a.svg "T") après',
        '![A](a.svg "T") ![B](b.svg "U")',
        '[![A](a.svg "T")](b.md)',
    ],
)
def test_a_picture_within_a_sentence_stays_there_with_its_title(
    tree: Callable[[str], HtmlElement], text: str
) -> None:
    root = tree(text)
    assert root.xpath("//figure") == []
    assert root.xpath("//p//img/@title")[0] == "T"


def test_a_table_scrolls_in_a_region_that_keys_reach(tree: Callable[[str], HtmlElement]) -> None:
    root = tree("Avant.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nAprès.\n\n| c |\n|---|\n| 3 |\n")
    assert [child.tag for child in root] == ["p", "div", "p", "div"]
    for number, wrapper in enumerate(root.xpath("div"), 1):
        assert dict(wrapper.attrib) == {
            "class": "table",
            "role": "region",
            "tabindex": "0",
            "aria-label": f"Tableau {number}",
        }
        assert [child.tag for child in wrapper] == ["table"]
    assert root.xpath("//td/text()") == ["1", "2", "3"]


def test_a_table_within_a_block_is_wrapped_once(tree: Callable[[str], HtmlElement]) -> None:
    root = tree("> | a |\n> |---|\n> | 1 |\n")
    assert len(root.xpath("//blockquote/div[@class='table']/table")) == 1
    assert len(root.xpath("//div[@class='table']")) == 1


@pytest.mark.parametrize("text", ["# L’IA", "L’IA\n====", "> # L’IA"])
def test_a_first_level_heading_is_demoted_and_keeps_its_anchor(
    tree: Callable[[str], HtmlElement], text: str
) -> None:
    """The page's one h1 is its title."""
    root = tree(text)
    assert root.xpath("//h1") == []
    assert [(h.get("id"), h.text) for h in root.iter("h2")] == [("l-ia", "L’IA")]


def test_headings_have_anchors_of_their_own(tree: Callable[[str], HtmlElement]) -> None:
    root = tree("## L’œuvre\n\n### L’œuvre\n\n## !!!\n\n## À moi {#ailleurs}\n")
    assert root.xpath("//@id") == ["l-oeuvre", "l-oeuvre_1", "_1", "ailleurs"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("```python\nx = 1\n```", "language-python"),
        ("```\nx = 1\n```", "language-text"),
        ("    x = 1", "language-text"),
        ("```inconnu\nx = 1\n```", "language-inconnu"),
        ('```python hl_lines="1"\nx = 1\n```', "language-python"),
    ],
    ids=["language", "no-language", "indented", "unknown", "highlighted-line"],
)
def test_code_is_reached_by_key_and_says_its_language(
    tree: Callable[[str], HtmlElement], text: str, language: str
) -> None:
    [block] = tree(text).xpath("div[@class='highlight']")
    [pre] = block
    assert (pre.tag, pre.get("tabindex")) == ("pre", "0")
    assert [(code.tag, code.get("class")) for code in pre] == [("code", language)]
    assert pre.text_content() == "x = 1\n"


def test_code_is_escaped(tree: Callable[[str], HtmlElement]) -> None:
    root = tree("```html\n<script>alert('&amp;')</script>\n```")
    assert root.xpath("//script") == []
    assert root.text_content().strip() == "<script>alert('&amp;')</script>"


def test_footnotes_lead_there_and_back_in_french(tree: Callable[[str], HtmlElement]) -> None:
    root = tree("Un[^a] et deux[^b].\n\n[^a]: Note.\n[^b]: Autre.\n")
    assert root.xpath("//sup/@id") == ["fnref:a", "fnref:b"]
    assert root.xpath("//sup/a/@href") == ["#fn:a", "#fn:b"]
    assert root.xpath("//li/@id") == ["fn:a", "fn:b"]
    assert root.xpath("//li//a/@href") == ["#fnref:a", "#fnref:b"]
    assert root.xpath("//li//a/@title") == [
        "Retour à l’appel de la note 1 dans le texte",
        "Retour à l’appel de la note 2 dans le texte",
    ]


def test_without_a_catalogue_the_few_words_are_english() -> None:
    html = convert(make_converter(str), "Un[^a].\n\n[^a]: Note.\n\n| a |\n|---|\n| 1 |\n")
    assert "Back to note 1 in the text" in html
    assert 'aria-label="Table 1"' in html


def test_one_text_leaves_nothing_in_the_next(converter: Markdown) -> None:
    alone = convert(converter, "Un[^a] et [lien][r].\n\n## Titre\n\n[^a]: Note.\n[r]: a.md\n")
    convert(converter, "*[HTML]: x\n\n## Titre\n\nDeux[^b].\n\n[^b]: Autre.\n[q]: b.md\n")
    assert (
        convert(converter, "[lien][r] [lien][q] HTML[^b]") == "<p>[lien][r] [lien][q] HTML[^b]</p>"
    )
    again = convert(converter, "Un[^a] et [lien][r].\n\n## Titre\n\n[^a]: Note.\n[r]: a.md\n")
    assert again == alone


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("*un* **deux**", "<p><em>un</em> <strong>deux</strong></p>"),
        ("un  \ndeux", "<p>un<br>\ndeux</p>"),
        ("mot_avec_des_traits", "<p>mot_avec_des_traits</p>"),
        ("3. trois\n4. quatre", '<ol start="3">\n<li>trois</li>\n<li>quatre</li>\n</ol>'),
        ("*[IA]: Intelligence artificielle\n\nIA", None),
        ("Terme\n:   Sens", "<dl>\n<dt>Terme</dt>\n<dd>Sens</dd>\n</dl>"),
    ],
    ids=["emphasis", "line-break", "underscores", "numbered-from", "abbreviation", "definition"],
)
def test_markdown_is_that_of_the_extensions(
    converter: Markdown, text: str, html: str | None
) -> None:
    expected = html or '<p><abbr title="Intelligence artificielle">IA</abbr></p>'
    assert convert(converter, text) == expected
