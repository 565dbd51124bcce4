"""The desk in the preview: panel, errors in the page, a tab that stays where it was, calendar."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from plugins.desk.guarding import POLICY
from tests.browser.axe import faults_of
from tests.browser.conftest import Preview, demonstration, serving
from tests.laying import HOUSE, lay_site

POST = "/articles/quand-le-serveur-s-eteint/"
OLD = "/articles/249-grammes/"
DRAFT = "/brouillons/asimov-cent-dix-ans/"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """A copy of the demonstration that these tests may break, with its guide."""
    root = tmp_path_factory.mktemp("desk")
    site = lay_site(root, demonstration(root))
    (root / "docs").symlink_to(HOUSE / "docs")
    with serving(site) as running:
        yield running


def source(desk: Preview, slug: str) -> Path:
    return next(desk.site.content.rglob(f"{slug}/index.md"))


def open_panel(page: Page) -> None:
    page.locator(".desk__more > summary").click()
    expect(page.locator("#desk-problems")).to_be_visible()
    expect(page.locator("[data-desk-later] h3")).to_be_visible(timeout=30_000)


def test_without_the_debate_no_isso_is_started(desk: Preview, page: Page) -> None:
    """``DISCUSSION=0``, as most of these tests run: nothing listens, and nothing is kept."""
    assert not (desk.site.root / ".discussion").exists()
    answer = page.request.post(f"{desk.address}/discussion/new?uri=/discussion/x")
    assert (answer.status, answer.json()) == (503, {"message": "Isso does not run"})
    page.goto(desk.address + POST)
    expect(page.get_by_role("button", name="Réagir")).to_be_visible()


def test_a_post_that_waits_says_until_when(desk: Preview, page: Page) -> None:
    page.goto(desk.address + DRAFT)
    expect(page.locator(".ribbon").first).to_have_text("Programmé pour le 2 janvier 2030")


def test_the_panel_shows_what_stands_behind_a_post(desk: Preview, page: Page) -> None:
    page.goto(desk.address + DRAFT)
    summary = page.locator(".desk__more > summary")
    expect(summary).to_contain_text("aucun problème")
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#desk-topics")).to_be_visible()
    topic = page.locator(".desk-topic--yes")
    expect(topic).to_contain_text("Science-fiction")
    topic.locator("summary").click()
    expect(topic).to_contain_text("Asimov")
    card = page.locator(".desk-card img")
    card.scroll_into_view_if_needed()
    expect(card).to_have_js_property("naturalWidth", 1200)
    frame = page.frame_locator(".desk-feed")
    page.locator(".desk-feed").scroll_into_view_if_needed()
    expect(frame.locator("h1")).to_have_text("Asimov a cent dix ans")
    expect(frame.locator("body")).to_contain_text("Hari\u00a0Seldon")
    assert page.locator(".desk-feed").get_attribute("sandbox") == "allow-same-origin"
    expect(page.locator(".desk-weight tfoot")).to_contain_text("Ko")


def test_the_panel_of_an_old_post_has_its_card_drawn(desk: Preview, page: Page) -> None:
    """The preview itself draws those of drafts and of the newest posts alone."""
    page.goto(desk.address + OLD)
    title = page.locator("h1").inner_text()
    open_panel(page)
    card = page.locator(".desk-card img")
    assert (card.get_attribute("src") or "").startswith("/.desk/card?")
    assert card.get_attribute("alt") == title
    card.scroll_into_view_if_needed()
    expect(card).to_have_js_property("naturalWidth", 1200)


def test_the_panel_shows_a_published_post_as_its_feed_has_it(desk: Preview, page: Page) -> None:
    page.goto(f"{desk.address}/.desk/item?page={POST.strip('/')}/")
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("body")).to_contain_text("SamuGuru")


def test_the_proofreader_is_heard_in_the_panel(desk: Preview, page: Page) -> None:
    path = source(desk, "sure-a-95-pour-cent")
    text = path.read_text("utf-8")
    path.write_text(f"{text}\n\nUne Ecole sans accent, et un coeur.\n", "utf-8")
    desk.wait_for("Site construit", times=len([x for x in desk.said if "Site construit" in x]) + 1)
    page.goto(f"{desk.address}/articles/sure-a-95-pour-cent/")
    open_panel(page)
    expect(page.locator("[data-desk-later]")).to_contain_text("Ecole")
    badge = page.locator(".desk__badge--some")
    expect(badge).to_have_text("2\u00a0problèmes")
    path.write_text(text, "utf-8")


@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_at_the_desk(desk: Preview, browser: Browser, width: int) -> None:
    found = []
    with browser.new_context(
        viewport={"width": width, "height": 800}, reduced_motion="reduce"
    ) as context:
        page = context.new_page()
        # The guide is long, and has one column at any width.
        more = ["/.desk/guide", f"/.desk/panel?page={DRAFT[1:]}"] if width == 320 else []
        for address in (DRAFT, "/.desk/calendar", *more):
            page.goto(desk.address + address)
            if address == DRAFT:
                open_panel(page)
            found += [f"{address}: {fault}" for fault in faults_of(page)]
    assert found == []


@pytest.fixture
def strict(browser: Browser, desk: Preview) -> Iterator[BrowserContext]:
    """A browser in which every page comes with the desk's own strict policy."""
    context = browser.new_context()

    def answer(route: object) -> None:
        response = route.fetch()  # type: ignore[attr-defined]
        headers = {**response.headers, "content-security-policy": POLICY}
        route.fulfill(response=response, headers=headers)  # type: ignore[attr-defined]

    context.route(re.compile(re.escape(desk.address) + r"/(?!\.desk/events).*"), answer)
    yield context
    context.close()


