"""The few lines that follow a post in a reader: who wrote it, and how to answer."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from plugins.mailing import reply_link
from plugins.messages import Gettext
from plugins.model import Profile


def render_footer(
    profiles: Iterable[Profile], title: str, page: str, siteurl: str, gettext: Gettext
) -> str:
    """HTML for after the content: each author's line, «Débattre», «Répondre par courriel».

    ``page`` is the post's full address. Mail is offered only where a profile
    says an address.
    """
    profiles = tuple(profiles)
    signed = gettext("{name}: {words}")
    lines = [
        f'<a href="{siteurl}/{profile.url}">{escape(profile.name)}</a>' for profile in profiles
    ]
    lines = [
        f"<p>{signed.format(name=line, words=escape(profile.bio))}</p>"
        for line, profile in zip(lines, profiles, strict=True)
    ]
    debate, reply = gettext("Debate"), gettext("Reply by e-mail")
    links = [f'<a href="{discussion_of(page)}">{debate}</a>']
    if address := reply_link(profiles, title):
        links.append(f'<a href="{address}">{reply}</a>')
    return "\n".join(["<hr>", *lines, f"<p>{' · '.join(links)}</p>"])


def discussion_of(page: str) -> str:
    """Where a post is debated: the section at the end of its page."""
    return f"{page}#part_debate"
