"""Pelican's side of posts: the reader that checks, and what is settled once all are read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import cached_property, partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

from pelican import generators, signals
from pelican.contents import Article, Content, Page
from pelican.generators import ArticlesGenerator, PagesGenerator
from pelican.readers import BaseReader, Readers, find_empty_alt
from pelican.urlwrappers import Category, Tag
from pelican.utils import get_original_items
from pelican.utils import process_translations as pelican_translations

from plugins.composing import composition_of
from plugins.config import room_settings, site_settings
from plugins.editing import add_renewal
from plugins.files import TEXTS, Unreadable, read_bytes
from plugins.frontmatter.schema import Source, unread
from plugins.grouping import every_article, every_page, part_translations
from plugins.memory import Ahead, memo
from plugins.model import Claim, Picture
from plugins.outputs import Outputs
from plugins.posts.links import (
    Place,
    Shelves,
    addresses_in,
    check_link,
    has_address,
    ids_in,
    image_links,
    lead_as_before,
    line_of,
    links_of,
)
from plugins.posts.order import newest_first, set_neighbours, set_series, sort_again
from plugins.posts.originals import check_original
from plugins.posts.reading import Parser, Text, is_same_but_for_body
from plugins.posts.settings import NAME, Settings
from plugins.problems import report_of
from plugins.publishing import note_due
from plugins.safe_html import KEY as RESTRICTED
from plugins.standing import Correction, Part, add_part, decline_unless
from plugins.yielding import checkpoint


def connect() -> None:
    """Module-level receivers only: Pelican's signals hold them weakly."""
    signals.initialized.connect(prepare_settings)
    signals.readers_init.connect(use_checked_reader)
    signals.article_generator_init.connect(read_articles_ahead)
    signals.page_generator_init.connect(read_pages_ahead)
    signals.article_generator_context.connect(complete_metadata)
    signals.page_generator_context.connect(complete_metadata)
    signals.article_generator_finalized.connect(settle_articles)
    signals.page_generator_finalized.connect(settle_pages)
    signals.all_generators_finalized.connect(settle_files)
    # Called by its name there; no signal stands in its place.
    generators.process_translations = process_translations


def process_translations(
    contents: list[Content], translation_id: Any = None
) -> tuple[list[Content], list[Content]]:
    """As Pelican's, which compares each text with every other."""
    if isinstance(translation_id, str) and translation_id:
        return part_translations(contents, translation_id, get_original_items)
    parts: tuple[list[Content], list[Content]] = pelican_translations(contents, translation_id)
    return parts


def prepare_settings(pelican: Any) -> None:
    """Check ``POSTS``, and order posts so that equal dates have an order too.

    Pelican reads files in the order of a set, and its own sort leaves ties as
    they were read.
    """
    options = room_settings(Settings, NAME, pelican.settings)
    add_part(pelican.settings, Part("posts", leave_addresses, follow_in_texts))
    pelican.settings[RESTRICTED] = options.html == "safe"
    pelican.settings["ARTICLE_ORDER_BY"] = newest_first


def use_checked_reader(readers: Readers) -> None:
    """Put `CheckedReader` in the place of all of Pelican's readers.

    Those of HTML and reStructuredText would let a post in past the schema.
    """
    texts = dict.fromkeys(CheckedReader.file_extensions, CheckedReader)
    readers.reader_classes = {"static": BaseReader, **texts}


def read_articles_ahead(generator: ArticlesGenerator) -> None:
    """Pelican asks for one text after the other; here all of them are begun at once."""
    _read_ahead(generator, "ARTICLE")


def read_pages_ahead(generator: PagesGenerator) -> None:
    """As `read_articles_ahead`, for pages."""
    _read_ahead(generator, "PAGE")


def _read_ahead(generator: Any, kind: str) -> None:
    settings, readers = generator.settings, generator.readers.readers
    names = generator.get_files(settings[f"{kind}_PATHS"], exclude=settings[f"{kind}_EXCLUDES"])
    paths = [Path(generator.path, name) for name in sorted(names)]
    for suffix in TEXTS:
        own = [path for path in paths if path.suffix == suffix]
        readers[suffix.removeprefix(".")].read_ahead(own)


