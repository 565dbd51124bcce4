"""Pelican's side of topics and tags."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pelican import signals
from pelican.contents import Article
from pelican.generators import ArticlesGenerator, Generator
from pelican.urlwrappers import Tag
from pelican.writers import Writer

from plugins.composing import site_line
from plugins.config import room_settings
from plugins.editing import OfPosts, add_renewal
from plugins.files import fold
from plugins.frontmatter.fields import BACKGROUND, TOPIC
from plugins.frontmatter.names import index_names, names_of_faulty, resolve_names
from plugins.frontmatter.schema import Source
from plugins.grouping import every_article, group_by
from plugins.memory import memo
from plugins.messages import Message, msg
from plugins.model import Claim, Count, Topic
from plugins.outputs import Outputs
from plugins.problems import Problem, report_of
from plugins.proofreading import around_of
from plugins.shelves import read_shelf
from plugins.standing import Correction, Declined, Edit, Part, add_part, decline_unless
from plugins.templating import PerPage, on_first_page
from plugins.topics.core import (
    build_background,
    build_topic,
    compose_topic,
    names_of,
    resolve_slugs,
    tag_slug,
    tag_spellings,
)
from plugins.topics.detection import detect, topics_of
from plugins.topics.explaining import tell
from plugins.topics.memory import Neighbourhood, Text, Unread, choose, relate_texts
from plugins.topics.pages import build_neighbours, build_rhythm
from plugins.topics.settings import NAME, Settings
from plugins.topics.vocabulary import Knowledge
from plugins.yielding import checkpoint

KNOWLEDGE_KEY = "TOPIC_KNOWLEDGE"
# What each text says, in a process that stays (`relate_texts`).
STEMS_KEY = "TOPIC_STEMS"


def connect() -> None:
    """Module-level receivers only: Pelican's signals hold them weakly."""
    signals.initialized.connect(prepare_settings)
    signals.article_generator_init.connect(load_topics)
    signals.article_generator_context.connect(resolve_topics)
    signals.article_generator_pretaxonomy.connect(unite_tags)
    signals.article_generator_finalized.connect(relate_posts)
    signals.get_generators.connect(topic_generators)


def prepare_settings(pelican: Any) -> None:
    """Check ``TOPICS``."""
    room_settings(Settings, NAME, pelican.settings)
    add_part(pelican.settings, Part("topics", leave_related, follow_in_topics))


def load_topics(generator: ArticlesGenerator) -> None:
    """Read every topic into the context of this run, faults into its report."""
    settings, context, report = generator.settings, generator.context, report_of(generator.settings)
    texts, others, knowledge = _read_shelves(settings)
    # Where the files say what they did in the run before, it may be compiled already.
    if settings.get(KNOWLEDGE_KEY) != knowledge:
        settings[KNOWLEDGE_KEY] = knowledge
    sources = [source for source, _ in texts]
    names, problems = index_names(knowledge.topics, names_of)
    faults = (problem for source in (*sources, *others) for problem in source.problems)
    report.add(*faults, *problems)
    context.setdefault("texts", []).extend(texts)
    context["topics_by_name"] = names
    context["topic_names"] = {n for t in names.values() for n in (t.slug, t.label, *t.aliases)}
    around_of(settings).add(_knowledge(settings))
    context["topic_sources"] = {source.path.stem: source for source in sources}
    context["faulty_topics"] = names_of_faulty(sources, ("label", "short_label"))


def _read_shelves(
    settings: dict[str, Any],
) -> tuple[list[tuple[Source, str]], list[Source], Knowledge]:
    """The files on topics, with their texts, those of the background, and what they say."""
    room, root = room_settings(Settings, NAME, settings), Path(settings["PATH"])
    texts = read_shelf(root / room.folder, TOPIC, settings)
    topics = [_topic(source, html, settings) for source, html in texts if not source.problems]
    others = [source for source, _ in read_shelf(root / room.background, BACKGROUND, settings)]
    backgrounds = [build_background(source) for source in others if not source.problems]
    return texts, others, Knowledge(tuple(topics), tuple(backgrounds))


