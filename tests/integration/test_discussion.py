"""A debate as a server holds it: the real Isso with production's configuration, and publications.

One story, told once: comments arrive, wait, are accepted, published, erased.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import feedparser
import urllib3
from lxml import html as lxml_html

from plugins.discussion.isso_config import render_config
from plugins.discussion.records import Record, Thread
from plugins.discussion.seeding import begin
from plugins.discussion.settings import Settings
from plugins.discussion.snapshots import render_snapshot
from tests.integration.test_deployment import with_makefile
from tests.laying import HOUSE, SITES, Site, clean_environment, lay_site
from tests.serving import free_port

KEY = "11111111-1111-4111-8111-111111111111"
POST = f"/discussion/{KEY}"
HOST = "https://debat.example"
AS_OF = "2027-06-01T00:00:00+02:00"
EMAIL, ADDRESS = "plantee@secret.example", "203.0.113"
HOSTILE = """**Contre** — «Quoi» ? <script>alert(1)</script> [a](javascript:alert(1))
<img src=x onerror=alert(1)> \u202eabc Z\u0301\u0302\u0303\u0304\u0305\u0306 jean@cache.example
"""


def run(site: Site, *arguments: str) -> subprocess.CompletedProcess[str]:
    return site.run("plugins.discussion", *arguments)


@dataclass
class Isso:
    """A running one, and what was said when it was set up."""

    site: Site
    port: int
    password: str

    def ask(
        self, method: str, path: str, network: int = 1, cookie: str = "", **values: object
    ) -> urllib3.BaseHTTPResponse:
        return urllib3.request(
            method,
            f"http://127.0.0.1:{self.port}{path}",
            json=values or None,
            headers={"X-Forwarded-For": f"203.0.{112 + network}.77", "Cookie": cookie},
            redirect=False,
            retries=False,
            timeout=10,
        )

    def say(self, text: str, network: int = 1, **values: object) -> urllib3.BaseHTTPResponse:
        said = {"text": text, "author": "Ada", "title": "Bonjour", "parent": None, **values}
        return self.ask("POST", f"/new?uri={POST}", network, **said)

    def log_in(self, password: str) -> urllib3.BaseHTTPResponse:
        return urllib3.request(
            "POST",
            f"http://127.0.0.1:{self.port}/login/",
            body=urlencode({"password": password}),
            headers={"Content-Type": "application/x-www-form-urlencoded"},
            redirect=False,
            retries=False,
        )


@contextmanager
def isso_for(site: Site, origin: str = "", port: int = 0, mail: int = 0) -> Iterator[Isso]:
    """Isso as on a server, for a site at ``origin``, its mails sent to the port ``mail``."""
    said = run(site, "setup", "--origin", origin or HOST).stdout
    password, port = said.rsplit(":", 1)[1].strip(), port or free_port()
    config = site.root / "deploy" / "isso" / "isso.cfg"
    text = config.read_text().replace("127.0.0.1:8181", f"127.0.0.1:{port}")
    if not origin:
        # Isso looks for its site when it starts: here is none, and no name is asked of anybody.
        text = text.replace(f"host = {HOST}", "host = http://127.0.0.1:9")
    config.write_text(text)
    if mail:
        secret = site.root / ".discussion" / "secrets.cfg"
        text = (
            secret.read_text().replace("port = 587", f"port = {mail}").replace("starttls", "none")
        )
        secret.write_text(re.sub(r"\n(to|from) =", r"\n\1 = auteur@debat.example", text))
    environment = {**clean_environment(), "PYTHONWARNINGS": "ignore"}
    command = [sys.executable, "-m", "plugins.discussion", "run"]
    process = subprocess.Popen(
        command, cwd=site.root, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    isso = Isso(site, port, password)
    try:
        end = time.monotonic() + 20
        while time.monotonic() < end and process.poll() is None:
            try:
                isso.ask("GET", "/config")
                break
            except urllib3.exceptions.HTTPError:
                time.sleep(0.1)
        yield isso
    finally:
        process.terminate()
        log = process.communicate(timeout=10)[1].decode()
        assert EMAIL not in log, "what is private is not logged"
        assert "activate" not in log, "nor what moderates"


def accept(site: Site, number: int) -> subprocess.CompletedProcess[str]:
    """As the author does: by what the list says of it."""
    handles = re.findall(r"^ *(\d+-\w+)", run(site, "pending").stdout, re.MULTILINE)
    return run(site, "accept", "--id", *[one for one in handles if one.startswith(f"{number}-")])


def publish(site: Site) -> Path:
    done = site.publish(SITEURL=HOST, AS_OF=AS_OF)
    assert done.returncode == 0, done.stderr + done.stdout
    return site.root / "public"


def page(public: Path) -> str:
    return (public / "articles" / "bonjour" / "index.html").read_text(encoding="utf-8")


def whole(folder: Path) -> bytes:
    """All that is there, packed or not, the search index too."""
    files = (path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())
    return b"\n".join(gzip.decompress(one) if one[:2] == b"\x1f\x8b" else one for one in files)


def own_cache(site: Site) -> Path:
    """What erasing empties is no other test's; the rest stays shared."""
    cache = site.root / ".cache"
    shared = cache.resolve()
    cache.unlink()
    cache.mkdir()
    for path in shared.iterdir():
        if not path.name.startswith(("memory.sqlite", "packed")):
            (cache / path.name).symlink_to(path)
    return cache / "memory.sqlite"


