"""Templates whose macros are made once for all pages, not once for each that imports them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from jinja2 import Template
from jinja2.environment import TemplateModule

# What a macro can see of its page beside its arguments: the site, and the language.
SEEN = ("language", "DEFAULT_LANG", "SITEURL", "localsiteurl", "own_feeds", "topic_covers")


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
