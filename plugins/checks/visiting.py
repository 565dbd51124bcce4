"""The adapter to urllib3: external addresses asked for as a polite visitor would.

One request at a time to a host, with a pause between; HEAD first, GET where
that is not answered; what the server asks for by Retry-After or robots.txt is
done. What answered well is not asked again for some days.
"""

from __future__ import annotations

import json
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from urllib3 import PoolManager, Retry, Timeout
from urllib3.exceptions import HTTPError, MaxRetryError, SSLError

from plugins.checks.rules.external import FORBIDDEN, Answer
from plugins.files import write_atomic

_HOSTS_AT_ONCE = 8
_MOST_HOPS = 8
_LONGEST_WAIT = 60
_MOST_ROBOTS = 500_000
_DAY = 86_400
_PERMANENT = frozenset({301, 308})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_TRY_AGAIN = frozenset({429, 500, 502, 503, 504})
_NAME = "house-links"


@dataclass(frozen=True)
class Manners:
    """Who asks (the site's address), and how: seconds for an answer, between two, and retries."""

    site: str
    seconds: float = 15
    pause: float = 1
    retries: int = 2
    backoff: float = 1


class Visitor:
    """Asks for addresses; one for all threads, as urllib3's pools are."""

    def __init__(self, manners: Manners) -> None:
        self.manners = manners
        agent = f"{_NAME}/1.0 (+{manners.site}/)"
        self._pool = PoolManager(
            num_pools=_HOSTS_AT_ONCE,
            headers={"User-Agent": agent, "Accept": "*/*"},
            timeout=Timeout(manners.seconds),
            retries=Retry(
                total=manners.retries,
                redirect=False,
                status_forcelist=_TRY_AGAIN,
                allowed_methods=None,
                backoff_factor=manners.backoff,
                retry_after_max=_LONGEST_WAIT,
                raise_on_status=False,
            ),
        )

    def visit_all(self, addresses: Iterable[str]) -> dict[str, Answer]:
        """The answer of each address; several hosts at once, one request at a time to each."""
        by_host: dict[str, list[str]] = defaultdict(list)
        for address in sorted(set(addresses)):
            by_host[urlsplit(address).netloc.lower()].append(address)
        with ThreadPoolExecutor(_HOSTS_AT_ONCE) as executor:
            groups = list(executor.map(self._visit_host, by_host.values()))
        return {address: answer for group in groups for address, answer in group.items()}

    def _visit_host(self, addresses: list[str]) -> dict[str, Answer]:
        may_ask = self._read_robots(addresses[0])
        answers = {}
        for address in addresses:
            if not may_ask(address):
                answers[address] = Answer(FORBIDDEN)
                continue
            time.sleep(self.manners.pause)
            answers[address] = self.visit(address)
        return answers

    def visit(self, address: str) -> Answer:
        """The answer at the end of all redirects; ``moved`` follows the permanent ones."""
        here, moved, is_permanent = _ascii(address), "", True
        for _ in range(_MOST_HOPS):
            try:
                status, location = self._ask(here)
            except HTTPError as error:
                return Answer(0, _reason(error), moved)
            if status not in _REDIRECTS or not location:
                return Answer(status, "", moved)
            here = urljoin(here, _ascii(location))
            if not here.startswith(("http://", "https://")):
                return Answer(status, "", moved)
            is_permanent = is_permanent and status in _PERMANENT
            moved = here if is_permanent else moved
        return Answer(0, "too many redirects", "")

    def _ask(self, address: str) -> tuple[int, str]:
        """The status and Location of an answer: to HEAD, or to GET where that says no."""
        status, location = 0, ""
        for method in ("HEAD", "GET"):
            response = self._pool.request(method, address, redirect=False, preload_content=False)
            status, location = response.status, response.headers.get("Location", "")
            # A body may be a film: it is not read, and its connection not used again.
            response.close()
            if status < 400:  # noqa: PLR2004 (HTTP's first status of a fault)
                break
        return status, location

    def _read_robots(self, address: str) -> Callable[[str], bool]:
        """What the host's robots.txt allows; one that is not there, or not read, allows all."""
        robots = RobotFileParser()
        try:
            response = self._pool.request(
                "GET", urljoin(address, "/robots.txt"), preload_content=False
            )
            text = response.read(_MOST_ROBOTS) if response.status == 200 else b""  # noqa: PLR2004
            response.close()
        except HTTPError:
            text = b""
        robots.parse(text.decode("utf-8", "replace").splitlines())
        return lambda url: robots.can_fetch(_NAME, url)


def visit_remembered(
    addresses: Iterable[str], visitor: Visitor, path: Path, days: int
) -> Mapping[str, Answer]:
    """The answers, from the file at ``path`` where one is good and not older than ``days``."""
    now, known = time.time(), _recall(path)
    wanted = set(addresses)
    fresh = {
        address: answer
        for address, (answer, asked) in known.items()
        if address in wanted and 0 <= now - asked < days * _DAY
    }
    asked_now = visitor.visit_all(wanted - set(fresh))
    kept = {address: (known[address][0], known[address][1]) for address in fresh}
    kept |= {address: (answer, now) for address, answer in asked_now.items() if answer.is_good}
    lines = {a: [answer.status, answer.moved, asked] for a, (answer, asked) in sorted(kept.items())}
    write_atomic(path, json.dumps(lines, indent=0, ensure_ascii=False).encode())
    return {**fresh, **asked_now}


def _recall(path: Path) -> dict[str, tuple[Answer, float]]:
    """What was remembered; nothing where the file is missing or damaged."""
    try:
        found = json.loads(path.read_bytes())
        return {
            address: (Answer(int(status), "", str(moved)), float(asked))
            for address, (status, moved, asked) in found.items()
        }
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _ascii(address: str) -> str:
    """An address as HTTP carries it; what is quoted already stays."""
    return quote(address, safe="/:?#[]@!$&'()*+,;=%~")


def _reason(error: HTTPError) -> str:
    """The last cause in few words, without the addresses that urllib3 puts around it."""
    if isinstance(error, MaxRetryError) and error.reason is not None:
        return _reason(error.reason) if isinstance(error.reason, HTTPError) else str(error.reason)
    name = type(error).__name__.removesuffix("Error")
    if isinstance(error, SSLError):
        return "TLS"
    return {"NameResolution": "DNS", "ConnectTimeout": "timeout", "ReadTimeout": "timeout"}.get(
        name, name
    )
