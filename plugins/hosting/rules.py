"""What a post asks of a browser and the site's own policy refuses: readers would not see it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from plugins.hosting.settings import Settings
from plugins.messages import msg
from plugins.proofreading import EVERYWHERE, Around, Example, Finding, Rule
from plugins.texts import Text

_DIRECTIVES = {
    "iframe": "frame-src",
    "img": "img-src",
    "audio": "media-src",
    "video": "media-src",
    "source": "media-src",
    "track": "media-src",
    "script": "script-src",
    "object": "object-src",
    "embed": "object-src",
}
_TAG = re.compile(
    r"<(?P<tag>[a-z][a-z0-9]*)\b(?P<attributes>(?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>", re.IGNORECASE
)
_SOURCE = re.compile(r"""\s(?:src|data)\s*=\s*["']?(?P<address>[^\s"'>]+)""", re.IGNORECASE)
_INLINE = re.compile(r"\s(?P<name>style|on[a-z]+)\s*=", re.IGNORECASE)
# Markdown's attribute lists: {: onclick=… }
_LISTED = re.compile(r"\{:[^{}\n]*\s(?P<name>style|on[a-z]+)\s*=", re.IGNORECASE)
# Cells of a table are aligned so by Markdown itself, in a way that the theme takes over.
_OWN_STYLE = re.compile(r"""style\s*=\s*["']?\s*text-align""", re.IGNORECASE)


def _blocked_source(text: Text, around: Around) -> Iterator[Finding]:
    sources = (around.get(Settings) or Settings()).sources
    found = [(image.at, "img-src", image.target) for image in text.images]
    for at, tag, attributes in _tags(text):
        source = _SOURCE.search(attributes)
        if source and tag in _DIRECTIVES and tag != "img":
            found.append((at, _DIRECTIVES[tag], source["address"]))
    for at, directive, address in sorted(found):
        host = host_of(address)
        if host and not is_allowed(address, sources.get(directive, ())):
            values = {"address": address, "directive": directive, "host": host}
            yield Finding(at, values=values)


def _blocked_inline(text: Text, _around: Around) -> Iterator[Finding]:
    for at, tag, attributes in _tags(text):
        name = _INLINE.search(attributes)
        if tag == "style" or (tag == "script" and not _SOURCE.search(attributes)):
            yield Finding(at, values={"what": f"<{tag}>"})
        elif name and not _OWN_STYLE.search(attributes):
            yield Finding(at, values={"what": f"{name['name'].lower()}=…"})

    for found in _LISTED.finditer(text.uncoded):
        yield Finding(found.start(), values={"what": f"{found['name'].lower()}=…"})


def _tags(text: Text) -> Iterator[tuple[int, str, str]]:
    for found in _TAG.finditer(text.unfenced):
        yield found.start(), found["tag"].lower(), found["attributes"]


def host_of(address: str) -> str:
    """“https://host” of an address elsewhere, "" for one of the site's own."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return f"https://{parts.netloc.lower()}" if parts.netloc else ""


def is_allowed(address: str, sources: tuple[str, ...] | list[str]) -> bool:
    """Whether one of ``sources`` stands for ``address`` (CSP 3, 6.7.2.8, without ports)."""
    parts = urlsplit(address)
    for source in sources:
        allowed = urlsplit(source)
        host, wanted = (parts.hostname or "").lower(), (allowed.hostname or "").lower()
        is_host = host.endswith(wanted[1:]) if wanted.startswith("*.") else host == wanted
        is_path = parts.path.startswith(allowed.path) if allowed.path.strip("/") else True
        if is_host and is_path and parts.scheme in {"https", ""}:
            return True
    return False


_VIDEO = '<iframe src="https://www.youtube-nocookie.com/embed/x" title="Un vol"></iframe>\n'

RULES = (
    Rule(
        code="blocked-source",
        severity="warning",
        reason=msg(
            "Pages online load from nowhere but the site itself, by their Content Security "
            "Policy: nobody learns who reads them, and nothing foreign runs in them."
        ),
        cause=msg("Readers will not see “{address}”: pages do not load from elsewhere."),
        remedy=msg(
            "Put the file beside the post, or allow it in pelicanconf.py: "
            'HOSTING = {{"sources": {{"{directive}": ["{host}"]}}}}, then run make servers.'
        ),
        find=_blocked_source,
        failing=Example(f"Une vidéo.\n\n{_VIDEO}", at="youtube", facts=(Settings(),)),
        passing=Example(
            f"Une vidéo.\n\n{_VIDEO}",
            facts=(Settings(sources={"frame-src": ("https://www.youtube-nocookie.com",)}),),
        ),
        kinds=EVERYWHERE,
        needs=(Settings,),
    ),
    Rule(
        code="blocked-inline",
        severity="warning",
        reason=msg(
            "The policy of pages online lets no script and no style stand in a text: what could "
            "be slipped into a page would run there as well."
        ),
        cause=msg("Online, “{what}” does nothing: the site’s policy refuses it within a page."),
        remedy=msg("Take it out; a style has its place in theme/static/css, with a class."),
        find=_blocked_inline,
        failing=Example('Un texte.\n\n<p style="color: red">Rouge.</p>\n', at="Rouge"),
        passing=Example('<p class="note">Noté.</p>\n\nEt `<b style="x">`.\n'),
        kinds=EVERYWHERE,
    ),
)
