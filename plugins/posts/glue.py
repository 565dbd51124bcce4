"""Pelican's side of posts: the reader that checks, and what is settled once all are read."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from markdown import Markdown
from pelican import signals
from pelican.contents import Article, Content
from pelican.generators import ArticlesGenerator, PagesGenerator
from pelican.readers import BaseReader, Readers
from pelican.urlwrappers import Category, Tag

from plugins.catalogue import HOUSE, load_catalogue
from plugins.config import room_settings, site_settings
from plugins.frontmatter.fields import PAGE, POST
from plugins.frontmatter.kinds import Reading
from plugins.frontmatter.schema import Source, load_source
from plugins.markup import convert, make_converter
from plugins.model import Claim, Picture
from plugins.posts.excerpt import count_words, make_excerpt, reading_minutes
from plugins.posts.links import FileLink, check_link, find_links, image_link
from plugins.posts.series import build_series
from plugins.posts.settings import NAME, Settings
from plugins.posts.slugs import check_slug, slug_of
from plugins.problems import report_of


def connect() -> None:
    """Module-level receivers only: Pelican's signals hold them weakly."""
    signals.initialized.connect(prepare_settings)
    signals.readers_init.connect(use_checked_reader)
    signals.article_generator_context.connect(complete_metadata)
    signals.page_generator_context.connect(complete_metadata)
    signals.article_generator_finalized.connect(settle_articles)
    signals.page_generator_finalized.connect(settle_pages)
    signals.all_generators_finalized.connect(settle_files)


def prepare_settings(pelican: Any) -> None:
    """Check ``POSTS``, and order posts so that equal dates have an order too.

    Pelican reads files in the order of a set, and its own sort leaves ties as
    they were read.
    """
    room_settings(Settings, NAME, pelican.settings)
    pelican.settings["ARTICLE_ORDER_BY"] = newest_first


def newest_first(content: Content) -> tuple[float, str]:
    """Sort key of lists of posts."""
    return (-content.date.timestamp(), content.slug)


def use_checked_reader(readers: Readers) -> None:
    """Put `CheckedReader` in the place of all of Pelican's readers.

    Those of HTML and reStructuredText would let a post in past the schema.
    """
    texts = dict.fromkeys(CheckedReader.file_extensions, CheckedReader)
    readers.reader_classes = {"static": BaseReader, **texts}


class CheckedReader(BaseReader):  # type: ignore[misc]
    """Reads a Markdown file against its schema; a faulty one is reported and skipped.

    It never raises for a fault of the author's: Pelican would turn that into a
    log line and a missing post.
    """

    enabled = True
    file_extensions = ("md", "markdown", "mkd")

    def __init__(self, settings: dict[str, Any]) -> None:
        super().__init__(settings)
        self._converters: dict[str, Markdown] = {}

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        """The HTML of the body and the metadata, as Pelican wants them."""
        path = Path(source_path)
        is_page = any(
            path.is_relative_to(Path(self.settings["PATH"], folder))
            for folder in self.settings["PAGE_PATHS"]
        )
        reading = Reading(ZoneInfo(self.settings["TIMEZONE"]))
        source = check_slug(load_source(path, PAGE if is_page else POST, reading))
        report_of(self.settings).add(*source.problems)
        html = convert(self._converter(source.get("lang")), source.body)
        if source.problems:
            return "", {"status": "skip", "source": source, "faulty": html}
        return html, self._metadata(source, html)

    def _converter(self, lang: str | None) -> Markdown:
        language = lang or self.settings["DEFAULT_LANG"]
        if language not in self._converters:
            gettext = load_catalogue(HOUSE, language).gettext
            self._converters[language] = make_converter(gettext)
        return self._converters[language]

    def _metadata(self, source: Source, html: str) -> dict[str, Any]:
        """The front matter with what follows from it and from the text."""
        settings = room_settings(Settings, NAME, self.settings)
        words = count_words(html)
        slug = slug_of(source)
        return {
            **source.front_matter.values,
            "source": source,
            "slug": slug,
            "lang": source.get("lang", self.settings["DEFAULT_LANG"]),
            "status": source.get("status", "published"),
            "translation_key": source.get("translates", slug),
            "summary": source.get("summary") or make_excerpt(html, settings.excerpt_length),
            "tags": [Tag(name, self.settings) for name in source.get("tags", ())],
            "topics": source.get("topics", ()),
            "category": Category("articles", self.settings),
            "series": source.get("series"),
            "image": source.get("image"),
            "image_alt": source.get("image_alt", ""),
            "id": source.get("id"),
            "corrections": source.get("corrections", ()),
            "word_count": words,
            "reading_minutes": reading_minutes(words, settings.words_per_minute),
        }