def test_the_desk_keeps_to_a_strict_policy(strict: BrowserContext, desk: Preview) -> None:
    page, faults = strict.new_page(), []
    page.on("console", lambda m: faults.append(m.text) if "Security Policy" in m.text else None)
    page.goto(desk.address + DRAFT)
    open_panel(page)
    for address in ("/.desk/calendar", "/.desk/guide"):
        page.goto(desk.address + address)
    assert faults == []


def test_errors_appear_in_the_page_and_go_when_mended(desk: Preview, page: Page) -> None:
    path = source(desk, "quand-le-serveur-s-eteint")
    text = path.read_text("utf-8")
    page.goto(desk.address + POST)
    page.evaluate("window.untouched = true")
    broken = re.sub(r"^date: .*$", "date: hier", text, flags=re.MULTILINE)
    path.write_text(broken.replace("topics:", "sujetz:"), "utf-8")
    strip = page.locator(".desk-strip")
    expect(strip).to_be_visible(timeout=20_000)
    for words in (
        "2\u00a0erreurs",
        "invalid-date",
        "hier",
        "index.md:3",
        "2026-01-02",
        "unknown-key",
    ):
        expect(strip).to_contain_text(words)
    assert faults_of(page) == []
    # Another page opened meanwhile says so from its first moment, without a script.
    context = page.context.browser.new_context(java_script_enabled=False)
    other = context.new_page()
    other.goto(desk.address)
    expect(other.locator(".desk-strip")).to_contain_text("invalid-date")
    context.close()
    path.write_text(text, "utf-8")
    expect(strip).to_have_count(0, timeout=20_000)
    assert page.evaluate("window.untouched"), "a page that is as it was is not loaded again"


def test_the_tab_stays_where_it_was(desk: Preview, page: Page) -> None:
    path = source(desk, "quand-le-serveur-s-eteint")
    text = path.read_text("utf-8")
    page.goto(desk.address + POST)
    page.locator(".prose h2").last.evaluate(
        "(h) => scrollTo({ top: h.offsetTop, behavior: 'instant' })"
    )
    link = page.locator(".prose h2 ~ p a").last
    link.focus()
    top = "document.querySelectorAll('.prose h2').item(1).getBoundingClientRect().top"
    before, href = page.evaluate(top), link.get_attribute("href")
    body = text.index("\n---\n", 4) + 5
    more = "Un paragraphe de plus, assez long pour deux lignes au moins. " * 6
    with page.expect_navigation():
        path.write_text(f"{text[:body]}{more}\n\n{text[body:]}", "utf-8")
    expect(page.locator(".prose")).to_contain_text("Un paragraphe de plus")
    page.wait_for_load_state("load")
    assert abs(page.evaluate(top) - before) < 3, "although the text above has grown"
    assert page.evaluate("document.activeElement.getAttribute('href')") == href
    path.write_text(text, "utf-8")


def test_an_edit_elsewhere_leaves_the_page_alone(desk: Preview, page: Page) -> None:
    page.goto(f"{desk.address}/a-propos/")
    page.evaluate("window.untouched = true")
    built = len([line for line in desk.said if "Site construit" in line])
    path = source(desk, "sure-a-95-pour-cent")
    text = path.read_text("utf-8")
    path.write_text(f"{text}\n\nUne phrase de plus.\n", "utf-8")
    desk.wait_for("Site construit", times=built + 1)
    page.wait_for_timeout(800)
    assert page.evaluate("window.untouched")
    path.write_text(text, "utf-8")


def test_the_calendar_says_in_words_what_it_shows(desk: Preview, page: Page) -> None:
    page.goto(f"{desk.address}/.desk/calendar")
    expect(page.locator("h1")).to_have_text("Calendrier")
    year = page.locator("section", has=page.locator("#desk-year-2030"))
    expect(year.locator("tbody")).to_contain_text("programmé")
    expect(year.locator(".desk-day--scheduled")).to_have_count(1)
    assert "1\u00a0article" in (year.locator("svg title").text_content() or "")
    year.get_by_role("link", name="Asimov a cent dix ans").click()
    expect(page).to_have_url(desk.address + DRAFT)


def test_the_guide_is_shown_in_the_sites_own_look(desk: Preview, page: Page) -> None:
    page.goto(f"{desk.address}/.desk/guide")
    expect(page.locator("h1")).to_have_text("Guide de l’auteur")
    expect(page.locator("header.masthead")).to_be_visible()
    assert page.locator(".prose pre").count() > 0


def test_another_origin_reads_nothing(desk: Preview, browser: Browser) -> None:
    """A page of another origin, on this very computer, asks for what stands at the desk."""
    context = browser.new_context()
    page = context.new_page()
    elsewhere = desk.address.replace("127.0.0.1", "localhost")
    page.goto(f"{elsewhere}/404.html")
    for target in ("/.desk/panel?page=" + DRAFT[1:], "/.desk/strip", "/.desk/events", DRAFT):
        outcome = page.evaluate(
            "(url) => fetch(url, { mode: 'no-cors' }).then((a) => a.type, () => 'refused')",
            desk.address + target,
        )
        assert outcome == "refused", target
    context.close()
