"""Translations: what each translates must be there, and in another language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from plugins.messages import msg
from plugins.problems import Problem, suggestion


def check_original(content: Any, by_slug: Mapping[str, Any]) -> Problem | None:
    """The problem of a ``translates:`` that leads to nothing, or to the same language."""
    name = content.metadata["source"].get("translates")
    if name is None:
        return None
    original = by_slug.get(name)
    if original is None:
        cause = msg("“{slug}”, which this translates, is no published post.", slug=name)
        return Problem("unknown-original", cause, suggestion(name, by_slug))
    if original.lang == content.lang:
        cause = msg("This and “{slug}”, which it translates, are in one language.", slug=name)
        return Problem("same-language", cause, msg("Add “lang: en”, or the language it is in."))
    return None
