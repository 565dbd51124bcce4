"""How the house looks from outside, and on paper: icons, cards, links to pass a post on."""

from __future__ import annotations

import json
import re
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, FloatRect, Locator, Page, Route, expect

from tests.browser.conftest import Preview

POST = "/articles/quand-le-serveur-s-eteint/"
BITMAP = "/articles/drones-de-secours/"
SHIFTS = (
    "window.shifts = 0; new PerformanceObserver((list) => list.getEntries().forEach((entry) =>"
    " (shifts += entry.value))).observe({ type: 'layout-shift', buffered: true })"
)
# What stands where, to the pixel; and every picture as one that has sources.
BOXES = """() => [...document.querySelectorAll('main *:not(picture, source)')].map(element => {
    const box = element.getBoundingClientRect();
    return `${element.tagName}.${element.className} `
        + [box.x, box.y + scrollY, box.width, box.height].map(Math.round);
})"""
WRAP = """() => document.querySelectorAll('main img').forEach(image => {
    if (image.parentElement.tagName === 'PICTURE') return;
    const picture = document.createElement('picture');
    image.replaceWith(picture);
    picture.append(document.createElement('source'), document.createElement('source'), image);
})"""
# Contrast with white (WCAG 2.2), whatever notation the browser gives a colour in.
INKS = """all => all.map(element => {
    const canvas = new OffscreenCanvas(1, 1).getContext('2d');
    canvas.fillStyle = getComputedStyle(element).color;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map(part => part / 255)
        .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 1.05 / (0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05);
})"""


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
    page.add_init_script(SHIFTS)
    for address in ("/", POST, "/sujets/drones/"):
        page.goto(preview.address + address, wait_until="networkidle")
        assert page.evaluate("shifts") < 0.005, address
    context.close()


def test_a_picture_that_comes_late_moves_nothing(preview: Preview, browser: Browser) -> None:
    """Bitmaps, which know no size before they are there: a cover, an upright figure, a card."""
    with browser.new_context(viewport={"width": 390, "height": 844}) as context:
        page = context.new_page()
        page.add_init_script(SHIFTS)
        late: list[str] = []

        def delay(route: Route) -> None:
            late.append(route.request.url)
            page.wait_for_timeout(300)
            route.continue_()

        page.route(re.compile(r"\.(?:avif|webp|jpg)$"), delay)
        for address in ("/articles/qui-a-mis-cette-porte-ici/", BITMAP, "/sujets/vr/"):
            late.clear()
            page.goto(preview.address + address)
            for picture in page.locator("picture img").all():
                picture.scroll_into_view_if_needed()
                page.wait_for_function("image => image.complete", arg=picture.element_handle())
            assert late, address
            assert page.evaluate("shifts") < 0.005, address


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize(
    "address", ["/", "/sujets/vr/", "/sujets/", "/auteurs/", "/auteurs/samuguru/", POST]
)
def test_a_bitmap_lies_where_a_drawing_does(
    preview: Preview, browser: Browser, address: str, width: int
) -> None:
    """Three elements more (two sources and a picture) take no place in any grid or row."""
    with browser.new_context(viewport={"width": width, "height": 900}) as context:
        page = context.new_page()
        page.goto(preview.address + address, wait_until="networkidle")
        before = page.evaluate(BOXES)
        page.evaluate(WRAP)
        assert page.locator("main img:not(picture img)").count() == 0
        assert page.evaluate(BOXES) == before


def test_a_card_with_a_bitmap_is_as_one_with_a_drawing(preview: Preview, page: Page) -> None:
    page.goto(f"{preview.address}/sujets/vr/")
    places = page.locator(".card").evaluate_all(
        "cards => cards.map(card => { const [a, b] = [card, card.querySelector('img')].map(one =>"
        " one.getBoundingClientRect()); return !!card.querySelector('picture') + ','"
        " + [b.x - a.x, b.y - a.y, b.width, b.height].map(Math.round) })"
    )
    of_bitmaps = {place.partition(",")[2] for place in places if place.startswith("true")}
    of_drawings = {place.partition(",")[2] for place in places if place.startswith("false")}
    assert of_bitmaps == of_drawings
    assert len(of_bitmaps) == 1


def box(one: Locator) -> FloatRect:
    found = one.bounding_box()
    assert found
    return found


