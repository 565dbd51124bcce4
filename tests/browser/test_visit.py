"""What a newcomer does first: read, follow the links, write, and see it at once."""

from __future__ import annotations

import re
import shutil
import urllib.request
from pathlib import Path

import feedparser
from playwright.sync_api import Page, expect

from tests.browser.conftest import Preview, serving, starting
from tests.laying import SITES, lay_site


def test_from_the_home_page_to_the_feed(preview: Preview, page: Page) -> None:
    page.goto(preview.address)
    expect(page.locator("html")).to_have_attribute("lang", "fr")

    page.locator(".h-entry .p-name.u-url").first.click()
    page.wait_for_url("**/articles/**")
    title = page.locator("article h1.p-name").inner_text()

    card = page.locator(".person.h-card")
    expect(card.locator("img.portrait")).to_be_visible()
    card.locator(".p-name.u-url").first.click()
    page.wait_for_url("**/auteurs/**")
    expect(page.locator(".h-feed .h-entry").first).to_be_visible()

    page.locator(".beside .chip").first.click()
    page.wait_for_url("**/sujets/**")
    expect(page.locator(".h-feed .h-entry").first).to_be_visible()

    link = page.locator("link[rel=alternate][type='application/rss+xml']").first
    with urllib.request.urlopen(preview.address + link.get_attribute("href")) as answer:
        assert answer.headers["Content-Type"] == "application/rss+xml; charset=utf-8"
        feed = feedparser.parse(answer.read())
    assert feed.bozo == 0
    assert feed.entries[0].link.startswith(preview.address + "/articles/")
    assert title in [entry.title for entry in feed.entries]


def test_an_edit_shows_itself(page: Page, tmp_path: Path) -> None:
    site = lay_site(tmp_path, SITES / "minimal")
    with serving(site) as preview:
        page.goto(f"{preview.address}/articles/bonjour/")
        expect(page.locator(".e-content")).to_contain_text("Une seconde.")

        post = site.content / "articles/bonjour.md"
        post.write_text(post.read_text("utf-8").replace("Une seconde.", "Une troisième."), "utf-8")
        expect(page.locator(".e-content")).to_contain_text("Une troisième.", timeout=15_000)

        site.configure('SITENAME = "Autre nom"')
        expect(page).to_have_title(re.compile("Autre nom"), timeout=15_000)


def test_an_edit_of_the_theme_or_a_plugin_shows_itself(page: Page, tmp_path: Path) -> None:
    site = lay_site(tmp_path, SITES / "minimal")
    for name in ("theme", "plugins"):
        real = (site.root / name).resolve()
        (site.root / name).unlink()
        shutil.copytree(real, site.root / name, ignore=shutil.ignore_patterns("__pycache__"))
    with serving(site) as preview:
        page.goto(f"{preview.address}/articles/bonjour/")

        template = site.root / "theme/templates/partials/footer.html"
        template.write_text(
            template.read_text("utf-8").replace("{{ SITESUBTITLE }}", "Pied neuf"),
            "utf-8",
        )
        expect(page.locator("footer.colophon")).to_contain_text("Pied neuf", timeout=15_000)

        module = site.root / "plugins/theming/dates.py"
        module.write_text(module.read_text("utf-8").replace('"long"', '"short"'), "utf-8")
        expect(page.locator(".dt-published").first).to_have_text("02/01/2026", timeout=15_000)


def test_a_failed_build_is_told_and_the_last_good_site_stays(page: Page, tmp_path: Path) -> None:
    site = lay_site(tmp_path, SITES / "minimal")
    with serving(site) as preview:
        site.write("content/articles/essai.md", "Titre: Essai\nDate: demain\n\nTexte.\n")
        preview.wait_for("content/articles/essai.md:2: erreur [invalid-date]")
        preview.wait_for("Rien n’a été écrit (erreurs")
        page.goto(f"{preview.address}/articles/bonjour/")
        expect(page.locator(".e-content")).to_contain_text("Une seconde.")

        page.goto("about:blank")  # a page that reloads by itself would abort the visit below
        site.write("content/articles/essai.md", "Titre: Essai\nDate: 5/1/2026\n\nRéparé.\n")
        preview.wait_for("Site construit", times=2)
        page.goto(f"{preview.address}/articles/essai/")
        expect(page.locator(".e-content")).to_contain_text("Réparé.")


def test_a_first_build_that_fails_leaves_a_page_that_waits(page: Page, tmp_path: Path) -> None:
    site = lay_site(tmp_path, SITES / "minimal")
    faulty = site.write("content/articles/essai.md", "Titre: Essai\n\nTexte.\n")
    with starting(site) as preview:
        preview.wait_for("[missing-date]")
        page.goto(preview.address)
        expect(page.locator("body")).to_contain_text("Rien n’est encore construit.")
        faulty.unlink()
        expect(page.locator("html")).to_contain_text("Bonjour", timeout=15_000)


def test_drafts_are_shown_and_marked(preview: Preview, page: Page) -> None:
    page.goto(f"{preview.address}/brouillons/")
    ribbons = page.locator(".ribbon").all_inner_texts()
    assert "Brouillon" in ribbons
    assert any(text.startswith("Programmé pour le") for text in ribbons)


def test_an_unknown_address_is_a_404_with_ways_on(preview: Preview, page: Page) -> None:
    answer = page.goto(f"{preview.address}/nulle-part/")
    assert answer is not None
    assert answer.status == 404
    expect(page.locator("main a").first).to_be_visible()
