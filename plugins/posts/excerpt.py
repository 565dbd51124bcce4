"""The summary that a post did not write, and how long it takes to read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import ceil

from lxml import html as lxml_html

_SENTENCE_END = re.compile(r"[.!?…]+(?:[\s\u00a0\u202f]*[»”\")])?(?=\s|$)")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(«\u00a0\u202f’'])(?:M|MM|Mme|Dr|Me|Mgr|St|cf|ex|fig|no|p|pp|vol|chap|art|env|av|apr|"
    r"J|Mr|Mrs|Ms|e\.g|i\.e|vs|c\.-à-d|J\.-C|(?:[A-Z]\.)*[A-Z])\.$"
)
_SPACES = re.compile(r"[ \t\n\r\f\v]+")
_TAG = re.compile(r"<[^>]+>")
_WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")


def make_excerpt(html: str, length: int) -> str:
    """Plain text from the first paragraphs of ``html``, ended where a sentence ends.

    At most ``length`` characters where the first sentence allows it; a longer
    first sentence is cut at a word, with an ellipsis. Footnote marks, headings,
    pictures, code and quotations are not the author's opening and are left out.
    """
    text = ""
    for paragraph in _paragraphs(html):
        joined = f"{text} {paragraph}".strip()
        if len(joined) > length:
            return _cut(joined, length)
        text = joined
    return text


def count_words(html: str) -> int:
    """Words of the text; an elision or a compound («l’IA», «demi-tour») is one."""
    parts = _TAG.sub(" ", html).split()
    mixed = [part for part in parts if not part.isalnum()]  # the others are one word each
    return len(parts) - len(mixed) + len(_WORD.findall(" ".join(mixed)))


def reading_minutes(words: int, words_per_minute: int) -> int:
    """Whole minutes, at least one."""
    return max(1, ceil(words / words_per_minute))


def _paragraphs(html: str) -> Iterator[str]:
    if not html.strip():
        return
    root = lxml_html.fragment_fromstring(html, create_parent="div")
    for mark in root.xpath(".//sup[starts-with(@id, 'fnref')] | .//script | .//style"):
        mark.drop_tree()
    for line_break in root.iter("br"):
        line_break.tail = f" {line_break.tail or ''}"
    texts = (paragraph.text_content() for paragraph in root.iterchildren("p"))
    yield from filter(None, (_SPACES.sub(" ", text).strip() for text in texts))


def _cut(text: str, length: int) -> str:
    # One character more, to see what follows an end; no further, so that the cost has a bound.
    beginning = text[: length + 4]
    fitting = [
        found.end()
        for found in _SENTENCE_END.finditer(beginning)
        if found.end() <= length and not _ABBREVIATION.search(beginning[: found.end()])
    ]
    if fitting:
        return text[: fitting[-1]]
    cut = text[: length - 1]
    return (cut[: cut.rfind(" ")] if " " in cut else cut).rstrip(" ,;:–—-\u00a0\u202f") + "…"
