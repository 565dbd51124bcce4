"""Pelican's side of typography: the pass for whoever reads a text, notices for the proofreader."""

from __future__ import annotations

from functools import partial
from itertools import chain
from typing import Any

from pelican import signals

from plugins.composing import KEY, Composition
from plugins.config import PROOFREADING, room_settings
from plugins.frontmatter.schema import Source
from plugins.memory import memo
from plugins.problems import report_of
from plugins.typography.core import typeset
from plugins.typography.notices import find_notices
from plugins.typography.settings import NAME, Settings
from plugins.typography.tree import TypographyExtension, is_french


def connect() -> None:
    """Module-level receivers only: Pelican's signals hold them weakly."""
    signals.initialized.connect(offer_composition)
    signals.article_generator_finalized.connect(notice_articles)
    signals.page_generator_finalized.connect(notice_pages)


def offer_composition(pelican: Any) -> None:
    """Check ``TYPOGRAPHY`` and say how texts are set."""
    settings = room_settings(Settings, NAME, pelican.settings)
    if not settings.enabled:
        return
    options = settings.options
    pelican.settings[KEY] = Composition(
        line=lambda text, language: typeset(text, options) if is_french(language) else text,
        extensions=lambda language: (TypographyExtension(options, language),),
        options=repr(options),
    )


def notice_articles(generator: Any) -> None:
    """What the pass does not repair, at its line, when the author asks for proofreading."""
    lists = (generator.articles, generator.hidden_articles, generator.drafts)
    _notice([content for content in chain(*lists) if is_french(content.lang)], generator.settings)


def notice_pages(generator: Any) -> None:
    """As `notice_articles`, for pages."""
    _notice([page for page in generator.pages if is_french(page.lang)], generator.settings)


def _notice(contents: list[Any], settings: dict[str, Any]) -> None:
    if not settings.get(PROOFREADING):
        return
    for content in contents:
        source: Source = content.source
        if source.get("typography", True):
            parts = source.body, source.body_line
            notices = memo(settings, "notices", parts, partial(find_notices, *parts))
            report_of(settings).add(*(notice.at(source.path) for notice in notices))
