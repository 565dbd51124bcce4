"""A card that nobody has asked for yet, as text: whoever shows it orders it from ``__main__``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from plugins.images.cards import Card, Sight
from plugins.images.covers import Subject


@dataclass(frozen=True, slots=True)
class Order:
    """``card`` is without its pictures, which are at ``portraits`` and ``cover``.

    ``cache`` keeps what is drawn. All are full paths.
    """

    card: Card
    portraits: tuple[Path, ...]
    cache: Path
    cover: Path | None = None


def dump_order(order: Order) -> str:
    """``order`` as JSON."""
    card, subject = order.card, order.card.subject
    words = (card.title, card.author, card.about, card.topic)
    drawing = (subject.id, subject.motif, subject.hue)
    portraits, cover = [str(path) for path in order.portraits], order.cover and str(order.cover)
    return json.dumps((words, drawing, portraits, str(order.cache), cover))


def parse_order(text: str) -> Order:
    """What `dump_order` wrote. Raises ValueError or TypeError for anything else."""
    (title, author, about, topic), drawing, portraits, cache, cover = json.loads(text)
    card = Card(title, author, about, topic, Subject(*drawing))
    return Order(card, tuple(map(Path, portraits)), Path(cache), cover and Path(cover))


def with_pictures(card: Card, faces: Sequence[bytes], cover: Sight | None) -> Card:
    """``card`` with the portraits' own bytes, and the post's own cover."""
    return replace(card, portraits=tuple(faces), cover=cover)