def test_comments_come_wait_are_published_and_leave(tmp_path: Path) -> None:
    site = lay_site(tmp_path / "site", SITES / "minimal")
    site.configure('THEMING = {"minify": False}')
    memory = own_cache(site)
    write_debate(site)
    with isso_for(site) as isso:
        check_secrets(isso)
        check_doors(isso)
        check_waiting(isso)
        public = publish(site)
        check_published(page(public), public)
        check_debate(public)
        everything = whole(public) + whole(site.content)
        for planted in (EMAIL, ADDRESS, "jean@cache"):
            assert planted.encode() not in everything, planted
        pages = [path.read_text("utf-8") for path in public.rglob("*.*ml") if path.is_file()]
        assert [text for text in pages if "\u202e" in text] == []

        ids = feed_ids(public)
        assert memory.exists()
        check_person(site)
        assert not memory.exists(), "nor do caches remember"
    check_erased(publish(site), ids)


def check_secrets(isso: Isso) -> None:
    secrets = isso.site.root / ".discussion" / "secrets.cfg"
    assert secrets.stat().st_mode & 0o777 == 0o600
    assert isso.password not in secrets.read_text()
    before = secrets.read_bytes()
    assert run(isso.site, "setup", "--origin", HOST).returncode == 0
    assert secrets.read_bytes() == before, "secrets are made once"

    assert b'name="password"' in isso.log_in("faux").data
    assert isso.log_in(isso.password).headers["Location"].endswith("/admin/")
    assert b'name="password"' in isso.log_in("").data
    with ThreadPoolExecutor(8) as many:
        answers = {one.status for one in many.map(isso.log_in, ["faux"] * 16)}
    assert answers == {200, 429}, "each costs 32 MB: one at a time"


def check_doors(isso: Isso) -> None:
    """What comes in: comments on posts, so many a minute; and what goes out: nothing."""
    first = isso.say(HOSTILE, email=EMAIL)
    assert first.status == 202, "a comment waits for its moderator"
    assert isso.say("Deux.", email=EMAIL).status == isso.say("Trois.").status == 202
    assert isso.say("Quatre.").status == 403, "so many a minute, and no more"
    assert isso.say("x" * 65_535, network=2, author="Long").status == 202
    for path in (f"/?uri={POST}", f"/feed?uri={POST}", "/count", "/id/1", "/latest?limit=9"):
        assert isso.ask("GET", path).status in {403, 404}, "nobody is told more than the page"
    assert isso.ask("POST", "/id/1/like").status == 404
    for uri in ("/etc", f"{POST}/", "x"):
        assert isso.ask("POST", f"/new?uri={uri}", text="Ici ?", title="t").status == 404, uri


