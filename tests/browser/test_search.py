"""Search as a reader does: the published demonstration, in a real browser, under a strict CSP."""

from __future__ import annotations

import functools
import re
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from plugins.hosting.headers import table_of
from plugins.hosting.settings import Settings
from tests.browser.axe import faults_of
from tests.laying import Site
from tests.search_cases import CASES

AI = "les-lois-d-asimov-ne-sont-pas-un-cahier-des-charges"
SICK = "trois-mots-pour-le-mal-de-coeur"
HELMET = "le-cone-et-le-casque"
TITS = "combien-de-mesanges-avant-de-la-croire"
BROKEN = "ne-recopiez-pas-la-piece-cassee"
TRIAL = "l-essai-gratuit-devrait-finir-tout-seul"
RESCUE = "drones-de-secours"
RADIUS = "la-presence-a-un-rayon"
OFF = "quand-le-serveur-s-eteint"
CARDS = "the-pause-and-the-ten-thousand-cards"

# What is typed, and the post that must come first.
QUERIES = {
    # elisions
    "l’intelligence": AI,
    "l'intelligence": AI,
    "intelligence": AI,
    "d’Asimov": AI,
    "l’essai": TRIAL,
    "crochet d'aspirateur": BROKEN,
    "quand le serveur s’éteint": OFF,
    "la vitesse de la lumière": RADIUS,
    # ligatures
    "mal de cœur": SICK,
    "mal de coeur": SICK,
    "cœur": SICK,
    "COEUR": SICK,
    # accents that are missing, or more than there are
    "realite virtuelle": HELMET,
    "mesange": TITS,
    "piece cassee": BROKEN,
    "resilier": TRIAL,
    "defibrillateur": RESCUE,
    "serveur eteint": OFF,
    # plurals and forms
    "mésanges": TITS,
    "oiseaux": TITS,
    "oiseau": TITS,
    "essais gratuits": TRIAL,
    "gramme": "249-grammes",
    "serveurs éteints": OFF,
    "thermostats": "le-thermostat-qui-ment",
    # capitals
    "SOLARIS": "solaris-et-les-assistants",
    "Thermostat": "le-thermostat-qui-ment",
    "ASIMOV": AI,
    # two words and more
    "intelligence artificielle": AI,
    "drones secours": RESCUE,
    "Iris Montjoie": RADIUS,
    "bruit d’en haut": "le-bruit-d-en-haut",
    "95 pour cent": "sure-a-95-pour-cent",
    # one word of many
    "latence": RADIUS,
    "abonnement": TRIAL,
    "mémoire": "la-memoire-etait-dans-la-vente",
    "fichier": "la-piece-qui-manque-tient-dans-un-fichier",
    "openscad": BROKEN,
    # a number with its unit, no-break spaces and all
    "249\u00a0g": "249-grammes",
    # acronyms, other names, two words for one; none stands in the wanted post's title
    "VR": RADIUS,
    "IA": "qui-a-mis-cette-porte-ici",
    "l’IA": "qui-a-mis-cette-porte-ici",
    "SF": "la-science-fiction-ne-predit-rien",
    "3D": "cinquante-quatre-heures-et-quatre-mois",
    "FDM": BROKEN,
    "FPV": "le-bruit-d-en-haut",
    "IoT": "le-thermostat-qui-ment",
    "XR": HELMET,
    "LLM": AI,
    "domotique": OFF,
    "start up": "la-memoire-etait-dans-la-vente",
    "startup": "la-memoire-etait-dans-la-vente",
    "machine learning": AI,
    "casque VR": HELMET,
    "IA drones": RESCUE,
    "drones zzzz": RESCUE,
    "Samuel Le Goff": "le-thermostat-qui-ment",
    # what is half typed
    "mangeoir": "sure-a-95-pour-cent",
    "résili": TRIAL,
    # in English, on a French site
    "graphics cards": CARDS,
    "moratorium": CARDS,
}


class Readers(SimpleHTTPRequestHandler):
    """A server with the headers of every answer of ours."""

    def end_headers(self) -> None:
        for header in table_of(Settings()):
            if not header.secure and (value := header.value_of(self.path)):
                self.send_header(header.name, value)
        super().end_headers()

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture(scope="module")
def address(published: Site) -> Iterator[str]:
    """The demonstration, published and served."""
    handler = functools.partial(Readers, directory=str(published.root / "public"))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="module")
