"""A post's HTML for a reader elsewhere."""

from __future__ import annotations

import re

import pytest
from lxml import html as lxml_html

from plugins.feeds.html import portable_html
from plugins.markup import convert, make_converter

PAGE = "https://host.example/blog/articles/drones/"


def portable(html: str) -> str:
    return portable_html(html, PAGE, "drones", str)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<a href="/blog/a/">a</a>', '<a href="https://host.example/blog/a/">a</a>'),
        ('<a href="../b/#c">a</a>', '<a href="https://host.example/blog/articles/b/#c">a</a>'),
        ('<a href="#fn:1">a</a>', f'<a href="{PAGE}#fn:1">a</a>'),
        ('<a href="">a</a>', f'<a href="{PAGE}">a</a>'),
        ('<a href="?a=b">a</a>', f'<a href="{PAGE}?a=b">a</a>'),
        ('<a href="//other.example/a">a</a>', '<a href="https://other.example/a">a</a>'),
        ('<a href="https://other.example/a">a</a>', '<a href="https://other.example/a">a</a>'),
        ('<a href="mailto:a@b.example">a</a>', '<a href="mailto:a@b.example">a</a>'),
        ('<img src="a.svg" alt="">', f'<img src="{PAGE}a.svg" alt="">'),
        (
            '<blockquote cite="../c/"><p>a</p></blockquote>',
            '<blockquote cite="https://host.example/blog/articles/c/"><p>a</p></blockquote>',
        ),
        ('<q cite="#d">a</q>', f'<q cite="{PAGE}#d">a</q>'),
        (
            '<audio src="/v.mp3" title="Écouter"></audio>',
            '<p><a href="https://host.example/v.mp3">Écouter</a></p>',
        ),
        (
            '<video src="/v.mp4" poster="p.jpg" title="Voir"></video>',
            f'<p><a href="https://host.example/v.mp4"><img src="{PAGE}p.jpg" alt=""> Voir</a></p>',
        ),
        ('<object data="d.svg">Un dessin</object>', f'<p><a href="{PAGE}d.svg">Un dessin</a></p>'),
    ],
)
def test_every_address_is_full(html: str, expected: str) -> None:
    assert portable(html) == expected


@pytest.mark.parametrize(
    ("srcset", "full"),
    [
        ("a.jpg", f"{PAGE}a.jpg"),
        ("a.jpg 1x, b.jpg 2x", f"{PAGE}a.jpg 1x, {PAGE}b.jpg 2x"),
        (
            "/a.jpg 480w,\n  /b.jpg 1.5x",
            "https://host.example/a.jpg 480w, https://host.example/b.jpg 1.5x",
        ),
        ("a.jpg,  b.jpg 2x", f"{PAGE}a.jpg, {PAGE}b.jpg 2x"),
        ("https://o.example/a.jpg 2x", "https://o.example/a.jpg 2x"),
        ("/w_300,h_200/a.jpg 2x", "https://host.example/w_300,h_200/a.jpg 2x"),
        ("", ""),
    ],
    ids=["one", "densities", "widths", "no-size", "full", "comma-in-an-address", "empty"],
)
@pytest.mark.parametrize("tag", ["img", "source"])
def test_every_candidate_of_a_srcset_is_full(tag: str, srcset: str, full: str) -> None:
    html = f'<{tag} src="a.jpg" srcset="{srcset}">'
    made = lxml_html.fromstring(portable(html))
    assert (made.tag, made.get("srcset")) == (tag, full)


@pytest.mark.parametrize(
    "ours",
    [
        "<script>alert(1)</script>",
        '<script src="/a.js"></script>',
        "<style>p { color: red }</style>",
        '<form action="/a"><label>a <input name="a"></label><button>Envoyer</button></form>',
        '<input type="checkbox" disabled>',
        "<button>Copier</button>",
    ],
)
def test_what_only_our_page_needs_is_removed_and_the_text_around_it_stays(ours: str) -> None:
    assert portable(f"<div>avant {ours}après</div>") == "<div>avant après</div>"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<p class="a" style="color: red" role="note">a</p>', "<p>a</p>"),
        (
            '<img src="https://a.example" loading="lazy" decoding="async" alt="a" width="3">',
            '<img src="https://a.example" alt="a" width="3">',
        ),
        ('<span class="n">a</span> <span lang="en">b</span>', 'a <span lang="en">b</span>'),
        (
            '<div aria-label="Tableau" class="table" role="region" tabindex="0">a</div>',
            "<div>a</div>",
        ),
    ],
)
def test_attributes_for_our_stylesheets_and_scripts_are_taken_off(html: str, expected: str) -> None:
    assert portable(html) == expected


def test_code_stays_as_it_was() -> None:
    code = 'def f(a):\n    return "<b>&amp;</b>"  # déjà'
    html = convert(make_converter(str), f"```python\n{code}\n```")
    assert '<span class="k">' in html
    assert portable(html) == (
        "<div><pre><code>def f(a):\n"
        '    return "&lt;b&gt;&amp;amp;&lt;/b&gt;"  # déjà\n'
        "</code></pre></div>"
    )


def test_footnotes_lead_to_the_posts_page() -> None:
    html = portable(convert(make_converter(str), "a[^1]\n\n[^1]: Note."))
    assert f'href="{PAGE}#fn:1"' in html
    assert f'href="{PAGE}#fnref:1"' in html
    assert re.findall(r'id="([^"]*)"', html) == ["drones-fnref:1", "drones-fn:1"]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("", ""),
        (" \n ", ""),
        ("<p>a&nbsp;! &eacute; &amp; &lt;</p>", "<p>a\u00a0! é &amp; &lt;</p>"),
        ("<p>un</p>\n<p>deux</p>\n", "<p>un</p>\n<p>deux</p>"),
        ("du texte", "du texte"),
        ("<div>un</div><div>deux</div>", "<div>un</div><div>deux</div>"),
        ("<p>un<br>deux</p><hr>", "<p>un<br>deux</p><hr>"),
    ],
    ids=["nothing", "blanks", "entities", "paragraphs", "text", "divs", "void-elements"],
)
def test_the_rest_stays_as_it_was(html: str, expected: str) -> None:
    assert portable(html) == expected


@pytest.mark.parametrize("address", ["http://[x", "//[", "https://a\u2100b.example/"])
@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<a href="{}">a</a>', "a"),
        ('<blockquote cite="{}"><p>a</p></blockquote>', "<blockquote><p>a</p></blockquote>"),
        (
            '<img src="a.jpg" srcset="{} 2x, b.jpg 3x">',
            f'<img src="{PAGE}a.jpg" srcset="{PAGE}b.jpg 3x">',
        ),
    ],
    ids=["href", "cite", "srcset"],
)
def test_an_address_that_is_none_is_left_out_and_does_not_stop_the_feed(
    html: str, expected: str, address: str
) -> None:
    """A slip in one post, which Markdown, Pelican and browsers let pass."""
    assert portable(html.format(address)) == expected


def test_ordinals_are_not_raised_in_a_feed() -> None:
    """typography: «never in titles and feeds»."""
    assert portable('<p>Le XXI<sup class="ordinal">e</sup> siècle, x<sup>2</sup>.</p>') == (
        "<p>Le XXIe siècle, x<sup>2</sup>.</p>"
    )
