"""Feeds as a person meets them: the XML in a browser, and the page that offers them."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import starting
from tests.laying import SITES, lay_site

SHOWN = """names => names.map(name => {
    const found = document.getElementsByTagName(name)[0];
    return found ? getComputedStyle(found).display : "absent";
})"""

LONG_TITLE = """item => {
    document.querySelector(`${item} > title`).textContent = "anticonstitutionnelle".repeat(20);
}"""


def test_a_feed_is_a_readable_list_and_an_address_is_copied(page: Page, tmp_path: Path) -> None:
    """«a CSS stylesheet that shows a readable list when a browser opens it»."""
    with starting(lay_site(tmp_path, SITES / "everything")) as preview:
        preview.wait_for("Site construit")
        for feed, shown, hidden in (
            ("rss.xml", ["item", "title", "description"], ["content:encoded", "guid", "ttl"]),
            ("atom.xml", ["entry", "title", "summary"], ["content", "id", "rights"]),
        ):
            page.goto(f"{preview.address}/{feed}")
            assert page.evaluate(SHOWN, shown) == ["block"] * len(shown)
            assert page.evaluate(SHOWN, hidden) == ["none"] * len(hidden)
            page.evaluate(LONG_TITLE, shown[0])
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.goto(f"{preview.address}/abonnement/")
        page.get_by_role("button", name="Copier").first.click()
        expect(page.get_by_text("Copié")).to_be_visible()
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied == f"{preview.address}/rss.xml"
