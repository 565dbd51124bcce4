"""A post's HTML for a reader elsewhere: full addresses, and nothing only our page needs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from urllib.parse import quote, urljoin, urlsplit

from lxml import etree
from lxml import html as lxml_html
from lxml.html import HtmlElement

from plugins.feeds.characters import plain_references, remove_forbidden
from plugins.messages import Gettext

_ADDRESSES = ("href", "src", "poster", "cite", "data", "longdesc")
# What may stay: what says something without our stylesheet and our scripts.
_KEPT = {
    *_ADDRESSES,
    *("srcset", "sizes", "media", "alt", "title", "width", "height", "id", "lang", "dir"),
    *("datetime", "colspan", "rowspan", "scope", "abbr", "align", "start", "reversed", "value"),
    *("type", "hreflang", "rel", "span", "open", "display"),
}
_REMOVED = (
    "script|style|form|input|button|select|textarea|template|dialog|canvas|link|meta|base|object"
    "[not(@data)]|comment()|processing-instruction()"
)
_HIDDEN = (
    "@hidden or @aria-hidden='true' or contains(translate(@style, ' ', ''), 'display:none')"
    " or contains(translate(@style, ' ', ''), 'visibility:hidden')"
    " or contains(concat(' ', @class, ' '), ' visually-hidden ')"
    " or contains(concat(' ', @class, ' '), ' sr-only ')"
)
# Compiled once: that takes longer than the search through a post.
_ORDINALS = etree.XPath(".//sup[@class='ordinal']")
_STAND_INS = etree.XPath(".//noscript[.//img]/preceding-sibling::*[1][self::img]")
_OURS = etree.XPath(" | ".join(f".//{what}" for what in (*_REMOVED.split("|"), f"*[{_HIDDEN}]")))
_BLANK_PICTURES = etree.XPath(".//img[not(@src) and not(@srcset)]")
_VOIDS = etree.XPath(".//source | .//track | .//wbr")
_BARE = etree.XPath(".//span[not(@*)] | .//a[not(@*)] | .//*[contains(name(), '-')]")
_EMPTY = etree.XPath(".//p[not(*) and not(normalize-space())]")
_EMBEDS = ("iframe", "embed", "object", "video", "audio")
_CANDIDATE = re.compile(r"[\s,]*([^\s,](?:\S*[^\s,])?)(\s+[\d.]+[wx])?\s*(?:,|$)")
_ALIGN = re.compile(r"text-align:\s*(left|right|center)")
_SIDES = {"right", "center"}  # as classes of cells (`plugins.markup`)
_VOID_END = re.compile(r"</(?:source|track|wbr)>")
_SAFE = "%/:=&?~#+!$,;'@()*[]"
_FLOW = {"div", "section", "article", "main", "aside", "blockquote", "li", "td", "dd"}


def portable_html(
    html: str,
    page: str,
    name: str,
    gettext: Gettext,
    lighter: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """``html`` with every address full, seen from the address ``page``.

    A ``#fragment`` leads to the post's own page; an ``id`` begins with the
    post's ``name``, as readers show many posts on one page (HTML: an id is
    unique in its tree). Frames and players become links, whose words are in the
    language of ``gettext``; what only our page needs goes. Code stays as it was.
    ``lighter`` has smaller copies of pictures, by full addresses.
    """
    if not html.strip():
        return ""
    root = lxml_html.fragment_fromstring(
        plain_references(remove_forbidden(html)), create_parent="div"
    )
    _remove_ours(root)
    for element in list(root.iter(*_EMBEDS)):
        _make_link(element, gettext)
    for element in list(root.iter(etree.Element)):
        _make_portable(element, page, name)
    for picture in root.iter("img"):
        if address := lighter.get(picture.get("src", "")):
            picture.set("src", address)
    _tidy(root)
    # A no-break space written as itself, not as an entity that XML does not know.
    inner = _VOID_END.sub("", lxml_html.tostring(root, encoding="unicode"))
    return remove_forbidden(inner.removeprefix("<div>").removesuffix("</div>").strip())


def full_address(value: str, page: str) -> str | None:
    """The address ``value`` as seen from ``page``, in ASCII; None where no reader may follow it.

    Feed readers and validators take URIs (RFC 3986) where browsers also take IRIs.
    """
    try:
        full = urljoin(page, value.strip())
        scheme = urlsplit(full).scheme.lower()
    except ValueError:
        return None
    return None if scheme in {"javascript", "vbscript"} else quote(full, safe=_SAFE)


def _remove_ours(root: HtmlElement) -> None:
    """Take out what is hidden, active, or a stand-in for a picture that a script would load."""
    for ending in _ORDINALS(root):
        ending.drop_tag()  # raised on our pages where the setting asks for it, never in a feed
    for stand_in in _STAND_INS(root):
        stand_in.drop_tree()
    for noscript in list(root.iter("noscript")):
        noscript.drop_tag()
    for element in _OURS(root):
        element.drop_tree()
    for picture in root.iter("img", "source", "iframe", "video"):
        for real in ("src", "srcset", "poster"):
            if lazy := picture.attrib.pop(f"data-{real}", None):
                picture.set(real, lazy)
    for picture in _BLANK_PICTURES(root):
        picture.drop_tree()


def _make_link(element: HtmlElement, gettext: Gettext) -> None:
    """Put a link, with the frame's or player's picture where it has one, in its place."""
    address = next(iter(element.xpath("(@src | @data | .//source/@src)[1]")), None)
    if not address or address.startswith("about:"):
        element.drop_tree()
        return
    fallback = element.text_content().strip() if element.tag == "object" else ""
    label = (
        element.get("title")
        or element.get("aria-label")
        or fallback
        or _label(str(element.tag), gettext)
    )
    link = lxml_html.Element("a", {"href": address})
    if poster := element.get("poster") or element.get("data-thumbnail"):
        link.append(lxml_html.Element("img", {"src": poster, "alt": ""}))
        link[0].tail = f" {label}"
    else:
        link.text = label
    parent = element.getparent()
    assert parent is not None
    new: HtmlElement = link
    if parent.tag in _FLOW:
        new = lxml_html.Element("p")
        new.append(link)
    new.tail = element.tail
    parent.replace(element, new)


def _tidy(root: HtmlElement) -> None:
    """Unwrap what has become nothing, and set right what libxml2 does not know of HTML 5."""
    for void in _VOIDS(root):
        # Void elements to HTML, containers of what follows them to libxml2.
        for child in reversed(list(void)):
            void.addnext(child)
        if void.text:
            void.tail, void.text = void.text + (void.tail or ""), None
    for element in _BARE(root):
        element.drop_tag()
    for empty in _EMPTY(root):
        empty.drop_tree()


def _label(tag: str, gettext: Gettext) -> str:
    """What a frame or player without a title is called."""
    if tag == "video":
        return gettext("Watch the video")
    if tag == "audio":
        return gettext("Listen to the recording")
    return gettext("See the embedded page")


def _make_portable(element: HtmlElement, page: str, name: str) -> None:
    if not element.keys():  # as most
        return
    if aligned := _ALIGN.search(element.get("style", "")):
        element.set("align", aligned[1])
    elif element.tag in {"td", "th"} and (side := element.get("class", "")) in _SIDES:
        element.set("align", side)
    for attribute, value in element.items():
        if attribute in _ADDRESSES:
            written = full_address(value, page)
        elif attribute == "srcset":
            written = _absolute_srcset(value, page)
        elif attribute == "id" and value:
            written = f"{name}-{value}"
        else:
            written = value if attribute in _KEPT else None
        if written is None:
            del element.attrib[attribute]
        elif written != value:
            element.set(attribute, written)


def _absolute_srcset(srcset: str, page: str) -> str:
    found = ((full_address(url, page), size) for url, size in _CANDIDATE.findall(srcset) if url)
    return ", ".join(f"{full}{size}" for full, size in found if full is not None)
