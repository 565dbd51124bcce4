"""What a template can see is found through all that it draws on."""

from __future__ import annotations

import pytest
from jinja2 import DictLoader, Environment

from plugins.inputs import Dynamic, Inputs, find_inputs, read_template

FAMILY = {
    "base": "{{ site }}{% block b %}{% endblock %}{% include 'part' %}",
    "part": "{{ feeds | join(sep) }}{{ asset('a') }}",
    "macros": "{% macro m(x) %}{{ x.a }}{{ language }}{% endmacro %}",
    "page": "{% extends 'base' %}{% from 'macros' import m with context %}"
    "{% set own = 1 %}{% block b %}{{ m(post) }}{{ own }}{% if post is fresh %}{% endif %}"
    "{% endblock %}",
    "round": "{% include 'round' %}{{ a }}",
    "dynamic": "{% include which %}",
    "apart": "{{ unrelated }}",
}


def inputs_of(name: str, **changed: str) -> Inputs:
    env = Environment(loader=DictLoader({**FAMILY, **changed}), autoescape=True)
    env.globals["asset"] = str
    env.tests["fresh"] = bool
    assert env.loader is not None
    loader = env.loader
    return find_inputs(
        name, lambda one: loader.get_source(env, one)[0], lambda text: read_template(env, text)
    )


def test_the_whole_family_is_looked_at() -> None:
    found = inputs_of("page")
    assert found.names >= {"site", "feeds", "sep", "language", "post"}
    assert "a" not in found.names
    assert {"asset", "join", "fresh"} <= found.functions


def test_a_template_may_include_itself() -> None:
    assert inputs_of("round").names == {"a"}


def test_a_name_that_only_rendering_tells_is_refused() -> None:
    with pytest.raises(Dynamic):
        inputs_of("dynamic")


@pytest.mark.parametrize("name", ["base", "part", "macros", "page"])
def test_the_key_follows_every_source_of_the_family(name: str) -> None:
    assert inputs_of("page", **{name: FAMILY[name] + " "}).key != inputs_of("page").key


def test_the_key_follows_no_other_template() -> None:
    assert inputs_of("page", apart="{{ other }}").key == inputs_of("page").key
