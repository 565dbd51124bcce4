"""Permanent ids: what a reader remembers a post, or a feed, by."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping

from plugins.model import Correction


def channel_id(site: str, folder: str) -> str:
    """The id of a feed: the site's own id (a UUID), or one made of it and of the feed's folder.

    Nothing of the host is in it, so that a move to another domain is none for
    readers (RFC 4287, 4.2.6: permanent, whatever becomes of the feed).
    """
    base = uuid.UUID(site)
    return (uuid.uuid5(base, folder) if folder else base).urn


def find_channel(published: Mapping[str, str], folders: Iterable[str], atom: str) -> str | None:
    """The id that subscribers know a channel by which is, or was, in the first of ``folders``.

    ``published`` are the ids of feeds by their addresses, ``atom`` the name of
    the document in the folder. A topic that is renamed keeps its feeds' id.
    """
    for folder in folders:
        if known := published.get(f"{folder}{atom}"):
            return known.partition("#")[0]
    return None


def item_id(post: str, corrections: Iterable[Correction]) -> str:
    """The id of a post in feeds: its own, for ever, unless a correction is to be sent again.

    Readers remember ids and nothing else, so that ``resend: true`` can only be
    kept with another id; its date makes it the same at each build.
    """
    resent = [c.date for c in corrections if c.resend]
    if not resent:
        return post
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{post}#{max(resent).isoformat()}").urn


def correction_id(post: str, correction: Correction, number: int) -> str:
    """The id of a correction: the post's, its date, and its number among those of one moment."""
    name = f"{post}#correction:{correction.date.isoformat()}:{number}"
    return uuid.uuid5(uuid.NAMESPACE_URL, name).urn
