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
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode

from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from plugins.discussion.isso_config import is_password
from plugins.discussion.moderation import (
    SEEN,
    Links,
    Received,
    render_mail,
    render_outcome,
    render_question,
)
from plugins.discussion.places import find_place, knows_post
from plugins.discussion.privacy import forget_withdrawn, hold
from plugins.discussion.records import URI, key_of_uri
from plugins.discussion.store import Unreachable, read_received
from plugins.messages import Gettext
from plugins.model import DISCUSSION_URL

_MOST_LOGIN_BYTES = 4096
_ONE = re.compile(r"/id/(\d+)/?")
_MODERATED = re.compile(r"/id/(\d+)/(activate|delete)/([^/]+)/?")
_PLACE = re.compile(r"/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:/(\d+))?/?")
_ADMITTED = (
    ({"POST"}, re.compile("/new")),
    ({"GET", "PUT", "DELETE"}, _ONE),
    ({"GET", "POST"}, _MODERATED),
    ({"POST"}, re.compile(r"/id/\d+/edit/[^/]+")),
    ({"GET"}, _PLACE),
    ({"GET"}, re.compile(r"/admin/?")),
    ({"GET", "POST"}, re.compile(r"/login/?")),
    ({"GET", "HEAD"}, re.compile(r"/(?:css|js|img)/.+")),
)

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
    isso.SMTP = mail_class(isso.SMTP, database, endpoint, around.gettext)
    application = guard_login(isso.make_app(settings, threading=True), kept, own)
    is_moderated = settings.getboolean("moderation", "enabled")
    application = follow_changes(application, database, is_moderated)
    application = lead_moderator(application, database, endpoint, around)
    return admit_ours(application, around.public)


def admit_ours(application: Application, public: Path) -> Application:
    """Let through what the form and a moderator ask for, and comments on posts alone.

    Isso would list comments to anybody, each with a mark of its writer's e-mail or
    network; take votes that nobody is shown; and open a thread for any address.
    """

    def admitting(environ: Environ, start: Any) -> Iterable[bytes]:
        method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
        is_ours = any(method in methods and one.fullmatch(path) for methods, one in _ADMITTED)
        if is_ours and path == "/new":
            uri = parse_qs(environ.get("QUERY_STRING", "")).get("uri", [""])[-1]
            key = key_of_uri(uri)
            is_ours = key is not None and uri == f"{URI}{key}" and knows_post(public, key)
        if not is_ours:
            return Response("", HTTPStatus.NOT_FOUND)(environ, start)
        return application(environ, start)

    return admitting


def links_to(comment: Received, endpoint: str, key: str) -> Links:
    """Where a moderator acts on a comment; ``key`` is what Isso signed its number with."""
    one = f"{endpoint}/id/{comment.number}"
    place = f"{endpoint}/{comment.key or ''}/{comment.number}"
    return Links(f"{one}/activate/{key}", f"{one}/delete/{key}", place, f"{endpoint}/admin/")


def mail_class(base: type[Any], database: Path, endpoint: str, gettext: Gettext) -> type[Any]:
    """Isso's way of sending mails, with ours to send: of what is new, and of what was changed."""

    class Mail(base):  # type: ignore[misc]
        def __iter__(self) -> Iterator[tuple[str, Any]]:
            yield "comments.new:after-save", self.notify_new
            yield "comments.edit", self.notify_changed

        def notify_new(self, _thread: Any, comment: dict[str, Any]) -> None:
            self._notify(read_received(database, comment["id"]))

        def notify_changed(self, comment: dict[str, Any]) -> None:
            received = read_received(database, comment["id"])
            is_moderated = self.isso.conf.getboolean("moderation", "enabled")
            self._notify(received and replace(received, is_waiting=is_moderated))

        def _notify(self, comment: Received | None) -> None:
            if comment is not None:
                links = links_to(comment, endpoint, self.isso.sign(comment.number))
                self.sendmail(*render_mail(comment, links, gettext), None, None)

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
        seen = parse_qs(environ.get("QUERY_STRING", "")).get(SEEN, [comment.handle])[0]
        is_question = environ["REQUEST_METHOD"] == "GET" or seen != comment.handle
        if is_question:
            environ = {**environ, "REQUEST_METHOD": "GET"}
        response = Response.from_app(application, environ)
        if response.status_code != HTTPStatus.OK:
            return response(environ, start)
        action: Any = asked[2]
        if is_question:
            page = render_question(action, comment, around.lang, around.gettext)
        else:
            links = links_to(comment, endpoint, asked[3])
            page = render_outcome(action, links, around.lang, around.gettext)
        return Response(page, mimetype="text/html")(environ, start)

    return leading


def guard_login(application: Application, kept: str, own: str) -> Application:
    """Let a login through as ``own``, the password that Isso compares, where it fits ``kept``.

    One at a time: each costs 32 MB, and nobody has to guess fast.
    """
    at_work = threading.Lock()

    def guarded(environ: Environ, start: Any) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] == "POST" and environ["PATH_INFO"].rstrip("/") == "/login":
            body = environ["wsgi.input"].read(min(_length(environ), _MOST_LOGIN_BYTES))
            typed = parse_qs(body.decode("utf-8", "replace")).get("password", [""])[0]
            if not at_work.acquire(blocking=False):
                return Response("", HTTPStatus.TOO_MANY_REQUESTS)(environ, start)
            try:
                is_known = is_password(typed, kept)
            finally:
                at_work.release()
            sent = urlencode({"password": own if is_known else ""}).encode()
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