def check_waiting(isso: Isso) -> None:
    site = isso.site
    answer = isso.say("**Pour** — Une réponse.", network=3, author="Bob & <Co>", parent=1)
    assert answer.status == 202
    waiting = run(site, "pending").stdout
    assert "Bob & <Co>" in waiting
    assert EMAIL not in waiting
    for number in (1, 4, 5):
        assert accept(site, number).returncode == 0
    assert run(site, "accept", "--id", "99-123456").returncode == 1

    cookie = answer.headers["Set-Cookie"].partition(";")[0]
    changed = {"text": "**Pour** — Une réponse.", "author": "Bob & <Co>\x1b[2J"}
    assert isso.ask("PUT", "/id/5", **changed).status == 403
    assert isso.ask("PUT", "/id/5", cookie=cookie, **changed).status == 200
    waiting = run(site, "pending").stdout
    assert "Bob" in waiting, "what is changed after that waits anew"
    assert "\x1b" not in waiting, "and no stranger steers a terminal"
    assert run(site, "accept", "--id", "5-abcdef").returncode == 1, "not what was seen"
    assert accept(site, 5).returncode == 0


def check_person(site: Site) -> None:
    """One person's comments are handed over, then erased."""
    assert run(site, "export", "--email", EMAIL).returncode == 0
    path = site.root / ".discussion" / "export.json"
    exported = json.loads(path.read_text())
    assert [one["id"] for one in exported] == [1, 2]
    assert exported[0]["remote_addr"] == f"{ADDRESS}.0", "an address is kept truncated"
    assert path.stat().st_mode & 0o777 == 0o600
    assert run(site, "erase", "--email", " ").returncode == 1
    assert run(site, "erase", "--email", EMAIL).returncode == 0
    assert EMAIL.encode() not in (site.root / ".discussion" / "comments.db").read_bytes()


def feed_ids(public: Path) -> set[str]:
    return {entry.id for entry in feedparser.parse(public / "commentaires" / "atom.xml").entries}


def check_published(html: str, public: Path) -> None:
    root = lxml_html.document_fromstring(html)
    assert root.xpath("//*[@id='comment-1']//script | //*[@id='comment-1']//img") == []
    assert root.xpath("//*[@id='comment-1']//a[@href='javascript:alert(1)']") == []
    assert "«\u00a0Quoi\u00a0»\u202f?" in html
    assert root.xpath("string(//*[@id='comment-1']//*[contains(@class,'stance')])") == "Contre"
    assert root.xpath("//*[@id='comment-1']/..//ol//*[@id='comment-5']"), "an answer is nested"
    assert root.xpath("//*[@id='comment-4']//details"), "a long text is folded"
    assert "Bob &amp; &lt;Co&gt;" in html
    assert '"commentCount": 3' in html
    assert html.count('"@type": "Comment"') == 3
    home = (public / "index.html").read_text(encoding="utf-8")
    assert "3 commentaires" in home
    assert "Ce que répondent les lecteurs" in home
    for name in ("commentaires/rss.xml", "commentaires/atom.xml"):
        feed = feedparser.parse(public / name)
        assert feed.bozo == 0
        assert len(feed.entries) == 3
    thread = feedparser.parse(public / "articles" / "bonjour" / "commentaires" / "atom.xml")
    assert {entry.id for entry in thread.entries} == feed_ids(public)
    assert thread.entries[0].link == f"{HOST}/articles/bonjour/#comment-5"


