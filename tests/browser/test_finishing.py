"""A minified page is the same page: what a person reads, and what microformats say."""

from __future__ import annotations

import re
from typing import Any

import mf2py
import pytest
from playwright.sync_api import Page

from plugins.theming.minifying import minify_page
from tests.browser.conftest import Preview
from tests.browser.test_accessibility import KINDS


def shown(page: Page, html: str) -> str:
    page.set_content(html)
    return re.sub(r"(?m)^ +| +$", "", page.locator("body").inner_text())


def said(node: Any) -> Any:
    """Without blanks, and without the markup that holds them."""
    if isinstance(node, dict):
        return {key: said(value) for key, value in node.items() if key != "html"}
    if isinstance(node, list):
        return [said(value) for value in node]
    return re.sub(r"[ \n]+", "", node) if isinstance(node, str) else node


@pytest.mark.parametrize("address", KINDS.values(), ids=KINDS)
def test_nothing_is_lost(preview: Preview, page: Page, address: str) -> None:
    html = preview.site.page(address.strip("/"))
    small = minify_page(html)
    assert len(small) < len(html)
    assert shown(page, small) == shown(page, html)
    assert said(mf2py.parse(small)["items"]) == said(mf2py.parse(html)["items"])
