"""Macros that are made once for all pages, and what they say of the same things, said once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from types import NoneType
from typing import Any

from jinja2 import Template
from jinja2.environment import TemplateModule
from jinja2.runtime import Macro

# What a macro can see of its page beside its arguments: the site, and the language.
SEEN = ("language", "DEFAULT_LANG", "SITEURL", "localsiteurl", "own_feeds", "topic_covers")

_PLAIN = {str, int, NoneType}


class Shared(Template):
    """A template of macros that is run once for the pages that show it the same.

    Jinja runs an imported template again at each ``import … with context``, with
    all that this one imports: some thirty times a page. Imports without context
    compare the names of all globals instead, which takes as long.
    """

    def make_module(
        self,
        vars: dict[str, Any] | None = None,  # noqa: A002 (Jinja's name)
        shared: bool = False,  # noqa: ARG002 (says that Jinja's globals are in ``vars``)
        locals: Mapping[str, Any] | None = None,  # noqa: A002, ARG002 (Jinja's names)
    ) -> TemplateModule:
        """The macros for a page; whatever is not in `SEEN` is undefined in them."""
        given = vars or {}
        seen = {name: given[name] for name in SEEN if name in given}
        for before, module in self._modules:
            if before == seen:
                return module
        module = super().make_module(seen)
        self._modules.append((seen, module))
        return module

    @cached_property
    def _modules(self) -> list[tuple[dict[str, Any], TemplateModule]]:
        """What was made, with what it saw: one for each language, unless pages differ otherwise."""
        return []


class Once:
    """Calls a macro of a `Shared` template, or remembers what it said of the same arguments.

    Those are plain values and views, which nobody changes during a run: a post's
    card stands in a dozen lists, an author's under each of the posts.
    """

    def __init__(self) -> None:
        # The values are held too: others could else be born at their addresses.
        self._said: dict[tuple[object, ...], tuple[str, tuple[object, ...]]] = {}

    def __call__(self, macro: Macro, *values: object) -> str:
        """What ``macro`` says of ``values``."""
        key = (macro, *(one if type(one) in _PLAIN else id(one) for one in values))
        if key not in self._said:
            self._said[key] = macro(*values), values
        return self._said[key][0]
