"""What a subscriber gets, over every feed of a site that holds every construct.

Each test quotes the promise that it keeps.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import feedparser
import pytest
from lxml import etree
from lxml import html as lxml_html

from tests.laying import Site, lay_site
from tests.torture import SOUND, lay_torture

HOST = "https://torture.example"
ATOM = "{http://www.w3.org/2005/Atom}"
MEDIA = "{http://search.yahoo.com/mrss/}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"


class Edition:
    """The published site: its documents, parsed once."""

    def __init__(self, site: Site) -> None:
        done = site.publish(SITEURL=HOST, AS_OF="2026-06-01T00:00:00+02:00")
        assert done.returncode == 0, done.stderr
        self.said = site.desk("check", AS_OF="2026-06-01T00:00:00+02:00").stdout
        self.root = site.root / "public"
        self.rss = {name: self.xml(name) for name in self.names("rss.xml")}
        atoms = [*self.names("atom.xml"), *self.names("atom/*.xml")]
        self.atom = {name: self.xml(name) for name in atoms}
        self.json = {name: json.loads(self.read(name)) for name in self.names("feed.json")}

    def names(self, pattern: str) -> list[str]:
        files = (path for path in self.root.rglob(pattern) if path.is_file())
        found = (path.relative_to(self.root).as_posix() for path in files)
        return sorted(name for name in found if not name.startswith("feeds/"))  # old addresses

    def read(self, name: str) -> bytes:
        return (self.root / name).read_bytes()

    def xml(self, name: str) -> etree._Element:
        return etree.fromstring(self.read(name))

    def contents(self) -> list[str]:
        """Every post's HTML, in every format."""
        found = [one.findtext(CONTENT) for root in self.rss.values() for one in root.iter("item")]
        found += [e.text for root in self.atom.values() for e in root.iter(f"{ATOM}content")]
        found += [item["content_html"] for feed in self.json.values() for item in feed["items"]]
        return sorted({text for text in found if text})

    def item(self, number: int) -> etree._Element:
        name = f"{HOST}/articles/post-{number}/"
        return next(i for i in self.rss["rss.xml"].iter("item") if i.findtext("link") == name)


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    site = lay_site(tmp_path_factory.mktemp("torture"))
    lay_torture(site)
    return Edition(site)


@pytest.fixture(scope="module")
def rich(edition: Edition) -> str:
    """The post that holds every construct."""
    return edition.item(299).findtext(CONTENT) or ""


def test_feedparser_is_silent_over_every_feed(edition: Edition) -> None:
    """«feedparser's `bozo` is 0»."""
    for name in (*edition.rss, *edition.atom):
        parsed = feedparser.parse(
            edition.read(name), resolve_relative_uris=False, sanitize_html=False
        )
        assert parsed.bozo == 0, name


def test_one_id_per_post_the_same_in_all_formats(edition: Edition) -> None:
    """«One id per post, minted once, the same in RSS, Atom and JSON; isPermaLink="false".»"""
    guids = list(edition.rss["rss.xml"].iter("guid"))
    assert {guid.get("isPermaLink") for guid in guids} == {"false"}
    rss = [guid.text for guid in guids]
    atom = [e.findtext(f"{ATOM}id") for e in edition.atom["atom.xml"].iter(f"{ATOM}entry")]
    assert rss == atom == [item["id"] for item in edition.json["feed.json"]["items"]]
    assert rss[0] == "urn:uuid:00000000-0000-0000-0000-00000000012c"
    assert len(set(rss)) == 50


def test_published_stays_and_updated_moves_only_on_purpose(edition: Edition) -> None:
    """«pubDate is the first publication and stays; updated moves only for an explicit modified.»

    «an «erreur» moves Atom `updated`, a «coquille» does not».
    """
    entries = {
        e.findtext(f"{ATOM}link[@rel='alternate']") or e.find(f"{ATOM}link").get("href"): e
        for root in edition.atom.values()
        for e in root.iter(f"{ATOM}entry")
    }
    dates = {
        number: tuple(
            entries[f"{HOST}/articles/post-{number}/"].findtext(f"{ATOM}{name}")
            for name in ("published", "updated")
        )
        for number in (298, 249, 299)
    }
    assert dates[298][0] == dates[298][1]
    assert dates[249] == ("2025-01-17T09:00:00+01:00", "2026-01-01T00:00:00+01:00")
    assert dates[299][1] == "2026-03-01T00:00:00+01:00"


