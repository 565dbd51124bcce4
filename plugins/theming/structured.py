"""What a page says to machines: JSON-LD in schema.org's terms.

One graph a page, in a data block, which is no script and which no
Content-Security-Policy forbids. Addresses are full ones.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

Node = dict[str, Any]


@dataclass(frozen=True)
class Person:
    """Who signs."""

    name: str
    url: str
    description: str
    image: str | None = None
    job: str | None = None
    profiles: tuple[str, ...] = ()


@dataclass(frozen=True)
class Publication:
    """The site itself."""

    name: str
    url: str
    description: str
    language: str


@dataclass(frozen=True)
class Remark:
    """A comment: who said what, when, and where it stands."""

    author: str
    text: str
    url: str
    created: datetime


@dataclass(frozen=True)
class Posting:
    """One post. ``topics`` are labels; ``original`` is the address that it translates.

    ``remarks`` are its first comments, ``remark_count`` counts them all.
    """

    title: str
    url: str
    summary: str
    language: str
    published: datetime
    modified: datetime | None
    authors: tuple[Person, ...]
    topics: tuple[str, ...]
    tags: tuple[str, ...]
    words: int
    image: str | None = None
    original: str | None = None
    series: str | None = None
    remarks: tuple[Remark, ...] = ()
    remark_count: int = 0


def posting_node(post: Posting, site: Publication) -> Node:
    """``BlogPosting`` (schema.org/BlogPosting; Google's “Article” names what it reads)."""
    return _filled(
        {
            "@type": "BlogPosting",
            "@id": f"{post.url}#post",
            "headline": post.title,
            "description": post.summary,
            "url": post.url,
            "mainEntityOfPage": post.url,
            "inLanguage": post.language,
            "datePublished": post.published.isoformat(),
            "dateModified": (post.modified or post.published).isoformat(),
            "author": [person_node(author) for author in post.authors],
            "publisher": {"@type": "Organization", "name": site.name, "url": site.url},
            "image": post.image,
            "articleSection": list(post.topics),
            "keywords": list(dict.fromkeys((*post.topics, *post.tags))),
            "wordCount": post.words,
            "translationOfWork": post.original
            and {"@type": "CreativeWork", "@id": f"{post.original}#post"},
            "isPartOf": post.series and {"@type": "CreativeWorkSeries", "name": post.series},
            "commentCount": post.remark_count or None,
            "comment": [remark_node(remark) for remark in post.remarks],
        }
    )


def remark_node(remark: Remark) -> Node:
    """``Comment``."""
    return {
        "@type": "Comment",
        "@id": remark.url,
        "url": remark.url,
        "author": {"@type": "Person", "name": remark.author},
        "dateCreated": remark.created.isoformat(),
        "text": remark.text,
    }


def person_node(person: Person) -> Node:
    """``Person``; the same ``@id`` wherever somebody is named."""
    return _filled(
        {
            "@type": "Person",
            "@id": f"{person.url}#person",
            "name": person.name,
            "url": person.url,
            "description": person.description,
            "image": person.image,
            "jobTitle": person.job,
            "sameAs": list(person.profiles),
        }
    )


def profile_node(person: Person) -> Node:
    """``ProfilePage`` about somebody who writes here."""
    return {"@type": "ProfilePage", "url": person.url, "mainEntity": person_node(person)}


def list_node(name: str, url: str, site: Publication) -> Node:
    """``CollectionPage``: a page of posts, which is no post itself."""
    part = {"@type": "WebSite", "@id": f"{site.url}#site"}
    return {"@type": "CollectionPage", "name": name, "url": url, "isPartOf": part}


def site_node(site: Publication) -> Node:
    """``WebSite``."""
    return {
        "@type": "WebSite",
        "@id": f"{site.url}#site",
        "name": site.name,
        "url": site.url,
        "description": site.description,
        "inLanguage": site.language,
    }


def trail_node(steps: Iterable[tuple[str, str]]) -> Node:
    """``BreadcrumbList`` of (name, address), the home page first."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": address}
            for position, (name, address) in enumerate(steps, 1)
        ],
    }


def render_graph(nodes: Iterable[Node]) -> str:
    """JSON for a ``script`` element, which nothing in it can end (HTML, 4.12.1.3)."""
    graph = {"@context": "https://schema.org", "@graph": list(nodes)}
    return json.dumps(graph, ensure_ascii=False).replace("<", "\\u003c")


def _filled(node: Node) -> Node:
    return {key: value for key, value in node.items() if value not in (None, "", [])}
