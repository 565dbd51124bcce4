"""Characters that a text can name (``&#7;``) though no page or feed can carry them."""

from __future__ import annotations

import re
import sys
from dataclasses import replace

from plugins.files import control_character
from plugins.frontmatter.schema import Source
from plugins.messages import msg
from plugins.problems import Problem

_REFERENCE = re.compile(r"&#(?:x(?P<hex>[0-9a-f]{1,6})|(?P<dec>[0-9]{1,7}));", re.IGNORECASE)


def check_characters(source: Source, html: str) -> Source:
    """``source``, with a problem for each reference to a control character in its ``html``."""
    found = dict.fromkeys(match[0] for match in _REFERENCE.finditer(html) if _is_control(match))
    if not found:
        return source
    problems = tuple(_problem(reference, source) for reference in found)
    return replace(source, problems=(*source.problems, *problems))


def _is_control(reference: re.Match[str]) -> bool:
    code = int(reference["hex"], 16) if reference["hex"] else int(reference["dec"])
    return code > sys.maxunicode or control_character(chr(code)) is not None


def _problem(reference: str, source: Source) -> Problem:
    before, known, _ = source.body.partition(reference)
    line = source.body_line + before.count("\n") if known else None
    cause = msg("“{text}” is a control character, invisible and forbidden.", text=reference)
    return Problem("control-character", cause, msg("Delete it."), source.path, line)
