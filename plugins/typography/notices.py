"""Rule 9: what the pass does not repair, told to the author at the line where it is written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from plugins.proofreading import Around, Correction, Edit, Finding
from plugins.prose import Block
from plugins.texts import Text, blank
from plugins.typography.words import reads_english

_E_WORDS = (
    r"Ecol(?:es?|ogies?|ogiques?)|Etats?|Etats-Unis|Etud(?:es?|ier|iante?s?)|Eglises?|El[eè]ves?"
    r"|Epoques?|Energies?|Energétiques?|Ecrans?|Econom(?:ies?|iques?)"
    r"|Edit(?:eurs?|rices?|ions?|er|orial)|Educati(?:on|f|fs|ve|ves)"
    r"|Elect(?:ions?|ricité|riques?|roniques?)|El[eé]ments?|Emissions?|Equip(?:es?|ements?)"
    r"|Evidemment|Ev[eéè]nements?|Evolu(?:tions?|er)|Evalu(?:er|ations?)|Evit(?:er|ez|ons)"
    r"|Ecri(?:re|ts?|vains?|tures?)|Egal(?:ement|ité|es?)|Elysée|Emettre|Emotions?"
    r"|Enorm(?:es?|ément)|Epuis(?:er|ée?|ement)"
    r"|Et(?:re|es|ait|aient|ant|é|onnant|rang(?:es?|er|ère)|apes?|oiles?)"
)
_AFTER_A = (
    r"(?:l['’]|(?:la|les|cause|travers|partir|propos|noter|suivre|bientôt|quoi|quand|quelle?s?|qui|"
    r"mon|ma|mes|notre|votre|nos|vos|leurs?|son|sa|ses|cet?|cette|ces|chaque|côté|force|peine|"
    r"présent|part|savoir|vrai|défaut|moins|terme|titre|long|court|peu|toute?|tous|toutes|une?|"
    r"deux|trois|Paris|Lyon|Marseille)\b)"
)
_ACCENTLESS = re.compile(
    rf"\b(?:{_E_WORDS})\b"
    rf"|(?:^|(?<=[.!?…:«“\"(–—] )|(?<=[«“\"(]))A(?= {_AFTER_A})"
    r"|\bCa(?= [a-zéêà])",
    re.MULTILINE,
)
# What words begin with; the first that fits.
_ACCENTED = (
    ("Eleve", "Élève"),
    ("Element", "Élément"),
    ("Evene", "Événe"),
    ("Etre", "Être"),
    ("Etes", "Êtes"),
    ("E", "É"),
    ("A", "À"),
    ("Ca", "Ça"),
)
_UNLIGATURED = re.compile(
    r"\b(?:oeuvr\w+|coeurs?|soeurs?|boeufs?|oeil|voeux?|noeuds?|oeufs?|moeurs|choeurs?"
    r"|manoeuvr\w+|oenolog\w+|foetus|foeta\w+|oedèm\w+|oesophag\w+|rancoeurs?|écoeur\w+"
    r"|désoeuvr\w+|oecumén\w+|oeillets?|oeillades?|Oedipe)\b",
    re.IGNORECASE,
)
_LONG_ORDINAL = re.compile(r"(?<![\w.,])(?:[0-9]+i?(?:[èeé]me|[èe]re)s?|[IVX]+i?[èeé]mes?)\b")
_ETC = re.compile(r"\betc(?:\.{2,}|\.?…)", re.IGNORECASE)
_SPACES = re.compile(r"(?<=[^\s|]) {2,}(?=[^\s|])")
_TAGS = re.compile(
    r"<(?P<raw>script|style|pre|code)\b.*?</(?P=raw)>|<!--.*?-->|<[^<>]*>",
    re.DOTALL | re.IGNORECASE,
)


# Not prose, though it stands in it: an address, a path, an e-mail address.
_ADDRESS = re.compile(r"://|www\.|@|\w/[\w./-]*\.\w|\w\.\w+/")
_REACH = 200


@dataclass(frozen=True)
class Habit:
    """A way of writing, and what to write; finds itself in texts."""

    pattern: re.Pattern[str]
    better: Callable[[str], str]

    def __call__(self, text: Text, _around: Around) -> Iterator[Finding]:
        """Each place in the French prose of ``text``, with what is better there."""
        for key, value in text.lines:
            for start, end, better in self._places(value):
                values = {"word": value[start:end], "better": better, "count": end - start}
                yield Finding(None, key, values, Correction(key, start, end, better))
        for at, shown in _prose(text):
            for start, end, better in self._places(shown):
                values = {"word": shown[start:end], "better": better, "count": end - start}
                yield Finding(at + start, "", values, Edit(at + start, at + end, better))

    def _places(self, shown: str) -> Iterator[tuple[int, int, str]]:
        """Where what should be written otherwise begins and ends, and how."""
        for found in self.pattern.finditer(shown):
            if reads_english(shown):
                break
            if not _is_in_address(shown, found):
                yield found.start(), found.end(), self.better(found[0])


def find_straight_quotes(text: Text, _around: Around) -> Iterator[Finding]:
    """Straight quotes in the text of HTML blocks, which are not typeset, once a line."""
    html, began = "", 0
    for at, block in (*text.blocks, (len(text.body), Block("other", ()))):
        if block.kind == "html":
            began = began if html else at
            html += "".join(run.text for run in block.runs)
        elif html:
            yield from _quotes_of(html, began)
            html = ""


def _prose(text: Text) -> Iterator[tuple[int, str]]:
    """The blocks of prose, at the length of their sources.

    What is no text of its own, such as a tag, is made of signs that no pattern
    knows, so that a word cut by one is no word.
    """
    for at, block in text.blocks:
        if block.kind == "prose":
            yield (
                at,
                "".join(
                    run.text
                    if run.stands_for is None
                    else run.stands_for.ljust(len(run.text), "\x00")
                    for run in block.runs
                ),
            )


def _is_in_address(shown: str, found: re.Match[str]) -> bool:
    """Whether the word around a match, up to the next blanks, is an address."""
    before = re.split(r"[\s<>]", shown[max(0, found.start() - _REACH) : found.start()])[-1]
    after = re.split(r"[\s<>]", shown[found.end() : found.end() + _REACH], maxsplit=1)[0]
    return bool(_ADDRESS.search(before + found[0] + after))


def _quotes_of(html: str, began: int) -> Iterator[Finding]:
    shown = _TAGS.sub(lambda found: blank(found[0]), html)
    done = 0
    for line in shown.splitlines(keepends=True):
        place = line.find('"')
        if place >= 0:
            yield Finding(began + done + place)
        done += len(line)


def _with_accent(word: str) -> str:
    for plain, accented in _ACCENTED:
        if word.startswith(plain):
            return accented + word[len(plain) :]
    return word


def _with_ligature(word: str) -> str:
    return word.replace("oe", "œ").replace("Oe", "Œ").replace("OE", "Œ")


def _short_ordinal(word: str) -> str:
    found = re.match(r"[0-9]+|[IVX]+", word)
    assert found is not None
    ending = "re" if found[0] == "1" and re.search("[èe]res?$", word) else "e"
    return found[0] + ending + ("s" if word.endswith("s") else "")


ACCENTLESS = Habit(_ACCENTLESS, _with_accent)
UNLIGATURED = Habit(_UNLIGATURED, _with_ligature)
LONG_ORDINAL = Habit(_LONG_ORDINAL, _short_ordinal)
ETC = Habit(_ETC, lambda _word: "etc.")
SPACES = Habit(_SPACES, lambda _word: " ")
