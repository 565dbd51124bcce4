"""Redirects as hosts and servers read them; each file is part of the edition that it is true of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from urllib.parse import quote

from plugins.permalinks.plan import Plan

# Where servers of one's own find theirs: below what they hand out, behind a dot that they refuse.
NGINX, CADDY, HOSTS = ".server/nginx.map", ".server/caddy.map", "_redirects"
# A server reads a map when it starts, and asks for these at each request: what a map says holds
# while the edition that is online says it too. An earlier one comes back with its own addresses.
MOVED, GONE = ".server/moved{path}/.moved", ".server/gone{path}/.gone"

Line = Callable[[str, str], str]

_NOTE = "# Made by the publication."
_SAFE = "/:?=&#%~!$'()*+,;@"


def render_all(plan: Plan, base: str) -> Mapping[str, bytes]:
    """Every file by its name; ``base`` is the site's path."""
    return {
        HOSTS: render_redirects_file(plan, base),
        NGINX: render_moved(plan, base, _nginx_line),
        CADDY: render_moved(plan, base, _caddy_line),
        **dict.fromkeys(sorted(_markers(plan, base)), b""),
    }


def _markers(plan: Plan, base: str) -> Iterator[str]:
    for pattern, addresses in ((MOVED, plan.redirects), (GONE, plan.gone)):
        for address in addresses:
            yield pattern.format(path=f"{base}/{address}".rstrip("/"))


def render_redirects_file(plan: Plan, base: str) -> bytes:
    """The ``_redirects`` file of Cloudflare Pages, Netlify and others.

    There is a page at each old address, for hosts that know no redirects. One
    that does may hand it out first: Netlify needs the “!” of the first lines,
    Cloudflare leaves such lines aside, and obeys the others, which are all that
    is within its limits (2,000 of them; no 410).
    """
    moved = [
        (_path(old, base), _path(new, base))
        for old, new in sorted(plan.redirects.items())
        if not set("*:") & set(old)  # would be a pattern there
    ]
    forced = [f"{old} {new} 301!" for old, new in moved]
    gone = [f"{_path(old, base)} {base}/410.html 410!" for old in sorted(plan.gone)]
    return _lines([_NOTE, *forced, *gone, *(f"{old} {new} 301" for old, new in moved)])


def render_moved(plan: Plan, base: str, line: Line) -> bytes:
    """The entries of a server's map: decoded path to encoded address."""
    spellings = _spellings(plan.redirects, plan.gone)
    moved = ((old, _path(plan.redirects[whole], base)) for old, whole in spellings)
    return _lines([_NOTE, *(line(f"{base}/{old}", new) for old, new in moved)])


def _spellings(addresses: Iterable[str], others: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each address, and without its slash too, beside the address itself.

    Without it, a server would first lead to the folder, and only then to where
    it went: two steps for one. Two that differ by case alone are one to nginx.
    """
    known = {address.casefold() for address in (*addresses, *others)}
    seen: set[str] = set()
    for whole in sorted(addresses):
        bare = whole.removesuffix("/")
        for one in (whole, *({bare} if bare and bare.casefold() not in known else ())):
            if one.casefold() not in seen:
                seen.add(one.casefold())
                yield one, whole


def _path(address: str, base: str) -> str:
    return address if "://" in address else quote(f"{base}/{address}", safe=_SAFE)


def _nginx_line(key: str, value: str) -> str:
    """An entry of nginx: a dollar would begin a variable in a value, so it is encoded."""
    return f"{_quoted(key)} {_quoted(value.replace('$', '%24'))};"


def _caddy_line(key: str, value: str) -> str:
    """An entry of Caddy: braces would begin a placeholder."""
    key = _quoted(key).replace("{", "\\{").replace("}", "\\}")
    value = _quoted(value.replace("{", "%7B").replace("}", "%7D"))
    return f"{key} {value}"


def _quoted(text: str) -> str:
    text = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'


def _lines(lines: list[str]) -> bytes:
    return ("\n".join(lines) + "\n").encode()
