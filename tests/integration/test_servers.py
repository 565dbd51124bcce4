"""The shipped configurations of nginx and Caddy in the real servers: what requests are answered."""

from __future__ import annotations

import contextlib
import gzip
import subprocess
import time
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import quote

import brotli
import pytest
from PIL import Image

from plugins.hosting.headers import IMMUTABLE, REVALIDATED, table_of
from plugins.hosting.settings import Settings
from plugins.ledger import Entry, render_ledger
from plugins.media_types import OPENED, feed_type
from tests.laying import SITES, Site, lay_site
from tests.serving import Server, cache, caddy, nginx

ADDRESS = {"SITEURL": "https://samuguru.example", "AS_OF": "2026-06-01"}
LONG = "les-lois-d-asimov-ne-sont-pas-un-cahier-des-charges-" * 3
MOVED = "urn:uuid:11111111-1111-4111-8111-111111111111"
SERVERS = {"nginx": nginx, "caddy": caddy}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """An edition with things renamed, withdrawn, shown and drawn, as a publication leaves it."""
    site = lay_site(tmp_path_factory.mktemp("site"), SITES / "minimal")
    ledger = [
        Entry("articles/salut/", "post", MOVED),
        Entry(f"articles/{LONG}/", "post", MOVED),
        Entry("articles/parti/", "post", "urn:x:1"),
    ]
    site.write("content/permalinks.json", render_ledger(ledger).decode())
    tombstone = "---\ntitre: Parti\ndate: 2026-01-01\nid: urn:x:1\nstatut: retiré\n---\nFini.\n"
    site.write("content/articles/parti.md", tombstone)
    aliases = "alias: [/vieux/été/, /2019/03/premier.html]"
    photo = f"---\ntitre: Photo\ndate: 2026-02-01\nid: urn:x:2\n{aliases}\n---\n![Vue](vue.png)\n"
    site.write("content/articles/photo/index.md", photo)
    Image.effect_noise((700, 500), 90).save(site.content / "articles/photo/vue.png")
    old = "---\ntitre: Avant\ndate: 2025-11-01\nsujets: [IA]\nid: urn:x:3\n---\nDéjà.\n"
    site.write("content/articles/avant.md", old)
    site.configure('FEEDS["limit"] = 2')
    done = site.publish(**ADDRESS)
    assert done.returncode == 0, done.stderr
    site.write("secret.txt", "not for readers")
    return site


@pytest.fixture(scope="module", params=sorted(SERVERS))
def server(
    request: pytest.FixtureRequest, site: Site, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    root = tmp_path_factory.mktemp(request.param)
    with SERVERS[request.param](root, site.root / "public") as server:
        yield server


def files_of(site: Site) -> list[str]:
    """The address of one file of every kind."""
    public = site.root / "public"
    redirects = (public / "_redirects").read_text("utf-8").split()
    found: dict[str, str] = {}
    for path in sorted(public.rglob("*")):
        name = path.relative_to(public).as_posix()
        url = "/" + quote(name.removesuffix("index.html"))
        if path.is_file() and not name.startswith((".", "_")) and url not in redirects:
            folder = name.split("/")[0] if "/" in name else ""
            found.setdefault(f"{folder} {path.suffix}", url)
    return [url for kind, url in found.items() if not kind.endswith((".br", ".gz"))]


def test_every_kind_of_file_has_the_headers_of_the_table(server: Server, site: Site) -> None:
    urls = files_of(site)
    assert len(urls) > 25
    for url in urls:
        answer = server.get(url)
        assert answer.status == 200, url
        for header in table_of(Settings()):
            expected = "" if header.secure else header.value_of(url)
            assert answer.headers.get(header.name, "") == expected, (url, header.name)
        assert answer.headers.get_all("Cache-Control") == [answer.headers["Cache-Control"]]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/nulle-part/", 404),
        ("/theme/nulle-part.css", 404),
        ("/media/nulle-part.svg", 404),
        ("/sujets/nulle-part/rss.xml", 404),
        ("/articles/parti/", 410),
        ("/articles/parti", 410),
        ("/articles/salut/", 301),
        ("/feed.xml", 301),
    ],
)
def test_what_is_not_there_has_them_too(server: Server, path: str, status: int) -> None:
    answer = server.get(path)
    assert answer.status == status
    for header in table_of(Settings()):
        if not header.secure:
            # Behind an error stands another address, in nginx at least: no exception applies.
            expected = header.value if status != 301 else header.value_of(path, found=False)
            assert answer.headers.get(header.name, "") == expected, header.name
    if status in {404, 410}:
        assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
        assert b"<html" in answer.body


