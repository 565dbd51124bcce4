from __future__ import annotations

import os
import subprocess
import sys
import uuid
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.frontmatter.fields import DRAWINGS
from plugins.images.colour import oklch_to_hex
from plugins.images.covers import (
    PAPERS,
    Subject,
    draw,
    ink_colour,
    look_of,
    render_cover,
    render_for_raster,
)
from plugins.images.drawing import PANEL, WIDTH, Ink
from plugins.images.motifs import MOTIFS, ONE_WAY
from plugins.images.svg import clean_svg
from tests.laying import HOUSE

hues = st.integers(0, 359)


def test_the_front_matter_and_the_drawer_know_the_same_motifs() -> None:
    assert DRAWINGS.keys() == MOTIFS.keys()


@settings(deadline=None)  # the machine may be busy
@given(st.uuids(), st.sampled_from(sorted(MOTIFS)), hues)
def test_a_cover_is_a_small_harmless_svg(identity: object, motif: str, hue: int) -> None:
    data = render_cover(Subject(f"urn:uuid:{identity}", motif, hue))
    assert len(data) <= 4096
    root = ET.fromstring(data)
    assert (root.get("width"), root.get("height")) == ("1200", "675")
    assert not [e for e in root.iter() if "style" in e.attrib]
    assert (clean_svg(data).width, clean_svg(data).height) == (1200, 675)


@pytest.mark.parametrize("motif", MOTIFS)
def test_same_id_same_bytes_in_any_process(motif: str) -> None:
    code = (
        "import sys; from plugins.images.covers import *;"
        f"sys.stdout.buffer.write(render_cover(Subject('an id', '{motif}', 200)))"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(HOUSE)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert found == {render_cover(Subject("an id", motif, 200))}
    assert found != {render_cover(Subject("another id", motif, 200))}


@pytest.mark.parametrize("motif", sorted(MOTIFS.keys() - {"tiles"}))
def test_a_motif_is_drawn_in_three_ways_and_a_card_shows_the_middle_of_each(motif: str) -> None:
    drawings = [draw(Subject(f"id {number}", motif)) for number in range(40)]
    assert len({look_of(Subject(f"id {number}", motif)).composition for number in range(40)}) >= 3
    assert all(PANEL / 4 < one.focus < WIDTH - PANEL / 4 for one in drawings)


@pytest.mark.parametrize("motif", sorted(MOTIFS.keys() - {"tiles"}))
def test_two_posts_that_follow_each_other_seldom_look_alike(motif: str) -> None:
    """Composition and paper are both the same about once in nine: no cover knows its neighbours."""
    subjects = [Subject(f"urn:uuid:{uuid.UUID(int=number)}", motif) for number in range(400)]
    looks = [look_of(subject)[:2] for subject in subjects]
    alike = sum(one == two for one, two in pairwise(looks))
    assert alike / len(looks) < 0.14


@pytest.mark.parametrize("motif", MOTIFS)
def test_half_the_drawings_are_seen_in_a_mirror_but_none_that_must_rise(motif: str) -> None:
    subjects = [Subject(f"id {number}", motif) for number in range(100)]
    mirrored = [draw(subject).is_mirrored for subject in subjects]
    assert (mirrored.count(True) == 0) if motif in ONE_WAY else (30 < mirrored.count(True) < 70)
    assert [b"matrix(-1 0 0 1 1200 0)" in render_cover(one) for one in subjects] == mirrored


def test_an_unknown_motif_has_a_drawing_too() -> None:
    assert render_cover(Subject("x", "unheard of")) == render_cover(Subject("x", "tiles"))


def test_a_cover_follows_the_scheme_and_a_raster_needs_no_oklch() -> None:
    subject = Subject("x", "orbits", 20)
    assert b"prefers-color-scheme:dark" in render_cover(subject)
    assert b"oklch(" in render_cover(subject)
    assert "oklch" not in render_for_raster(subject)
    assert "@media" not in render_for_raster(subject)


@settings(deadline=None)  # the machine may be busy
@given(hues, st.sampled_from(PAPERS), st.booleans())
def test_lines_stand_out_from_every_ground(hue: int, paper: int, night: bool) -> None:
    """3:1, what WCAG asks of graphics (1.4.11), in every hue, on every paper, in both schemes."""
    line = luminance(oklch_to_hex(*ink_colour("line", hue, paper, night=night)))
    grounds: tuple[Ink, ...] = ("ground", "deep", "middle")
    for ink in grounds:
        ground = luminance(oklch_to_hex(*ink_colour(ink, hue, paper, night=night)))
        low, high = sorted((line, ground))
        assert (high + 0.05) / (low + 0.05) >= 3, ink


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize(
    ("oklch", "expected"),
    [
        ((1, 0, 0), "#ffffff"),
        ((0, 0, 0), "#000000"),
        ((0.62796, 0.25768, 29.234), "#ff0000"),
        ((0.51975, 0.17686, 142.495), "#008000"),
    ],
)
def test_oklch_is_that_of_css(oklch: tuple[float, float, float], expected: str) -> None:
    assert oklch_to_hex(*oklch) == expected
