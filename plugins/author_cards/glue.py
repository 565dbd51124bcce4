"""Pelican's side of author cards."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from pelican import signals
from pelican.generators import ArticlesGenerator, Generator
from pelican.urlwrappers import Author
from pelican.writers import Writer

from plugins.author_cards.core import (
    build_profile,
    check_portrait,
    compose_profile,
    names_of,
    written_topics,
)
from plugins.author_cards.settings import NAME, Settings
from plugins.composing import site_line
from plugins.config import room_settings
from plugins.editing import OfPosts
from plugins.files import fold
from plugins.frontmatter.fields import AUTHOR
from plugins.frontmatter.names import index_names, names_of_faulty, resolve_names
from plugins.frontmatter.schema import Source
from plugins.grouping import group_by
from plugins.model import Claim, Count, Profile, Topic
from plugins.problems import report_of
from plugins.shelves import read_shelf
from plugins.templating import PerPage, on_first_page


def connect() -> None:
    """Module-level receivers only: Pelican's signals hold them weakly."""
    signals.initialized.connect(prepare_settings)
    signals.article_generator_init.connect(load_profiles)
    signals.article_generator_context.connect(resolve_authors)
    signals.get_generators.connect(authors_generator)


def prepare_settings(pelican: Any) -> None:
    """Check ``AUTHOR_CARDS``."""
    room_settings(Settings, NAME, pelican.settings)


def load_profiles(generator: ArticlesGenerator) -> None:
    """Read every profile into the context of this run, faults into its report."""
    settings, context, report = generator.settings, generator.context, report_of(generator.settings)
    folder = Path(settings["PATH"], room_settings(Settings, NAME, settings).folder)
    texts = read_shelf(folder, AUTHOR, settings)
    profiles = [_profile(source, html, settings) for source, html in texts if not source.problems]
    names, problems = index_names(profiles, names_of)
    for source, _ in texts:
        report.add(*source.problems, *check_portrait(source, _exists_beside(source)))
    report.add(*problems)
    context.setdefault("texts", []).extend(texts)
    context["profiles_by_name"] = names
    sources = [source for source, _ in texts]
    context["faulty_profiles"] = names_of_faulty(sources, ("name", "real_name"))


def _profile(source: Source, html: str, settings: dict[str, Any]) -> Profile:
    url = settings["AUTHOR_URL"].format(slug=source.path.stem)
    profile = build_profile(source, url, html, _exists_beside(source))
    return compose_profile(profile, site_line(settings))


def _exists_beside(source: Source) -> Callable[[str], bool]:
    return lambda name: (source.path.parent / name).is_file()


def resolve_authors(generator: ArticlesGenerator, metadata: dict[str, Any]) -> None:
    """Names as typed become profiles, and Pelican's own `Author` objects beside them.

    Pelican gives each post its own `Author`; the profile is what all posts share.
    """
    source, settings = metadata["source"], generator.settings
    known = generator.context["profiles_by_name"]
    shown = [profile.name for profile in known.values()]
    typed = source.get("authors") or (settings["AUTHOR"],)
    profiles, missing = resolve_names(typed, known, shown, "unknown-author")
    for name, problem in missing:
        if fold(name) not in generator.context["faulty_profiles"]:
            line = source.line("authors")
            report_of(settings).add(problem.at(source.path, line))
    metadata["profiles"] = profiles
    # Pelican cannot process a post without an author; one whose author is unknown is reported.
    metadata["authors"] = [_author(profile, settings) for profile in profiles] or [
        Author(settings["AUTHOR"], settings)
    ]


def _author(profile: Profile, settings: dict[str, Any]) -> Author:
    author = Author(profile.name, settings)
    author.slug = profile.slug
    return author


def _own_topics(
    topics: Mapping[str, tuple[Topic, ...]], values: Mapping[str, Any]
) -> dict[str, tuple[Topic, ...]]:
    """What the authors of the page's post write about."""
    profiles = values["article"].profiles if "article" in values else ()
    return {profile.slug: topics[profile.slug] for profile in profiles}


def authors_generator(pelican: Any) -> type[Generator]:
    """The generator of authors' pages."""
    return AuthorsGenerator


class AuthorsGenerator(OfPosts, Generator):  # type: ignore[misc]
    """A page for every profile, with a post or without, and a page of them all."""

    def generate_context(self) -> None:
        """Runs after Pelican has read the posts (plugins' generators come after its own)."""
        self.regroup()
        claims = self.context.setdefault("claims", [])
        claims.append(Claim(f"{self.settings['AUTHORS_URL']}index.html"))
        profiles = (count.entry for count in self.context["profiles"])
        claims += [Claim(f"{p.url}index.html", p.source, kind="author") for p in profiles]

    def regroup(self, _: Collection[Any] = ()) -> None:
        """The posts of each author, and for every page their numbers and what they are about."""
        known = self.context["profiles_by_name"].values()
        profiles = {profile.slug: profile for profile in known}
        self.posts = group_by(self.context["articles"], lambda post: post.profiles)
        topics = written_topics(self.posts, lambda post: post.topics)
        self.topics = {slug: topics.get(slug, ()) for slug in profiles}
        self.context["author_topics"] = PerPage(partial(_own_topics, self.topics))
        counts = [Count(p, len(self.posts.get(slug, ()))) for slug, p in profiles.items()]
        counts.sort(key=lambda count: (-count.count, fold(count.entry.name)))
        self.context["profiles"] = tuple(counts)

    def generate_output(self, writer: Writer) -> None:
        """Write the pages. Portraits are pictures: `plugins/images` cleans and writes them."""
        for count in self.context["profiles"]:
            self._write_author(writer, count.entry)
        writer.write_file(
            f"{self.settings['AUTHORS_URL']}index.html", self.get_template("authors"), self.context
        )

    def _write_author(self, writer: Writer, profile: Profile) -> None:
        posts = self.posts.get(profile.slug, [])
        writer.write_file(
            f"{profile.url}index.html",
            self.get_template("author"),
            self.context,
            template_name="author",
            url=profile.url,
            paginated={"articles": posts},
            profile=profile,
            written_topics=on_first_page(self.topics[profile.slug]),
        )
