"""The table: which answer has which headers. Nothing here knows a server.

An answer that was found (200, 206, 304) can have other values than one that
was not: what is named by its content stays for a year, but a 404 at such an
address must not.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from plugins.hosting.settings import Settings
from plugins.media_types import DESTINATION, FEEDS, STYLED, pattern_of
from plugins.model import DISCUSSION_URL

# A page or a feed is asked for again each time, and mostly answered with 304: a new edition is
# seen at once. A feed reader may keep to its hour, but no cache between may (RFC 9111, 5.2.2.10).
REVALIDATED = "public, max-age=0, must-revalidate"
HOURLY = "public, max-age=3600, s-maxage=0"
IMMUTABLE = "public, max-age=31536000, immutable"
# Every answer may come packed; a feed's type also depends on who asks for it.
PACKED = "Accept-Encoding"

# The powers of a browser that no page here asks for.
_FORBIDDEN = (
    "accelerometer",
    "browsing-topics",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "usb",
    "xr-spatial-tracking",
)

_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "media-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "worker-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
# A drawing opened by itself shows its own style, and can do nothing (it is no page of ours).
_OF_DRAWINGS = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"
# What Isso shows by itself is its administration, whose page brings its script within it.
_OF_ISSO = (
    "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline';"
    " img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none';"
    " frame-ancestors 'none'"
)


@dataclass(frozen=True, slots=True)
class Special:
    """Another value for the addresses that match one of ``globs`` (“*” stands for anything).

    ``found``: only where there is something at the address.
    """

    globs: tuple[str, ...]
    value: str
    found: bool = False

    def pattern(self, base: str) -> str:
        """One regular expression for all of them, in a site at the path ``base``."""
        return "|".join(pattern_of(glob, base) for glob in self.globs)


@dataclass(frozen=True, slots=True)
class Header:
    """``value`` is what every answer has ("" for none), unless the first fitting ``special`` is.

    ``secure``: with HTTPS alone. ``late``: once the server has set its own, which this replaces.
    """

    name: str
    value: str = ""
    special: tuple[Special, ...] = ()
    secure: bool = False
    late: bool = False

    def value_of(self, path: str, base: str = "", *, found: bool = True) -> str:
        """What an answer has: the table as a function, which tests hold servers against."""
        for special in self.special:
            if (found or not special.found) and re.search(special.pattern(base), path):
                return special.value
        return self.value


def policy_of(sources: Mapping[str, tuple[str, ...]], **more: str) -> str:
    """The Content Security Policy of pages; ``more`` adds to a directive (with underscores)."""
    added = {name.replace("_", "-"): (value,) for name, value in more.items()}
    names = [*_POLICY, *sorted(set(sources) - set(_POLICY))]
    parts = []
    for name in names:
        values = [_POLICY.get(name, "'self'"), *sources.get(name, ()), *added.get(name, ())]
        parts.append(f"{name} {' '.join(values)}")
    return "; ".join(parts)


def policy_of_all(settings: Settings) -> str:
    """The policy of pages where one has to do for all of them, that of search among them."""
    return policy_of(settings.sources, script_src="'wasm-unsafe-eval'")


def table_of(settings: Settings) -> tuple[Header, ...]:
    """Every header, in the order in which they are written."""
    immutable = tuple(f"/{folder}*" for folder in settings.immutable)
    search = policy_of_all(settings)
    debate = (f"/{DISCUSSION_URL}*",)
    seconds = settings.secure_days * 86400
    return (
        Header(
            "Content-Security-Policy",
            policy_of(settings.sources),
            (
                Special(debate, _OF_ISSO),
                Special((f"/{settings.search}*",), search),
                Special(("*.svg",), _OF_DRAWINGS, True),
            ),
        ),
        Header("Strict-Transport-Security", f"max-age={seconds}", secure=True),
        Header("X-Content-Type-Options", "nosniff"),
        # An address of a moderator's mail holds the key that accepts or erases.
        Header(
            "Referrer-Policy",
            "strict-origin-when-cross-origin",
            (Special(debate, "same-origin"),),
        ),
        Header("Cross-Origin-Opener-Policy", "same-origin"),
        Header("Permissions-Policy", ", ".join(f"{name}=()" for name in _FORBIDDEN)),
        Header(
            "Cache-Control",
            REVALIDATED,
            (
                Special(debate, "no-store"),
                Special(immutable, IMMUTABLE, True),
                Special(tuple(FEEDS), HOURLY, True),
            ),
        ),
        Header("X-Robots-Tag", "", (Special(debate, "noindex"),)),
        Header("Vary", PACKED, (Special(STYLED, f"{PACKED}, {DESTINATION}", True),), late=True),
        # Feed readers written for a browser fetch them from pages of their own.
        Header("Access-Control-Allow-Origin", "", (Special(tuple(FEEDS), "*", True),)),
    )
