"""sitemap.xml (sitemaps.org 0.9) and robots.txt, which says where it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from lxml import etree

_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"


@dataclass(frozen=True)
class Entry:
    """One page: its full address, its last change, and its translations by language."""

    url: str
    changed: datetime | None = None
    alternates: Mapping[str, str] = field(default_factory=dict)


class Changes:
    """The last change of each list: that of the newest post on it."""

    def __init__(self) -> None:
        self._last: dict[str, datetime] = {}

    def note(self, *urls: str, changed: datetime) -> None:
        """A post on the lists ``urls`` changed then."""
        for url in urls:
            self._last[url] = max(changed, self._last.get(url, changed))

    def last(self, url: str) -> datetime | None:
        """When the list last changed, or None for an empty one."""
        return self._last.get(url)


def render_sitemap(entries: Iterable[Entry]) -> bytes:
    """The document, in the order of addresses."""
    root = etree.Element(f"{{{_SITEMAP}}}urlset", nsmap={None: _SITEMAP, "xhtml": _XHTML})
    for entry in sorted(entries, key=lambda entry: entry.url):
        url = etree.SubElement(root, f"{{{_SITEMAP}}}url")
        etree.SubElement(url, f"{{{_SITEMAP}}}loc").text = entry.url
        if entry.changed is not None:
            etree.SubElement(url, f"{{{_SITEMAP}}}lastmod").text = entry.changed.isoformat()
        for language, address in sorted(entry.alternates.items()):
            attributes = {"rel": "alternate", "hreflang": language, "href": address}
            etree.SubElement(url, f"{{{_XHTML}}}link", attributes)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def render_robots(sitemap: str) -> bytes:
    """Everything may be read (RFC 9309)."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {sitemap}\n".encode()
