"""A publication's pages, stylesheets and scripts in fewer bytes, and the same to whoever reads."""

from __future__ import annotations

from html import escape
from pathlib import Path

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.finishing import KEY, finishing_of
from plugins.theming.minifying import minify_asset, minify_page
from tests.laying import HOUSE

STYLES = HOUSE / "theme" / "static"
PAGE = """<!doctype html>
<html lang="fr">
<head>
  <title>Essai</title>
</head>
<body>
  <main>
{}
  </main>
</body>
</html>
"""
LETTERS = st.text("aé«»'\"<>&;=/ \n\u00a0\u202f\u2011", min_size=1)


def parsed(body: str) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(minify_page(PAGE.format(body)))


@given(LETTERS)
def test_the_words_stay_with_every_space_that_does_not_break(words: str) -> None:
    text = parsed(f"<p>a{escape(words)}z</p>").find(".//p").text_content()
    ascii_only = f"a{words}z".replace("\n", " ").split(" ")
    assert [word for word in text.split(" ") if word] == [word for word in ascii_only if word]


@given(LETTERS)
def test_what_is_set_by_hand_stays_to_the_blank(words: str) -> None:
    text = parsed(f"<pre><code>a{escape(words)}z</code></pre>").find(".//pre").text_content()
    assert text == f"a{words}z"


@given(LETTERS)
def test_an_attribute_says_the_same(words: str) -> None:
    link = parsed(f'<a title="{escape(words)}" href="/x/">x</a>').find(".//a")
    assert link.get("title") == words


def test_blanks_and_comments_go_and_tags_stay() -> None:
    page = minify_page(PAGE.format("    <!-- said to us -->\n    <ul>\n <li>un</li>\n </ul>"))
    assert page == (
        "<!doctype html><html lang=fr><head><title>Essai</title></head>"
        "<body><main><ul><li>un</li></ul></main></body></html>"
    )


def test_a_space_between_words_of_a_line_stays() -> None:
    text = parsed('<p><a href="/x/">un</a> <em>deux</em>\n trois</p>').find(".//p").text_content()
    assert text == "un deux trois"


@pytest.mark.parametrize(
    ("rule", "kept"),
    [
        (".prose :is(h2, h3) + * { margin: 0 }", ".prose :is(h2,h3)+*{margin:0}"),
        (".a { inline-size: calc(100% - 2rem) }", ".a{inline-size:calc(100% - 2rem)}"),
        (":root { --a: light-dark(#fff, #000) }", ":root{--a:light-dark(#fff,#000)}"),
        ("@layer a, b; @layer b { c { d: e } }", "@layer a;@layer b{c{d:e}}"),
    ],
)
def test_a_rule_means_the_same(rule: str, kept: str) -> None:
    assert minify_asset("site.css", rule.encode()).decode() == kept


def test_a_script_keeps_what_is_no_blank() -> None:
    script = b"// why\nconst a = `${b} // c`;\nconst d = /[ ]+ \\/\\//g;\n"
    assert minify_asset("js/a.js", script).strip() == b"const a=`${b} // c`;const d=/[ ]+ \\/\\//g;"


def test_anything_else_is_left_as_it_is() -> None:
    assert minify_asset("icons/a.svg", b"<svg>  </svg>") == b"<svg>  </svg>"


def test_pages_stay_as_rendered_unless_somebody_asks() -> None:
    assert finishing_of({})("<p>  x") == "<p>  x"
    assert finishing_of({KEY: minify_page}) is minify_page


@pytest.mark.parametrize("path", sorted(STYLES.rglob("*.css")), ids=lambda path: path.name)
def test_every_stylesheet_of_the_house_is_understood_to_its_end(path: Path) -> None:
    """One that is not stays as it is: no fault is told, and a browser drops the rest."""
    assert b"\n" not in minify_asset(path.name, path.read_bytes())
