"""Words beside a term that take it back.

A denial («pas de drone») and a likeness («tel un drone») do.

After NegEx (W. Chapman et al., “A simple algorithm for identifying negated
findings”, Journal of Biomedical Informatics 34, 2001): a cue counts where only
little words stand between it and the term, within one sentence. Some words that
look like cues affirm («la sortie de ChatGPT», «plutôt un drone qu’un avion»).
"""

from __future__ import annotations

import re
from bisect import bisect_right

from plugins.topics.words import Words, bare_words

REACH = 9  # words, the cue with them
BEHIND = 6
_LITTLE = """(?:\\ (?:
    un|une|des|du|de|le|la|les|a|au|aux|en|par|dans|sur|avec|voir|question|parler|parle|encore|plus
    |moindre|seule?|simple|vraie?|vraiment|meme|petite?|quelconque|ces?|cette|mon|ton|son|notre
    |votre|leur|pages?|lignes?|ici|scene|film|roman|livre|mot|moi|idee|envie|acheter|recourir
    |utiliser|utilise|avoir|the|an|any|of|to|about|use|using|need|want|buy|own|have|really|just
))*$"""
_CUE = re.compile(
    rf"""\b(?:
    (?:pas|ni|aucune?|sans(?!\ parler)|nulle?|rien|loin|lieu|sauf|hormis|adieu
      |jamais(?!\ (?:une?|des|le|la|les)\b)|plutot\ que|personne\ a
      |(?:me|se|nous)\ passe(?:r|ons)?|refuse[rsz]?|refusent|refusons|refusait
      |no|not|without|never|nor|neither|nothing|cannot
      |(?:do|does|did|is|are|was|were|has|have|had|ca|wo|would|could|should)n\ t)
    # With an article: «comme un drone» likens, «des outils comme ChatGPT» names an example.
    |(?:comme|tels?|telles?|dignes?|sorte|espece|dirait|croirait|jurerait|pareille?|airs?|allures?
      |ressembler?|ressemblent|ressemblait|maniere|facon|guise|office|comme\ on\ \w+|like)
      \ (?:un|une|des|dans|en|de|du|a|an)
    |(?:prend|prenait|prends)\ pour|surnommee?s?|surnomment|surnommait|surnom
    |(?:sortie?s?|tiree?s?)\ (?:d\ )?(?:un|une|des)
    |(?:etait|serait|relevait|tenait|semblait)\ de\ la
    |(?:facon|(?<=en\ )mode)(?=$)
    ){_LITTLE}""",
    re.VERBOSE,
)
# A word with which a cue begins, to look for none where none stands.
_HEADS = frozenset(
    bare_words(
        """pas ni aucun aucune sans nul nulle rien loin lieu sauf hormis adieu jamais
        plutot personne passe passer passons refuse refuser refuses refusez refusent
        refusons refusait no not without never nor neither nothing cannot t comme tel
        tels telle telles digne dignes sorte espece dirait croirait jurerait pareil
        pareille air airs allure allures ressemble ressembler ressemblent ressemblait
        maniere facon guise office like prend prends prenait surnomme surnommes
        surnommee surnommees surnomment surnommait surnom sorti sortie sortis sorties
        tire tires tiree tirees etait serait relevait tenait semblait mode"""
    )
)
_AFTER = re.compile(
    r"^(?:\w+ ){1,3}?(?:non merci|no thanks|tres peu pour|merci bien|on n en veut|pas pour moi)\b"
)
_THANKS = frozenset(("merci", "thanks", "peu", "veut", "moi"))  # one in each of `_AFTER`


def is_taken_back(words: Words, position: int) -> bool:
    """Whether the term that begins at ``position`` is denied, or only likened to.

    That is told before it in its sentence, or behind it in its paragraph («Un drone ? Non merci.»).
    """
    before = _before(words, position)
    if before and _CUE.search(before) is not None:
        return True
    if _THANKS.isdisjoint(words.words[position + 1 : position + BEHIND]):
        return False
    behind = bisect_right(words.paragraphs, position)
    last = min([position + BEHIND, *words.paragraphs[behind : behind + 1]])
    return _AFTER.match(" ".join(words.words[position:last])) is not None


def _before(words: Words, position: int) -> str:
    """At most `REACH` words before ``position`` in its sentence, if a cue may begin there."""
    first = max(0, position - REACH)
    if _HEADS.isdisjoint(words.words[first:position]):
        return ""
    sentence = words.sentences[position]
    while words.sentences[first] != sentence:
        first += 1
    return " ".join(words.words[first:position])
