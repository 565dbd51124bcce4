"""A comment's Markdown to HTML that can do no harm, set as the posts are.

Isso's own renderer (mistune, with HTML escaped) reads it, so that a comment
looks in the page as it did in Isso; nh3 keeps what is on a short list; the
typographer sets the text. Whatever is hostile ends as plain words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from html import escape
from xml.etree import ElementTree

import mistune
import nh3
from markdown import Markdown
from markdown.extensions import Extension

from plugins.discussion.cleaning import hide_addresses

LONG = 1500
# Beyond this nothing is read as Markdown: no honest comment needs it, and a parser's patience ends.
MOST_MARKDOWN = 12_000

_TAGS = {"a", "blockquote", "br", "code", "del", "em", "li", "ol", "p", "pre", "strong", "ul"}
# A comment has no headings of its own in the post's outline.
_HEADINGS = re.compile(r"<(/?)h[1-6]>")
_VOID = re.compile(r"<(br|hr)>")
_TAG = re.compile(r"<[^>]*>")
_UNLINKED = re.compile(r"<a(?: rel=\"nofollow ugc\")?>(.*?)</a>", re.DOTALL)
# Deeper than anybody answers within an answer; parsers elsewhere give up at some depth too.
_DEEPEST = 12


class CommentSetter:
    """Sets comments in one language; made once and used for all of them."""

    def __init__(self, extensions: Sequence[Extension] = ()) -> None:
        self._read: Callable[[str], object] = mistune.create_markdown(
            escape=True, hard_wrap=True, plugins=["strikethrough", "url"]
        )
        self._markdown = Markdown(extensions=list(extensions))
        plain = Markdown().treeprocessors
        self._processors = [
            one
            for one in self._markdown.treeprocessors
            if type(one) not in {type(other) for other in plain}
        ]

    def render(self, text: str) -> str:
        """The HTML of a cleaned text; where its markup shows nothing, or is a trap, its letters."""
        try:
            html = sanitise(str(self._read(text))) if len(text) <= MOST_MARKDOWN else ""
            if plain_words(html) and _depth(html) <= _DEEPEST:
                return self._set(hide_addresses(html))
        except (RecursionError, ElementTree.ParseError):
            pass
        return hide_addresses(sanitise(plain_html(text)))

    def _set(self, html: str) -> str:
        if not self._processors:
            return html.strip()
        xml = _VOID.sub(r"<\1/>", html).replace("&nbsp;", "\u00a0")
        root = ElementTree.fromstring(f"<div>{xml}</div>")  # noqa: S314 (nh3 wrote it)
        for processor in self._processors:
            processor.run(root)
        text = ElementTree.tostring(root, encoding="unicode", method="html")
        return text.removeprefix("<div>").removesuffix("</div>").strip()


def sanitise(html: str) -> str:
    """What is on the list, with links that lend nobody a reputation."""
    clean = nh3.clean(
        _HEADINGS.sub(r"<\1p>", html),
        tags=_TAGS,
        attributes={"a": {"href"}},
        attribute_filter=_web_alone,
        link_rel="nofollow ugc",
        strip_comments=True,
        clean_content_tags={"script", "style"},
    )
    return _UNLINKED.sub(r"\1", re.sub(r"<p>\s*</p>", "", clean))


def _web_alone(_tag: str, name: str, value: str) -> str | None:
    """An address without a host would be one of this site's, which a stranger cannot know."""
    if name == "rel":
        return value
    return value if re.match(r"https?://[^/\s]", value, re.IGNORECASE) else None


def _depth(html: str) -> int:
    """How deep elements lie in each other."""
    depth = deepest = 0
    for found in _TAG.finditer(html):
        if found[0] not in {"<br>", "<hr>"}:
            depth += -1 if found[0][1] == "/" else 1
            deepest = max(deepest, depth)
    return deepest


def plain_html(text: str) -> str:
    """Paragraphs and their lines, and nothing else."""
    paragraphs = re.split(r"\n\s*\n", text.strip())
    return "\n".join(f"<p>{escape(p).replace(chr(10), '<br>')}</p>" for p in paragraphs)


def plain_words(html: str) -> str:
    """The words of sanitised HTML, on one line."""
    text = _TAG.sub("", re.sub(r"<(?:br|/p|/li|/pre|/blockquote)>", " ", html))
    for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        text = text.replace(entity, character)
    return re.sub(r"[ \n\t]+", " ", text.replace("&nbsp;", "\u00a0")).strip()
