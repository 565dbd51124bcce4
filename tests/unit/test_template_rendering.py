"""Pages are what Jinja alone would make of them."""

from __future__ import annotations

from typing import Any

import pytest
from jinja2 import DictLoader, Environment, StrictUndefined, UndefinedError, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from plugins.theming.rendering import quicken

MACROS = """
{% macro plain(a, b) %}<{{ a }}|{{ b }}>{% endmacro %}
{% macro kept(a, b="&", c=none) %}{{ a }}{{ b }}{{ c }}{% endmacro %}
{% macro many(a) %}{{ a }} {{ varargs | join(",") }} {{ kwargs.x }}{% endmacro %}
{% macro framed(a) %}[{{ caller(a) }}]{% endmacro %}
"""
PAGES = {
    "shown": "{{ text }}{{ markup }}{{ number }}{{ none }}{{ [text, markup] }}{{ page }}",
    "macros": "{{ plain(text, markup) }}{{ plain(b=1, a=text) }}{{ kept(text) }}{{ kept(1, c=2) }}",
    "passed": "{% set made = plain(text, '&') %}{{ made }}{{ plain(made, made | upper) }}",
    "many": "{{ many(text, 1, 2, x=3) }}{% call(a) framed(text) %}{{ a }}<b>{% endcall %}",
    "loops": "{% for n in 'ab' %}{% set m = n %}{{ here('m') }}{{ said(n, end='<') }}{% endfor %}",
    "block": "{% set m = 1 %}{% block a scoped %}{% set m = 2 %}{{ here('m') }}{% endblock %}",
    "by hand": "{% autoescape false %}{{ text }}{{ plain(text, text) }}{% endautoescape %}",
}


class Page:
    """Not a string; knows how it is shown."""

    def __html__(self) -> str:
        return "<i>page</i>"


@pass_context
def here(context: Context, name: str) -> str:
    return f"<{context.get(name)}>"


def said(word: str, *, end: str) -> str:
    return word + end


def environment(*, is_quick: bool) -> Environment:
    pages = {
        name: '{% from "macros.html" import plain, kept, many, framed %}' + text
        for name, text in PAGES.items()
    }
    loader = DictLoader({"macros.html": MACROS, **pages})
    env = Environment(loader=loader, autoescape=True, undefined=StrictUndefined)
    env.globals.update(here=here, said=said)
    if is_quick:
        quicken(env)
    return env


VALUES: dict[str, Any] = {
    "text": "a & <b> \"c\" 'd'",
    "markup": Markup("<b>bold</b>"),
    "number": 1.5,
    "none": None,
    "page": Page(),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_the_same(name: str) -> None:
    quick, slow = (
        environment(is_quick=is_quick).get_template(name).render(VALUES)
        for is_quick in (True, False)
    )
    assert quick == slow


@pytest.mark.parametrize(
    "text", ["{{ unknown }}", "{{ plain(1, 2, 3) }}", "{{ plain(1, d=2) }}", "{{ plain(1) }}"]
)
def test_what_is_wrong_is_said_as_before(text: str) -> None:
    said = []
    for is_quick in (True, False):
        env = environment(is_quick=is_quick)
        template = env.from_string('{% from "macros.html" import plain %}' + text)
        with pytest.raises((TypeError, UndefinedError)) as raised:
            template.render(VALUES)
        said.append((raised.type, str(raised.value)))
    assert said[0] == said[1]
