"""The proxy blocks of deploy/, in the real servers before the real Isso, whose mails are read."""

from __future__ import annotations

import contextlib
import email.policy
import json
import re
import socketserver
import threading
import time
from collections.abc import Iterator
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

import pytest

from plugins.discussion.records import Record, Thread
from plugins.discussion.snapshots import write_snapshots
from plugins.hosting.headers import table_of
from plugins.hosting.settings import Settings
from tests.integration.test_discussion import EMAIL, KEY, POST, isso_for, publish, run
from tests.laying import HOUSE, SITES, Site, lay_site
from tests.serving import Answer, Server, caddy, free_port, nginx

SERVERS = {"nginx": nginx, "caddy": caddy}
BLOCKS = {"nginx": "nginx/discussion.conf", "caddy": "caddy/discussion.caddy"}
NEW = f"/discussion/new?uri={POST}"


class _Conversation(socketserver.StreamRequestHandler):
    """As much of SMTP (RFC 5321) as a client needs to be rid of its mail."""

    def handle(self) -> None:
        assert isinstance(self.server, Letterbox)
        self.wfile.write(b"220 here\r\n")
        for line in iter(self.rfile.readline, b""):
            if line.lower().startswith(b"data"):
                self.wfile.write(b"354 go on\r\n")
                lines = list(iter(self.rfile.readline, b".\r\n"))
                parser = BytesParser(_class=EmailMessage, policy=email.policy.default)
                self.server.letters.append(parser.parsebytes(b"".join(lines)))
            self.wfile.write(b"221 bye\r\n" if line.lower().startswith(b"quit") else b"250 yes\r\n")


class Letterbox(socketserver.ThreadingTCPServer):
    """The mail server of a site's author, which keeps what it is given."""

    daemon_threads = True

    def __init__(self, site: Site) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.site = site
        self.letters: list[EmailMessage] = []

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def newest(self, number: int) -> EmailMessage:
        """The letter of this number, once it has come."""
        end = time.monotonic() + 20
        while len(self.letters) < number:
            assert time.monotonic() < end, "no letter has come"
            time.sleep(0.05)
        return self.letters[number - 1]


@contextlib.contextmanager
def letterbox(site: Site) -> Iterator[Letterbox]:
    with Letterbox(site) as box:
        threading.Thread(target=box.serve_forever, daemon=True).start()
        yield box
        box.shutdown()


def block_for(name: str, port: int) -> str:
    """The shipped block, with another Isso behind it."""
    text = (HOUSE / "deploy" / BLOCKS[name]).read_text(encoding="utf-8")
    assert text.count("127.0.0.1:8181") == 1
    return text.replace("127.0.0.1:8181", f"127.0.0.1:{port}")


def paths_in(letter: EmailMessage, server: Server) -> list[str]:
    """The addresses of a mail, on this server all of them: accept, erase, place, administration."""
    found = re.findall(r"https?://\S+", letter.get_content())
    assert all(one.startswith(f"{server.address}/") for one in found)
    return [one.removeprefix(server.address) for one in found]


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish(lay_site(tmp_path_factory.mktemp("site"), SITES / "minimal"))


@pytest.mark.parametrize("name", SERVERS)
def test_a_moderator_decides_by_mail_behind_a_real_server(
    tmp_path: Path, public: Path, name: str
) -> None:
    site, port = lay_site(tmp_path / "site", SITES / "minimal"), free_port()
    (site.root / "public").symlink_to(public)
    thread = Thread(KEY, "Bonjour", (Record(7, None, 1.7e9, None, "Zoé", "", "Déjà publié."),))
    write_snapshots(site.content / "comments", [thread])
    (tmp_path / "server").mkdir()
    block = block_for(name, port)
    with (
        SERVERS[name](tmp_path / "server", public, secure=True, discussion=block) as server,
        letterbox(site) as box,
    ):
        with isso_for(site, server.address, port, box.port):
            check_guarded(server)
            check_accepted(server, box)
            check_erased(server, box)
            assert "Aucun" in run(site, "pending").stdout
        check_stopped(server)


