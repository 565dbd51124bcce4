"""What lies in content/, read without a build: posts, pages, topics, the ledger's addresses."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from plugins.files import TEXTS, Unreadable, visible_files
from plugins.frontmatter.fields import PAGE, POST, TOPIC
from plugins.frontmatter.kinds import Reading
from plugins.frontmatter.names import index_names
from plugins.frontmatter.schema import Schema, Source, load_source, load_sources


@dataclass(frozen=True)
class Shelf:
    """The author's files. ``published`` are the addresses of the ledger, ``redirects`` ours."""

    articles: Path
    ledger: Path
    posts: tuple[Source, ...]
    pages: tuple[Source, ...]
    published: frozenset[str] = frozenset()
    redirects: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Label:
    """A topic by its names, which is all that a new post needs of it."""

    slug: str
    source: Path
    names: tuple[str, ...]


def read_shelf(settings: Mapping[str, Any]) -> Shelf:
    """Everything below ``PATH`` that is or was an address. A file with a fault is among it."""
    content, permalinks = Path(settings["PATH"]), settings.get("PERMALINKS", {})
    ledger = content / permalinks.get("ledger", "permalinks.json")
    reading = Reading(ZoneInfo(settings["TIMEZONE"]))
    return Shelf(
        content / settings["ARTICLE_PATHS"][0],
        ledger,
        tuple(_read(content, settings["ARTICLE_PATHS"], POST, reading)),
        tuple(_read(content, settings["PAGE_PATHS"], PAGE, reading)),
        _addresses(ledger),
        frozenset({*permalinks.get("redirects", {}), *permalinks.get("gone", ())}),
    )


def _read(content: Path, folders: Iterable[str], schema: Schema, reading: Reading) -> list[Source]:
    sources = []
    for folder in (content / name for name in folders):
        try:
            names = [name for name in visible_files(folder) if name.endswith(TEXTS)]
        except Unreadable:
            continue
        sources += [load_source(folder / name, schema, reading) for name in names]
    return sources


def _addresses(ledger: Path) -> frozenset[str]:
    """The addresses that a publication ever had; a ledger that is damaged is told by the build."""
    try:
        lines = json.loads(ledger.read_text(encoding="utf-8"))
        return frozenset(line["address"] for line in lines if "address" in line)
    except (OSError, ValueError, TypeError):
        return frozenset()


def known_topics(settings: Mapping[str, Any]) -> tuple[dict[str, Label], set[str]]:
    """The topics by each of their folded names, and the names as a suggestion shows them."""
    folder = Path(settings["PATH"], settings.get("TOPICS", {}).get("folder", "topics"))
    labels = []
    for source in load_sources(folder, TOPIC, Reading(ZoneInfo(settings["TIMEZONE"]))):
        own = (source.get("label"), source.get("short_label"))
        more = (*source.get("aliases", ()), *source.get("former_slugs", ()))
        names = tuple(name for name in (*own, *more) if name)
        labels.append(Label(source.path.stem, source.path, names))
    known, _ = index_names(labels, lambda label: label.names)
    return known, {name for label in labels for name in (label.slug, *label.names)}
