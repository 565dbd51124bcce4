"""The server of `make serve`: the site as readers get it, on pages that reload themselves."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import socket
import time
from collections.abc import AsyncIterator
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from plugins.desk.backroom import Backroom
from plugins.desk.debating import Debate, is_wanted
from plugins.desk.dressing import dress
from plugins.desk.framing import frame
from plugins.desk.guarding import DESK, Guard, with_the_desk
from plugins.desk.routes import DeskRoutes
from plugins.desk.telling import say
from plugins.desk.watching import BuildProcess, Edits, build_on_edits, watch_edits
from plugins.media_types import DESTINATION, feed_type
from plugins.messages import msg
from plugins.reporting import parse_report

_TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
}
_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


class PortTaken(OSError):
    """The address cannot be listened on."""


class Editions:
    """Which edition is shown; whoever waits is told when there is another."""

    def __init__(self) -> None:
        # Unlike any number of an earlier server: a page left open since then reloads.
        self._start, self._numbers = time.time_ns(), itertools.count(1)
        self._current, self._reports, self._changed = 0, 0, asyncio.Event()

    @property
    def name(self) -> str:
        """What an open page compares."""
        return f"{self._start}-{self._current}"

    def advance(self) -> None:
        """There is another edition."""
        self._current = next(self._numbers)
        self._wake()

    def tell(self) -> None:
        """There is another report: a build has failed, or one has succeeded again."""
        self._reports += 1
        self._wake()

    def _wake(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()

    async def events(self) -> AsyncIterator[str]:
        """The name now and each one after it, as server-sent events."""
        while True:
            changed = self._changed
            report = f"event: report\ndata: {self._start}-{self._reports}"
            yield f"retry: 500\ndata: {self.name}\n\n{report}\n\n"
            with contextlib.suppress(TimeoutError):
                # Said again now and then, so that a closed page's connection is noticed.
                await asyncio.wait_for(changed.wait(), 20)


class PreviewFiles(StaticFiles):
    """The files of the edition; pages get what the desk adds, in the response alone."""

    def __init__(self, room: Backroom) -> None:
        super().__init__(directory=room.output, html=True, check_dir=False)
        self.room = room

    async def get_response(self, path: str, scope: Scope) -> Response:
        """As Starlette's, with our media types and nothing kept by the browser unasked."""
        response = await super().get_response(path, scope)
        if isinstance(response, FileResponse):
            response = _dressed(response, Headers(scope=scope), self.room)
        response.headers["Cache-Control"] = "no-cache"
        return response


def _dressed(response: FileResponse, asked: Headers, room: Backroom) -> Response:
    path = Path(response.path)
    if path.suffix == ".html":
        address = path.resolve().relative_to(room.output.resolve()).as_posix()
        page = dress(path.read_text(encoding="utf-8"), address, room)
        policy = room.backstage.policy
        headers = {"Content-Security-Policy": with_the_desk(policy)} if policy else {}
        return Response(page, response.status_code, headers, "text/html")
    if feed := feed_type(path.as_posix(), asked.get(DESTINATION, "")):
        response.headers["Content-Type"] = feed
        response.headers.add_vary_header(DESTINATION)
    elif path.suffix in _TYPES:
        response.headers["Content-Type"] = f"{_TYPES[path.suffix]}; charset=utf-8"
    return response


def make_app(room: Backroom, editions: Editions, hosts: tuple[str, ...], *more: Route) -> Starlette:
    """The application that serves ``room.output``; ``hosts`` are the names it answers to.

    Other names are refused: a page elsewhere could lead its reader's browser
    here under a name of its own, and read drafts.
    """

    async def nothing_here(_request: Request, _error: Exception) -> Response:
        """Shown until a first build has made the site's own page for this."""
        text = say(msg("Nothing is built yet. This page reloads by itself as soon as it is."))
        page = frame(room.output, "404", f"<p>{text}</p>")
        return Response(dress(page, "", room), 404, media_type="text/html")

    async def events(_request: Request) -> Response:
        return StreamingResponse(editions.events(), media_type="text/event-stream")

    return Starlette(
        routes=[
            Route(f"{DESK}/events", events),
            *DeskRoutes(room).routes(),
            *more,
            Mount("/", PreviewFiles(room)),
        ],
        middleware=[
            Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts)),
            Middleware(Guard),
        ],
        exception_handlers={404: nothing_here},
    )


def serve(configuration: Path, output: Path, bind: str, port: int) -> None:
    """Build, serve and build again until interrupted. Raises `PortTaken`."""
    listener = _listen(bind, port)
    output.mkdir(parents=True, exist_ok=True)  # what is not built yet is an address without a page
    with contextlib.suppress(KeyboardInterrupt), listener:
        asyncio.run(_serve(configuration, output, bind, listener))


def address_of(bind: str, port: int) -> str:
    """The address to read at: a wildcard is this computer's own, IPv6 stands in brackets."""
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(bind, bind)  # noqa: S104
    return (
        f"http://[{host}]:{port}"
        if host.count(":") > 1 and "[" not in host
        else f"http://{host}:{port}"
    )


def _listen(bind: str, port: int) -> socket.socket:
    try:
        family = socket.AF_INET6 if ":" in bind else socket.AF_INET
        return socket.create_server((bind, port), family=family)
    except (OSError, OverflowError) as error:
        raise PortTaken from error


async def _serve(configuration: Path, output: Path, bind: str, listener: socket.socket) -> None:
    is_local = bind in {"127.0.0.1", "localhost", "::1"}
    address = address_of(bind, listener.getsockname()[1])
    editions, edited = Editions(), Edits(configuration.parent)
    room, debate = Backroom(configuration, output, editions.tell), Debate(edited.set)
    builder = BuildProcess(
        configuration, output, address, edited, lambda text: room.take(parse_report(text))
    )
    app = make_app(room, editions, _LOOPBACK if is_local else ("*",), debate.route)
    config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    edited.set()  # the first build
    if is_wanted():
        await debate.start(configuration, address)
    tasks = [
        asyncio.create_task(watch_edits(configuration.parent, edited)),
        asyncio.create_task(
            build_on_edits(edited, builder.build, editions.advance, builder.settle)
        ),
    ]
    print(say(msg("Reading at {address}/ (stop with Ctrl-C).", address=address)), flush=True)
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        done, _ = await asyncio.wait({serving, *tasks}, return_when=asyncio.FIRST_COMPLETED)
        if serving not in done:
            # Edits are no longer seen: better to end than to show an old site for the new one.
            server.should_exit = True
            await serving
    finally:
        # Ctrl-C comes as a cancellation of whatever is awaited: processes end all the same.
        for task in tasks:
            task.cancel()
        outcomes = await asyncio.gather(*tasks, return_exceptions=True)
        await builder.close()
        await debate.stop()
    for outcome in outcomes:
        if isinstance(outcome, Exception):
            raise outcome
