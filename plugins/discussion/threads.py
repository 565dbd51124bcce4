"""Comments as Isso keeps them, to the discussion that pages show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from zoneinfo import ZoneInfo

from plugins.discussion.cleaning import clean_name, clean_text, clean_website
from plugins.discussion.markup import LONG, plain_words
from plugins.discussion.records import Record, Thread, comment_id, moment
from plugins.discussion.stances import count_stances, split_stance
from plugins.model import Branch, Comment, Discussion


def build_discussion(
    thread: Thread,
    url: str,
    folder: str,
    branches: int,
    zone: ZoneInfo,
    render: Callable[[str], str],
    counterpoint: int | None = None,
) -> Discussion:
    """The discussion of a post at ``url``; ``branches`` of it stand on each page.

    Dates are those of ``zone``.

    The first page is the post's own; others lie in its ``folder``. Oldest
    first, so that what comes later moves nothing to another page.
    """
    roots, replies = _grow(thread.records)
    pages = []
    for number, start in enumerate(range(0, len(roots), branches)):
        place = page_url(url, folder, number)
        pages.append(
            tuple(
                Branch(
                    _comment(root, thread.key, place, zone, render),
                    tuple(
                        _comment(one, thread.key, place, zone, render)
                        for one in replies[root.number]
                    ),
                )
                for root in roots[start : start + branches]
            )
        )
    every = [one for page in pages for branch in page for one in (branch.comment, *branch.replies)]
    said = tuple(sorted((c for c in every if not c.is_withdrawn), key=_age))
    return Discussion(
        key=thread.key,
        url=url,
        pages=tuple(pages),
        comments=said,
        tally=count_stances(comment.stance for comment in said),
        counterpoint=next((one for one in said if one.number == counterpoint), None),
        was_opened=True,
    )


def page_url(url: str, folder: str, number: int) -> str:
    """The address of the page that shows the part ``number`` (from 0) of a discussion."""
    if number == 0:
        return url
    return f"{url}{folder}" if number == 1 else f"{url}{folder}page/{number}/"


def _age(comment: Comment) -> tuple[float, int]:
    return (comment.created.timestamp(), comment.number)


def _grow(records: Iterable[Record]) -> tuple[list[Record], Mapping[int, list[Record]]]:
    """Comments to the post, and by number of each what it was answered, at whatever depth.

    As Isso does, answers to answers stand in one line under the first comment.
    One whose parent is gone, or that leads back to itself, stands by itself.
    """
    ordered = sorted(records, key=lambda one: (one.created, one.number))
    by_number = {one.number: one for one in ordered}
    roots: list[Record] = []
    replies: dict[int, list[Record]] = defaultdict(list)
    for one in ordered:
        root, seen = one, {one.number}
        while root.parent in by_number and root.parent not in seen:
            root = by_number[root.parent]
            seen.add(root.number)
        if root is one or root.parent in by_number:
            roots.append(one)
        elif not one.is_withdrawn:
            replies[root.number].append(one)
    alive = [one for one in roots if not one.is_withdrawn or replies[one.number]]
    return alive, replies


def _comment(
    record: Record, key: str, page: str, zone: ZoneInfo, render: Callable[[str], str]
) -> Comment:
    stance, text = split_stance(clean_text(record.text))
    html = "" if record.is_withdrawn else render(text)
    return Comment(
        number=record.number,
        id=comment_id(key, record),
        url=f"{page}#comment-{record.number}",
        created=moment(record.created, zone),
        modified=moment(record.modified, zone) if record.modified else None,
        author=clean_name(record.author),
        website=clean_website(record.website),
        stance=None if record.is_withdrawn else stance,
        html=html,
        text=plain_words(html),
        parent=record.parent,
        is_withdrawn=record.is_withdrawn,
        is_long=len(text) > LONG,
    )
