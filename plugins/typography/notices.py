"""Rule 9: what the pass does not repair, told to the author at the line where it is written."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from plugins.messages import Message, msg
from plugins.problems import Problem
from plugins.prose import Block, read_blocks
from plugins.typography.words import reads_english

# A finding: its offset in the source, a code, the cause and the remedy.
_Finding = tuple[int, str, Message, Message]

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


def find_notices(source: str, first_line: int = 1) -> list[Problem]:
    """Warnings about a Markdown ``source`` that begins at ``first_line`` of its file.

    They have no path yet (`Problem.at`). Code, addresses and English are passed over.
    """
    starts = [0, *(found.end() for found in re.finditer("\n", source))]
    problems = []
    for offset, code, cause, remedy in sorted(_findings(source), key=lambda found: found[:2]):
        line = bisect_right(starts, offset)
        column = offset - starts[line - 1] + 1
        problem = Problem(code, cause, remedy, None, first_line + line - 1, column, "warning")
        problems.append(problem)
    return problems


def _findings(source: str) -> Iterator[_Finding]:
    offset, html, began = 0, "", 0
    for block in read_blocks(source):
        size = sum(len(run.text) for run in block.runs)
        if block.kind == "html":
            began = began if html else offset
            html += "".join(run.text for run in block.runs)
        else:
            yield from _html_findings(html, began)
            html = ""
        if block.kind == "prose":
            yield from _prose_findings(block, offset)
        offset += size
    yield from _html_findings(html, began)


def _prose_findings(block: Block, offset: int) -> Iterator[_Finding]:
    """Each run is looked at between its neighbours, so that a word cut by a tag is no word."""
    shown = "".join(
        run.text if run.stands_for is None else run.stands_for.ljust(len(run.text), "\x00")
        for run in block.runs
    )
    if reads_english(shown):
        return
    for habit in _HABITS:
        for found in habit.pattern.finditer(shown):
            better = msg("Write “{better}”.", better=habit.better(found[0]))
            yield offset + found.start(), habit.code, habit.cause(found[0]), better
    for found in _SPACES.finditer(shown):
        cause = msg("There are {count} spaces in a row.", count=len(found[0]))
        yield offset + found.start(), "double-space", cause, msg("Keep one.")


def _html_findings(html: str, offset: int) -> Iterator[_Finding]:
    """Straight quotes in the text of an HTML block, once a line."""
    text = _TAGS.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), html)
    done = 0
    for line in text.splitlines(keepends=True):
        place = line.find('"')
        if place >= 0:
            yield (
                offset + done + place,
                "straight-quote",
                msg("This HTML block is not typeset, and has a straight quote."),
                msg('Write « … » yourself, or put markdown="1" into the block\'s tag.'),
            )
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


@dataclass(frozen=True)
class _Habit:
    """A way of writing, what is wrong with it, and what to write."""

    code: str
    pattern: re.Pattern[str]
    cause: Callable[[str], Message]
    better: Callable[[str], str]


_HABITS = (
    _Habit(
        "accentless-capital",
        _ACCENTLESS,
        lambda word: msg("“{word}” lacks an accent, which capitals bear too.", word=word),
        _with_accent,
    ),
    _Habit(
        "missing-ligature",
        _UNLIGATURED,
        lambda word: msg("“{word}” is written with a ligature.", word=word),
        _with_ligature,
    ),
    _Habit(
        "long-ordinal",
        _LONG_ORDINAL,
        lambda word: msg("“{word}” is not how French shortens this ordinal.", word=word),
        _short_ordinal,
    ),
    _Habit(
        "etc-ellipsis",
        _ETC,
        lambda word: msg("“{word}” says twice that the list goes on.", word=word),
        lambda _word: "etc.",
    ),
)
