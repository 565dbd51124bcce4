"""Links of a text, where the author wrote them, and what each must lead to."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from plugins.markup import convert, make_converter
from plugins.posts.links import (
    FileLink,
    Shelves,
    addresses_in,
    check_link,
    find_links,
    has_address,
    ids_in,
    image_link,
)

FOLDER = "articles/2026/drones"
SOURCE = """---
titre: Drones
---
Un [lien](../ia/index.md#suite), une image :

![Alt](<photo d'été.jpg>)

Et [le même](../ia/index.md#suite), puis [un fichier]({static}/files/a%20b.pdf).
[Ailleurs](https://example.org/a.md) [ici](#suite) [page](/a-propos/)
"""
SHELVES = Shelves(
    has_file={"a.md", "b.md", "a.svg", "a.pdf", "../out.svg"}.__contains__,
    has_page={"a.md"}.__contains__,
    ids_of={"a.md": {"suite"}}.__getitem__,
    has_address={"a-propos/"}.__contains__,
)


def found(html: str, source: str = "") -> list[FileLink]:
    return list(find_links(addresses_in(html), FOLDER, source))


def test_links_of_a_text_once_each_with_their_lines() -> None:
    html = convert(make_converter(str), SOURCE.split("---\n", 2)[2])
    assert found(html, SOURCE) == [
        FileLink("filename", "../ia/index.md#suite", "articles/2026/ia/index.md", 4, "suite"),
        FileLink("attach", "photo d'été.jpg", f"{FOLDER}/photo d'été.jpg", 6),
        FileLink("static", "/files/a%20b.pdf", "files/a b.pdf", 8),
        FileLink("anchor", "#suite", "", 9, "suite"),
        FileLink("site", "/a-propos/", "a-propos/", 9),
    ]


@pytest.mark.parametrize(
    ("html", "what", "path"),
    [
        ('<a href="{filename}a.md">', "filename", f"{FOLDER}/a.md"),
        ('<a href="|filename|a.md">', "filename", f"{FOLDER}/a.md"),
        ('<a href="%7Bfilename%7Da.md">', "filename", f"{FOLDER}/a.md"),
        ("<a href='{filename}/pages/a.md'>", "filename", "pages/a.md"),
        ('<img src="{attach}a.svg">', "attach", f"{FOLDER}/a.svg"),
        ('<video poster = "{static}/images/a.svg">', "static", "images/a.svg"),
        ('<object data="{static}a.pdf">', "static", f"{FOLDER}/a.pdf"),
        ('<blockquote cite="{filename}../a.md">', "filename", "articles/2026/a.md"),
        ('<a title="b" href="{filename}a.md?x=1#y">', "filename", f"{FOLDER}/a.md"),
        ('<img src="{attach}a%20b&amp;c.svg">', "attach", f"{FOLDER}/a b&c.svg"),
        ('<img src="{attach}../../../../etc/passwd">', "attach", "../etc/passwd"),
        ('<a href="/a.md">', "site", "a.md"),
        ('<img src="a.svg">', "relative", "a.svg"),
        ('<a href="http://[x">', "malformed", ""),
        ('<a href="{static}//[x">', "malformed", ""),
    ],
)
def test_every_attribute_and_kind_of_address(html: str, what: str, path: str) -> None:
    [link] = found(html)
    assert (link.what, link.path, link.line) == (what, path, None)


@pytest.mark.parametrize(
    "html",
    [
        '<a href="https://example.org/a.md">',
        '<a href="//example.org/a.md">',
        '<a href="mailto:a@example.org">',
        "<p>{filename}a.md</p>",
        '<a title="{filename}a.md">',
        '<a href="{author}samuguru">',
        '<a href="">',
        "<code>&lt;a href=&quot;{filename}a.md&quot;&gt;</code>",
    ],
)
def test_what_the_site_does_not_answer_for(html: str) -> None:
    assert found(html) == []


def test_the_lead_picture_is_a_link_too() -> None:
    assert image_link("a.svg", FOLDER, 6) == FileLink("attach", "a.svg", f"{FOLDER}/a.svg", 6)
    assert image_link("/images/a.svg", FOLDER, 6).path == "images/a.svg"


@pytest.mark.parametrize(
    ("link", "code"),
    [
        (FileLink("filename", "a.md", "a.md", 1), None),
        (FileLink("filename", "a.md#suite", "a.md", 1, "suite"), None),
        (FileLink("filename", "a.md#absent", "a.md", 1, "absent"), "broken-link"),
        (FileLink("filename", "b.md", "b.md", 1), "link-to-unpublished"),
        (FileLink("filename", "c.md", "c.md", 1), "broken-link"),
        (FileLink("filename", "a.svg", "a.svg", 1), None),
        (FileLink("attach", "a.svg", "a.svg", 1), None),
        (FileLink("attach", "b.SVG", "b.SVG", 1), "missing-image"),
        (FileLink("static", "a.pdf#page=2", "a.pdf", 1, "page=2"), None),
        (FileLink("static", "b.pdf", "b.pdf", 1), "broken-link"),
        (FileLink("attach", "../out.svg", "../out.svg", 1), "missing-image"),
        (FileLink("site", "/a-propos/", "a-propos/", 1), None),
        (FileLink("site", "/apropos/", "apropos/", 1), "broken-link"),
        (FileLink("anchor", "#ici", "", 1, "ici"), None),
        (FileLink("anchor", "#", "", 1), None),
        (FileLink("anchor", "#absent", "", 1, "absent"), "broken-link"),
        (FileLink("relative", "a.svg", "a.svg", 1), "relative-address"),
        (FileLink("malformed", "http://[x", "", 1), "malformed-link"),
    ],
    ids=lambda value: f"{value.what} {value.target}" if isinstance(value, FileLink) else value,
)
def test_check_link(link: FileLink, code: str | None, french: Callable[[str], str]) -> None:
    problem = check_link(link, SHELVES, {"ici"})
    assert (problem and problem.code) == code
    assert problem is None or link.target in problem.cause.render(french)


@pytest.mark.parametrize(
    ("path", "there"),
    [
        ("", True),
        ("a/", True),
        ("a", True),
        ("rss.xml", True),
        ("page/2/", True),
        ("a/page/12/", True),
        ("b/", False),
        ("b", False),
        ("b/page/2/", False),
        ("a/homepage/2/", False),
        ("rss", False),
    ],
)
def test_has_address(path: str, there: bool) -> None:
    assert has_address(path, {"index.html", "a/index.html", "rss.xml"}) is there


def test_ids_in() -> None:
    html = '<h2 id="l-ia">a</h2><li id=\'fn:1\'>b</li><p data-id="c">id="d"</p><p id="a&amp;b">'
    assert {"l-ia", "fn:1", "a&b"} <= ids_in(html)
    assert "c" not in ids_in(html)
