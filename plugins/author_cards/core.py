"""Profiles: made from checked sources, found by any name that an author goes by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TypeVar

from plugins.files import PICTURES, fold
from plugins.frontmatter.schema import Source
from plugins.messages import msg
from plugins.model import Picture, Profile, Topic
from plugins.problems import Problem

P = TypeVar("P")


def build_profile(
    source: Source, url: str, biography: str, exists: Callable[[str], bool]
) -> Profile:
    """The profile of a faultless source; its slug is the file's name.

    ``url`` is the author's page, relative to the site's root; the portrait is
    published beside it, under a name that does not depend on the author's file.
    One that is not there (`check_portrait`) is left out, so that its problem
    brings no other about.
    """
    portrait = source.get("portrait")
    file = (
        source.path.parent / portrait if portrait and not check_portrait(source, exists) else None
    )
    picture = None
    if file is not None:
        alt = source.get("portrait_alt", "")
        picture = Picture(f"{url}portrait{file.suffix.lower()}", alt)
    return Profile(
        slug=source.path.stem,
        name=source.get("name"),
        bio=source.get("bio"),
        url=url,
        source=source.path,
        biography=biography,
        real_name=source.get("real_name"),
        role=source.get("role"),
        email=source.get("email"),
        fediverse=source.get("fediverse"),
        portrait=picture,
        portrait_source=file,
        links=source.get("links", ()),
        aliases=source.get("aliases", ()),
        fictional=source.get("fictional", False),
    )


def compose_profile(profile: Profile, line: Callable[[str], str]) -> Profile:
    """``profile`` with its lines of text set by ``line``; a name stays as its bearer writes it."""
    picture = profile.portrait
    return replace(
        profile,
        bio=line(profile.bio),
        role=line(profile.role) if profile.role else None,
        portrait=replace(picture, alt=line(picture.alt)) if picture else None,
    )


def check_portrait(source: Source, exists: Callable[[str], bool]) -> list[Problem]:
    """The problem of a portrait that is named but is no picture beside the profile."""
    portrait = source.get("portrait")
    if portrait is None:
        return []
    path = PurePosixPath(portrait)
    if path.name == portrait and path.suffix.lower() in PICTURES and exists(portrait):
        return []
    return [
        Problem(
            "missing-image",
            msg("The picture “{target}” does not exist.", target=portrait),
            msg("Put the file beside the profile, or correct its name."),
            source.path,
            source.front_matter.line("portrait"),
        )
    ]


def names_of(profile: Profile) -> tuple[str | None, ...]:
    """The names that an author may be signed with, beside the slug."""
    return (profile.name, profile.real_name, *profile.aliases)


def written_topics(
    posts: Mapping[str, Iterable[P]], topics_of: Callable[[P], Iterable[Topic]]
) -> dict[str, tuple[Topic, ...]]:
    """The topics that each author writes about: those of twice as many posts first, then by label.

    More exactly, by the power of two below the number of posts: every post of an author shows
    this order, and one post more or less hardly ever changes it.
    """
    found: dict[str, tuple[Topic, ...]] = {}
    for slug, written in posts.items():
        counts: dict[str, int] = defaultdict(int)
        topics: dict[str, Topic] = {}
        for post in written:
            for topic in topics_of(post):
                topics[topic.slug] = topic
                counts[topic.slug] += 1
        order = sorted(topics.values(), key=lambda t: (-counts[t.slug].bit_length(), fold(t.label)))
        found[slug] = tuple(order)
    return found
