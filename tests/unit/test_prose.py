"""A source taken apart: what is prose, what is not, and that nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.prose import read_blocks
from plugins.typography.core import typeset_runs

CONTENT = Path(__file__).parents[3] / "content"


def typeset_source(source: str) -> str:
    parts = []
    for block in read_blocks(source):
        texts = typeset_runs(block.runs) if block.kind == "prose" else [r.text for r in block.runs]
        parts.extend(texts)
    return "".join(parts).replace("\u00a0", "⍽").replace("\u202f", "▯")


def whole(source: str) -> str:
    return "".join(run.text for block in read_blocks(source) for run in block.runs)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Oui ?", "Oui▯?"),
        ("# L'IA ? {#x}\n", "# L’IA▯? {#x}\n"),
        ("- un ?\n- deux :\n  - trois !\n", "- un▯?\n- deux⍽:\n  - trois▯!\n"),
        ("1. Un ?\n2) Deux ?", "1. Un▯?\n2) Deux▯?"),
        ('- [ ] faire "x" ?', "- [ ] faire «⍽x⍽»▯?"),
        ('> Cité "ici\n> là" ?\n', "> Cité «⍽ici\n> là⍽»▯?\n"),
        ("Terme\n:   L'idée ?", "Terme\n:   L’idée▯?"),
        ("Une ligne\n? suite", "Une ligne\n? suite"),
        ("**Note :** *x* ?", "**Note⍽:** *x*▯?"),
        ("snake_case_ici ? _oui_ !", "snake_case_ici▯? _oui_▯!"),
        ("[l'IA ?](http://a.fr/?l'x \"t'es\") !", "[l’IA▯?](http://a.fr/?l'x \"t'es\")▯!"),
        ("![l'IA ?](a.jpg \"t'es\") !", "![l'IA ?](a.jpg \"t'es\")▯!"),
        ("`l'x ?` ! ``a ` l'x`` !", "`l'x ?`▯! ``a ` l'x``▯!"),
        ("<kbd>l'x ?</kbd> ! <em>l'x</em> ?", "<kbd>l'x ?</kbd>▯! <em>l’x</em>▯?"),
        ("Vrai[^1] !\n\n[^1]: L'été !", "Vrai[^1]▯!\n\n[^1]: L’été▯!"),
        ("mot&nbsp;! R&amp;D ?", "mot&nbsp;! R&amp;D▯?"),
        (r"l'\*x\* ?", r"l’\*x\*▯?"),
        (
            '| a ? | "b" |\n|---|---|\n| c : | `d "` |\n',
            '| a▯? | «⍽b⍽» |\n|---|---|\n| c⍽: | `d "` |\n',
        ),
        ("*Isn't*{: lang=en } Oui ?", "*Isn't*{: lang=en } Oui▯?"),
        ('<span lang="en">Isn\'t</span> Oui ?', '<span lang="en">Isn\'t</span> Oui▯?'),
        ("Le titre !\n===\n\nOui ?", "Le titre▯!\n===\n\nOui▯?"),
    ],
)
def test_prose_is_set_and_the_rest_is_not(source: str, expected: str) -> None:
    assert typeset_source(source) == expected
    assert whole(source) == source


@pytest.mark.parametrize(
    "source",
    [
        "```\nl'x ?\n```\n",
        "~~~~ python\nl'x ?\n~~~\nl'x ?\n~~~~\n",
        "> ```\n> l'x ?\n> ```\n",
        "    l'x ?\n\n    l'x ?\n",
        "- un\n\n        l'x ?\n",
        "<div>\n\nl'x ?\n\n</div>\n",
        "<!-- l'x\n\nl'x ? -->\n",
        "[ref]: http://a.fr/l'x \"t'es ?\"\n",
        "*[IA]: L'IA ?\n",
        '{: lang=en title="l\'x" }\n',
        'It\'s "good"?\n{: lang=en }\n',
        "<https://a.fr/l'x?>",
        "***\n---\n",
        "\n\n",
    ],
)
def test_what_is_left_alone(source: str) -> None:
    assert typeset_source(source) == source
    assert whole(source) == source


def test_markdown_inside_html_is_prose() -> None:
    source = "<div markdown=\"1\">\n\nL'x ?\n\n</div>\n\nL'y ?\n"
    assert typeset_source(source) == source.replace("L'", "L’").replace(" ?", "▯?")


def test_a_paragraph_of_a_list_is_prose() -> None:
    assert typeset_source("- un\n\n    l'x ?\n\nfin\n\n    l'y ?\n") == (
        "- un\n\n    l’x▯?\n\nfin\n\n    l'y ?\n"
    )


def test_no_character_of_the_houses_texts_is_lost() -> None:
    for path in sorted(CONTENT.rglob("*.md")):
        text = path.read_text(encoding="utf-8")
        assert whole(text) == text
