"""Pelican's side of corrections."""

from __future__ import annotations

from typing import Any

from pelican import signals
from pelican.generators import Generator
from pelican.writers import Writer

from plugins.corrections.core import collect_corrections
from plugins.model import Claim


def connect() -> None:
    """Module-level receivers only: Pelican's signals hold them weakly."""
    signals.get_generators.connect(corrections_generator)


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
