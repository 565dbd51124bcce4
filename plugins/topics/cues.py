"""Words before a term that take it back: a denial («pas de drone») or a likeness («tel un drone»).

After NegEx (W. Chapman et al., “A simple algorithm for identifying negated
findings”, Journal of Biomedical Informatics 34, 2001): a cue counts where only
little words stand between it and the term, within one sentence.
"""

from __future__ import annotations

import re

from plugins.topics.words import Words

REACH = 7  # words, the cue with them
_LITTLE = """(?:\\ (?:
    un|une|des|du|de|le|la|les|a|au|aux|en|par|dans|sur|avec|voir|question|parler|parle|encore|plus
    |moindre|seule?|simple|vraie?|vraiment|meme|petite?|quelconque|ces?|cette|mon|ton|son|notre
    |votre|leur|pages?|lignes?|ici|scene|film|roman|livre|the|an|any|of|to|about
))*$"""
_CUE = re.compile(
    rf"""\b(?:
    (?:pas|ni|aucune?|sans|nulle?|jamais|rien|loin|lieu|plutot|sauf|hormis
      |no|not|without|never|nor|neither|nothing)
    # With an article: «comme un drone» likens, «des outils comme ChatGPT» names an example.
    |(?:comme|tels?|telles?|dignes?|sorte|espece|dirait|croirait|ressembl\w+|pareille?|airs?
      |allures?|maniere|image|sortie?s?|tiree?s?|facon|genre|like)
      \ (?:un|une|des|dans|en|de|du|a|an)
    |(?:est|etait|serait|releve|relevait|tient|tenait|semblait)\ de\ la
    |(?:mode|facon|style|version)(?=$)
    ){_LITTLE}""",
    re.VERBOSE,
)


def is_taken_back(words: Words, position: int) -> bool:
    """Whether the term that begins at ``position`` is denied, or only likened to."""
    first = max(0, position - REACH)
    sentence = words.sentences[position]
    while words.sentences[first] != sentence:
        first += 1
    return _CUE.search(" ".join(words.words[first:position])) is not None
