"""The server of `make serve`, asked over a real socket: the site as readers get it, but ours."""

from __future__ import annotations

import asyncio
import contextlib
import re
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import pytest
import uvicorn

from plugins.desk.backroom import Backroom
from plugins.desk.guarding import with_the_desk
from plugins.desk.preview import Editions, PortTaken, address_of, make_app, serve
from plugins.messages import msg
from plugins.problems import Problem
from plugins.reporting import Backstage, BuildReport
from tests.laying import HOUSE, run_apart

SCRIPT = b'src="/.desk/reload.js"'
HOSTS = ("127.0.0.1", "localhost", "[::1]")
PAGES = {
    "index.html": "<!doctype html><html><body><h1>L’accueil</h1></body></html>",
    "articles/a/index.html": "<body><p>&lt;/body&gt;</p><pre></body></pre></body>",
    "404.html": "<body><h1>Rien ici</h1></body>",
    "theme/site.1234.css": "p { color: red } /* é </body> */",
    "theme/share.1234.js": "'</body>'",
    "theme/icon.1234.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
    "rss.xml": "<?xml version='1.0'?><rss><description>&lt;/body></description></rss>",
    "robots.txt": "User-agent: *",
}


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Server:
    """The address of a running preview."""

    port: int

    def ask(self, target: str, method: str = "GET", **headers: str) -> Answer:
        """One request as written, without a client's own idea of what a path may be."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.putrequest(method, target, skip_host=True)
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            for name, value in {"Host": f"127.0.0.1:{self.port}", **named}.items():
                connection.putheader(name, value)
            connection.endheaders()
            response = connection.getresponse()
            found = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, found, response.read())
        finally:
            connection.close()


def backroom(output: Path) -> Backroom:
    return Backroom(output.parent / "pelicanconf.py", output, lambda: None)


@contextlib.contextmanager
def running(
    output: Path, hosts: tuple[str, ...] = HOSTS, room: Backroom | None = None
) -> Iterator[Server]:
    config = uvicorn.Config(
        make_app(room or backroom(output), Editions(), hosts),
        log_level="error",
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    listener = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        until = time.monotonic() + 5
        while not server.started and time.monotonic() < until:
            time.sleep(0.01)
        assert server.started
        yield Server(listener.getsockname()[1])
    finally:
        server.should_exit = True
        thread.join(5)
        listener.close()


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An edition, with something beside it that is nobody's business."""
    root = tmp_path_factory.mktemp("site")
    for name, text in PAGES.items():
        path = root / "output" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (root / "secret.txt").write_text("secret", encoding="utf-8")
    (root / "output-2").mkdir()
    (root / "output-2" / "secret.txt").write_text("secret", encoding="utf-8")
    (root / "output" / "link.txt").symlink_to(root / "secret.txt")
    return root / "output"


def test_a_broken_configuration_is_told_where_the_calendar_would_be(tmp_path: Path) -> None:
    """As often as it is broken, and not once it is mended: the server is not started again."""
    for name in ("output", "content"):
        (tmp_path / name).mkdir()
    configuration, sound = tmp_path / "pelicanconf.py", (HOUSE / "pelicanconf.py").read_text()
    broken = {
        'SITENAME = "Sam\n': "invalid-configuration",
        "SITENAME = 1 / 0\n": "ZeroDivisionError",
        'SITENAME = ""\n': "invalid-setting",
        "PUBLISHING = []\n": "",
    }
    with running(tmp_path / "output") as server:
        for line, words in broken.items():
            configuration.write_text(f"{sound}\n{line}", "utf-8")
            answer = server.ask("/.desk/calendar")
            assert answer.status == (503 if words else 200), line
            if words:
                said = answer.body.decode()
                assert words in said
                assert f"pelicanconf.py:{sound.count(chr(10)) + 2}" in said


