"""Pelican's side of typography: the pass for whoever reads a text."""

from __future__ import annotations

from typing import Any

from pelican import signals

from plugins.composing import KEY, Composition
from plugins.config import room_settings
from plugins.typography.core import typeset
from plugins.typography.settings import NAME, Settings
from plugins.typography.tree import TypographyExtension, is_french


def connect() -> None:
    """Module-level receivers only: Pelican's signals hold them weakly."""
    signals.initialized.connect(offer_composition)


def offer_composition(pelican: Any) -> None:
    """Check ``TYPOGRAPHY`` and say how texts are set."""
    settings = room_settings(Settings, NAME, pelican.settings)
    if not settings.enabled:
        return
    options = settings.options
    pelican.settings[KEY] = Composition(
        line=lambda text, language: typeset(text, options) if is_french(language) else text,
        extensions=lambda language: (TypographyExtension(options, language),),
        options=repr(options),
    )
