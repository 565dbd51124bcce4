"""What a reader sees and does on a post: the switch, the table of contents, notes in the margin."""

from __future__ import annotations

import itertools
import re

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import Preview

POST = "/articles/combien-de-mesanges-avant-de-la-croire/"
PAPER = "getComputedStyle(document.body).backgroundColor"


def test_the_switch_remembers(preview: Preview, page: Page) -> None:
    page.emulate_media(color_scheme="light")
    page.goto(preview.address)
    day = page.evaluate(PAPER)
    switch = page.get_by_role("button", name="Couleurs de nuit")
    expect(switch).to_have_attribute("aria-pressed", "false")
    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "true")
    night = page.evaluate(PAPER)
    assert night != day

    page.goto(preview.address + POST)
    expect(switch).to_have_attribute("aria-pressed", "true")
    assert page.evaluate(PAPER) == night
    switch.click()
    assert page.evaluate("localStorage.getItem('scheme')") is None, "as the system has it again"


def test_who_chose_the_night_never_sees_a_page_by_day(preview: Preview, browser: Browser) -> None:
    """The colours of the first frames, with a script and a stylesheet that come late."""
    with browser.new_context(color_scheme="light") as context:
        page = context.new_page()
        page.add_init_script(
            "localStorage.setItem('scheme', 'dark'); window.seen = []; const look = () => {"
            f" if (document.body) seen.push({PAPER}); requestAnimationFrame(look); }};"
            "requestAnimationFrame(look)"
        )

        def late(route: Route) -> None:
            page.wait_for_timeout(300)
            route.continue_()

        page.route(re.compile(r"/site\.\w+\.(?:js|css)$"), late)
        page.goto(preview.address + POST)
        # No wait_for_function: the page's policy forbids the eval that it polls with.
        page.evaluate(
            "new Promise((done) => { const wait = () =>"
            " seen.length > 9 ? done() : requestAnimationFrame(wait); wait(); })"
        )
        night = page.evaluate(PAPER)
        assert set(page.evaluate("seen")) == {night}
        page.evaluate("delete document.documentElement.dataset.scheme")
        assert page.evaluate(PAPER) != night, "the system has the day"


def test_the_switch_goes_with_the_system_until_it_is_used(preview: Preview, page: Page) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto(preview.address)
    expect(page.locator(".switch")).to_have_attribute("aria-pressed", "true")
    page.emulate_media(color_scheme="light")
    expect(page.locator(".switch")).to_have_attribute("aria-pressed", "false")


