"""``<img>`` to ``<picture>``, at the moment a page is rendered and not before.

Why a filter over the finished HTML, and not a Markdown extension: only then is
``{attach}photo.jpg`` an address (Pelican resolves it in ``src``, never in
``srcset``), and only there does the page's layout say its ``sizes``. The
article's own content keeps the plain ``<img>``, which is what feeds carry. One
regular expression looks at ``<img …>`` tags alone: a parser over the whole
text would cost more than the rest of the page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from html import escape, unescape
from urllib.parse import quote, unquote, urlsplit

from plugins.files import path_below
from plugins.images.plan import Derivative, Shown

_TAG = re.compile(r"""<img\b(?:[^>"']|"[^"]*"|'[^']*')*>""")
_ATTRIBUTE = re.compile(r"""([^\s=/<>"']+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")
_LINK = re.compile(r"[{|](attach|static)[|}](.*)", re.DOTALL)

Find = Callable[[str], Shown | None]
Href = Callable[[str], str]


def show_pictures(html: str, find: Find, href: Href, sizes: str, *, eager_first: bool) -> str:
    """``html`` with every picture that ``find`` knows in its best form.

    ``find`` takes a ``src``; one that it does not know (another site's) stays
    as the author wrote it. The first picture of a page may be in sight at once
    (``eager_first``); the others wait until they are nearly so.
    """
    is_eager = eager_first

    def replace(tag: re.Match[str]) -> str:
        nonlocal is_eager
        attributes = parse_attributes(tag[0])
        shown = find(attributes.get("src", ""))
        if shown is None:
            return tag[0]
        eager, is_eager = is_eager, False
        return render_picture(shown, attributes, href, sizes, eager=eager)

    return _TAG.sub(replace, html)


def render_picture(
    shown: Shown, attributes: Mapping[str, str], href: Href, sizes: str, *, eager: bool
) -> str:
    """The ``<img>`` with these ``attributes``, its real size, and its sources around it."""
    priority = (
        {"fetchpriority": "high", "decoding": "async"}
        if eager
        else {"loading": "lazy", "decoding": "async"}
    )
    size = {"width": str(shown.width), "height": str(shown.height)}
    offers = {}
    if shown.smaller:
        largest = f"{_candidate(attributes['src'])} {shown.width}w"
        offers = {"srcset": f"{_srcset(shown.smaller, href)}, {largest}", "sizes": sizes}
    image = f"<img{_written({**size, **priority, **attributes, **offers})}>"
    if not shown.sources:
        return image
    sources = ""
    for source in shown.sources:
        is_single = len(source.files) == 1
        given = {
            "type": f"image/{source.kind}",
            "media": source.media,
            "srcset": href(source.files[0].url) if is_single else _srcset(source.files, href),
            "sizes": "" if is_single else sizes,
        }
        sources += f"<source{_written({name: text for name, text in given.items() if text})}>"
    return f"<picture>{sources}{image}</picture>"


def parse_attributes(tag: str) -> dict[str, str]:
    """The attributes of one ``<img …>``, in their order; the first of two equal names counts."""
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(tag.removeprefix("<img").rstrip("/> ")):
        value = next((group for group in match.groups()[1:] if group is not None), "")
        found.setdefault(match[1].lower(), unescape(value))
    return found


def picture_links(html: str, folder: str) -> Iterator[tuple[str, str]]:
    """Each picture that a text shows, before Pelican resolves it: its indicator, and its path.

    The path is below content/; ``folder`` is the text's own there.
    """
    for tag in _TAG.finditer(html):
        found = _LINK.match(parse_attributes(tag[0]).get("src", ""))
        if found is not None:
            yield found[1], path_below(folder, unquote(urlsplit(found[2]).path))


def _srcset(files: Iterable[Derivative], href: Href) -> str:
    return ", ".join(f"{_candidate(href(file.url))} {file.width}w" for file in files)


def _candidate(url: str) -> str:
    """An address within a ``srcset``, where a blank or a comma would end it."""
    return quote(url, safe="/:%?#[]@!$&'()*+;=~")


def _written(attributes: Mapping[str, str]) -> str:
    return "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
