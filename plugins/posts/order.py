"""The places of posts: their order in lists, those beside each, and each one's in its series."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain, pairwise
from operator import attrgetter
from typing import Any

from plugins.posts.series import build_series


def newest_first(content: Any) -> tuple[float, str]:
    """Sort key of lists of posts."""
    return (-content.date.timestamp(), content.slug)


def sort_again(generator: Any) -> None:
    """Have Pelican's own lists in their order after dates have changed."""
    groups = generator.categories, generator.authors, generator.tags.items()
    grouped = (posts for _, posts in chain(*groups))
    for posts in (generator.articles, generator.hidden_articles, generator.drafts, *grouped):
        posts.sort(key=newest_first)
    generator.dates[:] = generator.articles
    newest = generator.context["NEWEST_FIRST_ARCHIVES"]
    generator.dates.sort(key=attrgetter("date"), reverse=newest)


def set_neighbours(articles: Iterable[Any], listed: Sequence[Any]) -> None:
    """The posts published just before and just after each; none beside a draft or a hidden one."""
    for article in articles:
        article.newer = article.older = None
    for newer, older in pairwise(listed):
        newer.older, older.newer = older, newer


def set_series(articles: Sequence[Any]) -> None:
    """The series of each post, where it is of one; a hidden post is no part."""
    shown = sorted((a for a in articles if a.status != "hidden"), key=attrgetter("date"))
    named = ((a.metadata["series"], a.lang, a) for a in shown if a.metadata["series"])
    series = dict(build_series(named))
    for article in articles:
        article.series = series.get(article)
