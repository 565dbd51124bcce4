"""The table as hosts read it: the ``_headers`` file of Cloudflare Pages and Netlify.

Where two rules fit an address, a host joins their values with a comma: no
header may stand in two rules that can. So there is one policy for all pages,
with what search needs, and none for drawings; and what is revalidated is left
to the host, as both say ``public, max-age=0, must-revalidate`` by themselves.
"""

from __future__ import annotations

from collections.abc import Iterable

from plugins.hosting.headers import FEEDS, HOURLY, IMMUTABLE, Header, policy_of
from plugins.hosting.settings import Settings

NAME = "_headers"


def render_headers_file(table: Iterable[Header], settings: Settings, base: str) -> bytes:
    """The file's bytes; ``base`` is the site's path."""
    everywhere = {header.name: header.value for header in table if header.value}
    del everywhere["Cache-Control"]
    everywhere["Content-Security-Policy"] = policy_of(
        settings.sources, script_src="'wasm-unsafe-eval'"
    )
    rules = {f"{base}/*": everywhere}
    for folder in settings.immutable:
        rules[f"{base}/{folder}*"] = {"Cache-Control": IMMUTABLE}
    for glob, media_type in FEEDS.items():
        of_feeds = {
            "Content-Type": media_type,
            "Cache-Control": HOURLY,
            "Access-Control-Allow-Origin": "*",
        }
        rules[f"{base}/{glob}" if glob.startswith("*") else f"{base}{glob}"] = of_feeds
    lines = ["# Made by the publication."]
    for pattern, headers in rules.items():
        lines += [pattern.replace("/*/", "/*"), *(f"  {k}: {v}" for k, v in headers.items())]
    return ("\n".join(lines) + "\n").encode()
