"""A post's HTML made portable, piece by piece."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from plugins.feeds.characters import forbidden_in, plain_references, plain_text, remove_forbidden
from plugins.feeds.html import full_address, portable_html

PAGE = "https://host.example/blog/articles/a/"


def portable(html: str) -> str:
    return portable_html(html, PAGE, "a", str)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("", ""),
        ('<a href="../b/">x</a>', '<a href="https://host.example/blog/articles/b/">x</a>'),
        ('<a href="#n">x</a>', f'<a href="{PAGE}#n">x</a>'),
        ('<a href="javascript:x()">x</a>', "x"),
        ('<a href="http://[bad">x</a>', "x"),
        ('<p id="n">x</p>', '<p id="a-n">x</p>'),
        ("<p>a<span>b</span>c</p>", "<p>abc</p>"),
        ("<p>a<span hidden>b</span>c</p>", "<p>ac</p>"),
        ('<p>a<span lang="en">b</span></p>', '<p>a<span lang="en">b</span></p>'),
        ("<p>a<br>b</p><!-- c -->", "<p>a<br>b</p>"),
        ("<x-y>a</x-y>", "a"),
        ('<iframe src="about:blank"></iframe>', ""),
        ("<pre><code>a\n\n  b</code></pre>", "<pre><code>a\n\n  b</code></pre>"),
        ('<td style="text-align: right">1</td>', '<td align="right">1</td>'),
        ("a\u00a0b\u202f! \x0b&#11;&#150;&#60;", "a\u00a0b\u202f! –&lt;"),
    ],
)
def test_each_piece(html: str, expected: str) -> None:
    assert portable(html) == expected


def test_an_address_is_ascii_and_encoded_once() -> None:
    assert full_address("é b?q=ü#ñ", "https://h.example/") == (
        "https://h.example/%C3%A9%20b?q=%C3%BC#%C3%B1"
    )
    assert full_address("/%C3%A9", "https://h.example/") == "https://h.example/%C3%A9"


@given(st.text())
def test_no_text_can_break_the_xml(text: str) -> None:
    for cleaned in (
        remove_forbidden(text),
        plain_text(text),
        remove_forbidden(plain_references(text)),
    ):
        element = etree.Element("x")
        element.text = cleaned
        assert etree.fromstring(etree.tostring(element)) is not None


@given(st.text(alphabet="<>ab/!&;lt amp", max_size=20))
def test_a_title_shows_the_same_however_often_it_is_cleaned(text: str) -> None:
    once = plain_text(text)
    assert plain_text(once) == once
    assert "<a" not in once


def test_what_is_taken_out_is_named() -> None:
    assert forbidden_in("a\x0bb &#x1F; &#150; &amp;") == ("\x0b", "&#x1F;")
    assert forbidden_in("rien\u00a0!\n\t") == ()
