"""Pelican's side of the gate."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pelican import signals
from pelican.generators import ArticlesGenerator, PagesGenerator
from pelican.settings import DEFAULT_CONFIG

from plugins.checks.addresses import check_addresses, check_ids
from plugins.checks.strays import find_strays
from plugins.config import (
    ADDRESSES,
    OPTIONAL,
    Places,
    check_essentials,
    site_settings,
    unknown_settings,
)
from plugins.files import Unreadable, visible_files
from plugins.messages import msg
from plugins.problems import Problem, report_of


def connect() -> None:
    """Module-level receivers only: Pelican's signals hold them weakly."""
    signals.initialized.connect(stop_on_bad_settings)
    signals.get_generators.connect(begin_run)
    signals.article_generator_finalized.connect(check_nothing_vanished)
    signals.page_generator_finalized.connect(check_nothing_vanished)
    signals.all_generators_finalized.connect(stop_before_writing)


def stop_on_bad_settings(pelican: Any) -> None:
    """An exception in this signal ends Pelican with 1; anywhere later settings are too late."""
    settings, report = pelican.settings, report_of(pelican.settings)
    places = settings.get("CONFIGURATION_PLACES", Places())
    site_settings(settings)
    # Every room has read its own settings by now.
    known = {*DEFAULT_CONFIG, *OPTIONAL, *ADDRESSES, *settings["CHECKED_SETTINGS"]}
    report.add(*check_essentials(settings, places), *unknown_settings(known, places))
    report.stop_on_errors()


def begin_run(pelican: Any) -> None:
    """A new run has a clean report (``initialized`` fires once, a run many times)."""
    report_of(pelican.settings).clear()


def check_nothing_vanished(generator: Any) -> None:
    """Every file that was read is in the context, left out on purpose, or reported.

    Pelican logs an exception of a reader or of another plugin and goes on
    without the post.
    """
    report, context = report_of(generator.settings), generator.context
    for name in sorted(context["generated_content"]):
        path = Path(generator.settings["PATH"], name)
        if context["generated_content"][name] is None and not report.concerns(path):
            report.add(
                Problem(
                    "vanished",
                    msg("The post could not be read, and Pelican would leave it out."),
                    msg("Look at the error above, which says why."),
                    path,
                )
            )


def stop_before_writing(generators: list[Any]) -> None:
    """The checks over all files, then the stop, with every problem of the run."""
    any_generator = next(g for g in generators if isinstance(g, ArticlesGenerator | PagesGenerator))
    report, claims = report_of(any_generator.settings), any_generator.context.get("claims", [])
    report.add(*check_addresses(claims), *check_ids(claims), *_strays(any_generator.settings))
    report.stop_on_errors()


def _strays(settings: dict[str, Any]) -> Iterator[Problem]:
    root = Path(settings["PATH"])
    trees = (*settings["ARTICLE_PATHS"], *settings["PAGE_PATHS"])
    shelves = tuple(
        settings["CHECKED_SETTINGS"][name].folder.rstrip("/") for name in ("AUTHOR_CARDS", "TOPICS")
    )
    try:
        yield from find_strays(visible_files(root), trees, shelves, root)
    except Unreadable as error:
        yield error.problem