def test_hsts_is_told_over_https_alone(site: Site, server: Server, tmp_path: Path) -> None:
    assert server.get("/").headers["Strict-Transport-Security"] is None
    with SERVERS[server.name](tmp_path, site.root / "public", secure=True) as secure:
        for path in ("/", "/nulle-part/", "/articles/salut/", "/rss.xml"):
            told = secure.get(path).headers["Strict-Transport-Security"]
            assert told == "max-age=63072000", path


FEEDS = {
    "/rss.xml": "application/rss+xml; charset=utf-8",
    "/sujets/ia/rss.xml": "application/rss+xml; charset=utf-8",
    "/atom.xml": "application/atom+xml; charset=utf-8",
    "/atom/2025-4.xml": "application/atom+xml; charset=utf-8",
    "/auteurs/samuguru/atom/2025-4.xml": "application/atom+xml; charset=utf-8",
    "/feed.json": "application/feed+json; charset=utf-8",
    "/abonnements.opml": "text/x-opml; charset=utf-8",
}


@pytest.mark.parametrize("path", FEEDS)
def test_feeds_are_served_as_what_they_are(server: Server, path: str) -> None:
    """«Served as `application/rss+xml; charset=utf-8` (and the like), nosniff …»

    «… Cache-Control of an hour or so, CORS `*`, compressed».
    """
    answer = server.get(path)
    assert answer.status == 200
    assert answer.headers["Content-Type"] == FEEDS[path] == feed_type(path)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cache-Control"] == "public, max-age=3600, s-maxage=0"
    packed = server.get(path, Accept_Encoding="gzip")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.body) == answer.body


@pytest.mark.parametrize("path", FEEDS)
def test_a_feed_that_a_person_opens_is_the_same_bytes_as_xml(server: Server, path: str) -> None:
    """«a CSS stylesheet … that shows a readable list when a browser opens it»."""
    is_styled = path.endswith(".xml")
    for encoding in ("br", "gzip", "identity"):
        asked = server.get(path, Accept_Encoding=encoding, Sec_Fetch_Dest="empty")
        opened = server.get(path, Accept_Encoding=encoding, Sec_Fetch_Dest="document")
        assert asked.headers["Content-Type"] == FEEDS[path]
        assert opened.headers["Content-Type"] == (OPENED if is_styled else FEEDS[path])
        assert opened.body == asked.body
        different = {n for n in asked.headers if asked.headers[n] != opened.headers[n]}
        assert different - {"Date"} == ({"Content-Type"} if is_styled else set())
        varies = ["Accept-Encoding", "Sec-Fetch-Dest"] if is_styled else ["Accept-Encoding"]
        assert asked.headers.get_all("Vary") == [", ".join(varies)]
        again = {"Accept_Encoding": encoding, "If_None_Match": opened.headers["ETag"]}
        assert server.get(path, Sec_Fetch_Dest="document", **again).status == 304


def test_what_else_a_person_opens_is_what_it_is(server: Server) -> None:
    for path, status in (
        ("/", 200),
        ("/sitemap.xml", 200),
        ("/sujets/nulle-part/rss.xml", 404),
        ("/.opened/rss.xml", 404),
        ("/feed.xml", 301),
        ("/articles/parti/", 410),
    ):
        asked, opened = server.get(path), server.get(path, Sec_Fetch_Dest="document")
        assert asked.status == opened.status == status
        assert opened.headers["Content-Type"] == asked.headers["Content-Type"]
        assert opened.body == asked.body


def address_of(site: Site, pattern: str) -> str:
    public = site.root / "public"
    return "/" + next(public.glob(pattern)).relative_to(public).as_posix()


@pytest.mark.parametrize("encoding", ["br", "gzip", "identity"])
@pytest.mark.parametrize("path", ["/", "/rss.xml", "/articles/photo/"])
def test_a_second_request_is_answered_with_304(server: Server, path: str, encoding: str) -> None:
    first = server.get(path, Accept_Encoding=encoding)
    etag, date = first.headers["ETag"], first.headers["Last-Modified"]
    assert etag.startswith('"')
    for condition in ({"If_None_Match": etag}, {"If_Modified_Since": date}):
        answer = server.get(path, Accept_Encoding=encoding, **condition)
        assert (answer.status, answer.body) == (304, b""), condition
        for name in ("Cache-Control", "Content-Security-Policy", "X-Content-Type-Options"):
            assert answer.headers[name] == first.headers[name], name
    assert server.get(path, If_None_Match='"other"').status == 200
    early = "Thu, 01 Jan 2015 00:00:00 GMT"
    assert server.get(path, If_Modified_Since=early).status == 200


