"""The table as servers of one's own read it: nginx's maps and lines, Caddy's directives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from plugins.hosting.headers import Header, Special
from plugins.media_types import DESTINATION, DOCUMENT, FEEDS, OPENED, STYLED, pattern_of

_NOTE = "# Made by make servers from plugins/hosting/headers.py; what is written here is lost."


def render_nginx_maps(table: Iterable[Header], base: str) -> str:
    """What belongs into the http block: one variable a header that is not always the same."""
    blocks = [_NOTE]
    for header in filter(_varies, table):
        first = '"$https" ' if header.secure else '"$status:$uri" '
        lines = [f"map {first}{_variable(header)} {{"]
        if header.secure:
            lines += ['    default "";', f'    on "{header.value}";']
        else:
            lines += [f'    default "{header.value}";', *_nginx_cases(header, base)]
        blocks.append("\n".join([*lines, "}"]))
    return "\n\n".join([*blocks, _nginx_opened(base)]) + "\n"


def _nginx_opened(base: str) -> str:
    """Whether a browser opens a feed. Not kept within a request: an error page is no feed."""
    patterns = (pattern_of(glob, base) for glob in STYLED)
    cases = (f'    "~^{DOCUMENT}:.*{pattern}" 1;' for pattern in patterns)
    variable = DESTINATION.lower().replace("-", "_")
    lines = [f'map "$http_{variable}:$uri" $opened_feed {{', "    volatile;", '    default "";']
    return "\n".join([*lines, *cases, "}"])


def _nginx_cases(header: Header, base: str) -> Iterator[str]:
    """The first regular expression that matches wins; what varies with HTTPS is not among them."""
    for special in header.special:
        for glob in special.globs:
            status = "(200|206|304)" if special.found else r"\d+"
            pattern = pattern_of(glob, base)
            rest = pattern[1:] if pattern.startswith("^") else f".*{pattern}"
            yield f'    "~^{status}:{rest}" "{special.value}";'


def render_nginx_headers(table: Iterable[Header]) -> str:
    """What belongs into the server block, and into each location with headers of its own."""
    values = ((h.name, _variable(h) if _varies(h) else _text(h)) for h in table)
    lines = (f"add_header {name} {value} always;" for name, value in values)
    return "\n".join([_NOTE, *lines]) + "\n"


def render_caddy(table: Iterable[Header], base: str) -> str:
    """Two snippets for routes, which keep their order: headers of what is found, and of errors."""
    table = tuple(table)
    found = [f"header {_caddy_default(header)}" for header in table if _always(header)]
    for header in table:
        if header.secure:
            found += ["@secure protocol https", f"header @secure {header.name} {_text(header)}"]
        found += _caddy_cases(header, header.special, base)
    for number, (glob, media_type) in enumerate(FEEDS.items()):
        found += [
            f"@feed-{number} path_regexp {pattern_of(glob, base)}",
            f'header @feed-{number} Content-Type "{media_type}"',
        ]
    found += _caddy_opened(base)
    missing = [f"header {_caddy_default(h)}" for h in table if _always(h) and h.special]
    # Caddy takes a header away last of all: one that an error has too must not be.
    missing += [
        f"header -{header.name}"
        for header in table
        if not header.value and all(special.found for special in header.special)
    ]
    for header in table:
        missing += _caddy_cases(header, [one for one in header.special if not one.found], base)
    blocks = (_snippet("headers", found), _snippet("headers_of_errors", missing))
    return "\n\n".join([_NOTE, *blocks]) + "\n"


def _caddy_cases(header: Header, cases: Iterable[Special], base: str) -> Iterator[str]:
    """Set one after another, the last stays: the first special has to be set last."""
    for number, special in reversed(list(enumerate(cases))):
        matcher = f"@{header.name.lower()}-{number}"
        value = f'{header.name} "{special.value}"'
        yield f"{matcher} path_regexp {special.pattern(base)}"
        if header.late:
            # Deferred, it replaces what the file server has added by then.
            yield from (f"header {matcher} {{", f"\t{value}", "\tdefer", "}")
        else:
            yield f"header {matcher} {value}"


def _caddy_default(header: Header) -> str:
    return f"{'?' if header.late else ''}{header.name} {_text(header)}"


def _caddy_opened(base: str) -> list[str]:
    """A feed that a browser opens, set after the feeds' own types."""
    patterns = "|".join(pattern_of(glob, base) for glob in STYLED)
    conditions = [f"\tpath_regexp {patterns}", f"\theader {DESTINATION} {DOCUMENT}"]
    return ["@opened {", *conditions, "}", f'header @opened Content-Type "{OPENED}"']


def _snippet(name: str, lines: Iterable[str]) -> str:
    inner = "\n".join(f"\t{line}" for line in lines)
    return f"({name}) {{\n{inner}\n}}"


def _varies(header: Header) -> bool:
    return bool(header.special) or header.secure


def _always(header: Header) -> bool:
    return bool(header.value) and not header.secure


def _text(header: Header) -> str:
    return f'"{header.value}"'


def _variable(header: Header) -> str:
    return "$" + header.name.lower().replace("-", "_")