class CheckedReader(BaseReader):  # type: ignore[misc]
    """Reads a Markdown file against its schema; a faulty one is reported and skipped.

    It never raises for a fault of the author's: Pelican would turn that into a
    log line and a missing post.
    """

    enabled = True
    file_extensions = tuple(suffix.removeprefix(".") for suffix in TEXTS)

    def __init__(self, settings: dict[str, Any]) -> None:
        super().__init__(settings)
        self._ahead: dict[Path, Text] = {}
        self._begun: list[Ahead[Path, Text]] = []

    def read_ahead(self, paths: Iterable[Path]) -> None:
        """Begin to read many files; one that fails does so when it is asked for."""
        wishes = {}
        for path in paths:
            with suppress(Unreadable):
                wishes[path] = self._wish(path)
        self._begun.append(Ahead(self.settings, "text", wishes))

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        """The HTML of the body and the metadata, as Pelican wants them."""
        checkpoint(self.settings)
        path = Path(source_path)
        while self._begun:
            self._ahead |= self._begun.pop().results()
        text = self._ahead.pop(path, None) or self.read_whole(path)
        source = text.source
        report_of(self.settings).add(*source.problems)
        if source.problems:
            return "", {"status": "skip", "source": source, "faulty": text}
        return text.html, self.metadata_of(text)

    def read_whole(self, path: Path) -> Text:
        """The file taken apart, remembered by its bytes and by all that reads them."""
        try:
            parts, make = self._wish(path)
        except Unreadable as error:
            return Text(unread(path, error.problem), "")
        return memo(self.settings, "text", parts, make)

    def _wish(self, path: Path) -> tuple[tuple[object, ...], Callable[[], Text]]:
        """What the text of a file depends on, and how it is made; raises `Unreadable`."""
        data = read_bytes(path)
        is_page = any(
            path.is_relative_to(Path(self.settings["PATH"], folder))
            for folder in self.settings["PAGE_PATHS"]
        )
        parse = partial(self._parser.parse, path, data, is_page=is_page)
        return (self._parser.key(path, data, is_page=is_page),), parse

    @cached_property
    def _parser(self) -> Parser:
        settings, options = self.settings, room_settings(Settings, NAME, self.settings)
        return Parser(
            options, composition_of(settings), settings["TIMEZONE"], settings["DEFAULT_LANG"]
        )

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
            "reading_minutes": text.minutes,
        }


def complete_metadata(generator: Any, metadata: dict[str, Any]) -> None:
    """Decide what this edition does with a draft, or with a date still to come."""
    if "faulty" in metadata:
        generator.context.setdefault("faulty", []).append(metadata["faulty"])
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
        article.image_file = next(iter(image_links(article.source, root)), None)
        article.image = None
    _settle_originals(articles, generator)
    set_series(articles)
    set_neighbours(articles, generator.articles)
    add_renewal(generator.context, lambda _: _settle_places(generator))
    for source, html in generator.context.get("texts", ()):
        _announce_files(source, addresses_in(html), generator)


def _settle_places(generator: ArticlesGenerator) -> None:
    """The places of posts after some dates have changed."""
    decline_unless(not generator.period_archives)
    articles = every_article(generator)
    sort_again(generator)
    set_series(articles)
    set_neighbours(articles, generator.articles)


def settle_pages(generator: PagesGenerator) -> None:
    """As `settle_articles`, for pages."""
    pages = every_page(generator)
    for page in pages:
        _settle(page, generator)
    _settle_originals(pages, generator)
    for text in generator.context.get("faulty", ()):
        _announce_files(text.source, text.addresses, generator)


def _settle(content: Content, generator: Any) -> None:
    checkpoint(generator.settings)
    if not hasattr(content, "modified"):
        content.modified = None
    # Pelican works an address out anew each time that it is asked for.
    content.override_url, content.override_save_as = content.url, content.save_as
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
    _announce_files(source, content.text.addresses, generator)


