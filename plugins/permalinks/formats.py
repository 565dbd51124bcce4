"""Redirects as hosts and servers read them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import quote

from plugins.permalinks.plan import Plan

_NOTE = "# Made by the publication; what is written here is overwritten."
_SAFE = "/:?=&#%~!$'()*+,;@"


def render_redirects_file(plan: Plan, base: str) -> bytes:
    """The ``_redirects`` file of Netlify, Cloudflare Pages and others; ``base`` is the site's path.

    A host that knows no 410 leaves such a line aside and shows the page that says so.
    """
    moved = [f"{_path(old, base)} {_path(new, base)} 301" for old, new in _sorted(plan.redirects)]
    gone = [f"{_path(old, base)} {base}/410.html 410" for old in sorted(plan.gone)]
    return _lines([_NOTE, *moved, *gone])


def render_nginx_redirects(plan: Plan, base: str) -> bytes:
    """The entries of nginx's ``map $uri $moved``: decoded path to encoded address."""
    return _lines(
        [
            _NOTE,
            *(
                f"{_quoted(f'{base}/{old}')} {_quoted(_path(new, base))};"
                for old, new in _sorted(plan.redirects)
            ),
        ]
    )


def render_nginx_gone(plan: Plan, base: str) -> bytes:
    """The entries of nginx's ``map $uri $gone``."""
    return _lines([_NOTE, *(f"{_quoted(f'{base}/{old}')} 1;" for old in sorted(plan.gone))])


def _path(address: str, base: str) -> str:
    return address if "://" in address else quote(f"{base}/{address}", safe=_SAFE)


def _quoted(text: str) -> str:
    """An nginx string: a dollar would begin a variable where it is a value, so it is encoded."""
    text = text.replace("\\", "\\\\").replace('"', '\\"').replace("$", "%24")
    return f'"{text}"'


def _sorted(redirects: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    return sorted(redirects.items())


def _lines(lines: list[str]) -> bytes:
    return ("\n".join(lines) + "\n").encode()
