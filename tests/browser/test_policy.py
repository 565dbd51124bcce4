"""The published demonstration behind the shipped nginx, in a real browser: nothing is refused."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.laying import Site
from tests.serving import nginx

PAGES = (
    "/",
    "/articles/249-grammes/",
    "/sujets/drones/",
    "/auteurs/samuguru/",
    "/abonnement/",
    "/recherche/?q=drone",
    "/a-propos/",
    "/nulle-part/",
    "/rss.xml",
)


@pytest.fixture(scope="module")
def address(published: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with nginx(tmp_path_factory.mktemp("nginx"), published.root / "public") as server:
        yield f"http://127.0.0.1:{server.port}"


@pytest.mark.parametrize("path", PAGES)
def test_a_page_asks_for_nothing_that_the_headers_forbid(
    browser: Browser, address: str, path: str
) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.add_init_script(
        "addEventListener('securitypolicyviolation', e =>"
        " console.error('refused: ' + e.violatedDirective + ' ' + e.blockedURI))"
    )
    page.goto(address + path, wait_until="load")
    if "recherche" in path:
        page.locator(".result h2 a").first.wait_for()
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    page.wait_for_load_state("networkidle")
    context.close()
    known = "status of 404" if path == "/nulle-part/" else "\0"
    assert [words for words in said if known not in words] == []


def test_an_inline_script_would_be_refused(browser: Browser, address: str) -> None:
    """The test above can fail."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(address)
    page.evaluate(
        "() => { const script = document.createElement('script');"
        " script.textContent = 'window.ran = true'; document.head.append(script); }"
    )
    assert page.evaluate("window.ran") is None
    context.close()