def desk(browser: Browser, address: str) -> Iterator[Page]:
    """One search page for all queries, as a reader who goes on asking."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(f"{address}/recherche/")
    yield page
    context.close()


def ask(page: Page, query: str) -> None:
    page.fill("#q", query)
    page.keyboard.press("Enter")


def first_hit(page: Page) -> Any:
    return page.locator(".result h2 a").first


def leads_to(slug: str) -> re.Pattern[str]:
    return re.compile(f"^/articles/{re.escape(slug)}/$")


@pytest.mark.parametrize(("query", "slug"), QUERIES.items())
def test_what_comes_first(query: str, slug: str, desk: Page) -> None:
    ask(desk, query)
    expect(first_hit(desk)).to_have_attribute("href", leads_to(slug))


@pytest.mark.parametrize(
    ("acronym", "topic"),
    [
        ("VR", "Réalité virtuelle"),
        ("SF", "Science-fiction"),
        ("FDM", "Impression 3D"),
        ("LLM", "Intelligence artificielle"),
    ],
)
def test_an_acronym_finds_no_longer_word(acronym: str, topic: str, desk: Page) -> None:
    """Pagefind by itself goes on from vr to vrai, from fd to fdm."""
    ask(desk, "")
    expect(desk.get_by_role("status")).to_have_text("")
    ask(desk, acronym)
    expect(first_hit(desk)).to_be_visible()
    for chips in desk.locator(".result .chips").all_text_contents():
        assert topic in chips


@pytest.mark.parametrize("word", ["zzzz", "RGPD", "xylophage", "zzzz qqqq", "drp"])
def test_a_word_that_no_post_has_finds_nothing(word: str, desk: Page) -> None:
    """Pagefind by itself takes its longest beginning that is a word."""
    ask(desk, "")
    expect(desk.get_by_role("status")).to_have_text("")
    ask(desk, word)
    expect(desk.get_by_role("status")).to_contain_text("Aucun article trouvé.")


def test_both_normalisers_agree(page: Page, address: str) -> None:
    page.goto(f"{address}/recherche/")
    script = page.locator("script[src*='/js/search.']").get_attribute("src")
    found = page.evaluate(
        """async ([script, texts]) => {
             const { normalise } = await import(script);
             return texts.map(normalise);
           }""",
        [script, list(CASES)],
    )
    assert dict(zip(CASES, found, strict=True)) == CASES


def test_small_words_and_elisions_are_not_asked_for(page: Page, address: str) -> None:
    page.goto(f"{address}/recherche/")
    script = page.locator("script[src*='/js/search.']").get_attribute("src")
    asked = {
        "l’intelligence de la machine": "intelligence machine",
        "qu’est-ce qu'un drone": "est-ce drone",
        "aujourd’hui": "aujourd'hui",
        "de la": "de la",
        '"la pièce cassée"': '"la pièce cassée"',
    }
    code = "async ([s, qs]) => { const { terms } = await import(s); return qs.map(terms); }"
    assert page.evaluate(code, [script, list(asked)]) == list(asked.values())


def test_an_excerpt_is_of_the_text_as_written(page: Page, address: str) -> None:
    page.goto(f"{address}/recherche/?q=mesange+charbonniere")
    excerpt = page.locator(".result__excerpt").first
    expect(excerpt.locator("mark").first).to_have_text("mésange")
    assert "«\u00a0mésange charbonnière\u00a0» avec l’entrain" in excerpt.text_content()
    # Every word marked is one that was asked for: places in the text are counted alike.
    for mark in page.locator("mark").all_text_contents():
        assert re.match("mésange|charbonnière", mark, re.IGNORECASE), mark


def test_a_word_is_marked_without_its_elision(page: Page, address: str) -> None:
    page.goto(f"{address}/recherche/?q=intelligence")
    expect(page.locator("mark").first).to_have_text("intelligence")
    assert "l’intelligence artificielle" in page.locator(".result__excerpt").first.text_content()


def test_a_result_says_what_it_is(page: Page, address: str) -> None:
    page.goto(f"{address}/recherche/?q=graphics+cards")
    result = page.locator("ol.results > li.result").first
    link = result.locator("h2 a")
    expect(link).to_have_attribute("lang", "en")
    expect(result.locator("time")).to_have_attribute("datetime", "2023-05-28")
    expect(result.locator("time")).to_have_text("28 May 2023")
    assert result.locator(".chip").all_text_contents() == ["Intelligence artificielle", "Start-up"]
    link.click()
    expect(page).to_have_url(f"{address}/articles/{CARDS}/")


def test_by_topic_and_by_year(page: Page, address: str) -> None:
    page.goto(f"{address}/recherche/")
    page.select_option("#topic", "drones")
    status = page.get_by_role("status")
    expect(status).to_have_text("3 articles trouvés.")
    expect(first_hit(page)).to_have_attribute("href", leads_to(RESCUE))
    assert all("Drones" in text for text in page.locator(".result .chips").all_text_contents())
    page.select_option("#year", "2024")
    expect(status).to_have_text("1 article trouvé.")
    expect(first_hit(page)).to_have_attribute("href", leads_to("le-bruit-d-en-haut"))
    assert page.url.endswith("/recherche/?sujet=drones&annee=2024")
    page.fill("#q", "casque")
    expect(status).to_contain_text("Aucun article trouvé.")
    page.select_option("#topic", "")
    expect(first_hit(page)).to_have_attribute("href", leads_to(HELMET))


def test_the_newest_first(page: Page, address: str) -> None:
    page.goto(f"{address}/recherche/?q=casque&tri=date")
    expect(page.get_by_role("status")).to_contain_text("trouvés")
    dates = [one.get_attribute("datetime") for one in page.locator(".result time").all()]
    assert len(dates) > 2
    assert dates == sorted(dates, reverse=True)
    expect(page.locator("#sort")).to_have_value("date")


def test_results_are_told_and_the_address_remembers(page: Page, address: str) -> None:
    page.goto(f"{address}/recherche/")
    status = page.get_by_role("status")
    expect(status).to_have_text("")
    page.locator("#q").press_sequentially("mésange", delay=20)
    expect(status).to_have_text("2 articles trouvés.")
    expect(page).to_have_url(f"{address}/recherche/?q=m%C3%A9sange")
    page.reload()
    expect(page.locator("#q")).to_have_value("mésange")
    expect(status).to_have_text("2 articles trouvés.")
    page.fill("#q", "")
    expect(status).to_have_text("")
    expect(page.locator(".search__otherwise")).to_be_visible()
    expect(page).to_have_url(f"{address}/recherche/")


def test_by_keyboard_alone(page: Page, address: str) -> None:
    page.goto(f"{address}/recherche/")
    page.locator("main").focus()
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_id("q")
    page.keyboard.type("solaris")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("1 article trouvé.")
    expect(page.locator(":focus")).to_have_id("q")
    for _ in range(5):  # the button, three choices, the first result
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{address}/articles/solaris-et-les-assistants/")


def test_there_is_more(page: Page, address: str) -> None:
    page.goto(f"{address}/recherche/?q=porte")
    expect(page.locator(".result")).to_have_count(10)
    page.get_by_role("button", name="Afficher la suite").press("Enter")
    total = int(re.sub(r"\D", "", page.get_by_role("status").inner_text()))
    expect(page.locator(".result")).to_have_count(min(total, 20))
    focused = page.evaluate(
        "[...document.querySelectorAll('.result a')].filter((a) => a.closest('h2'))"
        ".indexOf(document.activeElement)"
    )
    assert focused == 10


def test_nothing_found_offers_the_rest(page: Page, address: str) -> None:
    page.goto(f"{address}/recherche/?q=xylophage")
    expect(page.get_by_role("status")).to_contain_text("Aucun article trouvé.")
    expect(page.locator(".results")).to_be_hidden()
    expect(page.get_by_role("heading", name="Sujets")).to_be_visible()


@pytest.mark.parametrize("words", ["brouillon", "cent dix ans", "zéros personnages"])
def test_what_is_not_listed_is_not_found(words: str, page: Page, address: str) -> None:
    page.goto(f"{address}/recherche/?q={words}")
    expect(page.get_by_role("status")).not_to_be_empty()
    for link in page.locator(".result h2 a").all():
        assert not re.search("asimov-cent|les-zeros|etiquette", link.get_attribute("href") or "")


def test_an_index_that_does_not_come_is_told(page: Page, address: str) -> None:
    page.route("**/pagefind.js", lambda route: route.abort())
    page.goto(f"{address}/recherche/?q=drone")
    expect(page.get_by_role("status")).to_contain_text("n’a pas pu être chargée")
    expect(page.get_by_role("heading", name="Archives")).to_be_visible()
    page.unroute("**/pagefind.js")
    ask(page, "solaris")
    expect(page.get_by_role("status")).to_have_text("1 article trouvé.")


def test_markup_in_a_question_is_text(page: Page, address: str) -> None:
    page.goto(f"{address}/recherche/?q=<img+src=x+onerror=alert(1)>&sujet=nowhere&x=1")
    expect(page.locator("#q")).to_have_value("<img src=x onerror=alert(1)>")
    expect(page.locator("#topic")).to_have_value("")
    assert page.locator("main img").count() == 0


def test_without_javascript(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/recherche/?q=drone")
    expect(page.locator("main form")).to_be_hidden()
    expect(page.locator("noscript p")).to_be_visible()
    page.locator(".chip", has_text="Drones").click()
    expect(page).to_have_url(f"{address}/sujets/drones/")
    page.goto(f"{address}/recherche/")
    page.locator("main .tags a", has_text="2024").click()
    expect(page).to_have_url(f"{address}/archives/#y2024")
    context.close()


def test_from_the_404_page(page: Page, address: str) -> None:
    page.goto(f"{address}/404.html")
    ask(page, "mal de cœur")
    expect(page).to_have_url(re.compile(r"/recherche/\?q=mal"))
    expect(first_hit(page)).to_have_attribute("href", leads_to(SICK))


def test_other_pages_load_no_script_of_search(page: Page, address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for place in ("/", f"/articles/{SICK}/", "/404.html", "/recherche/"):
        page.goto(address + place, wait_until="networkidle")
    loaded = [url for url in asked if "search" in url or "pagefind" in url]
    assert len(loaded) == 1, "and Pagefind only when somebody asks"
    assert not [url for url in asked if not url.startswith(address)]


@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_in_results(width: int, browser: Browser, address: str) -> None:
    with browser.new_context(
        viewport={"width": width, "height": 800}, reduced_motion="reduce"
    ) as context:
        page = context.new_page()
        page.goto(f"{address}/recherche/?q=casque")
        page.locator(".result").first.wait_for()
        assert faults_of(page) == []
