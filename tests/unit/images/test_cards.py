from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from plugins.images.cards import LEADING, SIZES, TITLE_HEIGHT, TITLE_WIDTH, Card, fit, split_words
from plugins.images.covers import Subject
from plugins.images.gallery import Gallery
from plugins.images.orders import Order, dump_order, parse_order, with_pictures
from plugins.images.painting import _width, paint_card
from plugins.images.settings import Settings
from plugins.problems import Report
from tests.laying import HOUSE
from tests.unit.images.making import jpeg

PORTRAIT = (HOUSE / "content/authors/samuguru.svg").read_bytes()

TITLES = [
    "Drones",
    "« Sûre à 95\u00a0% », dit la mangeoire",
    "Anticonstitutionnellement",
    "Hexakosioihexekontahexaphobie, intergouvernementalisations et désinstitutionnalisation",
    (
        "Les lois d’Asimov ne sont pas un cahier des charges\u00a0: relisons-les ensemble, "
        "lentement, avec un crayon, "
        "avant que les robots ne s’en chargent à notre place et nous corrigent"
    ),
    "https://un.exemple.org/une/adresse/que/personne/ne/devrait/mettre/dans/un/titre/et/pourtant",
    "Peut-être qu’arc-en-ciel-et-compagnie-sans-fin-ni-cesse-sous-la-pluie-d-été",
    "W" * 200,
    "À",
]


def rough(text: str, size: int) -> float:
    return sum(0.9 if c in "MWmw" else 0.55 for c in text) * size


def test_a_no_break_space_holds() -> None:
    assert split_words("L’eau\u00a0: un  titre\n!") == ["L’eau\u00a0: ", "un ", "titre ", "!"]


@settings(deadline=None)  # the machine may be busy
@given(st.text(alphabet="aeioumMWné’\u00a0- ", max_size=300), st.integers(120, 700))
def test_no_line_ever_leaves_its_box(text: str, width: int) -> None:
    found = fit(text, width, 330, SIZES, rough)
    assert all(rough(line, found.size) <= width for line in found.lines)
    assert len(found.lines) * found.size * LEADING <= 330


@settings(deadline=None)  # the machine may be busy
@given(st.lists(st.text(alphabet="aeiouné’", min_size=1, max_size=14), min_size=1, max_size=12))
def test_words_that_fit_are_whole_and_in_order(words: list[str]) -> None:
    found = fit(" ".join(words), 610, 330, SIZES, rough)
    assert " ".join(found.lines).split(" ") == words


@pytest.mark.parametrize("title", TITLES)
def test_real_titles_stay_in_their_box(title: str) -> None:
    found = fit(title, TITLE_WIDTH, TITLE_HEIGHT, SIZES, _width)
    assert found.lines
    assert all(_width(line, found.size) <= TITLE_WIDTH for line in found.lines)
    assert len(found.lines) * found.size * LEADING <= TITLE_HEIGHT


def test_a_short_title_is_large_and_a_long_one_is_whole() -> None:
    assert fit("Drones", TITLE_WIDTH, TITLE_HEIGHT, SIZES, _width).size == SIZES[0]
    long = fit(TITLES[4], TITLE_WIDTH, TITLE_HEIGHT, SIZES, _width)
    assert " ".join(long.lines) == TITLES[4]


@pytest.mark.parametrize("title", TITLES)
def test_a_card_has_its_size_and_nothing_over_the_thread(title: str) -> None:
    card = Card(
        title, "SamuGuru " * 9, "rôle " * 30, "Sujet " * 20, Subject("x", "", 20), (PORTRAIT,) * 3
    )
    image = Image.open(io.BytesIO(paint_card(card)))
    assert image.size == (1200, 630)
    margin = image.convert("RGB").crop((704, 0, 731, 630))
    paper = Image.new("RGB", margin.size, margin.getpixel((0, 0)))
    assert ImageChops.difference(margin, paper).getbbox() is None


def test_a_card_that_is_ordered_is_the_one_that_is_published(tmp_path: Path) -> None:
    portrait = tmp_path / "sam.jpg"
    portrait.write_bytes(jpeg(60, 80))
    cover = tmp_path / "cover.jpg"
    cover.write_bytes(jpeg(1600, 900, orientation=6))
    plain = Card("« L’été » \U0001f41d", "Sam", "rôle", "IA", Subject("x", "waves", 20))
    order = Order(plain, (portrait,), tmp_path / "cache", cover)
    assert parse_order(dump_order(order)) == order
    done = subprocess.run(
        [sys.executable, "-m", "plugins.images"],
        input=dump_order(order).encode(),
        capture_output=True,
        check=True,
        cwd=HOUSE,
    )
    sight = Gallery(Settings(), tmp_path / "other cache", Report()).sight(cover)
    assert done.stdout == paint_card(with_pictures(plain, [portrait.read_bytes()], sight))


def test_same_card_same_bytes_and_not_heavy() -> None:
    card = Card("Le bruit", "SamuGuru", "", "Drones", Subject("x", "flights", 235), (PORTRAIT,))
    assert paint_card(card) == paint_card(card)
    assert len(paint_card(card)) < 80_000


@pytest.mark.parametrize("suffix", ["jpg", "svg", "png"])
def test_a_posts_own_cover_stands_on_its_card(tmp_path: Path, suffix: str) -> None:
    """Right of the thread, from top to bottom; what is left of it is as on any card."""
    red = '<svg viewBox="0 0 16 9" xmlns="http://www.w3.org/2000/svg">'
    red += '<path fill="#c00" d="M0 0h16v9H0z"/></svg>'
    path = tmp_path / f"cover.{suffix}"
    if suffix == "svg":
        path.write_text(red)
    else:
        Image.new("RGB", (1600, 900), "#c00").save(path)
    drawn = Card("Le bruit", "SamuGuru", "", "Drones", Subject("x", "flights", 235))
    sight = Gallery(Settings(), tmp_path / "cache", Report()).sight(path)
    assert sight is not None
    own = with_pictures(drawn, (), sight)
    before, after = (
        Image.open(io.BytesIO(paint_card(card))).convert("RGB") for card in (drawn, own)
    )
    words = (0, 0, 732, 630)
    assert all(
        high < 24
        for _, high in ImageChops.difference(before.crop(words), after.crop(words)).getextrema()
    )
    shown = zip(after.crop((750, 0, 1200, 630)).getextrema(), (204, 0, 0), strict=True)
    assert all(abs(low - red) < 12 and abs(high - red) < 12 for (low, high), red in shown)
    assert len(paint_card(own)) < 200_000


def test_a_bitmap_portrait_will_do() -> None:
    assert paint_card(Card("T", "A", "", "", Subject("x"), (jpeg(60, 80, orientation=6),)))