@pytest.mark.parametrize(
    ("width", "address"),
    [(1280, "/auteurs/samuguru/"), (768, "/auteurs/iris-montjoie/"), (768, POST)],
)
def test_the_last_card_alone_in_its_row_lies_on_its_side(
    preview: Preview, page: Page, width: int, address: str
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(preview.address + address)
    last = page.locator(".grid .card").last
    picture, title = box(last.locator(".card__picture")), box(last.locator(".card__title"))
    chip = box(last.locator(".chip").first)
    assert picture["x"] + picture["width"] < title["x"] == chip["x"]
    assert 0 <= chip["y"] - picture["y"] < 2, "the tabs hang from the thread"
    first = box(page.locator(".grid .card__picture").first)
    assert abs(first["width"] - picture["width"]) < 1

    page.evaluate("document.documentElement.style.fontSize = '200%'")
    picture, title = box(last.locator(".card__picture")), box(last.locator(".card__title"))
    assert picture["x"] + picture["width"] < title["x"], "nor do large letters lie over it"

    page.evaluate("document.documentElement.style.fontSize = ''")
    place = last.locator(".card__title a").get_attribute("href")
    last.locator(".card__picture").click(force=True)
    page.wait_for_url(f"**{place}")


def test_a_card_without_a_topic_keeps_its_title_off_its_picture(
    preview: Preview, page: Page
) -> None:
    page.goto(preview.address)
    card = page.locator(".card").first
    picture, chip = box(card.locator(".card__picture")), box(card.locator(".chip").first)
    assert chip["y"] == picture["y"] + picture["height"], "a tab hangs at its picture"
    card.locator(".chips").evaluate("chips => chips.remove()")
    title = box(card.locator(".card__title"))
    assert title["y"] >= picture["y"] + picture["height"] + 8


def test_a_count_stays_with_what_it_counts(preview: Preview, page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(preview.address)
    lines = page.locator(".card .meta").evaluate_all(
        "all => all.map((one, place) => { one.prepend('m'.repeat(place * 2) + ' ');"
        " one.insertAdjacentHTML('beforeend',"
        " ' · <a href=\"/#part_debate\">12 commentaires</a>');"
        " return [...one.querySelectorAll('time, a[href*=part_debate]')].map(part =>"
        " part.getClientRects().length) })"
    )
    assert len(lines) > 5
    assert all(line == [1, 1] for line in lines)


def test_a_face_stands_beside_its_name(preview: Preview, page: Page) -> None:
    page.set_viewport_size({"width": 768, "height": 800})
    for author in ("samuguru", "iris-montjoie"):
        page.goto(f"{preview.address}/auteurs/{author}/")
        words, face = box(page.locator(".opener__words")), box(page.locator(".opener .portrait"))
        assert face["x"] >= words["x"] + words["width"]
        assert face["y"] < words["y"] + words["height"]


def test_a_portrait_is_offered_in_the_sizes_of_a_face(preview: Preview, page: Page) -> None:
    page.goto(f"{preview.address}/auteurs/iris-montjoie/")
    portrait = page.locator(".opener picture")
    for offer in portrait.locator("source, img").all():
        widths = re.findall(r" (\d+)w", offer.get_attribute("srcset") or "")
        assert widths[:4] == ["48", "96", "144", "288"]
        sizes = "(max-width: 29rem) 112px, (min-width: 62.5rem) 240px, 24vw"
        assert offer.get_attribute("sizes") == sizes
    image = portrait.locator("img")
    for width, shown in ((320, 112), (768, 184), (1280, 240)):
        page.set_viewport_size({"width": width, "height": 800})
        assert abs(image.evaluate("image => image.clientWidth") - shown) <= 1
    page.wait_for_function("image => image.complete", arg=image.element_handle())
    assert re.search(r"-288\.\w+\.avif$", image.evaluate("image => image.currentSrc"))


@pytest.mark.parametrize("scheme", ["", "dark"])
def test_on_paper_a_post_is_the_text_by_day_and_where_its_links_lead(
    scheme: str, preview: Preview, page: Page
) -> None:
    page.emulate_media(media="print", color_scheme="dark")
    page.add_init_script(f"localStorage.setItem('scheme', '{scheme}')")
    page.goto(preview.address + POST)
    shown = page.locator("body *").evaluate_all(
        "all => all.filter(one => one.checkVisibility() && !one.closest('header, .e-content, svg'))"
        ".filter(one => [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim()))"
        ".map(one => one.innerText.trim())"
    )
    assert shown == ["SamuGuru", preview.address + POST], "behind the text, where it was found"
    expect(page.locator("h1")).to_be_visible()
    for gone in (".menu", ".tool", ".switch", ".chips"):
        expect(page.locator(gone).first).to_be_hidden()
    after = "getComputedStyle(document.querySelector('.e-content a[href^=http]'), '::after')"
    assert "http" in page.evaluate(f"{after}.content")
    assert page.evaluate(f"{after}.textDecorationLine") == "none"
    # White paper, black words; and a link dark enough on it.
    inks = page.locator("h1, .e-content p, .colophon p, .e-content a").evaluate_all(INKS)
    assert min(inks) >= 4.5
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    # The text begins where the sheet does: the screen's axis is none of it.
    assert page.locator(".e-content p").first.evaluate("p => p.getBoundingClientRect().x") == 0
