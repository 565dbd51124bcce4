"""Plans, markup, and the cache."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from plugins.cache import keep, key_of, recalled, remembered
from plugins.images.markup import parse_attributes, picture_links, show_pictures
from plugins.images.plan import Shown, plan_picture, plan_widths
from plugins.images.raster import Facts

WIDTHS = (400, 640, 960, 1536)


@settings(deadline=None)  # the machine may be busy
@given(st.integers(1, 9000))
def test_widths_rise_and_never_exceed_the_original(full: int) -> None:
    widths = plan_widths(full, WIDTHS)
    assert widths[-1] == min(full, 1536)
    assert list(widths) == sorted(set(widths))


def test_a_photograph_has_three_formats_in_several_widths() -> None:
    shown = plan_picture(Facts("jpeg", 1000, 600), "Été 1.jpg", "0123456789", "media/", WIDTHS)
    assert (shown.width, shown.height) == (1000, 600)
    assert [source.kind for source in shown.sources] == ["avif", "webp"]
    urls = [file.url for file in shown.sources[0].files]
    assert urls == [f"media/ete-1-{n}.01234567.avif" for n in (400, 640, 1000)]
    assert [file.width for file in shown.smaller] == [400, 640]


def test_an_animation_is_one_webp_and_a_still() -> None:
    facts = Facts("gif", 120, 80, animated=True)
    shown = plan_picture(facts, "a.gif", "0123456789", "media/", WIDTHS)
    assert [source.media for source in shown.sources] == ["(prefers-reduced-motion: reduce)", ""]
    assert [file.still for file in shown.derivatives] == [True, False]


SHOWN = plan_picture(Facts("jpeg", 1000, 600), "photo.jpg", "0123456789", "media/", WIDTHS)


def shown_in(html: str, shown: Shown = SHOWN, *, eager_first: bool = False) -> str:
    return show_pictures(
        html,
        lambda src: shown if src == "/blog/a, b.jpg" else None,
        lambda url: f"/blog/{url}",
        "100vw",
        eager_first=eager_first,
    )


def test_a_picture_says_its_size_its_formats_and_when_to_load() -> None:
    html = '<p>x</p><figure><img alt="A &quot;b&quot; > c" src="/blog/a, b.jpg"></figure>'
    tree = lxml_html.fromstring(f"<div>{shown_in(html)}</div>")
    image = tree.xpath("//figure//img")[0]
    assert image.get("alt") == 'A "b" > c'
    assert image.get("src") == "/blog/a, b.jpg"
    assert image.get("srcset").endswith("/blog/a%2C%20b.jpg 1000w")
    assert (image.get("width"), image.get("height")) == ("1000", "600")
    assert (image.get("loading"), image.get("fetchpriority")) == ("lazy", None)
    sources = tree.xpath("//source")
    assert [source.get("type") for source in sources] == ["image/avif", "image/webp"]
    assert all(source.get("sizes") == "100vw" for source in sources)


def test_only_the_first_picture_is_eager() -> None:
    html = '<img src="/blog/a, b.jpg" alt="">' * 2
    images = lxml_html.fromstring(f"<div>{shown_in(html, eager_first=True)}</div>").xpath("//img")
    assert [image.get("fetchpriority") for image in images] == ["high", None]
    assert [image.get("loading") for image in images] == [None, "lazy"]


def test_what_is_not_known_stays_as_it_was_written() -> None:
    html = (
        "<p><code>&lt;img src=x&gt;</code> <IMG SRC=q> <img src='//cdn.example/x.png'/> <imgx></p>"
    )
    assert shown_in(html) == html


def test_what_the_author_says_of_a_picture_wins() -> None:
    tag = '<img src="/blog/a, b.jpg" alt="" width="10" height="6" loading="eager">'
    assert 'width="10" height="6"' in shown_in(tag)
    assert 'loading="eager"' in shown_in(tag)


def test_attributes_are_read_as_html_is() -> None:
    found = parse_attributes('<img src="a&amp;b" ALT=\'x > y\' hidden data-n=3 alt="no" />')
    assert found == {"src": "a&b", "alt": "x > y", "hidden": "", "data-n": "3"}


def test_links_to_pictures_are_found_before_pelican_resolves_them() -> None:
    html = (
        '<img src="{attach}a%20b.jpg"><img src="{static}/images/c.png?x#y"><a href="{attach}d.jpg">'
        '<img src="https://x.example/e.jpg"><img src="|attach|../f.gif">'
    )
    assert list(picture_links(html, "articles/x")) == [
        ("attach", "articles/x/a b.jpg"),
        ("static", "images/c.png"),
        ("attach", "articles/f.gif"),
    ]


def test_a_torn_entry_of_the_cache_is_a_miss(tmp_path: Path) -> None:
    key = key_of("a", 1)
    assert remembered(tmp_path, key, lambda: b"made") == b"made"
    assert remembered(tmp_path, key, lambda: b"not again") == b"made"
    entry = next(tmp_path.iterdir())
    entry.write_bytes(entry.read_bytes()[:-1])
    assert recalled(tmp_path, key) is None
    assert remembered(tmp_path, key, lambda: b"again") == b"again"
    assert recalled(tmp_path, key) == b"again"


def test_what_others_may_write_is_not_read(tmp_path: Path) -> None:
    keep(tmp_path, b"a", b"mine")
    (entry,) = tmp_path.iterdir()
    entry.chmod(0o666)
    assert recalled(tmp_path, b"a") is None
    assert remembered(tmp_path, b"a", lambda: b"again") == b"again"
    assert recalled(tmp_path, b"a") == b"again"


@settings(deadline=None)  # the machine may be busy
@given(st.lists(st.text(max_size=4), max_size=4), st.lists(st.text(max_size=4), max_size=4))
def test_keys_differ_where_parts_do(one: list[str], two: list[str]) -> None:
    assert (key_of(*one) == key_of(*two)) == (one == two)
