"""HTML restricted to a list: what is refused, at its line, and that nothing else changes."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.catalogue import HOUSE as LOCALE
from plugins.catalogue import load_catalogue
from plugins.markup import convert, make_converter
from plugins.safe_html import clean, find_refused, restrict
from tests.laying import HOUSE
from tests.proofing import text_of

CONVERTER = make_converter(load_catalogue(LOCALE, "fr").gettext)


def refused(markdown: str) -> list[tuple[str, int | None]]:
    source = text_of(markdown).source
    source, _ = restrict(source, convert(CONVERTER, source.body))
    return [(str(p.cause.values["what"]), p.line and p.line - 6) for p in source.problems]


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("Un texte.\n\n<script>alert(1)</script>\n", [("<script>", 3)]),
        ("`<script>`\n\n```\n<script>\n```\n\n<script src=x></script>\n", [("<script>", 7)]),
        ('Un <b onclick="x()">mot</b>.\n', [("onclick", 1)]),
        ("Un\n\n*mot*{: onclick=x }\n", [("onclick", 3)]),
        ("Un [lien](javascript:alert(1)).\n", [("javascript:alert(1)", 1)]),
        (
            "<iframe src=https://a.fr></iframe>\n\n<iframe></iframe>\n",
            [("<iframe>", 1), ("<iframe>", 3)],
        ),
        ('<p style="position:fixed">x</p>\n', [("style", 1)]),
        ('<form action="/x"><input></form>\n', [("<form>", 1), ("<input>", 1)]),
        ("<details open><summary>A</summary>B</details>\n", []),
        ('<video src="a.mp4" controls></video> <kbd>Ctrl</kbd> H<sub>2</sub>O\n', []),
        (
            "| a | b |\n|--:|:-:|\n| 1 | 2 |\n\nNote[^1].\n\n[^1]: Oui.\n\n```python\nx = 1\n```\n",
            [],
        ),
    ],
)
def test_what_is_refused_and_where(markdown: str, expected: list[tuple[str, int]]) -> None:
    assert refused(markdown) == expected


def elements(html: str) -> list[tuple[str, list[tuple[str, str | None]]]]:
    found = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.append((tag, sorted((name, value or "") for name, value in attrs)))

    Reader().feed(html)
    return found


@pytest.mark.parametrize(
    "path", sorted(HOUSE.glob("content/**/index.md")), ids=lambda p: p.parent.name
)
def test_the_posts_of_the_house_lose_nothing(path: Path) -> None:
    body = text_of(path.read_text("utf-8"), path=path).body
    html = convert(CONVERTER, body)
    assert find_refused(html) == []
    assert elements(clean(html)) == elements(html)
    assert 'src="{attach}' in clean(html) or 'src="{attach}' not in html


PARTS = st.sampled_from(
    ["<script>", "</script>", "<b ", "onclick=", '"', "'", ">", "<", "x", "javascript:", "<a href=",
     "<img src=", "`", "*", "\n\n", "<!--", "-->", "<svg onload=", "<style>", " ", "&#106;"]
)  # fmt: skip


@given(st.lists(PARTS, max_size=30).map("".join))
@settings(max_examples=200, deadline=None)
def test_what_is_published_is_harmless_whatever_is_written(markdown: str) -> None:
    made = clean(convert(CONVERTER, markdown))
    assert find_refused(made) == []