def test_a_page_may_load_what_it_may_load_online(output: Path) -> None:
    """And the desk's own frame; what is not a page has no policy of pages."""
    room = backroom(output)
    online = "default-src 'none'; img-src 'self' https://a.example"
    room.take(BuildReport(is_written=True, backstage=Backstage(policy=online)))
    with running(output, room=room) as server:
        policy = server.ask("/").headers["content-security-policy"]
        assert policy == f"{online}; frame-src 'self'"
        assert "content-security-policy" not in server.ask("/rss.xml").headers
    both = with_the_desk("frame-src https://v.example; img-src 'self'")
    assert both == "frame-src https://v.example 'self'; img-src 'self'"


@pytest.fixture(scope="module")
def server(output: Path) -> Iterator[Server]:
    with running(output) as server:
        yield server


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.0.0.1:8000", "localhost", "LOCALHOST:8000", "[::1]", "[::1]:8000"]
)
def test_it_answers_to_this_computers_own_names(server: Server, host: str) -> None:
    assert server.ask("/", Host=host).status == 200


@pytest.mark.parametrize(
    "host",
    [
        "samuguru.example",
        "evil.example:8000",
        "127.0.0.1.evil.example",
        "localhost.evil",
        "::1",
        "",
    ],
)
@pytest.mark.parametrize(
    "target", ["/", "/rss.xml", "/.desk/events", "/.desk/reload.js", "/absent"]
)
def test_any_other_name_is_refused(server: Server, host: str, target: str) -> None:
    """A page elsewhere could lead a browser here under its own name, and read drafts."""
    answer = server.ask(target, Host=host)
    assert answer.status == 400
    assert b"accueil" not in answer.body


def test_a_preview_for_the_whole_network_answers_to_any_name(output: Path) -> None:
    with running(output, ("*",)) as server:
        assert server.ask("/", Host="portable.local:8000").status == 200


@pytest.mark.parametrize(
    "target",
    [
        "/../secret.txt",
        "/../../../../../../etc/passwd",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/%2e%2e%2fsecret.txt",
        "/articles/..%2f..%2f..%2fsecret.txt",
        "/..%5csecret.txt",
        "/../output-2/secret.txt",
        "//etc/passwd",
        "/%2fetc/passwd",
        "/link.txt",
        "/.desk/../../secret.txt",
        "/secret.txt%00.html",
        "/%00",
    ],
)
def test_nothing_outside_the_edition_is_served(server: Server, target: str) -> None:
    answer = server.ask(target)
    assert 400 <= answer.status < 500
    assert b"secret" not in answer.body
    assert b"root:" not in answer.body


@pytest.mark.parametrize(
    ("target", "name"),
    [("/", "index.html"), ("/articles/a/", "articles/a/index.html"), ("/404.html", "404.html")],
)
def test_a_page_is_served_with_the_script_that_reloads_it(
    server: Server, output: Path, target: str, name: str
) -> None:
    answer = server.ask(target)
    assert answer.status == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.body.count(SCRIPT) == 1
    bare = re.sub(
        rb'<link rel="stylesheet" href="/\.desk/.*?</script>\n(?=</head>)',
        b"",
        answer.body,
        flags=re.DOTALL,
    )
    bare = re.sub(rb'<div id="desk-strip">.*\n(?=</body>)', b"", bare, flags=re.DOTALL)
    assert bare == (output / name).read_bytes()


def test_the_files_of_the_edition_stay_as_they_are(server: Server, output: Path) -> None:
    server.ask("/")
    assert (output / "index.html").read_text(encoding="utf-8") == PAGES["index.html"]


@pytest.mark.parametrize(
    ("target", "media_type"),
    [
        ("/theme/site.1234.css", "text/css; charset=utf-8"),
        ("/theme/share.1234.js", "text/javascript; charset=utf-8"),
        ("/theme/icon.1234.svg", "image/svg+xml; charset=utf-8"),
        ("/rss.xml", "application/rss+xml; charset=utf-8"),
        ("/robots.txt", "text/plain; charset=utf-8"),
    ],
)
def test_any_other_file_is_served_as_it_is(
    server: Server, output: Path, target: str, media_type: str
) -> None:
    answer = server.ask(target)
    assert (answer.status, answer.headers["content-type"]) == (200, media_type)
    assert answer.body == (output / target[1:]).read_bytes()


