"""Topics from checked sources, names as typed to topics, and one spelling a tag."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import TypeVar
from unicodedata import combining, normalize

from plugins.files import fold, slugify
from plugins.frontmatter.schema import Source
from plugins.messages import msg
from plugins.model import Background, Topic
from plugins.problems import Problem, suggestion

P = TypeVar("P")


def build_topic(source: Source, url: str, introduction: str) -> Topic:
    """The topic of a faultless source; its slug is the file's name."""
    label = source.get("label")
    return Topic(
        slug=source.path.stem,
        label=label,
        short_label=source.get("short_label", label),
        description=source.get("description"),
        colour=source.get("colour"),
        url=url,
        source=source.path,
        introduction=introduction,
        aliases=source.get("aliases", ()),
        drawing=source.get("drawing", ""),
        terms=source.get("terms", ()),
        contexts=source.get("contexts", ()),
        start=source.get("start", ()),
        former_slugs=source.get("former_slugs", ()),
    )


def build_background(source: Source) -> Background:
    """The background of a faultless source."""
    return Background(
        source.get("label"),
        source.get("everyday", ()),
        source.get("factual", ()),
        source.get("topic", ""),
        source.get("words", ()),
    )


def compose_topic(topic: Topic, line: Callable[[str], str]) -> Topic:
    """``topic`` with its lines of text set by ``line``."""
    return replace(
        topic,
        label=line(topic.label),
        short_label=line(topic.short_label),
        description=line(topic.description),
    )


def names_of(topic: Topic) -> tuple[str, ...]:
    """The names that a post may give a topic, beside the slug.

    A slug it had before is one, so that old posts need no edit. Folded forms
    count, so that «I.A.», «ia» and «Intelligence Artificielle» are one.
    """
    return (topic.label, topic.short_label, *topic.aliases, *topic.former_slugs)


@lru_cache(4096)
def tag_slug(name: str) -> str:
    """`slugify`, which keeps C, C++ and C# apart: a sign behind a letter is spelled out."""
    name = re.sub(r"(?<=\w)\++", lambda plus: "-plus" * len(plus[0]), name)
    return slugify(re.sub(r"(?<=\w)#", "-sharp", name))


def _accents(name: str) -> int:
    return sum(combining(sign) > 0 for sign in normalize("NFD", name))


def tag_spellings(names: Iterable[str]) -> Mapping[str, str]:
    """One spelling for each slug: the most frequent, the most accented, the alphabet's first.

    «Vie privée» and «vie privée» are one tag; without this its name would be
    that of the file which happens to be read first.
    """
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for name in names:
        counts[tag_slug(name)][name] += 1
    return {
        slug: min(spellings, key=lambda name: (-spellings[name], -_accents(name), fold(name), name))
        for slug, spellings in counts.items()
    }


def resolve_slugs(
    slugs: Iterable[str], known: Mapping[str, P], code: str
) -> tuple[tuple[P, ...], list[Problem]]:
    """The posts at ``slugs``, and a problem for each that none has."""
    slugs = tuple(slugs)
    missing = [
        Problem(code, msg("No post has the slug “{slug}”.", slug=slug), suggestion(slug, known))
        for slug in slugs
        if slug not in known
    ]
    return tuple(known[slug] for slug in slugs if slug in known), missing
