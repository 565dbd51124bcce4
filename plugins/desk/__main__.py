"""``python -m plugins.desk``: what the Makefile's `html`, `publish` and `serve` do."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from plugins.desk.unchanged import forget_answer, recall_answer, record_answer
from plugins.messages import msg


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 when it did what it says, 1 when the site has a fault."""
    options = _parser().parse_args(arguments)
    configuration = Path(options.settings).absolute()
    commands = {
        "serve": _serve,
        "build": _build,
        "builder": _builder,
        "check": _check,
        "digest": _digest,
        "ping": _ping,
    }
    try:
        return commands[options.command](options, configuration)
    except KeyboardInterrupt:
        return 130  # as a shell says it of Ctrl-C


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m plugins.desk", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    build = commands.add_parser("build", help="build the site once")
    serve = commands.add_parser("serve", help="build, serve on this computer, build again on edits")
    check = commands.add_parser("check", help="say what is wrong or doubtful, and build nothing")
    builder = commands.add_parser("builder", help="build on each line of standard input")
    for command in (build, serve, check, builder):
        command.add_argument("--settings", default="pelicanconf.py", metavar="FILE")
        command.add_argument("--output", type=Path, metavar="FOLDER")
    digest = commands.add_parser("digest", help="the posts since a day as one e-mail")
    digest.add_argument("--since", required=True, metavar="DATE")
    digest.add_argument("--unsubscribe", default="{{unsubscribe_url}}", metavar="URL")
    ping = commands.add_parser("ping", help="tell the WebSub hub of the last publication")
    for command in (digest, ping):
        command.add_argument("--settings", default="publishconf.py", metavar="FILE")
    for command in (build, builder):
        command.add_argument("--siteurl", metavar="URL")
    build.add_argument("--debug", action="store_true", help="show Python's tracebacks")
    serve.add_argument("--bind", default="127.0.0.1", metavar="ADDRESS")
    serve.add_argument("--port", type=int, default=8000)
    return parser


def _build(options: argparse.Namespace, configuration: Path) -> int:
    root = configuration.parent
    wanted = (configuration, options.output, options.siteurl, Path.cwd())
    answer = recall_answer(root, wanted)
    if answer is not None:
        print(answer)
        return 0
    forget_answer(root, wanted)
    from plugins.desk.glue import Order, build
    from plugins.desk.telling import tell_outcome

    outcome = build(Order(configuration, options.output, options.siteurl, options.debug))
    is_built = outcome.output is not None
    answer = tell_outcome(outcome, root)
    print(answer, file=sys.stdout if is_built else sys.stderr)
    if is_built:
        record_answer(root, wanted, answer, settings=outcome.settings, until=outcome.until)
    return 0 if is_built else 1


def _builder(options: argparse.Namespace, configuration: Path) -> int:
    from plugins.desk.builder import serve_orders
    from plugins.desk.glue import Order

    serve_orders(Order(configuration, options.output, options.siteurl))
    return 0


def _check(_options: argparse.Namespace, configuration: Path) -> int:
    """As a build, with the proofreaders' notices, in a folder that is thrown away."""
    from plugins.desk.glue import Order, build
    from plugins.desk.telling import tell_check

    with tempfile.TemporaryDirectory() as folder:
        order = Order(configuration, Path(folder, "site"), proofreading=True)
        outcome = build(order)
    print(tell_check(outcome, configuration.parent))
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
