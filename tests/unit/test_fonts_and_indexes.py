"""The display face, the sitemap, the structured data, and what is kept between builds."""

from __future__ import annotations

import hashlib
import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from lxml import etree

from plugins.cache import remembered
from plugins.theming import fonts
from plugins.theming.assets import Icon, render_webmanifest
from plugins.theming.sitemap import Changes, Entry, render_robots, render_sitemap
from plugins.theming.structured import (
    Person,
    Posting,
    Publication,
    posting_node,
    render_graph,
    trail_node,
)

WHEN = datetime(2026, 1, 2, 14, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def cut() -> bytes:
    return fonts.cut_font(fonts.source_font())


def test_the_recipe_of_the_font_makes_what_its_number_stands_for(cut: bytes) -> None:
    """Readers keep the file by its address: see tests/unit/images/test_recipes.py."""
    key = hashlib.sha256(fonts.font_key()).hexdigest()[:16]
    made = cut + fonts.font_faces(cut, "x").encode()
    assert (key, hashlib.sha256(made).hexdigest()[:16]) == ("755cbe28e1161fa0", "e1d2cd43598211af")


def test_the_font_is_light_whole_and_the_same_twice(cut: bytes) -> None:
    assert len(cut) <= 30_000
    assert cut == fonts.cut_font(fonts.source_font())
    known = TTFont(io.BytesIO(cut)).getBestCmap()
    assert {ord(letter) for letter in "L’été à l’œil, « ÇA » : 3\u202f000 € – ½…"} <= set(known)


def test_the_fallback_takes_the_same_room(cut: bytes) -> None:
    rules = fonts.font_faces(cut, "display.woff2")
    assert 'url("display.woff2") format("woff2")' in rules
    assert "font-display: swap" in rules
    assert "size-adjust: 109.8%" in rules


def test_a_result_is_made_once_and_a_damaged_one_again(tmp_path: Path) -> None:
    made: list[int] = []

    def make() -> bytes:
        made.append(1)
        return b"result"

    assert remembered(tmp_path, b"key", make) == remembered(tmp_path, b"key", make) == b"result"
    assert len(made) == 1
    (entry,) = tmp_path.iterdir()
    entry.write_bytes(entry.read_bytes()[:-1])
    assert remembered(tmp_path, b"key", make) == b"result"
    assert len(made) == 2
    remembered(tmp_path, b"other key", make)
    assert len(made) == 3


def test_the_sitemap_is_sorted_and_its_translations_are_links() -> None:
    entries = [
        Entry(
            "https://a.example/b/",
            WHEN,
            {"fr": "https://a.example/b/", "en": "https://a.example/c/"},
        ),
        Entry("https://a.example/"),
    ]
    root = etree.fromstring(render_sitemap(entries))
    names = {
        "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
        "x": "http://www.w3.org/1999/xhtml",
    }
    assert root.xpath("//s:loc/text()", namespaces=names) == [
        "https://a.example/",
        "https://a.example/b/",
    ]
    assert root.xpath("//s:lastmod/text()", namespaces=names) == ["2026-01-02T14:30:00+00:00"]
    # Stock plugins write `ref=`; search engines read `href=`.
    assert root.xpath("//x:link/@href", namespaces=names) == [
        "https://a.example/c/",
        "https://a.example/b/",
    ]


def test_a_list_changes_with_its_newest_post() -> None:
    changes = Changes()
    changes.note("a/", "b/", changed=WHEN)
    changes.note("a/", changed=WHEN.replace(year=2025))
    assert changes.last("a/") == changes.last("b/") == WHEN
    assert changes.last("c/") is None


def test_robots_says_where_the_sitemap_is() -> None:
    assert b"\nSitemap: https://a.example/sitemap.xml\n" in render_robots(
        "https://a.example/sitemap.xml"
    )


def test_structured_data_cannot_end_its_element() -> None:
    site = Publication("Site", "https://a.example/", "…", "fr")
    author = Person(
        "Elle & Lui", "https://a.example/auteurs/x/", "Une bio", profiles=("https://b.example/",)
    )
    post = Posting(
        title="</script><b>",
        url="https://a.example/articles/x/",
        summary="Résumé",
        language="fr",
        published=WHEN,
        modified=None,
        authors=(author,),
        topics=("IA",),
        tags=("IA", "autre"),
        words=900,
    )
    text = render_graph([posting_node(post, site), trail_node([("Site", "https://a.example/")])])
    assert "<" not in text
    posting, trail = json.loads(text)["@graph"]
    assert posting["headline"] == "</script><b>"
    assert posting["dateModified"] == posting["datePublished"] == "2026-01-02T14:30:00+00:00"
    assert posting["keywords"] == ["IA", "autre"]
    assert posting["author"][0]["sameAs"] == ["https://b.example/"]
    assert "image" not in posting
    assert trail["itemListElement"][0]["position"] == 1


def test_the_web_manifest_starts_where_the_site_does() -> None:
    icon = Icon("/blog/icon.svg", "any", "image/svg+xml")
    found = json.loads(render_webmanifest("Site", "…", "fr", "/blog/", [icon]))
    assert found["start_url"] == found["scope"] == "/blog/"
    assert found["icons"] == [
        {"src": "/blog/icon.svg", "sizes": "any", "type": "image/svg+xml", "purpose": "any"}
    ]