def check_headers(server: Server, path: str) -> None:
    answer = server.get(path)
    for header in table_of(Settings()):
        expected = header.value_of(path, found=answer.status == 200)
        got = answer.headers.get_all(header.name, [])
        assert got == ([expected] if expected else []), (path, header.name)


def say(server: Server, **values: object) -> int:
    body = {"text": "Bonjour.", "title": "Bonjour", **values}
    answer = server.ask("POST", NEW, json.dumps(body).encode(), Content_Type="application/json")
    if answer.status == 202:
        assert "Path=/" in answer.headers["Set-Cookie"]
        assert "Secure" in answer.headers["Set-Cookie"]
    return answer.status


def check_guarded(server: Server) -> None:
    assert "Access-Control-Allow-Origin" not in server.get("/discussion/admin/").headers
    for path in (f"/discussion/?uri={POST}", "/discussion/admin/", "/discussion/css/admin.css"):
        check_headers(server, path)
    assert b"password" in server.get("/discussion/admin/").body
    form = server.ask("POST", NEW, b"text=x", Content_Type="application/x-www-form-urlencoded")
    assert form.status == 403, "no form from elsewhere"
    assert say(server, text="x" * 200_000) == 413


def answer_yes(server: Server, path: str) -> Answer:
    """Press the one button of the page."""
    found = re.search(r'<form method="post" action="([^"]+)"', server.get(path).body.decode())
    assert found
    return server.ask("POST", path + found[1], Content_Length="0")


def check_accepted(server: Server, box: Letterbox) -> None:
    assert say(server, text="**Pour** — <b>Oui</b>.", author="Ada", email=EMAIL) == 202
    letter = box.newest(1)
    assert letter["Subject"] == "Un commentaire attend\u00a0: Bonjour"
    text = letter.get_content()
    assert "**Pour** — <b>Oui</b>." in text
    assert EMAIL not in text, "a mailbox keeps for ever what the site promises to forget"
    assert "127.0.0" not in text.replace(server.address, "")
    accept, _, place, everything = paths_in(letter, server)
    assert b"password" in server.get(everything).body
    assert server.get(place).headers["Location"] == (
        f"{server.address}/articles/bonjour/#part_debate"
    )
    asked = server.get(accept)
    assert (asked.status, "Publier" in asked.body.decode()) == (200, True)
    assert b"&lt;b&gt;Oui&lt;/b&gt;" in asked.body
    assert "Ada" in run(box.site, "pending").stdout, "a look accepts nothing"
    assert server.ask("POST", f"{accept}x", Content_Length="0").status == 403
    changed = server.ask("POST", f"{accept}?seen=8-abcdef", Content_Length="0")
    assert "Publier" in changed.body.decode(), "nor does a yes to what was there before"
    done = answer_yes(server, accept)
    assert (done.status, "est accepté" in done.body.decode()) == (200, True)
    assert place.encode() in done.body
    assert run(box.site, "snapshot").returncode == 0
    committed = (box.site.content / "comments" / f"{KEY}.json").read_text("utf-8")
    assert "Déjà publié." in committed, "a database that is new begins with what is committed"
    assert "Oui" in committed


def check_erased(server: Server, box: Letterbox) -> None:
    assert say(server, text="Réclame.") == 202
    _, erase, place, _ = paths_in(box.newest(2), server)
    assert place == f"/discussion/{KEY}/9"
    assert "Réclame." in server.get(erase).body.decode()
    done = answer_yes(server, erase)
    assert (done.status, "est effacé" in done.body.decode()) == (200, True)
    assert server.get(erase).status == 404, "and it is not there any more"


def check_stopped(server: Server) -> None:
    """Isso has ended: its address says so, and the site does not notice."""
    assert server.get(f"/discussion/?uri={POST}").status == 502
    check_headers(server, f"/discussion/?uri={POST}")
    assert server.get("/articles/bonjour/").status == 200