def test_dates_are_aware_english_and_past(edition: Edition) -> None:
    """«Aware datetimes, English names under any locale, never in the future.»"""
    days, months = "Mon|Tue|Wed|Thu|Fri|Sat|Sun", "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
    pattern = rf"({days}), \d\d ({months}) \d{{4}} \d\d:\d\d:\d\d \+0[12]00"
    for root in edition.rss.values():
        for date in (*root.iter("pubDate"), *root.iter("lastBuildDate")):
            assert re.fullmatch(pattern, date.text or "")
    for root in edition.atom.values():
        for name in ("published", "updated"):
            for date in root.iter(f"{ATOM}{name}"):
                moment = datetime.fromisoformat(date.text or "")
                assert moment.utcoffset() is not None
                assert moment < datetime(2026, 6, 1, tzinfo=UTC)


def test_newest_first(edition: Edition) -> None:
    """«Newest first … channel lastBuildDate/updated is the newest entry's date, never now.»"""
    for root in edition.atom.values():
        dates = [datetime.fromisoformat(e.text or "") for e in root.iter(f"{ATOM}published")]
        assert dates == sorted(dates, reverse=True)
        moves = [e.findtext(f"{ATOM}updated") or "" for e in root.iter(f"{ATOM}entry")]
        if moves:
            newest = max(moves, key=datetime.fromisoformat)
            assert root.findtext(f"{ATOM}updated") == newest
    for name, root in edition.rss.items():
        dates = [parsedate_to_datetime(date.text or "") for date in root.iter("pubDate")]
        assert dates == sorted(dates, reverse=True)
        items = edition.json[name.replace("rss.xml", "feed.json")]["items"]
        moves = [item.get("date_modified", item["date_published"]) for item in items]
        if moves:
            newest = max(moves, key=datetime.fromisoformat)
            built = parsedate_to_datetime(root.findtext("channel/lastBuildDate") or "")
            assert built == datetime.fromisoformat(newest), name


def test_description_is_plain_text_before_the_whole_content(edition: Edition) -> None:
    """«<description> is the plain-text summary and stands before <content:encoded>.»"""
    for root in edition.rss.values():
        for item in root.iter("item"):
            tags = [child.tag for child in item]
            assert tags.index("description") < tags.index(CONTENT)
            assert "<" not in lxml_html.fromstring(
                f"<p>{item.findtext('description')}</p>"
            ).text_content().replace("<gens>", "").replace("< 20", "").replace("<mot>", "")


def test_every_url_is_absolute(edition: Edition) -> None:
    """«Every URL absolute: href, src, srcset, poster, source, cite, data.»"""
    for text in edition.contents():
        root = lxml_html.fragment_fromstring(text, create_parent="div")
        for name in ("href", "src", "poster", "cite", "data"):
            for value in root.xpath(f".//@{name}"):
                assert urlsplit(value).scheme in {"https", "mailto"}, value
                assert value.isascii()
        for srcset in root.xpath(".//@srcset"):
            for candidate in srcset.split(", "):
                assert candidate.startswith("https://"), srcset


def test_fragments_lead_to_the_posts_page(rich: str) -> None:
    """«`#fragment` becomes the post's address and the fragment; footnote ids unique per post.»"""
    page = f"{HOST}/articles/post-299/"
    assert f'href="{page}#suite"' in rich
    assert f'href="{page}#fn:1"' in rich
    identifiers = re.findall(r'\sid="([^"]+)"', rich)
    assert all(name.startswith("post-299-") for name in identifiers)
    assert len(set(identifiers)) == len(identifiers) > 3


def test_ids_are_unique_over_a_whole_feed(edition: Edition) -> None:
    found = [
        name
        for item in edition.rss["rss.xml"].iter("item")
        for name in re.findall(r'\sid="([^"]+)"', item.findtext(CONTENT) or "")
    ]
    assert len(set(found)) == len(found)


def test_no_footnote_markers_in_summaries(edition: Edition) -> None:
    """«no footnote markers in summaries»."""
    assert edition.item(298).findtext("description") == "Texte numéro 298."


