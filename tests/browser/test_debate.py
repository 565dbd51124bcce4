"""The debate as a reader has it: `make serve`'s own Isso, a real browser, under the strict CSP."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.axe import faults_of
from tests.browser.conftest import Preview, serving
from tests.laying import SITES, lay_site

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self';"
    " connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'"
)
POST = "/articles/bonjour/"
KEY = "11111111-1111-4111-8111-111111111111"
HOSTILE = [
    "<script>document.title='x'</script><img src=x onerror=\"document.title='x'\">",
    "[a](javascript:document.title='x') ![b](https://evil.example/p.png)",
    "W" * 3000,
    "\u202eretourné \u2066isolé Z" + "\u0301\u0302\u0303\u0304\u0305" * 200,
    "> " * 200 + "profond",
    "```\n" + "large " * 200 + "\n```",
    "# Titre\n\n| a | b |\n|---|---|\n\n" + "é" * 20_000,
]


@pytest.fixture(scope="module")
def debate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    site = lay_site(tmp_path_factory.mktemp("debate"), SITES / "minimal")
    text = site.content / "articles" / "bonjour.md"
    words = 'thèse: "Le bonjour suffit."\nquestion: "Faut-il saluer ?"\n'
    text.write_text(text.read_text("utf-8").replace("sujets:", f"{words}sujets:", 1), "utf-8")
    with serving(site, DISCUSSION="1") as running:
        yield running


def strict(page: Page, faults: list[str]) -> None:
    """The policy of production on every document, and what it refuses."""

    def with_policy(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(
            response=answer, headers={**answer.headers, "content-security-policy": POLICY}
        )

    page.route("**/articles/**", with_policy)
    page.on("console", lambda m: faults.append(m.text) if "Content Security" in m.text else None)


def say(preview: Preview, text: str, author: str = "Ada") -> int:
    request = urllib.request.Request(
        f"{preview.address}/discussion/new?uri=/discussion/{KEY}",
        json.dumps({"text": text, "author": author, "title": "Bonjour"}).encode(),
        {"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        number: int = json.load(answer)["id"]
        return number


def opened(page: Page, preview: Preview) -> list[str]:
    faults: list[str] = []
    strict(page, faults)
    page.goto(preview.address + POST)
    return faults


def test_a_reader_takes_part(page: Page, debate: Preview) -> None:
    """Post, answer, correct, withdraw; each time the page is built anew and says it statically."""
    faults = opened(page, debate)
    expect(page.locator("#part_debate")).to_have_text("Faut-il saluer\u202f?")
    expect(page.locator(".debate__first")).to_be_visible()
    assert page.locator(".reaction").count() == 0, "the form comes when it is asked for"

    page.get_by_role("button", name="Réagir").press("Enter")
    expect(page.get_by_label("Votre texte")).to_be_focused()
    assert faults_of(page) == []

    # Nobody answers: what was typed is kept, and said.
    page.route("**/discussion/new*", lambda route: route.abort())
    page.get_by_label("Contre").check()
    page.get_by_label("Votre texte").fill("Non : «bonjour» ne suffit pas...")
    page.get_by_label("Nom (facultatif)").fill("Ada & <b>")
    page.get_by_label("Adresse électronique").fill("plantee@secret.example")
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_role("status")).to_contain_text("Votre texte est gardé")
    assert page.get_by_label("Votre texte").input_value() == "Non : «bonjour» ne suffit pas..."
    page.unroute("**/discussion/new*")

    page.get_by_role("button", name="Envoyer").click()
    comment = page.locator(".comment.h-cite").first
    expect(comment).to_contain_text("«\u00a0bonjour\u00a0» ne suffit pas…", timeout=20_000)
    expect(comment.locator(".stance")).to_have_text("Contre")
    expect(page.locator(".thesis .tally")).to_contain_text("Contre 1")

    # An answer, under it.
    page.get_by_role("button", name="Répondre à Ada & <b>").click()
    page.get_by_label("Votre texte").fill("Une réponse.")
    page.get_by_role("button", name="Envoyer").click()
    answer = page.locator(".comments--replies .comment.h-cite")
    expect(answer.locator(".comment__text--typed")).to_have_count(0, timeout=20_000)
    expect(answer.locator("time")).to_be_visible(timeout=20_000)

    # It is corrected within its time, by its cookie.
    answer.get_by_role("button", name="Corriger").click()
    expect(page.get_by_label("Votre texte")).to_have_value("Une réponse.")
    page.get_by_label("Votre texte").fill("Une réponse corrigée.")
    page.get_by_role("button", name="Envoyer").click()
    expect(answer.locator("p:not([class])")).to_have_text("Une réponse corrigée.", timeout=20_000)

    page.once("dialog", lambda dialog: dialog.accept())
    answer.get_by_role("button", name="Retirer").click()
    expect(answer).to_have_count(0)
    expect(page.locator(".debate__count")).to_have_text("1 commentaire", timeout=20_000)
    assert faults == []


def test_without_a_script_everything_is_read(browser: Browser, debate: Preview) -> None:
    say(debate, "**Nuance** — Sans script aussi.", "Bob")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    try:
        for _ in range(100):
            page.goto(debate.address + POST)
            if page.get_by_text("Sans script aussi.").count():
                break
            page.wait_for_timeout(250)
        expect(page.get_by_text("Sans script aussi.")).to_be_visible()
        expect(page.get_by_role("button", name="Réagir")).to_have_count(0)
        expect(page.get_by_text("tout se lit sans lui")).to_be_visible()
    finally:
        context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_hostile_comments_change_nothing_around_them(
    browser: Browser, debate: Preview, scheme: str
) -> None:
    numbers = [say(debate, text) for text in HOSTILE] if scheme == "light" else []
    context = browser.new_context(
        viewport={"width": 320, "height": 800},
        color_scheme=scheme,  # type: ignore[arg-type]
    )
    page = context.new_page()
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    try:
        faults = opened(page, debate)
        if numbers:
            expect(page.locator(f"#comment-{numbers[-1]} time")).to_be_attached(timeout=30_000)
        page.get_by_role("button", name="Réagir").click()
        for folded in page.locator(".comment__long > summary").all():
            folded.click()
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        assert "Bonjour" in page.title()
        assert [url for url in requests if "evil" in url] == []
        assert faults_of(page) == []
        assert faults == []
    finally:
        context.close()


def test_the_proxy_is_bounded_and_ends_with_the_preview(debate: Preview) -> None:
    with pytest.raises(urllib.error.HTTPError, match="413"):
        say(debate, "x" * 200_000)
    config = (debate.site.root / ".discussion" / "isso.cfg").read_text(encoding="utf-8")
    assert re.search(r"listen = http://127\.0\.0\.1:\d+", config)


def test_where_isso_cannot_run_the_preview_says_so_and_goes_on(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    site = lay_site(tmp_path_factory.mktemp("without"), SITES / "minimal")
    (site.root / ".discussion").write_text("a file where a folder should be")
    with serving(site, DISCUSSION="1") as preview:
        preview.wait_for("Isso n’a pas pu fonctionner")
        with pytest.raises(urllib.error.HTTPError, match="503"):
            say(preview, "Bonjour.")
        with urllib.request.urlopen(preview.address + POST, timeout=5) as page:
            assert page.status == 200
