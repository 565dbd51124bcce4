"""After a publication: the letter made of it, and the hub told of it."""

from __future__ import annotations

import email
import hashlib
import hmac
import threading
import urllib.parse
import urllib.request
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import default
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import cast

import pytest

from plugins.discussion.records import Record, Thread
from plugins.discussion.snapshots import render_snapshot
from tests.laying import SITES, Site, lay_site

KEY = "11111111-1111-4111-8111-111111111111"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Five posts, of which a feed's document shows two: the rest is in archives."""
    site = lay_site(tmp_path_factory.mktemp("letter"), SITES / "everything")
    site.configure('FEEDS["limit"] = 1')
    done = site.publish(SITEURL="https://letter.example", AS_OF="2026-06-01")
    assert done.returncode == 0, done.stderr
    return site


def test_a_letter_holds_the_posts_since_a_day_newest_first(site: Site) -> None:
    done = site.desk("digest", "--since", "2026-01-01")
    assert done.returncode == 0, done.stderr
    assert "lettre-2026-01-01.eml" in done.stdout
    data = (site.root / "lettre-2026-01-01.eml").read_bytes()
    message = cast(EmailMessage, email.message_from_bytes(data, policy=default))
    assert message.defects == []
    assert message["Subject"] == "SamuGuru\u00a0: 3 nouveaux articles"
    assert message["List-Unsubscribe"] == "<{{unsubscribe_url}}>"
    assert message["Date"] == "Tue, 10 Feb 2026 08:00:00 +0100"
    assert message.get_content_type() == "multipart/alternative"
    plain, rich = (cast(EmailMessage, part) for part in message.iter_parts())
    text = plain.get_content()
    titles = ["Drones\u00a0: la suite", "Drones\u00a0: le bruit", "L’IA, l’I.A. & les autres"]
    places = [text.index(title) for title in titles]
    assert places == sorted(places)
    assert "https://letter.example/articles/suite/" in text
    assert "10 février 2026" in text
    assert "La note n’est pas du résumé." in text
    assert "<p" not in text
    page = rich.get_content()
    assert 'style="' in page
    assert "class=" not in page
    assert "<style" not in page
    assert 'href="{{unsubscribe_url}}"' in page
    assert 'src="https://letter.example/articles/avec-image/couverture.svg"' in page


def test_the_same_letter_twice_is_the_same_bytes(site: Site) -> None:
    letters = []
    for _ in range(2):
        assert site.desk("digest", "--since", "2026-02-05").returncode == 0
        letters.append((site.root / "lettre-2026-02-05.eml").read_bytes())
    assert letters[0] == letters[1]
    message = email.message_from_bytes(letters[0], policy=default)
    assert message["Subject"] == "Drones\u00a0: la suite", "one post lends its title"


@pytest.mark.parametrize(
    ("since", "code"), [("hier", "invalid-date"), ("2030-01-01", "empty-letter")]
)
def test_a_letter_of_nothing_is_told(site: Site, since: str, code: str) -> None:
    done = site.desk("digest", "--since", since)
    assert done.returncode == 1
    assert f"[{code}]" in done.stderr
    assert "    → " in done.stderr


class Hub:
    """A small WebSub hub: verifies subscribers, fetches what it is told of, and hands it on."""

    def __init__(self, folder: Path) -> None:
        self.told: list[str] = []
        self.callbacks: dict[str, tuple[str, bytes]] = {}
        self.received: list[tuple[str, bytes, str]] = []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler(folder))
        self.address = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.thread = threading.Thread(target=self.server.serve_forever)

    def _handler(self, folder: Path) -> type[BaseHTTPRequestHandler]:
        hub = self

        class Handler(SimpleHTTPRequestHandler):
            def __init__(self, *arguments: object) -> None:
                super().__init__(*arguments, directory=str(folder))  # type: ignore[arg-type]

            def do_GET(self) -> None:
                query = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(self.path).query))
                if "hub.challenge" in query:
                    self.answer(200, query["hub.challenge"].encode())
                else:
                    super().do_GET()

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if self.path == "/callback":
                    sign, link = self.headers["X-Hub-Signature"], self.headers["Link"]
                    hub.received.append((link, body, sign))
                    self.answer(204)
                else:
                    form = dict(urllib.parse.parse_qsl(body.decode()))
                    self.answer(hub.hear(form))

            def answer(self, status: int, body: bytes = b"") -> None:
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        return Handler

    def hear(self, form: dict[str, str]) -> int:
        if form["hub.mode"] == "subscribe":
            query = {"hub.mode": "subscribe", "hub.challenge": "x1", "hub.topic": form["hub.topic"]}
            url = f"{form['hub.callback']}?{urllib.parse.urlencode(query)}"
            with urllib.request.urlopen(url, timeout=5) as answer:
                assert answer.read() == b"x1"
            secret = form["hub.secret"].encode()
            self.callbacks[form["hub.topic"]] = (form["hub.callback"], secret)
            return 202
        self.told.append(form["hub.url"])
        if form["hub.url"] in self.callbacks:
            self.distribute(form["hub.url"])
        return 204

    def distribute(self, topic: str) -> None:
        callback, secret = self.callbacks[topic]
        with urllib.request.urlopen(topic, timeout=5) as answer:
            body = answer.read()
        sign = "sha256=" + hmac.new(secret, body, hashlib.sha256).hexdigest()
        headers = {"X-Hub-Signature": sign, "Link": f'<{topic}>; rel="self"'}
        urllib.request.urlopen(urllib.request.Request(callback, body, headers), timeout=5).close()


