"""The e-mail edition: posts since a day as one message, ready for any mailing service.

It is made from the published Atom feed and the archives behind it (RFC 5005):
what is mailed is what the public can read, with its links full already.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from html import escape
from pathlib import Path
from urllib.parse import urlsplit

from babel.dates import format_date
from lxml import etree
from lxml import html as lxml_html

from plugins.desk.plain import one_line, plain_text
from plugins.messages import Gettext

_ATOM = "{http://www.w3.org/2005/Atom}"
# Mail programs drop style elements and classes: each tag gets its own few words.
_STYLES = {
    "h1": "font:700 26px/1.25 Georgia,serif;margin:0 0 16px",
    "h2": "font:700 21px/1.3 Georgia,serif;margin:28px 0 8px",
    "h3": "font:700 18px/1.3 Georgia,serif;margin:24px 0 8px",
    "p": "margin:0 0 14px",
    "a": "color:#8a3f14",
    "img": "max-width:100%;height:auto;border:0",
    "pre": "padding:12px;background:#f1eadd;font:14px/1.45 monospace;white-space:pre-wrap",
    "blockquote": "margin:0 0 14px;padding:0 0 0 16px;border-left:3px solid #d8ccb8",
    "table": "border-collapse:collapse",
    "td": "padding:4px 10px;border:1px solid #d8ccb8",
    "th": "padding:4px 10px;border:1px solid #d8ccb8;text-align:left",
    "hr": "margin:24px 0;border:0;border-top:1px solid #d8ccb8",
}
_BODY = (
    "max-width:600px;margin:0 auto;padding:24px 16px;background:#ffffff;color:#2b211b;"
    "font:17px/1.55 Arial,sans-serif"
)


@dataclass(frozen=True, slots=True)
class Post:
    """One entry of the feed; ``summary`` is plain text, ``content`` HTML with full addresses."""

    title: str
    link: str
    summary: str
    content: str
    published: datetime
    authors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """What one message says; ``unsubscribe`` stands for the link that the service puts in."""

    site: str
    home: str
    language: str
    posts: tuple[Post, ...]
    unsubscribe: str


def read_letter(folder: Path, atom: str, since: datetime, unsubscribe: str) -> Letter:
    """The posts published at ``since`` or later, newest first, from the edition in ``folder``.

    Follows ``prev-archive`` through the files as far as it takes. Raises
    OSError where there is no edition.
    """
    root = etree.fromstring((folder / atom).read_bytes())
    links = {link.get("rel", ""): link.get("href", "") for link in root.iterfind(f"{_ATOM}link")}
    base = links["self"].removesuffix(atom)
    found: dict[str, Post] = {}
    document: etree._Element | None = root
    while document is not None:
        page = dict(_posts(document))
        found = {**page, **found}  # the subscription document's word is the last
        document = _previous(document, folder, base) if _all_since(page, since) else None
    posts = sorted(
        (p for p in found.values() if p.published >= since), key=lambda p: p.published, reverse=True
    )
    language = root.get("{http://www.w3.org/XML/1998/namespace}lang", "fr")
    title = one_line(root.findtext(f"{_ATOM}title", ""))
    return Letter(title, links["alternate"], language, tuple(posts), unsubscribe)


def find_post(folder: Path, atom: str, address: str) -> Post | None:
    """The post at ``address``, relative to the site's root, from the feed or its archives.

    None where none has it. Raises OSError where there is no edition.
    """
    document: etree._Element | None = etree.fromstring((folder / atom).read_bytes())
    assert document is not None
    link = document.find(f"{_ATOM}link[@rel='self']")
    base = link.get("href", "").removesuffix(atom) if link is not None else ""
    while document is not None:
        for _, post in _posts(document):
            if post.link == base + address:
                return post
        document = _previous(document, folder, base)
    return None


def _all_since(page: dict[str, Post], since: datetime) -> bool:
    return all(post.published >= since for post in page.values())


def _previous(document: etree._Element, folder: Path, base: str) -> etree._Element | None:
    for link in document.iterfind(f"{_ATOM}link[@rel='prev-archive']"):
        return etree.fromstring((folder / link.get("href", "").removeprefix(base)).read_bytes())
    return None


def _posts(document: etree._Element) -> Iterator[tuple[str, Post]]:
    for entry in document.iterfind(f"{_ATOM}entry"):
        link = entry.find(f"{_ATOM}link[@rel='alternate']")
        yield (
            entry.findtext(f"{_ATOM}id", ""),
            Post(
                title=one_line(entry.findtext(f"{_ATOM}title", "")),
                link=link.get("href", "") if link is not None else "",
                summary=entry.findtext(f"{_ATOM}summary", ""),
                content=entry.findtext(f"{_ATOM}content", ""),
                published=datetime.fromisoformat(entry.findtext(f"{_ATOM}published", "")),
                authors=tuple(n.text or "" for n in entry.iterfind(f"{_ATOM}author/{_ATOM}name")),
            ),
        )


def render_letter(letter: Letter, gettext: Gettext) -> bytes:
    """The message (RFC 5322) in plain text and HTML (RFC 2046, 5.1.4); same posts, same bytes.

    It is dated by its newest post. The sender is a place to fill in, as is the
    link of RFC 2369's ``List-Unsubscribe``. Whether a POST to that link suffices
    (RFC 8058) is the mailing service's to say.
    """
    message = EmailMessage()
    host = urlsplit(letter.home).hostname or "localhost"
    only = letter.posts[0].title if not letter.posts[1:] else ""
    many = gettext("{site}: {number} new posts")
    message["Subject"] = only or many.format(site=letter.site, number=len(letter.posts))
    message["From"] = f'"{letter.site}" <lettre@{host}>'
    message["To"] = "undisclosed-recipients:;"
    message["Date"] = format_datetime(letter.posts[0].published)
    name = "\n".join(post.link for post in letter.posts)
    message["Message-ID"] = f"<{uuid.uuid5(uuid.NAMESPACE_URL, name)}@{host}>"
    message["List-Unsubscribe"] = f"<{letter.unsubscribe}>"
    message.set_content(_plain(letter, gettext), cte="quoted-printable")
    message.add_alternative(_html(letter, gettext), subtype="html", cte="quoted-printable")
    message.set_boundary(f"=_{hashlib.sha256(name.encode()).hexdigest()[:32]}")
    return message.as_bytes()


def _plain(letter: Letter, gettext: Gettext) -> str:
    parts = []
    for post in letter.posts:
        head = f"{post.title}\n{'=' * min(len(post.title), 72)}\n{_credits(post, letter)}"
        parts.append(f"{head}\n{post.link}\n\n{plain_text(post.content)}")
    leave = gettext("To receive these letters no more: {url}").format(url=letter.unsubscribe)
    return "\n\n\n".join([*parts, f"-- \n{letter.site}\n{letter.home}\n{leave}"]) + "\n"


def _html(letter: Letter, gettext: Gettext) -> str:
    parts = [
        f'<h1><a href="{escape(post.link)}">{escape(post.title)}</a></h1>'
        f"<p>{escape(_credits(post, letter))}</p>{post.content}<hr>"
        for post in letter.posts
    ]
    leave = gettext("To receive these letters no more")
    foot = (
        f'<p><a href="{escape(letter.home)}">{escape(letter.site)}</a> · '
        f'<a href="{escape(letter.unsubscribe)}">{escape(leave)}</a></p>'
    )
    body = lxml_html.fragment_fromstring("".join([*parts, foot]), create_parent="div")
    body.set("style", _BODY)
    for element in body.iter(*_STYLES):
        element.set("style", _STYLES[str(element.tag)])
    head = f'<!DOCTYPE html>\n<html lang="{letter.language}">\n<head><meta charset="utf-8">'
    inner = lxml_html.tostring(body, encoding="unicode")
    return f"{head}<title>{escape(letter.site)}</title></head>\n<body>\n{inner}\n</body>\n</html>\n"


def _credits(post: Post, letter: Letter) -> str:
    locale = letter.language.replace("-", "_")
    return f"{', '.join(post.authors)} · {format_date(post.published, 'long', locale=locale)}"