def test_a_feed_that_a_person_opens_is_xml(server: Server, output: Path) -> None:
    """Its stylesheet shows it as a list; a reader is told that it is a feed."""
    for wanted, media_type in (("document", "application/xml"), ("empty", "application/rss+xml")):
        answer = server.ask("/rss.xml", Sec_Fetch_Dest=wanted)
        assert answer.headers["content-type"] == f"{media_type}; charset=utf-8"
        assert answer.headers["vary"] == "Sec-Fetch-Dest"
        assert answer.body == (output / "rss.xml").read_bytes()


@pytest.mark.parametrize("target", ["/absent", "/absent/", "/articles/b/", "/theme/absent.css"])
def test_what_is_not_there_is_the_sites_404_page(server: Server, target: str) -> None:
    answer = server.ask(target)
    assert answer.status == 404
    assert b"<h1>Rien ici</h1>" in answer.body
    assert answer.body.count(SCRIPT) == 1


def test_before_the_first_build_a_page_says_so_and_waits(tmp_path: Path) -> None:
    with running(tmp_path) as server:
        for target in ("/", "/articles/a/"):
            answer = server.ask(target)
            assert answer.status == 404
            assert "Rien n’est encore construit" in answer.body.decode()
            assert SCRIPT in answer.body
        (tmp_path / "index.html").write_text("<body></body>", encoding="utf-8")
        assert server.ask("/").status == 200


def test_a_folder_leads_to_its_page(server: Server) -> None:
    answer = server.ask("/articles/a")
    assert answer.status in {301, 302, 307, 308}
    assert answer.headers["location"].endswith("/articles/a/")


