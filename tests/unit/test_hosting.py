"""The table of headers, and what servers and hosts are given of it."""

from __future__ import annotations

import re

import pytest

from plugins.config import InvalidSetting
from plugins.hosting.headers import IMMUTABLE, REVALIDATED, Header, table_of
from plugins.hosting.hosts import render_headers_file
from plugins.hosting.servers import render_caddy, render_nginx_headers, render_nginx_maps
from plugins.hosting.settings import Settings
from plugins.media_types import OPENED, feed_type, pattern_of
from plugins.proofreading import Around
from tests.proofing import rule_of, text_of


def header(name: str, settings: Settings | None = None) -> Header:
    return next(one for one in table_of(settings or Settings()) if one.name == name)


@pytest.mark.parametrize(
    ("glob", "path", "fits"),
    [
        ("/theme/*", "/theme/site.css", True),
        ("/theme/*", "/blog/theme/site.css", False),
        ("*/rss.xml", "/rss.xml", True),
        ("*/rss.xml", "/sujets/ia/rss.xml", True),
        ("*/rss.xml", "/rss.xml/", False),
        ("*.svg", "/media/a.1f3870be.svg", True),
        ("*.svg", "/a.svgz", False),
        ("*/atom/*-*.xml", "/atom/2026-1.xml", True),
        ("*/atom/*-*.xml", "/sujets/ia/atom/2026-1.xml", True),
        ("*/atom/*-*.xml", "/sujets/atom/rss.xml", False),
        ("*/atom/*-*.xml", "/atom/", False),
    ],
)
def test_globs_are_regular_expressions(glob: str, path: str, fits: bool) -> None:
    assert bool(re.search(pattern_of(glob, ""), path)) == fits
    assert bool(re.search(pattern_of(glob, "/blog"), f"/blog{path}")) == fits


def test_pages_run_nothing_of_others_and_search_alone_runs_webassembly() -> None:
    policy = header("Content-Security-Policy")
    page = policy.value_of("/articles/essai/")
    assert page.startswith("default-src 'none'; script-src 'self';")
    assert "unsafe" not in page
    for part in ("frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"):
        assert part in page
    assert "script-src 'self' 'wasm-unsafe-eval'" in policy.value_of("/recherche/")
    assert "script-src" not in policy.value_of("/media/dessin.svg")
    assert "sandbox" in policy.value_of("/media/dessin.svg")


def test_what_is_kept_and_what_is_asked_for_again() -> None:
    cache = header("Cache-Control")
    assert cache.value_of("/") == cache.value_of("/articles/essai/photo.jpg") == REVALIDATED
    assert cache.value_of("/theme/site.1f3870be.css") == IMMUTABLE
    assert cache.value_of("/theme/site.1f3870be.css", found=False) == REVALIDATED
    assert cache.value_of("/blog/theme/site.css", "/blog") == IMMUTABLE
    assert "s-maxage=0" in cache.value_of("/sujets/ia/rss.xml")


def test_the_debate_is_neither_kept_nor_found_and_its_keys_stay_here() -> None:
    """All of it, errors too; its administration brings a script within its page."""
    for found in (True, False):
        values = {
            h.name: h.value_of("/discussion/id/1/x", found=found) for h in table_of(Settings())
        }
        assert values["Cache-Control"] == "no-store"
        assert values["X-Robots-Tag"] == "noindex"
        assert values["Referrer-Policy"] == "same-origin"
        assert "script-src 'self' 'unsafe-inline'" in values["Content-Security-Policy"]
        assert values["Strict-Transport-Security"]
    assert header("X-Robots-Tag").value_of("/articles/discussion/") == ""


@pytest.mark.parametrize(
    ("path", "asked", "opened"),
    [
        ("/rss.xml", "application/rss+xml; charset=utf-8", OPENED),
        ("/sujets/atom/rss.xml", "application/rss+xml; charset=utf-8", OPENED),
        ("/sujets/ia/atom/2026-1.xml", "application/atom+xml; charset=utf-8", OPENED),
        ("/feed.json", *["application/feed+json; charset=utf-8"] * 2),
        ("/sitemap.xml", None, None),
    ],
)
def test_a_feed_is_xml_to_a_browser_that_opens_it(
    path: str, asked: str | None, opened: str | None
) -> None:
    assert feed_type(path) == feed_type(path, "empty") == asked
    assert feed_type(path, "document") == opened
    varies = header("Vary").value_of(path)
    assert ("Sec-Fetch-Dest" in varies) == (opened != asked)


