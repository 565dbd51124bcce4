"""Words: repeated ones, paragraphs and sentences without end, passages still to be written."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from plugins.checks.settings import Settings
from plugins.messages import msg
from plugins.proofreading import EVERYWHERE, POSTS, WRITTEN, Around, Example, Finding, Rule
from plugins.texts import Text, count_words

_REPEATED = re.compile(
    r"(?<![\w’'-])(?P<word>[^\W\d_]+)(?P<gap>[\s\u00a0\u202f]+)(?P=word)(?![\w’'-])", re.IGNORECASE
)
# What French and English rightly say twice: «nous nous taisons», «ce qui est est», «had had».
_RIGHT = {
    "fr": frozenset(
        """
        nous vous elle elles lui en est sont non oui si très tout tous bien faire ah ha oh hé eh
        bla blabla chut toc tic hop vite petit loin jamais plus encore zéro un deux y
        """.split()  # noqa: SIM905 (words are read better than a list of them)
    ),
    "en": frozenset("had that is her very no yes so bye ha blah long many".split()),  # noqa: SIM905
}
_TO_FILL = re.compile(
    r"\[[ ]*(?:à (?:compléter|remplir|préciser|renseigner)|to be completed|votre |your |todo)"
    r"[^\]\n]*\](?!\()|\blorem ipsum\b|\b(?:TODO|FIXME|XXX)\b",
    re.IGNORECASE,
)
_LONG_WORD = 6
_FEWEST = 100
_SHOWN = 3
_BEGINNING = 60


def _limits(around: Around) -> Settings:
    return around.get(Settings) or Settings()


def _repeated_word(text: Text, _around: Around) -> Iterator[Finding]:
    right = _RIGHT.get(text.language.partition("-")[0], frozenset())
    for key, value in text.lines:
        for _, word in _repetitions(value, right):
            yield Finding(key=key, values={"word": word})
    for paragraph in text.paragraphs:
        for at, word in _repetitions(paragraph.text, right):
            yield Finding(paragraph.at + at, values={"word": word})


def _repetitions(shown: str, right: Collection[str]) -> Iterator[tuple[int, str]]:
    for found in _REPEATED.finditer(shown):
        first, second = found["word"], found[0][-len(found["word"]) :]
        is_name = first == second and first[0].isupper() and len(first) > 1
        if first.casefold() not in right and not is_name:
            yield found.start(), second


def _long_paragraph(text: Text, around: Around) -> Iterator[Finding]:
    most = _limits(around).longest_paragraph
    for paragraph in text.paragraphs:
        if paragraph.words > most:
            yield Finding(paragraph.at, values={"count": paragraph.words, "most": most})


def readability(text: Text) -> float:
    """The LIX of a text: words a sentence, and the percentage of words of more than six letters.

    C. H. Björnsson's index (1968), chosen over Kandel and Moles's: it counts
    letters, where a count of French syllables guesses at each silent e, and it
    was compared across languages, French among them (Björnsson 1983). 0 for a
    text too short to be measured.
    """
    sentences = [words for _, words in _sentences(text)]
    words = re.findall(r"[^\W\d_]+", " ".join(sentences))
    if len(words) < _FEWEST:
        return 0.0
    long_words = sum(len(word) > _LONG_WORD for word in words)
    return len(words) / len(sentences) + 100 * long_words / len(words)


def _sentences(text: Text) -> Iterator[tuple[int, str]]:
    for paragraph in text.paragraphs:
        if not paragraph.is_quoted and not paragraph.is_item:
            yield from ((at, said) for at, said in paragraph.sentences() if count_words(said))


def _hard_text(text: Text, around: Around) -> Iterator[Finding]:
    """At the hardest sentence, with the lines of the next ones."""
    index, most = readability(text), _limits(around).hardest_text
    if index <= most:
        return
    hardest = sorted(_sentences(text), key=lambda found: -count_words(found[1]))[:_SHOWN]
    shown = "; ".join(
        f"{text.place(at)[0]}: {said[:_BEGINNING].rsplit(' ', 1)[0]}… ({count_words(said)})"
        for at, said in sorted(hardest)
    )
    yield Finding(hardest[0][0], values={"index": round(index), "most": most, "sentences": shown})


def _to_fill(text: Text, _around: Around) -> Iterator[Finding]:
    """Once a text: a legal page begins with a dozen."""
    found = list(_TO_FILL.finditer(text.uncoded))
    if found:
        values = {"count": len(found), "passage": found[0][0]}
        yield Finding(found[0].start(), values=values)


_HARD = (
    "L’institutionnalisation progressive des réglementations internationales concernant "
    "l’utilisation professionnelle des aéronefs télépilotés suppose nécessairement "
    "l’harmonisation préalable des procédures administratives nationales d’enregistrement, "
    "d’autorisation, de surveillance et de vérification documentaire systématique. "
)

RULES = (
    Rule(
        code="repeated-word",
        severity="warning",
        reason=msg(
            "The eye that wrote a word twice jumps over it. What the language itself says twice "
            "(nous nous, vous vous) is not told."
        ),
        cause=msg("“{word}” stands twice in a row."),
        remedy=msg("Delete one of the two."),
        find=_repeated_word,
        failing=Example("Une ligne.\n\nIl a posé la\nla machine.\n", at="Il a posé"),
        passing=Example("Nous nous taisons, vous vous levez, Duran Duran joue, et `le le`.\n"),
        kinds=EVERYWHERE,
    ),
    Rule(
        code="long-paragraph",
        severity="notice",
        reason=msg("On a telephone a paragraph of this length fills the screen without a stop."),
        cause=msg("The paragraph has {count} words; beyond {most} many readers give up."),
        remedy=msg("Part it where the thought turns."),
        find=_long_paragraph,
        failing=Example("Début.\n\n" + "Encore quelques mots de plus. " * 40 + "\n", at="Encore"),
        passing=Example("Début.\n\n" + "Encore quelques mots de plus. " * 20 + "\n"),
    ),
    Rule(
        code="hard-text",
        severity="notice",
        reason=msg(
            "The LIX (Björnsson, 1968) adds the words of a mean sentence to the percentage of "
            "words of more than six letters: up to 40 is easy, 50 a newspaper, 60 an official text."
        ),
        cause=msg("Hard to read: LIX {index}, above {most}. The longest sentences: {sentences}"),
        remedy=msg("Part the longest sentences, and look for shorter words."),
        find=_hard_text,
        failing=Example("Bref.\n\n" + _HARD * 5 + "\n", at="L’institutionnalisation"),
        passing=Example("Le vol a duré peu. On a vu le lac, puis le pré. " * 12 + "\n"),
        kinds=POSTS,
    ),
    Rule(
        code="to-fill-in",
        severity="warning",
        reason=msg(
            "What was left to be written later is published as it stands; legal pages that are "
            "not filled in do not do what the law asks of them."
        ),
        cause=msg("Passages still to be written: {count}. The first is “{passage}”."),
        remedy=msg("Write them, or take them out, before the page is published."),
        find=_to_fill,
        failing=Example("Un texte.\n\nÉditeur : [à compléter : nom]\n", at="Éditeur", kind="page"),
        passing=Example("Éditeur : Samuel. Voir [à compléter](https://exemple.fr) et `TODO`.\n"),
        kinds=WRITTEN,
    ),
)
