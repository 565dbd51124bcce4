"""Nothing written twice: one page an address, one post an id."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from plugins.messages import msg
from plugins.model import Claim
from plugins.problems import Problem


def check_addresses(claims: Iterable[Claim]) -> Iterator[Problem]:
    """A problem at the later file of two that would be written to one place.

    Compared without case: two names that differ by case alone are one file on
    many computers.
    """
    for first, claim in _twice(claims, lambda claim: claim.save_as.casefold()):
        url = claim.save_as.removesuffix("index.html")
        yield Problem(
            "duplicate-address",
            msg("The address /{url} is already that of {other}.", url=url, other=_name(first))
            if first.source
            else msg("The address /{url} is that of a page which the site makes itself.", url=url),
            msg("Give one of the two another “slug”."),
            claim.source,
            claim.line,
        )


def check_ids(claims: Iterable[Claim]) -> Iterator[Problem]:
    """A problem at the later of two posts with one permanent id."""
    identified = (claim for claim in claims if claim.id is not None)
    for first, claim in _twice(identified, lambda claim: claim.id or ""):
        yield Problem(
            "duplicate-id",
            msg("The id is already that of {other}.", other=_name(first)),
            msg("Give the newer of the two posts a new id: each is for one post, for ever."),
            claim.source,
            claim.line,
        )


def _twice(claims: Iterable[Claim], key: Callable[[Claim], str]) -> Iterator[tuple[Claim, Claim]]:
    """Each claim whose key was seen, with the one that had it first in the order of files.

    A page that the house makes by itself comes before any file: the author can
    rename a file, not the home page.
    """
    seen: dict[str, Claim] = {}
    for claim in sorted(
        claims, key=lambda c: (c.source is not None, c.source or Path(), c.save_as)
    ):
        first = seen.setdefault(key(claim), claim)
        if first is not claim:
            yield first, claim


def _name(claim: Claim) -> str:
    """The last two parts of the path: with one alone, every post would be called index.md."""
    return "/".join(claim.source.parts[-2:]) if claim.source else ""
