"""``python -m plugins.desk``: what the Makefile's `html`, `publish`, `serve` and others do."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from plugins.desk.unchanged import forget_answer, recall_last, record_answer, renew_answer
from plugins.files import write_atomic
from plugins.messages import msg
from plugins.problems import BuildStopped, Problem

if TYPE_CHECKING:  # Pelican takes a while to load, and is not always needed
    from plugins.desk.orders import Outcome

# A publication is no time to read a hundred of them.
_MOST_DOUBTS = 10


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 when it did what it says, 1 when the site has a fault."""
    given = sys.argv[1:] if arguments is None else arguments
    options = _parser(given[:1]).parse_args(given)
    configuration = Path(options.settings).absolute()
    commands = {
        "serve": _serve,
        "build": _build,
        "builder": _builder,
        "check": _check,
        "publish": _publish,
        "editions": _editions,
        "rollback": _rollback,
        "deploy": _deploy,
        "pages": _pages,
        "digest": _digest,
        "ping": _ping,
        "new": _author,
        "drafts": _author,
        "calendar": _author,
    }
    try:
        return commands[options.command](options, configuration)
    except KeyboardInterrupt:
        return 130  # as a shell says it of Ctrl-C
    except BuildStopped as error:  # the configuration of a command that builds nothing
        return _tell("", error.report.errors)