def _knowledge(settings: dict[str, Any]) -> Knowledge:
    """That of this run."""
    found = settings[KNOWLEDGE_KEY]
    assert isinstance(found, Knowledge)
    return found


def _topic(source: Source, html: str, settings: dict[str, Any]) -> Topic:
    url = settings["TOPIC_URL"].format(slug=source.path.stem)
    return compose_topic(build_topic(source, url, html), site_line(settings))


def resolve_topics(generator: ArticlesGenerator, metadata: dict[str, Any]) -> None:
    """Names as typed become topics; an unknown one is a problem at its line.

    Where the key is missing, the text says them; an empty list is an answer.
    """
    source = metadata["source"]
    if source.get("topics") is None:
        metadata["topics"] = _detected(generator, source)
        return
    known = generator.context["topics_by_name"]
    shown = generator.context["topic_names"]
    topics, missing = resolve_names(source.get("topics", ()), known, shown, "unknown-topic")
    for name, problem in missing:
        if fold(name) not in generator.context["faulty_topics"]:
            line = source.line("topics")
            report_of(generator.settings).add(problem.at(source.path, line))
    metadata["topics"] = topics


def _detected(generator: ArticlesGenerator, source: Source) -> tuple[Topic, ...]:
    """The topics that a post's text speaks of, told to the author in one line."""
    knowledge = _knowledge(generator.settings)
    if source.problems or not knowledge.is_worded:
        return ()
    told, slugs = _look(generator.settings, source)
    report_of(generator.settings).add(_found(told, source.path))
    known = {topic.slug: topic for topic in knowledge.topics}
    return tuple(known[slug] for slug in slugs)


def _found(told: Message, path: Path) -> Problem:
    return Problem("topics-found", told, told, path, severity="note")


def _look(settings: dict[str, Any], source: Source) -> tuple[Message, tuple[str, ...]]:
    """What the text speaks of, in words for the author and by its topics' slugs."""
    knowledge = _knowledge(settings)
    text = source.get("title"), source.get("summary", ""), source.body

    def look() -> tuple[Message, tuple[str, ...]]:
        findings = detect(knowledge.vocabulary, *text)
        return tell(findings), tuple(topic.slug for topic in topics_of(findings))

    parts = knowledge.key, *text
    return memo(settings, "topics", parts, look)


def unite_tags(generator: ArticlesGenerator) -> None:
    """Give each tag one spelling in every post, before Pelican groups by it."""
    articles = every_article(generator)
    spellings = tag_spellings(tag.name for article in articles for tag in article.tags)
    tags = {slug: _tag(slug, name, generator.settings) for slug, name in spellings.items()}
    for article in articles:
        checkpoint(generator.settings)
        _report_nameless_tags(article, generator)
        slugs = dict.fromkeys(tag_slug(tag.name) for tag in article.tags)
        article.tags = [tags[slug] for slug in slugs if slug]


def _tag(slug: str, name: str, settings: dict[str, Any]) -> Tag:
    """A tag at the house's slug: Pelican's own makes «l’IA» `lia`."""
    tag = Tag(name, settings)
    tag.slug = slug
    return tag


def _report_nameless_tags(article: Any, generator: ArticlesGenerator) -> None:
    for tag in article.tags:
        if not tag_slug(tag.name):
            cause = msg("“{value}” cannot be part of an address.", value=tag.name)
            remedy = msg("Write a tag with letters or digits.")
            place = article.source.path, article.source.line("tags")
            report_of(generator.settings).add(Problem("invalid-tag", cause, remedy, *place))


