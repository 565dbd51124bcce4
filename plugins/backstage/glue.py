"""Pelican's side of backstage: which file a page comes from, and how others will show it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pelican import signals
from pelican.contents import Article, Content
from pelican.generators import ArticlesGenerator, PagesGenerator

from plugins.config import site_settings
from plugins.grouping import every_article, every_page
from plugins.reporting import PageNote, backstage_of


def connect() -> None:
    """Module-level receivers only: Pelican's signals hold them weakly."""
    signals.all_generators_finalized.connect(note_pages)


def note_pages(generators: list[Any]) -> None:
    """Note every post and page of a preview, once cards and topics are known."""
    settings = generators[0].settings
    if site_settings(settings).is_publication:
        return
    notes = backstage_of(settings).pages
    notes.clear()
    notes.update({content.url: note_of(content) for content in _contents(generators)})


def _contents(generators: list[Any]) -> Iterator[Content]:
    for generator in generators:
        if isinstance(generator, ArticlesGenerator):
            yield from every_article(generator)
        elif isinstance(generator, PagesGenerator):
            yield from every_page(generator)


def note_of(content: Content) -> PageNote:
    """What the panel says of a post or a page."""
    is_post = isinstance(content, Article)
    card = content.card if is_post else None
    return PageNote(
        content.url,
        content.source.path,
        "post" if is_post else "page",
        content.title,
        content.summary,
        tuple(topic.label for topic in content.topics) if is_post else (),
        content.source.get("topics") is not None,
        card.url if card else "",
        content.card_order if is_post else "",
    )
