"""From what templates know of a page to what `structured` says of it: functions for templates."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context

from plugins.model import Profile
from plugins.templating import reads
from plugins.theming.links import absolute, address_of
from plugins.theming.structured import (
    Node,
    Person,
    Posting,
    Publication,
    Remark,
    list_node,
    posting_node,
    profile_node,
    site_node,
    trail_node,
)

MOST_REMARKS = 20

# What `_publication` looks up.
_SITE = ("SITENAME", "SITESUBTITLE", "SITEURL", "DEFAULT_LANG")


def _publication(context: Context) -> Publication:
    return Publication(
        context["SITENAME"],
        absolute("", context["SITEURL"]),
        context["SITESUBTITLE"],
        context["DEFAULT_LANG"],
    )


def _person(profile: Profile, siteurl: str) -> Person:
    return Person(
        name=profile.name,
        url=absolute(profile.url, siteurl),
        description=profile.bio,
        image=absolute(profile.portrait.url, siteurl) if profile.portrait else None,
        job=profile.role,
        profiles=tuple(link.url for link in profile.links),
    )


@reads(*_SITE, "language")
@pass_context
def structured_post(context: Context, article: Any) -> Node:
    """One post, on its own page."""
    siteurl = context["SITEURL"]
    return posting_node(
        Posting(
            title=article.title,
            url=absolute(article.url, siteurl),
            summary=article.summary,
            language=article.lang,
            published=article.date,
            modified=article.modified,
            authors=tuple(_person(profile, siteurl) for profile in article.profiles),
            topics=tuple(topic.label for topic in article.topics),
            tags=tuple(tag.name for tag in article.tags),
            words=article.word_count,
            image=_face(article, siteurl),
            original=absolute(article.original.url, siteurl) if article.original else None,
            series=article.series.name if article.series else None,
            remarks=tuple(_remarks(context, article)),
            remark_count=article.discussion.count,
        ),
        _publication(context),
    )


def _remarks(context: Context, article: Any) -> Iterator[Remark]:
    """The first comments; a machine that wants them all reads the page."""
    anonymous = str(context.call(context["_"], "Anonymous"))
    for comment in article.discussion.comments[:MOST_REMARKS]:
        url = absolute(comment.url, context["SITEURL"])
        yield Remark(comment.author or anonymous, comment.text, url, comment.created)


def _face(article: Any, siteurl: str) -> str | None:
    """What stands for a post elsewhere: its own picture, or its card where that is a drawing."""
    is_drawn = article.image is None or article.image.url.endswith(".svg")
    picture = article.card if is_drawn and article.card else article.image
    return absolute(picture.url, siteurl) if picture else None


@reads("SITEURL")
@pass_context
def structured_profile(context: Context, profile: Profile) -> Node:
    """The page of somebody who writes here."""
    return profile_node(_person(profile, context["SITEURL"]))


@reads("SITENAME", "SITEURL")
@pass_context
def structured_trail(context: Context, *steps: tuple[str, str]) -> Node:
    """From the home page by ``steps`` of (name, site-relative address)."""
    siteurl = context["SITEURL"]
    home = (context["SITENAME"], "")
    return trail_node((name, absolute(url, siteurl)) for name, url in (home, *steps))


@reads(*_SITE, "output_file")
@pass_context
def structured_list(context: Context, name: str) -> Node:
    """A page of posts, under its own address."""
    url = absolute(address_of(context["output_file"]), context["SITEURL"])
    return list_node(name, url, _publication(context))


@reads(*_SITE)
@pass_context
def structured_site(context: Context) -> Node:
    """The site, on its home page."""
    return site_node(_publication(context))
