"""A post in a feed: no address is relative, nothing of ours is left, and its text is whole."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import escape
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import feedparser
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from plugins.feeds.adapter import render_rss
from plugins.feeds.html import portable_html
from plugins.feeds.model import Category, Channel, Item, Person, Places
from plugins.markup import convert, make_converter

PARIS = ZoneInfo("Europe/Paris")
PAGE = "https://host.example/blog/articles/a/"
CONVERTER = make_converter(str)


def portable_of(html: str) -> str:
    return portable_html(html, PAGE, "a", str)


ADDRESSES = st.one_of(
    st.sampled_from(
        ["", "#a", "?a", "a.svg", "../b/", "/c", "//d.example/e", "https://f.example", "mailto:g@h"]
    ),
    st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=12),
)
SETS = st.sampled_from(
    ["a.jpg", "/a.jpg 2x", "a.jpg 1x, ../b.jpg 1.5x", "a.jpg 4w,//c.example/d 8w"]
)
ATTRIBUTES = [
    ("a", "href"),
    ("img", "src"),
    ("img", "srcset"),
    ("video", "poster"),
    ("source", "srcset"),
    ("blockquote", "cite"),
    ("object", "data"),
]
SAFE = st.text(
    st.characters(
        codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"
    ),
    max_size=20,
)


@st.composite
def elements(draw: st.DrawFn) -> str:
    """An element with an address, a text and what only our page needs."""
    tag, name = draw(st.sampled_from(ATTRIBUTES))
    ours = draw(st.sampled_from(["", ' class="a"', ' style="b"', ' loading="lazy" tabindex="0"']))
    address = escape(draw(SETS if name == "srcset" else ADDRESSES))
    text = escape(draw(SAFE))
    return f'<{tag} {name}="{address}"{ours}>{"" if tag == "img" else f"{text}</{tag}>"}'


HTML = st.lists(
    st.one_of(
        elements(),
        SAFE.map(lambda text: f"<p>{escape(text)}</p>"),
        st.sampled_from(
            [
                "<script>a</script>",
                "<style>b</style>",
                "<form><input></form>",
                '<span class="n">c</span>',
            ]
        ),
    ),
    max_size=8,
).map("".join)
MARKDOWN = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "[a](",
                ")",
                "![b](",
                '"',
                "[^1]",
                "[^1]: n",
                "```",
                "| a |",
                "|--|",
                "# ",
                "> ",
                "\n\n",
            ]
        ),
        st.sampled_from(["../b.md", "c.svg", "/d/", "#e", "https://f.example/g"]),
        SAFE,
    ),
    max_size=15,
).map("".join)


def is_full(address: str) -> bool:
    return bool(urlsplit(address).scheme)


def check_portable(html: str) -> None:
    root = lxml_html.fragment_fromstring(html, create_parent="div")
    for name in ("href", "src", "poster", "cite", "data"):
        for address in root.xpath(f"//@{name}"):
            assert is_full(address), address
            assert address.isascii()
    for srcset in root.xpath("//@srcset"):
        for candidate in filter(None, srcset.split(", ")):
            assert is_full(candidate.strip()), srcset
    assert root.xpath("//script | //style | //form | //input | //button") == []
    assert root.xpath("//@class | //@style | //@tabindex | //@loading | //span[not(@*)]") == []


@given(HTML)
@example('<a href="http://[a">b</a>')
@settings(max_examples=150)
def test_no_address_is_relative_and_nothing_of_ours_is_left(html: str) -> None:
    portable = portable_of(html)
    check_portable(portable)


@given(MARKDOWN)
@settings(max_examples=150)
def test_whatever_an_author_writes_is_portable(text: str) -> None:
    portable = portable_of(convert(CONVERTER, text))
    assert " class=" not in re.sub(r">[^<]*<", "><", portable)
    check_portable(portable)


@given(st.lists(SAFE, max_size=5))
@example([" ", "a"])
def test_the_text_is_whole(texts: list[str]) -> None:
    """But for paragraphs in which there is none."""
    parts = [f'<p class="a"><span class="n">{escape(text)}</span></p>' for text in texts]
    said = [part for part, text in zip(parts, texts, strict=True) if text.strip(" \t\r\n")]
    portable = lxml_html.fragment_fromstring(portable_of("".join(parts)), create_parent="div")
    whole = lxml_html.fragment_fromstring("".join(said), create_parent="div")
    assert portable.text_content() == whole.text_content()


ITEMS = st.builds(
    Item,
    id=st.uuids().map(lambda made: made.urn),
    title=SAFE,
    link=st.just(PAGE),
    summary=SAFE,
    content=SAFE.map(lambda text: f"<p>{escape(text)}</p>"),
    published=st.integers(0, 4_000_000_000).map(lambda n: datetime.fromtimestamp(n, PARIS)),
    updated=st.integers(0, 4_000_000_000).map(lambda n: datetime.fromtimestamp(n, PARIS)),
    authors=st.lists(st.builds(Person, SAFE, st.just(PAGE)), max_size=2).map(tuple),
    categories=st.lists(st.builds(Category, SAFE, st.just(PAGE)), max_size=2).map(tuple),
)


@given(st.lists(ITEMS, max_size=4, unique_by=lambda item: item.id))
@settings(max_examples=30)
def test_any_posts_make_a_sound_feed_of_the_same_bytes(items: list[Item]) -> None:
    channel = Channel(
        id="urn:uuid:8f5b7d5e-3c0b-5c5f-9d5d-0a6f0c1f7b11",
        title="T",
        link="https://host.example/",
        places=Places(*(f"https://host.example/{name}" for name in ("rss", "atom", "json"))),
        description="D",
        language="fr",
        ttl=60,
        publisher=Person("P", "https://host.example/"),
        items=tuple(items),
    )
    document = render_rss(channel)
    assert render_rss(channel) == document
    parsed = feedparser.parse(document)
    assert parsed.bozo == 0
    assert [entry.id for entry in parsed.entries] == [item.id for item in items]
    for entry, item in zip(parsed.entries, items, strict=True):
        assert datetime(*entry.published_parsed[:6], tzinfo=UTC) == item.published
