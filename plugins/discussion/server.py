"""Isso as this house runs it: the one module that knows the package and its habits.

What Isso 0.14 lacks, and is added here: its administration compares a password
with one that stands readable in a file, so that ours is hashed and the one it
compares with lives in this process alone; who changes a comment that was accepted
is not read again, so that ours waits anew; who withdraws one leaves an e-mail
behind, which is taken off; its log repeats each new comment with the links that
moderate it, so that nothing is notified where no mail is set up; its mails and
the pages that they lead to are in English, hold an e-mail and an address, and lead
to where it knows a post, which is no page: ours are `plugins.discussion.moderation`.
"""

from __future__ import annotations

import contextlib
import logging
import re
import secrets
import socket
import sys
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import unescape
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode

from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from plugins.discussion.isso_config import is_password
from plugins.discussion.moderation import (
    Links,
    Received,
    render_mail,
    render_outcome,
    render_question,
)
from plugins.discussion.places import find_place
from plugins.discussion.privacy import forget_withdrawn, hold
from plugins.discussion.records import key_of_uri
from plugins.discussion.store import PENDING, Unreachable, read_received
from plugins.messages import Gettext
from plugins.model import DISCUSSION_URL

_MOST_LOGIN_BYTES = 4096
_ONE = re.compile(r"/id/(\d+)/?")
_MODERATED = re.compile(r"/id/(\d+)/(activate|delete)/([^/]+)/?")
_PLACE = re.compile(r"/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:/(\d+))?/?")

Environ = dict[str, Any]
Application = Callable[[Environ, Any], Iterable[bytes]]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What Isso knows nothing of: the site as it is online, and the author's language.

    ``folder`` is that of a debate's later parts, in its post's own.
    """

    public: Path
    folder: str
    lang: str
    gettext: Gettext


def run(
    config: Path,
    secret: Path | None,
    listener: socket.socket | None,
    around: Surroundings,
    apart: bool,
) -> None:
    """Serve until ended; ``apart`` from a terminal, it ends when its standard input does.

    ``listener`` is a socket that listens already, or None for the place of the
    configuration.
    """
    from isso import config as isso_config
    from werkzeug.serving import make_server

    settings = isso_config.load(isso_config.default_file(), str(config))
    if secret is not None and not settings.read(secret, encoding="utf-8"):
        raise FileNotFoundError(secret)
    logging.getLogger("isso").addFilter(_is_about_the_server)
    application = make_application(settings, around)
    place = settings.get("server", "listen").removeprefix("http://").rpartition(":")
    host, port = listener.getsockname()[:2] if listener else (place[0], int(place[2]))
    server = make_server(
        host, port, application, threaded=True, fd=listener.fileno() if listener else None
    )
    if apart:
        threading.Thread(target=_end_with_parent, args=(server,), daemon=True).start()
    server.serve_forever()


def make_application(settings: Any, around: Surroundings) -> Application:
    """Isso with what it lacks."""
    import isso

    kept = settings.get("admin", "password")
    own = secrets.token_urlsafe(32)
    settings.set("admin", "password", own)
    settings.set("general", "notify", "smtp" if settings.get("smtp", "to") else "none")
    database = Path(settings.get("general", "dbpath"))
    endpoint = settings.get("server", "public-endpoint")
    isso.SMTP = mail_class(isso.SMTP, endpoint, around.gettext)
    application = guard_login(isso.make_app(settings, threading=True), kept, own)
    is_moderated = settings.getboolean("moderation", "enabled")
    application = follow_changes(application, database, is_moderated)
    return lead_moderator(application, database, endpoint, around)


def links_to(comment: Received, endpoint: str, key: str) -> Links:
    """Where a moderator acts on a comment; ``key`` is what Isso signed its number with."""
    one = f"{endpoint}/id/{comment.number}"
    place = f"{endpoint}/{comment.key or ''}/{comment.number}"
    return Links(f"{one}/activate/{key}", f"{one}/delete/{key}", place, f"{endpoint}/admin/")


def mail_class(base: type[Any], endpoint: str, gettext: Gettext) -> type[Any]:
    """Isso's way of sending mails, with ours to send."""

    class Mail(base):  # type: ignore[misc]
        def notify_new(self, thread: dict[str, Any], comment: dict[str, Any]) -> None:
            number, is_waiting = comment["id"], comment["mode"] == PENDING
            author, key = unescape(comment["author"] or ""), key_of_uri(thread["uri"])
            texts = (thread["title"] or "", author, comment["text"])
            received = Received(number, comment["created"], *texts, key, is_waiting)
            links = links_to(received, endpoint, self.isso.sign(number))
            self.sendmail(*render_mail(received, links, gettext), thread, comment)

    return Mail


def lead_moderator(
    application: Application, database: Path, endpoint: str, around: Surroundings
) -> Application:
    """Lead from a mail, and from the administration, to the comment's place or to our pages."""

    def leading(environ: Environ, start: Any) -> Iterable[bytes]:
        place = _PLACE.fullmatch(environ["PATH_INFO"])
        asked = _MODERATED.fullmatch(environ["PATH_INFO"])
        if place and environ["REQUEST_METHOD"] == "GET":
            found = find_place(around.public, around.folder, place[1], int(place[2] or 0))
            if found is not None:
                site = endpoint.removesuffix(f"/{DISCUSSION_URL.rstrip('/')}")
                return redirect(f"{site}/{found}")(environ, start)
        comment = None
        with contextlib.suppress(Unreachable):
            comment = read_received(database, int(asked[1])) if asked else None
        if not asked or comment is None:
            return application(environ, start)
        response = Response.from_app(application, environ)
        if response.status_code != HTTPStatus.OK:
            return response(environ, start)
        action: Any = asked[2]
        if environ["REQUEST_METHOD"] == "GET":
            page = render_question(action, comment, around.lang, around.gettext)
        else:
            links = links_to(comment, endpoint, asked[3])
            page = render_outcome(action, links, around.lang, around.gettext)
        return Response(page, mimetype="text/html")(environ, start)

    return leading


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


def follow_changes(application: Application, database: Path, is_moderated: bool) -> Application:
    """What is changed waits for the moderator again; what is withdrawn is forgotten whole."""

    def following(environ: Environ, start: Any) -> Iterable[bytes]:
        method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
        edited = _ONE.fullmatch(path) if method == "PUT" and is_moderated else None
        is_withdrawn = method == "DELETE" or (method == "POST" and "/delete/" in path)

        def begin(status: str, *more: Any) -> Any:
            if edited and status.startswith("200"):
                hold(database, int(edited[1]))
            elif is_withdrawn and status.startswith("200"):
                with contextlib.suppress(Unreachable):
                    forget_withdrawn(database)
            return start(status, *more)

        return application(environ, begin)

    return following


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
