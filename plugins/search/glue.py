"""Pelican's side of search."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from jinja2 import Template
from pelican import signals
from pelican.contents import Article
from pelican.generators import Generator
from pelican.writers import Writer

from plugins.config import room_settings, site_settings
from plugins.editing import OfPosts
from plugins.messages import msg
from plugins.model import Claim, SearchPlace
from plugins.problems import Problem, report_of
from plugins.search.records import Entry, build_record
from plugins.search.settings import NAME, Settings
from plugins.standing import Part, add_part, decline_unless

INDEX = "pagefind/"


def connect() -> None:
    """Module-level receivers only: Pelican's signals hold them weakly."""
    signals.initialized.connect(prepare_settings)
    signals.get_generators.connect(search_generator)


def prepare_settings(pelican: Any) -> None:
    """Check ``SEARCH``."""
    room_settings(Settings, NAME, pelican.settings)
    add_part(pelican.settings, Part("search", leave_no_index, lambda *_: None))


def leave_no_index(generators: Sequence[Any], _writer: Any) -> None:
    """Decline where there is an index: it is made of all texts together."""
    place: SearchPlace | None = generators[0].context["search"]
    decline_unless(place is None or place.index is None)


def search_generator(pelican: Any) -> tuple[type[Generator], ...]:
    """The generators of this room."""
    return (SearchGenerator, IndexGenerator)


class SearchGenerator(OfPosts, Generator):  # type: ignore[misc]
    """The search page."""

    def generate_context(self) -> None:
        """Tell every template whether, and where, there is search."""
        self.context["search"] = None
        options = room_settings(Settings, NAME, self.settings)
        if options.build == "never":
            return
        wanted = options.build == "always" or site_settings(self.settings).is_publication
        index = f"{options.url}{INDEX}" if wanted and self.context["articles"] else None
        self.context["search"] = SearchPlace(options.url, index)
        self.context.setdefault("claims", []).append(Claim(f"{options.url}index.html"))

    def generate_output(self, writer: Writer) -> None:
        """Write it."""
        place: SearchPlace | None = self.context["search"]
        if place is not None:
            posts = _listed(self.context["articles"])
            years = sorted({post.date.year for post in posts}, reverse=True)
            template = self.get_template("search")
            writer.write_file(f"{place.url}index.html", template, self.context, years=years)


class IndexGenerator(Generator):  # type: ignore[misc]
    """The index that the script of the search page reads.

    It comes with the pages, into the folder of the edition that is being made:
    there is no moment at which one is of another edition than the other.
    """

    def generate_output(self, _writer: Writer) -> None:
        """Write it, where this edition has one."""
        place: SearchPlace | None = self.context["search"]
        if place is None or place.index is None:
            return
        from plugins.search.bundle import IndexFailed, write_bundle

        records = [build_record(self._entry(post)) for post in _listed(self.context["articles"])]
        language = str(self.settings["DEFAULT_LANG"]).partition("-")[0]
        try:
            write_bundle(records, language, Path(self.output_path, place.index))
        except IndexFailed as error:
            report_of(self.settings).add(_failure(error))

    @cached_property
    def _shown(self) -> Template:
        source = "{{ article.url | href }}\n{{ article.date | date_long }}"
        template: Template = self.env.from_string(source)
        return template

    def _entry(self, post: Article) -> Entry:
        """What search needs of a post; dates and links as the theme's own templates write them."""
        values = {**self.context, "article": post, "language": post.lang}
        url, date_shown = self._shown.render(values).split("\n")
        names = (
            *(name for topic in post.topics for name in (topic.label, topic.short_label)),
            *(tag.name for tag in post.tags),
            *(name for who in post.profiles for name in (who.name, who.real_name) if name),
        )
        aliases = (alias for entry in (*post.topics, *post.profiles) for alias in entry.aliases)
        return Entry(
            url=url,
            title=post.title,
            lang=post.lang,
            date=post.date.date().isoformat(),
            date_shown=date_shown,
            summary=post.summary,
            topics=tuple(topic.slug for topic in post.topics),
            names=tuple(dict.fromkeys(names)),
            aliases=tuple(dict.fromkeys(aliases)),
            html="\n".join((post.content, *(one.html for one in post.discussion.comments))),
        )


def _listed(articles: list[Article]) -> Iterator[Article]:
    """Published posts, newest first, and behind each its translations; no draft, nothing hidden.

    Pelican keeps translations out of its lists; those of a post have its own status.
    """
    for article in articles:
        yield article
        yield from sorted(article.translations, key=lambda one: str(one.lang))


def _failure(error: Exception) -> Problem:
    return Problem(
        "search-failed",
        msg("Pagefind made no index of the posts: {reason}.", reason=" ".join(str(error).split())),
        msg('Run make again; if it stays so, write SEARCH = {{"build": "never"}} meanwhile.'),
    )