def write_debate(site: Site) -> None:
    """All that a front matter may ask of a debate, and another post that answers it."""
    post = site.content / "articles" / "bonjour.md"
    asked = """thèse: "Le bonjour suffit..."
question: "Faut-il «saluer» ?"
contrepoint: 1
mastodon: https://mastodon.example/@sam/1
bluesky: https://bsky.app/profile/sam.example/post/2
"""
    post.write_text(post.read_text("utf-8").replace("---\n", f"---\n{asked}", 1), "utf-8")
    head = "titre: Bonsoir\ndate: 2026-02-01\nid: urn:x:2\nauteur: samuguru"
    site.write("content/articles/bonsoir.md", f"---\n{head}\nrépond_à: bonjour\n---\nNon.\n")
    profile = site.content / "authors" / "samuguru.md"
    text = profile.read_text("utf-8")
    profile.write_text(text.replace("---\n", "---\ncourriel: sam+blog@mail.example\n", 1), "utf-8")


def check_debate(public: Path) -> None:
    root = lxml_html.document_fromstring(page(public))
    assert root.xpath("string(//*[@class='thesis__words'])") == "Le bonjour suffit…"
    tally = " ".join(root.xpath("string(//aside//ul[@class='tally'])").split())
    assert tally == "Pour 1 Contre 1"
    assert root.xpath("string(//h2[@id='part_debate'])") == "Faut-il «\u00a0saluer\u00a0»\u202f?"
    (pinned,) = root.xpath("//figure[@class='counterpoint']")
    assert "Quoi" in pinned.text_content()
    assert pinned.xpath(".//figcaption/a/@href") == ["/articles/bonjour/#comment-1"]
    assert root.xpath("//ul[@class='debate__answers']//a/@href") == ["/articles/bonsoir/"]
    ways = root.xpath("//section[@class='debate']//div[@class='debate__ways'][1]//a/@href")
    assert ways[:3] == [
        "mailto:sam%2Bblog@mail.example?subject=Re%3A%20Bonjour",
        "https://mastodon.example/@sam/1",
        "https://bsky.app/profile/sam.example/post/2",
    ]
    answer = (public / "articles" / "bonsoir" / "index.html").read_text("utf-8")
    thesis = lxml_html.document_fromstring(answer).xpath("//aside[@class='thesis']")[0]
    assert thesis.xpath(".//p[@class='thesis__answer']/a/@href") == ["/articles/bonjour/"]


def check_erased(public: Path, ids: set[str]) -> None:
    html = page(public)
    assert "Ce commentaire a été retiré." in html
    assert "counterpoint" not in html, "what was pinned is gone, and nothing takes its place"
    assert "Une réponse." in html
    assert "Quoi" not in html
    assert len(feed_ids(public)) == 2
    assert feed_ids(public) < ids, "who stays keeps the same id"


def test_a_rename_keeps_the_debate_and_a_bad_database_no_build(tmp_path: Path) -> None:
    site = lay_site(tmp_path / "site", SITES / "minimal")
    thread = Thread(KEY, "Bonjour", (Record(3, None, 1.8e9, None, "Ada", "", "Toujours là."),))
    (site.content / "comments").mkdir()
    (site.content / "comments" / f"{KEY}.json").write_bytes(render_snapshot(thread))
    (site.content / "articles" / "bonjour.md").rename(site.content / "articles" / "salut.md")
    database = site.root / ".discussion" / "preview.db"
    assert site.build().returncode == 0
    assert "Toujours là." in site.page("articles/salut")

    database.parent.mkdir()
    database.write_bytes(b"broken" * 1000)
    done = site.build()
    assert done.returncode == 0, "a database that is none is a warning"
    assert "unreadable-comments" in done.stdout
    assert "Toujours là." in site.page("articles/salut")

    database.unlink()
    (site.content / "comments" / f"{KEY}.json").write_text("{")
    done = site.build()
    assert done.returncode == 1, "a snapshot that is cut short is said, and the old site stays"
    assert "invalid-comments" in done.stderr + done.stdout
    assert "Toujours là." in site.page("articles/salut")


