"""The channel as Atom: what feedgen 1.0 loses, adds or breaks unasked, set right."""

from __future__ import annotations

import ast
import locale
from datetime import datetime

import pytest
from lxml import etree

from plugins.feeds.adapter import Entries, render_atom, render_rss
from plugins.feeds.archives import Page
from plugins.feeds.model import Channel, Media
from tests.laying import HOUSE
from tests.unit.test_feed_rss import PARIS, SPACES, channel, item

SOUND = Media("https://host.example/son.mp3", "audio/mpeg", 1024)
PICTURE = Media("https://host.example/a.jpg", "image/jpeg", 0, 12, 8)
HUB = "https://hub.example/"


def values(made: Channel, path: str) -> list[str]:
    page = Page(made.places.atom, made.latest)
    root = etree.fromstring(render_atom(made, page, Entries()))
    return [str(found) for found in root.xpath(path, namespaces=SPACES)]


def test_entries_keep_their_order() -> None:
    """«Entries are prepended unless order='append'.»"""
    slugs = ["c", "a", "b"]
    made = channel(*(item(slug, title=slug) for slug in slugs))
    assert values(made, "/atom:feed/atom:entry/atom:title/text()") == slugs


def test_the_channels_link_is_its_page_beside_self_and_hub() -> None:
    """«The channel `<link>` is the last link added … hub and next are lost.»"""
    made = channel(item(), hub=HUB)
    rss = etree.fromstring(render_rss(made))
    assert rss.findtext("channel/link") == made.link
    links = rss.findall(f"channel/{{{SPACES['atom']}}}link")
    assert [(one.get("rel"), one.get("href")) for one in links] == [
        ("self", made.places.rss),
        ("hub", HUB),
    ]
    assert values(made, "/atom:feed/atom:link/@rel") == ["alternate", "self", "hub"]


def test_the_links_of_an_entry_say_what_they_are() -> None:
    """«Atom entry links lose rel, type and length.»"""
    made = channel(item(enclosure=SOUND, comments="https://host.example/a/#part_debate"))
    links = "/atom:feed/atom:entry/atom:link"
    assert values(made, f"{links}/@rel") == ["alternate", "replies", "enclosure"]
    assert values(made, f"{links}/@type") == ["text/html", "text/html", "audio/mpeg"]
    assert values(made, f"{links}/@length") == ["1024"]


def test_content_is_html_and_media_are_in_no_group() -> None:
    """«`type="CDATA"` … use `html`. The syndication extension … `media:group`»."""
    made = channel(item(image=PICTURE))
    assert values(made, "//atom:content/@type") == ["html"]
    for document in (
        render_rss(made),
        render_atom(made, Page(made.places.atom, made.latest), Entries()),
    ):
        root = etree.fromstring(document)
        names = {etree.QName(one).localname for one in root.iter(etree.Element)}
        assert "thumbnail" in names
        assert not names & {"group", "updatePeriod", "updateFrequency", "updateBase"}
        assert b"syndication" not in document


def test_no_date_is_now_and_the_locale_of_the_process_stays() -> None:
    """«Entry and feed `updated` default to now. … `formatRFC2822` switches the process locale.»"""
    before = locale.setlocale(locale.LC_ALL)
    made = channel(item(), item("b", updated=datetime(2026, 3, 1, tzinfo=PARIS)))
    assert values(made, "/atom:feed/atom:updated/text()") == ["2026-03-01T00:00:00+01:00"]
    moves = values(made, "//atom:entry/atom:updated/text()")
    assert moves == ["2026-02-03T14:30:00+01:00", "2026-03-01T00:00:00+01:00"]
    render_rss(made)
    assert locale.setlocale(locale.LC_ALL) == before
    assert values(channel(), "/atom:feed/atom:updated/text()") == ["1970-01-01T00:00:00+00:00"]


def test_a_date_without_a_zone_is_refused() -> None:
    """«Naive datetimes and control characters raise ValueError.» Nothing makes a zone up."""
    naive = datetime(2026, 2, 3)  # noqa: DTZ001
    with pytest.raises(ValueError, match="timezone"):
        render_rss(channel(item(published=naive, updated=naive)))
    assert values(channel(item(title="a\x0bb")), "//atom:entry/atom:title/text()") == ["ab"]


def test_one_small_adapter_owns_the_library() -> None:
    """«There is no JSON Feed and no stylesheet instruction: one small adapter owns all of this.»"""
    importing = {
        path.relative_to(HOUSE).as_posix()
        for path in (HOUSE / "plugins").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("feedgen")
    }
    assert importing == {"plugins/feeds/adapter.py"}
