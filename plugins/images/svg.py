"""Drawings made by others: what of an SVG may be served.

An SVG is a document that can run code. Shown by ``<img>`` it cannot, but its
address can be opened by itself. So elements and attributes pass by an
allow-list (those of SVG 1.1 and 2 that draw, animate or describe). What could
act or fetch is refused, so that the author knows; what is merely an editor's
luggage (Inkscape's, Illustrator's) is left out without a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from plugins.images.faults import broken_drawing, drawing_without_size, unsafe_drawing

_SVG = "http://www.w3.org/2000/svg"
_XLINK = "{http://www.w3.org/1999/xlink}href"
_XML = "{http://www.w3.org/XML/1998/namespace}"

_WORD = re.compile(r"\w+")
_ELEMENTS = frozenset(
    _WORD.findall(
        """svg g defs symbol use title desc style switch path rect circle ellipse line polyline
        polygon text tspan textPath marker pattern mask clipPath linearGradient radialGradient stop
        filter feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix
        feDiffuseLighting feDisplacementMap feDistantLight feDropShadow feFlood feFuncA feFuncB
        feFuncG feFuncR feGaussianBlur feMerge feMergeNode feMorphology feOffset fePointLight
        feSpecularLighting feSpotLight feTile feTurbulence animate animateTransform animateMotion
        mpath"""
    )
)
_DANGEROUS = frozenset(
    _WORD.findall(
        """script foreignObject iframe object embed image feImage audio video canvas handler
        listener set a link meta base"""
    )
)
_LUGGAGE = re.compile(r"(?:data-|inkscape|sodipodi|xmlns|enable-background$)")
_HANDLER = re.compile(r"on\w", re.IGNORECASE)
_ACTIVE = re.compile(
    r"javascript:|vbscript:|data:|https?:|//|@import|expression\s*\(|-moz-binding|behavior\s*:"
    r"|image-set\s*\(|\bsrc\s*\(|\\",
    re.IGNORECASE,
)
_URL = re.compile(r"url\(([^)]*)", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"[a-zA-Z][\w.-]*$")
_LENGTH = re.compile(r"\s*(\d*\.?\d+)\s*(px|pt|pc|mm|cm|in)?\s*$")
_GAP = r"(?:\s*,\s*|\s+)"
_NUMBER = r"([-+]?\d*\.?\d+(?:[eE][-+]?\d+)?)"
_BOX = re.compile(rf"\s*{_NUMBER}{_GAP}{_NUMBER}{_GAP}{_NUMBER}{_GAP}{_NUMBER}\s*$")
_PIXELS = {"": 1, "px": 1, "pt": 4 / 3, "pc": 16, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96}


@dataclass(frozen=True, slots=True)
class Drawing:
    """A clean SVG file and the size it asks for."""

    data: bytes
    width: int
    height: int


def clean_svg(data: bytes) -> Drawing:
    """The drawing without anything that acts, fetches or tells of its maker.

    Raises `UnfitPicture` for XML that is broken or has a document type with
    entities of its own, for scripts, handlers, links and references that leave
    the file, and for a drawing without a size.
    """
    root = _parse(data)
    for element in list(root.iter()):
        _clean_element(element)
    etree.cleanup_namespaces(root, top_nsmap={None: _SVG})
    width, height = _size(root)
    root.set("width", str(width))
    root.set("height", str(height))
    return Drawing(etree.tostring(root, encoding="utf-8") + b"\n", width, height)


def _parse(data: bytes) -> etree._Element:
    """The root. Entities stay unresolved and nothing is fetched, whatever its doctype says."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    if b"<!ENTITY" in data:
        raise unsafe_drawing("!ENTITY", data.count(b"\n", 0, data.index(b"<!ENTITY")) + 1)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = error.lineno if isinstance(error, etree.XMLSyntaxError) else None
        raise broken_drawing(str(error).partition(" (<string>")[0], line) from error
    internal = root.getroottree().docinfo.internalDTD
    if internal is not None and any(internal.iterentities()):
        raise unsafe_drawing("!ENTITY", 1)
    if root.tag not in {f"{{{_SVG}}}svg", "svg"}:
        raise broken_drawing(f"<{_local(root)}>", root.sourceline)
    for element in root.iter(etree.Element):
        # Without a namespace a browser would show the file as a tree of tags.
        if isinstance(element.tag, str) and not element.tag.startswith("{"):
            element.tag = f"{{{_SVG}}}{element.tag}"
    return root


def _clean_element(element: etree._Element) -> None:
    name = _local(element)
    if name in _DANGEROUS:
        raise unsafe_drawing(name, element.sourceline)
    if name not in _ELEMENTS or etree.QName(element).namespace != _SVG:
        _drop(element)
        return
    for attribute, value in _attributes(element):
        _check_attribute(element, attribute, value)
    if name == "style" and (found := _active_part(element.text or "")):
        raise unsafe_drawing(found, element.sourceline)
    if name.startswith("animate") and "href" in element.get("attributeName", ""):
        raise unsafe_drawing('attributeName="href"', element.sourceline)


def _drop(element: etree._Element) -> None:
    """Take an element out; the text behind it, which lxml hangs on it, stays."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail and element.tail.strip():
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
    parent.remove(element)


def _attributes(element: etree._Element) -> Iterator[tuple[str, str]]:
    return iter([(str(name), str(value)) for name, value in element.attrib.items()])


def _check_attribute(element: etree._Element, name: str, value: str) -> None:
    if name in {_XLINK, "href"}:
        if not value.strip().startswith("#"):
            raise unsafe_drawing(f'href="{value[:60]}"', element.sourceline)
    elif name.startswith("{"):
        if not name.startswith(_XML) or name == f"{_XML}base":
            del element.attrib[name]
    elif _HANDLER.match(name):
        raise unsafe_drawing(name, element.sourceline)
    elif _LUGGAGE.match(name) or not _ATTRIBUTE.match(name):
        del element.attrib[name]
    elif name not in {"aria-label", "class", "id"} and (found := _active_part(value)):
        raise unsafe_drawing(found, element.sourceline)


def _active_part(text: str) -> str:
    """What of an attribute or of a stylesheet would act or fetch; "" where nothing does."""
    found = _ACTIVE.search(text)
    if found:
        return found[0]
    outside = (
        url[0] for url in _URL.finditer(text) if not url[1].strip(" \t\n\"'").startswith("#")
    )
    return next(outside, "")[:60]


def _size(root: etree._Element) -> tuple[int, int]:
    """Width and height in CSS pixels: as said, else by the viewBox, kept in its proportions."""
    width, height = _pixels(root.get("width")), _pixels(root.get("height"))
    box = _BOX.match(root.get("viewBox", ""))
    across, up = (float(box[3]), float(box[4])) if box else (0.0, 0.0)
    if across > 0 and up > 0:
        if width and not height:
            height = width * up / across
        elif height and not width:
            width = height * across / up
        elif not width:
            width, height = across, up
    if not width or not height:
        raise drawing_without_size()
    if not box:
        # Without it the drawing would be cut, not made smaller, where a page shows it smaller.
        root.set("viewBox", f"0 0 {width:g} {height:g}")
    return max(round(width), 1), max(round(height), 1)


def _pixels(length: str | None) -> float:
    found = _LENGTH.match(length or "")
    return float(found[1]) * _PIXELS[found[2] or ""] if found else 0.0


def _local(element: etree._Element) -> str:
    """The name without its namespace; an unresolved entity has none that is known."""
    return etree.QName(element).localname if isinstance(element.tag, str) else "&"
