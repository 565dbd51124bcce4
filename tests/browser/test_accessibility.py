"""Every kind of page, in both schemes, on a phone and on a desk: axe silent, nothing sideways."""

from __future__ import annotations

import urllib.request

import pytest
from lxml import html as lxml_html
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import ALL, OF_COLOURS, Rules, faults_of
from tests.browser.conftest import Preview

KINDS = {
    "home": "/",
    "home, page 2": "/page/2/",
    "post": "/articles/quand-le-serveur-s-eteint/",
    "post with code and notes": "/articles/combien-de-mesanges-avant-de-la-croire/",
    "co-signed post": "/articles/la-presence-a-un-rayon/",
    "draft": "/brouillons/asimov-cent-dix-ans/",
    "drafts": "/brouillons/",
    "topic": "/sujets/drones/",
    "topic without posts": "/sujets/serres/",
    "topics": "/sujets/",
    "tag": "/mots/asimov/",
    "author": "/auteurs/samuguru/",
    "authors": "/auteurs/",
    "archive": "/archives/",
    "search": "/recherche/",
    "post with a bitmap": "/articles/drones-de-secours/",
    "author with a bitmap": "/auteurs/iris-montjoie/",
    "subscribe": "/abonnement/",
    "comments": "/commentaires/",
    "corrections": "/corrections/",
    "page": "/confidentialite/",
    "404": "/404.html",
    "410": "/410.html",
}


@pytest.mark.parametrize(("width", "by_night"), [(320, OF_COLOURS), (1280, ALL)])
def test_axe_finds_nothing(preview: Preview, browser: Browser, width: int, by_night: Rules) -> None:
    found = []
    with browser.new_context(
        viewport={"width": width, "height": 800}, reduced_motion="reduce"
    ) as context:
        page = context.new_page()
        for kind, address in KINDS.items():
            page.goto(preview.address + address)
            found += [f"{kind}: {fault}" for fault in faults_of(page, by_night)]
    assert found == []


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_nothing_scrolls_sideways_at_twice_the_size_of_letters(
    preview: Preview, browser: Browser, width: int
) -> None:
    """WCAG 1.4.4 and 1.4.10. The root's size is set, which no media query sees."""
    found = []
    with browser.new_context(viewport={"width": width, "height": 800}) as context:
        page = context.new_page()
        for kind, address in KINDS.items():
            page.goto(preview.address + address)
            for size in ("100%", "200%"):
                page.evaluate("(size) => { document.documentElement.style.fontSize = size }", size)
                page.evaluate("() => new Promise(requestAnimationFrame)")
                wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
                found += [f"{kind} at {size}: {wide} px"] if wide > 0 else []
    assert found == []


def test_the_letters_of_a_rhythm_grow_with_its_bars(preview: Preview, page: Page) -> None:
    page.goto(f"{preview.address}/sujets/vr/")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    letters, bars = (
        page.locator(f".rhythm {one}").evaluate_all(
            "all => all.map(one => { const { top, bottom, left, right } ="
            " one.getBoundingClientRect(); return [top, bottom, left, right] })"
        )
        for one in ("text:last-of-type", "rect")
    )
    assert all(letters[-1][0] >= bar[1] for bar in bars), "below every bar"


def test_the_skip_link_comes_first_and_works(preview: Preview, page: Page) -> None:
    page.goto(preview.address)
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    expect(skip).to_have_text("Aller au contenu")
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator(":focus")).to_have_id("main_text")


@pytest.fixture(scope="module")
def documents(preview: Preview) -> dict[str, lxml_html.HtmlElement]:
    """Each kind of page as it is sent, before any script."""
    found = {}
    for kind, address in KINDS.items():
        with urllib.request.urlopen(preview.address + address, timeout=10) as answer:
            found[kind] = lxml_html.document_fromstring(answer.read())
    return found


@pytest.mark.parametrize("one", ["//h1", "//main", "//body/header", "//body/footer//nav"])
def test_every_page_has_one_first_heading_and_its_landmarks(
    documents: dict[str, lxml_html.HtmlElement], one: str
) -> None:
    assert {kind: len(page.xpath(one)) for kind, page in documents.items()} == dict.fromkeys(
        KINDS, 1
    )


def test_nothing_is_asked_of_others_and_nothing_is_kept(preview: Preview, page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for address in KINDS.values():
        page.goto(preview.address + address)
    assert [url for url in asked if not url.startswith(preview.address)] == []
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length") == 0


def test_a_page_has_no_inline_style_or_script(
    documents: dict[str, lxml_html.HtmlElement],
) -> None:
    """So that a strict Content-Security-Policy holds; a block of data is no script."""
    inline = (
        "//style | //*[@style] | //@*[starts-with(name(), 'on')]"
        " | //script[not(@src) and not(@type='application/ld+json')]"
    )
    assert [kind for kind, page in documents.items() if page.xpath(inline)] == []
