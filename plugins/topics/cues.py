"""Words beside a term that take it back: a denial («pas de drone») or a likeness («tel un drone»).

After NegEx (W. Chapman et al., “A simple algorithm for identifying negated
findings”, Journal of Biomedical Informatics 34, 2001): a cue counts where only
little words stand between it and the term, within one sentence. Some words that
look like cues affirm («la sortie de ChatGPT», «plutôt un drone qu’un avion»).
"""

from __future__ import annotations

import re

from plugins.topics.words import Words

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
      |(?:me|se|nous)\ passe(?:r|ons)?|refus\w+
      |no|not|without|never|nor|neither|nothing|cannot
      |(?:do|does|did|is|are|was|were|has|have|had|ca|wo|would|could|should)n\ t)
    # With an article: «comme un drone» likens, «des outils comme ChatGPT» names an example.
    |(?:comme|tels?|telles?|dignes?|sorte|espece|dirait|croirait|ressembl\w+|pareille?|airs?
      |allures?|maniere|facon|like)
      \ (?:un|une|des|dans|en|de|du|a|an)
    |(?:sortie?s?|tiree?s?)\ (?:d\ )?(?:un|une|des)
    |(?:etait|serait|relevait|tenait|semblait)\ de\ la
    |(?:facon|(?<=en\ )mode)(?=$)
    ){_LITTLE}""",
    re.VERBOSE,
)
_AFTER = re.compile(
    r"^(?:\w+ ){1,3}?(?:non merci|no thanks|tres peu pour|merci bien|on n en veut|pas pour moi)\b"
)


def is_taken_back(words: Words, position: int) -> bool:
    """Whether the term that begins at ``position`` is denied, or only likened to."""
    first = max(0, position - REACH)
    sentence = words.sentences[position]
    while words.sentences[first] != sentence:
        first += 1
    if _CUE.search(" ".join(words.words[first:position])) is not None:
        return True
    return _AFTER.match(" ".join(words.words[position : position + BEHIND])) is not None
