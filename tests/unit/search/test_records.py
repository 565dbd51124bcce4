"""A post to the page that is indexed and the card that is shown."""

from __future__ import annotations

from dataclasses import replace

import pytest
from lxml import html as lxml_html

from plugins.search.bundle import IndexFailed, dress_fragment
from plugins.search.normaliser import count_words
from plugins.search.records import Block, Entry, build_record, text_blocks

ENTRY = Entry(
    url="/articles/oeil/",
    title="L’œil <du> drone",
    lang="fr",
    date="2026-01-02",
    date_shown="2 janvier 2026",
    summary="Un résumé «\u00a0écrit\u00a0».",
    topics=("drones", "ia"),
    names=("Drones", "Intelligence artificielle", "SamuGuru"),
    aliases=("UAV", "LLM"),
    html="<h2>D’abord</h2><p>Le cœur & l’IA.</p>",
)


def test_the_page_is_normalised_and_the_text_is_not() -> None:
    record = build_record(ENTRY)
    assert "L'oeil &lt;du&gt; drone" in record.page
    assert "Le coeur &amp; l'IA." in record.page
    assert record.text.endswith("D’abord\u2029Le cœur & l’IA.")
    body = lxml_html.fromstring(record.page).xpath("//body")[0]
    assert count_words(body.text_content()) == count_words(record.text)


def test_an_excerpt_begins_in_the_text() -> None:
    record = build_record(ENTRY)
    words = record.text.replace("\u2029", " ").replace("\u00a0", " ").split(" ")
    assert words[int(record.card["start"])] == "D’abord"


def test_filters_and_order() -> None:
    page = lxml_html.fromstring(build_record(ENTRY).page)
    assert build_record(ENTRY).filters == ("2026", "drones", "ia")
    assert page.xpath("//meta[@data-pagefind-sort]/@content") == ["2026-01-02"]


@pytest.mark.parametrize(
    "change", [{"html": "<p>L'IA</p>"}, {"title": "Autre"}, {"date_shown": "hier"}, {"url": "/x/"}]
)
def test_whatever_is_shown_changes_the_name(change: dict[str, str]) -> None:
    assert build_record(replace(ENTRY, **change)).name != build_record(ENTRY).name
    assert build_record(ENTRY) == build_record(ENTRY)


def test_blocks_are_what_the_page_shows_apart() -> None:
    html = (
        "<h2>Titre <em>fort</em></h2>avant<p>Un<br>deux<sup id='fnref:1'><a>1</a></sup>, fin.</p>"
        "<ul><li>a</li><li>b<p>c</p></li></ul><!-- rien --><script>alert(1)</script>"
        "<pre><code>x = 1\ny = 2</code></pre><p><a class='footnote-backref'>↩</a>note</p>"
    )
    assert list(text_blocks(html)) == [
        Block("Titre fort", 3),
        *map(Block, ("avant", "Un", "deux, fin.", "a", "b", "c", "x = 1 y = 2", "note")),
    ]
    assert list(text_blocks("  ")) == []


def test_a_fragment_of_another_make_is_refused() -> None:
    import gzip

    record = build_record(ENTRY)
    with pytest.raises(IndexFailed):
        dress_fragment(gzip.compress(b"other"), {})
    fragment = b'pagefind_dcd{"url":"/a.html","word_count":1}'
    with pytest.raises(IndexFailed, match="/articles/oeil/"):
        dress_fragment(gzip.compress(fragment), {"/a.html": record})
