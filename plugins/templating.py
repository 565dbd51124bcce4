"""What the functions that rooms give to templates say of themselves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

# In the context: how each picture is shown, by its address; a picture that a template gets has it.
SHOWN = "shown_pictures"

F = TypeVar("F", bound=Callable[..., Any])


def reads(*names: str) -> Callable[[F], F]:
    """Declare the variables of the context that a function of Jinja's looks up by itself.

    A page is handed what its templates name and what the functions in them
    declare; a function that reads anything else fails at once.
    """

    def declare(function: F) -> F:
        function.reads = names  # type: ignore[attr-defined]
        return function

    return declare


@dataclass(frozen=True)
class PerPage:
    """A variable of the context that is another on each page: what ``choose`` makes of its own.

    So a page depends on its part of a list that is the whole site's. ``choose``
    is given the values that are the page's own, by name.
    """

    choose: Callable[[Mapping[str, Any]], Any]


@dataclass(frozen=True)
class OnFirstPage(PerPage):
    """One that the first page of a list of posts alone has; it is None on those behind it."""


def on_first_page(value: Any) -> OnFirstPage:
    """Have ``value`` on the first page of a list of posts."""
    return OnFirstPage(lambda own: value if own["articles_page"].number == 1 else None)
