"""A post's own part of its address, checked."""

from __future__ import annotations

from dataclasses import replace

from plugins.frontmatter.schema import Source
from plugins.messages import msg
from plugins.problems import Problem


def check_slug(source: Source) -> Source:
    """``source``, with a problem where its name leaves nothing for an address."""
    if source.slug:
        return source
    problem = Problem(
        "invalid-file-name",
        msg("“{value}” cannot be part of an address.", value=source.path.stem),
        msg("Give the file another name, or the post a “slug”."),
        source.path,
    )
    return replace(source, problems=(*source.problems, problem))
