"""A link is where the author wrote it, and leads below content/ whatever was written."""

from __future__ import annotations

from html import escape
from posixpath import normpath

from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.markup import convert, intrasite, make_converter
from plugins.posts.links import Shelves, addresses_in, check_link, find_links
from plugins.theming.links import absolute, address_of, base_path, href

CONVERTER = make_converter(str)
NAMES = st.text(st.sampled_from("abcé-_0"), min_size=1, max_size=8)
FILES = st.builds(
    "{}{}{}".format,
    st.sampled_from(["", "../", "./", "autre/", "../../"]),
    NAMES,
    st.sampled_from([".md", ".svg", ".pdf", ".JPG"]),
)
ADDRESSES = st.one_of(
    FILES, st.text(max_size=20), st.sampled_from(["#a", "/b.md", "https://c.example/d.md"])
)


@given(ADDRESSES)
@settings(max_examples=150)
def test_an_address_is_made_a_link_once(address: str) -> None:
    made = intrasite(address)
    assert made in {address, "{filename}" + address, "{attach}" + address}
    assert intrasite(made) == made


@given(st.lists(FILES, min_size=1, max_size=5, unique=True), st.integers(0, 3))
def test_every_link_is_found_at_the_line_that_it_was_written_on(
    files: list[str], blank: int
) -> None:
    source = "\n" * blank + "\n".join(f"Voir [ici]({name})." for name in files)
    html = convert(CONVERTER, source)
    found = list(find_links(addresses_in(html), "articles/a", source))
    assert [link.target for link in found] == files
    for link in found:
        assert f"({link.target})" in source.split("\n")[(link.line or 0) - 1]
        assert link.path == normpath(f"articles/a/{link.target}")


@given(
    st.sampled_from(["{filename}", "{attach}", "{static}", ""]), st.text(max_size=20), st.booleans()
)
@settings(max_examples=150)
def test_any_address_is_judged(what: str, target: str, there: bool) -> None:
    shelves = Shelves(
        has_file=lambda _path: there,
        has_page=lambda _path: there,
        ids_of=lambda _path: (),
        has_address=lambda _path: there,
    )
    html = f'<a href="{what}{escape(target)}">a</a>'
    for link in find_links(addresses_in(html), "articles", html):
        problem = check_link(link, shelves, ())
        if link.what == "malformed" or (what and link.path.startswith("..")):
            assert problem is not None
        elif not link.fragment:
            assert (problem is None) is (there or link.what == "anchor")


@given(
    st.sampled_from(
        ["https://host.example", "https://host.example/", "http://h:8000/blog", "https://h/a/b/"]
    ),
    st.lists(NAMES, max_size=3).map(lambda parts: "".join(f"{part}/" for part in parts)),
)
def test_a_link_and_its_full_address_are_one_place(siteurl: str, url: str) -> None:
    link, full = href(url, siteurl), absolute(url, siteurl)
    assert link.startswith(base_path(siteurl) + "/")
    assert "//" not in link
    assert full.endswith(link)
    assert full == siteurl.rstrip("/") + "/" + url
    assert address_of(url + "index.html") == url
