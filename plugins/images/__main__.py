"""``python -m plugins.images``: the card that standard input orders, as PNG on standard output."""

from __future__ import annotations

import sys

from plugins.cache import remembered
from plugins.images.gallery import Gallery, key_of_card
from plugins.images.orders import parse_order, with_pictures
from plugins.images.painting import paint_card
from plugins.images.settings import Settings
from plugins.problems import Report


def main() -> int:
    """Draw it, or take it from where an earlier order or a publication left it; 0."""
    order = parse_order(sys.stdin.read())
    gallery = Gallery(Settings(), order.cache, Report())
    faces = (gallery.portrait(path) for path in order.portraits)
    cover = gallery.sight(order.cover) if order.cover else None
    card = with_pictures(order.card, [face for face in faces if face is not None], cover)
    sys.stdout.buffer.write(remembered(order.cache, key_of_card(card), lambda: paint_card(card)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
