from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from plugins.images.faults import UnfitPicture
from plugins.images.svg import clean_svg

NS = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


def svg(inside: str = "", attributes: str = 'viewBox="0 0 40 30"') -> bytes:
    return f"<svg {NS} {attributes}>{inside}</svg>".encode()


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        '<rect onload="alert(1)"/>',
        '<rect ONCLICK="alert(1)"/>',
        "<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>x</p></foreignObject>",
        '<a href="javascript:alert(1)"><path d="M0 0"/></a>',
        '<use href="https://elsewhere.example/x.svg#a"/>',
        '<use xlink:href="other.svg#a"/>',
        '<image href="photo.jpg"/>',
        '<image href="data:image/png;base64,AAAA"/>',
        "<style>@import 'x.css';</style>",
        "<style>rect { fill: url(https://elsewhere.example/a) }</style>",
        "<style>rect { fill: url(a.svg#b) }</style>",
        "<style>rect { f\\69ll: red }</style>",
        "<rect style=\"background: url( 'x.png' )\"/>",
        '<rect fill="url(//elsewhere.example/a#b)"/>',
        '<animate attributeName="href" to="#b"/>',
        '<animate attributeName="x" values="javascript:alert(1)"/>',
        '<set attributeName="onclick" to="alert(1)"/>',
        '<handler type="text/javascript">1</handler>',
        '<x:script xmlns:x="http://www.w3.org/1999/xhtml">alert(1)</x:script>',
    ],
)
def test_what_acts_or_fetches_is_refused(hostile: str) -> None:
    with pytest.raises(UnfitPicture) as caught:
        clean_svg(svg(f"\n{hostile}"))
    assert caught.value.problem.code == "unsafe-drawing"
    assert caught.value.problem.line == 2


@pytest.mark.parametrize(
    "harmless",
    [
        '<style>.a { fill: url(#g) }</style><path class="a" d="M0 0h9"/>',
        "<style>.a { fill: url( '#g' ) }</style>",
        '<rect fill="url(#g)"/>',
        '<use href="#a"/>',
        '<use xlink:href="#a"/>',
        '<animateTransform attributeName="transform" type="rotate" dur="2s"/>',
        '<g role="img" aria-label="L’eau : https, //"><title>Un titre</title></g>',
    ],
)
def test_what_draws_stays(harmless: str) -> None:
    tree = etree.fromstring(svg(harmless))
    clean = etree.fromstring(clean_svg(svg(harmless)).data)
    assert [e.tag for e in clean.iter()] == [e.tag for e in tree.iter()]
    assert [dict(e.attrib) for e in clean.iter()][1:] == [dict(e.attrib) for e in tree.iter()][1:]


def test_an_editors_luggage_is_left_out_without_a_word() -> None:
    data = svg(
        '<!-- /home/samuel/secret --><metadata>Samuel</metadata><rect inkscape:label="x"/>'
        "<sodipodi:namedview/>",
        'viewBox="0 0 4 3" xmlns:inkscape="urn:i" xmlns:sodipodi="urn:s" data-x="1"',
    )
    clean = clean_svg(data).data
    assert b"secret" not in clean
    assert b"Samuel" not in clean
    assert b"inkscape" not in clean
    assert b"urn:" not in clean
    assert b"<rect/>" in clean


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('viewBox="0 0 1200 675"', (1200, 675)),
        ('viewBox="0,0,1200,675" width="600"', (600, 338)),
        ('viewBox="-5 -5 10 20" height="40"', (20, 40)),
        ('width="30mm" height="1in"', (113, 96)),
        ('viewBox="0 0 10 5" width="100%" height="100%"', (10, 5)),
    ],
)
def test_a_drawing_has_a_size(attributes: str, size: tuple[int, int]) -> None:
    drawing = clean_svg(svg(attributes=attributes))
    assert (drawing.width, drawing.height) == size
    root = etree.fromstring(drawing.data)
    assert (root.get("width"), root.get("height")) == tuple(map(str, size))
    assert root.get("viewBox")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (svg(attributes=""), "drawing-without-size"),
        (svg(attributes='viewBox="0 0 0 9"'), "drawing-without-size"),
        (svg()[:-3], "damaged-drawing"),
        (b"", "damaged-drawing"),
        (b"<html/>", "damaged-drawing"),
        (b'<!DOCTYPE svg [<!ENTITY a "b">]><svg viewBox="0 0 1 1">&a;</svg>', "unsafe-drawing"),
        ('<!DOCTYPE svg [<!ENTITY a "b">]><svg viewBox="0 0 1 1"/>'.encode("utf-16"),
         "unsafe-drawing"),
    ],
)  # fmt: skip
def test_what_cannot_be_shown_is_told(data: bytes, code: str) -> None:
    with pytest.raises(UnfitPicture) as caught:
        clean_svg(data)
    assert caught.value.problem.code == code


def test_a_clean_drawing_stays_as_it_is() -> None:
    once = clean_svg(svg('<path d="M0 0"/>text<title>é</title>')).data
    assert clean_svg(once).data == once


@settings(deadline=None)  # the machine may be busy
@given(st.text(alphabet='<>/svgscript="onx: \n&;#', max_size=80))
def test_nothing_hostile_comes_through(noise: str) -> None:
    try:
        clean = clean_svg(svg(noise)).data
    except UnfitPicture:
        return
    assert not etree.fromstring(clean).xpath("//*[local-name()='script'] | //@*[name()='onx']")