def test_the_author_allows_sources_one_by_one() -> None:
    settings = Settings(
        sources={"img-src": ("https://images.example.org",), "frame-src": ("https://v.example",)}
    )
    page = header("Content-Security-Policy", settings).value
    assert "img-src 'self' data: https://images.example.org;" in page
    assert page.endswith("; frame-src 'self' https://v.example")


@pytest.mark.parametrize(
    "sources",
    [
        {"img-src": ("*",)},
        {"img-src": ("http://plain.example",)},
        {"img-src": ('https://a.example"; script-src *',)},
        {"script-src": ("'unsafe-inline'",)},
        {"Img": ("https://a.example",)},
    ],
)
def test_what_would_open_the_door_is_refused(sources: dict[str, tuple[str, ...]]) -> None:
    with pytest.raises(InvalidSetting) as caught:
        Settings(sources=sources)
    assert caught.value.key == "sources"


def test_every_header_is_in_every_form() -> None:
    table = table_of(Settings())
    maps, lines = render_nginx_maps(table, ""), render_nginx_headers(table)
    caddy = render_caddy(table, "")
    hosts = render_headers_file(table, Settings(), "").decode()
    for one in table:
        assert f"add_header {one.name} " in lines
        assert re.search(rf"[ ?\t]{one.name} \"", caddy)
        # No host runs Isso: what is for its addresses alone is not in theirs.
        is_theirs = not one.late and one.name != "X-Robots-Tag"
        assert (f"  {one.name}: " in hosts) == is_theirs
        for value in filter(None, (one.value, *(special.value for special in one.special))):
            assert value in maps + lines
            assert value in caddy


def test_a_site_in_a_folder_has_its_addresses_there() -> None:
    table = table_of(Settings())
    assert '":/blog/theme/' in render_nginx_maps(table, "/blog").replace("~^(200|206|304)", "")
    assert "^/blog/theme/" in render_caddy(table, "/blog")
    hosts = render_headers_file(table, Settings(), "/blog").decode()
    assert "\n/blog/theme/*\n" in hosts
    assert "\n/blog/*rss.xml\n" in hosts or "\n/blog/*/rss.xml\n" in hosts


@pytest.mark.parametrize(
    ("body", "sources", "told"),
    [
        ("![Un pont](https://a.example/b.jpg)", {}, ["img-src"]),
        ("![Un pont](b.jpg)\n\n<img src=/c.jpg alt=''>", {}, []),
        ("<img alt='' src='//a.example/b.jpg'>", {}, ["img-src"]),
        ("<img alt='' src='https://i.a.example/b.jpg'>", {"img-src": ("https://*.a.example",)}, []),
        ("<img alt='' src='https://a.example/b.jpg'>", {"img-src": ("https://a.example/c/",)},
         ["img-src"]),
        ("<img alt='' src='http://a.example/b.jpg'>", {"img-src": ("https://a.example",)},
         ["img-src"]),
        ("<video><source src='https://a.example/v.mp4'></video>", {}, ["media-src"]),
        ("<script src=https://a.example/x.js></script>", {}, ["script-src"]),
        ("`<iframe src=https://a.example>` et [lien](https://a.example/)", {}, []),
        ("```\n<iframe src=https://a.example>\n```", {}, []),
    ],
)  # fmt: skip
def test_what_pages_online_do_not_load_is_told(
    body: str, sources: dict[str, tuple[str, ...]], told: list[str]
) -> None:
    rule = rule_of("blocked-source")
    found = rule.findings(text_of(f"{body}\n"), Around(Settings(sources=sources)))
    assert [finding.values["directive"] for finding in found] == told


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("<p onclick='x()' class=a>", ["onclick=…"]),
        ("*mot*{: onclick=x }", ["onclick=…"]),
        ("<style>p {}</style>", ["<style>"]),
        ("<script>x()</script>", ["<script>"]),
        ("<script src='x.js'></script>", []),
        ("<td style='text-align: right'>1</td>", []),
        ("<p title='style=rouge'>mot</p>", []),
        ("`{: onclick=x }`", []),
    ],
)
def test_what_does_nothing_in_a_page_online_is_told(body: str, told: list[str]) -> None:
    found = rule_of("blocked-inline").findings(text_of(f"{body}\n"), Around())
    assert [finding.values["what"] for finding in found] == told