def test_nothing_that_only_our_page_needs(edition: Edition) -> None:
    """«No script, form, inline style, class-only span, hidden element, lazy-load placeholder…»"""
    for text in edition.contents():
        root = lxml_html.fragment_fromstring(text, create_parent="div")
        assert not root.xpath(
            ".//script | .//style | .//form | .//input | .//button | .//template | .//noscript"
            " | .//span | .//iframe | .//video | .//audio | .//object | .//comment()"
            " | .//@style | .//@class | .//@hidden | .//@onclick"
            " | .//@*[starts-with(name(), 'data')] | .//*[contains(name(), '-')]"
        ), text
        assert "invisible-" not in text
        assert "intrus" not in text
        assert "javascript:" not in text
        assert "R0lGOD" not in text


def test_players_and_frames_become_links(rich: str) -> None:
    """«an iframe, video or audio becomes a link with its image»."""
    assert '<a href="https://video.example/embed/1">Une vidéo ailleurs</a>' in rich
    poster = f'<img src="{HOST}/images/affiche.jpg" alt="">'
    assert f'<a href="https://ailleurs.example/film.mp4">{poster} Voir la vidéo</a>' in rich
    assert f'<a href="{HOST}/articles/post-299/son.mp3">Écouter' in rich
    assert f'<a href="{HOST}/images/plan.svg">Plan</a>' in rich
    assert f'src="{HOST}/vraie.jpg"' in rich
    assert f'src="{HOST}/images/fixe.jpg"' in rich


def test_code_stays_readable(rich: str) -> None:
    """«Code blocks stay readable without CSS.»"""
    code = 'if a &lt; b and "é":\n    print(f"&lt;{a}&gt;")  # ]]&gt;'
    assert f"<pre><code>{code}" in rich


def test_titles_are_plain_text(edition: Edition) -> None:
    """«Titles are plain text: no tags, no double escapes.»"""
    titles = {
        *(e.text or "" for root in edition.rss.values() for e in root.iter("title")),
        *(e.text or "" for root in edition.atom.values() for e in root.iter(f"{ATOM}title")),
        *(item["title"] for feed in edition.json.values() for item in feed["items"]),
    }
    assert not [title for title in titles if re.search(r"<[a-z/!?]|&\w+;", title)]
    assert "La balise ‹video› contre l’API ‹canvas›" in titles
    assert "AT&T, R&D et ‹b›gras‹/b›" in titles
    assert "100\u00a0% «\u00a0vrai\u00a0»\u202f? Oui\u202f! Et 5 × 3 < 20\u202f; 1 > 0" in titles
    assert "👩🏽‍🚀 Astronaute 🇫🇷 et 🏴‍☠️" in titles
    assert "مرحبا بالعالم، مقال بالعربية" in titles


def test_forbidden_characters_go_with_a_warning(edition: Edition, rich: str) -> None:
    """«Characters that XML forbids are removed with a warning naming file and line.»"""
    assert "post-299/index.md:52: avertissement [forbidden-character]" in edition.said
    assert "U+000B" in edition.said
    assert "Caractères\u00a0:  interdits, – tiret" in rich


def test_no_break_spaces_are_themselves_and_there_is_no_bom(edition: Edition, rich: str) -> None:
    """«No-break spaces are real characters; UTF-8; no BOM.»"""
    assert "espace\u00a0insécable\u202f!" in rich
    for name in (*edition.rss, *edition.atom):
        assert edition.read(name).startswith(b'<?xml version="1.0" encoding="UTF-8"?>')
    assert all(edition.read(name).startswith(b"{") for name in edition.json)


def test_a_footer_says_who_wrote_it_and_how_to_answer(rich: str) -> None:
    """«the author's one-line bio with a link, "Débattre" and "Répondre par courriel"»."""
    foot = rich[rich.rindex("<hr>") :]
    assert f'<a href="{HOST}/auteurs/samuguru/">SamuGuru</a>\u00a0: Il écrit sur' in foot
    assert "&lt;gens&gt;" in foot
    assert f'<a href="{HOST}/articles/post-299/#part_debate">Débattre</a>' in foot
    assert '<a href="mailto:samu@samuguru.example?subject=Re%3A%20C%3A%5C' in foot


