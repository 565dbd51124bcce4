"""What a build tells whoever shows its outcome: problems, and what stands behind each page.

Plain records that go through JSON, so that it does not matter whether the build
runs in a process of its own or stays.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from plugins.messages import Message
from plugins.problems import Problem

KEY = "BACKSTAGE"


@dataclass(frozen=True, slots=True)
class PageNote:
    """What stands behind one page: ``url`` is relative to the site's root, as are ``card``'s.

    ``topics`` are labels, ``declared`` says whether the front matter names them
    or the text. ``card`` is the picture that social networks show; where it is
    not drawn yet, ``card_order`` is what `plugins.images` draws it from.
    """

    url: str
    source: Path
    kind: str
    title: str = ""
    summary: str = ""
    topics: tuple[str, ...] = ()
    declared: bool = False
    card: str = ""
    card_order: str = ""


@dataclass(frozen=True, slots=True)
class FeedItem:
    """A post as feeds would carry it; ``content`` is HTML with full addresses."""

    title: str
    content: str
    authors: tuple[str, ...]


@dataclass
class Backstage:
    """Filled in by the rooms during a build for a preview. ``items`` are of posts in no feed yet.

    ``feed`` is the Atom feed that holds the others, ``policy`` what pages may
    load online (Content-Security-Policy).
    """

    pages: dict[str, PageNote] = field(default_factory=dict)
    items: dict[str, FeedItem] = field(default_factory=dict)
    feed: str = ""
    policy: str = ""


@dataclass(frozen=True)
class BuildReport:
    """The outcome of one build; ``is_written`` when its edition took the last one's place."""

    is_written: bool
    problems: tuple[Problem, ...] = ()
    backstage: Backstage = field(default_factory=Backstage)


def backstage_of(settings: MutableMapping[str, Any]) -> Backstage:
    """The notes of the Pelican run that owns these settings."""
    found = settings.setdefault(KEY, Backstage())
    assert isinstance(found, Backstage)
    return found


def dump_report(report: BuildReport) -> str:
    """``report`` as JSON."""
    content = {
        "is_written": report.is_written,
        "problems": [_plain_problem(problem) for problem in report.problems],
        "backstage": _plain_backstage(report.backstage),
    }
    return json.dumps(content, ensure_ascii=False, default=str)


def parse_report(text: str) -> BuildReport:
    """What `dump_report` wrote. Raises ValueError, KeyError or TypeError for anything else."""
    found = json.loads(text)
    behind = found["backstage"]
    backstage = Backstage(
        {url: _page(note) for url, note in behind["pages"].items()},
        {url: _item(item) for url, item in behind["items"].items()},
        behind["feed"],
        behind["policy"],
    )
    problems = tuple(_problem(problem) for problem in found["problems"])
    return BuildReport(found["is_written"], problems, backstage)


def _plain_backstage(notes: Backstage) -> dict[str, Any]:
    """Its fields are plain data (`asdict` would copy each word)."""
    return {
        **vars(notes),
        "pages": {url: _plain_fields(note) for url, note in notes.pages.items()},
        "items": {url: _plain_fields(item) for url, item in notes.items.items()},
    }


def _plain_fields(note: PageNote | FeedItem) -> dict[str, Any]:
    return {one.name: getattr(note, one.name) for one in fields(note)}


def _page(note: Mapping[str, Any]) -> PageNote:
    return PageNote(**{**note, "source": Path(note["source"]), "topics": tuple(note["topics"])})


def _item(item: Mapping[str, Any]) -> FeedItem:
    return FeedItem(**{**item, "authors": tuple(item["authors"])})


def _plain_problem(problem: Problem) -> dict[str, Any]:
    return {
        "code": problem.code,
        "severity": problem.severity,
        "cause": _plain_message(problem.cause),
        "remedy": _plain_message(problem.remedy),
        "path": None if problem.path is None else str(problem.path),
        "line": problem.line,
        "column": problem.column,
    }


def _plain_message(message: Message) -> dict[str, Any]:
    values = {
        name: _plain_message(value) if isinstance(value, Message) else value
        for name, value in message.values.items()
    }
    return {"msgid": message.msgid, "values": values}


def _problem(found: Mapping[str, Any]) -> Problem:
    return Problem(
        found["code"],
        _message(found["cause"]),
        _message(found["remedy"]),
        None if found["path"] is None else Path(found["path"]),
        found["line"],
        found["column"],
        found["severity"],
    )


def _message(found: Mapping[str, Any]) -> Message:
    values = {
        name: _message(value) if isinstance(value, dict) else value
        for name, value in found["values"].items()
    }
    return Message(found["msgid"], values)
