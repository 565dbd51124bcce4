"""A publication as it would be on another day, in a folder of its own that no reader sees."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from plugins.desk.glue import read_configuration
from plugins.desk.orders import Order
from plugins.frontmatter.dates import parse_date
from plugins.messages import msg
from plugins.problems import Problem

FOLDER = "rehearsal"


def rehearsal_of(order: Order, date: str) -> tuple[Order | None, list[Problem]]:
    """The order that builds the public site of that day into ``rehearsal/<day>/``."""
    settings = read_configuration(order.configuration)
    try:
        moment = end_of(date, ZoneInfo(settings["TIMEZONE"]))
    except ValueError:
        cause = msg("“{value}” is not a date that can be read.", value=date)
        return None, [Problem("invalid-date", cause, msg("Write for example 2026-01-02."))]
    folder = Path(settings["OUTPUT_PATH"]).with_name(FOLDER) / f"{moment:%Y-%m-%d}"
    return replace(order, output=folder, as_of=moment.isoformat(), rehearsal=True), []


def end_of(date: str, zone: ZoneInfo) -> datetime:
    """The moment that is meant: of a day without a time its last second, with all of its posts.

    Raises ValueError.
    """
    moment = parse_date(date, zone)
    if moment.time() != time():
        return moment
    return moment + timedelta(days=1) - timedelta(seconds=1)
