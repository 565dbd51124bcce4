"""`make new`: a post begun in a folder of its own, unless its address is somebody's already."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from plugins.catalogue import HOUSE, load_catalogue
from plugins.config import is_language
from plugins.desk.drafting import Draft, clean_title, render_draft, slug_for
from plugins.desk.shelf import Shelf, known_topics, read_shelf
from plugins.files import fold, slugify
from plugins.frontmatter.names import resolve_names
from plugins.messages import msg
from plugins.problems import Problem


@dataclass(frozen=True)
class Wish:
    """What was asked for, as typed; ``slug`` overrules the one that the title gives."""

    title: str
    topics: str = ""
    language: str = ""
    series: str = ""
    slug: str = ""


def begin_post(
    wish: Wish, settings: Mapping[str, Any], root: Path, now: datetime
) -> tuple[Path | None, list[Problem]]:
    """Write a new draft and return its file; or None, and all that stands in the way."""
    date = now.astimezone(ZoneInfo(settings["TIMEZONE"]))
    shelf = read_shelf(settings)
    title = clean_title(wish.title)
    slug = wish.slug or slug_for(title, date)
    language = wish.language.lower() or settings["DEFAULT_LANG"]
    topics, problems = _topics(wish.topics, settings)
    problems += [*_faults(title, slug, language), *taken(slug, shelf, settings, root)]
    if problems:
        return None, problems
    draft = Draft(
        title,
        date,
        settings["AUTHOR"],
        str(uuid.uuid4()),
        language,
        topics,
        _series(clean_title(wish.series), shelf),
        language == settings["DEFAULT_LANG"],
    )
    folder = shelf.articles / f"{date:%Y}" / slug
    return _write(folder, render_draft(draft, load_catalogue(HOUSE, language).gettext), root)


def _write(folder: Path, text: str, root: Path) -> tuple[Path | None, list[Problem]]:
    """A folder of that name may have come meanwhile: it is made, never used."""
    path = folder / "index.md"
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir()
        with path.open("x", encoding="utf-8") as stream:
            stream.write(text)
    except FileExistsError:
        return None, [_taken(folder.name, _shown(folder, root))]
    except OSError as error:
        cause = msg(
            "{name} cannot be written: {reason}.",
            name=_shown(folder, root),
            reason=error.strerror or str(error),
        )
        remedy = msg("Make room or give the right to write there, then do it again.")
        return None, [Problem("unwritable-file", cause, remedy)]
    return path, []


def _faults(title: str, slug: str, language: str) -> Iterator[Problem]:
    if not title:
        cause = msg("A post needs a title.")
        yield Problem("missing-title", cause, msg('Write make new TITLE="…".'))
    if not slug or slug != slugify(slug):
        cause = msg("“{value}” cannot be part of an address.", value=slug)
        remedy = msg("Write “{slug}”.", slug=slugify(slug) or "mon-article")
        yield Problem("invalid-slug", cause, remedy)
    if not is_language(language):
        cause = msg("“{value}” is not a language.", value=language)
        yield Problem("invalid-value", cause, msg("Write a language code such as fr or en."))


def _topics(
    typed: str, settings: Mapping[str, Any]
) -> tuple[tuple[str, ...] | None, list[Problem]]:
    """Slugs of the topics that ``typed`` names between commas; None where it names none."""
    names = [name.strip() for name in typed.split(",") if name.strip()]
    known, shown = known_topics(settings)
    found, missing = resolve_names(names, known, shown, "unknown-topic")
    slugs = tuple(topic.slug for topic in found) if names else None
    return slugs, [problem for _, problem in missing]


def _series(typed: str, shelf: Shelf) -> str:
    """As the other parts spell it: a series is one by its name."""
    spellings = {fold(name): name for post in shelf.posts if (name := post.get("series"))}
    found: str = spellings.get(fold(typed), typed)
    return found


def taken(slug: str, shelf: Shelf, settings: Mapping[str, Any], root: Path) -> Iterator[Problem]:
    """A problem for each that has, had or will have the address of a post called ``slug``."""
    address = settings["ARTICLE_URL"].format(slug=slug)
    for source in (*shelf.posts, *shelf.pages):
        former = {alias.strip("/") for alias in source.get("aliases", ())}
        if source.slug == slug:
            yield _taken(slug, _shown(source.path, root))
        elif address.strip("/") in former:
            yield _taken(slug, f"{_shown(source.path, root)}:{source.line('aliases')}")
    folders = {path for path in shelf.articles.glob(f"*/{slug}") if path.is_dir()}
    for folder in sorted(folders - {source.path.parent for source in shelf.posts}):
        yield _taken(slug, _shown(folder, root))
    if address in shelf.published and not any(post.slug == slug for post in shelf.posts):
        yield _taken(slug, _shown(shelf.ledger, root))
    if f"/{address}" in shelf.redirects:
        yield _taken(slug, "PERMALINKS")


def _taken(slug: str, where: str) -> Problem:
    cause = msg("The address “{slug}” is taken: {where}.", slug=slug, where=where)
    return Problem("taken-slug", cause, msg('Choose another one: make new TITLE="…" SLUG=…'))


def _shown(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()


def open_in_editor(path: Path) -> bool:
    """Open the post in ``$VISUAL`` or ``$EDITOR``, where someone sits at a terminal to use it.

    False when there is none, or when it cannot be started.
    """
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not editor or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return False
    try:
        subprocess.run([*shlex.split(editor), str(path)], check=False)  # noqa: S603 (the author's)
    except (OSError, ValueError):
        return False
    return True