def test_forms_of_a_file_have_one_date_and_different_etags(server: Server) -> None:
    forms = [server.get("/", Accept_Encoding=name) for name in ("br", "gzip", "identity")]
    assert len({form.headers["Last-Modified"] for form in forms}) == 1
    assert len({form.headers["ETag"] for form in forms}) == 3
    assert parsedate_to_datetime(forms[0].headers["Last-Modified"]).year >= 2020


def test_a_part_of_a_file_is_served(server: Server, site: Site) -> None:
    for path in ("/rss.xml", address_of(site, "media/*.png")):
        whole = server.get(path).body
        part = server.get(path, Range="bytes=10-19")
        assert (part.status, part.body) == (206, whole[10:20])
        assert part.headers["Content-Range"] == f"bytes 10-19/{len(whole)}"
        assert server.get(path, Range="bytes=-5").body == whole[-5:]
        beyond = server.get(path, Range=f"bytes={len(whole)}-")
        assert beyond.status == 416
        assert beyond.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("br", "br"),
        ("gzip", "gzip"),
        ("gzip, deflate, br", "br"),
        ("gzip, deflate, br, zstd", "br"),
        ("br;q=0, gzip", "gzip"),
        ("gzip;q=0", None),
        ("gzip;q=0, br;q=0", None),
        ("identity", None),
        ("deflate", None),
        ("", None),
    ],
)
def test_readers_get_the_form_that_they_take(
    server: Server, site: Site, accepted: str, encoding: str | None
) -> None:
    paths = ["/", "/rss.xml", "/feed.json", "/abonnements.opml", "/sitemap.xml"]
    for path in [*paths, address_of(site, "theme/site.*.css"), address_of(site, "media/*.svg")]:
        whole = server.get(path)
        answer = server.get(path, **({"Accept_Encoding": accepted} if accepted else {}))
        assert answer.headers["Content-Encoding"] == encoding, path
        assert answer.headers["Content-Type"] == whole.headers["Content-Type"]
        assert answer.headers.get_all("Vary") == [answer.headers["Vary"]], path
        assert answer.headers["Vary"].startswith("Accept-Encoding"), path
        unpack = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[encoding]
        assert unpack(answer.body) == whole.body
        assert encoding is None or len(answer.body) < len(whole.body)


def test_pictures_and_fonts_are_not_packed_twice(server: Server, site: Site) -> None:
    for path in (address_of(site, "media/*.png"), address_of(site, "theme/*.woff2")):
        assert server.get(path, Accept_Encoding="br, gzip").headers["Content-Encoding"] is None


def test_errors_are_packed_too(server: Server) -> None:
    answer = server.get("/nulle-part/", Accept_Encoding="br")
    assert answer.status == 404
    if answer.headers["Content-Encoding"] == "br":
        assert b"<html" in brotli.decompress(answer.body)
    else:
        assert b"<html" in answer.body


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/feed/", "/rss.xml"),
        ("/feed", "/rss.xml"),
        ("/feed.xml", "/rss.xml"),
        ("/feeds/all.atom.xml", "/atom.xml"),
        ("/articles/salut/", "/articles/bonjour/"),
        ("/articles/salut", "/articles/bonjour/"),
        (f"/articles/{LONG}/", "/articles/bonjour/"),
        ("/vieux/%C3%A9t%C3%A9/", "/articles/photo/"),
        ("/2019/03/premier.html", "/articles/photo/"),
    ],
)
def test_old_addresses_lead_on_in_one_step(server: Server, old: str, new: str) -> None:
    for method in ("GET", "HEAD"):
        answer = server.ask(method, old)
        assert (answer.status, answer.headers["Location"]) == (301, new)
    assert server.get(new).status == 200


def test_what_was_withdrawn_is_gone_and_says_so(server: Server) -> None:
    answer = server.get("/articles/parti/")
    assert answer.status == 410
    assert "a été retirée".encode() in answer.body


