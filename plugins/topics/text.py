"""The words that a post says itself: without code, addresses, markup and others' signatures."""

from __future__ import annotations

import re
from html import unescape

# Patterns for lines begin with the line feed before them: a search for it is far quicker than
# one for a line's beginning. `plain_text` therefore puts an empty line before the text.
_FENCE = re.compile(
    r"\n(?P<mark>`{3,}|~{3,})[^\n]*\n.*?(?:^(?P=mark)[`~]*[ \t]*$|\Z)", re.MULTILINE | re.DOTALL
)
_INDENTED = re.compile(r"(?<=\n\n)(?:(?: {4}|\t)[^\n]*(?:\n|\Z))+")
_BLANK = re.compile(r"\n[ \t]*\n")
_ITEM = re.compile(r"^ {0,3}(?:[-*+]|\d{1,9}[.)]|\[\^[^\]\n]+\]:)[ \t]", re.MULTILINE)
_WITHIN = re.compile(r"(?: {8}|\t\t| {4}\t)")
_ELEMENTS = re.compile(
    r"<(?P<tag>pre|code|kbd|samp|var|script|style|nav|cite|footer|template|svg)\b.*?</(?P=tag)\s*>",
    re.IGNORECASE | re.DOTALL,
)
_BLOCKQUOTE = re.compile(r"<blockquote\b.*?</blockquote\s*>", re.IGNORECASE | re.DOTALL)
_DASHED = re.compile(r"(?:<p\b[^<>]*>|<br ?/?>|\n)\s*[—–-]{1,2}\s[^\n<]*(?=\s*(?:<[^>]*>\s*)*\Z)")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_BLOCK_END = re.compile(
    r"</(?:p|div|h[1-6]|li|d[dt]|figure|figcaption|section|article|t[dhr])\s*>", re.IGNORECASE
)
_HEADING = re.compile(r"\n[ ]{0,3}#{1,6}[ \t][^\n]*")
_TAG = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)
_QUOTATION = re.compile(r"(?:\n[ ]{0,3}>[^\n]*)+")
# A last line that ends like a sentence is the quotation's own.
_SIGNATURE = re.compile(r"\A[ \t]*(?:[-–—]|\{:|.{1,119}[^.!?…»\s]\Z)")
# A span of code ends in its paragraph (CommonMark 0.31, 6.1): two stray marks hide nothing else.
_CODE = re.compile(r"(?P<ticks>``*)[^`](?:(?!\n[ \t]*\n).)*?(?P=ticks)", re.DOTALL)
_TARGET = re.compile(r"\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+\"[^\"]*\"|\s+'[^']*')?\)")
_DEFINITION = re.compile(r"\n[ ]{0,3}\*?\[[^\]\n]+\]:[ \t]*\S+[^\n]*")
# A line that leads elsewhere («À lire aussi : [Piloter un drone](…)») is navigation.
_ALSO = re.compile(
    r"""\n[ ]{0,3}(?:[-*+>][ ])?[*_]*
    (?:(?:à\s+)?(?:re)?(?:lire|voir)\s+(?:aussi|également|encore|ensuite)
      |(?:article|billet)\s+(?:précédent|suivant)
      |read\s+(?:also|next)|see\s+also|(?:previous|next)\s+post
    )[*_]*\s*:[^\n]*\][^\n]*""",
    re.IGNORECASE | re.VERBOSE,
)
_LABEL = re.compile(r"(?<=\])\[[^\]\n]*\]")
_FOOTNOTE = re.compile(r"\[\^[^\]]+\]:?")
_ATTRIBUTES = re.compile(r"\{:[^}\n]*\}")
_DOMAIN = r"\.(?:com|fr|org|net|io|eu|dev|ai|be|ch|ca|co|info|app|tv|uk)\b"
_HAS_DOMAIN = re.compile(_DOMAIN, re.IGNORECASE)
_SIGNS = ("://", "www.", "WWW.", "Www.", "@")
_ADDRESS = re.compile(r"(?:https?://|ftp://|mailto:|www\.)\S+", re.IGNORECASE)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_BARE = re.compile(rf"(?<![\w.-])[\w-]+(?:\.[\w-]+)*{_DOMAIN}(?:/\S*)?", re.IGNORECASE)


def plain_text(source: str) -> str:
    """What a text in Markdown (or HTML) says, its paragraphs and sentences kept apart.

    Code, addresses, the targets of links, tags and the sources of quotations are
    left out: a library's name in a listing is not what the post is about.
    """
    text = "\n\n" + source.replace("\r\n", "\n")
    if "```" in text or "~~~" in text:
        text = _FENCE.sub("\n\n", text)
    if "\n\n    " in text or "\n\n\t" in text:
        text = _INDENTED.sub(_unless_in_a_list, text)
    if "`" in text:
        text = _CODE.sub(" ", text)
    if "<" in text:
        text = _COMMENT.sub(" ", _ELEMENTS.sub(" ", text))
        text = _BLOCKQUOTE.sub(lambda found: _DASHED.sub(" ", found[0]), text)
        text = _TAG.sub(" ", _BLOCK_END.sub("\n\n", text))
    if "#" in text:
        text = _HEADING.sub(r"\n\g<0>\n", text)
    if "&" in text:
        text = unescape(text)
    if ">" in text:
        text = _QUOTATION.sub(lambda found: _quoted(found[0]), text)
    if "[" in text:
        text = _ALSO.sub("\n", text)
        text = _LABEL.sub(" ", text)
        text = _FOOTNOTE.sub(" ", _DEFINITION.sub("\n ", _TARGET.sub("] ", text)))
    if "{:" in text:
        text = _ATTRIBUTES.sub(" ", text)
    return _without_addresses(text)


def _unless_in_a_list(found: re.Match[str]) -> str:
    """Nothing for a block of code; an item's further paragraph (of a list, a note) as it is."""
    blocks = _BLANK.split(found.string[: found.start()])
    block = next((one for one in reversed(blocks) if re.match(r"\n? {0,3}\S", one)), "")
    if not _ITEM.search(block):
        return "\n"
    lines = found[0].splitlines(keepends=True)
    return "".join(line for line in lines if not _WITHIN.match(line))


def _without_addresses(text: str) -> str:
    """Looked for only in those parts of ``text`` that hold a sign of one."""
    if not any(sign in text for sign in _SIGNS) and not _HAS_DOMAIN.search(text):
        return text
    return " ".join(
        _BARE.sub(" ", _MAIL.sub(" ", _ADDRESS.sub(" ", part)))
        if "." in part or ":" in part or "@" in part
        else part
        for part in text.split(" ")
    )


def _quoted(block: str) -> str:
    """A quotation without its last paragraph where that only says who speaks."""
    lines = [re.sub(r"^[ ]{0,3}>[ ]?", "", line) for line in block[1:].split("\n")]
    paragraphs = re.split(r"\n(?:[ \t]*\n)+", "\n".join(lines).strip("\n"))
    if len(paragraphs) > 1 and _SIGNATURE.match(paragraphs[-1]):
        paragraphs.pop()
    else:
        paragraphs[-1] = re.sub(r"\n[ \t]*[—–-]{1,2}[^\S\n]+\S[^\n]*\Z", "", paragraphs[-1])
    return "\n" + "\n\n".join(paragraphs)