def test_the_channel_says_what_it_is(edition: Edition) -> None:
    """«title, link, non-empty description, `language` fr-FR, copyright, generator, ttl, image»."""
    for name, root in edition.rss.items():
        head = root[0]
        for tag in ("title", "link", "description", "copyright", "generator", "ttl"):
            assert head.findtext(tag), (name, tag)
        assert head.findtext("language") == "fr-FR"
        assert head.findtext("image/title") == head.findtext("title")
        assert head.findtext("image/link") == head.findtext("link")
        assert int(head.findtext("image/width") or 0) <= 144
        assert int(head.findtext("image/height") or 0) <= 400
        link = head.find(f"{ATOM}link[@rel='self']")
        assert link is not None
        assert (link.get("href"), link.get("type")) == (f"{HOST}/{name}", "application/rss+xml")
        assert head.find(f"{ATOM}link[@rel='hub']") is None, "no hub is configured"
    assert edition.rss["rss.xml"].findtext("channel/copyright") == "© 2023–2025 SamuGuru"


@pytest.mark.parametrize("folder", ["", "sujets/vr/", "auteurs/samuguru/"])
def test_the_whole_history_is_in_the_archives(edition: Edition, folder: str) -> None:
    """«Atom also follows RFC 5005: … immutable archive pages linked with prev-archive»."""
    current, found = f"{folder}atom.xml", set()
    name: str | None = current
    while name is not None:
        root = edition.atom[name]
        links = {link.get("rel"): link.get("href") for link in root.iterfind(f"{ATOM}link")}
        assert links["self"] == f"{HOST}/{name}"
        mark = root.find("{http://purl.org/syndication/history/1.0}archive")
        assert (mark is None) == (name == current)
        if name != current:
            assert links["current"] == f"{HOST}/{current}"
        found |= {e.text for e in root.iterfind(f"{ATOM}entry/{ATOM}id")}
        previous = links.get("prev-archive")
        name = previous and previous.removeprefix(f"{HOST}/")
    assert len(found) == 300


def test_items_name_authors_and_topics(edition: Edition) -> None:
    """«`dc:creator` for every author (never an e-mail); `category` with the topic's address»."""
    creator = "{http://purl.org/dc/elements/1.1/}creator"
    both = edition.item(295)
    assert [e.text for e in both.iter(creator)] == ["SamuGuru", "Élodie Ñ."]
    found = [(e.text, e.get("domain")) for e in both.iter("category")]
    assert found == [
        ("Intelligence artificielle", f"{HOST}/sujets/ia/"),
        ("Réalité ‹VR›", f"{HOST}/sujets/vr/"),
    ]
    for root in edition.rss.values():
        assert not list(root.iter("author"))
        assert not any("@" in (e.text or "") for e in root.iter(creator))


def test_items_carry_picture_comments_and_one_recording(edition: Edition) -> None:
    """«media:content and media:thumbnail, not in a group; comments; an enclosure …, its length»."""
    item = edition.item(299)
    picture = f"{HOST}/articles/post-299/couverture.svg"
    content = item.find(f"{MEDIA}content")
    assert content is not None
    assert dict(content.attrib) == {
        "url": picture,
        "type": "image/svg+xml",
        "medium": "image",
        "width": "1",
        "height": "1",
    }
    assert item.find(f"{MEDIA}thumbnail").get("url") == picture  # type: ignore[union-attr]
    assert item.find(f"{MEDIA}group") is None
    assert item.findtext("comments") == f"{HOST}/articles/post-299/#part_debate"
    enclosures = list(item.iter("enclosure"))
    assert [dict(e.attrib) for e in enclosures] == [
        {
            "url": f"{HOST}/articles/post-299/son.mp3",
            "length": str(len(SOUND)),
            "type": "audio/mpeg",
        }
    ]
    assert edition.item(298).find("enclosure") is None


def test_json_feed_says_as_much(edition: Edition) -> None:
    """«JSON Feed 1.1 `/feed.json` (authors, tags, language, image, summary)»."""
    feed = edition.json["feed.json"]
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == f"{HOST}/feed.json"
    assert feed["language"] == "fr-FR"
    item: dict[str, Any] = feed["items"][0]
    assert item["authors"] == [{"name": "SamuGuru", "url": f"{HOST}/auteurs/samuguru/"}]
    assert item["tags"] == ["Intelligence artificielle", "Réalité ‹VR›"]
    assert item["image"].endswith("couverture.svg")
    assert item["summary"]
    assert item["attachments"][0]["size_in_bytes"] == len(SOUND)


