"""What one run knows of its pictures: how each is shown, and which files are to be written."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache, partial
from pathlib import Path

from plugins.cache import key_of
from plugins.images.cards import Card, Sight
from plugins.images.covers import Subject, render_cover
from plugins.images.drawing import HEIGHT, WIDTH
from plugins.images.faults import UnfitPicture
from plugins.images.painting import RECIPE, paint_card
from plugins.images.plan import Shown
from plugins.images.settings import Settings
from plugins.images.workshop import (
    Job,
    Original,
    job_of,
    jobs_of,
    load_original,
    plan_shown,
    sight_of,
)
from plugins.model import Picture
from plugins.problems import Report

# Beside a name, in a card, on the author's page, each on screens of one and two pixels a point.
FACES = (48, 96, 144, 288, 576)


def key_of_card(card: Card) -> bytes:
    """What a card is kept under, whoever has it drawn."""
    return key_of("card", RECIPE, repr(card))


def _make(_name: str, _parts: tuple[object, ...], make: Callable[[], str]) -> str:
    return make()


@dataclass
class Gallery:
    """Made anew each run; addresses are relative to the site's root."""

    options: Settings
    cache: Path
    report: Report
    shown: dict[str, Shown] = field(default_factory=dict)
    jobs: dict[str, Job] = field(default_factory=dict)
    remember: Callable[[str, tuple[object, ...], Callable[[], str]], str] = _make
    _originals: dict[Path, Original | None] = field(default_factory=dict)

    def load(self, path: Path) -> Original | None:
        """The picture at ``path``; a fault goes into the report, once."""
        if path not in self._originals:
            try:
                self._originals[path] = load_original(path, self.options, self.cache)
            except UnfitPicture as unfit:
                self.report.add(unfit.problem.at(path))
                self._originals[path] = None
        return self._originals[path]

    def show(self, path: Path, url: str) -> None:
        """Pages show the picture at ``path`` under the address ``url``."""
        original = self.load(path)
        if original is None or url in self.shown:
            return
        self.shown[url] = plan_shown(original, self.options)
        self._add(*jobs_of(original, self.shown[url], self.options))

    def show_portrait(self, path: Path, url: str) -> None:
        """Pages show the portrait at ``path`` in the sizes of a face, and serve it at ``url``."""
        original = self.load(path)
        if original is None:
            return
        faces = replace(self.options, widths=FACES)
        self.shown[url] = plan_shown(original, faces)
        self._add(job_of(original, url, faces), *jobs_of(original, self.shown[url], faces))

    def publish(self, path: Path, url: str) -> None:
        """Serve the picture itself at ``url``, clean."""
        original = self.load(path)
        if original is not None:
            self._add(job_of(original, url, self.options))

    def cover(self, subject: Subject, name: str) -> Picture:
        """The drawing for a post without a picture; it says nothing that the page does not."""
        drawing = cache(partial(render_cover, subject))  # named by its bytes, then written
        digest = self.remember(
            "cover", (repr(subject),), lambda: hashlib.sha256(drawing()).hexdigest()[:8]
        )
        url = f"{self.options.url}{name}.{digest}.svg"
        self.shown[url] = Shown(WIDTH, HEIGHT)
        self._add(Job(url, b"", drawing, key_of("cover", repr(subject))))
        return Picture(url, "")

    def card(self, card: Card, name: str) -> Picture:
        """The social card of a post, or of the site."""
        key = key_of_card(card)
        url = f"{self.options.url}{name}-card.{key.hex()[:8]}.png"
        self._add(Job(url, key, lambda: paint_card(card)))
        return Picture(url, card.title)

    def portrait(self, path: Path) -> bytes | None:
        """A portrait for a card: a clean drawing, or the bitmap as it is."""
        original = self.load(path)
        if original is None:
            return None
        try:
            return original.drawing.data if original.drawing else original.read()
        except UnfitPicture as unfit:
            self.report.add(unfit.problem)
            return None

    def sight(self, path: Path) -> Sight | None:
        """The picture at ``path`` for a card, no larger than one shows."""
        original = self.load(path)
        return sight_of(original, self.cache) if original is not None else None

    def _add(self, *jobs: Job) -> None:
        for job in jobs:
            self.jobs.setdefault(job.url, job)
