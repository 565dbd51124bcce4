"""A template of macros is run once for all pages that it is the same on, and sees none of them."""

from __future__ import annotations

import pytest
from jinja2 import DictLoader, Environment, StrictUndefined, UndefinedError

from plugins.theming.macros import Shared


def environment(macros: str) -> Environment:
    page = '{% from "macros.html" import say with context %}{{ say() }}'
    loader = DictLoader({"macros.html": macros, "page.html": page})
    env = Environment(loader=loader, autoescape=True, undefined=StrictUndefined)
    env.template_class = Shared
    return env


def test_pages_that_show_the_same_share_it() -> None:
    runs: list[str] = []
    env = environment("{{ run() }}{% macro say() %}{{ language }} {{ own_feeds.x }}{% endmacro %}")
    env.globals["run"] = lambda: runs.append("")
    page, feeds = env.get_template("page.html"), {"x": 1}
    said = [page.render(language="fr", own_feeds=feeds, title=title) for title in "ab"]
    assert said == ["fr 1", "fr 1"]
    assert len(runs) == 1


def test_another_language_and_other_feeds_are_others() -> None:
    page = environment(
        "{% macro say() %}{{ language }} {{ own_feeds.x }}{% endmacro %}"
    ).get_template("page.html")
    seen = [("fr", 1), ("en", 1), ("fr", 2), ("fr", 1)]
    said = [page.render(language=language, own_feeds={"x": x}) for language, x in seen]
    assert said == ["fr 1", "en 1", "fr 2", "fr 1"]


def test_a_page_cannot_be_seen_by_a_macro() -> None:
    page = environment("{% macro say() %}{{ article }}{% endmacro %}").get_template("page.html")
    with pytest.raises(UndefinedError, match="article"):
        page.render(article="A", language="fr")
