"""Posts that answer each other, and what a front matter may ask of a debate."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from plugins.messages import msg
from plugins.model import Discussion
from plugins.problems import Problem, suggestion

P = TypeVar("P", bound=Any)


def link_answers(
    posts: Iterable[P], by_slug: Mapping[str, P]
) -> tuple[dict[P, P], dict[P, tuple[P, ...]], list[Problem]]:
    """Which post each answers, which posts answer each (oldest first), and what is wrong.

    A draft's answer is not told on the published post that it will answer.
    """
    asked: dict[P, P] = {}
    answered: dict[P, list[P]] = defaultdict(list)
    problems: list[Problem] = []
    for post in sorted(posts, key=lambda one: (one.date, one.slug)):
        name = post.source.get("answers")
        if name is None:
            continue
        other = by_slug.get(name)
        if other is None or other is post:
            problems.append(_unanswerable(post, name, by_slug))
        else:
            asked[post] = other
            if post.status == "published":
                answered[other].append(post)
    return asked, {post: tuple(found) for post, found in answered.items()}, problems


def _unanswerable(post: Any, name: str, by_slug: Mapping[str, Any]) -> Problem:
    cause = msg("“{slug}”, which this post answers, is no other post of this edition.", slug=name)
    remedy = suggestion(name, set(by_slug) - {post.slug})
    return Problem("unknown-answered", cause, remedy, post.source.path, post.source.line("answers"))


def check_counterpoint(post: Any, discussion: Discussion) -> Problem | None:
    """A warning where the comment to be pinned is not there: its writer may have withdrawn it."""
    number = post.source.get("counterpoint")
    if number is None or discussion.counterpoint is not None:
        return None
    return Problem(
        "unknown-counterpoint",
        msg("Comment {number}, to be pinned, is none of this post's public ones.", number=number),
        msg("Its number ends its address, after “#comment-”; or run make comments first."),
        post.source.path,
        post.source.line("counterpoint"),
        severity="warning",
    )
