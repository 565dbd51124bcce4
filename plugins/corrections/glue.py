"""Pelican's side of corrections."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pelican import signals
from pelican.generators import Generator
from pelican.writers import Writer

from plugins.config import site_settings
from plugins.corrections.core import collect_corrections, find_later
from plugins.messages import msg
from plugins.model import Claim
from plugins.problems import Problem, report_of
from plugins.publishing import note_due


def connect() -> None:
    """Module-level receivers only: Pelican's signals hold them weakly."""
    signals.article_generator_context.connect(withhold_later)
    signals.page_generator_context.connect(withhold_later)
    signals.get_generators.connect(corrections_generator)


def withhold_later(generator: Any, metadata: dict[str, Any]) -> None:
    """A correction and a change wait for their day, as a post does: feeds have no date to come."""
    site = site_settings(generator.settings)
    for key, date in list(find_later(metadata, site.now)):
        if key == "modified":
            del metadata["modified"]  # which Pelican cannot read where it is None
        else:
            waiting = (one for one in metadata["corrections"] if one.date <= site.now)
            metadata["corrections"] = tuple(waiting)
        if not site.as_of:
            note_due(generator.settings, date)
        report_of(generator.settings).add(_later(metadata["source"], key, date))


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


class CorrectionsGenerator(Generator):  # type: ignore[misc]
    """The page of all corrections; it is there before the first, so that it can be found."""

    def generate_context(self) -> None:
        """Collect the corrections of published posts, for the page and for its feed."""
        posts = self.context["articles"]
        self.context["corrections"] = collect_corrections(posts, lambda post: post.corrections)
        claims = self.context.setdefault("claims", [])
        claims.append(Claim(f"{self.settings['CORRECTIONS_URL']}index.html", kind="page"))

    def generate_output(self, writer: Writer) -> None:
        """Write the page."""
        save_as = f"{self.settings['CORRECTIONS_URL']}index.html"
        writer.write_file(save_as, self.get_template("corrections"), self.context)
