"""The debate of `make serve`: Isso beside the preview, at the same address.

Isso listens on this computer's loopback alone, and hears this computer alone;
it ends when the preview does, however that ends.
"""

from __future__ import annotations

import asyncio
import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path

import urllib3
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from plugins.desk.telling import say
from plugins.messages import msg
from plugins.model import DISCUSSION_URL

LOG = Path(".discussion", "isso.log")
MOST_BYTES = 128 * 1024
_PATIENCE = 15.0
_METHODS = ["GET", "POST", "PUT", "DELETE"]
# What one hop says to the next (RFC 9110, 7.6.1), and what is worked out anew.
_HOP = frozenset(
    [
        "connection",
        "content-encoding",
        "content-length",
        "host",
        "keep-alive",
        "proxy-authenticate",
        "proxy-authorization",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
        "x-forwarded-for",
        "date",
        "server",
        "x-forwarded-host",
        "x-forwarded-prefix",
        "x-forwarded-proto",
        "x-script-name",
        "forwarded",
    ]
)
_OURSELVES = frozenset({"127.0.0.1", "::1"})


class Debate:
    """Isso, started for one preview; `route` leads to it, and `changed` is told of new comments."""

    def __init__(self, changed: Callable[[], None]) -> None:
        self._changed = changed
        self._process: asyncio.subprocess.Process | None = None
        self._watch: asyncio.Task[None] | None = None
        self._pool: urllib3.HTTPConnectionPool | None = None

    @property
    def route(self) -> Route:
        """The proxy, under the path that production gives it."""
        return Route(f"/{DISCUSSION_URL}{{path:path}}", self._answer, methods=_METHODS)

    async def start(self, configuration: Path, address: str) -> None:
        """Start Isso on a socket that listens already; a failure is said, and stops nothing."""
        log = configuration.parent / LOG
        try:
            log.parent.mkdir(parents=True, exist_ok=True)
            with socket.create_server(("127.0.0.1", 0)) as listener, log.open("wb") as stream:
                port = listener.getsockname()[1]
                self._process = await asyncio.create_subprocess_exec(
                    *(sys.executable, "-m", "plugins.discussion", "serve"),
                    *("--settings", str(configuration)),
                    *("--origin", address, "--socket", str(listener.fileno())),
                    cwd=configuration.parent,
                    # What Isso's libraries are warned of is no fault of the author's.
                    env={**os.environ, "PYTHONWARNINGS": "ignore"},
                    stdin=asyncio.subprocess.PIPE,
                    stdout=stream,
                    stderr=stream,
                    pass_fds=[listener.fileno()],
                    start_new_session=True,
                )
        except OSError as error:
            _say_failure(str(error))
            return
        self._pool = urllib3.HTTPConnectionPool(
            "127.0.0.1", port, maxsize=4, timeout=_PATIENCE, retries=False
        )
        self._watch = asyncio.create_task(self._wait(self._process))

    async def _wait(self, process: asyncio.subprocess.Process) -> None:
        """Say so when Isso ends before the preview does."""
        await process.wait()
        self._pool = None
        _say_failure(LOG.as_posix())

    async def stop(self) -> None:
        """End Isso."""
        if self._watch is not None:
            self._watch.cancel()
        process = self._process
        if process is not None and process.returncode is None:
            process.terminate()
            await process.wait()

    async def _answer(self, request: Request) -> Response:
        """One request to Isso, from this computer alone, and what it answers."""
        if request.client is None or request.client.host not in _OURSELVES:
            return JSONResponse({"message": "loopback only"}, 403)
        body = b""
        async for part in request.stream():
            body += part
            if len(body) > MOST_BYTES:
                return JSONResponse({"message": "too long"}, 413)
        response = await asyncio.to_thread(self._ask, request, body)
        if request.method != "GET" and response.status_code < 300:  # noqa: PLR2004
            self._changed()
        return response

    def _ask(self, request: Request, body: bytes) -> Response:
        pool = self._pool
        if pool is None:
            return JSONResponse({"message": "Isso does not run"}, 503)
        path = request.url.path.removeprefix(f"/{DISCUSSION_URL.rstrip('/')}")
        query = f"?{request.url.query}" if request.url.query else ""
        headers = {k: v for k, v in request.headers.items() if k.lower() not in _HOP}
        headers |= {
            "Host": request.headers.get("host", ""),
            "X-Forwarded-For": "127.0.0.1",
            "X-Forwarded-Prefix": f"/{DISCUSSION_URL.rstrip('/')}",
        }
        try:
            answer = pool.request(
                request.method, f"{path}{query}", body=body or None, headers=headers, redirect=False
            )
        except urllib3.exceptions.HTTPError:
            return JSONResponse({"message": "Isso does not answer"}, 503)
        response = Response(answer.data, answer.status)
        for name, value in answer.headers.iteritems():
            if name.lower() not in _HOP:
                response.headers.append(name, value)
        response.headers["Cache-Control"] = "no-store"
        return response


def is_wanted() -> bool:
    """Whether the preview has comments: ``DISCUSSION=0`` leaves them out."""
    return os.environ.get("DISCUSSION", "1") not in {"0", "no", "non", "false"}


def _say_failure(reason: str) -> None:
    text = msg("No comments in this preview: Isso could not run ({reason}).", reason=reason)
    print(say(text), flush=True)
