"""Pelican's side of posts: the reader that checks, and what is settled once all are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from markdown import Markdown
from pelican import signals
from pelican.contents import Article, Content
from pelican.generators import ArticlesGenerator, PagesGenerator
from pelican.readers import BaseReader, Readers
from pelican.urlwrappers import Category, Tag

from plugins.catalogue import HOUSE, load_catalogue
from plugins.composing import composition_of
from plugins.config import room_settings, site_settings
from plugins.files import TEXTS, Unreadable, read_bytes
from plugins.frontmatter.fields import PAGE, POST
from plugins.frontmatter.kinds import Reading
from plugins.frontmatter.schema import Source, check_source, unread
from plugins.grouping import every_article, every_page
from plugins.markup import convert, headings_of, make_converter
from plugins.memory import memo
from plugins.model import Claim, Picture
from plugins.posts.contents import Heading, read_headings
from plugins.posts.excerpt import count_words, make_excerpt, reading_minutes
from plugins.posts.links import (
    FileLink,
    Shelves,
    check_link,
    find_links,
    has_address,
    ids_in,
    image_link,
    line_of,
)
from plugins.posts.originals import check_original
from plugins.posts.series import build_series
from plugins.posts.settings import NAME, Settings
from plugins.posts.slugs import check_slug
from plugins.problems import report_of
from plugins.publishing import note_due
from plugins.safe_html import KEY as RESTRICTED
from plugins.safe_html import restrict_where_asked

LINES = ("title", "summary", "series", "image_alt")


def connect() -> None:
    """Module-level receivers only: Pelican's signals hold them weakly."""
    signals.initialized.connect(prepare_settings)
    signals.readers_init.connect(use_checked_reader)
    signals.article_generator_context.connect(complete_metadata)
    signals.page_generator_context.connect(complete_metadata)
    signals.article_generator_finalized.connect(settle_articles)
    signals.article_generator_finalized.connect(settle_neighbours)
    signals.page_generator_finalized.connect(settle_pages)
    signals.all_generators_finalized.connect(settle_files)


def prepare_settings(pelican: Any) -> None:
    """Check ``POSTS``, and order posts so that equal dates have an order too.

    Pelican reads files in the order of a set, and its own sort leaves ties as
    they were read.
    """
    options = room_settings(Settings, NAME, pelican.settings)
    pelican.settings[RESTRICTED] = options.html == "safe"
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


@dataclass(frozen=True)
class Text:
    """What a file says, whatever the site around it: plain data, to be remembered."""

    source: Source
    html: str
    headings: tuple[Heading, ...] = ()
    lines: Mapping[str, str] = field(default_factory=dict)
    summary: str = ""
    words: int = 0

    @property
    def outward(self) -> frozenset[tuple[str, str, str]]:
        """Where it leads, and what it shows."""
        links = find_links(self.html, "", "")
        return frozenset((link.what, link.target, link.fragment) for link in links)

    @property
    def ids(self) -> frozenset[str]:
        """What links of others may lead to."""
        return ids_in(self.html)


