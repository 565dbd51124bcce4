"""Language tags with the region that readers, social networks and feeds expect."""

from __future__ import annotations

from babel.core import Locale, get_global


def locale_tag(language: str) -> str:
    """A language as a tag with its likely region: ``fr`` → ``fr-FR``, ``en`` → ``en-GB``."""
    if "-" in language or language == "en":
        return (
            "en-GB" if language == "en" else str(Locale.parse(language, sep="-")).replace("_", "-")
        )
    likely = get_global("likely_subtags").get(language, language)
    return f"{language}-{likely.rpartition('_')[2]}" if "_" in likely else language
