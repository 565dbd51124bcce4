"""What `make comments…` does: each command with its words for the author."""

from __future__ import annotations

import argparse
import fcntl
import json
import os
import runpy
import secrets
import shutil
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TextIO

from plugins.catalogue import HOUSE, load_catalogue
from plugins.config import Places, build_settings
from plugins.discussion.cleaning import clean_name, clean_text
from plugins.discussion.isso_config import render_config, render_secrets
from plugins.discussion.privacy import (
    accept,
    erase_comment,
    erase_person,
    erase_waiting,
    export_person,
    forget_persons,
)
from plugins.discussion.records import Thread, moment
from plugins.discussion.seeding import begin, seed
from plugins.discussion.settings import NAME, Settings
from plugins.discussion.snapshots import load_snapshots, write_snapshots
from plugins.discussion.store import is_whole, read_received, read_threads, read_waiting
from plugins.files import write_atomic
from plugins.memory import FILE as MEMORY
from plugins.memory import discard
from plugins.messages import Message, msg
from plugins.problems import Report

HOME_CONFIG = "isso.cfg"
EXPORT = Path(".discussion", "export.json")
SECRETS = Path(".discussion", "secrets.cfg")
DEPLOYED = Path("deploy", "isso", "isso.cfg")
PORT = 8181
_DAY = 86400


