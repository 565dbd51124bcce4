"""A card that nobody has asked for yet, as text: whoever shows it orders it from ``__main__``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from plugins.images.cards import Card
from plugins.images.covers import Subject


@dataclass(frozen=True, slots=True)
class Order:
    """``card`` is without its portraits, which are at ``portraits``; ``cache`` keeps what is drawn.

    Both are full paths.
    """

    card: Card
    portraits: tuple[Path, ...]
    cache: Path


def dump_order(order: Order) -> str:
    """``order`` as JSON."""
    card, subject = order.card, order.card.subject
    words = (card.title, card.author, card.about, card.topic)
    drawing = (subject.id, subject.motif, subject.hue)
    return json.dumps((words, drawing, [str(path) for path in order.portraits], str(order.cache)))


def parse_order(text: str) -> Order:
    """What `dump_order` wrote. Raises ValueError or TypeError for anything else."""
    (title, author, about, topic), drawing, portraits, cache = json.loads(text)
    card = Card(title, author, about, topic, Subject(*drawing))
    return Order(card, tuple(map(Path, portraits)), Path(cache))


def with_faces(card: Card, faces: Sequence[bytes]) -> Card:
    """``card`` with the portraits' own bytes."""
    return replace(card, portraits=tuple(faces))