def relate_posts(generator: ArticlesGenerator) -> None:
    """What to read next after each post: what its author says first, then what is near."""
    listed = (*generator.articles, *generator.translations)
    generator.context["listed_posts"] = shown = {article.slug: article for article in listed}
    _relate(generator, {})
    read = generator.settings.setdefault(STEMS_KEY, {})
    add_renewal(generator.context, lambda _: _relate(generator, read), of_words=True)
    report = report_of(generator.settings)
    for article in every_article(generator):
        source = article.source
        _, missing = resolve_slugs(source.get("related", ()), shown, "unknown-related")
        report.add(*(problem.at(source.path, source.line("related")) for problem in missing))


def _relate(generator: ArticlesGenerator, read: dict[str, Mapping[str, int]]) -> None:
    """Put beside each post what its author says and what is near."""
    articles = {article.slug: article for article in every_article(generator)}
    limit = room_settings(Settings, NAME, generator.settings).related
    shown = generator.context["listed_posts"]
    texts = [_text(article) for article in articles.values()]
    near = relate_texts(_folder(generator.settings), texts, shown, limit, read)
    for slug, article in articles.items():
        found = choose(_chosen(article, shown), near[slug], limit)
        article.related = tuple(articles[key] for key in found)


def _folder(settings: Mapping[str, Any]) -> Path:
    return Path(settings["CACHE_PATH"], "topics")


def _chosen(article: Article, shown: Mapping[str, Article]) -> tuple[str, ...]:
    """The listed posts that its author names."""
    return tuple(slug for slug in article.source.get("related", ()) if slug in shown)


def _text(article: Article) -> Text:
    return Text(
        article.slug,
        article.translation_key,
        article.lang,
        article.title,
        article.source.body,
        frozenset(topic.slug for topic in article.topics),
        article.date.timestamp(),
    )


@dataclass(frozen=True)
class Left:
    """What stands beside each post, and the posts' keys by their files."""

    neighbourhood: Neighbourhood
    keys: Mapping[Path, str]


def leave_related(generators: Sequence[Any], _writer: Any) -> Left:
    """What stands beside each post."""
    [generator] = (one for one in generators if isinstance(one, ArticlesGenerator))
    articles, shown = every_article(generator), generator.context["listed_posts"]
    neighbourhood = Neighbourhood(
        {article.slug: _text(article).without_words for article in articles},
        tuple(shown),
        room_settings(Settings, NAME, generator.settings).related,
        {article.slug: _chosen(article, shown) for article in articles},
        {article.slug: tuple(one.slug for one in article.related) for article in articles},
    )
    return Left(neighbourhood, {article.source.path: article.slug for article in articles})


def follow_in_topics(generator: Any, left: Left, correction: Correction, _: Outputs) -> None:
    """Say which posts stand beside others now; decline where a text speaks of other topics."""
    settings, edited = generator.settings, {}
    for edit in correction.edits:
        key = left.keys.get(edit.path)
        if key is not None:  # a page has no topics
            correction.notes += _same_topics(settings, edit)
            text, source = left.neighbourhood.texts[key], edit.after.source
            edited[key] = replace(text, title=edit.after.lines["title"], body=source.body, known="")
    try:
        moved = left.neighbourhood.moved_by(_folder(settings), edited)
    except Unread:
        raise Declined from None
    paths = {key: path for path, key in left.keys.items()}
    correction.next_to = {paths[key]: others for key, others in moved.items()}


def _same_topics(settings: dict[str, Any], edit: Edit) -> Iterator[Problem]:
    """What is told of the topics that an edited text speaks of. Raises `Declined`."""
    if edit.after.source.get("topics") is None:
        if KNOWLEDGE_KEY not in settings:
            settings[KNOWLEDGE_KEY] = _read_shelves(settings)[-1]
        if _knowledge(settings).is_worded:
            (_, before), (told, after) = (
                _look(settings, one.source) for one in (edit.before, edit.after)
            )
            decline_unless(before == after)
            yield _found(told, edit.path)


def topic_generators(pelican: Any) -> tuple[type[Generator], ...]:
    """The generators of topics' and tags' pages."""
    return (TopicsGenerator, TagsGenerator)


