"""A letter's text part: whatever HTML a post holds, its words are all there, in their order."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from plugins.desk.plain import one_line, plain_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("", ""),
        ("<p>un</p><p>deux</p>", "un\n\ndeux"),
        ("<p>un\n  mot\u00a0!</p>", "un mot\u00a0!"),
        ("<p>un<br>deux</p>", "un\ndeux"),
        ("<div>bord<p>milieu</p>fin</div>", "bord\n\nmilieu\n\nfin"),
        ('<p>voir <a href="https://h/">ceci</a>.</p>', "voir ceci <https://h/>."),
        ('<p><a href="https://h/">https://h/</a></p>', "https://h/"),
        ('<p><img src="x" alt="Un pont"><img src="y" alt=""></p>', "[Un pont]"),
        ("<figure><img src=x alt=Pont><figcaption>Dit.</figcaption></figure>", "[Pont]\n\nDit."),
        ("<ul><li>un</li><li>deux</li></ul>", "- un\n- deux"),
        ("<ul><li>Parent<ul><li>enfant</li></ul></li></ul>", "- Parent\n  - enfant"),
        ("<ol start=3><li><p>un</p><p>suite</p></li><li>b</li></ol>", "3. un\n   suite\n4. b"),
        ('<ol start="x"><li></li><li>b</li></ol>', "2. b"),
        ("<blockquote>dit<p>encore</p></blockquote>", "> dit\n> \n> encore"),
        ("<details><summary>Plus</summary>Le reste.</details>", "Plus\n\nLe reste."),
        (
            "<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>",
            "a | b\n1 | 2",
        ),
        ("<dl><dt>Terme</dt><dd>Sa définition.</dd></dl>", "Terme\nSa définition."),
        ("<pre><code>a\n  b\n</code></pre>", "a\n  b"),
        ("<p>un</p><hr><p>deux</p>", "un\n\ndeux"),
    ],
)
def test_each_construct(html: str, text: str) -> None:
    assert plain_text(html) == text


TAGS = ("p", "div", "ul", "ol", "li", "blockquote", "em", "table", "tr", "td", "dd", "summary")
NESTED = st.recursive(
    st.sampled_from(["mot", "autre ", "<br>", "\n"]),
    lambda inner: st.tuples(st.sampled_from(TAGS), st.lists(inner, max_size=4)).map(
        lambda made: f"<{made[0]}>{''.join(made[1])}</{made[0]}>"
    ),
    max_leaves=12,
)


@given(NESTED)
def test_no_word_is_lost(html: str) -> None:
    def words(text: str) -> str:
        return re.sub(r"[^a-z]", "", text)

    whole = lxml_html.fragment_fromstring(html, create_parent="div").text_content()
    assert words(plain_text(html)) == words(whole)


def test_a_header_is_one_line() -> None:
    assert one_line(" Un\r\n titre\u00a0! ") == "Un titre\u00a0!"
