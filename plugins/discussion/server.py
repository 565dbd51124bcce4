"""Isso as this house runs it: the one module that knows the package and its habits.

What Isso 0.14 lacks, and is added here: its administration compares a password
with one that stands readable in a file, so that ours is hashed and the one it
compares with lives in this process alone; who changes a comment that was accepted
is not read again, so that ours waits anew; its log repeats each new comment with
the links that moderate it, so that nothing is notified where no mail is set up.
"""

from __future__ import annotations

import logging
import re
import secrets
import socket
import sys
import threading
from collections.abc import Callable, Iterable
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode

from plugins.discussion.isso_config import is_password
from plugins.discussion.privacy import hold

_MOST_LOGIN_BYTES = 4096
_EDITED = re.compile(r"/id/(\d+)/?$")

Environ = dict[str, Any]
Application = Callable[[Environ, Any], Iterable[bytes]]


def run(config: Path, secret: Path | None, listener: socket.socket | None, apart: bool) -> None:
    """Serve until ended; ``apart`` from a terminal, it ends when its standard input does.

    ``listener`` is a socket that listens already, or None for the place of the
    configuration.
    """
    from isso import config as isso_config
    from isso import make_app
    from werkzeug.serving import make_server

    settings = isso_config.load(isso_config.default_file(), str(config))
    if secret is not None and not settings.read(secret, encoding="utf-8"):
        raise FileNotFoundError(secret)
    logging.getLogger("isso").addFilter(_is_about_the_server)
    kept = settings.get("admin", "password")
    own = secrets.token_urlsafe(32)
    settings.set("admin", "password", own)
    settings.set("general", "notify", "smtp" if settings.get("smtp", "to") else "none")
    application = guard_login(make_app(settings, threading=True), kept, own)
    if settings.getboolean("moderation", "enabled"):
        application = hold_edits(application, Path(settings.get("general", "dbpath")))
    place = settings.get("server", "listen").removeprefix("http://").rpartition(":")
    host, port = listener.getsockname()[:2] if listener else (place[0], int(place[2]))
    server = make_server(
        host, port, application, threaded=True, fd=listener.fileno() if listener else None
    )
    if apart:
        threading.Thread(target=_end_with_parent, args=(server,), daemon=True).start()
    server.serve_forever()


def guard_login(application: Application, kept: str, own: str) -> Application:
    """Let a login through as ``own``, the password that Isso compares, where it fits ``kept``."""

    def guarded(environ: Environ, start: Any) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] == "POST" and environ["PATH_INFO"].rstrip("/") == "/login":
            body = environ["wsgi.input"].read(min(_length(environ), _MOST_LOGIN_BYTES))
            typed = parse_qs(body.decode("utf-8", "replace")).get("password", [""])[0]
            sent = urlencode({"password": own if is_password(typed, kept) else ""}).encode()
            environ["wsgi.input"], environ["CONTENT_LENGTH"] = BytesIO(sent), str(len(sent))
            environ["CONTENT_TYPE"] = "application/x-www-form-urlencoded"
        return application(environ, start)

    return guarded


def hold_edits(application: Application, database: Path) -> Application:
    """Let a comment that its writer changed wait for the moderator again."""

    def holding(environ: Environ, start: Any) -> Iterable[bytes]:
        edited = (
            _EDITED.search(environ["PATH_INFO"]) if environ["REQUEST_METHOD"] == "PUT" else None
        )

        def begin(status: str, *more: Any) -> Any:
            if edited and status.startswith("200"):
                hold(database, int(edited[1]))
            return start(status, *more)

        return application(environ, begin)

    return holding


def _length(environ: Environ) -> int:
    try:
        return max(int(environ.get("CONTENT_LENGTH") or 0), 0)
    except ValueError:
        return 0


def _is_about_the_server(record: logging.LogRecord) -> bool:
    """That nobody is notified is meant."""
    return "unknown notification backend" not in record.msg


def _end_with_parent(server: Any) -> None:
    sys.stdin.buffer.read()
    server.shutdown()
