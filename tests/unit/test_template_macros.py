"""A template of macros is run once for all pages that it is the same on."""

from __future__ import annotations

from jinja2 import DictLoader, Environment, StrictUndefined, pass_context
from jinja2.runtime import Context

from plugins.inputs import read_templates
from plugins.templating import reads
from plugins.theming.macros import Shared


def environment(macros: str) -> Environment:
    page = '{% from "macros.html" import say with context %}{{ say() }}'
    loader = DictLoader({"macros.html": macros, "page.html": page})
    env = Environment(loader=loader, autoescape=True, undefined=StrictUndefined)
    env.template_class = Shared
    read_templates(env, lambda _, read: read())
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


def test_a_macro_may_look_at_its_page() -> None:
    env = environment("{% macro say() %}{{ article }}{% endmacro %}")
    page = env.get_template("page.html")
    said = [page.render(article=str(n), language="fr") for n in (*range(20), 3)]
    assert said == [str(n) for n in (*range(20), 3)]


def test_what_a_function_in_a_macro_reads_is_seen() -> None:
    @reads("where")
    @pass_context
    def place(context: Context) -> str:
        return str(context["where"])

    env = environment("{% macro say() %}{{ place() }}{% endmacro %}")
    env.globals["place"] = place
    assert env.get_template("page.html").render(where="here") == "here"
    assert env.get_template("page.html").render(where="there") == "there"
