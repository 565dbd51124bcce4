"""What the caches of pictures, cards and icons hold is still what their recipe makes.

Their keys hold a number in place of the code, so that addresses that readers
have stay as they are over an edit that changes no byte. Where a digest here
differs, raise the number beside `RECIPE` (or in `icon_key`), and note both.
The libraries' versions are in the keys, and locked.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace

import pytest

from plugins.images import painting, plan
from plugins.images.cards import Card, Sight
from plugins.images.covers import Subject, render_for_raster
from plugins.images.gif import strip_gif
from plugins.images.motifs import MOTIFS
from plugins.images.raster import derive, inspect
from plugins.theming.icons import icon_key, paint_icon
from tests.laying import HOUSE
from tests.unit.images import making

SIGN = (HOUSE / "theme/static/icons/favicon.svg").read_bytes()
FACE = (HOUSE / "content/authors/samuguru.svg").read_bytes()
CARD = Card("Un titre d’essai : deux lignes", "Une autrice", "Drones", "", Subject("x"), (FACE,))
SUBJECTS = [Subject(f"post-{n}", motif, 31 * n) for n in range(5) for motif in sorted(MOTIFS)]
PHOTO = making.jpeg(90, 60, orientation=6, icc_profile=None)  # a profile says when it was made
ICON = icon_key(b"", "").decode()

MADE: dict[str, tuple[str, Callable[[], bytes]]] = {
    "jpeg": (plan.RECIPE, lambda: derive(PHOTO, "jpeg", 40, 82)),
    "png": (plan.RECIPE, lambda: derive(making.png(90, 60), "png", 40, 82)),
    "webp": (plan.RECIPE, lambda: derive(making.png(90, 60), "webp", 40, 82)),
    "avif": (plan.RECIPE, lambda: derive(making.png(90, 60), "avif", 40, 82)),
    "moving": (plan.RECIPE, lambda: derive(making.gif(), "webp", 40, 82)),
    "still": (plan.RECIPE, lambda: derive(making.gif(), "webp", 40, 82, still=True)),
    "gif": (plan.RECIPE, lambda: strip_gif(making.gif())),
    "facts": (plan.RECIPE, lambda: repr(inspect(PHOTO, ".jpg", 50)).encode()),
    "card": (painting.RECIPE.split()[0], lambda: painting.paint_card(CARD)),
    "photo": (
        painting.RECIPE.split()[0],
        lambda: painting.paint_card(replace(CARD, cover=Sight("", lambda: PHOTO))),
    ),
    "motifs": (
        painting.RECIPE.split()[0],
        lambda: "".join(map(render_for_raster, SUBJECTS)).encode(),
    ),
    "icon": (ICON.split(", ")[1], lambda: paint_icon(SIGN, "icons/icon-192.png")),
    "maskable": (ICON.split(", ")[1], lambda: paint_icon(SIGN, "icons/maskable-512.png")),
    "favicon": (ICON.split(", ")[1], lambda: paint_icon(SIGN, "favicon.ico")),
}
PINNED: dict[str, tuple[str, str]] = {
    "jpeg": ("1", "100e42c160dc6066"),
    "png": ("1", "50a65491b6d7e87e"),
    "webp": ("1", "123d288576763798"),
    "avif": ("1", "0a5bc93ebc3ff357"),
    "moving": ("1", "47775686f34b2eb4"),
    "still": ("1", "45c38ca25ff1ded2"),
    "gif": ("1", "0ab702686072627b"),
    "facts": ("1", "64ab415e45e03741"),
    "card": ("4", "cb585495d6c05f9b"),
    "photo": ("4", "03c0af06b41de31e"),
    "motifs": ("4", "5e74f6e69bc6beb9"),
    "icon": ("1", "fa46d2fb6128daba"),
    "maskable": ("1", "72cd7891aaa87bd7"),
    "favicon": ("1", "abc716d54b5e574d"),
}


@pytest.mark.parametrize("name", MADE)
def test_a_recipe_makes_what_its_number_stands_for(name: str) -> None:
    number, make = MADE[name]
    assert (number, hashlib.sha256(make()).hexdigest()[:16]) == PINNED[name]