def test_the_same_three_for_each_topic_and_author(edition: Edition) -> None:
    """«the same three for each topic and each author; all of them in /abonnements.opml»."""
    folders = ["", "auteurs/autrice-invitee/", "auteurs/samuguru/", "commentaires/"]
    folders += ["corrections/"]
    folders += [f"sujets/{name}/" for name in ("ia", "vide", "vr")]
    assert sorted(edition.rss) == sorted(f"{folder}rss.xml" for folder in folders)
    opml = edition.xml("abonnements.opml")
    listed = {o.get("xmlUrl") or o.get("url") for o in opml.iter("outline")} - {None}
    names = [f"{folder}{n}" for folder in folders for n in ("rss.xml", "atom.xml", "feed.json")]
    assert listed == {f"{HOST}/{name}" for name in names}
    subscriptions = [o for o in opml.iter("outline") if o.get("type") == "rss"]
    assert len(subscriptions) == len(folders), "one a channel: importing shows nothing twice"


def test_every_page_links_the_main_feeds_and_a_topics_its_own(edition: Edition) -> None:
    """«Every page links the main feeds with <link rel="alternate">; a topic's … also its own.»"""
    main = ["/rss.xml", "/atom.xml", "/feed.json"]
    for path in edition.root.rglob("*.html"):
        page = lxml_html.parse(str(path))
        if page.xpath("//meta[@http-equiv='refresh']"):
            continue
        found = page.xpath("//link[@rel='alternate' and @type]/@href")
        name = path.relative_to(edition.root).as_posix()
        own = re.match(r"(sujets|auteurs)/[^/]+/(?!index)?|corrections/|commentaires/", name)
        folder = own[0] if own and name not in {"sujets/index.html", "auteurs/index.html"} else ""
        assert found == main + ([f"/{folder}{n[1:]}" for n in main] if folder else []), name


def test_the_subscribe_page_reads_without_javascript(edition: Edition) -> None:
    """«what a feed is, each address with a copy button that works without JavaScript»."""
    page = lxml_html.parse(str(edition.root / "abonnement" / "index.html"))
    shown = {code.text_content() for code in page.xpath("//code[@class='address']")}
    listed = {
        o.get("xmlUrl") or o.get("url") for o in edition.xml("abonnements.opml").iter("outline")
    } - {None}
    assert shown == listed
    text = page.getroot().text_content()
    assert "Un flux est une adresse" in text
    assert "NetNewsWire" in text
    assert "Environ 2 envois par semaine." in text
    assert page.xpath("//a[@href='/abonnements.opml']")
    assert not page.xpath("//main//button"), "the script makes them"


def test_a_browser_sees_a_list_without_xslt(edition: Edition) -> None:
    """«The XML carries a CSS stylesheet (<?xml-stylesheet type="text/css"?>) … and no XSLT.»"""
    for name in (*edition.rss, *edition.atom):
        found = re.findall(rb"<\?xml-stylesheet ([^?]*)\?>", edition.read(name))
        assert len(found) == 1
        style = re.fullmatch(rb'type="text/css" href="([^"]+)"', found[0])
        assert style
        assert (edition.root / style[1].decode().removeprefix(f"{HOST}/")).is_file()


def test_corrections_have_a_page_a_feed_and_a_place_on_the_post(edition: Edition) -> None:
    """«appears on the post, on a /corrections/ page and in a feed of its own»."""
    for name in ("articles/post-299/index.html", "corrections/index.html"):
        text = lxml_html.parse(str(edition.root / name)).getroot().text_content()
        assert "Le chiffre était faux\u00a0: il l’est moins." in text
        assert "Un <mot> & un autre." in text
        assert "Coquille" in text
    items = list(edition.rss["corrections/rss.xml"].iter("item"))
    assert [item.findtext("link") for item in items] == [
        f"{HOST}/articles/post-299/#corrections"
    ] * 2
    assert len({item.findtext("guid") for item in items}) == 2
    assert [(item.findtext("title") or "").split("\u00a0")[0] for item in items] == [
        "Coquille",
        "Erreur",
    ]
    text = "Le chiffre était faux\u00a0: il l’est moins."
    assert items[1].findtext("description") == text, "set as the post is"