class TopicsGenerator(OfPosts, Generator):  # type: ignore[misc]
    """A page for every topic, and one of them all."""

    def generate_context(self) -> None:
        """Runs after Pelican has read the posts (plugins' generators come after its own)."""
        topics = {topic.slug: topic for topic in self.context["topics_by_name"].values()}
        self.regroup()
        self.starts = {topic.slug: self._start(topic) for topic in topics.values()}
        claims = self.context.setdefault("claims", [])
        claims.append(Claim(f"{self.settings['TOPICS_URL']}index.html"))
        claims += [Claim(f"{t.url}index.html", t.source, kind="topic") for t in topics.values()]

    def regroup(self, _: Collection[Any] = ()) -> None:
        """The posts of each topic, and their numbers for every page."""
        self.posts = group_by(self.context["articles"], lambda post: post.topics)
        topics = {topic.slug: topic for topic in self.context["topics_by_name"].values()}
        counts = [Count(topic, len(self.posts.get(slug, ()))) for slug, topic in topics.items()]
        counts.sort(key=lambda count: fold(count.entry.label))
        self.context["topics"] = tuple(counts)

    def _start(self, topic: Topic) -> tuple[Any, ...]:
        """The posts that a topic's file pins; a slug that none has is a problem there."""
        posts, missing = resolve_slugs(topic.start, self.context["listed_posts"], "unknown-start")
        line = self.context["topic_sources"][topic.slug].line("start")
        report_of(self.settings).add(*(problem.at(topic.source, line) for problem in missing))
        return posts

    def generate_output(self, writer: Writer) -> None:
        """Write the pages."""
        limit = room_settings(Settings, NAME, self.settings).neighbours
        groups = (post.topics for post in self.context["articles"])
        neighbours = build_neighbours(groups, limit)
        for count in self.context["topics"]:
            self._write_topic(writer, count.entry, tuple(neighbours.get(count.entry.slug, ())))
        writer.write_file(
            f"{self.settings['TOPICS_URL']}index.html", self.get_template("topics"), self.context
        )

    def _write_topic(self, writer: Writer, topic: Topic, neighbours: tuple[Topic, ...]) -> None:
        posts = self.posts.get(topic.slug, [])
        writers = {profile.slug: profile for post in posts for profile in post.profiles}
        rhythm = build_rhythm((post.date for post in posts), self.settings["DEFAULT_LANG"])
        writer.write_file(
            f"{topic.url}index.html",
            self.get_template("topic"),
            self.context,
            template_name="topic",
            url=topic.url,
            paginated={"articles": posts},
            topic=topic,
            writers=on_first_page(tuple(writers.values())),
            start=on_first_page(self.starts[topic.slug]),
            neighbours=on_first_page(neighbours),
            rhythm=on_first_page(rhythm),
        )


def _own_tags(values: Mapping[str, Any], urls: Mapping[str, str]) -> dict[str, str]:
    """The tags of the page's post that have a page."""
    tags = values["article"].tags if "article" in values else ()
    return {tag.slug: urls[tag.slug] for tag in tags if tag.slug in urls}


class TagsGenerator(OfPosts, Generator):  # type: ignore[misc]
    """A page for every tag of a published post."""

    def generate_context(self) -> None:
        """Say which tags have a page."""
        self.regroup()
        # A draft's own tags have no page yet; its template must not link to one.
        urls = {slug: self.tags[slug].url for slug in self.groups}
        self.context["tag_urls"] = urls
        self.context["tags_with_pages"] = PerPage(lambda values: _own_tags(values, urls))
        claims = self.context.setdefault("claims", [])
        claims += [Claim(f"{tag.url}index.html", kind="tag") for tag in self.tags.values()]

    def regroup(self, _: Collection[Any] = ()) -> None:
        """Group posts by tag, in the order of slugs."""
        self.groups = dict(sorted(group_by(self.context["articles"], lambda one: one.tags).items()))
        self.tags = {tag.slug: tag for one in self.context["articles"] for tag in one.tags}

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
