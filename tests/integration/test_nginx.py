"""The shipped configuration of nginx, in a real nginx: what a reader's requests are answered.

«Served as application/rss+xml; charset=utf-8 (and the like), nosniff, ETag and Last-Modified with
working 304s, Cache-Control of an hour or so, CORS *, compressed.»
"""

from __future__ import annotations

import gzip
import http.client
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from plugins.ledger import Entry, render_ledger
from tests.laying import HOUSE, SITES, lay_site

MAIN = """
daemon off;
master_process off;
pid {root}/nginx.pid;
error_log stderr warn;
events {{}}
http {{
    access_log off;
    client_body_temp_path {root}/body;
    proxy_temp_path {root}/proxy;
    fastcgi_temp_path {root}/fastcgi;
    uwsgi_temp_path {root}/uwsgi;
    scgi_temp_path {root}/scgi;
    include samuguru/site.conf;
}}
"""


@dataclass(frozen=True)
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes


@dataclass(frozen=True)
class Server:
    port: int

    def get(self, path: str, **headers: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request("GET", path, headers=named)
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read())
        finally:
            connection.close()


def find_nginx() -> str:
    found = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/bin")
    if found is None:
        subprocess.run([HOUSE / ".ci" / "debian", "nginx-light"], check=True)
        found = shutil.which("nginx", path="/usr/sbin:/usr/bin")
    assert found, "nginx is not there"
    return found


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """An edition with something renamed and something withdrawn, as a publication leaves it."""
    site = lay_site(tmp_path_factory.mktemp("site"), SITES / "minimal")
    name = "urn:uuid:11111111-1111-4111-8111-111111111111"
    ledger = [Entry("articles/salut/", "post", name), Entry("articles/parti/", "post", "urn:x:1")]
    site.write("content/permalinks.json", render_ledger(ledger).decode())
    tombstone = "---\ntitre: Parti\ndate: 2026-01-01\nid: urn:x:1\nstatut: retiré\n---\nFini.\n"
    site.write("content/articles/parti.md", tombstone)
    done = site.publish(SITEURL="https://samuguru.example", AS_OF="2026-06-01")
    assert done.returncode == 0, done.stderr
    with running(tmp_path_factory.mktemp("nginx"), site.root) as port:
        yield Server(port)


class running:  # noqa: N801 (a context manager is used as a word)
    def __init__(self, root: Path, site: Path) -> None:
        self.root, self.site = root, site

    def __enter__(self) -> int:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = int(free.getsockname()[1])
        folder = self.root / "samuguru"
        shutil.copytree(HOUSE / "deploy" / "nginx", folder)
        shutil.copytree(self.site / "deploy" / "nginx", folder, dirs_exist_ok=True)
        conf = (folder / "site.conf").read_text("utf-8")
        conf = conf.replace("listen 80;", f"listen 127.0.0.1:{port};")
        conf = conf.replace("/srv/samuguru/public", str(self.site / "public"))
        (folder / "site.conf").write_text(conf, "utf-8")
        (self.root / "nginx.conf").write_text(MAIN.format(root=self.root), "utf-8")
        command = [find_nginx(), "-p", str(self.root), "-c", str(self.root / "nginx.conf")]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        for _ in range(100):
            if self.process.poll() is not None:
                raise AssertionError(self.process.communicate()[1])
            try:
                socket.create_connection(("127.0.0.1", port), 0.2).close()
                return port
            except OSError:
                time.sleep(0.05)
        raise AssertionError("nginx does not answer")

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.communicate(timeout=10)


TYPES = {
    "/rss.xml": "application/rss+xml",
    "/atom.xml": "application/atom+xml",
    "/feed.json": "application/feed+json",
    "/sujets/ia/rss.xml": "application/rss+xml",
    "/auteurs/samuguru/atom.xml": "application/atom+xml",
    "/corrections/feed.json": "application/feed+json",
    "/abonnements.opml": "text/x-opml",
}


@pytest.mark.parametrize("path", sorted(TYPES))
def test_feeds_are_served_as_what_they_are(server: Server, path: str) -> None:
    answer = server.get(path)
    assert answer.status == 200
    assert answer.headers["Content-Type"] == f"{TYPES[path]}; charset=utf-8"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cache-Control"] == "public, max-age=3600"
    assert answer.headers["Last-Modified"]


@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_a_second_request_is_answered_with_304(server: Server, encoding: str) -> None:
    first = server.get("/rss.xml", Accept_Encoding=encoding)
    etag, date = first.headers["ETag"], first.headers["Last-Modified"]
    for condition in ({"If_None_Match": etag}, {"If_Modified_Since": date}):
        answer = server.get("/rss.xml", Accept_Encoding=encoding, **condition)
        assert (answer.status, answer.body) == (304, b"")
        assert answer.headers["Cache-Control"] == "public, max-age=3600"
    assert server.get("/rss.xml", If_None_Match='"other"').status == 200


def test_feeds_are_compressed_on_demand(server: Server) -> None:
    whole = server.get("/rss.xml")
    packed = server.get("/rss.xml", Accept_Encoding="gzip")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["Vary"] == "Accept-Encoding"
    assert len(packed.body) < len(whole.body)
    assert gzip.decompress(packed.body) == whole.body


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/feed/", "/rss.xml"),
        ("/feed.xml", "/rss.xml"),
        ("/feeds/all.atom.xml", "/atom.xml"),
        ("/feeds/rss.xml", "/rss.xml"),
        ("/articles/salut/", "/articles/bonjour/"),
    ],
)
def test_old_addresses_redirect_permanently(server: Server, old: str, new: str) -> None:
    answer = server.get(old)
    assert (answer.status, answer.headers["Location"]) == (301, new)
    assert server.get(new).status == 200


def test_what_was_withdrawn_is_gone_and_says_so(server: Server) -> None:
    answer = server.get("/articles/parti/")
    assert answer.status == 410
    assert "a été retirée".encode() in answer.body


def test_pages_and_what_is_not_there(server: Server) -> None:
    page = server.get("/articles/bonjour/")
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert page.headers["Cache-Control"] == "public, max-age=300"
    assert page.headers["Access-Control-Allow-Origin"] is None
    bare = server.get("/articles/bonjour")
    assert (bare.status, bare.headers["Location"]) == (301, "/articles/bonjour/")
    missing = server.get("/nulle-part/")
    assert missing.status == 404
    assert b"<html" in missing.body
    assert missing.headers["X-Content-Type-Options"] == "nosniff"
