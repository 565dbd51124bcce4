"""RSS 2.0 and Atom through feedgen: the one module that knows the library and its habits.

What feedgen 1.0 does unasked, and is told here: entries go to the front of the
list; the channel's ``<link>`` is whichever link came last; dates that are not
given are now; media go into a group that validators reject; a second
``atom:link`` in RSS, the types of an entry's links in Atom, RFC 5005's elements
and the stylesheet's instruction are not written at all, and are put into the
tree afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from typing import NamedTuple

from feedgen.entry import FeedEntry
from feedgen.ext.dc import DcEntryExtension, DcExtension
from feedgen.ext.media import MediaEntryExtension, MediaExtension
from feedgen.feed import FeedGenerator
from lxml import etree

from plugins.feeds.archives import Page
from plugins.feeds.characters import plain_text
from plugins.feeds.model import ATOM_TYPE, RSS_TYPE, Channel, Item, copyright_of, newest_date

_ATOM = "{http://www.w3.org/2005/Atom}"
_ATOM_END = b"</feed>"
_HISTORY = "http://purl.org/syndication/history/1.0"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_GENERATOR = "Pelican, feedgen"
_SPECIFICATION = "https://www.rssboard.org/rss-specification"
# Elements whose text is plain, and where readers differ over what is escaped.
_PLAIN = re.compile(
    rb"<(title|category|dc:creator|copyright|rights|subtitle|summary|name)\b[^>]*>[^<]*&[^<]*<"
)


def render_rss(channel: Channel) -> bytes:
    """The channel as an RSS 2.0 document (UTF-8, no BOM), newest item first.

    Follows the RSS Advisory Board's specification and best practices profile.
    """
    feed = _feed(channel.title, channel.description, channel.language)
    feed.ttl(channel.ttl)
    feed.copyright(channel.copyright)
    feed.generator(_GENERATOR)
    feed.docs(_SPECIFICATION)
    feed.link(href=channel.places.rss, rel="self", type=RSS_TYPE)
    feed.link(href=channel.link, rel="alternate")
    if channel.icon is not None:
        icon = channel.icon
        feed.image(icon.url, feed.title(), channel.link, str(icon.width), str(icon.height))
    feed.lastBuildDate(channel.updated or channel.founded)
    for item in channel.latest:
        _fill_rss(feed.add_entry(order="append"), item)
    root = etree.fromstring(feed.rss_str())
    _complete_rss(root, channel)
    return _document(_written(root), channel)


def _feed(title: str, description: str, language: str) -> FeedGenerator:
    feed = FeedGenerator()
    # `load_extension` would look for their modules once more for each feed and each entry.
    feed.register_extension("dc", DcExtension, DcEntryExtension)
    feed.register_extension("media", MediaExtension, MediaEntryExtension)
    feed.title(plain_text(title))
    feed.description(plain_text(description))
    feed.language(language)
    return feed


def _fill_rss(entry: FeedEntry, item: Item) -> None:
    _fill(entry, item)
    entry.title(plain_text(item.title) or "…")
    # A description is HTML (RSS Best Practices Profile): plain text is escaped once more.
    entry.description(escape(plain_text(item.summary), quote=False) or entry.title())
    entry.content(item.content or escape(plain_text(item.summary), quote=False))
    entry.dc.dc_creator([plain_text(person.name) for person in item.authors])
    if item.comments is not None:
        entry.comments(item.comments)


def _fill(entry: FeedEntry, item: Item) -> None:
    """What both formats say alike."""
    entry.guid(item.id, permalink=False)
    entry.link(href=item.link, rel="alternate")
    entry.published(item.published)
    entry.updated(item.updated)
    categories = {c.label.casefold(): c for c in reversed(item.categories)}
    entry.category(
        [
            {"term": plain_text(c.label), "scheme": c.domain, "label": plain_text(c.label)}
            for c in item.categories
            if categories[c.label.casefold()] is c
        ]
    )
    if item.image is not None:
        image = item.image
        size = {"width": str(image.width), "height": str(image.height)} if image.width else {}
        named = {"url": image.url, "medium": "image", "type": image.media_type}
        entry.media.content(named | size, group=None)
        entry.media.thumbnail({"url": image.url} | size, group=None)
    if item.enclosure is not None:
        sound = item.enclosure
        entry.enclosure(sound.url, str(sound.length), sound.media_type)


def _complete_rss(root: etree._Element, channel: Channel) -> None:
    head = root[0]
    if channel.hub is not None:
        hub = etree.Element(f"{_ATOM}link", {"href": channel.hub, "rel": "hub"})
        own = head.find(f"{_ATOM}link")
        assert own is not None
        own.addnext(hub)


class Entry(NamedTuple):
    """An Atom entry as it stands in a document; ``prefixes`` are those that its root declares."""

    text: bytes
    prefixes: frozenset[str]


class Entries:
    """The Atom entries of items, each written once for all the documents that carry it."""

    def __init__(self) -> None:
        self._entries: dict[Item, Entry] = {}

    def of(self, item: Item) -> Entry:
        """The entry of ``item``."""
        if item not in self._entries:
            self._entries[item] = _write_entry(item)
        return self._entries[item]

    def of_these(self, items: Iterable[Item]) -> Entries:
        """What is known of ``items`` alone."""
        others = Entries()
        others._entries = {one: self._entries[one] for one in items if one in self._entries}
        return others


def render_atom(channel: Channel, page: Page, entries: Entries) -> bytes:
    """One document of the channel as Atom (RFC 4287): the subscription document, or an archive.

    RFC 5005, 4: the subscription document leads to the newest archive with
    ``prev-archive``; an archive says that it is one, and where the current
    document is.
    """
    feed = _feed(channel.title, channel.description, channel.language)
    feed.id(channel.id)
    feed.subtitle(plain_text(channel.description))
    feed.rights(
        copyright_of(page.items, channel.publisher) if page.is_archive else channel.copyright
    )
    feed.generator(_GENERATOR)
    feed.author({"name": channel.publisher.name, "uri": channel.publisher.url})
    feed.updated(newest_date(page.items) or channel.founded)
    feed.link(href=channel.link, rel="alternate", type="text/html")
    feed.link(href=page.url, rel="self", type=ATOM_TYPE)
    for rel, url in (
        ("current", page.current),
        ("prev-archive", page.previous),
        ("next-archive", page.next),
    ):
        if url is not None:
            feed.link(href=url, rel=rel, type=ATOM_TYPE)
    if channel.hub is not None and not page.is_archive:
        feed.link(href=channel.hub, rel="hub")
    if channel.icon is not None:
        feed.icon(channel.icon.url)
    root = etree.fromstring(feed.atom_str())
    root.set(_XML_LANG, channel.language)
    if page.is_archive:
        mark = etree.Element(f"{{{_HISTORY}}}archive", nsmap={"fh": _HISTORY})
        root.insert(0, mark)
    carried = [entries.of(item) for item in page.items]
    head = _written(root, frozenset().union(*(entry.prefixes for entry in carried)))
    lines = [head.removesuffix(_ATOM_END), *(entry.text for entry in carried)]
    return _document(b"".join((*lines, _ATOM_END)), channel)


def _write_entry(item: Item) -> Entry:
    """By feedgen, in a document of its own."""
    feed = _feed("…", "…", "")
    feed.id(item.id)
    _fill_atom(feed.add_entry(), item)
    root = etree.fromstring(feed.atom_str())
    entry = root[-1]
    _complete_entry(entry, item)
    text = _written(root)
    start = text.index(b"  <entry")
    return Entry(text[start:].removesuffix(_ATOM_END), frozenset(filter(None, root.nsmap)))


def _fill_atom(entry: FeedEntry, item: Item) -> None:
    _fill(entry, item)
    entry.title(plain_text(item.title) or "…")
    entry.summary(plain_text(item.summary))
    entry.content(item.content, type="html")
    entry.author([{"name": plain_text(p.name), "uri": p.url} for p in item.authors])


def _complete_entry(entry: etree._Element, item: Item) -> None:
    if item.language is not None:
        entry.set(_XML_LANG, item.language)
    links = entry.findall(f"{_ATOM}link")
    links[0].set("rel", "alternate")
    links[0].set("type", "text/html")
    if item.enclosure is not None:
        sound = item.enclosure
        values = {
            "rel": "enclosure",
            "href": sound.url,
            "type": sound.media_type,
            "length": str(sound.length),
        }
        links[0].addnext(etree.Element(f"{_ATOM}link", values))
        for link in links[1:]:
            entry.remove(link)
    if item.comments is not None:
        values = {"rel": "replies", "href": item.comments, "type": "text/html"}
        links[0].addnext(etree.Element(f"{_ATOM}link", values))


def _written(root: etree._Element, prefixes: Iterable[str] = ()) -> bytes:
    """The tree as bytes, each element on its line; ``prefixes`` stay declared."""
    etree.cleanup_namespaces(root, keep_ns_prefixes=list(prefixes))
    etree.indent(root)
    return _PLAIN.sub(_in_hexadecimal, etree.tostring(root, encoding="UTF-8"))


def _document(text: bytes, channel: Channel) -> bytes:
    """With the stylesheet that shows a list to a browser."""
    lines = [b'<?xml version="1.0" encoding="UTF-8"?>', text, b""]
    if channel.stylesheet is not None:
        style = f'<?xml-stylesheet type="text/css" href="{channel.stylesheet}"?>'
        lines.insert(1, style.encode())
    return b"\n".join(lines)


def _in_hexadecimal(found: re.Match[bytes]) -> bytes:
    """“&” and “<” as the RSS Best Practices Profile (4.1.1.20.2) wants them in plain text."""
    return found[0].replace(b"&amp;", b"&#x26;").replace(b"&lt;", b"&#x3C;")
