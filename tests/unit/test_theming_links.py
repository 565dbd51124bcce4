"""Addresses of a site at the root of its host, or below a path of it."""

from __future__ import annotations

import pytest

from plugins.theming.links import absolute, address_of, base_path, href

ROOT, BELOW = "https://host.example", "https://host.example/blog"


@pytest.mark.parametrize(
    ("siteurl", "path"),
    [
        (ROOT, ""),
        (f"{ROOT}/", ""),
        (BELOW, "/blog"),
        (f"{BELOW}/", "/blog"),
        (f"{BELOW}/fr", "/blog/fr"),
        ("http://127.0.0.1:8000", ""),
        ("", ""),
    ],
)
def test_base_path(siteurl: str, path: str) -> None:
    assert base_path(siteurl) == path


@pytest.mark.parametrize(
    ("url", "siteurl", "link", "full"),
    [
        ("", ROOT, "/", f"{ROOT}/"),
        ("", BELOW, "/blog/", f"{BELOW}/"),
        ("articles/a/", ROOT, "/articles/a/", f"{ROOT}/articles/a/"),
        ("articles/a/", BELOW, "/blog/articles/a/", f"{BELOW}/articles/a/"),
        ("rss.xml", f"{BELOW}/", "/blog/rss.xml", f"{BELOW}/rss.xml"),
    ],
)
def test_links_and_full_addresses(url: str, siteurl: str, link: str, full: str) -> None:
    assert href(url, siteurl) == link
    assert absolute(url, siteurl) == full


@pytest.mark.parametrize(
    ("file", "address"),
    [
        ("index.html", ""),
        ("articles/a/index.html", "articles/a/"),
        ("404.html", "404.html"),
        ("index/a.html", "index/a.html"),
    ],
)
def test_the_address_that_serves_a_file(file: str, address: str) -> None:
    assert address_of(file) == address