# The same bytes at the addresses that feeds had, where each names the one that it has.
OLD = (
    *("feed.xml", "index.xml"),
    *(f"feeds/{name}" for name in ("all.atom.xml", "all.rss.xml", "atom.xml", "rss.xml")),
)


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Hub]:
    hub = Hub(tmp_path / "site" / "public")
    hub.thread.start()
    yield hub
    hub.server.shutdown()
    hub.thread.join()
    hub.server.server_close()


def test_a_hub_is_announced_told_and_reaches_a_subscriber(tmp_path: Path, hub: Hub) -> None:
    """«`rel="hub"` only where a ping is really sent after publication.»"""
    site = lay_site(tmp_path / "site", SITES / "minimal")
    site.configure(f'FEEDS["hub"] = "{hub.address}/hub"')
    thread = Thread(KEY, "Bonjour", (Record(3, None, 1.7e9, None, "Ada", "", "Bien vu."),))
    site.write(f"content/comments/{KEY}.json", render_snapshot(thread).decode())
    assert site.publish(SITEURL=hub.address, AS_OF="2026-06-01").returncode == 0
    own = (site.root / "public/articles/bonjour/commentaires/atom.xml").read_text("utf-8")
    assert "Bien vu." in own
    assert 'rel="hub"' not in own, "it is in no list, of which make ping tells"
    announced = set()
    for path in (site.root / "public").rglob("*.xml"):
        if path.is_file() and f'href="{hub.address}/hub" rel="hub"' in path.read_text("utf-8"):
            announced.add(f"{hub.address}/{path.relative_to(site.root / 'public').as_posix()}")
    assert f'"url": "{hub.address}/hub"' in (site.root / "public/feed.json").read_text("utf-8")

    topic = f"{hub.address}/rss.xml"
    form = {
        "hub.mode": "subscribe",
        "hub.topic": topic,
        "hub.callback": f"{hub.address}/callback",
        "hub.secret": "secret",
    }
    data = urllib.parse.urlencode(form).encode()
    urllib.request.urlopen(f"{hub.address}/hub", data, timeout=5).close()

    done = site.desk("ping")
    assert done.returncode == 0, done.stderr
    assert f"{len(hub.told)} flux" in done.stdout
    assert announced - set(hub.told) == {f"{hub.address}/{name}" for name in OLD}
    assert set(hub.told) - announced == {url for url in hub.told if url.endswith(".json")}
    assert {topic, f"{hub.address}/atom.xml", f"{hub.address}/sujets/ia/feed.json"} <= set(hub.told)
    [(link, body, sign)] = hub.received
    assert body == (site.root / "public/rss.xml").read_bytes()
    assert link == f'<{topic}>; rel="self"'
    assert sign == "sha256=" + hmac.new(b"secret", body, hashlib.sha256).hexdigest()


def test_a_hub_that_is_not_there_is_told(tmp_path: Path) -> None:
    site = lay_site(tmp_path, SITES / "minimal")
    assert "[no-hub]" in site.desk("ping").stderr
    site.configure('FEEDS["hub"] = "http://127.0.0.1:9/hub"')
    assert "[unpublished]" in site.desk("ping").stderr
    assert site.publish(AS_OF="2026-06-01").returncode == 0
    done = site.desk("ping")
    assert done.returncode == 1
    assert "[hub-refused]" in done.stderr
