"""A post's HTML for a reader elsewhere: full addresses, and nothing only our page needs."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from lxml import etree
from lxml import html as lxml_html
from lxml.html import HtmlElement

_ADDRESSES = ("href", "src", "poster", "cite", "data")
_OURS = ("class", "style", "tabindex", "role", "aria-label", "loading", "decoding", "fetchpriority")
_REMOVED = "//script | //style | //form | //input | //button"
_CANDIDATE = re.compile(r"\s*(\S+?)(\s+[\d.]+[wx])?\s*(?:,|$)")


def portable_html(html: str, page: str) -> str:
    """``html`` with every address full, seen from the address ``page``.

    A ``#fragment`` leads to the post's own page. Spans that only colour code,
    styles and attributes for our scripts or stylesheets are taken off; the code
    stays as it was.
    """
    if not html.strip():
        return ""
    root = lxml_html.fragment_fromstring(html, create_parent="div")
    for element in root.xpath(_REMOVED):
        element.drop_tree()
    for element in list(root.iter(etree.Element)):
        _make_portable(element, page)
    for span in root.xpath(".//span[not(@*)]"):
        span.drop_tag()
    # A no-break space written as itself, not as an entity that XML does not know.
    inner = lxml_html.tostring(root, encoding="unicode")
    return inner.removeprefix("<div>").removesuffix("</div>").strip()


def _make_portable(element: HtmlElement, page: str) -> None:
    for name in _ADDRESSES:
        value = element.get(name)
        if value is not None:
            element.set(name, _full(value, page))
    if (srcset := element.get("srcset")) is not None:
        element.set("srcset", _absolute_srcset(srcset, page))
    for name in _OURS:
        element.attrib.pop(name, None)


def _full(address: str, page: str) -> str:
    """``address`` seen from ``page``; one that is no address stays as it was written."""
    try:
        return urljoin(page, address)
    except ValueError:
        return address


def _absolute_srcset(srcset: str, page: str) -> str:
    found = (f"{_full(url, page)}{size}" for url, size in _CANDIDATE.findall(srcset) if url)
    return ", ".join(found)
