"""Rules that the configuration silences: each must be one."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Protocol

from plugins.checks.settings import Settings
from plugins.messages import msg
from plugins.problems import Problem, suggestion


class Coded(Protocol):
    """What has a code: a rule."""

    @property
    def code(self) -> str:
        """The name that reports show in brackets."""


def unknown_codes(options: Settings, rules: Collection[Coded]) -> Iterable[Problem]:
    """A problem for each silenced code that is no rule's: a fault of the build cannot be hushed."""
    known = {rule.code for rule in rules}
    for code in options.silenced:
        if code not in known:
            cause = msg("“{code}” is no rule that can be silenced.", code=code)
            yield Problem("unknown-silence", cause, suggestion(code, known))
