"""Pelican's side of feeds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pelican import signals
from pelican.contents import Article
from pelican.generators import Generator
from pelican.writers import Writer

from plugins.config import room_settings
from plugins.feeds.html import portable_html
from plugins.feeds.identity import fallback_id
from plugins.feeds.model import Category, Channel, Item
from plugins.feeds.rss import MEDIA_TYPE, render_rss
from plugins.feeds.settings import NAME, Settings
from plugins.files import write_atomic
from plugins.messages import msg
from plugins.model import Claim, FeedLink
from plugins.problems import Problem, report_of


def connect() -> None:
    """Module-level receivers only: Pelican's signals hold them weakly."""
    signals.initialized.connect(prepare_settings)
    signals.get_generators.connect(feeds_generator)


def prepare_settings(pelican: Any) -> None:
    """Check ``FEEDS``."""
    room_settings(Settings, NAME, pelican.settings)


def feeds_generator(pelican: Any) -> type[Generator]:
    """The generator of this room."""
    return FeedsGenerator


class FeedsGenerator(Generator):  # type: ignore[misc]
    """Announces the feeds to every page, then writes them."""

    def generate_context(self) -> None:
        """Announce the feed; name an id for each post that has none."""
        self.options = room_settings(Settings, NAME, self.settings)
        link = FeedLink(self.settings["SITENAME"], self.options.url, MEDIA_TYPE)
        self.context["feeds"] = (link,)
        self.context.setdefault("claims", []).append(Claim(self.options.url))
        for article in self.context["articles"]:
            if article.id is None:
                article.id = fallback_id(article.slug)
                report_of(self.settings).add(_missing_id(article))

    def generate_output(self, writer: Writer) -> None:
        """Write the feed, newest post first."""
        articles = self.context["articles"][: self.options.limit]
        siteurl = self.settings["SITEURL"]
        channel = Channel(
            title=self.settings["SITENAME"],
            link=f"{siteurl}/",
            url=f"{siteurl}/{self.options.url}",
            description=self.settings["SITESUBTITLE"] or self.settings["SITENAME"],
            language=self.settings["DEFAULT_LANG"],
            ttl=self.options.ttl,
            items=tuple(_item(article, siteurl) for article in articles),
        )
        write_atomic(Path(self.output_path, self.options.url), render_rss(channel))


def _item(article: Article, siteurl: str) -> Item:
    page = f"{siteurl}/{article.url}"
    return Item(
        id=article.id,
        title=article.title,
        link=page,
        summary=article.summary,
        content=portable_html(article.get_content(siteurl), page),
        published=article.date,
        authors=tuple(profile.name for profile in article.profiles),
        categories=tuple(Category(t.label, f"{siteurl}/{t.url}") for t in article.topics),
    )


def _missing_id(article: Article) -> Problem:
    return Problem(
        "missing-id",
        msg("The post has no permanent id: a new address would show it twice in feed readers."),
        msg("Add to the front matter: id: {id}", id=article.id.removeprefix("urn:uuid:")),
        article.source.path,
        1,
        severity="warning",
    )
