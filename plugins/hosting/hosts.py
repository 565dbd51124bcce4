"""The table as hosts read it: the ``_headers`` file of Cloudflare Pages and Netlify.

Where two rules fit an address, a host joins their values with a comma: no
header may stand in two rules that can. So there is one policy for all pages,
with what search needs, and none for drawings; and what is revalidated is left
to the host, as both say ``public, max-age=0, must-revalidate`` by themselves.
No rule can depend on what a request says: an opened feed is plain text there.
"""

from __future__ import annotations

from collections.abc import Iterable

from plugins.hosting.headers import HOURLY, IMMUTABLE, Header, policy_of_all
from plugins.hosting.settings import Settings
from plugins.media_types import FEEDS

NAME = "_headers"


def render_headers_file(table: Iterable[Header], settings: Settings, base: str) -> bytes:
    """The file's bytes; ``base`` is the site's path."""
    everywhere = {one.name: one.value for one in table if one.value and not one.late}
    del everywhere["Cache-Control"]
    everywhere["Content-Security-Policy"] = policy_of_all(settings)
    rules = {f"{base}/*": everywhere}
    for folder in settings.immutable:
        rules[f"{base}/{folder}*"] = {"Cache-Control": IMMUTABLE}
    for glob, media_type in FEEDS.items():
        of_feeds = {
            "Content-Type": media_type,
            "Cache-Control": HOURLY,
            "Access-Control-Allow-Origin": "*",
        }
        rules[f"{base}/{_with_one_splat(glob)}"] = of_feeds
    lines = ["# Made by the publication."]
    for pattern, headers in rules.items():
        lines += [pattern, *(f"  {k}: {v}" for k, v in headers.items())]
    return ("\n".join(lines) + "\n").encode()


def _with_one_splat(glob: str) -> str:
    """Cloudflare takes one “*” a rule, which may be empty; the rest are placeholders to both."""
    first, *rest = glob.removeprefix("*").removeprefix("/").split("*")
    return f"*{first}" + "".join(f":part{n}{text}" for n, text in enumerate(rest, 1))