def test_a_changed_snapshot_changes_only_the_pages_concerned(tmp_path: Path) -> None:
    site = lay_site(tmp_path / "site", SITES / "minimal")
    head = "titre: Ailleurs\ndate: 2026-02-01\nid: urn:x:ailleurs\nsujets: []"
    site.write("content/articles/ailleurs.md", f"---\n{head}\n---\nUn autre texte.\n")
    first = Record(1, None, 1.7e9, None, "Ada", "", "Bien vu.")
    snapshot = f"content/comments/{KEY}.json"
    site.write(snapshot, render_snapshot(Thread(KEY, "Bonjour", (first,))).decode())
    before = edition_of(site)
    more = Record(2, 1, 1.7e9 + 60, None, "Bob", "", "Pas si sûr.")
    site.write(snapshot, render_snapshot(Thread(KEY, "Bonjour", (first, more))).decode())
    after = edition_of(site)
    changed = {name for name in after if before.get(name) != after[name]}
    # Its lists count it, and the subscribe page says how often comments come.
    lists = r"(?:|sujets/ia/|auteurs/samuguru/|abonnement/)index\.html"
    concerned = rf"(?:articles/bonjour/|commentaires/).*|{lists}"
    assert "articles/bonjour/index.html" in changed
    assert [name for name in sorted(changed) if not re.fullmatch(concerned, name)] == []


def edition_of(site: Site) -> dict[str, tuple[bytes, int]]:
    """Each file with its bytes and its time: what is equal is not written again."""
    done = site.build(AS_OF=AS_OF)
    assert done.returncode == 0, done.stderr
    files = (path for path in site.output.rglob("*") if path.is_file())
    return {
        path.relative_to(site.output).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in files
        if path.name != ".edition"
    }


def test_five_thousand_comments_on_one_post(tmp_path: Path) -> None:
    site = lay_site(tmp_path / "site", SITES / "minimal")
    site.configure('SEARCH = {"build": "never"}\nTHEMING = {"minify": False}')
    records = tuple(
        Record(n, n - n % 5 if n % 5 and n > 4 else None, 1.7e9 + n, None, f"N{n % 70}", "",
               f"**Pour** — L'argument {n} : «non» ?\n\nEt *encore* une raison, la {n}e.")
        for n in range(1, 5001)
    )  # fmt: skip
    (site.content / "comments").mkdir()
    path = site.content / "comments" / f"{KEY}.json"
    path.write_bytes(render_snapshot(Thread(KEY, "Bonjour", records)))
    public = publish(site)
    html = page(public)
    assert "5000 commentaires" in html
    assert len(html) < 150_000
    assert html.count('class="comment ') < 120
    parts = sorted((public / "articles" / "bonjour" / "commentaires").rglob("index.html"))
    assert len(parts) == 50
    last = (parts[0].parent / "page" / "50" / "index.html").read_text(encoding="utf-8")
    assert 'id="comment-5000"' in last
    assert 'rel="next"' not in last
    everything = "".join([html, *(part.read_text(encoding="utf-8") for part in parts)])
    assert len(set(re.findall(r'id="comment-(\d+)"', everything))) == 5000


