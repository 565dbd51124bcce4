"""What a preview shows is for its author: no page elsewhere may read it, embed it or frame it."""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

DESK = "/.desk"

# What the desk's own pages need, and no more; no inline script or style.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; frame-src 'self'; manifest-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'self'"
)


def with_the_desk(policy: str) -> str:
    """The policy that pages have online, with what the desk at their foot shows in a frame.

    What will be dead there is dead in the preview, too.
    """
    directives = dict(part.strip().partition(" ")[::2] for part in policy.split(";"))
    frames = directives.get("frame-src", "")
    directives["frame-src"] = f"{frames} 'self'".strip()
    return "; ".join(f"{name} {value}" for name, value in directives.items())


class Guard:
    """Says to browsers that nothing here is another origin's, and refuses such at the desk.

    Browsers name the origin of each request (Fetch Metadata, Sec-Fetch-Site);
    a client that does not is no page of another's.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """As ASGI calls it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        is_desk = scope["path"].startswith(f"{DESK}/")
        site = Headers(scope=scope).get("sec-fetch-site", "none")

        async def sealed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Cross-Origin-Resource-Policy"] = "same-origin"
                headers["X-Content-Type-Options"] = "nosniff"
                if is_desk:
                    headers.setdefault("Content-Security-Policy", POLICY)
                    headers["Referrer-Policy"] = "no-referrer"
            await send(message)

        if is_desk and site not in {"same-origin", "none"}:
            refusal = PlainTextResponse("Not for another origin.", 403)
            await refusal(scope, receive, sealed)
            return
        await self.app(scope, receive, sealed)
