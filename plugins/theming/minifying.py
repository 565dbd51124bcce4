"""Fewer bytes for the same page: HTML, stylesheets and scripts of a publication.

The adapter to minify-html (which brings Lightning CSS) and rjsmin. Of a page
only blanks, comments and optional quotes go: end tags stay, so that what reads
it next (a copy, a checker, a reader's extension) needs to be no browser.
"""

from __future__ import annotations

import minify_html
import rjsmin


def minify_page(html: str) -> str:
    """A whole page; no-break spaces and what is in ``pre`` are untouched."""
    return minify_html.minify(
        html,
        keep_closing_tags=True,
        keep_html_and_head_opening_tags=True,
        keep_input_type_text_attr=True,
    )


def minify_asset(name: str, data: bytes) -> bytes:
    """A stylesheet or script by its ``name``; anything else as it is."""
    if name.endswith(".css"):
        return _minify_stylesheet(data.decode()).encode()
    if name.endswith(".js"):
        return str(rjsmin.jsmin(data.decode())).encode()
    return data


def _minify_stylesheet(css: str) -> str:
    """By its meaning, and so by way of the element that may hold one.

    What goes by blanks alone (rcssmin) makes ``.a :is(b)`` into ``.a:is(b)``.
    """
    page = minify_html.minify(f"<style>{css}</style>", minify_css=True)
    return page.removeprefix("<style>").removesuffix("</style>")
