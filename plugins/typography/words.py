"""The words that the rules know: units, months, abbreviations, names, little words of languages."""

from __future__ import annotations

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Rule 6. A unit that nothing else is called by is parted from a number written against it.
CLEAR_UNITS = _words("""
    % ‰ $ k$ M$ Md$ Mds$ k€ K€ M€ Md€ Mds€ € £ ¥ ₿ °C °F
    km/h m/s km² km³ cm² cm³ mm² mm³ m² m³ km2 cm2 m2 m3 km cm mm µm nm hl dl cl ml hL dL cL mL
    kg mg µg min ms µs Hz kHz MHz GHz THz kWh MWh GWh TWh Wh kWc kW MW GW TW mAh mW kV mV mA kΩ Ω
    kJ MJ kcal kPa hPa MPa mbar dB dBA
    ko Ko Mo Go To Po kB KB MB GB TB PB Kio Mio Gio Tio Ko/s Mo/s Go/s MB/s GB/s
    kbit/s Mbit/s Gbit/s Mb/s Gb/s kbps Mbps Gbps Mpx Mpix fps tr/min dpi ppp
""")
# These letters have other uses («5G», «3M», «10s»): they are bound where a space parts them.
OTHER_UNITS = _words("""
    $US US$ $CA CA$ ° EUR USD CHF GBP CAD JPY BTC ETH FCFA F Md Mds ¢
    m g t l L ha h s W V A J N K Ah Pa bar cal lm lx cd ch kt hm dm dam mol eV keV MeV
    mph rpm ips px pt pts Mb Gb kb bit MP Wc Bq Sv mSv UI ppm ppb
""")

# Behind these, digits in groups are a number of identity or a model's, not a quantity.
NUMBERED = (
    *("ISBN", "ISSN", "SIREN", "SIRET", "Siren", "Siret", "RCS", "TVA", "NIR", "IBAN", "RIB", "CP"),
    *("postal", "Boeing", "Airbus", "GPT", "RTX", "GTX", "Radeon", "Ryzen"),
)

MONTHS = _words("""
    janvier février mars avril mai juin juillet août septembre octobre novembre décembre
    janv févr fév avr juil sept oct nov déc
""")

# Rule 7: what stands before a number, with a full stop after it.
REFERENCES = _words("p pp chap art fig vol t col al tab pl liv sect ill éd par coll")
GLUED_REFERENCES = _words("p pp chap art fig vol")

ORDINALS = _words("er ers re res ère e es ᵉ ᵉʳ ème èmes ième ièmes eme emes ieme nd nds nde ndes")

ELISIONS = _words("c d j l m n s t qu jusqu lorsqu puisqu quoiqu presqu quelqu")

# A numeral of one letter follows a name only of a sovereign («Charles X», not «sur X»).
SOVEREIGNS = _words("""
    Albert Alexandre Alphonse Amédée Baudouin Benoît Boniface Carlos Catherine Charles Christian
    Clément Cléopâtre Édouard Edouard Élisabeth Elisabeth Elizabeth Felipe Ferdinand François
    Frédéric George Georges Grégoire Guillaume Gustave Haakon Harald Hassan Henri Innocent
    Ivan Jacques Jean Jean-Paul Jules Léon Léopold Louis Malcolm Maximilien Mehmed Mohammed
    Napoléon Nicolas Olav Oscar Othon Paul Philippe Pie Pierre Ptolémée Rainier Ramsès Richard
    Robert Rodolphe Sixte Urbain Victor-Emmanuel
""")
# Capitals at the beginning of a sentence, and divisions of a book: no names.
NO_NAMES = _words("""
    À A Au Aux Ce Ces Cette Chez D Dans De Des Du En Et L La Le Les Mais Ou Où Par Pour Sa Selon
    Ses Son Sous Sur Un Une Vers Voir Acte Annexe Article Chapitre Classe Figure Groupe Livre
    Niveau Partie Phase Scène Section Tableau Titre Tome Type Volume
""")
# Names that end with an exclamation mark of their own.
EXCLAIMED = ("Yahoo", "Joomla", "Kahoot", "Jeopardy")

_ENGLISH = _words("""
    the and of is was are were you your with that this these those it its for from have has had not
    but be been being will would can could should what when where who why how they them their there
    he she his her we our us my to in at by into i all no do does did which than then about just
    out up down over more most some any if so because while until
""")
_FRENCH = _words("""
    le la les un une des du de et est que qui quoi dans pour pas sur avec au aux ce cette ces cet il
    elle ils elles je tu nous vous ne se sa ses mon ma mes ta tes mais où sont à leur leurs
    cela ça ou en y comme quand était avait été être avoir fait très sans sous chez dit disait
    selon voici voilà sera ont peut faut bien moins deux trois entre depuis donc car ni tout tous
    même aussi après avant encore toujours chaque notre votre nos vos lui eux avis non oui
""")
_FRENCH_SPACE = re.compile(r"[ \u00a0\u202f][:;!?](?!\S)")
_QUOTATION = re.compile('["«“][^"«»“”]*["»”]')
_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_ENGLISH_CONTRACTION = re.compile(
    r"(?:n['’]t|['’](?:re|ll|ve|m|d))$|^(?:it|that|what|he|she)['’]s$"
)
_FRENCH_ELISION = re.compile(r"(?:[cdjlmnst]|qu)['’]")
_FRENCH_ACCENT = re.compile("[àâçèéêëîïôûùœ]")
_SAMPLE = 2000
_FEWEST = 2
_SHARE = 5
_MANY = 10
_RARE = 150  # characters of French without an é


def reads_english(text: str) -> bool:
    """Whether these are English sentences that nobody marked as such.

    At least two little words of English, one word in five, and ten times those
    of French. What is quoted does not count, and no English has a space before
    its colon.
    """
    if text.count("é") * _RARE > len(text) or not (
        (" the " in text or " is " in text or " of " in text or " and " in text or " to " in text)
        or (" it " in text or " you " in text or " in " in text)
    ):
        return False
    sample = text[:_SAMPLE]
    if _FRENCH_SPACE.search(sample):
        return False
    own = _QUOTATION.sub(" ", sample)
    words = _TOKEN.findall((own if _TOKEN.search(own) else sample).lower())
    english = french = 0
    for word in words:
        if word in _ENGLISH or _ENGLISH_CONTRACTION.search(word):
            english += 1
        elif word in _FRENCH or _FRENCH_ELISION.match(word) or _FRENCH_ACCENT.search(word):
            french += 1
    is_foremost = english >= _FEWEST and english * _SHARE >= len(words)
    return is_foremost and english >= french * _MANY
