"""What Python-Markdown is spared changes nothing of what it makes."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st
from markdown import Markdown
from markdown.treeprocessors import InlineProcessor

from plugins.markup import convert, make_converter


def unhurried() -> Markdown:
    """The same converter with the passes of Python-Markdown itself."""
    converter = make_converter(str)
    converter.treeprocessors.register(InlineProcessor(converter), "inline", 20)
    converter.parser.blockprocessors.deregister("plain")
    return converter


QUICK, UNHURRIED = make_converter(str), unhurried()

PIECES = st.one_of(
    st.sampled_from(
        [
            *("un mot", "É", "_a_", "*b*", "**c**", "`d`", "\\*", "\\", "[e](f.md)", "![g](h.jpg)"),
            *("[i][j]", "[k]", "![l][m]", "![n]", "[^1]", "<https://a.example>", "<a@b.example>"),
            *(
                "<b>",
                "</b>",
                "<br>",
                "&amp;",
                "&",
                "<",
                "  \n",
                "\n",
                "\n\n",
                "\n    ",
                "    ",
                " ",
            ),
            *("\n: ", "\n> ", "\n- ", "\n* ", "\n1. ", "\n# ", "\n===\n", "\n---\n", "a | b\n"),
            *("--- | ---\n", "\n[j]: k.md\n", "\n[^1]: note\n", "\n*[É]: mot\n", "\n```\n"),
            *('\n<div markdown="1">\n', "\n</div>\n", "٣. ", "²", "ª"),
        ]
    ),
    st.text(max_size=4),
)

DEFINITIONS = "\n\n[^1]: note\n\n[j]: j.md\n\n[k]: k.md\n\n[m]: m.jpg\n\n[n]: n.jpg"


@given(st.lists(PIECES, max_size=24).map("".join))
@example("`a` \\* _b_ [e](f.md) [i][j] [k] ![g](h.jpg) ![l][m] ![n] [^1]" + DEFINITIONS)
@example("[e](f.md) [i][j] [k] ![g](h.jpg) ![l][m] ![n]")
@example("<https://a.example> <a@b.example> <b>z</b> &eacute;&nbsp;&#33; a  \nb")
@example("Terme\n: définition\n\n1. un\n2. deux")
@example("- un\n\n    deux\n\n    trois\n- quatre")
@example("a | b\n--- | ---\nc | d")
def test_the_same_comes_of_every_text(text: str) -> None:
    assert convert(QUICK, text) == convert(UNHURRIED, text)
