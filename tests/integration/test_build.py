"""Whole sites: what an edition holds, what it leaves out, and that it is the same twice."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urlsplit

import feedparser
import mf2py
import pytest
from lxml import etree
from lxml import html as lxml_html

from tests.laying import REFRESH, SITES, Site, clean_environment, lay_site

GOLDEN = {"SITEURL": "https://golden.example", "AS_OF": "2026-06-01T00:00:00+02:00"}
MakeSite = Callable[..., Site]


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix not in {".br", ".gz"}
    }


def published(site: Site, **environment: str) -> Path:
    done = site.publish(**{**GOLDEN, **environment})
    assert done.returncode == 0, done.stderr
    return site.root / "public"


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The publication of tests/sites/everything, to look at."""
    return published(lay_site(tmp_path_factory.mktemp("everything"), SITES / "everything"))


def test_golden_edition(edition: Path) -> None:
    """Page by page, whatever stylesheets and drawings are called; `make golden` refreshes it.

    Cards are looked at in tests/unit/images: here their names alone count.
    """
    expected = SITES / "everything" / "expected"
    built = {
        name: re.sub(rb"((?:theme|media)/[\w/.-]+?)\.[0-9a-f]{8}\.", rb"\1.", data)
        for name, data in files_of(edition).items()
        if not name.startswith(("theme/", "media/"))
    }
    if REFRESH:
        shutil.rmtree(expected, ignore_errors=True)
        for name, data in built.items():
            (expected / name).parent.mkdir(parents=True, exist_ok=True)
            (expected / name).write_bytes(data)
    assert built.keys() == files_of(expected).keys()
    for name, data in built.items():
        assert data == (expected / name).read_bytes(), name


def test_every_asset_is_asked_for_by_something(edition: Path) -> None:
    packed = {".br", ".gz"}
    files = [path for path in edition.rglob("*") if path.is_file() and path.suffix not in packed]
    said = b"".join(path.read_bytes() for path in files if path.suffix not in {".png", ".woff2"})
    assets = [path.name for path in files if path.is_relative_to(edition / "theme")]
    assert len(assets) > 5
    # The search has no page here.
    unasked = [name for name in assets if name.encode() not in said]
    assert [name for name in unasked if not name.startswith("search.")] == []


@pytest.mark.parametrize(
    ("cores", "environment"),
    [
        (1, {"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo", "LC_ALL": "C"}),
        (
            2,
            {
                "PYTHONHASHSEED": "2",
                "TZ": "America/Lima",
                "LC_ALL": "C.UTF-8",
                "LANG": "de_DE.UTF-8",
                # No post comes out between the edition's day and this one.
                "AS_OF": "2026-09-30T23:59:00+02:00",
            },
        ),
    ],
)
def test_same_input_same_bytes(
    cores: int, environment: dict[str, str], edition: Path, make_site: MakeSite
) -> None:
    """Whatever the hash seed, the zone, the locale, the cores, the clock, the files' own times."""
    site, all_cores = make_site("everything"), os.sched_getaffinity(0)
    for number, path in enumerate(sorted(site.content.rglob("*"))):
        os.utime(path, (10**9 + number * cores, 10**9 - number * cores))
    os.sched_setaffinity(0, sorted(all_cores)[:cores])  # which the build's process inherits
    try:
        built = published(site, **environment)
    finally:
        os.sched_setaffinity(0, all_cores)
    assert files_of(built) == files_of(edition)


def test_a_publication_leaves_out_drafts_and_later_dates(edition: Path) -> None:
    names = files_of(edition).keys()
    assert not any(word in name for name in names for word in ("brouillon", "a-venir", "inedit"))
    assert "articles/cache/index.html" in names


def test_a_later_date_comes_out_on_its_day(make_site: MakeSite) -> None:
    built = published(make_site("everything"), AS_OF="2031-08-01T00:00:00+02:00")
    assert "articles/a-venir/index.html" in files_of(built)


