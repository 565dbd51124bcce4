"""The search index of an edition: there where it is wanted, of what is published, and no more."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import html as lxml_html

from tests.laying import SITES, Site, lay_site

AS_OF = "2026-06-01T00:00:00+02:00"
WITH_INDEX = 'SEARCH = {"build": "publication"}'


def publish(site: Site, **environment: str) -> Path:
    done = site.publish(AS_OF=AS_OF, **environment)
    assert done.returncode == 0, done.stderr
    return site.root / "public"


def fragments(edition: Path) -> list[dict[str, object]]:
    """What a browser loads of each post, in the order of dates, the newest first."""
    found = []
    for path in (edition / "recherche/pagefind/fragment").glob("*.pf_fragment"):
        data = gzip.decompress(path.read_bytes())
        assert data.startswith(b"pagefind_dcd")
        found.append(json.loads(data.removeprefix(b"pagefind_dcd")))
    return sorted(found, key=lambda one: one["meta"]["date"], reverse=True)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file, unpacked where it is packed."""
    files = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            data = path.read_bytes()
            packed = data.startswith(b"\x1f\x8b")
            files[path.relative_to(folder).as_posix()] = gzip.decompress(data) if packed else data
    return files


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = lay_site(tmp_path_factory.mktemp("search"), SITES / "everything")
    site.configure(WITH_INDEX)
    return publish(site)


def test_every_published_post_is_in_it_translations_too(edition: Path) -> None:
    urls = [one["meta"]["url"] for one in fragments(edition)]
    assert urls == [
        "/articles/the-sequel/",
        "/articles/suite/",
        "/articles/avec-image/",
        "/articles/alias/",
    ]


def test_a_result_has_its_topics_year_language_and_own_typography(edition: Path) -> None:
    english, _, with_image, _ = fragments(edition)
    assert english["meta"]["lang"] == "en"
    assert english["meta"]["date_shown"] == "20\u00a0February 2026"
    known = json.loads((edition / "recherche/pagefind/filters.json").read_text("utf-8"))
    assert sorted(known.values()) == [
        ["2026", "drones"],
        ["2026", "drones"],
        ["2026", "drones", "ia"],
        ["2026", "ia", "drones"],
    ]
    names = (edition / "recherche/pagefind/fragment").iterdir()
    assert known.keys() == {path.stem for path in names}
    assert with_image["meta"]["date_shown"] == "3\u00a0février 2026"
    assert "«\u00a0" in with_image["content"] or "’" in with_image["content"]


@pytest.mark.parametrize("word", ["brouillon", "caché", "a-venir", "à venir", "cach"])
def test_no_draft_nothing_hidden_nothing_to_come(edition: Path, word: str) -> None:
    for name, data in contents(edition / "recherche").items():
        if not name.removesuffix(".gz").endswith((".js", ".pagefind", ".br")):
            assert word.encode() not in data.lower(), name


def test_a_preview_with_an_index_has_no_draft_in_it_either(make_site: Callable[..., Site]) -> None:
    site = make_site("everything")
    site.configure('SEARCH = {"build": "always"}')
    assert site.build(AS_OF=AS_OF).returncode == 0
    assert len(fragments(site.output)) == 4
    for name, data in contents(site.output / "recherche/pagefind").items():
        assert name.endswith((".js", ".pagefind")) or b"brouillon" not in data.lower(), name


def test_a_preview_has_none_and_says_how_to_get_one(make_site: Callable[..., Site]) -> None:
    site = make_site("minimal")
    assert site.build().returncode == 0
    assert not (site.output / "recherche/pagefind").exists()
    page = site.page("recherche")
    assert "make serve SEARCH=1" in page
    assert "/js/search." not in page
    assert site.build(SEARCH="1").returncode == 0
    assert (site.output / "recherche/pagefind/pagefind-entry.json").exists()


def test_never_means_no_page_and_no_link(make_site: Callable[..., Site]) -> None:
    site = make_site("minimal")
    site.configure('SEARCH = {"build": "never"}')
    edition = publish(site)
    assert not (edition / "recherche").exists()
    assert "/recherche/" not in (edition / "index.html").read_text("utf-8")
    assert "/recherche/" not in (edition / "404.html").read_text("utf-8")


def parse(path: Path) -> Any:
    return lxml_html.fromstring(path.read_bytes())


def test_the_script_is_on_its_page_alone(edition: Path) -> None:
    for path in edition.rglob("*.html"):
        page, is_search = path.read_text("utf-8"), path.parent.name == "recherche"
        assert ("/js/search." in page) == is_search, path
        document = parse(path)
        is_redirect = bool(document.xpath("//meta[@http-equiv='refresh']"))
        assert bool(document.xpath("//a[@href='/recherche/']")) is not is_redirect, path


def test_the_404_page_offers_a_form(edition: Path) -> None:
    [form] = parse(edition / "404.html").xpath("//form[@role='search']")
    assert (form.get("class"), form.get("action")) == ("search", "/recherche/")


def test_links_and_index_follow_a_site_below_a_path(make_site: Callable[..., Site]) -> None:
    edition = publish(make_site("minimal"), SITEURL="https://host.example/blog")
    assert [one["meta"]["url"] for one in fragments(edition)] == ["/blog/articles/bonjour/"]
    page = parse(edition / "recherche/index.html")
    assert page.xpath("//@data-index") == ["/blog/recherche/pagefind/"]


def test_same_posts_same_bytes(edition: Path, make_site: Callable[..., Site]) -> None:
    site = make_site("everything")
    site.configure(WITH_INDEX)
    again = publish(site, PYTHONHASHSEED="1", TZ="Asia/Tokyo", LC_ALL="C", PAGEFIND_VERBOSE="true")
    folders = [one / "recherche" for one in (edition, again)]
    files = [
        {path.relative_to(one): path.read_bytes() for path in one.rglob("*") if path.is_file()}
        for one in folders
    ]
    assert files[0] == files[1]


def test_an_empty_site_has_the_page_and_no_index(make_site: Callable[..., Site]) -> None:
    site = make_site()
    for name in ("articles", "pages", "authors", "topics"):
        (site.content / name).mkdir(parents=True)
    edition = publish(site)
    names = {path.name for path in (edition / "recherche").iterdir()}
    assert names == {"index.html", "index.html.br", "index.html.gz"}
    page = (edition / "recherche/index.html").read_text("utf-8")
    assert "Rien n’est encore publié." in page
    assert 'id="archive"' not in page, "no heading over nothing"


def test_a_pagefind_that_fails_leaves_the_last_edition(
    make_site: Callable[..., Site], tmp_path: Path
) -> None:
    site = make_site("minimal")
    site.write("public/index.html", "the last edition")
    site.write("public/.edition", "")
    failing = tmp_path / "pagefind"
    failing.write_text("#!/bin/sh\necho 'no room left' >&2\nexit 3\n")
    failing.chmod(0o755)
    done = site.publish(PAGEFIND_BINARY_PATH=str(failing))
    assert done.returncode == 1
    assert "[search-failed] Pagefind n’a pas fait d’index des articles" in done.stderr
    assert "no room left" in done.stderr
    assert (site.root / "public/index.html").read_text() == "the last edition"
