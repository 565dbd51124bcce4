"""Pelican's side of corrections."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any

from pelican import signals
from pelican.generators import Generator
from pelican.writers import Writer

from plugins.composing import composition_of
from plugins.config import site_settings
from plugins.corrections.core import collect_corrections, find_later
from plugins.editing import OfPosts
from plugins.messages import msg
from plugins.model import Claim
from plugins.problems import Problem, report_of
from plugins.publishing import note_due


def connect() -> None:
    """Module-level receivers only: Pelican's signals hold them weakly."""
    signals.article_generator_context.connect(settle_corrections)
    signals.page_generator_context.connect(settle_corrections)
    signals.get_generators.connect(corrections_generator)


def settle_corrections(generator: Any, metadata: dict[str, Any]) -> None:
    """Set their texts as the post is; leave out what is of a day to come, as feeds have none."""
    site, source = site_settings(generator.settings), metadata["source"]
    later = list(find_later(metadata, site.now))
    if any(key == "modified" for key, _ in later):
        del metadata["modified"]  # which Pelican cannot read where it is None
    known = [one for one in metadata.get("corrections", ()) if one.date <= site.now]
    if source.get("typography", True):
        line = composition_of(generator.settings).line
        known = [replace(one, text=line(one.text, metadata["lang"])) for one in known]
    metadata["corrections"] = tuple(known)
    for key, date in later:
        if not site.as_of:
            note_due(generator.settings, date)
        report_of(generator.settings).add(_later(source, key, date))


def _later(source: Any, key: str, date: datetime) -> Problem:
    return Problem(
        "later-date",
        msg("{key}: {date} is later than this edition.", key=key, date=date.date().isoformat()),
        msg("Nothing is to be done if that is meant: it is said from that day on."),
        source.path,
        source.line(key),
        severity="warning",
    )


def corrections_generator(pelican: Any) -> type[Generator]:
    """The generator of this room."""
    return CorrectionsGenerator


class CorrectionsGenerator(OfPosts, Generator):  # type: ignore[misc]
    """The page of all corrections; it is there before the first, so that it can be found."""

    def generate_context(self) -> None:
        """Collect the corrections of published posts, for the page and for its feed."""
        self.regroup()
        claims = self.context.setdefault("claims", [])
        claims.append(Claim(f"{self.settings['CORRECTIONS_URL']}index.html", kind="page"))

    def regroup(self, _: Collection[Any] = ()) -> None:
        """Those of one moment are in the order of their posts."""
        posts = self.context["articles"]
        self.context["corrections"] = collect_corrections(posts, lambda post: post.corrections)

    def generate_output(self, writer: Writer) -> None:
        """Write the page."""
        save_as = f"{self.settings['CORRECTIONS_URL']}index.html"
        writer.write_file(save_as, self.get_template("corrections"), self.context)
