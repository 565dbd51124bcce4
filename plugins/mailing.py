"""An invitation to write by mail: a link that needs neither a script nor an account."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote

from plugins.model import Profile


def reply_link(profiles: Iterable[Profile], title: str) -> str:
    """The link by which the authors of a text are answered; "" where none says an address.

    The subject's spaces are %20: a mail program shows a plus as a plus (RFC 6068, 5).
    """
    writers = ",".join(quote(one.email, safe="@") for one in profiles if one.email)
    return f"mailto:{writers}?subject={quote(f'Re: {title}', safe='')}" if writers else ""
