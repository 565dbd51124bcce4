"""What is online here, put online on a server: sent beside what is there, shown in one step.

`rsync` sends it, each file that is there already as a hard link to it; a few
lines of shell (`static/release.sh`), sent through ssh, do the rest. The server
needs no more than these three.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from plugins.desk.edition import MARK, NEXT_MARK, check_destination, prepare_mark, set_mark
from plugins.desk.laying import PACKED
from plugins.messages import msg
from plugins.problems import Problem

_SCRIPT = Path(__file__).parent / "static" / "release.sh"
_TARGET = re.compile(r"(?:(?P<host>[\w][\w.@-]*):)?(?P<folder>/[\w./-]+)")
_NAME = re.compile(r"\d{8}T\d{6}Z")

# What servers of one's own read, and what hosts make by themselves.
_NOT_FOR_HOSTS = (*(f"*{suffix}" for suffix in PACKED), ".server", f"{MARK}*")


class Undeployed(Exception):
    """What is online on the server stays; carries the `Problem` to report."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem.cause))
        self.problem = problem


@dataclass(frozen=True)
class Target:
    """``folder`` of ``host`` (an ssh name), or of this computer without one."""

    host: str | None
    folder: str

    def __str__(self) -> str:
        return f"{self.host}:{self.folder}" if self.host else self.folder


def parse_target(text: str) -> Target:
    """``user@host:/srv/samuguru`` or ``/srv/samuguru``; raises `Undeployed` for anything else."""
    found = _TARGET.fullmatch(text)
    if found is None:
        cause = msg("“{value}” is not a place on a server.", value=text)
        remedy = msg("Write for example make deploy TARGET=user@example.org:/srv/samuguru.")
        raise Undeployed(Problem("invalid-target", cause, remedy))
    return Target(found["host"], found["folder"].rstrip("/"))


def name_of(edition: Path) -> str:
    """The release that an edition is: the moment since when it is online here, in UTC."""
    return datetime.fromtimestamp((edition / MARK).stat().st_mtime, UTC).strftime("%Y%m%dT%H%M%SZ")


def deploy(edition: Path, target: Target, kept: int, after: str) -> str:
    """Put ``edition`` online there and run ``after``; its name there. Raises `Undeployed`.

    Names and sizes with mtimes tell rsync what is equal: an edition's files
    never share both with others of the same name.
    """
    name = name_of(edition)
    state, _, last = _run(target, "begin", name).partition(" ")
    if state == "new":
        links = [f"--link-dest=../{last.strip()}/"] if last.strip() else []
        where = f"{target.folder}/releases/.incoming-{name}/"
        place = f"{target.host}:{where}" if target.host else where
        # Whole files: rsync 3.2.7 (Debian 12) fails its own check of parts of linked ones.
        options = ["-a", "-W", "--no-links", "--no-owner", "--no-group", "--delete"]
        options.append("--chmod=D755,F644")
        _call(["rsync", *options, *links, f"{edition}/", place])
    _run(target, "finish", name, str(kept))
    if after:
        _run(target, "run", after)
    return name


def take_back(target: Target, name: str) -> str | None:
    """Put a release online again, without a name the one before; None where there is none."""
    if name and not _NAME.fullmatch(name):
        return None
    back = _run(target, "back", name).strip()
    return None if back == "none" else back


def releases_of(target: Target) -> list[tuple[str, bool]]:
    """Every release there, the newest first, and whether it is online."""
    lines = _run(target, "list").splitlines()
    return [(line.split()[0], line.endswith(" online")) for line in lines if line]


def copy_for_hosts(edition: Path, folder: Path) -> list[Problem]:
    """``folder`` anew with the site as hosts take it, who pack files themselves."""
    problems = check_destination(folder)
    if not problems:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(edition, folder, ignore=shutil.ignore_patterns(*_NOT_FOR_HOSTS, NEXT_MARK))
        prepare_mark(folder)
        set_mark(folder)
    return problems


def _run(target: Target, *arguments: str) -> str:
    """One command of the script, there; what it says."""
    command, *rest = arguments
    words = ["sh", "-s", "--", command, target.folder, *rest]
    if target.host:
        words = [*shlex.split(os.environ.get("RSYNC_RSH", "ssh")), target.host, shlex.join(words)]
    return _call(words, _SCRIPT.read_text("utf-8"))


def _call(command: Iterable[str], text: str = "") -> str:
    command = list(command)
    try:
        done = subprocess.run(  # noqa: S603 (the target is checked, the command the author's)
            command, input=text, capture_output=True, text=True, check=False
        )
    except FileNotFoundError:
        cause = msg("The program {name} is not installed.", name=command[0])
        problem = Problem("missing-program", cause, msg("Install it, then deploy again."))
        raise Undeployed(problem) from None
    if done.returncode:
        lines = done.stderr.strip().splitlines()
        # rsync's last line is the number of its kind of error, whose cause stands before.
        lines = [line for line in lines if not line.startswith("rsync error:")] or lines
        said = (lines or [f"{done.returncode}"])[-1]
        cause = msg("{name} failed: {reason}.", name=command[0], reason=said.rstrip("."))
        remedy = msg("What is online there is whole. Mend this, then deploy again.")
        raise Undeployed(Problem("deploy-failed", cause, remedy))
    return done.stdout