def complete_metadata(generator: Any, metadata: dict[str, Any]) -> None:
    """Decide what this edition does with a draft, or with a date still to come."""
    if "faulty" in metadata:
        generator.context.setdefault("faulty", []).append((metadata["source"], metadata["faulty"]))
        return
    site = site_settings(generator.settings)
    date = metadata.get("date")
    metadata["scheduled"] = (
        metadata["status"] == "published" and date is not None and date > site.now
    )
    if metadata["scheduled"]:
        metadata["status"] = "draft"
    if metadata["status"] == "gone":
        _bury(metadata, generator)
    elif metadata["status"] == "draft" and site.is_publication:
        metadata["status"] = "skip"


def _bury(metadata: dict[str, Any], generator: Any) -> None:
    """A withdrawn text makes no page; its address is known to be gone on purpose."""
    is_post = isinstance(generator, ArticlesGenerator)
    url = generator.settings["ARTICLE_URL" if is_post else "PAGE_URL"]
    tombstone = (metadata["source"], url.format(slug=metadata["slug"]))
    generator.context.setdefault("tombstones", []).append(tombstone)
    metadata["status"] = "skip"


def every_article(generator: ArticlesGenerator) -> Iterator[Article]:
    """All that was read and kept, whatever its list, in the order of addresses."""
    lists = (
        generator.articles,
        generator.translations,
        generator.hidden_articles,
        generator.hidden_translations,
        generator.drafts,
        generator.drafts_translations,
    )
    return iter(sorted(chain(*lists), key=lambda article: str(article.url)))


def every_page(generator: PagesGenerator) -> Iterator[Content]:
    """As `every_article`, for pages."""
    lists = (
        generator.pages,
        generator.translations,
        generator.hidden_pages,
        generator.hidden_translations,
        generator.draft_pages,
        generator.draft_translations,
    )
    return iter(sorted(chain(*lists), key=lambda page: str(page.url)))


def settle_articles(generator: ArticlesGenerator) -> None:
    """Series, originals of translations, lead pictures; no attribute is left undefined."""
    articles, root = list(every_article(generator)), Path(generator.settings["PATH"])
    by_slug = {article.slug: article for article in articles}
    named = [(article.series, article) for article in sorted(articles, key=lambda a: a.date)]
    for article in articles:
        _settle(article, generator.context)
        original = by_slug.get(article.translation_key)
        article.original = None if original is article else original
        article.image_file = next(iter(_image_links(article.source, root)), None)
        if article.image_file is not None:
            generator.context["static_links"].add(article.image_file.path)
        article.image = article.series = None
    for article, series in build_series((name, article) for name, article in named if name):
        article.series = series


def settle_pages(generator: PagesGenerator) -> None:
    """As `settle_articles`, for pages."""
    for page in every_page(generator):
        _settle(page, generator.context)


def _settle(content: Content, context: dict[str, Any]) -> None:
    if not hasattr(content, "modified"):
        content.modified = None
    source: Source = content.source
    claim = Claim(
        content.save_as,
        source.path,
        source.line("slug"),
        content.metadata.get("id"),
        kind="post" if isinstance(content, Article) else "page",
        aliases=source.get("aliases", ()),
        aliases_line=source.line("aliases"),
    )
    context.setdefault("claims", []).append(claim)


def settle_files(generators: list[Any]) -> None:
    """Check every link to a file, also in posts with other faults; then place lead pictures."""
    for generator in generators:
        if isinstance(generator, ArticlesGenerator):
            for article in every_article(generator):
                _check_files(article.source, article._content, generator)
                _attach_image(article, generator.context)
        elif isinstance(generator, PagesGenerator):
            for page in every_page(generator):
                _check_files(page.source, page._content, generator)
            for source, html in generator.context.get("faulty", ()):
                _check_files(source, html, generator)


def _attach_image(article: Article, context: dict[str, Any]) -> None:
    link = article.image_file
    static = context["static_content"].get(link.path) if link else None
    if static is not None:
        static.attach_to(article)
        article.image = Picture(static.url, article.image_alt)


def _check_files(source: Source, html: str, generator: Any) -> None:
    root, pages = Path(generator.settings["PATH"]), generator.context["generated_content"]
    report = report_of(generator.settings)
    lead = "\n" * (source.body_line - 1)
    links = find_links(html, _folder(source, root), lead + source.body)
    for link in (*_image_links(source, root), *links):
        problem = check_link(
            link, lambda path: (root / path).is_file(), lambda path: pages.get(path) is not None
        )
        if problem is not None and not report.concerns(root / link.path):
            report.add(problem.at(source.path, link.line))


def _image_links(source: Source, root: Path) -> tuple[FileLink, ...]:
    """The lead picture that the front matter names, as the link that it is; one or none."""
    name = source.get("image")
    return (image_link(name, _folder(source, root), source.line("image")),) if name else ()


def _folder(source: Source, root: Path) -> str:
    return source.path.parent.relative_to(root).as_posix()
