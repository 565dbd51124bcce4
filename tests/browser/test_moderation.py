"""A comment's whole life online: nginx with its headers, Isso as on a server, a mail, Chromium."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.integration.test_discussion import isso_for, own_cache, publish, run
from tests.integration.test_discussion_servers import Letterbox, block_for, letterbox
from tests.laying import SITES, Site, lay_site
from tests.serving import free_port, nginx

POST = "/articles/bonjour/"
RARE = "zygomorphe"


@dataclass
class Online:
    site: Site
    address: str
    box: Letterbox

    def publish(self) -> None:
        assert run(self.site, "snapshot").returncode == 0
        publish(self.site)


@pytest.fixture(scope="module")
def online(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Online]:
    root = tmp_path_factory.mktemp("online")
    site, port = lay_site(root / "site", SITES / "minimal"), free_port()
    own_cache(site)
    author = site.content / "authors" / "samuguru.md"
    text = author.read_text("utf-8").replace("---\n", "---\ncourriel: samu@mail.example\n", 1)
    author.write_text(text, "utf-8")
    (root / "server").mkdir()
    publish(site)
    block = block_for("nginx", port)
    with (
        nginx(root / "server", site.root / "public", discussion=block) as server,
        letterbox(site) as box,
        isso_for(site, server.address, port, box.port),
    ):
        yield Online(site, server.address, box)


def test_a_comment_waits_is_read_published_found_and_erased(
    page: Page, browser: Browser, online: Online
) -> None:
    faults: list[str] = []
    page.on("console", lambda m: faults.append(m.text) if "Content Security" in m.text else None)
    page.goto(online.address + POST)
    expect(page.get_by_role("link", name="Répondre par courriel")).to_have_attribute(
        "href", "mailto:samu@mail.example?subject=Re%3A%20Bonjour"
    )
    assert page.context.cookies() == [], "none to read: the foot of the page says so"
    expect(page.locator("footer.colophon")).to_contain_text("ni cookie pour lire")

    page.get_by_role("button", name="Réagir").click()
    page.get_by_label("Nuance").check()
    page.get_by_label("Votre texte").fill(f"La fleur est {RARE}e.")
    page.get_by_label("Nom (facultatif)").fill("Ada & <b>")
    page.get_by_label("Adresse électronique").fill("plantee@secret.example")
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_role("status")).to_contain_text("sera relu")
    check_its_writer_alone_sees_it(page, browser, online)
    check_moderator(page, online, online.box.newest(2).get_content())
    assert faults == [], "the strict policy of the server held all along"

    online.publish()
    check_published(page, browser, online)
    assert run(online.site, "erase", "--email", "PLANTEE@secret.example").returncode == 0
    online.publish()
    page.goto(online.address + POST)
    expect(page.locator("main")).not_to_contain_text(RARE)


def check_its_writer_alone_sees_it(page: Page, browser: Browser, online: Online) -> None:
    """With the buttons that the notice promises, after a reload too; a change is told anew."""
    (cookie,) = page.context.cookies()
    assert 0 < cookie["expires"] - time.time() <= 15 * 60
    comment = page.locator("#comment-1")
    for _ in range(2):
        expect(comment).to_contain_text("attend d’être relu")
        expect(comment.get_by_role("button", name="Corriger")).to_be_visible()
        page.reload()
    comment.get_by_role("button", name="Corriger").click()
    expect(page.get_by_label("Nuance")).to_be_checked()
    expect(page.get_by_label("Nom (facultatif)")).to_have_value("Ada & <b>")
    page.get_by_label("Votre texte").fill(f"La fleur serait {RARE}.")
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_role("status")).to_contain_text("relu avant de paraître")
    other = browser.new_context().new_page()
    other.goto(f"{online.address}{POST}#comment-1")
    expect(other.locator("main")).not_to_contain_text(RARE)
    other.context.close()


def check_moderator(page: Page, online: Online, letter: str) -> None:
    assert f"**Nuance** — La fleur serait {RARE}." in letter
    accept = re.findall(r"https?://\S+", letter)[0]
    page.goto(accept)
    expect(page.locator("blockquote")).to_contain_text(RARE)
    page.get_by_role("button", name="Publier").click()
    expect(page.get_by_role("heading")).to_contain_text("est accepté")
    page.get_by_role("link", name="Vers l’article").click()
    expect(page).to_have_url(f"{online.address}{POST}#part_debate")


def check_published(page: Page, browser: Browser, online: Online) -> None:
    context = browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    place = next(one for one in re.findall(r"https?://\S+", online.box.newest(2).get_content())[2:])
    plain.goto(place)
    expect(plain).to_have_url(f"{online.address}{POST}#comment-1")
    expect(plain.locator("#comment-1")).to_contain_text(f"La fleur serait {RARE}.")
    expect(plain.locator("#comment-1 .stance")).to_have_text("Nuance")
    context.close()

    page.goto(f"{online.address}/recherche/?q={RARE}")
    expect(page.locator(".result h2 a").first).to_have_attribute("href", POST)
    public: Path = online.site.root / "public"
    everything = b"".join(p.read_bytes() for p in public.rglob("*") if p.is_file())
    assert b"plantee@" not in everything