def test_hidden_posts_are_in_no_list_and_no_feed(edition: Path) -> None:
    for name, data in files_of(edition).items():
        if name != "articles/cache/index.html":
            assert "caché".encode() not in data, name
    page = (edition / "articles/cache/index.html").read_text("utf-8")
    assert '<meta name="robots" content="noindex">' in page


def test_search_engines_are_told_of_every_page_that_has_a_place(edition: Path) -> None:
    """Later pages of lists too, each under its own address, title and description.

    So Google's advice on pagination. What is not listed says ``noindex``; the pages
    of errors need not, as they are answered with their status.
    """
    sitemap = etree.parse(edition / "sitemap.xml").getroot()
    listed = {str(one.text) for one in sitemap.iter("{*}loc")}
    told: dict[str, tuple[str, str]] = {}
    for name in files_of(edition):
        if name.endswith(".html") and name not in {"404.html", "410.html"}:
            page = lxml_html.parse(str(edition / name)).getroot()
            address = f"{GOLDEN['SITEURL']}/{name.removesuffix('index.html')}"
            hidden = page.xpath("//meta[@name='robots']/@content")
            assert hidden == ([] if address in listed else ["noindex"]), name
            if not hidden:
                assert page.xpath("//link[@rel='canonical']/@href") == [address]
                description = page.xpath("string(//meta[@name='description']/@content)")
                told[address] = (page.findtext(".//title"), description)
    assert told.keys() == listed
    assert {f"{GOLDEN['SITEURL']}/{one}page/2/" for one in ("", "sujets/drones/")} <= listed
    for number in (0, 1):
        texts = [one[number] for one in told.values()]
        assert [text for text in set(texts) if texts.count(text) > 1] == []


@pytest.mark.parametrize("name", ["404.html", "410.html"])
def test_a_page_of_an_error_names_no_address_and_no_rule(name: str, edition: Path) -> None:
    page = lxml_html.parse(str(edition / name)).getroot()
    assert page.xpath("//link[@rel='canonical'] | //meta[@name='robots']") == []


def test_a_preview_shows_drafts_and_marks_them(make_site: MakeSite) -> None:
    site = make_site("everything")
    assert site.build().returncode == 0
    assert '<p class="ribbon">Brouillon</p>' in site.page("brouillons/brouillon")
    assert "Programmé pour le 1er\u00a0août 2031" in site.page("brouillons/a-venir")
    assert "Non répertorié" in site.page("articles/cache")
    listed = site.page("brouillons")
    assert "Un brouillon" in listed
    assert "Un article à venir" in listed
    assert "Un brouillon" not in site.page("index.html")
    assert "Un brouillon" not in site.page("rss.xml")


def test_addresses_are_clean_and_dateless(edition: Path) -> None:
    names = set(files_of(edition))
    assert {
        "index.html",
        "404.html",
        "rss.xml",
        "a-propos/index.html",
        "archives/index.html",
        "articles/avec-image/index.html",
        "articles/avec-image/couverture.svg",
        "auteurs/index.html",
        "auteurs/sans-article/index.html",
        "sujets/index.html",
        "sujets/drones/index.html",
        "sujets/drones/page/2/index.html",
        "sujets/vr/index.html",
        "mots/vie-privee/index.html",
        "page/2/index.html",
    } <= names
    pages = [name for name in names if name.endswith(".html")]
    assert not [name for name in pages if re.search(r"[A-Z _]|\d{4}/", name)]
    page = (edition / "articles/avec-image/index.html").read_text("utf-8")
    assert 'src="/articles/avec-image/dessin%20%C3%A0%20part.svg"' in page
    assert (edition / "articles/avec-image/dessin à part.svg").is_file()


def test_no_two_pages_differ_by_case_alone(edition: Path) -> None:
    names = files_of(edition).keys()
    assert len({name.casefold() for name in names}) == len(names)
    tags = [name for name in names if name.startswith("mots/vie-privee/index")]
    assert tags == ["mots/vie-privee/index.html"]


