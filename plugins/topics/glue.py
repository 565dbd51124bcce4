"""Pelican's side of topics and tags."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pelican import signals
from pelican.generators import ArticlesGenerator, Generator
from pelican.urlwrappers import Tag
from pelican.writers import Writer

from plugins.catalogue import HOUSE, load_catalogue
from plugins.config import room_settings
from plugins.files import fold, slugify
from plugins.frontmatter.fields import TOPIC
from plugins.frontmatter.kinds import Reading
from plugins.frontmatter.names import index_names, resolve_names
from plugins.frontmatter.schema import load_sources
from plugins.markup import convert, make_converter
from plugins.model import Claim, Count, Topic
from plugins.problems import report_of
from plugins.topics.core import build_topic, names_of, posts_by_topic, tag_spellings
from plugins.topics.settings import NAME, Settings


def connect() -> None:
    """Module-level receivers only: Pelican's signals hold them weakly."""
    signals.initialized.connect(prepare_settings)
    signals.article_generator_init.connect(load_topics)
    signals.article_generator_context.connect(resolve_topics)
    signals.article_generator_pretaxonomy.connect(unite_tags)
    signals.get_generators.connect(topic_generators)


def prepare_settings(pelican: Any) -> None:
    """Check ``TOPICS``."""
    room_settings(Settings, NAME, pelican.settings)


def load_topics(generator: ArticlesGenerator) -> None:
    """Read every topic into the context of this run, faults into its report."""
    settings, report = generator.settings, report_of(generator.settings)
    folder = Path(settings["PATH"], room_settings(Settings, NAME, settings).folder)
    converter = make_converter(load_catalogue(HOUSE, settings["DEFAULT_LANG"]).gettext)
    sources = load_sources(folder, TOPIC, Reading(ZoneInfo(settings["TIMEZONE"])))
    topics: list[Topic] = []
    for source in sources:
        report.add(*source.problems)
        if not source.problems:
            url = settings["TOPIC_URL"].format(slug=source.path.stem)
            topics.append(build_topic(source, url, lambda text: convert(converter, text)))
    names, problems = index_names(topics, names_of)
    report.add(*problems)
    generator.context["topics_by_name"] = names
    generator.context["faulty_topics"] = {s.path.stem for s in sources if s.problems}


def resolve_topics(generator: ArticlesGenerator, metadata: dict[str, Any]) -> None:
    """Names as typed become topics; an unknown one is a problem at its line."""
    source = metadata["source"]
    known = generator.context["topics_by_name"]
    shown = {name for t in known.values() for name in (t.slug, t.label, *t.aliases)}
    topics, missing = resolve_names(source.get("topics", ()), known, shown, "unknown-topic")
    for name, problem in missing:
        if slugify(name) not in generator.context["faulty_topics"]:
            line = source.line("topics")
            report_of(generator.settings).add(problem.at(source.path, line))
    metadata["topics"] = topics


def unite_tags(generator: ArticlesGenerator) -> None:
    """Give each tag one spelling in every post, before Pelican groups by it."""
    articles = [
        *generator.articles,
        *generator.translations,
        *generator.hidden_articles,
        *generator.hidden_translations,
        *generator.drafts,
        *generator.drafts_translations,
    ]
    spellings = tag_spellings(tag.name for article in articles for tag in article.tags)
    for article in articles:
        slugs = dict.fromkeys(tag.slug for tag in article.tags)
        article.tags = [Tag(spellings[slug], generator.settings) for slug in slugs]


def topic_generators(pelican: Any) -> tuple[type[Generator], ...]:
    """The generators of topics' and tags' pages."""
    return (TopicsGenerator, TagsGenerator)


class TopicsGenerator(Generator):  # type: ignore[misc]
    """A page for every topic and a page of them all."""

    def generate_context(self) -> None:
        """Runs after Pelican has read the posts (plugins' generators come after its own)."""
        self.posts = posts_by_topic(self.context["articles"], lambda post: post.topics)
        topics = {topic.slug: topic for topic in self.context["topics_by_name"].values()}
        counts = [Count(topic, len(self.posts.get(slug, ()))) for slug, topic in topics.items()]
        counts.sort(key=lambda count: fold(count.entry.label))
        self.context["topics"] = tuple(counts)
        claims = self.context.setdefault("claims", [])
        claims.append(Claim(f"{self.settings['TOPICS_URL']}index.html"))
        claims += [Claim(f"{t.url}index.html", t.source, kind="topic") for t in topics.values()]

    def generate_output(self, writer: Writer) -> None:
        """Write the pages."""
        for count in self.context["topics"]:
            posts = self.posts.get(count.entry.slug, [])
            writers = {profile.slug: profile for post in posts for profile in post.profiles}
            writer.write_file(
                f"{count.entry.url}index.html",
                self.get_template("topic"),
                self.context,
                template_name="topic",
                url=count.entry.url,
                paginated={"articles": posts},
                topic=count.entry,
                writers=tuple(writers.values()),
            )
        writer.write_file(
            f"{self.settings['TOPICS_URL']}index.html", self.get_template("topics"), self.context
        )


class TagsGenerator(Generator):  # type: ignore[misc]
    """A page for every tag of a published post."""

    def generate_context(self) -> None:
        """Group posts by tag, in the order of slugs."""
        groups: dict[str, list[Any]] = {}
        self.tags: dict[str, Tag] = {}
        for article in self.context["articles"]:
            for tag in article.tags:
                self.tags[tag.slug] = tag
                groups.setdefault(tag.slug, []).append(article)
        self.groups = dict(sorted(groups.items()))
        # A draft's own tags have no page yet; its template must not link to one.
        self.context["tags_with_pages"] = frozenset(groups)
        claims = self.context.setdefault("claims", [])
        claims += [Claim(f"{tag.url}index.html", kind="tag") for tag in self.tags.values()]

    def generate_output(self, writer: Writer) -> None:
        """Write the pages."""
        for slug, posts in self.groups.items():
            tag = self.tags[slug]
            writer.write_file(
                f"{tag.url}index.html",
                self.get_template("tag"),
                self.context,
                template_name="tag",
                url=tag.url,
                paginated={"articles": posts},
                tag=tag,
            )
