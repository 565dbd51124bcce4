"""What readers answer, as items of feeds of their own."""

from __future__ import annotations

import uuid
from html import escape
from typing import Any

from plugins.feeds.characters import remove_forbidden
from plugins.feeds.model import Item, Person
from plugins.messages import Gettext
from plugins.model import Comment, Stance

_LONGEST_SUMMARY = 300


def thread_channel_id(site: str, key: str) -> str:
    """The id of the feed of one post's comments: it stays when the post's address changes."""
    return uuid.uuid5(uuid.UUID(site), f"comments:{key}").urn


def comment_item(
    post: Any, comment: Comment, siteurl: str, gettext: Gettext, language: str | None
) -> Item:
    """One comment on ``post``, under the id that it keeps; ``language`` where not the channel's."""
    link = f"{siteurl}/{comment.url}"
    name = comment.author or gettext("Anonymous")
    stance = _stance(comment.stance, gettext)
    opening = f"<p><strong>{escape(stance)}</strong></p>\n" if stance else ""
    text = f"{stance} – {comment.text}" if stance else comment.text
    summary = text if len(text) <= _LONGEST_SUMMARY else f"{text[:_LONGEST_SUMMARY].rstrip()}…"
    return Item(
        id=comment.id,
        title=remove_forbidden(gettext("{name} on “{title}”").format(name=name, title=post.title)),
        link=link,
        summary=remove_forbidden(summary),
        content=remove_forbidden(f"{opening}{comment.html}"),
        published=comment.created,
        updated=comment.modified or comment.created,
        authors=(Person(name, comment.website or link),),
        language=language,
    )


def _stance(stance: Stance | None, gettext: Gettext) -> str:
    words: dict[Stance, str] = {
        "for": gettext("For"),
        "against": gettext("Against"),
        "nuance": gettext("Nuance"),
        "question": gettext("Question"),
    }
    return words[stance] if stance else ""
