"""Pelican's side of hosting."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pelican import signals
from pelican.generators import Generator
from pelican.writers import Writer

from plugins.config import room_settings, site_settings
from plugins.files import write_atomic
from plugins.hosting.headers import policy_of_all, table_of
from plugins.hosting.hosts import NAME as HEADERS_FILE
from plugins.hosting.hosts import render_headers_file
from plugins.hosting.settings import NAME, Settings
from plugins.proofreading import around_of
from plugins.reporting import backstage_of


def connect() -> None:
    """Module-level receivers only: Pelican's signals hold them weakly."""
    signals.initialized.connect(prepare_settings)
    signals.get_generators.connect(hosting_generator)


def prepare_settings(pelican: Any) -> None:
    """Check ``HOSTING``, and let the proofreader know what pages may load."""
    around_of(pelican.settings).add(room_settings(Settings, NAME, pelican.settings))


def hosting_generator(pelican: Any) -> type[Generator]:
    """The generator of this room."""
    return HostingGenerator


class HostingGenerator(Generator):  # type: ignore[misc]
    """Writes what a host reads beside the pages."""

    def generate_output(self, writer: Writer) -> None:
        """Write it, into a publication alone; a preview is told what pages may load online."""
        options = room_settings(Settings, NAME, self.settings)
        if not site_settings(self.settings).is_publication:
            backstage_of(self.settings).policy = policy_of_all(options)
            return
        base = urlsplit(self.settings["SITEURL"]).path.rstrip("/")
        data = render_headers_file(table_of(options), options, base)
        write_atomic(Path(self.output_path, HEADERS_FILE), data)