def _settle_originals(contents: list[Any], generator: Any) -> None:
    """What each translation translates; one that translates nothing is a problem."""
    by_slug = {content.slug: content for content in contents}
    for content in contents:
        original = by_slug.get(content.translation_key)
        content.original = None if original is content else original
        if problem := check_original(content, by_slug):
            place = content.source.path, content.source.line("translates")
            report_of(generator.settings).add(problem.at(*place))


def _announce_files(source: Source, addresses: Sequence[str], generator: Any) -> None:
    """Tell Pelican which files to copy: it takes a quoted name for another one."""
    links = links_of(source, addresses, Path(generator.settings["PATH"]))
    generator.context["static_links"].update(
        link.path for link in links if link.what in {"static", "attach"}
    )


def settle_files(generators: list[Any]) -> None:
    """Give each attached file its place, then check every link of every text, faulty or not."""
    context, texts = generators[0].context, []
    for generator in generators:
        if isinstance(generator, ArticlesGenerator | PagesGenerator):
            is_post = isinstance(generator, ArticlesGenerator)
            for content in every_article(generator) if is_post else every_page(generator):
                texts.append((content.text, content.url))
                _attach_files(content, context)
    texts += [(text, "") for text in context.get("faulty", ())]
    for source, html in context.get("texts", ()):
        texts.append((Text(source, html, addresses=addresses_in(html), ids=ids_in(html)), ""))
    shelves = _shelves(generators[0])
    for text, url in texts:
        _check_links(text, url, shelves, generators[0].settings)


def _attach_files(content: Content, context: dict[str, Any]) -> None:
    """Put a post's files beside its page, under addresses that a space or an accent does not break.

    A file goes to the first post that shows it, in the order of addresses;
    another one links to it there. Pelican warns of that, and of an address that
    is not the bare name: once placed, a file is not moved again.
    """
    lead = getattr(content, "image_file", None)
    for link in links_of(content.source, content.text.addresses, Path(content.settings["PATH"])):
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
    return Shelves(
        has_file=lambda path: (root / path).is_file(),
        has_page=lambda path: pages.get(path) is not None,
        ids_of=lambda path: pages[path].text.ids,
        has_address=lambda path: has_address(path, places),
    )


def _check_links(text: Text, url: str, shelves: Shelves, settings: dict[str, Any]) -> None:
    report, root, source = report_of(settings), Path(settings["PATH"]), text.source
    for link in links_of(source, text.addresses, root, url):
        problem = check_link(link, shelves, text.ids)
        if problem is not None and not report.concerns(root / link.path):
            # Looked for only now: most links are sound.
            body = "\n" * (source.body_line - 1) + source.body
            line = link.line or line_of(link.target, body)
            report.add(problem.at(source.path, line))


def leave_addresses(generators: Sequence[Any], _writer: Any) -> dict[str, dict[str, str]]:
    """Where links to each file of content/ lead."""
    context = generators[0].context
    return {
        shelf: {path: str(one.url) for path, one in context[shelf].items() if one is not None}
        for shelf in ("generated_content", "static_content")
    }


def follow_in_texts(
    generator: Any, left: Mapping[str, Mapping[str, str]], correction: Correction, _: Outputs
) -> None:
    """Decline where more than a body is another; resolve the links of each text."""
    places = {
        shelf: {path: Place(url) for path, url in urls.items()} for shelf, urls in left.items()
    }
    root = Path(generator.settings["PATH"])
    for edit in correction.edits:
        decline_unless(is_same_but_for_body(edit.before, edit.after))
        old, new = (links_of(one.source, one.addresses, root) for one in (edit.before, edit.after))
        decline_unless(lead_as_before(old, new, edit.after.ids, left["generated_content"]))
        find_empty_alt(edit.after.html, str(edit.path))  # as Pelican's `Readers.read_file` does
        page = Page(edit.after.html, {}, generator.settings, str(edit.path), places)
        edit.pages = page.get_content(generator.context["localsiteurl"])
        edit.feeds = page.get_content(generator.settings["SITEURL"])
