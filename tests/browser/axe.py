"""What axe-core finds on a page, in both schemes, and whether it scrolls sideways."""

from __future__ import annotations

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

Rules = dict[str, str | list[str]]
ALL: Rules = {
    "type": "tag",
    "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
OF_COLOURS: Rules = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
RUN = """(runOnly) => axe.run({ runOnly, resultTypes: ["violations"] }).then(({ violations }) =>
    violations.map(({ id, help }) => `${id} (${help})`))"""


def faults_of(page: Page, by_night: Rules = ALL) -> list[str]:
    """All rules by day, then those that are asked for by night. The page is left by day."""
    page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(RUN, ALL)
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    found += [f"by night: {fault}" for fault in page.evaluate(RUN, by_night)]
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [*found, f"scrolls sideways by {wide} px"] if wide > 0 else found