def test_a_folder_leads_to_itself_with_its_slash(server: Server) -> None:
    answer = server.get("/articles/bonjour")
    assert answer.status in {301, 308}
    assert answer.headers["Location"] == "/articles/bonjour/"


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/theme/../../secret.txt",
        "/%2e%2e/secret.txt",
        "/theme/%2e%2e%2f%2e%2e%2fsecret.txt",
        "/..%5csecret.txt",
        "/theme/..;/..;/secret.txt",
        "//secret.txt",
        "/./../secret.txt",
        "/%00/secret.txt",
        "/.edition",
        "/.server/addresses.json",
        "/.server/nginx.map",
        "/%2eserver/addresses.json",
        "/_headers",
        "/_redirects",
        "/articles/",
        "/media/",
    ],
)
def test_nothing_outside_or_behind_a_dot_is_handed_out(server: Server, path: str) -> None:
    answer = server.get(path)
    assert answer.status in {400, 404}
    for word in (b"not for readers", b"A built site", b'"ledger"', b"salut", b"nosniff"):
        assert word not in answer.body


def test_no_edition_has_a_link_that_would_lead_out(site: Site) -> None:
    """Servers follow links. nginx could be told not to, but its brotli_static then fails at random.

    The publication refuses links (see test_laying), and rsync takes none along.
    """
    assert not [path for path in (site.root / "public").rglob("*") if path.is_symlink()]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_what_would_change_something_is_refused(server: Server, method: str) -> None:
    for path in ("/articles/bonjour/", "/rss.xml"):
        answer = server.ask(method, path, Content_Length="0")
        assert answer.status == 405
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == REVALIDATED


def test_there_is_room_for_the_debate(server: Server, site: Site, tmp_path: Path) -> None:
    """Its requests are no files: they may change something, and have the headers of all."""
    block = {
        "nginx": 'location /discussion/ {\n    return 201 "said";\n}\n',
        "caddy": 'handle /discussion/* {\n\trespond "said" 201\n}\n',
    }[server.name]
    with SERVERS[server.name](tmp_path, site.root / "public", discussion=block) as debating:
        answer = debating.ask("POST", "/discussion/new", Content_Length="0")
        assert (answer.status, answer.body) == (201, b"said")
        assert "connect-src 'self'" in answer.headers["Content-Security-Policy"]
        assert debating.ask("POST", "/articles/", Content_Length="0").status in {404, 405}


def test_head_is_get_without_its_body(server: Server, site: Site) -> None:
    for path in ("/", "/rss.xml", "/nulle-part/", address_of(site, "theme/site.*.css")):
        whole, head = server.get(path), server.ask("HEAD", path)
        assert (head.status, head.body) == (whole.status, b"")
        for name in ("Content-Type", "Content-Length", "ETag", "Cache-Control"):
            assert head.headers[name] == whole.headers[name], (path, name)


def test_no_server_tells_its_version(server: Server) -> None:
    for path in ("/", "/nulle-part/"):
        assert server.get(path).headers["Server"] in {None, "nginx"}


def test_all_that_stays_for_a_year_is_named_by_its_content(site: Site) -> None:
    import re

    public = site.root / "public"
    files = [
        path
        for folder in Settings().immutable
        for path in (public / folder).rglob("*")
        if path.is_file()
    ]
    assert len(files) > 10
    for path in files:
        assert re.search(r"\.[0-9a-f]{8}\.|_[0-9a-f]{7,}\.pf_", path.name), path
        header = {one.name: one for one in table_of(Settings())}["Cache-Control"]
        assert header.value_of(f"/{path.relative_to(public).as_posix()}") == IMMUTABLE


@contextlib.contextmanager
def next_edition(site: Site, text: str) -> Iterator[None]:
    """Another edition is online, in which the first post says ``text`` at its end."""
    post = site.content / "articles/bonjour.md"
    before = post.read_text("utf-8")
    post.write_text(f"{before}\n{text}\n", "utf-8")
    try:
        assert site.publish(**ADDRESS).returncode == 0
        yield
    finally:
        post.write_text(before, "utf-8")