def test_without_scripts_the_switch_is_not_there_and_contents_open_by_hand(
    preview: Preview, browser: Browser
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(preview.address + POST)
    expect(page.locator(".switch")).to_be_hidden()
    expect(page.locator(".contents a").first).to_be_hidden()
    page.locator(".contents summary").click()
    expect(page.locator(".contents a").first).to_be_visible()
    expect(page.locator(".footnote li").first).to_be_visible()
    context.close()


def test_contents_lead_to_their_headings(preview: Preview, page: Page) -> None:
    page.goto(preview.address + POST)
    links = page.locator(".contents a")
    expect(links.first).to_be_visible()
    headings = page.locator(".e-content h2, .e-content h3").all_inner_texts()
    assert links.all_inner_texts() == headings
    links.nth(1).click()
    expect(page.locator(".e-content h2, .e-content h3").nth(1)).to_be_in_viewport()


def test_the_thread_is_not_broken_and_contents_are_not_cut(preview: Preview, page: Page) -> None:
    for width in (768, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(preview.address + POST)
        upper, lower = (thread.bounding_box() for thread in page.locator(".thread").all())
        assert upper
        assert lower
        assert upper["y"] + upper["height"] == pytest.approx(lower["y"], abs=1)
    # Of letters so large that the contents have no axis beside the text, they stand above it all.
    page.locator(".contents").evaluate(
        "one => one.insertAdjacentHTML('afterend', '<aside class=thesis><p>Une thèse.</p></aside>')"
    )
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    boxes = [page.locator(one).bounding_box() for one in (".contents", ".thesis")]
    assert boxes[0]
    assert boxes[1]
    assert boxes[0]["y"] + boxes[0]["height"] <= boxes[1]["y"]
    page.evaluate("document.documentElement.style.fontSize = ''")
    link = page.locator(".contents a").first
    link.evaluate("link => { link.textContent = 'anticonstitutionnelle'.repeat(3) }")
    contents = page.locator(".contents")
    assert contents.evaluate("one => one.scrollWidth - one.clientWidth") <= 0


def test_a_short_post_has_no_contents(preview: Preview, page: Page) -> None:
    page.goto(f"{preview.address}/brouillons/asimov-cent-dix-ans/")
    assert page.locator(".e-content h2").count() < 3
    expect(page.locator(".contents")).to_have_count(0)


@pytest.mark.parametrize(("width", "margin"), [(1280, True), (800, False)])
def test_notes_stand_beside_what_they_are_about_where_there_is_room(
    width: int, margin: bool, preview: Preview, page: Page
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(preview.address + POST)
    page.evaluate("document.fonts.ready")
    if margin:
        expect(page.locator(".has-margin-notes")).to_have_count(1)
    note = page.locator(".footnote li").first.bounding_box()
    mark = page.locator(".footnote-ref").first.bounding_box()
    text = page.locator(".e-content > p").first.bounding_box()
    assert note
    assert mark
    assert text
    # Level with its call, or just above the code that follows it and takes the margin's room.
    is_level = note["y"] - 60 < mark["y"] < note["y"] + note["height"] + 60
    assert is_level is margin
    assert (note["x"] > text["x"] + text["width"]) is margin


def test_notes_in_the_margin_do_not_cover_each_other_or_the_text(
    preview: Preview, page: Page
) -> None:
    page.goto(f"{preview.address}/articles/trois-mots-pour-le-mal-de-coeur/")
    expect(page.locator(".has-margin-notes")).to_have_count(1)
    boxes = [note.bounding_box() for note in page.locator(".footnote li").all()]
    found = [box for box in boxes if box]
    assert len(found) == len(boxes) > 1
    for upper, lower in itertools.pairwise(found):
        assert upper["y"] + upper["height"] <= lower["y"]
    for block in page.locator(".e-content > :not(.footnote)").all():
        box = block.bounding_box()
        assert not box or box["x"] + box["width"] <= found[0]["x"]


def test_notes_stand_clear_of_code_that_reaches_into_the_margin(
    preview: Preview, page: Page
) -> None:
    page.goto(f"{preview.address}/articles/sure-a-95-pour-cent/")
    expect(page.locator(".has-margin-notes")).to_have_count(1)
    page.locator(".footnote-ref").first.evaluate(
        "mark => document.querySelector('.highlight').after(mark)"
    )
    page.set_viewport_size({"width": 1300, "height": 900})
    page.wait_for_timeout(50)
    code, note = (page.locator(one).first.bounding_box() for one in (".highlight", ".footnote li"))
    assert code
    assert note
    assert note["x"] < code["x"] + code["width"], "else there is nothing to stand clear of"
    assert note["y"] >= code["y"] + code["height"] or note["y"] + note["height"] <= code["y"]


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_the_masthead_is_low_and_its_keys_go_as_the_eye_does(
    width: int, preview: Preview, page: Page
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(preview.address + POST)
    expect(page.locator(".switch")).to_be_visible()
    boxes = [one.bounding_box() for one in page.locator(".masthead :is(a, button)").all()]
    places = [(box["y"] + box["height"] / 2, box["x"]) for box in boxes if box]
    assert len(places) == len(boxes) > 5
    rows = [(round(y / 12), x) for y, x in places]
    assert rows == sorted(rows)
    assert all(box["height"] >= 24 and box["width"] >= 24 for box in boxes if box)
    masthead = page.locator(".masthead").bounding_box()
    assert masthead
    assert masthead["height"] <= (100 if width == 320 else 64)


def test_neighbours_lead_on(preview: Preview, page: Page) -> None:
    page.goto(preview.address + POST)
    page.locator(".neighbours a").first.click()
    assert page.url != preview.address + POST
    expect(page.locator(".neighbours")).to_contain_text("Combien de mésanges avant de la croire")


def test_the_display_face_arrives_and_is_ours(preview: Preview, page: Page) -> None:
    page.goto(preview.address)
    page.evaluate("document.fonts.ready")
    assert page.evaluate("document.fonts.check('700 32px \"Bricolage Grotesque\"')")
    assert (
        page.evaluate("[...document.fonts].find(f => f.family.includes('Grotesque')).status")
        == "loaded"
    )
