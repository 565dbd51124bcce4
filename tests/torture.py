"""A site that holds whatever an author may throw at a feed: made, not kept, as it is long."""

# ruff: noqa: E501 (HTML as it is pasted)

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PIL import Image

from tests.laying import Site

TITLES = (
    '<script>alert("1")</script> & « co »',
    "La balise <video> contre l'API <canvas>",
    "AT&T, R&amp;D et &lt;b&gt;gras&lt;/b&gt;",
    "]]> et --> et <!-- et <?php",
    "👩🏽‍🚀 Astronaute 🇫🇷 et 🏴‍☠️",
    "مرحبا بالعالم، مقال بالعربية",
    "שלום עולם — כתבה בעברית",
    "À l’envers : \u202etnemelleb\u202c, puis à l’endroit",
    "2001",
    "No",
    "…",
    "100 % « vrai » ? Oui ! Et 5 × 3 < 20 ; 1 > 0",
    "Un titre " + "très " * 60 + "long",
    "Ligature œ, ÿ, ẞ, ﬁ, 漢字, 𝕬 et e\u0301",
    r"C:\nouveau\titre et `code` et *étoiles*",
)

CONSTRUCTS = """\
Un paragraphe avec une note[^1], un appel répété[^1] et [un fragment](#suite).

## Suite

Un [lien relatif](../post-0/), un [lien d’ici](/a-propos/), [une requête](?page=2#x), un
[lien « accentué »](https://example.org/café/à-la?q=é&r=1#œ), un [script](javascript:alert(1))
et <a href="//cdn.example.org/x">sans protocole</a>.

![Une image](couverture.svg "Sa légende")

<img src="{attach}couverture.svg" srcset="/petite.png 1x, /grande.png 2x" alt="Jeu">
<img class="lazy" src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" data-src="/vraie.jpg" alt="Vraie">
<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" alt="Attente"><noscript><img src="/images/fixe.jpg" alt="Fixe"></noscript>

<picture><source srcset="/photo.avif" type="image/avif"><img src="/images/photo.jpg" alt="Photo"></picture>

<iframe src="https://video.example/embed/1" title="Une vidéo ailleurs"></iframe>
<iframe src="//video.example/embed/2"></iframe>

<video src="https://ailleurs.example/film.mp4" poster="/images/affiche.jpg" controls></video>

<audio controls><source src="{attach}son.mp3" type="audio/mpeg">Votre navigateur…</audio>

<object data="/images/plan.svg" type="image/svg+xml">Plan</object>

<form action="/envoi"><input name="q"><button>Envoyer</button></form>
<script>document.write("intrus")</script>
<style>p { color: red }</style>
<template><p>gabarit</p></template>
<p style="color: red" onclick="alert(1)" class="x" data-y="z">Habillé de <span class="deco">classe</span>.</p>
<p hidden>invisible-un</p>
<p style="display: none">invisible-deux</p>
<span aria-hidden="true">invisible-trois</span>
<span class="visually-hidden">invisible-quatre</span>
<share-buttons><b>boutons</b></share-buttons>
<blockquote cite="/a-propos/"><p>Cité.</p></blockquote>
<!-- un commentaire -->

Caractères : &#11;&#x1F; interdits, &#150; tiret, espace&nbsp;insécable\u00a0\u202f! &amp; esperluette, <kbd>Ctrl</kbd>.

| Gauche | Droite |
|:---|---:|
| ]]> | `a < b && c` |

```python
if a < b and "é":
    print(f"<{a}>")  # ]]>
```

<details><summary>Détails</summary>Cachés ? Non.</details>

Terme
:   Sa définition.

*[API]: Interface

Une API. <abbr title="Intelligence artificielle">IA</abbr>, H<sub>2</sub>O, <mark>marqué</mark>.

<div dir="rtl" lang="ar">مرحبا</div>

[^1]: La note, avec `du code`.
"""

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"><title>x</title></svg>'
AUTHOR = """\
---
name: SamuGuru
bio: Il écrit sur les machines & leurs <gens>.
email: samu@samuguru.example
---
"""
START = datetime(2023, 1, 1, 8, tzinfo=UTC)
SOUND = b"ID3" + bytes(1021)


def lay_torture(site: Site, count: int = 300) -> None:
    """Fill ``site`` with ``count`` posts, one every three days, and what they need."""
    site.write("content/authors/samuguru.md", AUTHOR)
    site.write(
        "content/authors/autrice-invitee.md", "---\nnom: Élodie Ñ.\nprésentation: Ici.\n---\n"
    )
    for slug, label, hue in (("ia", "Intelligence artificielle", 285), ("vr", "Réalité <VR>", 10)):
        text = f"---\nlibellé: {label}\ndescription: A & B < C.\nteinte: {hue}\n---\n"
        site.write(f"content/topics/{slug}.md", text)
    site.write("content/topics/vide.md", "---\nlibellé: Vide\ndescription: Rien.\nteinte: 1\n---\n")
    site.write("content/pages/a-propos.md", "---\ntitre: À propos\n---\nIci.\n")
    _lay_files(site.content / "images")
    for number in range(count):
        _lay_post(site, number)


def _lay_files(folder: Path) -> None:
    folder.mkdir()
    for name in ("fixe.jpg", "photo.jpg", "affiche.jpg"):
        Image.new("RGB", (8, 6)).save(folder / name)
    (folder / "plan.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"/>')


def _lay_post(site: Site, number: int) -> None:
    title = TITLES[number % len(TITLES)].replace("'", "''")
    lines = [
        f"title: '{title}'",
        f"date: {(START + timedelta(days=3 * number)).isoformat()}",
        f"id: {uuid.UUID(int=number + 1)}",
        "topics: [ia, vr]" if number % 2 else "topics: [vr]",
        "authors: [samuguru, autrice-invitee]" if number % 5 == 0 else "author: samuguru",
    ]
    body = f"Texte numéro {number}[^1].\n\n[^1]: Note {number}.\n"
    if number % 50 == 49:
        lines += ["image: couverture.svg", "image_alt: Carré", "modified: 2026-01-01"]
        body = CONSTRUCTS
        site.write(f"content/articles/post-{number}/couverture.svg", SVG)
        (site.content / f"articles/post-{number}/son.mp3").write_bytes(SOUND)
    if number == 299:
        lines += [
            "corrections:",
            "  - {date: 2026-04-01, kind: coquille, text: 'Un <mot> & un autre.'}",
            "  - {date: 2026-03-01, genre: erreur, texte: 'Le chiffre était faux : il l’est moins.'}",
        ]
    text = "\n".join(["---", *lines, "---", body])
    site.write(f"content/articles/post-{number}/index.md", text)
