"""HTML from a list that can do no harm, in every text where ``POSTS["html"]`` asks for it.

Judged in the finished HTML, not in the Markdown: attribute lists and links can
carry code as well as tags can. What is not on the list stops the build with its
line; the text goes through nh3 all the same, so that what this reading of HTML
should overlook cannot be published either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from typing import Any

import nh3

from plugins.frontmatter.schema import Source
from plugins.messages import msg
from plugins.problems import Problem
from plugins.texts import Text

# Whether the run restricts HTML: set by the room of posts, heard by whoever reads texts.
KEY = "RESTRICTED_HTML"


def _names(text: str) -> set[str]:
    return set(text.split())


TAGS = _names("""
    a abbr aside audio b bdi bdo blockquote br caption cite code col colgroup dd del details dfn
    div dl dt em figcaption figure h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p picture pre q
    rp rt ruby s samp section small source span strong sub summary sup table tbody td tfoot th
    thead time tr track u ul var video wbr
""")
ATTRIBUTES = {
    "*": _names("class dir id lang role tabindex title"),
    "a": _names("href hreflang rel"),
    "audio": _names("controls loop muted preload src"),
    "blockquote": {"cite"},
    "col": {"span"},
    "colgroup": {"span"},
    "del": _names("cite datetime"),
    "details": {"open"},
    "img": _names("alt decoding height loading src width"),
    "ins": _names("cite datetime"),
    "li": {"value"},
    "ol": _names("reversed start type"),
    "q": {"cite"},
    "source": _names("media src type"),
    "td": _names("colspan headers rowspan"),
    "th": _names("colspan headers rowspan scope"),
    "time": {"datetime"},
    "track": _names("default kind label src srclang"),
    "video": _names("controls height loop muted poster preload src width"),
}
SCHEMES = {"http", "https", "mailto", "tel"}
# What the extension for tables writes.
_ALIGNED = {f"text-align: {side};" for side in ("left", "center", "right")}
_PREFIXES = {"aria-"}
_URLS = {"href", "src", "poster", "cite"}
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_IGNORED = re.compile(r"[\x00-\x20]+")  # browsers leave these out of a scheme


@dataclass(frozen=True, slots=True)
class Refusal:
    """What is not on the list, as it is told, and how it is found in the source."""

    what: str
    pattern: str


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.refused: list[Refusal] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self.refused.append(Refusal(f"<{tag}>", rf"<{re.escape(tag)}\b"))
            return
        for name, value in attrs:
            if not _is_allowed(tag, name, value or ""):
                self.refused.append(Refusal(name, rf"\b{re.escape(name)}\s*="))
            elif name in _URLS and not _leads_somewhere(value or ""):
                self.refused.append(Refusal(value or "", re.escape(value or "")))


def restrict(source: Source, html: str) -> tuple[Source, str]:
    """``source`` with a problem for each thing in ``html`` that is not allowed, and clean HTML."""
    problems = tuple(_problems(source, html))
    return replace(source, problems=(*source.problems, *problems)), clean(html)


def restrict_where_asked(
    source: Source, html: str, settings: Mapping[str, Any]
) -> tuple[Source, str]:
    """`restrict`, or a text as it is where its author may write any HTML."""
    return restrict(source, html) if settings.get(KEY) else (source, html)


def clean(html: str) -> str:
    """``html`` without anything that is not on the list."""
    return nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        tag_attribute_values={tag: {"style": _ALIGNED} for tag in ("td", "th")},
        generic_attribute_prefixes=_PREFIXES,
        url_schemes=SCHEMES,
        link_rel=None,
    )


def find_refused(html: str) -> list[Refusal]:
    """What is not allowed, in the order of the text."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.refused


def _problems(source: Source, html: str) -> Iterator[Problem]:
    text, seen = Text(source), dict[str, int]()
    for refusal in find_refused(html):
        number = seen[refusal.pattern] = seen.get(refusal.pattern, 0) + 1
        places = [m.start() for m in re.finditer(refusal.pattern, text.unfenced, re.IGNORECASE)]
        at = places[min(number, len(places)) - 1] if places else None
        line, column = (None, None) if at is None else text.place(at)
        cause = msg(
            "“{what}” is HTML that POSTS[“html”] = “safe” does not allow.", what=refusal.what
        )
        remedy = msg("Take it out or write it in Markdown; “free” would allow all HTML.")
        yield Problem("refused-html", cause, remedy, source.path, line, column)


def _is_allowed(tag: str, name: str, value: str) -> bool:
    is_named = name in ATTRIBUTES["*"] or name in ATTRIBUTES.get(tag, ())
    is_aligned = name == "style" and tag in {"td", "th"} and value in _ALIGNED
    return is_named or is_aligned or name.startswith(tuple(_PREFIXES))


def _leads_somewhere(value: str) -> bool:
    scheme = _SCHEME.match(_IGNORED.sub("", value))
    return scheme is None or scheme[1].lower() in SCHEMES
