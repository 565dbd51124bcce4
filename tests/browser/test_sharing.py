"""How the house looks from outside, and on paper: icons, cards, links to pass a post on."""

from __future__ import annotations

import json
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Preview

POST = "/articles/quand-le-serveur-s-eteint/"


def test_every_icon_that_a_page_names_is_there(preview: Preview, page: Page) -> None:
    page.goto(preview.address)
    links = page.locator("link[rel*='icon']").all()
    hrefs = [link.get_attribute("href") for link in links]
    manifest = page.locator("link[rel=manifest]").get_attribute("href")
    icons = page.request.get(preview.address + str(manifest)).json()["icons"]
    hrefs += [icon["src"] for icon in icons]
    assert len(hrefs) == 7
    assert {icon["purpose"] for icon in icons} == {"any", "maskable"}
    for href in hrefs:
        answer = page.request.get(preview.address + str(href))
        assert answer.ok, href
        assert answer.headers["content-type"].startswith("image/"), href


def test_a_post_is_passed_on_by_plain_links(preview: Preview, page: Page) -> None:
    page.goto(preview.address + POST)
    links = page.locator("[aria-labelledby=part_share] a")
    assert links.all_inner_texts() == ["Courriel", "Mastodon", "Bluesky", "LinkedIn"]
    for link in links.all():
        assert POST in unquote(str(link.get_attribute("href")))
        assert link.get_attribute("onclick") is None


def test_a_draft_is_passed_on_to_nobody(preview: Preview, page: Page) -> None:
    page.goto(f"{preview.address}/brouillons/asimov-cent-dix-ans/")
    expect(page.locator("[aria-labelledby=part_share]")).to_have_count(0)
    expect(page.locator("meta[name=robots]")).to_have_attribute("content", "noindex")


@pytest.mark.parametrize(
    ("address", "is_listed"),
    [
        ("/", True),
        ("/page/2/", False),
        ("/sujets/drones/", True),
        ("/mots/obsolescence/", False),
        ("/recherche/", True),
        ("/articles/les-zeros-sont-des-personnages/", False),
        ("/404.html", False),
    ],
)
def test_what_search_engines_may_list(
    preview: Preview, page: Page, address: str, is_listed: bool
) -> None:
    page.goto(preview.address + address)
    assert (page.locator("meta[name=robots]").count() == 0) is is_listed
    places = page.request.get(f"{preview.address}/sitemap.xml").text()
    assert (f"{address}</loc>" in places) is is_listed


def test_a_hidden_post_shows_itself_where_its_address_is_sent(preview: Preview, page: Page) -> None:
    page.goto(f"{preview.address}/articles/les-zeros-sont-des-personnages/")
    card = page.locator("meta[property='og:image']").get_attribute("content")
    assert "les-zeros" in str(card)
    graph = json.loads(page.locator("script[type='application/ld+json']").inner_text())["@graph"]
    assert [node["@type"] for node in graph] == ["BlogPosting", "BreadcrumbList"]


def test_the_picture_of_a_card_leads_to_its_post(preview: Preview, page: Page) -> None:
    page.goto(preview.address)
    card = page.locator(".card").first
    address = card.locator(".card__title a").get_attribute("href")
    card.locator(".card__picture").click(force=True)
    page.wait_for_url(f"**{address}")


def test_pages_fade_into_each_other_for_who_wants_motion(
    preview: Preview, browser: Browser
) -> None:
    for motion in ("no-preference", "reduce"):
        context = browser.new_context(reduced_motion=motion)
        page = context.new_page()
        page.add_init_script("onpagereveal = (event) => { window.fades = !!event.viewTransition }")
        page.goto(preview.address)
        page.locator(".card__title a").first.click()
        page.wait_for_url("**/articles/**")
        page.wait_for_function("window.fades !== undefined")
        assert page.evaluate("window.fades") is (motion == "no-preference"), motion
        context.close()


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_moves_while_a_page_arrives(preview: Preview, browser: Browser, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 844})
    page = context.new_page()
    page.add_init_script(
        "window.shifts = 0; new PerformanceObserver((list) => list.getEntries().forEach((entry) =>"
        " (shifts += entry.value))).observe({ type: 'layout-shift', buffered: true })"
    )
    for address in ("/", POST, "/sujets/drones/"):
        page.goto(preview.address + address, wait_until="networkidle")
        assert page.evaluate("shifts") < 0.005, address
    context.close()


def test_on_paper_a_post_is_the_text_and_where_its_links_lead(preview: Preview, page: Page) -> None:
    page.emulate_media(media="print")
    page.goto(preview.address + POST)
    for gone in (".menu", ".switch", ".contents", ".neighbours", ".debate"):
        expect(page.locator(gone).first).to_be_hidden()
    expect(page.locator("h1")).to_be_visible()
    after = (
        "getComputedStyle(document.querySelector('.e-content a[href^=http]'), '::after').content"
    )
    assert "http" in page.evaluate(after)
