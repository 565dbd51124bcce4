"""How texts are set, whoever wrote them: asked for here, so that no room needs to know another.

The typographer's room fills this in once a run; without it, texts stay as typed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markdown.extensions import Extension

KEY = "COMPOSITION"


def _as_typed(text: str, _language: str) -> str:
    return text


def _no_extensions(_language: str) -> Sequence[Extension]:
    return ()


@dataclass(frozen=True)
class Composition:
    """``line`` sets a line of plain text, ``extensions`` a Markdown text, in a language.

    ``options`` names all that decides how: two compositions of one name set alike.
    """

    line: Callable[[str, str], str] = _as_typed
    extensions: Callable[[str], Sequence[Extension]] = _no_extensions
    options: str = ""


def composition_of(settings: Mapping[str, Any]) -> Composition:
    """The run's."""
    found = settings.get(KEY, Composition())
    assert isinstance(found, Composition)
    return found


def site_line(settings: Mapping[str, Any]) -> Callable[[str], str]:
    """How a line in the site's own language is set: a bio, a topic's label."""
    line, language = composition_of(settings).line, settings["DEFAULT_LANG"]
    return lambda text: line(text, language)
