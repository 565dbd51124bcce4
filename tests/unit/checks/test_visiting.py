"""External links, asked for over real HTTP from a server of this computer alone."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from plugins.checks.rules.external import FORBIDDEN, Answer
from plugins.checks.visiting import Manners, Visitor, visit_remembered

MANNERS = Manners("https://samuguru.example", seconds=2, pause=0, backoff=0)


@dataclass
class Host:
    """What the server was asked, and how many requests it had at once."""

    url: str = ""
    asked: list[tuple[str, str]] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    at_once: int = 0
    most_at_once: int = 0
    failures: int = 1

    def paths(self) -> list[str]:
        return [f"{method} {path}" for method, path in self.asked if path != "/robots.txt"]


def answer(handler: BaseHTTPRequestHandler, host: Host) -> tuple[int, dict[str, str]]:
    moves = {"/old": (301, "/new"), "/older": (308, "/old"), "/for-now": (302, "/new"),
             "/mixed": (301, "/for-now"), "/round": (301, "/round")}  # fmt: skip
    path = handler.path
    if path in moves:
        return moves[path][0], {"Location": moves[path][1]}
    if path == "/no-head" and handler.command == "HEAD":
        return 405, {}
    if path == "/busy" and host.failures:
        host.failures -= 1
        return 503, {"Retry-After": "0"}
    statuses = {"/gone": 410, "/missing": 404, "/closed": 403, "/ill": 500}
    return statuses.get(path, 200), {}


@pytest.fixture
def host() -> Iterator[Host]:
    made = Host()
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            with lock:
                made.asked.append((self.command, self.path))
                made.agents.add(self.headers["User-Agent"])
                made.at_once += 1
                made.most_at_once = max(made.most_at_once, made.at_once)
            time.sleep(0.002)
            status, headers = answer(self, made)
            body = b"User-agent: *\nDisallow: /private/\n" if self.path == "/robots.txt" else b"x"
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            with lock:  # before the answer goes out, after which the next may come
                made.at_once -= 1
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(body)

        do_HEAD = do_GET  # noqa: N815 (the name that the server calls)

        def log_message(self, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield made
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/new", Answer(200)),
        ("/no-head", Answer(200)),
        ("/missing", Answer(404)),
        ("/gone", Answer(410)),
        ("/closed", Answer(403)),
        ("/ill", Answer(500)),
        ("/busy", Answer(200)),
        ("/old", Answer(200, moved="/new")),
        ("/older", Answer(200, moved="/new")),
        ("/for-now", Answer(200)),
        ("/mixed", Answer(200, moved="/for-now")),
        ("/round", Answer(0, "too many redirects")),
        ("/été?q=à", Answer(200)),
        ("/private/a", Answer(FORBIDDEN)),
    ],
)
def test_what_an_address_answers(host: Host, path: str, expected: Answer) -> None:
    moved = host.url + expected.moved if expected.moved else ""
    found = Visitor(MANNERS).visit_all([host.url + path])
    assert found == {host.url + path: Answer(expected.status, expected.reason, moved)}
    assert path != "/private/a" or host.paths() == []


def test_a_host_is_asked_politely(host: Host) -> None:
    Visitor(MANNERS).visit_all([f"{host.url}/{number}" for number in range(12)])
    assert host.most_at_once == 1
    assert host.agents == {"house-links/1.0 (+https://samuguru.example/)"}
    assert host.asked[0] == ("GET", "/robots.txt")
    assert len(host.asked) == 13
    assert {method for method, _ in host.asked[1:]} == {"HEAD"}


def test_a_host_that_is_not_there_is_no_crash() -> None:
    address = "http://127.0.0.1:9/"
    (answer,) = Visitor(MANNERS).visit_all([address]).values()
    assert answer.status == 0
    assert answer.reason


def test_what_answered_is_not_asked_again_for_some_days(host: Host, tmp_path: Path) -> None:
    path = tmp_path / ".cache" / "links.json"
    good, bad = f"{host.url}/old", f"{host.url}/missing"

    def ask(*addresses: str) -> dict[str, Answer]:
        host.asked.clear()
        return dict(visit_remembered(addresses, Visitor(MANNERS), path, days=7))

    first = ask(good, bad)
    assert first == {good: Answer(200, moved=f"{host.url}/new"), bad: Answer(404)}
    assert ask(good, bad) == first
    assert host.paths() == ["HEAD /missing", "GET /missing"]
    remembered = json.loads(path.read_text())
    assert set(remembered) == {good}
    remembered[good][2] -= 8 * 86_400
    path.write_text(json.dumps(remembered))
    assert ask(good) == {good: first[good]}
    assert host.paths() == ["HEAD /old", "HEAD /new"]
    path.write_text("{damaged")
    assert ask(good) == {good: first[good]}
    assert host.paths() == ["HEAD /old", "HEAD /new"]


def test_make_links_tells_at_the_line(host: Host, make_site) -> None:
    site = make_site("minimal")
    site.configure("CHECKS = {'link_pause': 1}")
    (site.root / ".cache").unlink()
    (site.root / ".cache").mkdir()
    site.write(
        "content/articles/liens.md",
        "---\ntitle: Des liens\ndate: 2026-01-02\nsummary: Des liens.\nid: urn:a:b\n---\n"
        f"Un [rapport]({host.url}/missing#3).\n\n"
        f"Une [étude]({host.url}/old), le [port]({host.url}/a).\n",
    )
    quiet = site.desk("check")
    assert host.asked == []
    assert "dead-link" not in quiet.stdout
    told = site.desk("check", "--links", "--format", "json")
    found = [p for p in json.loads(told.stdout)["problems"] if p["path"].endswith("liens.md")]
    assert [(p["code"], p["line"]) for p in found if "link" in p["code"]] == [
        ("dead-link", 7),
        ("moved-link", 9),
    ]
    assert f"{host.url}/new" in found[-1]["remedy"]
    assert told.returncode == 0
