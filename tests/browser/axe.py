"""What axe-core finds on a page, in both schemes, and whether it scrolls sideways."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
IN_BOTH = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}


def faults_of(page: Page) -> list[str]:
    """All rules by day; by night those that colours can break. The page is left by day."""
    found = _violations(page, {"type": "tag", "values": RULES})
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    found += [f"by night: {fault}" for fault in _violations(page, IN_BOTH)]
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [*found, f"scrolls sideways by {wide} px"] if wide > 0 else found


def _violations(page: Page, only: dict[str, object]) -> list[str]:
    results = Axe().run(page, options={"runOnly": only})
    return [f"{one['id']} ({one['help']})" for one in results.response["violations"]]