def _parser(wanted: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m plugins.desk", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    if "build" not in wanted:  # it may have its answer before anything else could be loaded
        from plugins.desk.authoring import add_commands

        add_commands(commands)
    build = commands.add_parser("build", help="build the site once")
    serve = commands.add_parser("serve", help="build, serve on this computer, build again on edits")
    check = commands.add_parser("check", help="say what is wrong or doubtful, and build nothing")
    builder = commands.add_parser("builder", help="build on each line of standard input")
    for command in (build, serve, check, builder):
        command.add_argument("--settings", default="pelicanconf.py", metavar="FILE")
        command.add_argument("--output", type=Path, metavar="FOLDER")
    for command in (build, check):
        command.add_argument("--report", type=Path, metavar="FILE")
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
    for command in (build, builder):
        command.add_argument("--siteurl", metavar="URL")
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
    rollback.add_argument("--to", default="", metavar="NUMBER")
    deploy = commands.add_parser("deploy", help="send what is online here to a server")
    for command in (editions, rollback, deploy):
        command.add_argument("--target", default="", metavar="USER@HOST:FOLDER")
    pages = commands.add_parser("pages", help="what is online here, as hosts of pages take it")
    pages.add_argument("--folder", type=Path, default=Path("_site"))
    for command in (publish, editions, rollback, deploy, pages):
        command.add_argument("--settings", default="publishconf.py", metavar="FILE")


def _build(options: argparse.Namespace, configuration: Path) -> int:
    root = configuration.parent
    wanted = (configuration, options.output, options.siteurl, Path.cwd())
    last = recall_last(root, wanted) if options.report is None else None
    if last is not None and last.is_unchanged:
        print(last.answer)
        return 0
    forget_answer(root, wanted)
    from plugins.desk.glue import Press
    from plugins.desk.orders import Order
    from plugins.desk.telling import tell_outcome

    press = Press(Order(configuration, options.output, options.siteurl, options.debug))
    outcome = (press.correct(last) if last is not None else None) or press.build()
    _hand_over(outcome, options)
    is_built = outcome.output is not None
    answer = tell_outcome(outcome, root)
    print(answer, file=sys.stdout if is_built else sys.stderr)
    if last is not None and (done := press.corrected) is not None:
        renew_answer(last, answer, done.digest, done.touched, done.since)
    elif is_built:
        record_answer(
            *(root, wanted, answer),
            settings=outcome.settings,
            until=outcome.until,
            leave=press.leave,
        )
    return 0 if is_built else 1


def _author(options: argparse.Namespace, configuration: Path) -> int:
    from plugins.desk import authoring

    commands = {"new": authoring.new, "drafts": authoring.drafts, "calendar": authoring.calendar}
    return commands[options.command](options, configuration)


def _builder(options: argparse.Namespace, configuration: Path) -> int:
    from plugins.desk.builder import serve_orders
    from plugins.desk.orders import Order

    serve_orders(Order(configuration, options.output, options.siteurl))
    return 0


def _hand_over(outcome: Outcome, options: argparse.Namespace) -> None:
    """Write the report where the preview, which started this process, waits for it."""
    from plugins.reporting import dump_report

    if options.report is not None:
        write_atomic(options.report, dump_report(outcome.report).encode())


def _publish(options: argparse.Namespace, configuration: Path) -> int:
    from plugins.desk.glue import build, publish
    from plugins.desk.orders import Order
    from plugins.desk.rehearsal import rehearsal_of
    from plugins.desk.telling import tell_outcome

    order = Order(configuration, debug=options.debug, proofreading=True)
    if options.date:
        rehearsal, problems = rehearsal_of(order, options.date)
        if rehearsal is None:
            return _tell("", problems)
        outcome = build(rehearsal)
    else:
        outcome = publish(order)
    is_done = outcome.output is not None
    stream = sys.stdout if is_done else sys.stderr
    print(tell_outcome(outcome, configuration.parent, _MOST_DOUBTS), file=stream)
    return 0 if is_done else 1


def _editions(options: argparse.Namespace, configuration: Path) -> int:
    from plugins.desk.glue import read_configuration
    from plugins.desk.publication import editions_of, releases
    from plugins.desk.telling import tell_editions, tell_releases

    settings = read_configuration(configuration)
    if options.target:
        found, problems = releases(options.target)
        return _tell(tell_releases(found), problems)
    kept = editions_of(configuration).all()
    return _tell(tell_editions(kept, settings["DEFAULT_LANG"], ZoneInfo(settings["TIMEZONE"])))


def _rollback(options: argparse.Namespace, configuration: Path) -> int:
    from plugins.desk.publication import editions_of, roll_back, roll_back_there
    from plugins.desk.telling import say, tell_return

    if options.target:
        name, problems = roll_back_there(options.target, options.to)
        return _tell(say(msg("Release {name} is online again.", name=name)), problems)
    back, problems = roll_back(editions_of(configuration), options.to)
    return _tell(tell_return(back) if back else "", problems)


def _deploy(options: argparse.Namespace, configuration: Path) -> int:
    from plugins.desk.publication import deploy_online
    from plugins.desk.telling import say

    said, problems = deploy_online(configuration, options.target)
    return _tell(say(said) if said else "", problems)


def _pages(options: argparse.Namespace, configuration: Path) -> int:
    from plugins.desk.publication import pages_for_hosts
    from plugins.desk.telling import say

    problems = pages_for_hosts(configuration, options.folder.absolute())
    folder = options.folder
    return _tell(say(msg("The site for a host is in {folder}/.", folder=folder)), problems)


def _tell(said: str, problems: Sequence[Problem] = ()) -> int:
    """Say what was done, or what hinders it."""
    from plugins.desk.telling import say_problem

    for problem in problems:
        print(say_problem(problem), file=sys.stderr)
    if not problems:
        print(said)
    return 1 if problems else 0


def _check(options: argparse.Namespace, configuration: Path) -> int:
    from plugins.desk.checking import Wishes, check

    wishes = Wishes(options.fix, options.yes, options.links, options.format)
    outcome = check(configuration, wishes)
    _hand_over(outcome, options)
    return 0 if outcome.output is not None else 1


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
    from plugins.desk.telling import say

    path, problems = write_letter(configuration, options.since, options.unsubscribe)
    written = msg(
        "Written: {file}. Fill in the sender, and send it.", file=path.name if path else ""
    )
    return _tell(say(written), problems)


def _ping(_options: argparse.Namespace, configuration: Path) -> int:
    from plugins.desk.publication import ping
    from plugins.desk.telling import say

    told, problems = ping(configuration)
    return _tell(say(msg("The hub was told of {number} feeds.", number=told)), problems)


if __name__ == "__main__":
    sys.exit(main())
