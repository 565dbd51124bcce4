"""The addresses below ``/.desk/``: what stands behind a page, the calendar, the guide."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import Route

from plugins.catalogue import HOUSE, load_catalogue
from plugins.desk.authoring import read_agenda_and_addresses
from plugins.desk.backroom import Backroom
from plugins.desk.dressing import dress, strip
from plugins.desk.framing import frame
from plugins.desk.guarding import DESK
from plugins.desk.guide import read_guide
from plugins.desk.heatmap import build_years
from plugins.desk.rendering import render
from plugins.desk.telling import say
from plugins.desk.weighing import locate, weigh
from plugins.messages import Message, msg
from plugins.problems import BuildStopped
from plugins.reporting import PageNote

Answer = Callable[[Request], Awaitable[Response]]

STATIC = Path(__file__).parent / "static"
KINDS = {
    "html": msg("The page itself"),
    "css": msg("Stylesheets"),
    "js": msg("Scripts"),
    "fonts": msg("Fonts"),
    "pictures": msg("Pictures"),
    "media": msg("Recordings"),
}
STATES = {"draft": msg("draft"), "scheduled": msg("scheduled"), "published": msg("published")}

# A reader shows what a feed carries, and runs nothing of it.
ITEM_POLICY = (
    "default-src 'none'; img-src 'self' data:; media-src 'self'; style-src 'self'; "
    "frame-ancestors 'self'; sandbox allow-same-origin"
)


class DeskRoutes:
    """The desk's pages over one `Backroom`."""

    def __init__(self, room: Backroom) -> None:
        self.room = room

    def routes(self) -> list[Route]:
        """All of them; each answers to GET alone."""
        pages: dict[str, Answer] = {
            "panel": self.panel,
            "proof": self.proof,
            "item": self.item,
            "card": self.card,
            "strip": self.strip,
            "calendar": self.calendar,
            "guide": self.guide,
        }
        files = [
            Route(f"{DESK}/{name}", _file(STATIC / name))
            for name in ("reload.js", "desk.css", "reader.css")
        ]
        return [*files, *(Route(f"{DESK}/{name}", answer) for name, answer in pages.items())]

    def _page(self, title: str, main: str, status: int = 200) -> Response:
        page = frame(self.room.output, title, main)
        return HTMLResponse(dress(page, DESK, self.room), status)

    def _unknown(self) -> Response:
        text = say(msg("No page of this preview has this address."))
        return self._page("404", f'<div class="shell part"><h1>404</h1><p>{text}</p></div>', 404)

    def _stopped(self, title: Message, error: BuildStopped) -> Response:
        """What keeps a page of the desk from being made."""
        found = [self.room.tell(problem) for problem in error.report.errors]
        main = render("stopped.html", "fr", title=say(title), found=found, nothing="")
        return self._page(say(title), main, 503)

    def _note(self, request: Request) -> PageNote | None:
        return self.room.note_at(request.query_params.get("page", ""))

    async def panel(self, request: Request) -> Response:
        """All that stands behind one page."""
        note = self._note(request)
        file = locate(f"/{note.url}", self.room.output) if note else None
        if note is None or file is None:
            return self._unknown()
        findings, shares = await asyncio.gather(
            self.room.findings_of(note), run_in_threadpool(weigh, file, self.room.output)
        )
        main = render(
            "panel.html",
            "fr",
            note=note,
            source=_below(note.source, self.room.root),
            found=self.room.problems_of(note),
            nothing=say(msg("The build found nothing wrong.")),
            findings=findings,
            shares=shares,
            kinds=KINDS,
        )
        return self._page(note.title, main)

    async def proof(self, request: Request) -> Response:
        """What the proofreader says of one page."""
        note = self._note(request)
        if note is None:
            return self._unknown()
        found, nothing = await self.room.proof_of(note), say(msg("It has nothing to say."))
        in_all = len(found) + len(self.room.problems_of(note))
        main = render("proof.html", "fr", note=note, found=found, nothing=nothing, in_all=in_all)
        return self._page(note.title, main)

    async def item(self, request: Request) -> Response:
        """The post as a feed reader shows it, in a frame without rights."""
        note = self._note(request)
        item = await run_in_threadpool(self.room.item_of, note) if note else None
        if item is None:
            return self._unknown()
        page = render("item.html", "fr", item=item, language="fr")
        return HTMLResponse(page, headers={"Content-Security-Policy": ITEM_POLICY})

    async def card(self, request: Request) -> Response:
        """The social card of a post for which the preview has drawn none."""
        note = self._note(request)
        card = await self.room.card_of(note) if note else b""
        if not card:
            return self._unknown()
        return Response(card, media_type="image/png", headers={"Cache-Control": "no-cache"})

    async def strip(self, _request: Request) -> Response:
        """The errors of the last build, or nothing."""
        return HTMLResponse(strip(self.room))

    async def calendar(self, _request: Request) -> Response:
        """The heat map of the years."""
        try:
            agenda, addresses, language = await run_in_threadpool(
                read_agenda_and_addresses, self.room.configuration
            )
        except BuildStopped as error:
            return self._stopped(msg("Calendar"), error)
        years = build_years(agenda, language)
        main = render(
            "calendar.html",
            language,
            agenda=agenda,
            years=years,
            addresses=addresses,
            states=STATES,
        )
        return self._page(_said(msg("Calendar"), language), main)

    async def guide(self, _request: Request) -> Response:
        """The author's guide, from docs/guide.md."""
        guide = await run_in_threadpool(read_guide, self.room.root / "docs" / "guide.md", "fr")
        if guide is None:
            return self._unknown()
        main = render(
            "guide.html", "fr", title=guide.title, headings=guide.headings, html=guide.html
        )
        return self._page(guide.title, main)


def _file(path: Path) -> Answer:
    async def answer(_request: Request) -> Response:
        return FileResponse(path, headers={"Cache-Control": "no-cache"})

    return answer


def _below(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()


def _said(message: Message, language: str) -> str:
    return message.render(load_catalogue(HOUSE, language).gettext)
