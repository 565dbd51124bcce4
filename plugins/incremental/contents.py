"""What pages see of a post or a page: all of it on its own, a card of it on any other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from plugins.incremental.views import is_same

_ABSENT = object()

# What a list, a neighbour or a translation shows of a post.
CARD = (
    *("url", "title", "lang", "slug", "summary", "status", "scheduled", "date", "modified"),
    *("profiles", "topics", "cover", "comment_count"),
)
# What is Pelican's own business, or said better elsewhere.
HIDDEN = frozenset(
    {
        *(
            "settings",
            "metadata",
            "source",
            "text",
            "source_path",
            "card_order",
            "relative_source_path",
            "template",
        ),
        *("author", "authors", "category", "timezone", "date_format", "locale_date", "reader"),
        *("locale_modified", "in_default_lang", "image_file", "path"),
    }
)


@dataclass(frozen=True)
class Beside:
    """The page of a list before or after one that is shown: what is on it, this does not show."""

    number: int
    url: str


def card_of(content: Any) -> dict[str, Any]:
    """What a page shows of a post that is not its own."""
    values = {name: getattr(content, name, _ABSENT) for name in CARD}
    return {name: value for name, value in values.items() if value is not _ABSENT}


def whole_of(content: Any) -> dict[str, Any]:
    """All that a post or a page has of plain data, and its text."""
    given = {name: value for name, value in vars(content).items() if name[0] != "_"}
    values = {name: value for name, value in given.items() if name not in HIDDEN} | card_of(content)
    # Resolved whether it is rendered or not: a link that leads nowhere is told at every build.
    values["content"] = content.content
    return values


def others_of(values: Mapping[str, Any], text: Any) -> dict[str, Any]:
    """What the site has made of a post or a page with these ``values``: its text says the rest."""
    own = text.own if text.key else {}
    return {name: value for name, value in values.items() if not is_same(value, own.get(name))}
