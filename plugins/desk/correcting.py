"""What a build leaves for the next process, and an edition with a few edited texts set into it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from plugins.desk.configuration import are_ours
from plugins.desk.edition import MARK, overlay_edition
from plugins.desk.unchanged import Last
from plugins.outputs import (
    Edition,
    alone,
    load_edition,
    outputs_of,
    save_edition,
)
from plugins.problems import Problem, report_of
from plugins.standing import (
    Edit,
    Standing,
    decline_unless,
    follow_edits,
    leave_standing,
    text_of,
)


def leave(run: Any, edition: Edition, problems: Sequence[Problem]) -> bytes | None:
    """What the build that ``run`` has finished leaves; None where nobody could go by that.

    ``run`` has its generators and its writer, ``problems`` are what it told.
    """
    context, settings = run.generators[0].context, run.generators[0].settings
    statics = {static.save_as for static in context["static_content"].values()}
    is_known = (
        are_ours(settings["PLUGINS"])
        # Who makes a file and does not say of what cannot say either what follows from an edit.
        and all(one.key or name == MARK or name in statics for name, one in edition.items())
        # What is told of no file may be otherwise by then.
        and all(problem.path is not None for problem in problems)
    )
    return leave_standing(run.generators, run.writer, problems) if is_known else None


@dataclass(frozen=True)
class Corrected:
    """What is told after texts were set into the last edition, and the digest of its record.

    ``touched`` are the texts whose pages are not those of the last whole build; ``since`` is when
    the first was read (POSIX time in ns).
    """

    problems: tuple[Problem, ...]
    touched: frozenset[Path]
    digest: str
    since: int


def correct(generator: Any, last: Last, standing: Standing) -> Corrected:
    """Set the texts that were edited since into the last edition.

    ``generator`` has read no texts. Raises `Declined`, and nothing was changed then.
    """
    settings, outputs = generator.settings, outputs_of(generator.settings)
    read, since = generator.readers.readers["md"].read_whole, time.time_ns()
    edits = [
        Edit(text_of(settings, standing.texts.get(path, b"")), read(path)) for path in last.edited
    ]
    problems, touched = follow_edits(generator, standing, edits, outputs)
    decline_unless(not tuple(report_of(settings)))
    editions = Path(settings["CACHE_PATH"], "editions")
    with alone(editions, outputs.live):
        # Another build may have put its own in that place meanwhile.
        decline_unless(bool(load_edition(editions, outputs.live, last.digest)))
        edition = last.edition | outputs.record(overlay_edition(outputs.new, outputs.live))
        digest = save_edition(editions, outputs.live, edition)
    return Corrected(problems, touched, digest, since)
