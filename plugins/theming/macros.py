"""Templates whose macros are made once for all pages, not once for each that imports them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from jinja2 import Template
from jinja2.environment import TemplateModule

from plugins.inputs import reader_of

# Of how many different pages the macros are kept, where they look at their page itself.
MOST = 8


class Shared(Template):
    """A template of macros that is run once for all pages that it would see the same of.

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
        """The macros for a page, of which they get what they and their family name."""
        given, known = vars or {}, self._modules
        seen = {name: given[name] for name in self._variables if name in given}
        found = next((module for before, module in reversed(known) if before == seen), None)
        if found is None:
            found = super().make_module(seen)
            known.append((seen, found))
            del known[:-MOST]
        return found

    @cached_property
    def _variables(self) -> tuple[str, ...]:
        assert self.name is not None
        return reader_of(self.environment).variables(self.name)

    @cached_property
    def _modules(self) -> list[tuple[dict[str, Any], TemplateModule]]:
        """What was made, with what it saw: mostly one for each language."""
        return []
