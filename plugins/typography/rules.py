"""Rule 9 of the typographer, for the proofreader: what is not repaired when a page is made."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from plugins.messages import msg
from plugins.proofreading import EVERYWHERE, Around, Example, Finding, Rule
from plugins.texts import Text
from plugins.typography import notices

_BETTER = msg("Write “{better}”.")


def _unless_refused(
    find: Callable[[Text, Around], Iterable[Finding]],
) -> Callable[[Text, Around], Iterable[Finding]]:
    """A text that opts out of typography (``typography: false``) is left alone by its rules too."""
    return lambda text, around: (
        find(text, around) if text.source.get("typography", True) else iter(())
    )


RULES = (
    Rule(
        code="accentless-capital",
        severity="warning",
        reason=msg(
            "French capitals bear accents as small letters do: without them a word is misspelt, "
            "and some change their sense."
        ),
        cause=msg("“{word}” lacks an accent, which capitals bear too."),
        remedy=_BETTER,
        find=_unless_refused(notices.ACCENTLESS),
        failing=Example("Bonjour.\n\nEcole fermée.\n", at="Ecole"),
        passing=Example("École fermée, voir https://exemple.fr/Ecole et `Ecole`.\n"),
        kinds=EVERYWHERE,
        is_french=True,
        repairs=True,
    ),
    Rule(
        code="missing-ligature",
        severity="warning",
        reason=msg("œ is a letter of its own in these words, not an ornament of the typeface."),
        cause=msg("“{word}” is written with a ligature."),
        remedy=_BETTER,
        find=_unless_refused(notices.UNLIGATURED),
        failing=Example("Une ligne.\n\nLe coeur du sujet.\n", at="coeur"),
        passing=Example("Le cœur du sujet, et ceux qui coexistent.\n"),
        kinds=EVERYWHERE,
        is_french=True,
        repairs=True,
    ),
    Rule(
        code="long-ordinal",
        severity="warning",
        reason=msg("French shortens ordinals to 1er, 1re, 2e: the longer endings are a mistake."),
        cause=msg("“{word}” is not how French shortens this ordinal."),
        remedy=_BETTER,
        find=_unless_refused(notices.LONG_ORDINAL),
        failing=Example("Texte.\n\nLa 3ème fois.\n", at="3ème"),
        passing=Example("La 3e fois, au XXIe siècle, et le code `3ème`.\n"),
        kinds=EVERYWHERE,
        is_french=True,
        repairs=True,
    ),
    Rule(
        code="etc-ellipsis",
        severity="warning",
        reason=msg("“etc.” means that the list goes on; an ellipsis says it again."),
        cause=msg("“{word}” says twice that the list goes on."),
        remedy=_BETTER,
        find=_unless_refused(notices.ETC),
        failing=Example("Des vis, des écrous, etc...\n", at="etc"),
        passing=Example("Des vis, des écrous, etc.\n"),
        kinds=EVERYWHERE,
        is_french=True,
        repairs=True,
    ),
    Rule(
        code="double-space",
        severity="warning",
        reason=msg("Browsers show one, but the search, the feeds and a copied text keep them all."),
        cause=msg("There are {count} spaces in a row."),
        remedy=msg("Keep one."),
        find=_unless_refused(notices.SPACES),
        failing=Example("Deux  espaces.\n", at="Deux"),
        passing=Example("Une espace,  \net un retour à la ligne voulu.\n"),
        kinds=EVERYWHERE,
        is_french=True,
        repairs=True,
    ),
    Rule(
        code="straight-quote",
        severity="warning",
        reason=msg(
            "The typographer leaves HTML blocks alone, so that their quotes stay as typed beside "
            "« … » in the rest of the post."
        ),
        cause=msg("This HTML block is not typeset, and has a straight quote."),
        remedy=msg('Write « … » yourself, or put markdown="1" into the block\'s tag.'),
        find=_unless_refused(notices.find_straight_quotes),
        failing=Example('<div>\nUn "mot".\n</div>\n', at="mot"),
        passing=Example('<div class="note">\nUn « mot ».\n</div>\n\nUn "mot" en prose.\n'),
        kinds=EVERYWHERE,
        is_french=True,
    ),
)
