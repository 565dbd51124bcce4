"""The permanent id of a post, which feed readers remember it by."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from plugins.feeds.characters import code_of, forbidden_in
from plugins.identity import fallback_id
from plugins.messages import msg
from plugins.model import Identities
from plugins.problems import Problem
from plugins.proofreading import POSTS, Addition, Around, Example, Finding, Rule
from plugins.texts import Text


def missing_id(path: Path, *, is_fatal: bool) -> Problem:
    """What was published under an id is never again seen under another; none is made up for it."""
    return Problem(
        "missing-id",
        msg("The post has no permanent id: a new address would show it twice in feed readers."),
        msg("Run make check FIX=1, which writes it into the front matter."),
        path,
        1,
        severity="error" if is_fatal else "warning",
    )


def forbidden(article: Any) -> Iterator[Problem]:
    """A warning for each character that feeds must leave out, at its line."""
    source = article.source
    if not forbidden_in(f"{article.title}\n{article.summary}\n{source.body}"):
        return
    places = [(article.title, source.line("title")), (article.summary, source.line("summary"))]
    body = source.body.split("\n")
    places += [(line, number) for number, line in enumerate(body, source.body_line)]
    for text, line in places:
        for found in forbidden_in(text):
            yield Problem(
                "forbidden-character",
                msg("Character U+{code:04X} is left out of the feeds.", code=code_of(found)),
                msg("Delete it: XML, in which feeds are written, cannot carry it."),
                source.path,
                line,
                severity="warning",
            )


def mint_id(slug: str, path: Path, identities: Identities, aliases: Iterable[str] = ()) -> str:
    """The id to write down for a post that has none: the one it is known by already.

    That of the ledger, where the post was published here or at one of its
    ``aliases``; else the one that feeds make of its slug, so that no subscriber
    is shown it twice; else, where another post has that one (it was once at this
    address), the next that is free. Never a random one: two runs agree.
    """
    for name in (slug, *aliases):
        known = identities.published.get(name)
        if known and identities.taken.get(known) in {None, path}:
            return known
    candidate, number = fallback_id(slug), 1
    while candidate in identities.taken and identities.taken[candidate] != path:
        number += 1
        candidate = uuid.uuid5(uuid.NAMESPACE_URL, f"urn:post:{slug}#{number}").urn
    return candidate


def _missing_id(text: Text, around: Around) -> Iterator[Finding]:
    if text.source.get("id") is None:
        known = around.get(Identities) or Identities()
        aliases = text.source.get("aliases", ())
        minted = mint_id(text.source.slug, text.source.path, known, aliases)
        value = minted.removeprefix("urn:uuid:")
        yield Finding(key="id", values={"id": value}, repair=Addition("id", value))


RULES = (
    Rule(
        code="missing-id",
        severity="warning",
        reason=msg(
            "Feed readers remember posts by their ids. One that stands in the file stays the same "
            "when the post gets another address; the repair writes down the one that feeds "
            "already give, so that nobody sees the post again."
        ),
        cause=msg(
            "The post has no permanent id: a new address would show it twice in feed readers."
        ),
        remedy=msg("Add to the front matter: id: {id}"),
        find=_missing_id,
        failing=Example("---\ntitle: Un\ndate: 2026-01-02\n---\nUn texte.\n", at="---"),
        passing=Example("Un texte dont les champs ont un id.\n"),
        kinds=POSTS,
        repairs=True,
    ),
)