def test_an_edition_is_seen_without_the_server_knowing(server: Server, site: Site) -> None:
    """The link changes under a running server: the next request gets the next edition."""
    page, number = "/articles/bonjour/", (site.root / "public").resolve().name
    before, style = server.get(page), address_of(site, "theme/site.*.css")
    tag = server.get(style).headers["ETag"]
    with next_edition(site, f"Une suite, vue par {server.name}."):
        after = server.get(page)
        assert f"vue par {server.name}".encode() in after.body
        assert before.headers["ETag"] != after.headers["ETag"]
        old = before.headers["Last-Modified"]
        assert server.get(page, If_Modified_Since=old).status == 200
        assert server.get(style, If_None_Match=tag).status == 304, "what is equal stays known"
        later = after.headers["Last-Modified"]
    assert site.desk("rollback", "--to", number).returncode == 0
    again = server.get(page)
    assert again.body == before.body
    # Who has the other edition is not told that nothing has changed (RFC 9110, 13.1.3).
    for condition in ({"If_Modified_Since": later}, {"If_None_Match": after.headers["ETag"]}):
        assert server.get(page, **condition).status == 200, condition
    assert server.get(style, If_None_Match=tag).status == 304


def test_an_earlier_edition_comes_back_with_its_own_addresses(
    site: Site, server: Server, tmp_path: Path
) -> None:
    """Redirects of the edition with which the server was started are not those of another."""
    copy = Site(tmp_path / "copy")
    subprocess.run(["cp", "-a", site.root, copy.root], check=True)
    text = "---\ntitre: {}\ndate: 2026-02-01\nid: urn:x:{}\n{}---\nTexte.\n"
    copy.write("content/articles/été.md", text.format("Été", 8, ""))
    copy.write("content/articles/reparti.md", text.format("Reparti", 9, ""))
    assert copy.publish(**ADDRESS).returncode == 0
    (copy.content / "articles/été.md").rename(copy.content / "articles/automne.md")
    copy.write("content/articles/reparti.md", text.format("Reparti", 9, "statut: retiré\n"))
    assert copy.publish(**ADDRESS).returncode == 0

    def statuses(running: Server) -> list[int]:
        paths = ("/articles/ete/", "/articles/automne/", "/articles/reparti/", "/articles/parti/")
        return [running.get(path).status for path in paths]

    latest = (copy.root / "public").resolve().name
    with SERVERS[server.name](tmp_path, copy.root / "public") as running:
        assert statuses(running) == [301, 200, 410, 410]
        assert copy.desk("rollback").returncode == 0
        assert statuses(running) == [200, 404, 200, 410]
        assert copy.desk("rollback", "--to", latest).returncode == 0
        assert statuses(running) == [301, 200, 410, 410]


def test_a_network_of_caches_keeps_what_it_may_and_asks_for_the_rest(
    server: Server, site: Site, tmp_path: Path
) -> None:
    """Apache's mod_cache says of each answer where it came from."""
    page, style = "/articles/bonjour/", address_of(site, "theme/site.*.css")
    with cache(tmp_path, server) as network:

        def source(path: str, **headers: str) -> str:
            return network.get(path, **headers).headers["X-Cache"].split()[0]

        def comes_from(expected: str, path: str, **headers: str) -> bool:
            """Apache writes down what it keeps when it has answered already."""
            for _ in range(50):
                if source(path, **headers) == expected:
                    return True
                time.sleep(0.05)
            return False

        for encoding in ("br", "gzip", "identity"):
            assert source(style, Accept_Encoding=encoding) == "MISS"
            assert comes_from("HIT", style, Accept_Encoding=encoding)
            kept = network.get(style, Accept_Encoding=encoding)
            assert kept.body == server.get(style, Accept_Encoding=encoding).body
        for path in (page, "/rss.xml", "/feed.json"):
            assert source(path) == "MISS"
            assert comes_from("REVALIDATE", path)
        for wanted in ("document", "empty", "document", "empty"):
            kept = network.get("/rss.xml", Sec_Fetch_Dest=wanted)
            assert kept.headers["Content-Type"] == feed_type("/rss.xml", wanted)
        before = network.get("/rss.xml")
        with next_edition(site, f"Une suite à travers {server.name}."):
            for path in (page, "/rss.xml"):
                answer = network.get(path)
                assert f"à travers {server.name}".encode() in answer.body, path
            again = network.get("/rss.xml", If_None_Match=before.headers["ETag"])
            assert again.status == 200
            assert source(style, Accept_Encoding="br") == "HIT", (
                "what is named by its content is kept"
            )
        assert network.get("/bientot/").status == 404
        assert network.get("/bientot/").headers["Cache-Control"] == REVALIDATED