class CheckedReader(BaseReader):  # type: ignore[misc]
    """Reads a Markdown file against its schema; a faulty one is reported and skipped.

    It never raises for a fault of the author's: Pelican would turn that into a
    log line and a missing post.
    """

    enabled = True
    file_extensions = tuple(suffix.removeprefix(".") for suffix in TEXTS)

    def __init__(self, settings: dict[str, Any]) -> None:
        super().__init__(settings)
        self._converters: dict[tuple[str, bool], Markdown] = {}

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        """The HTML of the body and the metadata, as Pelican wants them."""
        text = self.read_whole(Path(source_path))
        source = text.source
        report_of(self.settings).add(*source.problems)
        if source.problems:
            return "", {"status": "skip", "source": source, "faulty": text.html}
        return text.html, self.metadata_of(text)

    def read_whole(self, path: Path) -> Text:
        """The file taken apart, remembered by its bytes and by all that reads them."""
        try:
            data = read_bytes(path)
        except Unreadable as error:
            return Text(unread(path, error.problem), "")
        is_page = any(
            path.is_relative_to(Path(self.settings["PATH"], folder))
            for folder in self.settings["PAGE_PATHS"]
        )
        parts = (
            *(data, path, is_page, self.settings["TIMEZONE"], self.settings["DEFAULT_LANG"]),
            *(composition_of(self.settings).options, self._options.excerpt_length),
            self._options.html,
        )
        return memo(self.settings, "text", parts, lambda: self._read(path, data, is_page=is_page))

    def _read(self, path: Path, data: bytes, *, is_page: bool) -> Text:
        reading = Reading(ZoneInfo(self.settings["TIMEZONE"]))
        source = check_slug(check_source(path, data, PAGE if is_page else POST, reading))
        converter = self._converter(source)
        html = convert(converter, source.body)
        source, html = restrict_where_asked(source, html, self.settings)
        if source.problems:
            return Text(source, html)
        lines = self._lines(source)
        summary = lines.get("summary") or make_excerpt(html, self._options.excerpt_length)
        headings = tuple(read_headings(headings_of(converter)))
        return Text(source, html, headings, lines, summary, count_words(html))

    @property
    def _options(self) -> Settings:
        return room_settings(Settings, NAME, self.settings)

    def _converter(self, source: Source) -> Markdown:
        """One for each language, and one for texts that opt out of typography."""
        language = source.get("lang", self.settings["DEFAULT_LANG"])
        key = language, source.get("typography", True)
        if key not in self._converters:
            more = composition_of(self.settings).extensions(language) if key[1] else ()
            gettext = load_catalogue(HOUSE, language).gettext
            self._converters[key] = make_converter(gettext, more)
        return self._converters[key]

    def _lines(self, source: Source) -> dict[str, str]:
        """The front matter's own texts, set as the post is."""
        texts = {name: source.get(name) for name in LINES if source.get(name)}
        if not source.get("typography", True):
            return texts
        language = source.get("lang", self.settings["DEFAULT_LANG"])
        line = composition_of(self.settings).line
        return {name: line(text, language) for name, text in texts.items()}

    def metadata_of(self, text: Text) -> dict[str, Any]:
        """The front matter with what follows from it and from the text."""
        source, lines = text.source, text.lines
        slug = source.slug
        return {
            **source.front_matter.values,
            **lines,
            "source": source,
            "text": text,
            "headings": text.headings,
            "slug": slug,
            "lang": source.get("lang", self.settings["DEFAULT_LANG"]),
            "status": source.get("status", "published"),
            "translation_key": source.get("translates", slug),
            "summary": text.summary,
            "standfirst": lines.get("summary"),
            "tags": [Tag(name, self.settings) for name in source.get("tags", ())],
            "topics": source.get("topics", ()),
            "category": Category("articles", self.settings),
            "series": lines.get("series"),
            "image": source.get("image"),
            "image_alt": lines.get("image_alt", ""),
            "id": source.get("id"),
            "corrections": source.get("corrections", ()),
            "word_count": text.words,
            "reading_minutes": reading_minutes(text.words, self._options.words_per_minute),
        }


def complete_metadata(generator: Any, metadata: dict[str, Any]) -> None:
    """Decide what this edition does with a draft, or with a date still to come."""
    if "faulty" in metadata:
        generator.context.setdefault("faulty", []).append((metadata["source"], metadata["faulty"]))
        return
    site = site_settings(generator.settings)
    date = metadata.get("date")
    metadata["scheduled"] = metadata["status"] != "draft" and date is not None and date > site.now
    if metadata["scheduled"]:
        metadata["status"] = "draft"
        if date is not None and not site.as_of:
            note_due(generator.settings, date)
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


def settle_articles(generator: ArticlesGenerator) -> None:
    """Series, originals of translations, lead pictures; no attribute is left undefined."""
    articles, root = every_article(generator), Path(generator.settings["PATH"])
    for article in articles:
        _settle(article, generator)
        article.image_file = next(iter(_image_links(article.source, root)), None)
        article.image = article.series = None
    _settle_originals(articles, generator)
    shown = sorted((a for a in articles if a.status != "hidden"), key=lambda article: article.date)
    named = ((a.metadata["series"], a.lang, a) for a in shown if a.metadata["series"])
    for article, series in build_series(named):
        article.series = series
    for source, html in generator.context.get("texts", ()):
        _announce_files(source, html, generator)


def settle_neighbours(generator: ArticlesGenerator) -> None:
    """The posts published just before and just after each; none beside a draft or a hidden one."""
    for article in every_article(generator):
        article.newer = article.older = None
    for newer, older in pairwise(generator.articles):
        newer.older, older.newer = older, newer


def settle_pages(generator: PagesGenerator) -> None:
    """As `settle_articles`, for pages."""
    pages = every_page(generator)
    for page in pages:
        _settle(page, generator)
    _settle_originals(pages, generator)
    for source, html in generator.context.get("faulty", ()):
        _announce_files(source, html, generator)


