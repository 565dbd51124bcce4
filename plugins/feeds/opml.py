"""OPML 2.0 (http://opml.org/spec2.opml): every feed in one file that a reader imports."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from plugins.feeds.model import Channel

MEDIA_TYPE = "text/x-opml"


def render_opml(
    title: str, groups: Iterable[tuple[str, Iterable[Channel]]], other_formats: str
) -> bytes:
    """The channels under the names of their groups.

    Each is one subscription, to its RSS: a reader that imported three formats
    of one channel would show every post three times. The other formats follow
    as links, which importing leaves alone.
    """
    root = etree.Element("opml", version="2.0")
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = title
    body = etree.SubElement(root, "body")
    every: list[Channel] = []
    for name, channels in groups:
        group = etree.SubElement(body, "outline", text=name)
        for channel in channels:
            _subscription(group, channel)
            every.append(channel)
    others = etree.SubElement(body, "outline", text=other_formats)
    for channel in every:
        for label, url in (("Atom", channel.places.atom), ("JSON", channel.places.json)):
            text = f"{channel.title} ({label})"
            etree.SubElement(others, "outline", text=text, type="link", url=url)
    etree.indent(root)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True) + b"\n"


def _subscription(group: etree._Element, channel: Channel) -> None:
    values = {
        "text": channel.title,
        "title": channel.title,
        "type": "rss",
        "version": "RSS2",
        "xmlUrl": channel.places.rss,
        "htmlUrl": channel.link,
        "description": channel.description,
        "language": channel.language,
    }
    etree.SubElement(group, "outline", values)
