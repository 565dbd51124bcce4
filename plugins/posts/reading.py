"""A text file taken apart, whatever the site around it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from zoneinfo import ZoneInfo

from markdown import Markdown

from plugins.cache import key_of
from plugins.catalogue import HOUSE, load_catalogue
from plugins.composing import Composition
from plugins.frontmatter.fields import PAGE, POST
from plugins.frontmatter.kinds import Reading
from plugins.frontmatter.schema import Source, check_source
from plugins.markup import convert, headings_of, make_converter
from plugins.posts.contents import Heading, read_headings
from plugins.posts.excerpt import count_words, make_excerpt, reading_minutes
from plugins.posts.links import addresses_in, ids_in
from plugins.posts.settings import Settings
from plugins.posts.slugs import check_slug
from plugins.safe_html import restrict

LINES = ("title", "summary", "series", "image_alt")


@dataclass(frozen=True)
class Text:
    """What a file says: plain data, to be remembered.

    ``addresses`` are what it links to and shows, as far as the site answers for
    it; ``ids`` what links of others may lead to. ``key`` covers all that it was
    made from, beside the code: texts with one key are equal.
    """

    source: Source
    html: str
    headings: tuple[Heading, ...] = ()
    lines: Mapping[str, str] = field(default_factory=dict)
    summary: str = ""
    words: int = 0
    minutes: int = 0
    addresses: tuple[str, ...] = ()
    ids: frozenset[str] = frozenset()
    key: bytes = b""

    @property
    def own(self) -> Mapping[str, object]:
        """What it says of itself, by the names that a post has it under."""
        return {
            **self.source.front_matter.values,
            **self.lines,
            "slug": self.source.slug,
            "summary": self.summary,
            "headings": self.headings,
            "word_count": self.words,
            "reading_minutes": self.minutes,
            "content": self.html,
        }


class Parser:
    """Parses texts by the settings of one run; ``language`` is the site's."""

    def __init__(
        self, options: Settings, composition: Composition, timezone: str, language: str
    ) -> None:
        self.options, self.composition = options, composition
        self.timezone, self.language = timezone, language
        self._converters: dict[tuple[str, bool], Markdown] = {}

    def key(self, path: Path, data: bytes, *, is_page: bool) -> bytes:
        """Covers all that a `Text` depends on beside the code."""
        options = self.options
        return key_of(
            *(data, path, is_page),
            *(self.timezone, self.language, self.composition.options),
            *(options.excerpt_length, options.html, options.words_per_minute),
        )

    def parse(self, path: Path, data: bytes, *, is_page: bool) -> Text:
        """The text whose bytes are ``data``; its faults are among the source's problems."""
        reading = Reading(ZoneInfo(self.timezone))
        source = check_slug(check_source(path, data, PAGE if is_page else POST, reading))
        converter = self._converter(source)
        html = convert(converter, source.body)
        if self.options.html == "safe":
            source, html = restrict(source, html)
        key = self.key(path, data, is_page=is_page)
        text = Text(source, html, addresses=addresses_in(html), ids=ids_in(html), key=key)
        if source.problems:
            return text
        lines = self._lines(source)
        summary = lines.get("summary") or make_excerpt(html, self.options.excerpt_length)
        headings = tuple(read_headings(headings_of(converter)))
        words = count_words(html)
        return replace(
            text,
            headings=headings,
            lines=lines,
            summary=summary,
            words=words,
            minutes=reading_minutes(words, self.options.words_per_minute),
        )

    def _converter(self, source: Source) -> Markdown:
        """One for each language, and one for texts that opt out of typography."""
        language = source.get("lang", self.language)
        key = language, source.get("typography", True)
        if key not in self._converters:
            more = self.composition.extensions(language) if key[1] else ()
            gettext = load_catalogue(HOUSE, language).gettext
            self._converters[key] = make_converter(gettext, more)
        return self._converters[key]

    def _lines(self, source: Source) -> dict[str, str]:
        """The front matter's own texts, set as the post is."""
        texts = {name: source.get(name) for name in LINES if source.get(name)}
        if not source.get("typography", True):
            return texts
        language = source.get("lang", self.language)
        return {name: self.composition.line(text, language) for name, text in texts.items()}
