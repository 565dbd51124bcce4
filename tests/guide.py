"""The author's guide, run: its commands in their order, in one copy of the project.

A block ``console`` holds commands (``$ …``), each with what it answers; ``[…]``
stands for any lines. A block after ``<!-- écrire : path -->`` is written to that
file first, as the author would in an editor. Blocks of other kinds are read only.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.laying import HOUSE, Site, clean_environment, lay_site

GUIDE = HOUSE / "docs" / "guide.md"
ANY = "[…]"

# What stands for the day on which the commands are run.
PRESENT = "2026-11-25T12:00:00+01:00"
_BLOCK = re.compile(
    r"(?:<!-- écrire : (?P<path>\S+) -->\n)?```(?P<kind>[\w-]*)\n(?P<text>.*?)^```$",
    re.DOTALL | re.MULTILINE,
)
_MONTHS = (
    r"(?:janv\.|févr\.|mars|avr\.|mai|juin|juil\.|août|sept\.|oct\.|nov\.|déc\."
    r"|janvier|février|avril|juillet|septembre|octobre|novembre|décembre)"
)
# What differs from one day, one computer or one run to the next.
_CHANGING = (
    (re.compile(r"127\.0\.0\.1:\d+"), "127.0.0.1:PORT"),
    (re.compile(r"\d{8}T\d{6}Z"), "RELEASE"),
    (re.compile(rf"\d{{1,2}}(?:er)?[\s\u00a0]+{_MONTHS}[\s\u00a0]+\d{{4}}"), "DATE"),
    (re.compile(r"\d{4}-\d{2}-\d{2}(?:[ T]\d{2}:\d{2}(?::\d{2})?)?"), "DATE"),
    (re.compile(r"\d{1,2}:\d{2}|\d{1,2}\u00a0?h\u00a0?\d{2}"), "HOUR"),
    (re.compile(r"articles/\d{4}/"), "articles/YEAR/"),
    (re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"), "ID"),
    (re.compile(r"\d+\u00a0j(?:ours)?\b"), "N DAYS"),
    (re.compile(r"\d+[.,]\d+\u00a0?s\b|\d+\u00a0?ms\b"), "DURATION"),
    (re.compile(r"─+"), "─"),
    (re.compile(r"[ \t]{2,}"), "  "),
    (re.compile(r"[ \t]+$", re.MULTILINE), ""),
)


@dataclass(frozen=True)
class Step:
    """A command with the answer that the guide shows; ``start`` to ``end`` is that answer."""

    command: str
    shown: str
    start: int
    end: int


@dataclass(frozen=True)
class Writing:
    """A text that the author puts into a file; ``*`` in ``path`` stands for a year."""

    path: str
    text: str


def steps_of(guide: str) -> Iterator[Step | Writing]:
    """What the guide does, in its order."""
    for block in _BLOCK.finditer(guide):
        if block["path"]:
            yield Writing(block["path"], block["text"])
        elif block["kind"] == "console":
            yield from _commands(block["text"], block.start("text"))


def _commands(text: str, offset: int) -> Iterator[Step]:
    for found in re.finditer(
        r"^\$ (?P<command>.*)\n(?P<shown>(?:(?!\$ ).*\n)*)", text, re.MULTILINE
    ):
        start, end = (offset + place for place in found.span("shown"))
        yield Step(found["command"], found["shown"], start, end)


def lay_project(root: Path) -> Site:
    """The project as it is after a first `make`: everything but its history."""
    layer = root.with_name(f"{root.name}-layer")
    layer.mkdir()
    (layer / "content").symlink_to(HOUSE / "content")
    site = lay_site(root, layer)
    # One day for ever: what the calendar shows must not depend on when it is asked.
    configuration = root / "pelicanconf.py"
    own = configuration.read_text("utf-8").replace('"as_of": ""', f'"as_of": "{PRESENT}"')
    configuration.write_text(own, "utf-8")
    for name in ("Makefile", ".venv", "docs"):
        (root / name).symlink_to(HOUSE / name)
    for name in ("requirements.txt", "requirements-dev.txt"):
        site.write(name, "")
        os.utime(root / name, (0, 0))
    return site


def run(site: Site, command: str) -> str:
    """What ``command`` says on a terminal of 100 columns, without the words of make itself."""
    shell = ["bash", "-c", f"{{ {command}\n}} 2>&1"]
    if "make serve" in command:
        said = _serve(site, ["bash", "-c", f"exec {command} PORT=0 2>&1"])
    else:
        said = subprocess.run(
            shell,
            cwd=site.root,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=180,
        ).stdout
    lines = said.replace(str(site.root), "/home/sam/samuguru").splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith("make"))


def _environment() -> dict[str, str]:
    ours = clean_environment(LC_ALL="C.UTF-8", COLUMNS="100")
    return {k: v for k, v in ours.items() if not k.startswith(("MAKE", "MFLAGS", "POST_"))}


def _serve(site: Site, command: list[str]) -> str:
    """Until the first edition is there, then Ctrl-C."""
    path = site.root / ".served"
    with path.open("w") as stream:
        process = subprocess.Popen(
            command,
            cwd=site.root,
            env=_environment(),
            stdout=stream,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
    try:
        end = time.monotonic() + 60
        while time.monotonic() < end and "construit" not in path.read_text("utf-8"):
            time.sleep(0.1)
    finally:
        os.killpg(process.pid, signal.SIGINT)
        process.wait(20)
    return path.read_text("utf-8")


def write(site: Site, writing: Writing) -> None:
    """As saved in an editor."""
    places = sorted(site.root.glob(writing.path)) if "*" in writing.path else []
    path = places[0] if places else site.root / writing.path.replace("*", "2026")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(writing.text, encoding="utf-8")


def agrees(shown: str, said: str) -> bool:
    """Whether the guide shows what the command says, but for what changes by itself."""
    parts = [re.escape(part) for part in stable(shown).strip().split(ANY)]
    return re.fullmatch("(?s:.*?)".join(parts), stable(said).strip()) is not None


def stable(text: str) -> str:
    """``text`` without what differs between days, computers and runs."""
    for pattern, word in _CHANGING:
        text = pattern.sub(word, text)
    return text
