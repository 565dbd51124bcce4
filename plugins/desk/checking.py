"""`make check`: what is wrong or doubtful, and the repairs that have one right answer."""

from __future__ import annotations

import difflib
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from plugins.catalogue import HOUSE, load_catalogue
from plugins.desk.formats import FORMATS, render_colours, wants_colour
from plugins.desk.glue import build, read_configuration
from plugins.desk.orders import Order, Outcome
from plugins.files import write_atomic
from plugins.messages import Gettext, msg
from plugins.proofreading import Repair


@dataclass(frozen=True)
class Wishes:
    """How to check: repair or not, ask first or not, test external links, in which format."""

    fix: bool = False
    yes: bool = False
    links: bool = False
    form: str = "text"


def check(configuration: Path, wishes: Wishes) -> Outcome:
    """Check as a build does, in a folder that is thrown away, and tell what was found.

    With ``fix`` the repairs are shown and made first, and what is told is what
    is left.
    """
    outcome = _look(configuration, wishes)
    gettext, root = load_catalogue(HOUSE, outcome.language).gettext, configuration.parent
    if wishes.fix and _mend(outcome.repairs, gettext, root, wishes):
        outcome = _look(configuration, wishes)
    render = FORMATS[wishes.form]
    if wishes.form == "text" and wants_colour(os.environ, sys.stdout.isatty()):
        render = render_colours
    print(render(outcome.problems, gettext, root))
    return outcome


def _look(configuration: Path, wishes: Wishes) -> Outcome:
    site = _address(configuration) if wishes.links else ""
    with tempfile.TemporaryDirectory() as folder:
        order = Order(configuration, Path(folder, "site"), proofreading=True, visiting=site)
        return build(order)


def _address(configuration: Path) -> str:
    """Where the site is for the public, which the servers that are asked may look up."""
    public = configuration.with_name("publishconf.py")
    settings = read_configuration(public if public.is_file() else configuration)
    return str(settings["SITEURL"])


def _mend(repairs: Sequence[Repair], gettext: Gettext, root: Path, wishes: Wishes) -> bool:
    """Show the repairs, ask on a terminal, make them; whether anything was written."""
    stream = sys.stdout if wishes.form == "text" else sys.stderr
    for one in repairs:
        stream.writelines(difference(one, root))
    if not repairs:
        print(msg("Nothing to repair.").render(gettext), file=stream)
        return False
    if not wishes.yes and sys.stdin.isatty() and not _agrees(gettext, input):
        print(msg("Nothing was changed.").render(gettext), file=stream)
        return False
    told = [_write(one, gettext, root) for one in repairs]
    print("\n".join(told), file=stream)
    return True


def _agrees(gettext: Gettext, ask: Callable[[str], str]) -> bool:
    answer = ask(msg("Write these repairs? [y/N] ").render(gettext)).strip().lower()
    return answer[:1] in {"y", "o"}


def _write(one: Repair, gettext: Gettext, root: Path) -> str:
    """Put a repair into its file, unless the file was saved meanwhile."""
    name = one.path.relative_to(root) if one.path.is_relative_to(root) else one.path
    if one.path.read_bytes() != one.before:
        return msg("{file} was changed meanwhile, and left alone.", file=name).render(gettext)
    write_atomic(one.path, one.after)
    return msg("Repaired: {file}.", file=name).render(gettext)


def difference(one: Repair, root: Path) -> Iterator[str]:
    """The unified diff of one repair, as `git diff` would show it."""
    name = (one.path.relative_to(root) if one.path.is_relative_to(root) else one.path).as_posix()
    before, after = (
        data.decode("utf-8-sig").replace("\r\n", "\n").splitlines(keepends=True)
        for data in (one.before, one.after)
    )
    for line in difflib.unified_diff(before, after, f"a/{name}", f"b/{name}"):
        yield line if line.endswith("\n") else f"{line}\n"