def test_what_was_kept_as_long_as_promised_is_forgotten(tmp_path: Path) -> None:
    text = (HOUSE / "content" / "pages" / "confidentialite.md").read_text(encoding="utf-8")
    site = lay_site(tmp_path / "site", SITES / "minimal")
    database = site.root / ".discussion" / "comments.db"
    days = {1: 366, 2: 364, 3: 31, 4: 29}
    moments = {number: time.time() - old * 86400 for number, old in days.items()}
    records = (Record(n, None, then, None, "Ada", "", "Oui.") for n, then in moments.items())
    begin(database, [Thread(KEY, "Bonjour", tuple(records))])
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE comments SET email = 'a@b.example', remote_addr = '192.0.2.0'")
        connection.execute("UPDATE comments SET mode = 2 WHERE id > 2")
    assert "effacées après 365 jours" in text
    assert "n’a pas été accepté est effacé après 30 jours" in text
    assert run(site, "purge").returncode == 0
    with closing(sqlite3.connect(database)) as connection:
        rows = connection.execute("SELECT id, email, remote_addr FROM comments").fetchall()
    assert rows == [(1, None, ""), (2, "a@b.example", "192.0.2.0"), (4, "a@b.example", "192.0.2.0")]


def test_what_confidentialite_promises_is_what_is_configured(tmp_path: Path) -> None:
    text = (HOUSE / "content" / "pages" / "confidentialite.md").read_text(encoding="utf-8")
    values: dict[str, object] = {}
    exec((HOUSE / "pelicanconf.py").read_text(encoding="utf-8"), values)
    options = Settings(**values["DISCUSSION"])  # type: ignore[arg-type]
    config = render_config(options, HOST, "comments.db", 8181, at_home=False)
    promises = {
        f"valable {options.edit_minutes} minutes": f"max-age = {options.edit_minutes}m",
        f"effacé après {options.pending_days} jours": f"purge-after = {options.pending_days}d",
        "relu avant de paraître": "[moderation]\nenabled = true",
        "Votre adresse électronique** est facultative": "require-email = false",
        "ni utilisée pour vous écrire": "reply-notifications = false",
        "Aucune image de profil n’est demandée à un tiers": "gravatar = false",
        "si vous en donnez un": "require-author = false",
        "limiter les envois répétés": "[guard]\nenabled = true",
    }
    for promise, line in promises.items():
        assert promise in text, promise
        assert line in config, line
    timer = (HOUSE / "deploy" / "systemd" / "samuguru-purge.service").read_text(encoding="utf-8")
    assert "make comments-purge" in timer, "the retention is kept by a service"
    assert "127.0.0.1" in config
    assert "salt" not in config
    ignored = (HOUSE / ".gitignore").read_text(encoding="utf-8")
    assert "/.discussion/" in ignored
    assert "/deploy/isso/" in ignored


def test_the_services_and_the_commands_are_those_of_the_makefile() -> None:
    made = (HOUSE / "Makefile").read_text(encoding="utf-8")
    for path in (HOUSE / "deploy" / "systemd").glob("*.service"):
        for target in re.findall(r"bin/make (.+)", path.read_text(encoding="utf-8")):
            for name in (word for word in target.split() if re.fullmatch("[a-z][a-z-]*", word)):
                assert re.search(rf"^{name}:", made, re.MULTILINE), name
    assert os.access(HOUSE / "Makefile", os.R_OK)


def test_an_address_is_no_command_and_the_typists_own_is_nobodys(tmp_path: Path) -> None:
    site = with_makefile(lay_site(tmp_path / "site", SITES / "minimal"))
    typed = ["make", "comments-export", "EMAIL=`touch pwned`$$(touch pwned)\"'@x.fr"]
    for command in (typed, ["make", "comments-erase"]):
        environment = clean_environment(EMAIL="moi@example.org")
        done = subprocess.run(
            command, cwd=site.root, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode != 0
        assert ("Dites de qui" in done.stdout) == (command is not typed), done.stdout
        assert not (site.root / "pwned").exists()


def test_a_locked_database_lets_the_preview_build(tmp_path: Path) -> None:
    site = lay_site(tmp_path / "site", SITES / "minimal")
    database = site.root / ".discussion" / "preview.db"
    database.parent.mkdir()
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("CREATE TABLE threads (id)")
        connection.execute("BEGIN EXCLUSIVE")
        done = site.build()
    assert done.returncode == 0
    assert "locked" in done.stdout