def test_aliases_lead_to_one_topic(edition: Path) -> None:
    page = edition / "articles/alias/index.html"
    chips = lxml_html.parse(str(page)).xpath("//article//a[contains(@class, 'p-category')]/text()")
    assert chips == ["Intelligence artificielle", "Drones", "Vie privée", "éthique"]


def test_every_author_of_a_post_has_a_card(edition: Path) -> None:
    page = edition / "articles/avec-image/index.html"
    cards = lxml_html.parse(str(page)).xpath("//div[contains(@class, 'person h-card')]")
    names = [card.xpath(".//h3//a/text()") for card in cards]
    assert names == [["SamuGuru"], ["Autrice invitée"]]
    assert cards[0].xpath(".//a[@rel='me']/@href") == ["https://example.org/@samuguru"]
    assert cards[0].xpath(".//img/@src") == ["/auteurs/samuguru/portrait.svg"]
    assert cards[0].xpath(".//a[contains(@class, 'chip')]/text()") == [
        "Drones",
        "Intelligence artificielle",
    ]
    assert "Personnage fictif" in cards[1].text_content()


def test_posts_carry_microformats(edition: Path) -> None:
    page = edition / "articles/avec-image/index.html"
    found = mf2py.parse(page.read_text("utf-8"), url="https://golden.example/articles/avec-image/")
    entry = next(item for item in found["items"] if item["type"] == ["h-entry"])["properties"]
    assert entry["name"] == ["Drones\u00a0: le bruit"]
    assert entry["published"] == ["2026-02-03T00:00:00+0100"]
    assert entry["updated"] == ["2026-03-04T00:00:00+0100"]
    assert entry["url"] == ["https://golden.example/articles/avec-image/"]
    assert [a["properties"]["name"] for a in entry["author"]] == [["SamuGuru"], ["Autrice invitée"]]
    assert entry["category"][:3] == ["Drones", "Vie privée", "vie d'étudiant"]
    assert entry["summary"] == ["Un résumé «\u00a0écrit\u00a0»."]
    assert entry["content"]
    assert any(item["type"] == ["h-card"] for item in found["items"])


def test_a_post_says_whose_account_of_the_fediverse_it_is(edition: Path) -> None:
    """As Mastodon reads it: one for each author who has one."""
    accounts = {
        address: lxml_html.parse(str(edition / address / "index.html")).xpath(
            "//meta[@name='fediverse:creator']/@content"
        )
        for address in ("articles/avec-image", "articles/alias", "")
    }
    assert accounts == {
        "articles/avec-image": ["@invitee@example.org"],
        "articles/alias": [],
        "": [],
    }


def test_a_missing_summary_ends_at_a_sentence_without_notes(edition: Path) -> None:
    """It describes the post elsewhere; above the text that it begins it would be said twice."""
    page = lxml_html.parse(str(edition / "articles/alias/index.html"))
    description = page.xpath("string(//meta[@name='description']/@content)")
    assert description == "Un article aux en-têtes de Pelican. Une autre phrase."
    assert page.xpath("//*[contains(@class, 'standfirst')]") == []
    written = lxml_html.parse(str(edition / "articles/avec-image/index.html"))
    standfirst = written.xpath("string(//p[contains(@class, 'standfirst')])")
    assert standfirst == "Un résumé «\u00a0écrit\u00a0»."


def test_the_feed_is_whole_and_its_ids_are_the_front_matters(edition: Path) -> None:
    data = (edition / "rss.xml").read_bytes()
    feed = feedparser.parse(data, sanitize_html=False, resolve_relative_uris=False)
    assert feed.bozo == 0
    assert [entry.id for entry in feed.entries] == [
        f"urn:uuid:aaaaaaaa-0000-4000-8000-00000000000{n}" for n in (3, 2, 1)
    ]
    whole = feed.entries[1].content[0].value
    assert "Une citation." in whole
    assert 'src="https://golden.example/articles/avec-image/couverture.svg"' in whole
    assert "https://golden.example/articles/suite/#une-section" in whole
    assert not re.search(r'(?:href|src)="(?!https://)', data.decode())