def _settle(content: Content, generator: Any) -> None:
    if not hasattr(content, "modified"):
        content.modified = None
    # Pelican works an address out anew each time that it is asked for.
    content.override_url = content.url
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
    claims = generator.context.setdefault("claims", [])
    claims.append(claim)
    if isinstance(content, Article) and content.status == "draft":
        # The address that it will have: two posts must not meet there on the day.
        later = generator.settings["ARTICLE_SAVE_AS"].format(slug=content.slug)
        claims.append(Claim(later, source.path, claim.line))
    _announce_files(source, content._content, generator)


def _settle_originals(contents: list[Any], generator: Any) -> None:
    """What each translation translates; one that translates nothing is a problem."""
    by_slug = {content.slug: content for content in contents}
    for content in contents:
        original = by_slug.get(content.translation_key)
        content.original = None if original is content else original
        if problem := check_original(content, by_slug):
            place = content.source.path, content.source.line("translates")
            report_of(generator.settings).add(problem.at(*place))


def _announce_files(source: Source, html: str, generator: Any) -> None:
    """Tell Pelican which files to copy: it takes a quoted name for another one."""
    root = Path(generator.settings["PATH"])
    links = (*find_links(html, _folder(source, root), ""), *_image_links(source, root))
    generator.context["static_links"].update(
        link.path for link in links if link.what in {"static", "attach"}
    )


def settle_files(generators: list[Any]) -> None:
    """Give each attached file its place, then check every link of every text, faulty or not."""
    context, texts = generators[0].context, []
    for generator in generators:
        if isinstance(generator, ArticlesGenerator):
            for article in every_article(generator):
                texts.append((article.source, article._content, article.url))
                _attach_files(article, context)
        elif isinstance(generator, PagesGenerator):
            for page in every_page(generator):
                texts.append((page.source, page._content, page.url))
                _attach_files(page, context)
    shelves = _shelves(generators[0])
    others = (*context.get("texts", ()), *context.get("faulty", ()))
    for source, html, url in (*texts, *((source, html, "") for source, html in others)):
        _check_links(source, html, url, shelves, generators[0].settings)


def _attach_files(content: Content, context: dict[str, Any]) -> None:
    """Put a post's files beside its page, under addresses that a space or an accent does not break.

    A file goes to the first post that shows it, in the order of addresses;
    another one links to it there. Pelican warns of that, and of an address that
    is not the bare name: once placed, a file is not moved again.
    """
    links = list(find_links(content._content, content.relative_dir, ""))
    lead = getattr(content, "image_file", None)
    for link in (*links, *([lead] if lead else [])):
        static = context["static_content"].get(link.path)
        if static is not None and link.what == "attach" and not hasattr(static, "override_url"):
            static.attach_to(content)
            static.override_url = quote(static.override_url)
            static.attach_to = lambda _: None
    static = context["static_content"].get(lead.path) if lead else None
    if static is not None:
        content.image = Picture(static.url, content.image_alt)


def _shelves(generator: Any) -> Shelves:
    root, context = Path(generator.settings["PATH"]), generator.context
    pages, files = context["generated_content"], context["static_content"].values()
    places = {claim.save_as for claim in context["claims"]} | {file.save_as for file in files}
    ids = lru_cache(maxsize=None)(lambda path: ids_in(pages[path]._content))
    return Shelves(
        has_file=lambda path: (root / path).is_file(),
        has_page=lambda path: pages.get(path) is not None,
        ids_of=ids,
        has_address=lambda path: has_address(path, places),
    )


def _check_links(
    source: Source, html: str, url: str, shelves: Shelves, settings: dict[str, Any]
) -> None:
    report, root = report_of(settings), Path(settings["PATH"])
    own = ids_in(html)
    links = find_links(html, _folder(source, root), "", url)
    for link in (*_image_links(source, root), *links):
        problem = check_link(link, shelves, own)
        if problem is not None and not report.concerns(root / link.path):
            # Looked for only now: most links are sound.
            text = "\n" * (source.body_line - 1) + source.body
            line = link.line or line_of(link.target, text)
            report.add(problem.at(source.path, line))


def _image_links(source: Source, root: Path) -> tuple[FileLink, ...]:
    """The lead picture that the front matter names, as the link that it is; one or none."""
    name = source.get("image")
    return (image_link(name, _folder(source, root), source.line("image")),) if name else ()


def _folder(source: Source, root: Path) -> str:
    return source.path.parent.relative_to(root).as_posix()
