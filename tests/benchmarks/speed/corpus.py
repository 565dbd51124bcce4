"""A seeded French corpus: the same posts for every generator, whatever their number.

Sentences come from a small grammar, typed as authors type: straight quotes and
apostrophes, plain spaces before the high signs, dashes and three dots, so that
what sets texts has work to do. One post in five has code, one in five
footnotes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from random import Random
from uuid import UUID

FIRST_DAY = datetime(2004, 3, 1, 8, 0, tzinfo=timezone(timedelta(hours=1)))
SHORTEST, LONGEST = 500, 1200

TOPICS = {
    "ia": "Intelligence artificielle",
    "vr": "Réalité virtuelle",
    "drones": "Drones",
    "impression-3d": "Impression 3D",
    "objets-connectes": "Objets connectés",
    "start-up": "Start-up",
    "science-fiction": "Science-fiction",
}
AUTHORS = {"samuguru": "SamuGuru", "lea-martin": "Léa Martin", "yann-kerguelen": "Yann Kerguelen"}
TAGS = (
    "vie privée", "calcul", "moratoire", "atelier", "capteurs", "batteries", "casques", "règlement",
    "logiciel libre", "mesures", "voix", "images", "école", "santé", "forêt", "ville", "mer",
    "énergie", "réparation", "essais", "romans", "cinéma", "robots", "plastique", "caméras",
    "données", "recherche", "jeux", "musique", "cartes", "vol de nuit", "pannes", "prix", "délais",
    "récits", "archives", "outils", "équipes", "tests", "paysages",
)  # fmt: skip

_NOUNS = {
    "ia": ("le modèle", "le réseau de neurones", "l'IA générative", "le chatbot", "la prédiction"),
    "vr": ("le casque VR", "la réalité virtuelle", "la scène immersive", "le contrôleur"),
    "drones": ("le drone", "le quadricoptère", "la télécommande", "l'hélice", "la caméra"),
    "impression-3d": ("l'imprimante 3D", "la buse", "le filament", "la pièce", "le plateau"),
    "objets-connectes": ("l'objet connecté", "le thermostat", "l'ampoule connectée", "la box"),
    "start-up": ("la start-up", "la levée de fonds", "l'incubateur", "le fondateur"),
    "science-fiction": ("le roman d'anticipation", "l'androïde", "le vaisseau", "la dystopie"),
    "": ("la mesure", "le vieux routeur", "l'atelier", "la notice", "le voisin", "cette machine",
         "le service public", "la batterie", "l'écran", "l'équipe", "la lettre", "le garage",
         "l'usage", "la question", "l'élève", "le bruit", "la panne", "le câble", "l'été"),
}  # fmt: skip
_VERBS = (
    "change", "demande", "montre", "cache", "remplace", "réveille", "trahit", "répare", "mesure",
    "oublie", "annonce", "précède", "explique", "dérange", "ralentit", "sauve", "promet", "efface",
)  # fmt: skip
_ENDS = (
    "depuis l'hiver dernier", "sans rien dire à personne", "à 95 % des cas", "pour 12 500 euros",
    "vers 7 h 30", "au XXIe siècle", "d'après M. Durand", "en moins de 48 h", "à 400 km de Brest",
    "comme en 1984", "par 3,5 m de fond", "dans l'entrée", "à la 2e tentative", "pour 249 g",
    "avec un peu de colle", "malgré le vent", "avant la nuit", "devant les élèves", "à l'usage",
)  # fmt: skip
_LINKS = (
    "et pourtant", "mais", "car", "puisque", "de sorte que", "alors que", "parce que", "tandis que"
)  # fmt: skip
_FRAMES = (
    "{a} {v} {b} {e}.",
    "{a} {v} {b}, {l} {c} {w} {d} {e}.",
    "Est-ce que {a} {v} {b} {e} ?",
    "{a} {v} {b} : {c} {w} {d} {e}.",
    'On lit partout que "{a} {v} {b}" ; {c} {w} {d}.',
    "{a} {v} {b} -- du moins {e} -- et {c} {w} {d}.",
    "Quelle surprise ! {a} {v} {b} {e}...",
    "*{a}* {v} {b} {e}, {l} **{c}** {w} {d}.",
    "Selon [une étude de {y}](https://example.org/etudes/{n}), {a} {v} {b} {e}.",
    "Le n° {n} de la revue le dit : {a} {v} {b}, {l} {c} {w} {d} (voir p. {n}).",
)
_CODE = (
    """```python
def mesurer(valeurs: list[float]) -> float:
    return sum(valeurs) / len(valeurs)  # lot {n}


print(mesurer([1.5, {n}, 3]))
```""",
    """```bash
for f in vols/{n}/*.csv; do
  python analyse.py --seuil {n} "$f" | tee -a log
done
```""",
    """```json
{{"capteur": {n}, "etat": [true, null], "nom": "salon"}}
```""",
)
_LISTS = ("- {a}\n- {b} ;\n- {c}, puis {d}", "1. {a}\n2. {b}\n3. {c}")


@dataclass(frozen=True)
class Post:
    """One post, in no generator's dialect; ``body`` is Markdown that all of them read."""

    slug: str
    title: str
    date: datetime
    authors: tuple[str, ...]
    topics: tuple[str, ...]
    tags: tuple[str, ...]
    series: str
    summary: str
    body: str
    id: str


