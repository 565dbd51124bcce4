"""The channel as RSS 2.0: what a subscriber gets, whatever feedgen does unasked."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from html import escape
from zoneinfo import ZoneInfo

import feedparser
import pytest
from lxml import etree

from plugins.feeds.adapter import render_rss
from plugins.feeds.model import RSS_TYPE, Category, Channel, Item, Person, Places
from plugins.identity import fallback_id

PARIS = ZoneInfo("Europe/Paris")
NAMES = ("Samuel", "Autrice invitée")
SPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
}


def item(slug: str = "drones", **more: object) -> Item:
    made = Item(
        id=f"urn:post:{slug}",
        title="Drones : le bruit",
        link=f"https://host.example/articles/{slug}/",
        summary="Un résumé.",
        content=f'<p>Le <a href="https://host.example/">texte</a> de {slug}.</p>',
        published=datetime(2026, 2, 3, 14, 30, tzinfo=PARIS),
        updated=datetime(2026, 2, 3, 14, 30, tzinfo=PARIS),
        authors=tuple(Person(name, "https://host.example/auteurs/") for name in NAMES),
        categories=(
            Category("Drones", "https://host.example/sujets/drones/"),
            Category("Intelligence artificielle", "https://host.example/sujets/ia/"),
        ),
    )
    return replace(made, **more)


def channel(*items: Item, **more: object) -> Channel:
    made = Channel(
        id="urn:uuid:8f5b7d5e-3c0b-5c5f-9d5d-0a6f0c1f7b11",
        title="SamuGuru",
        link="https://host.example/",
        places=Places(*(f"https://host.example/{name}" for name in ("rss.xml", "a", "j"))),
        description="Ce qui vient.",
        language="fr",
        ttl=60,
        publisher=Person("SamuGuru", "https://host.example/"),
        items=items,
    )
    return replace(made, **more)


def root(made: Channel) -> etree._Element:
    return etree.fromstring(render_rss(made))


def values(made: Channel, path: str) -> list[str]:
    return [str(found) for found in root(made).xpath(path, namespaces=SPACES)]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/rss/@version", ["2.0"]),
        ("title/text()", ["SamuGuru"]),
        ("link/text()", ["https://host.example/"]),
        ("description/text()", ["Ce qui vient."]),
        ("language/text()", ["fr"]),
        ("ttl/text()", ["60"]),
        ("atom:link/@href", ["https://host.example/rss.xml"]),
        ("atom:link/@rel", ["self"]),
        ("atom:link/@type", [RSS_TYPE]),
        ("lastBuildDate/text()", ["Tue, 03 Feb 2026 14:30:00 +0100"]),
    ],
)
def test_the_channel(path: str, expected: list[str]) -> None:
    path = path if path.startswith("/") else f"/rss/channel/{path}"
    assert values(channel(item()), path) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("title/text()", ["Drones : le bruit"]),
        ("link/text()", ["https://host.example/articles/drones/"]),
        ("guid/text()", [item().id]),
        ("guid/@isPermaLink", ["false"]),
        ("description/text()", ["Un résumé."]),
        ("content:encoded/text()", [item().content]),
        ("dc:creator/text()", ["Samuel", "Autrice invitée"]),
        ("category/text()", ["Drones", "Intelligence artificielle"]),
        (
            "category/@domain",
            ["https://host.example/sujets/drones/", "https://host.example/sujets/ia/"],
        ),
        ("pubDate/text()", ["Tue, 03 Feb 2026 14:30:00 +0100"]),
        ("author/text()", []),
    ],
)
def test_an_item(path: str, expected: list[str]) -> None:
    assert values(channel(item()), f"/rss/channel/item/{path}") == expected


def test_the_summary_stands_before_the_text() -> None:
    """A reader that takes the first of the two for the summary gets the summary."""
    tags = [child.tag for child in root(channel(item())).xpath("//item/*")]
    assert tags.index("description") < tags.index(f"{{{SPACES['content']}}}encoded")


def test_items_keep_their_order() -> None:
    slugs = ["c", "a", "b"]
    titles = values(channel(*(item(slug, title=slug) for slug in slugs)), "//item/title/text()")
    assert titles == slugs


def test_an_item_without_authors_or_topics() -> None:
    made = channel(item(authors=(), categories=()))
    assert values(made, "//item/dc:creator | //item/category") == []
    assert len(values(made, "//item/title/text()")) == 1


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a < b & c > d", "a < b & c > d"),
        ("R&amp;D déjà", "R&D déjà"),
        ("R&amp;amp;D &#38; &hellip;", "R&D & …"),
        ("?id=1&lang=fr&section=2&copy=3", "?id=1&lang=fr&section=2&copy=3"),
        ("&degree; &order; AT&T;", "&degree; ℴ AT&T;"),
        ("<b>gras</b>", "‹b›gras‹/b›"),
        ("« L’été\u00a0! »\u202f😀", "« L’été\u00a0! »\u202f😀"),
        ("]]> fin", "]]> fin"),
        ("'\"", "'\""),
        ("a\x08b\uffff", "ab"),
    ],
)
def test_plain_text_shows_as_it_is_and_is_escaped_once(text: str, shown: str) -> None:
    """Once more in a description, which readers take for HTML."""
    made = channel(item(title=text, summary=text), title=text)
    assert values(made, "//title/text()") == [shown, shown]
    assert values(made, "//item/description/text()") == [escape(shown, quote=False)]


def test_the_text_of_a_post_is_kept_to_the_letter() -> None:
    content = "<p>a &lt; b &amp;amp; « c\u00a0! » 😀 ]]&gt;</p>"
    assert values(channel(item(content=content)), "//content:encoded/text()") == [content]


def test_it_is_utf8_without_a_byte_order_mark() -> None:
    document = render_rss(channel(item(title="Été\u00a0!")))
    assert document.startswith(b'<?xml version="1.0" encoding="UTF-8"?>')
    assert "Été\u00a0!" in document.decode("utf-8")


def test_feedparser_has_nothing_against_it() -> None:
    parsed = feedparser.parse(render_rss(channel(item("a"), item("b"))))
    assert parsed.bozo == 0
    assert [entry.id for entry in parsed.entries] == [item("a").id, item("b").id]
    assert parsed.entries[0].published_parsed[:5] == (2026, 2, 3, 13, 30)


@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        (datetime(2026, 8, 1, 0, 0, tzinfo=PARIS), "Sat, 01 Aug 2026 00:00:00 +0200"),
        (datetime(2026, 2, 2, 9, 5, 7, tzinfo=UTC), "Mon, 02 Feb 2026 09:05:07 +0000"),
        (datetime(2026, 10, 25, 2, 30, tzinfo=PARIS), "Sun, 25 Oct 2026 02:30:00 +0200"),
        (datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=PARIS), "Sun, 25 Oct 2026 02:30:00 +0100"),
        (
            datetime(2026, 12, 31, 23, 59, tzinfo=timezone(-timedelta(hours=3, minutes=30))),
            "Thu, 31 Dec 2026 23:59:00 -0330",
        ),
    ],
)
def test_dates_are_rfc_822_with_their_own_offset(moment: datetime, shown: str) -> None:
    made = channel(item(published=moment, updated=moment))
    assert values(made, "//pubDate/text() | //lastBuildDate/text()") == [shown, shown]


@pytest.mark.usefixtures("french_process")
def test_dates_are_english_under_a_french_process() -> None:
    assert item().published.strftime("%a %b") == "mar. févr."
    assert values(channel(item()), "//pubDate/text()") == ["Tue, 03 Feb 2026 14:30:00 +0100"]


def test_two_renderings_are_one_document_that_knows_no_now() -> None:
    made = channel(item("a"), item("b", published=datetime(2025, 1, 1, tzinfo=PARIS)))
    document = render_rss(made)
    assert render_rss(made) == document
    assert values(made, "//lastBuildDate/text()") == ["Tue, 03 Feb 2026 14:30:00 +0100"]


def test_the_channel_is_as_recent_as_its_newest_item_whichever_that_is() -> None:
    old, new = item("a", updated=datetime(2025, 1, 1, tzinfo=PARIS)), item("b")
    assert channel(old, new).updated == channel(new, old).updated == new.updated


def test_a_feed_without_posts_has_the_date_of_its_founding_and_never_now() -> None:
    assert channel().updated is None
    assert values(channel(), "//lastBuildDate/text()") == ["Thu, 01 Jan 1970 00:00:00 +0000"]
    founded = channel(founded=datetime(2026, 1, 2, tzinfo=PARIS))
    assert values(founded, "//lastBuildDate/text()") == ["Fri, 02 Jan 2026 00:00:00 +0100"]
    assert values(founded, "//pubDate") == []
    assert feedparser.parse(render_rss(founded)).bozo == 0


def test_only_the_newest_items_are_shown() -> None:
    made = channel(*(item(str(n), title=str(n)) for n in range(5)), limit=3)
    assert values(made, "//item/title/text()") == ["0", "1", "2"]
    later = item("old", updated=datetime(2026, 3, 1, tzinfo=PARIS))
    assert channel(item("a"), later, limit=1).updated == item("a").updated, "it is not shown"


def test_topics_that_differ_by_case_alone_are_one() -> None:
    topics = tuple(Category(label, "https://host.example/a/") for label in ("IA", "ia", "Drones"))
    assert values(channel(item(categories=topics)), "//category/text()") == ["IA", "Drones"]


def test_a_fallback_id_is_always_the_same_for_one_slug_and_another_for_others() -> None:
    assert fallback_id("drones") == "urn:uuid:faeef6f3-1bef-5259-aadc-7b4a70e528f0"
    assert fallback_id("drones") != fallback_id("drone")
