"""WebSub: the hub is told of a publication, so that subscribers hear of it within seconds.

What a publisher says to its hub is left open by the W3C's recommendation; hubs
take the form that PubSubHubbub 0.4 (section 7.1) gave it.
"""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Iterable
from urllib.parse import urlencode

from lxml import etree

from plugins.messages import msg
from plugins.problems import Problem

_TIMEOUT = 20


def read_feeds(opml: bytes) -> tuple[str, ...]:
    """Every feed's address in an OPML of the house, in its order."""
    root = etree.fromstring(opml)
    found = (one.get("xmlUrl") or one.get("url") for one in root.iter("outline"))
    return tuple(dict.fromkeys(url for url in found if url))


def tell_hub(hub: str, feeds: Iterable[str]) -> list[Problem]:
    """Tell ``hub`` of each feed; stops at the first that it does not take, with the problem."""
    for feed in feeds:
        form = urlencode({"hub.mode": "publish", "hub.url": feed}).encode()
        try:
            with urllib.request.urlopen(hub, form, timeout=_TIMEOUT):  # noqa: S310 (checked: http)
                continue
        except (urllib.error.URLError, OSError) as error:
            return [_refused(hub, feed, str(getattr(error, "reason", "") or error))]
    return []


def _refused(hub: str, feed: str, reason: str) -> Problem:
    return Problem(
        "hub-refused",
        msg("The hub {hub} did not take {feed}: {reason}.", hub=hub, feed=feed, reason=reason),
        msg("Check FEEDS[“hub”], then run make ping again: nothing is lost by telling it twice."),
    )