class Desk:
    """The configuration that a command works with, and how it speaks."""

    def __init__(self, configuration: Path, database: str | None) -> None:
        self.root = configuration.parent
        sys.path.insert(0, str(self.root))
        self.values: dict[str, Any] = runpy.run_path(str(configuration))
        report = Report()
        self.options = build_settings(Settings, NAME, self.values, Places(), report)
        self.gettext = load_catalogue(HOUSE, self.values["DEFAULT_LANG"]).gettext
        report.stop_on_errors()
        self.database = self.root / (database or self.options.database)
        self.folder = self.root / self.values["PATH"] / self.options.folder

    def around(self, configuration: str) -> Any:
        """What Isso is told of the site that it runs beside: the one of ``configuration``."""
        from plugins.discussion.server import Surroundings

        public = runpy.run_path(str(self.root / configuration))["OUTPUT_PATH"]
        lang = self.values["DEFAULT_LANG"]
        return Surroundings(self.root / public, self.options.url, lang, self.gettext)

    def say(self, message: Message) -> None:
        """One line for the author."""
        sys.stdout.write(f"{message.render(self.gettext)}\n")

    def refresh(self) -> None:
        """Write the snapshots anew, one process at a time: none writes what it read long ago."""
        with self.database.with_name("lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            threads = read_threads(self.database)
            if is_whole(self.database):
                # Isso forgets a thread with its last comment.
                for key, old in load_snapshots(self.folder)[0].items():
                    threads.setdefault(key, Thread(key, old.title))
            written = write_snapshots(self.folder, threads.values())
        self.say(msg("Files of comments written: {number}.", number=len(written)))

    def forget_caches(self) -> None:
        """Remove what builds remember of texts, those that were erased among them."""
        cache = self.root / self.values["CACHE_PATH"]
        discard(cache / MEMORY)
        shutil.rmtree(cache / "packed", ignore_errors=True)


def snapshot(desk: Desk, _asked: argparse.Namespace) -> int:
    """Bring content/comments up to date with the database."""
    desk.refresh()
    return 0


def pending(desk: Desk, _asked: argparse.Namespace) -> int:
    """List what waits for the author."""
    waiting = read_waiting(desk.database)
    for one in waiting:
        day = moment(one.created).date().isoformat()
        name = clean_name(one.author) or desk.gettext("Anonymous")
        sys.stdout.write(f"{one.handle:>12}  {day}  {name} – {clean_name(one.title)}\n")
        sys.stdout.write(f"{'':14}{' '.join(clean_text(one.text).split())}\n")
    if waiting:
        desk.say(msg("To accept one: make comments-accept ID=…; to erase one: comments-erase."))
    else:
        desk.say(msg("No comment waits."))
    return 0


def accept_one(desk: Desk, asked: argparse.Namespace) -> int:
    """Make a comment public."""
    one = read_received(desk.database, asked.number)
    if one is None or not one.is_waiting:
        desk.say(msg("No comment {number} waits.", number=asked.number))
        return 1
    if one.handle != asked.handle or not accept(desk.database, one):
        desk.say(msg("This comment has changed since: see make comments-pending."))
        return 1
    desk.refresh()
    return 0


def export(desk: Desk, asked: argparse.Namespace) -> int:
    """Hand a person what is kept of him or her."""
    if "@" not in asked.email:
        return _ask_for_email(desk)
    found = export_person(desk.database, asked.email)
    if not found:
        desk.say(msg("Nothing is kept of {email}.", email=asked.email))
        return 1
    path = desk.root / EXPORT
    path.unlink(missing_ok=True)
    with _own_file(path) as stream:
        stream.write(json.dumps(found, ensure_ascii=False, indent=1) + "\n")
    desk.say(msg("Comments written to {file}: {number}.", file=str(path), number=len(found)))
    desk.say(msg("Remove it once it is handed over: it holds an e-mail and an address."))
    return 0


def _ask_for_email(desk: Desk) -> int:
    desk.say(msg("Say whose: EMAIL=name@example.org."))
    return 1


def _own_file(path: Path) -> TextIO:
    """A new file that nobody else may read, not for a moment."""
    path.parent.mkdir(exist_ok=True)
    return os.fdopen(
        os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
    )


def erase(desk: Desk, asked: argparse.Namespace) -> int:
    """Erase a person, or one comment, from the database and from the snapshots."""
    if not asked.number and "@" not in asked.email:
        return _ask_for_email(desk)
    if asked.email:
        number = erase_person(desk.database, asked.email)
    else:
        number = erase_comment(desk.database, asked.number)
    desk.refresh()
    desk.forget_caches()
    desk.say(msg("Comments erased: {number}. Publish, so that they leave the site.", number=number))
    desk.say(msg("What git remembers of content/comments, only a rewritten history forgets."))
    desk.say(
        msg("Editions kept for make rollback, here and on a server, still hold the old pages.")
    )
    return 0 if number else 1


def purge(desk: Desk, _asked: argparse.Namespace) -> int:
    """Forget who wrote what is older than promised, and what nobody accepted."""
    days = desk.options.retention_days
    number = forget_persons(desk.database, time.time() - days * _DAY)
    desk.say(
        msg(
            "E-mails and addresses older than {days} days forgotten: {number}.",
            days=days,
            number=number,
        )
    )
    days = desk.options.pending_days
    number = erase_waiting(desk.database, time.time() - days * _DAY)
    desk.say(
        msg("Comments that waited for {days} days erased: {number}.", days=days, number=number)
    )
    return 0


def setup(desk: Desk, asked: argparse.Namespace) -> int:
    """Write production's configuration, and its secrets unless there are some."""
    origin = asked.origin.rstrip("/")
    database = str(desk.root / (asked.database or desk.options.database))
    config = render_config(desk.options, origin, database, PORT, at_home=False)
    write_atomic(desk.root / DEPLOYED, config.encode())
    desk.say(msg("Written: {file}.", file=DEPLOYED.as_posix()))
    path = desk.root / SECRETS
    if path.exists():
        desk.say(msg("{file} is kept as it is.", file=SECRETS.as_posix()))
        return 0
    password = secrets.token_urlsafe(18)
    with _own_file(path) as stream:
        stream.write(render_secrets(secrets.token_urlsafe(24), password))
    desk.say(msg("Written: {file} (never commit it).", file=SECRETS.as_posix()))
    desk.say(msg("The moderator’s password, said this once: {password}", password=password))
    return 0


def run(desk: Desk, _asked: argparse.Namespace) -> int:
    """Run Isso with production's configuration."""
    from plugins.discussion.server import run as run_isso

    begin(desk.database, load_snapshots(desk.folder)[0].values())
    run_isso(
        desk.root / DEPLOYED, desk.root / SECRETS, None, desk.around("publishconf.py"), apart=False
    )
    return 0


def serve(desk: Desk, asked: argparse.Namespace) -> int:
    """Run Isso for `make serve`, on a socket that listens already."""
    from plugins.discussion.server import run as run_isso

    database = desk.root / desk.options.preview
    database.parent.mkdir(parents=True, exist_ok=True)
    seed(database, load_snapshots(desk.folder)[0].values())
    listener = socket.socket(fileno=asked.socket)
    port = listener.getsockname()[1]
    config = render_config(desk.options, asked.origin, str(database), port, at_home=True)
    path = database.with_name(HOME_CONFIG)
    write_atomic(path, config.encode())
    run_isso(path, None, listener, desk.around("pelicanconf.py"), apart=True)
    return 0


COMMANDS: dict[str, Callable[[Desk, argparse.Namespace], int]] = {
    "snapshot": snapshot,
    "pending": pending,
    "accept": accept_one,
    "export": export,
    "erase": erase,
    "purge": purge,
    "setup": setup,
    "run": run,
    "serve": serve,
}