@pytest.mark.parametrize("siteurl", ["https://host.example/blog", "http://127.0.0.1:8123"])
def test_siteurl_comes_from_the_environment(siteurl: str, make_site: MakeSite) -> None:
    built = published(make_site("everything"), SITEURL=siteurl)
    page = (built / "articles/alias/index.html").read_text("utf-8")
    assert f'<link rel="canonical" href="{siteurl}/articles/alias/">' in page
    path = "/blog" if siteurl.endswith("/blog") else ""
    assert f'href="{path}/theme/site.' in page
    assert "golden.example" not in page


def test_the_sites_words_are_english_on_demand(make_site: MakeSite) -> None:
    site = make_site("minimal")
    site.configure('DEFAULT_LANG = "en"')
    assert site.build().returncode == 0
    page = site.page("articles/bonjour")
    assert '<html lang="en">' in page
    assert ">Skip to content<" in page
    assert "2\u00a0January 2026" in page
    assert "Aller au contenu" not in page


def test_a_post_in_english_has_its_own_language_and_leads_to_the_original(edition: Path) -> None:
    built = edition
    page = (built / "articles/the-sequel/index.html").read_text("utf-8")
    assert '<html lang="en">' in page
    assert "20\u00a0February 2026" in page
    assert "The original of this post:" in page
    assert '<link rel="alternate" hreflang="fr"' in page
    original = (built / "articles/suite/index.html").read_text("utf-8")
    assert 'hreflang="en">Drones: the sequel</a>' in original


def test_an_unchanged_file_is_left_alone_and_a_removed_one_goes(make_site: MakeSite) -> None:
    site = make_site("everything")
    # A preview: a publication would not let a published address go without a word.
    assert site.build().returncode == 0
    built = site.output
    stamps = {path: path.stat().st_mtime_ns for path in built.rglob("*") if path.is_file()}
    (built / "foreign.txt").write_text("left by nobody")
    (site.content / "articles/2026/cache.md").unlink()
    assert site.build().returncode == 0
    assert not (built / "foreign.txt").exists()
    assert not (built / "articles/cache").exists()
    for path, stamp in stamps.items():
        assert not path.exists() or path.stat().st_mtime_ns == stamp, path


def test_nothing_is_left_beside_the_edition(tmp_path: Path) -> None:
    site = lay_site(tmp_path, SITES / "minimal")
    assert site.build().returncode == 0
    assert site.build().returncode == 0
    assert {path.name for path in tmp_path.iterdir()} - {"__pycache__"} == {
        *(".cache", "content", "output", "pelicanconf.py", "plugins", "publishconf.py", "theme")
    }


def test_a_post_without_an_id_is_built_and_told_which_to_write(make_site: MakeSite) -> None:
    site = make_site("minimal")
    site.write("content/articles/sans-id.md", "Title: Sans id\nDate: 2026-01-05\n\nTexte.\n")
    done = site.build()
    assert done.returncode == 0
    assert "sans-id.md:1: avertissement [missing-id]" in done.stdout
    assert "→ Exécutez make check FIX=1" in done.stdout
    assert "(avertissements\u00a0: 1)" in done.stdout


def test_an_empty_site_is_a_site(make_site: MakeSite) -> None:
    site = make_site()
    for name in ("articles", "pages", "authors", "topics"):
        (site.content / name).mkdir(parents=True)
    done = site.build()
    assert done.returncode == 0, done.stderr
    assert "Rien n’est encore publié." in site.page("index.html")
    assert feedparser.parse(site.page("rss.xml")).bozo == 0