def make_posts(number: int, seed: int = 3) -> Iterator[Post]:
    """``number`` posts, a few days apart, the oldest first."""
    for index in range(number):
        yield _make_post(index, Random(f"{seed}/{index}"))


def _make_post(index: int, random: Random) -> Post:
    topics = tuple(random.sample(sorted(TOPICS), random.choice((1, 1, 1, 2))))
    subject = random.choice(_NOUNS[topics[0]])
    title = f"{_capital(subject)} {random.choice(_VERBS)} {_noun(random, topics)}"
    return Post(
        slug=f"billet-{index:05}",
        title=f"{title} ({index})" if index % 3 else f"{title} : {random.choice(_ENDS)}",
        date=FIRST_DAY + timedelta(hours=19 * index, minutes=random.randrange(600)),
        authors=tuple(random.sample(sorted(AUTHORS), random.choice((1, 1, 1, 1, 2)))),
        topics=topics,
        tags=tuple(random.sample(TAGS, random.choice((1, 2, 2, 3)))),
        series=f"Carnet {index // 50}" if index % 10 == 0 else "",
        summary="" if index % 2 else _sentence(random, topics),
        body=_make_body(index, random, topics),
        id=str(UUID(int=random.getrandbits(128), version=4)),
    )


def _make_body(index: int, random: Random, topics: tuple[str, ...]) -> str:
    """500 to 1,200 words: paragraphs under headings, with what one post in five has."""
    wanted, words, blocks = random.randint(SHORTEST, LONGEST), 0, []
    notes = iter((1, 2, 3) if index % 5 == 1 else ())
    while words < wanted:
        if blocks and len(blocks) % 5 == 0:
            blocks.append(f"## {_capital(_noun(random, topics))} {random.choice(_ENDS)}")
        paragraph = " ".join(_sentence(random, topics) for _ in range(random.randint(3, 6)))
        if number := next(notes, 0):
            paragraph += f"[^{number}]"
        blocks.append(paragraph)
        words += len(paragraph.split())
        if random.random() < 0.08:
            blocks.append("> " + _sentence(random, topics))
        if random.random() < 0.06:
            names = {key: _noun(random, topics) for key in "abcd"}
            blocks.append(random.choice(_LISTS).format(**names))
    if index % 5 == 0:
        blocks.insert(3, random.choice(_CODE).format(n=random.randrange(1000)))
    if index % 5 == 1:
        blocks += [f"[^{n}]: {_sentence(random, topics)}" for n in (1, 2, 3)]
    return "\n\n".join(blocks) + "\n"


def _sentence(random: Random, topics: tuple[str, ...]) -> str:
    text = random.choice(_FRAMES).format(
        **{key: _noun(random, topics) for key in "abcd"},
        v=random.choice(_VERBS),
        w=random.choice(_VERBS),
        e=random.choice(_ENDS),
        l=random.choice(_LINKS),
        n=random.randrange(1, 400),
        y=random.randrange(1990, 2026),
    )
    return _capital(text)


def _noun(random: Random, topics: tuple[str, ...]) -> str:
    kind = random.choice((*topics, "", ""))
    return random.choice(_NOUNS[kind])


def _capital(text: str) -> str:
    start = next((n for n, letter in enumerate(text) if letter.isalpha()), 0)
    return text[:start] + text[start].upper() + text[start + 1 :]
