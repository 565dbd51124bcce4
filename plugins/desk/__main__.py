"""``python -m plugins.desk``: what the Makefile's `html`, `publish`, `serve` and others do."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from plugins.desk.authoring import add_commands, calendar, drafts, new
from plugins.messages import msg

# A publication is no time to read a hundred of them.
_MOST_DOUBTS = 10


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 when it did what it says, 1 when the site has a fault."""
    options = _parser().parse_args(arguments)
    configuration = Path(options.settings).absolute()
    commands = {
        "serve": _serve,
        "build": _build,
        "check": _check,
        "publish": _publish,
        "editions": _editions,
        "rollback": _rollback,
        "digest": _digest,
        "ping": _ping,
        "new": new,
        "drafts": drafts,
        "calendar": calendar,
    }
    try:
        return commands[options.command](options, configuration)
    except KeyboardInterrupt:
        return 130  # as a shell says it of Ctrl-C


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m plugins.desk", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    add_commands(commands)
    build = commands.add_parser("build", help="build the site once")
    serve = commands.add_parser("serve", help="build, serve on this computer, build again on edits")
    check = commands.add_parser("check", help="say what is wrong or doubtful, and build nothing")
    for command in (build, serve, check):
        command.add_argument("--settings", default="pelicanconf.py", metavar="FILE")
        command.add_argument("--output", type=Path, metavar="FOLDER")
    _add_publishing(commands)
    digest = commands.add_parser("digest", help="the posts since a day as one e-mail")
    digest.add_argument("--since", required=True, metavar="DATE")
    digest.add_argument("--unsubscribe", default="{{unsubscribe_url}}", metavar="URL")
    ping = commands.add_parser("ping", help="tell the WebSub hub of the last publication")
    for command in (digest, ping):
        command.add_argument("--settings", default="publishconf.py", metavar="FILE")
    check.add_argument("--fix", action="store_true", help="make the repairs with one right answer")
    check.add_argument("--yes", action="store_true", help="do not ask before writing them")
    check.add_argument("--links", action="store_true", help="test external links, on the network")
    check.add_argument("--format", choices=("text", "json", "github"), default="text")
    build.add_argument("--siteurl", metavar="URL")
    build.add_argument("--debug", action="store_true", help="show Python's tracebacks")
    serve.add_argument("--bind", default="127.0.0.1", metavar="ADDRESS")
    serve.add_argument("--port", type=int, default=8000)
    return parser


def _add_publishing(commands: Any) -> None:
    """The commands on editions, which are those of production."""
    publish = commands.add_parser("publish", help="put a new edition online")
    publish.add_argument("--date", default="", metavar="DATE", help="rehearse that day instead")
    publish.add_argument("--debug", action="store_true", help="show Python's tracebacks")
    editions = commands.add_parser("editions", help="which editions are kept")
    rollback = commands.add_parser("rollback", help="put an earlier edition online again")
    rollback.add_argument("--to", type=int, metavar="NUMBER")
    for command in (publish, editions, rollback):
        command.add_argument("--settings", default="publishconf.py", metavar="FILE")


def _build(options: argparse.Namespace, configuration: Path) -> int:
    from plugins.desk.glue import Order, build
    from plugins.desk.telling import tell_outcome

    order = Order(configuration, options.output, options.siteurl, options.debug)
    outcome = build(order)
    is_built = outcome.output is not None
    stream = sys.stdout if is_built else sys.stderr
    print(tell_outcome(outcome, configuration.parent), file=stream)
    return 0 if is_built else 1


def _publish(options: argparse.Namespace, configuration: Path) -> int:
    from plugins.desk.glue import Order, build, publish
    from plugins.desk.rehearsal import rehearsal_of
    from plugins.desk.telling import say_problem, tell_outcome

    order = Order(configuration, debug=options.debug, proofreading=True)
    if options.date:
        rehearsal, problems = rehearsal_of(order, options.date)
        if rehearsal is None:
            print("\n".join(map(say_problem, problems)), file=sys.stderr)
            return 1
        outcome = build(rehearsal)
    else:
        outcome = publish(order)
    is_done = outcome.output is not None
    stream = sys.stdout if is_done else sys.stderr
    print(tell_outcome(outcome, configuration.parent, _MOST_DOUBTS), file=stream)
    return 0 if is_done else 1


def _editions(_options: argparse.Namespace, configuration: Path) -> int:
    from plugins.desk.glue import read_configuration
    from plugins.desk.publication import editions_of
    from plugins.desk.telling import tell_editions

    settings = read_configuration(configuration)
    kept = editions_of(configuration).all()
    print(tell_editions(kept, settings["DEFAULT_LANG"], ZoneInfo(settings["TIMEZONE"])))
    return 0


def _rollback(options: argparse.Namespace, configuration: Path) -> int:
    from plugins.desk.publication import editions_of, roll_back
    from plugins.desk.telling import say_problem, tell_return

    back, problems = roll_back(editions_of(configuration), options.to)
    if back is None:
        print("\n".join(map(say_problem, problems)), file=sys.stderr)
        return 1
    print(tell_return(back))
    return 0


def _check(options: argparse.Namespace, configuration: Path) -> int:
    from plugins.desk.checking import Wishes, check

    wishes = Wishes(options.fix, options.yes, options.links, options.format)
    return check(configuration, wishes)


def _serve(options: argparse.Namespace, configuration: Path) -> int:
    from plugins.desk.preview import PortTaken, serve
    from plugins.desk.telling import say

    output = options.output or configuration.parent / "output"
    try:
        serve(configuration, output.absolute(), options.bind, options.port)
    except PortTaken:
        place = f"{options.bind}:{options.port}"
        cause = msg("{place} is in use, or not an address of this computer.", place=place)
        remedy = msg("Choose another port: make serve PORT=8001.")
        print(f"{say(cause)}\n    → {say(remedy)}", file=sys.stderr)
        return 1
    return 0


def _digest(options: argparse.Namespace, configuration: Path) -> int:
    from plugins.desk.publication import write_letter
    from plugins.desk.telling import say, say_problem

    path, problems = write_letter(configuration, options.since, options.unsubscribe)
    for problem in problems:
        print(say_problem(problem), file=sys.stderr)
    if path is not None:
        print(say(msg("Written: {file}. Fill in the sender, and send it.", file=path.name)))
    return 0 if path is not None else 1


def _ping(_options: argparse.Namespace, configuration: Path) -> int:
    from plugins.desk.publication import ping
    from plugins.desk.telling import say, say_problem

    told, problems = ping(configuration)
    for problem in problems:
        print(say_problem(problem), file=sys.stderr)
    if not problems:
        print(say(msg("The hub was told of {number} feeds.", number=told)))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
