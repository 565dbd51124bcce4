"""A new post as text: its address, its front matter, an outline to write into."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from plugins.files import slugify
from plugins.frontmatter.fields import POST
from plugins.messages import Gettext, Message, msg

# An address is read aloud and copied by hand.
LONGEST_SLUG = 80

# What turns the rest of a line around, and has no place in a title (UAX #9, 2.1 and 2.2).
_DIRECTIONS = re.compile("[\u202a-\u202e\ufeff\ufffe\uffff]")
_BLANKS = re.compile(r"[^\S\u00a0\u202f]+")
_PLAIN = re.compile(r"[a-z][a-z0-9-]*")

# Keys that have another French word than the schema's first alias.
_SINGULAR = {"authors": ("author", "auteur")}


@dataclass(frozen=True)
class Draft:
    """What a new post says at its top; ``topics`` are slugs, None where the text shall decide."""

    title: str
    date: datetime
    author: str
    id: str
    language: str
    topics: tuple[str, ...] | None = None
    series: str = ""
    is_default_language: bool = True


def clean_title(typed: str) -> str:
    """``typed`` as one line that YAML, HTML and XML can carry; maybe "".

    No-break spaces and isolates of right-to-left words are kept, controls are not.
    """
    text = _DIRECTIONS.sub("", _BLANKS.sub(" ", typed))
    kept = (c for c in text if unicodedata.category(c) not in {"Cc", "Cs"})
    return unicodedata.normalize("NFC", "".join(kept)).strip()


def slug_for(title: str, date: datetime) -> str:
    """An address of at most `LONGEST_SLUG` characters, cut between words.

    A title without a Latin letter or digit (an emoji, Arabic) gives the day.
    """
    slug = slugify(title)
    if len(slug) > LONGEST_SLUG:
        head = slug[: LONGEST_SLUG + 1]
        slug = head.rpartition("-")[0] or head[:LONGEST_SLUG]
    return slug.strip("-") or f"article-{date:%Y-%m-%d}"


def render_draft(draft: Draft, gettext: Gettext) -> str:
    """The whole file; ``gettext`` speaks the post's language."""
    lines = [f"{_key(name, draft.language)}: {value}".rstrip() for name, value in _values(draft)]
    return "\n".join(["---", *lines, "---", outline(gettext)])


def _values(draft: Draft) -> Iterator[tuple[str, str]]:
    yield "title", quote(draft.title)
    yield "date", f"{draft.date:%Y-%m-%d %H:%M}"
    yield "authors", quote(draft.author)
    if not draft.is_default_language:
        yield "lang", draft.language
    if draft.topics is not None:
        yield "topics", f"[{', '.join(draft.topics)}]"
    if draft.series:
        yield "series", quote(draft.series)
    yield "summary", ""
    yield "status", "draft" if draft.language != "fr" else "brouillon"
    yield "id", draft.id


def _key(name: str, language: str) -> str:
    """The key as an author of this language says it."""
    english, french = _SINGULAR.get(name, (name, _french(name)))
    return french if language == "fr" else english


def _french(name: str) -> str:
    french = next(field.french for field in POST.fields if field.name == name)
    return name if name in {"date", "id"} else french or name


def quote(text: str) -> str:
    """``text`` as a YAML scalar: bare where that is safe, else in double quotes (as JSON's)."""
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def outline(gettext: Gettext) -> str:
    """The plan of an opinion piece; its prompts are in italics, so that none stays unseen."""
    parts: tuple[tuple[Message | None, Message], ...] = (
        (None, msg("The scene or the fact that makes you write: where, when, who.")),
        (msg("What I hold"), msg("Your thesis in one sentence, then its strongest reason.")),
        (
            msg("What can be seen"),
            msg("Two or three facts to check, each with a link to its source."),
        ),
        (
            msg("What will be answered"),
            msg("The strongest objection, as those who hold it say it."),
        ),
        (msg("What I propose"), msg("Who should do what, and what would change your mind.")),
        (None, msg("A real question to your readers, to which you do not have the answer.")),
    )
    blocks = []
    for heading, prompt in parts:
        if isinstance(heading, Message):
            blocks.append(f"## {heading.render(gettext)}")
        blocks.append(f"*{prompt.render(gettext)}*")
    return "\n\n".join(blocks) + "\n"
