"""What pages see of a post or a page: all of it on its own, a card of it on any other."""

from __future__ import annotations

from dataclasses import dataclass

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
