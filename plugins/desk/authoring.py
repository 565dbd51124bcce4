"""The author's own commands: `new`, `drafts`, `calendar`."""

from __future__ import annotations

import argparse
import sys
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from plugins.catalogue import HOUSE, load_catalogue
from plugins.config import site_settings
from plugins.desk.agenda import Agenda, State, build_agenda
from plugins.desk.agenda_table import render_drafts, render_months
from plugins.desk.beginning import Wish, begin_post, open_in_editor
from plugins.desk.glue import read_configuration
from plugins.desk.shelf import read_shelf
from plugins.desk.telling import say, say_problem
from plugins.messages import Gettext, msg


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the arguments of the three."""
    new = commands.add_parser("new", help="begin a post")
    for name in ("title", "topics", "lang", "series", "slug"):
        new.add_argument(f"--{name}", default="", metavar=name.upper())
    drafts = commands.add_parser("drafts", help="what is begun, what waits, where nothing is")
    calendar = commands.add_parser("calendar", help="as drafts, with the year by month")
    for command in (new, drafts, calendar):
        command.add_argument("--settings", default="pelicanconf.py", metavar="FILE")


def new(options: argparse.Namespace, configuration: Path) -> int:
    """Begin a post, say where, and open it."""
    settings = read_configuration(configuration)
    wish = Wish(options.title, options.topics, options.lang, options.series, options.slug)
    root = configuration.parent
    path, problems = begin_post(wish, settings, root, _now(settings))
    for problem in problems:
        print(say_problem(problem), file=sys.stderr)
    if path is None:
        return 1
    print(say(msg("Begun: {file}", file=path.relative_to(root).as_posix())), flush=True)
    if not open_in_editor(path):
        print(say(msg("Write in it; make serve shows it, and “status” says when it is public.")))
    return 0


def drafts(_options: argparse.Namespace, configuration: Path) -> int:
    """Tables of drafts, scheduled posts and gaps."""
    agenda, language = read_agenda(configuration)
    print(render_drafts(agenda, _gettext(language), language, configuration.parent))
    return 0


def calendar(_options: argparse.Namespace, configuration: Path) -> int:
    """The year by month, then the same tables."""
    agenda, language = read_agenda(configuration)
    gettext = _gettext(language)
    print(render_months(agenda, gettext, language), end="\n\n")
    print(render_drafts(agenda, gettext, language, configuration.parent))
    return 0


def read_agenda(configuration: Path) -> tuple[Agenda, str]:
    """The agenda of the site at this moment, and the site's language."""
    agenda, _, language = read_agenda_and_addresses(configuration)
    return agenda, language


def read_agenda_and_addresses(
    configuration: Path,
) -> tuple[Agenda, dict[tuple[str, State], str], str]:
    """As `read_agenda`, with where the preview shows each post, by its slug and state."""
    settings = read_configuration(configuration)
    agenda = build_agenda(read_shelf(settings).posts, _now(settings))
    addresses = {
        (event.slug, event.state): settings[
            "ARTICLE_URL" if event.state == "published" else "DRAFT_URL"
        ].format(slug=event.slug)
        for event in agenda.events
    }
    return agenda, addresses, settings["DEFAULT_LANG"]


def _now(settings: dict[str, Any]) -> datetime:
    """The present, or what stands for it, in the site's zone."""
    return site_settings(settings).now.astimezone(ZoneInfo(settings["TIMEZONE"]))


def _gettext(language: str) -> Gettext:
    return load_catalogue(HOUSE, language).gettext
