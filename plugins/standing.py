"""What a whole build leaves standing for the next process, as type that a correction is set into.

Most edits are of one text's body. Its page is made of what it was made of before, but for the text;
so are the feeds that carry it. Each room that makes documents of texts leaves here, as plain data,
what they were made of, and says how an edit changes them. The next process then needs no other
text: it sets the edited one into what stands.

That is all or nothing. Whoever cannot tell what follows from an edit raises `Declined`, and a whole
build is made. What was left is never changed: it is of the last whole build, and all texts that
were edited since are set into it together.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from plugins.memory import recall_memo
from plugins.outputs import Outputs
from plugins.problems import Problem

KEY = "STANDING_PARTS"


class Declined(Exception):
    """What follows from an edit is not known here: a whole build has to say."""


@dataclass
class Edit:
    """A text as the last whole build read it, and as its file is now (`plugins.posts.reading`).

    ``pages`` and ``feeds`` are its HTML with all links resolved, as pages and feeds have them.
    """

    before: Any
    after: Any
    pages: str = ""
    feeds: str = ""

    @property
    def path(self) -> Path:
        """The text's file."""
        path: Path = self.after.source.path
        return path


@dataclass
class Correction:
    """Edits, and what rooms say of them to those that come after.

    ``next_to`` are the posts (by slug) that other ones are next to now, both by path and slug;
    ``notes`` take the places of the problems that were noted with the same code for the same file.
    """

    edits: Sequence[Edit]
    next_to: dict[Path, tuple[str, ...]] | None = None
    notes: list[Problem] = field(default_factory=list)


# Given the generators of a run and its writer: plain data. Raises `Declined`.
Leave = Callable[[Sequence[Any], Any], Any]
# Given a generator without texts, what was left, and where documents go. Raises `Declined`.
Follow = Callable[[Any, Any, Correction, Outputs], None]


@dataclass(frozen=True)
class Part:
    """One room's; rooms are asked in the order in which they were added."""

    name: str
    leave: Leave
    follow: Follow


@dataclass(frozen=True)
class Standing:
    """What each room has left, by its name, the keys of all texts, and what the build told."""

    texts: Mapping[Path, bytes]
    problems: tuple[Problem, ...]
    left: Mapping[str, Any]


def add_part(settings: MutableMapping[str, Any], part: Part) -> None:
    """Have ``part`` taken into account."""
    settings.setdefault(KEY, []).append(part)


def leave_standing(
    generators: Sequence[Any], writer: Any, problems: Sequence[Problem]
) -> bytes | None:
    """What a run leaves; None where a room would have to decline whatever is edited."""
    context, settings = generators[0].context, generators[0].settings
    contents = (one for one in context["generated_content"].values() if one is not None)
    texts = {content.source.path: content.text.key for content in contents}
    try:
        left = {part.name: part.leave(generators, writer) for part in settings[KEY]}
    except Declined:
        return None
    return pickle.dumps(Standing(texts, tuple(problems), left), pickle.HIGHEST_PROTOCOL)


def read_standing(data: bytes) -> Standing:
    """What `leave_standing` wrote, which `plugins.cache` gives to the user who wrote it alone."""
    standing = pickle.loads(data)  # noqa: S301
    assert isinstance(standing, Standing)
    return standing


def text_of(settings: MutableMapping[str, Any], key: bytes) -> Any:
    """The text that was read under ``key``. Raises `Declined`."""
    try:
        return recall_memo(settings, "text", (key,))
    except KeyError:
        raise Declined from None


def follow_edits(
    generator: Any, standing: Standing, edits: Sequence[Edit], outputs: Outputs
) -> tuple[tuple[Problem, ...], frozenset[Path]]:
    """Make among ``outputs`` what follows from ``edits``.

    What the build tells then, and the texts whose pages are not what the last whole build made.
    Raises `Declined`.
    """
    correction = Correction(edits)
    for part in generator.settings[KEY]:
        part.follow(generator, standing.left[part.name], correction, outputs)
    renewed = {(note.path, note.code): note for note in correction.notes}
    problems = tuple(renewed.get((one.path, one.code), one) for one in standing.problems)
    # One that is again as it was then has its old page again.
    other = (edit.path for edit in edits if edit.after.key != edit.before.key)
    return problems, frozenset({*other, *(correction.next_to or ())})


def decline_unless(is_known: bool) -> None:
    """Raise `Declined` where something is not as it has to be."""
    if not is_known:
        raise Declined