@pytest.mark.parametrize("target", ["/theme/site.1234.css", "/rss.xml"])
def test_a_file_that_has_not_changed_is_not_sent_again(server: Server, target: str) -> None:
    first = server.ask(target)
    again = server.ask(target, If_None_Match=first.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    assert server.ask(target, If_Modified_Since=first.headers["last-modified"]).status == 304
    assert server.ask(target, If_None_Match='"other"').status == 200


def test_an_edited_page_is_never_taken_for_the_one_before(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<body>un</body>", encoding="utf-8")
    with running(tmp_path) as server:
        headers = server.ask("/").headers
        (tmp_path / "index.html").write_text("<body>deux</body>", encoding="utf-8")
        asked = {"If_None_Match": headers["etag"]} if "etag" in headers else {}
        assert b"deux" in server.ask("/", **asked).body


@pytest.mark.parametrize("target", ["/", "/rss.xml", "/theme/site.1234.css", "/absent"])
def test_nothing_is_kept_by_the_browser_unasked(server: Server, target: str) -> None:
    assert server.ask(target).headers["cache-control"] == "no-cache"


def test_the_head_of_a_page_is_that_of_the_page(server: Server) -> None:
    head, whole = server.ask("/", "HEAD"), server.ask("/")
    assert (head.status, head.body) == (200, b"")
    assert head.headers["content-length"] == whole.headers["content-length"]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_it_only_reads(server: Server, method: str) -> None:
    assert server.ask("/", method, Content_Length="0").status == 405


def test_the_script_is_served(server: Server) -> None:
    answer = server.ask("/.desk/reload.js")
    assert answer.status == 200
    assert answer.headers["content-type"].startswith(("text/javascript", "application/javascript"))
    assert b"location.reload()" in answer.body


def test_open_pages_are_told_of_each_edition() -> None:
    async def main() -> list[str]:
        editions = Editions()
        events = editions.events()
        heard = [await anext(events)]
        for _ in range(2):
            waiting = asyncio.create_task(anext(events))
            await asyncio.sleep(0)
            editions.advance()
            heard.append(await asyncio.wait_for(waiting, 5))
        await events.aclose()
        return heard

    heard = run_apart(main())
    assert len(set(heard)) == 3
    assert all(event.startswith("retry: 500\ndata: ") for event in heard)
    assert all("\n\nevent: report\ndata: " in event for event in heard)
    assert all(event.endswith("\n\n") for event in heard)


def test_a_page_left_open_since_an_earlier_server_reloads() -> None:
    first = Editions()
    time.sleep(0.001)
    assert Editions().name != first.name


def test_the_events_are_a_stream_of_server_sent_events(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as connection:
        connection.sendall(b"GET /.desk/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
        received = b""
        while b"data: " not in received:
            received += connection.recv(4096)
    assert received.startswith(b"HTTP/1.1 200")
    assert b"content-type: text/event-stream" in received.lower()


DESK_ROUTES = ["panel?page=a/", "proof?page=a/", "item?page=a/", "strip", "calendar", "guide"]


@pytest.mark.parametrize("route", [*DESK_ROUTES, "desk.css", "reload.js", "events"])
@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_the_desk_is_not_for_another_origin(server: Server, route: str, site: str) -> None:
    answer = server.ask(f"/.desk/{route}", **{"Sec-Fetch-Site": site})
    assert (answer.status, answer.body) == (403, b"Not for another origin.")
    assert server.ask(f"/.desk/{route}", Host="evil.example").status == 400


@pytest.mark.parametrize("target", ["/", "/rss.xml", "/.desk/strip", "/absent"])
def test_nothing_may_be_embedded_elsewhere(server: Server, target: str) -> None:
    headers = server.ask(target).headers
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "access-control-allow-origin" not in headers


def test_the_desks_own_pages_allow_nothing_inline(server: Server) -> None:
    policy = server.ask("/.desk/strip").headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy


@pytest.mark.parametrize("route", ["panel", "proof", "item"])
@pytest.mark.parametrize("page", ["", "nulle/part/", "../secret.txt", "/etc/passwd"])
def test_a_page_that_nobody_noted_has_nothing_behind_it(
    server: Server, route: str, page: str
) -> None:
    answer = server.ask(f"/.desk/{route}?page={page}")
    assert answer.status == 404
    assert b"secret" not in answer.body


def test_errors_are_in_every_page_until_a_build_succeeds(output: Path) -> None:
    room = backroom(output)
    fault = Problem(
        "invalid-date",
        msg("“{value}” is not a date that can be read.", value="<b>hier</b>"),
        msg("Write for example 2026-01-02."),
        output.parent / "content" / "a.md",
        3,
    )
    with running(output, room=room) as server:
        assert b"desk-problem" not in server.ask("/").body
        room.take(BuildReport(is_written=False, problems=(fault,)))
        for target in ("/", "/absent", "/.desk/strip"):
            body = server.ask(target).body.decode()
            assert "invalid-date" in body
            assert "content/a.md:3" in body
            assert "&lt;b&gt;hier" in body
            assert "<b>hier" not in body
        room.take(BuildReport(is_written=True))
        assert b"desk-problem" not in server.ask("/").body
        assert server.ask("/.desk/strip").body == b""


def test_a_port_that_is_taken_is_told_before_anything_is_made(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(PortTaken):
            serve(tmp_path / "pelicanconf.py", tmp_path / "output", "127.0.0.1", port)
    assert not (tmp_path / "output").exists()


def test_an_address_of_another_computer_is_told_alike(tmp_path: Path) -> None:
    with pytest.raises(PortTaken):
        serve(tmp_path / "pelicanconf.py", tmp_path / "output", "192.0.2.1", 0)


@pytest.mark.parametrize(
    ("bind", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000"),
        ("localhost", "http://localhost:8000"),
        ("0.0.0.0", "http://127.0.0.1:8000"),
        ("::", "http://[::1]:8000"),
        ("::1", "http://[::1]:8000"),
        ("192.168.1.2", "http://192.168.1.2:8000"),
    ],
)
def test_the_address_to_read_at(bind: str, address: str) -> None:
    assert address_of(bind, 8000) == address
