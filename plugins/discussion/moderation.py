"""What a moderator is shown of a comment: a mail, and two small pages that its links lead to.

In the author's language, and without what is private: a mail stays where it
arrives, longer than the site promises to keep an e-mail or an address.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import Literal

from plugins.discussion.cleaning import clean_name, clean_text
from plugins.messages import Gettext

# What a form says that was seen; as Isso's addresses name the two actions.
SEEN = "seen"
Action = Literal["activate", "delete"]

_LONGEST = 3000  # characters of a comment in a mail; its page shows all
_PAGE = """<!doctype html>
<html lang="{lang}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; font: 1.125rem/1.6 system-ui, sans-serif; }}
body {{ max-width: 40rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: anywhere; }}
h1 {{ font-size: 1.5rem; line-height: 1.2; }}
blockquote {{ margin: 1rem 0; padding-left: 1rem; border-left: 3px solid; white-space: pre-line; }}
button {{ padding: 0.5rem 1.25rem; font: inherit; font-weight: 600; }}
</style>
<h1>{title}</h1>
{body}
</html>
"""


@dataclass(frozen=True, slots=True)
class Received:
    """A comment as it came: ``title`` is its post's; ``key`` is None for no post of ours."""

    number: int
    created: float
    modified: float | None
    title: str
    author: str
    text: str
    key: str | None = None
    is_waiting: bool = True

    @property
    def handle(self) -> str:
        """Its number, and a digest of what it says: who accepts it accepts no later text."""
        words = f"{self.modified}\0{self.author}\0{self.text}".encode()
        return f"{self.number}-{hashlib.sha256(words).hexdigest()[:6]}"


@dataclass(frozen=True, slots=True)
class Links:
    """Where a moderator acts, and where the comment is or will be: full addresses."""

    accept: str
    erase: str
    place: str
    all: str


def render_mail(comment: Received, links: Links, gettext: Gettext) -> tuple[str, str]:
    """The subject, on one line whatever a stranger typed, and the text of a mail."""
    waits, is_there = gettext("A comment waits: {title}"), gettext("A new comment: {title}")
    subject = (waits if comment.is_waiting else is_there).format(title=clean_name(comment.title))
    words = clean_text(comment.text)
    if len(words) > _LONGEST:
        words = f"{words[:_LONGEST].rstrip()}…"
    ways = [
        gettext("To publish it: {address}").format(address=links.accept),
        gettext("To erase it: {address}").format(address=links.erase),
        gettext("Its post: {address}").format(address=links.place),
        gettext("All comments: {address}").format(address=links.all),
    ]
    if not comment.is_waiting:
        del ways[0]
    return subject, "\n".join([_opening(comment, gettext), "", words, "", *ways, ""])


def render_question(action: Action, comment: Received, lang: str, gettext: Gettext) -> str:
    """The page that asks whether to act: a mail program may follow a link by itself."""
    question, word = {
        "activate": (gettext("Publish this comment?"), gettext("Publish")),
        "delete": (gettext("Erase this comment for good?"), gettext("Erase")),
    }[action]
    body = [
        f"<p>{escape(_opening(comment, gettext))}</p>",
        f"<blockquote>{escape(clean_text(comment.text))}</blockquote>",
        f'<form method="post" action="?{SEEN}={comment.handle}">',
        f"<button>{escape(word)}</button>",
        "</form>",
    ]
    return _page(question, body, lang)


def render_outcome(action: Action, links: Links, lang: str, gettext: Gettext) -> str:
    """The page that says what was done."""
    done = {
        "activate": gettext("The comment is accepted: the next publication shows it."),
        "delete": gettext("The comment is erased: the next publication is without it."),
    }[action]
    ways = {links.place: gettext("To the post"), links.all: gettext("All comments")}
    return _page(
        done, [f'<p><a href="{escape(a)}">{escape(w)}</a></p>' for a, w in ways.items()], lang
    )


def _opening(comment: Received, gettext: Gettext) -> str:
    name = clean_name(comment.author) or gettext("Anonymous")
    return gettext("{name} on “{title}”").format(name=name, title=clean_name(comment.title))


def _page(title: str, body: Iterable[str], lang: str) -> str:
    return _PAGE.format(title=escape(title), body="\n".join(body), lang=escape(lang))
