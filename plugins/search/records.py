"""A post to the page that Pagefind indexes, normalised, and the card that readers are shown."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape

from lxml import etree
from lxml import html as lxml_html

from plugins.search.normaliser import count_words, normalise, tidy

_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_BLOCKS = {
    *_HEADINGS,
    *("p", "li", "pre", "blockquote", "figure", "figcaption", "table", "tr", "td", "th"),
    *("ul", "ol", "dl", "dt", "dd", "div", "hr", "br", "section", "details", "summary"),
}
# Marks of notes and the ways back from them are no words; neither is what no reader sees.
_REMOVED = (
    "//script | //style | //svg | //comment() | //sup[starts-with(@id, 'fnref')]"
    " | //a[contains(@class, 'footnote-backref')]"
)

# Between the blocks of a text that is shown: a space of its own kind, U+2029.
BREAK = "\u2029"

# How much a word counts by where it stands; a text's own words count 1, its title's 7 in Pagefind.
# An alias, which the whole of a topic's posts have, is to find them and not to order them.
_SUMMARY_WEIGHT, _NAMES_WEIGHT, _HEADING_WEIGHT, _ALIASES_WEIGHT = 2, 3, 3, 0.25


@dataclass(frozen=True)
class Entry:
    """What search needs to know of a post; ``url`` is a link, ``date`` an ISO 8601 day.

    ``topics`` are the slugs to filter by; ``names`` what the post may also be
    found by: its topics' labels, its tags, its authors; ``aliases`` what these
    are called besides, which counts less than a word of the text.
    """

    url: str
    title: str
    lang: str
    date: str
    date_shown: str
    summary: str
    topics: tuple[str, ...]
    names: tuple[str, ...]
    aliases: tuple[str, ...]
    html: str

    @property
    def year(self) -> str:
        """The year to filter by."""
        return self.date[:4]


@dataclass(frozen=True)
class Block:
    """A run of text that its page shows apart, and how much its words count."""

    text: str
    weight: float = 1


@dataclass(frozen=True)
class Record:
    """``page`` is what Pagefind reads; ``text`` the same words, as written, and ``card`` the rest.

    ``filters`` are the year, then the topics.

    ``name`` changes with whatever a reader is shown: Pagefind names its files by
    what it knows, and two contents must not share a name that is cached for ever.
    """

    name: str
    page: str
    text: str
    card: Mapping[str, str]
    filters: tuple[str, ...]


def build_record(entry: Entry) -> Record:
    """The record of one post.

    Where the text begins, behind title, summary and names, is in the card
    (``start``): an excerpt is of the text.
    """
    head = [
        Block(tidy(entry.summary), _SUMMARY_WEIGHT),
        Block(tidy(", ".join(entry.names)), _NAMES_WEIGHT),
        Block(tidy(", ".join(entry.aliases)), _ALIASES_WEIGHT),
    ]
    title, body = tidy(entry.title), list(text_blocks(entry.html))
    shown = [title, *(block.text for block in head), *(block.text for block in body)]
    start = sum(count_words(text) for text in shown[: 1 + len(head)])
    card = {
        "url": entry.url,
        "title": title,
        "lang": entry.lang,
        "date": entry.date,
        "date_shown": entry.date_shown,
        "summary": entry.summary,
        "topics": " ".join(entry.topics),
        "start": str(start),
    }
    text = BREAK.join(filter(None, shown))
    digest = hashlib.sha256(json.dumps([card, text]).encode()).hexdigest()[:16]
    page = _render_page(entry, [*head, *body])
    return Record(digest, page, text, card, (entry.year, *entry.topics))


def text_blocks(html: str) -> Iterator[Block]:
    """The text of ``html``, block by block; a heading's words count more."""
    if not html.strip():
        return
    root = lxml_html.fragment_fromstring(html, create_parent="div")
    for node in root.xpath(_REMOVED):
        node.drop_tree()
    run: list[str] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = str(element.tag)
        if tag in _BLOCKS and (text := tidy("".join(run))):
            yield Block(text, _HEADING_WEIGHT if event == "end" and tag in _HEADINGS else 1)
        if tag in _BLOCKS:
            run.clear()
        run.append((element.text if event == "start" else element.tail) or "")


def _render_page(entry: Entry, blocks: list[Block]) -> str:
    """The least HTML that says it all (https://pagefind.app/docs/)."""
    lines = [
        "<!doctype html>",
        f'<html lang="{escape(entry.lang)}">',
        f'<meta data-pagefind-sort="date[content]" content="{escape(entry.date)}">',
        "<body data-pagefind-body>",
        f"<h1>{escape(normalise(entry.title), quote=False)}</h1>",
        *(_render_block(block) for block in blocks if block.text),
    ]
    return "\n".join(lines)


def _render_block(block: Block) -> str:
    text = escape(normalise(block.text), quote=False)
    return f'<p data-pagefind-weight="{block.weight:g}">{text}</p>'