def test_tags_that_a_sign_tells_apart_stay_apart(edition: Path) -> None:
    names = {path.parent.name for path in edition.glob("mots/*/index.html")}
    assert {"c", "c-plus-plus", "c-sharp", "r-d", "vie-d-etudiant", "vie-privee"} <= names


def test_a_bio_may_link_to_a_post_and_show_a_picture(edition: Path) -> None:
    page = (edition / "auteurs/samuguru/index.html").read_text("utf-8")
    assert '<a href="/articles/alias/">un article</a>' in page
    (source,) = re.findall(r'alt="un portrait" src="([^"]+)"', page)
    assert (edition / source.lstrip("/")).is_file()


def test_a_hidden_part_is_in_no_series(edition: Path) -> None:
    page = (edition / "articles/avec-image/index.html").read_text("utf-8")
    assert "partie 1 sur 2" in page
    assert "caché" not in page


def test_a_hidden_file_is_nobodys_post(edition: Path) -> None:
    assert not (edition / "articles/secret").exists()


def test_a_page_may_be_a_draft_or_a_translation(make_site: MakeSite, edition: Path) -> None:
    site = make_site("everything")
    assert site.build().returncode == 0
    page = site.page("brouillons/pages/brouillon")
    assert '<p class="ribbon">Brouillon</p>' in page
    assert '<meta name="robots" content="noindex">' in page
    assert "Une page en brouillon" in site.page("brouillons")
    assert not (edition / "brouillons").exists()
    assert 'hreflang="en">About</a>' in (edition / "a-propos/index.html").read_text("utf-8")


def test_two_tables_are_two_regions(edition: Path) -> None:
    page = (edition / "articles/avec-image/index.html").read_text("utf-8")
    assert 'aria-label="Tableau 1"' in page
    assert 'aria-label="Tableau 2"' in page


def test_no_internal_link_is_broken(edition: Path) -> None:
    """Every address of every page leads to a file of the edition, every fragment to an id."""
    ids = {path: set(lxml_html.parse(str(path)).xpath("//@id")) for path in edition.rglob("*.html")}
    for page, found in ids.items():
        assert len(found) == len(lxml_html.parse(str(page)).xpath("//@id")), page
        for link in lxml_html.parse(str(page)).xpath("//a/@href | //img/@src | //link/@href"):
            parts = urlsplit(link.removeprefix("https://golden.example"))
            if parts.scheme or parts.netloc:
                continue
            target = edition / unquote(parts.path).lstrip("/") if parts.path else page
            target = target / "index.html" if target.is_dir() else target
            assert target.is_file(), (page, link)
            assert not parts.fragment or unquote(parts.fragment) in ids[target], (page, link)


def test_a_folder_that_is_no_edition_is_not_built_over(make_site: MakeSite) -> None:
    site = make_site("minimal")
    kept = site.write("documents/these.txt", "dix ans de travail")
    for folder in ("documents", "plugins", "."):
        done = site.build("--output", folder)
        assert done.returncode == 1
        assert "[foreign-output]" in done.stderr
    assert kept.read_text() == "dix ans de travail"


def test_ended_by_a_signal_it_leaves_nothing_behind(tmp_path: Path) -> None:
    site = lay_site(tmp_path, SITES / "everything")
    process = subprocess.Popen(
        [sys.executable, "-m", "plugins.desk", "build"],
        cwd=site.root,
        # In the midst of an import, Python itself leaves a file to the collector.
        env=clean_environment(PYTHONWARNINGS="error,ignore::ResourceWarning"),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    while not list(tmp_path.glob(".output.*")):
        assert process.poll() is None
    process.send_signal(signal.SIGINT)
    said, _ = process.communicate(timeout=30)
    assert "Traceback" not in said
    # Or by the signal itself, which Python no longer catches once it is shutting down.
    assert process.returncode in {0, 130, -signal.SIGINT}
    assert not list(tmp_path.glob(".output.*"))
