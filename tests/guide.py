"""The author's guide, run: its commands in their order, in one copy of the project.

A block ``console`` holds commands (``$ …``), each with what it answers; ``[…]``
stands for any lines. A block after ``<!-- écrire : path -->`` is written to that
file first, as the author would in an editor; one after ``<!-- commenter : id -->``
is sent below that post, as a reader would. Blocks of other kinds are read only.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from plugins.checks.rules.external import external_links
from tests.integration.test_discussion import isso_for
from tests.laying import HOUSE, Site, clean_environment, lay_site
from tests.proofing import text_of
from tests.serving import sshd, user

GUIDE = HOUSE / "docs" / "guide.md"
ANY = "[…]"
# Of the cache: what is remembered of the network, and what is emptied where a comment is erased.
OWN = ("links.json", "memory.sqlite", "packed")

# What stands for the day on which the commands are run.
PRESENT = "2026-11-25T12:00:00+01:00"
_BLOCK = re.compile(
    r"(?:<!-- (?P<what>écrire|commenter) : (?P<path>\S+) -->\n)?"
    r"```(?P<kind>[\w-]*)\n(?P<text>.*?)^```$",
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
    (re.compile(r"(?<=seule fois\u00a0: )\S+"), "SECRET"),
    (re.compile(r"\b\d+-[0-9a-f]{6}\b"), "COMMENT"),
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
    """A text that the author puts into a file; ``*`` in ``path`` stands for a year.

    Or a comment that a reader writes: below the post whose id is ``path``.
    """

    path: str
    text: str
    is_comment: bool = False


def steps_of(guide: str) -> Iterator[Step | Writing]:
    """What the guide does, in its order."""
    for block in _BLOCK.finditer(guide):
        if block["path"]:
            yield Writing(block["path"], block["text"], block["what"] == "commenter")
        elif block["kind"] == "console":
            yield from _commands(block["text"], block.start("text"))


def _commands(text: str, offset: int) -> Iterator[Step]:
    for found in re.finditer(
        r"^\$ (?P<command>.*)\n(?P<shown>(?:(?!\$ ).*\n)*)", text, re.MULTILINE
    ):
        start, end = (offset + place for place in found.span("shown"))
        yield Step(found["command"], found["shown"], start, end)


@dataclass(frozen=True)
class World:
    """What the guide talks to: a project, a server, a depot, an address that answers nothing.

    ``names`` are pairs of what the guide calls it and of what it is here.
    """

    site: Site
    names: tuple[tuple[str, str], ...]
    environment: Mapping[str, str]

    def really(self, text: str) -> str:
        """``text`` of the guide, as it is typed here."""
        for shown, real in self.names:
            text = text.replace(shown, real)
        return text

    def shown(self, text: str) -> str:
        """``text`` that was said here, as the guide has it."""
        for shown, real in self.names:
            text = text.replace(real, shown)
        return text


@contextmanager
def world(root: Path) -> Iterator[World]:
    """The project and all that it talks to, from the first line of the block to its last."""
    for name in ("sshd", "srv", "depot"):
        (root / name).mkdir(parents=True)
    site = lay_project(root / "samuguru")
    depot = root / "depot/samuguru.git"
    author = ["-c", "user.name=Sam", "-c", "user.email=sam@exemple.fr"]
    subprocess.run(["git", "init", "-q", depot], check=True)
    subprocess.run(
        ["git", "-C", depot, *author, "commit", "-q", "--allow-empty", "-m", "Un"], check=True
    )
    remember_links(site)
    with sshd(root / "sshd") as ssh, no_page(root) as address:
        names = (
            ("moi@exemple.fr:/srv", f"{user()}@127.0.0.1:{root / 'srv'}"),
            ("https://rapports.exemple.fr", address),
            ("/home/sam/samuguru", str(site.root)),
        )
        git = {
            "GIT_CONFIG_COUNT": "1",
            "GIT_CONFIG_KEY_0": f"url.{depot.parent}/.insteadOf",
            "GIT_CONFIG_VALUE_0": "git@exemple.fr:",
        }
        yield World(site, names, {"RSYNC_RSH": ssh, **git})


@contextmanager
def no_page(root: Path) -> Iterator[str]:
    """A server on this computer that has no page at all; its address."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_arguments: object) -> None:
            """Say nothing."""

    empty = root / "empty"
    empty.mkdir()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(empty)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


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
    (root / "tests").mkdir()
    for name in ("requirements.txt", "requirements-dev.txt"):
        site.write(name, "")
        os.utime(root / name, (0, 0))
    (root / ".cache").unlink()
    (root / ".cache").mkdir()
    for path in (HOUSE / ".cache").iterdir():
        if not path.name.startswith(OWN):
            (root / ".cache" / path.name).symlink_to(path)
    return site


def remember_links(site: Site) -> None:
    """Have every external address of the demonstration answered: tests ask nobody."""
    kinds = {"articles": "post", "authors": "author", "topics": "topic"}
    addresses = {"https://www.ecologie.gouv.fr/"}
    for path in site.content.rglob("*.md"):
        kind: Any = kinds.get(path.relative_to(site.content).parts[0], "page")
        text = text_of(path.read_text("utf-8"), kind, path)
        addresses |= {address for _, address in external_links(text)}
    answers = {address: [200, "", time.time()] for address in addresses}
    site.write(".cache/links.json", json.dumps(answers))


def run(world: World, command: str) -> tuple[str, int]:
    """What ``command`` says on a terminal of 100 columns, without make's own words; its status."""
    site, environment = world.site, {**_environment(), **world.environment}
    if "make comments-accept" in command:
        # By what the list says of it, which is of this very comment.
        pending, _ = run(world, "make comments-pending")
        command = re.sub(r"ID=\S+", f"ID={pending.split()[0]}", command)
    if "make serve" in command:
        said, code = _serve(site, ["bash", "-c", f"exec {command} PORT=0 2>&1"]), 0
    else:
        done = subprocess.run(
            ["bash", "-c", f"{{ {world.really(command)}\n}} 2>&1"],
            cwd=site.root,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=180,
        )
        said, code = done.stdout, done.returncode
    lines = world.shown(said).splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith("make")), code


def comment(world: World, writing: Writing) -> None:
    """A reader writes below a post: the real Isso takes it in, as `make comments-setup` set it."""
    with isso_for(world.site) as isso:
        said = isso.ask(
            "POST",
            f"/new?uri=/discussion/{writing.path}",
            text=writing.text.strip(),
            author="Ada",
            email="ada@exemple.fr",
            title="Le bruit des livraisons",
            parent=None,
        )
        assert said.status == 202, said.data


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


def write(world: World, writing: Writing) -> None:
    """As saved in an editor, or as sent by a reader."""
    if writing.is_comment:
        comment(world, writing)
        return
    site = world.site
    places = sorted(site.root.glob(writing.path)) if "*" in writing.path else []
    path = places[0] if places else site.root / writing.path.replace("*", "2026")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(world.really(writing.text), encoding="utf-8")


def agrees(shown: str, said: str) -> bool:
    """Whether the guide shows what the command says, but for what changes by itself."""
    parts = [re.escape(part) for part in stable(shown).strip().split(ANY)]
    return re.fullmatch("(?s:.*?)".join(parts), stable(said).strip()) is not None


def stable(text: str) -> str:
    """``text`` without what differs between days, computers and runs."""
    for pattern, word in _CHANGING:
        text = pattern.sub(word, text)
    return text
