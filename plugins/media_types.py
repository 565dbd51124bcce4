"""What a feed is called when it is handed out: one table, for servers, hosts and the preview."""

from __future__ import annotations

import re

FEEDS = {
    "*/rss.xml": "application/rss+xml; charset=utf-8",
    "*/atom.xml": "application/atom+xml; charset=utf-8",
    "*/atom/*-*.xml": "application/atom+xml; charset=utf-8",
    "*/feed.json": "application/feed+json; charset=utf-8",
    "*.opml": "text/x-opml; charset=utf-8",
}

# A browser that opens a document says so (Fetch Metadata, Sec-Fetch-Dest). It applies a stylesheet
# to XML, and to nothing that is called a feed: the same bytes are XML to it, and a feed to readers.
STYLED = tuple(glob for glob in FEEDS if glob.endswith(".xml"))
OPENED = "application/xml; charset=utf-8"
DESTINATION = "Sec-Fetch-Dest"
DOCUMENT = "document"


def pattern_of(glob: str, base: str = "") -> str:
    """A glob (“*” stands for anything) as a regular expression; ``base`` is the site's path.

    nginx, Caddy and Python read it alike.
    """
    start, anchored = (f"^{re.escape(base)}", glob) if glob.startswith("/") else ("", glob[1:])
    middle = ".*".join(re.escape(part) for part in anchored.split("*"))
    return start + (middle.removesuffix(".*") if glob.endswith("*") else f"{middle}$")


def feed_type(path: str, destination: str = "") -> str | None:
    """The type of the feed at ``path`` (None for no feed), asked for with this Sec-Fetch-Dest."""
    found = next((glob for glob in FEEDS if re.search(pattern_of(glob), path)), None)
    if found in STYLED and destination == DOCUMENT:
        return OPENED
    return FEEDS[found] if found else None
