"""``python -m plugins.discussion``: what `make comments…` and the services of deploy/ run."""

from __future__ import annotations

import argparse
import contextlib
import sys
from pathlib import Path

from plugins.discussion.commands import COMMANDS, Desk
from plugins.discussion.store import Unreachable
from plugins.messages import msg
from plugins.problems import BuildStopped


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 when it did what it says."""
    asked = _parser().parse_args(arguments)
    number = asked.handle.partition("-")[0]
    asked.number = int(number) if number.isascii() and number.isdigit() else 0
    configuration = Path(asked.settings).absolute()
    try:
        desk = Desk(configuration, asked.database)
    except BuildStopped as error:
        sys.stderr.write(f"{error}\n")
        return 1
    with contextlib.suppress(KeyboardInterrupt):
        try:
            return COMMANDS[asked.command](desk, asked)
        except Unreachable as error:
            desk.say(msg("The database of comments cannot be used now: {reason}.", reason=error))
            return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m plugins.discussion", description=__doc__)
    parser.add_argument("command", choices=sorted(COMMANDS))
    parser.add_argument("--settings", default="pelicanconf.py", metavar="FILE")
    parser.add_argument("--database", metavar="FILE", help="Isso's, where not that of make serve")
    parser.add_argument("--origin", default="", metavar="URL", help="the site's address")
    parser.add_argument("--email", default="", metavar="ADDRESS", help="a person's")
    parser.add_argument("--id", dest="handle", default="", metavar="ID", help="a comment's")
    parser.add_argument("--socket", type=int, metavar="FD", help="one that listens already")
    return parser


if __name__ == "__main__":
    sys.exit(main())
