"""Words as they are compared: folded, cut from their elisions, and a light stem.

The stem takes off what French adds for number and gender, after Savoy's minimal
stemmer (J. Savoy, “A stemming procedure and stopword list for general French
corpora”, JASIS 50, 1999); for English texts there is the S-stemmer (D. Harman,
“How effective is suffixing?”, JASIS 42, 1991). A vocabulary names what goes beyond
with ``*``: a full stemmer would cost twenty times more, and confuse words that a
vocabulary wants to keep apart.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from string import ascii_lowercase, digits

# Letters that Unicode does not take apart, quotation marks for an apostrophe, and dashes, which
# must part words though they are no ASCII.
_REPLACED = (
    *zip("œæøłđß", ("oe", "ae", "o", "l", "d", "ss"), strict=True),
    *((mark, "'") for mark in "’‘ʼ`´′"),
    *((mark, " ") for mark in "—–·•«»“”"),
    *((mark, "-") for mark in "\u2010\u2011\u2212"),  # as the typographer's hyphen
)
# Patterns begin with a character that is rare in a text, which a search finds at once: that of
# an elision («l'») with its apostrophe. Tables and splits by white space do the rest.
_ELISION = re.compile(
    r"'(?:(?<=\b[cdjlmnst]')|(?<=\bqu')|(?<=\bjusqu')|(?<=\b(?:lors|puis|quoi)qu'))"
)
_DOTS = re.compile(r"\.[a-z]\.")
_ACRONYM = re.compile(r"(?<![a-z])[a-z]\.(?:[a-z]\.)+")
_END = re.compile(r"[.!?\n](?:(?<!\n)[.!?]*(?=[\s\"')*_\]])|(?<=\n)[ \t]*\n)")
_APART = {n: " " for n in range(128) if chr(n) not in ascii_lowercase + digits}


@dataclass(frozen=True, slots=True)
class Words:
    """Folded words in order, for each the number of its sentence, and where paragraphs begin."""

    words: tuple[str, ...]
    sentences: tuple[int, ...]
    count: int
    paragraphs: tuple[int, ...] = (0,)


def fold_text(text: str) -> str:
    """``text`` in lower-case ASCII: no accent, no ligature, one apostrophe, one kind of space.

    Letters of other alphabets are lost: the vocabularies are French and English.
    """
    text = text.casefold()
    if text.isascii():
        return text.replace("`", "'")
    for one, other in _REPLACED:
        text = text.replace(one, other)
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")


def split_words(text: str) -> Words:
    """The words of ``text`` by sentences and paragraphs."""
    words: list[str] = []
    numbers: list[int] = []
    paragraphs = [0]
    text = _clean(fold_text(text))
    apart = text.translate(_APART)
    number = place = 0
    for end in _END.finditer(text):
        words += apart[place : end.start()].split()
        place = end.end()
        said = len(words) - len(numbers)
        if said and (end[0] != "." or len(words[-1]) > 1):  # «C. Clarke» is no end
            numbers += [number] * said
            number += 1
        if end[0][0] == "\n" and paragraphs[-1] < len(words):
            paragraphs.append(len(words))
    words += apart[place:].split()
    said = len(words) - len(numbers)
    numbers += [number] * said
    if len(paragraphs) > 1 and paragraphs[-1] == len(words):
        paragraphs.pop()
    return Words(tuple(words), tuple(numbers), number + bool(said), tuple(paragraphs))


def bare_words(text: str) -> list[str]:
    """The words of `split_words` alone."""
    return _clean(fold_text(text)).translate(_APART).split()


def join_words(*parts: Words) -> Words:
    """One text of several, in which no sentence goes over from one to the next."""
    words: list[str] = []
    numbers: list[int] = []
    paragraphs: list[int] = []
    count = 0
    for part in parts:
        paragraphs += [len(words) + start for start in part.paragraphs] if part.words else []
        words += part.words
        numbers += [count + number for number in part.sentences] if count else part.sentences
        count += part.count
    return Words(tuple(words), tuple(numbers), count, tuple(paragraphs))


def _clean(text: str) -> str:
    """Folded text without elisions («l'») and without the dots of acronyms («i.a.»)."""
    if "'" in text:
        *before, last = _ELISION.split(text)
        text = " ".join([*(part.rstrip(ascii_lowercase) for part in before), last])
    if _DOTS.search(text):
        text = _ACRONYM.sub(lambda found: found[0].replace(".", ""), text)
    return text


def stem(word: str) -> str:
    """A folded word without the marks of number and gender; short ones stay as they are."""
    if len(word) <= 3 or not word.isalpha():  # noqa: PLR2004 (acronyms and articles)
        return word
    if word.endswith("aux") and word[-4] != "e" and len(word) > 5:  # noqa: PLR2004 («faux»)
        word = word[:-3] + "al"
    elif word[-1] in "sx":
        word = word[:-1]
    bare = word.rstrip("e")
    word = bare if len(bare) >= 3 else word  # noqa: PLR2004
    return word[:-1] if len(word) > 4 and word[-1] == word[-2] else word  # noqa: PLR2004


def stem_english(word: str) -> str:
    """A folded English word without its plural: Harman's three rules, the first that fits."""
    if word.endswith("ies") and not word.endswith(("eies", "aies")):
        return word[:-3] + "y"
    if word.endswith("es") and not word.endswith(("aes", "ees", "oes")):
        return word[:-1]
    if word.endswith("s") and not word.endswith(("us", "ss")):
        return word[:-1]
    return word
