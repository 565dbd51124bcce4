"""Every field of every kind of file in content/: the one place to declare another.

A room that needs a key adds a `Field` here and reads it from the metadata; the
reader, the suggestions for a mistyped key and the README's table follow.
"""

from __future__ import annotations

from plugins.frontmatter import kinds
from plugins.frontmatter.schema import Field, Schema

STATUSES = {
    "published": ("publié", "publie", "publiée"),
    "draft": ("brouillon",),
    "hidden": ("caché", "cachée", "masqué", "unlisted"),
    "gone": ("retiré", "retirée", "supprimé", "supprimée"),
}

# What `plugins/images/motifs.py` can draw.
DRAWINGS = {
    "lattice": ("treillis",),
    "lenses": ("lentilles",),
    "layers": ("couches",),
    "flights": ("trajectoires",),
    "waves": ("ondes",),
    "curves": ("courbes",),
    "orbits": ("orbites",),
    "tiles": ("carreaux",),
}

_TITLE = Field("title", kinds.text, ("titre",), required=True)
_SUMMARY = Field("summary", kinds.text, ("résumé", "chapô", "description"))
_COMMON = (
    _TITLE,
    Field("modified", kinds.date, ("modifié", "mis_à_jour", "updated")),
    Field("slug", kinds.slug, ("adresse",)),
    Field("lang", kinds.language, ("langue", "language")),
    Field("status", kinds.choice(STATUSES), ("statut", "état")),
    Field("typography", kinds.flag, ("typographie",)),
    Field("translates", kinds.slug, ("traduit", "traduction_de")),
    _SUMMARY,
    Field("silence", kinds.words, ("taire", "sauf_règles")),
    Field("aliases", kinds.addresses, ("anciennes_adresses", "alias")),
)

POST = Schema(
    (
        *_COMMON,
        Field("date", kinds.date, ("publié_le",), required=True),
        Field("authors", kinds.words, ("auteurs", "author", "auteur", "autrice")),
        Field("topics", kinds.listed, ("sujets", "topic", "sujet")),
        Field("related", kinds.slugs, ("à_lire", "liés", "à_lire_ensuite")),
        Field("tags", kinds.words, ("étiquettes", "mots-clés", "tag", "étiquette", "keywords")),
        Field("id", kinds.identifier, ("identifiant", "guid")),
        Field("image", kinds.text, ("couverture",)),
        Field("image_alt", kinds.text, ("texte_image", "image_texte")),
        Field("series", kinds.text, ("série",)),
        Field("corrections", kinds.corrections, ("correction", "rectificatifs")),
        Field("thesis", kinds.text, ("thèse",)),
        Field("question", kinds.text, ("débat",)),
        Field("counterpoint", kinds.number(1, 999_999_999), ("contrepoint", "objection")),
        Field("answers", kinds.slug, ("répond_à", "réponse_à")),
        Field("mastodon", kinds.status_address("mastodon"), ("fil_mastodon",)),
        Field("bluesky", kinds.status_address("bluesky"), ("fil_bluesky",)),
    )
)

PAGE = Schema(_COMMON)

AUTHOR = Schema(
    (
        Field("name", kinds.text, ("nom",), required=True),
        Field("bio", kinds.text, ("présentation",), required=True),
        Field("real_name", kinds.text, ("nom_réel",)),
        Field("role", kinds.text, ("rôle", "fonction")),
        Field("email", kinds.email, ("courriel",)),
        Field("fediverse", kinds.handle, ("fédivers", "mastodon")),
        Field("portrait", kinds.text),
        Field("portrait_alt", kinds.text, ("texte_portrait",)),
        Field("links", kinds.links, ("liens",)),
        Field("aliases", kinds.word_groups, ("alias",)),
        Field("fictional", kinds.flag, ("fictif", "fictive")),
    )
)

TOPIC = Schema(
    (
        Field("label", kinds.text, ("libellé", "nom"), required=True),
        Field("short_label", kinds.text, ("libellé_court",)),
        Field("description", kinds.text, required=True),
        Field("colour", kinds.number(0, 359), ("couleur", "color", "teinte"), required=True),
        Field("drawing", kinds.choice(DRAWINGS), ("dessin", "motif")),
        Field("aliases", kinds.word_groups, ("alias",)),
        Field("terms", kinds.terms, ("termes", "vocabulaire")),
        Field("contexts", kinds.contexts, ("contextes",)),
        Field("start", kinds.slugs, ("pour_commencer", "début")),
        Field("former_slugs", kinds.slugs, ("anciennes_adresses", "anciens_noms")),
    )
)

BACKGROUND = Schema(
    (
        Field("label", kinds.text, ("libellé", "nom"), required=True),
        Field("everyday", kinds.terms, ("courants",)),
        Field("factual", kinds.terms, ("factuels",)),
        Field("topic", kinds.slug, ("sujet",)),
        Field("words", kinds.weighted, ("mots",)),
    )
)
