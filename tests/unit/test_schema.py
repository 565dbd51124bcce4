"""A file against its schema: every spelling of a key, and everything that is wrong at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from plugins.frontmatter import kinds
from plugins.frontmatter.fields import AUTHOR, PAGE, POST, TOPIC
from plugins.frontmatter.kinds import Reading
from plugins.frontmatter.parse import parse
from plugins.frontmatter.schema import Field, Schema, load_source, load_sources
from plugins.model import Correction, Link, Term, TermContext

UUID = "257c5131-eea5-4dc7-9741-c00bbc74da08"

# Every key that is promised to the author: the canonical name, a value and its meaning, spellings.
POST_KEYS = [
    ("title", "Un titre", "Un titre", "title titre Titre TITRE Title"),
    (
        "date",
        "2 janvier 2026 14h30",
        datetime(2026, 1, 2, 14, 30, tzinfo=ZoneInfo("Europe/Paris")),
        "date Date publié_le publie_le publié-le",
    ),
    (
        "modified",
        "4/3/2026",
        datetime(2026, 3, 4, tzinfo=ZoneInfo("Europe/Paris")),
        "modified modifié modifie mis_à_jour mis-à-jour mis_a_jour updated",
    ),
    ("slug", "un-titre", "un-titre", "slug adresse"),
    ("lang", "en", "en", "lang langue language"),
    ("status", "brouillon", "draft", "status statut Statut état etat"),
    ("translates", "un-titre", "un-titre", "translates traduit traduction_de"),
    ("typography", "non", False, "typography typographie"),
    ("summary", "En bref.", "En bref.", "summary résumé resume Résumé chapô chapo description"),
    (
        "authors",
        "Samuel, Invitée",
        ("Samuel", "Invitée"),
        "authors author auteurs auteur autrice Auteur",
    ),
    ("topics", "[drones, IA]", ("drones", "IA"), "topics topic sujets sujet Sujets"),
    (
        "tags",
        "[vie privée]",
        ("vie privée",),
        "tags tag étiquettes étiquette etiquettes mots-clés mots_clés mots-cles keywords",
    ),
    ("id", UUID, f"urn:uuid:{UUID}", "id identifiant guid"),
    ("image", "a.svg", "a.svg", "image couverture"),
    ("image_alt", "Un carré", "Un carré", "image_alt texte_image image_texte"),
    ("series", "Le ciel", "Le ciel", "series série serie"),
    ("aliases", "[/2019/03/a/]", ("2019/03/a/",), "aliases anciennes_adresses alias"),
    ("silence", "[secret, hard-text]", ("secret", "hard-text"), "silence taire sauf_règles"),
    ("related", "[a, b-c]", ("a", "b-c"), "related à_lire liés à_lire_ensuite a_lire"),
    (
        "corrections",
        "[{date: 4/3/2026, kind: error, text: Faux.}]",
        (Correction(datetime(2026, 3, 4, tzinfo=ZoneInfo("Europe/Paris")), "error", "Faux."),),
        "corrections correction rectificatifs",
    ),
    ("thesis", "Tout va bien.", "Tout va bien.", "thesis thèse these"),
    ("question", "Et vous ?", "Et vous ?", "question débat debat"),
    ("counterpoint", "12", 12, "counterpoint contrepoint objection"),
    ("answers", "un-titre", "un-titre", "answers répond_à repond_a réponse_à"),
    (
        "mastodon",
        "https://mastodon.example/@sam/1234",
        "https://mastodon.example/@sam/1234",
        "mastodon fil_mastodon",
    ),
    (
        "bluesky",
        "https://bsky.app/profile/sam.example/post/3kabc",
        "https://bsky.app/profile/sam.example/post/3kabc",
        "bluesky fil_bluesky",
    ),
]
AUTHOR_KEYS = [
    ("name", "Samuel", "Samuel", "name nom"),
    ("bio", "Écrit.", "Écrit.", "bio présentation presentation"),
    ("real_name", "S. Le Goff", "S. Le Goff", "real_name nom_réel nom_reel"),
    ("role", "Auteur", "Auteur", "role rôle fonction"),
    ("fediverse", "a@example.org", "@a@example.org", "fediverse fédivers mastodon"),
    ("email", "a@example.org", "a@example.org", "email courriel"),
    ("portrait", "a.svg", "a.svg", "portrait"),
    ("portrait_alt", "Lui", "Lui", "portrait_alt texte_portrait"),
    (
        "links",
        "{Site: https://example.org}",
        (Link("Site", "https://example.org"),),
        "links liens",
    ),
    ("aliases", "{fr: [Sam], en: [Samy]}", ("Sam", "Samy"), "aliases alias"),
    ("fictional", "oui", True, "fictional fictif fictive"),
]
TOPIC_KEYS = [
    ("label", "Drones", "Drones", "label libellé libelle nom"),
    ("short_label", "Drones", "Drones", "short_label libellé_court"),
    ("description", "Ce qui vole.", "Ce qui vole.", "description"),
    ("colour", "210", 210, "colour color couleur teinte"),
    ("drawing", "trajectoires", "flights", "drawing dessin motif"),
    ("aliases", "[drone, UAV]", ("drone", "UAV"), "aliases alias"),
    (
        "terms",
        "{3: [drone], 0.5: [vol]}",
        (Term("drone", 3.0), Term("vol", 0.5)),
        "terms termes vocabulaire",
    ),
    (
        "contexts",
        "[{terms: [vol], with: [avion]}]",
        (TermContext(("vol",), ("avion",), ()),),
        "contexts contextes",
    ),
    ("start", "[a, b]", ("a", "b"), "start pour_commencer début"),
    ("former_slugs", "[uav]", ("uav",), "former_slugs anciennes_adresses anciens_noms"),
]
PAGE_NAMES = {
    "title",
    "modified",
    "slug",
    "lang",
    "status",
    "translates",
    "summary",
    "aliases",
    "typography",
    "silence",
}
PAGE_KEYS = [row for row in POST_KEYS if row[0] in PAGE_NAMES]


def spelled(schema: Schema, keys: list[tuple[str, str, object, str]], kind: str) -> list[object]:
    return [
        pytest.param(schema, spelling, value, name, meaning, id=f"{kind}-{spelling}")
        for name, value, meaning, spellings in keys
        for spelling in spellings.split()
    ]


@pytest.mark.parametrize(
    ("schema", "spelling", "value", "name", "meaning"),
    spelled(POST, POST_KEYS, "post")
    + spelled(PAGE, PAGE_KEYS, "page")
    + spelled(AUTHOR, AUTHOR_KEYS, "author")
    + spelled(TOPIC, TOPIC_KEYS, "topic"),
)
def test_every_spelling_of_every_key(
    reading: Reading, schema: Schema, spelling: str, value: str, name: str, meaning: object
) -> None:
    found, problems = schema.check(parse(f"---\n{spelling}: {value}\n---\n"), reading)
    assert found.values == {name: meaning}
    assert found.line(name) == 2
    assert {problem.code.partition("-")[0] for problem in problems} <= {"missing"}


@pytest.mark.parametrize("key", ["mis à jour", "Mots clés", "texte image"])
def test_keys_of_several_words(reading: Reading, key: str) -> None:
    _, problems = POST.check(parse(f"---\ntitre: a\ndate: 1/1/2026\n{key}: 2/1/2026\n---"), reading)
    assert problems == []


@pytest.mark.parametrize(
    ("schema", "keys"),
    [(POST, POST_KEYS), (PAGE, PAGE_KEYS), (AUTHOR, AUTHOR_KEYS), (TOPIC, TOPIC_KEYS)],
    ids=["post", "page", "author", "topic"],
)
def test_no_key_is_accepted_that_these_tests_do_not_know(
    schema: Schema, keys: list[tuple[str, str, object, str]]
) -> None:
    known = {spelling for *_, spellings in keys for spelling in spellings.split()}
    assert set(schema.spellings) <= known


@pytest.mark.parametrize(
    ("schema", "missing"),
    [
        (POST, ["missing-title", "missing-date"]),
        (PAGE, ["missing-title"]),
        (AUTHOR, ["missing-name", "missing-bio"]),
        (TOPIC, ["missing-label", "missing-description", "missing-colour"]),
    ],
    ids=["post", "page", "author", "topic"],
)
def test_what_must_be_there(reading: Reading, schema: Schema, missing: list[str]) -> None:
    for text in ("Un texte.", "---\n---\nUn texte."):
        _, problems = schema.check(parse(text), reading)
        assert [(problem.code, problem.line) for problem in problems] == [
            (code, 1) for code in missing
        ]


def test_a_missing_key_is_told_in_both_languages(reading: Reading) -> None:
    _, (problem,) = PAGE.check(parse("a"), reading)
    assert "“title: …” (or “titre: …”)" in str(problem.remedy)


def test_an_empty_value_is_a_missing_one_at_its_line(reading: Reading) -> None:
    found, problems = POST.check(parse("---\ndate: 1/1/2026\nimage:\ntitle:\n---"), reading)
    assert [(problem.code, problem.line) for problem in problems] == [("missing-title", 4)]
    assert set(found.values) == {"date"}


def test_a_wrong_value_is_not_also_missing(reading: Reading) -> None:
    _, problems = POST.check(parse("---\ntitle: a\ndate: hier\n---"), reading)
    assert [(problem.code, problem.line) for problem in problems] == [("invalid-date", 3)]


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("titel", "Vouliez-vous dire « titre » ?"),
        ("autheur", "Vouliez-vous dire « auteur » ?"),
        ("Sumary", "Vouliez-vous dire « summary » ?"),
        ("étiquetes", "Vouliez-vous dire « étiquettes » ?"),
        ("pondération", "Corrigez son nom, ou supprimez-le."),
    ],
)
def test_an_unknown_key_is_told_with_the_nearest(
    reading: Reading, french: Callable[[str], str], key: str, said: str
) -> None:
    text = f"---\ntitre: a\ndate: 1/1/2026\n{key}: b\n---"
    _, (problem,) = POST.check(parse(text), reading)
    assert (problem.code, problem.line) == ("unknown-key", 4)
    assert key in problem.cause.render(french)
    remedy = problem.remedy.render(french)
    assert remedy.replace("\u00a0", " ").replace("\u202f", " ") == said


@pytest.mark.parametrize("again", ["title", "titre", "TITRE"])
def test_a_key_given_twice_in_any_spelling(reading: Reading, again: str) -> None:
    found, problems = PAGE.check(parse(f"title: a\nslug: b\n{again}: c\n"), reading)
    assert [(problem.code, problem.line) for problem in problems] == [("repeated-key", 3)]
    assert "line 1" in str(problems[0].cause)
    assert found.values["title"] == "a"


def test_everything_wrong_is_told_at_once(reading: Reading) -> None:
    text = "---\ntitel: a\ndate: hier\nslug: É\nstatut: fini\nstatut: caché\n---\n"
    _, problems = POST.check(parse(text), reading)
    assert {(problem.code, problem.line) for problem in problems} == {
        ("unknown-key", 2),
        ("invalid-date", 3),
        ("invalid-slug", 4),
        ("invalid-value", 5),
        ("repeated-key", 6),
        ("missing-title", 1),
    }


def test_two_fields_cannot_share_a_spelling() -> None:
    fields = (Field("title", kinds.text, ("nom",)), Field("name", kinds.text, ("Nom",)))
    with pytest.raises(ValueError, match="'Nom'"):
        Schema(fields)


def test_a_sound_file_is_loaded_with_its_lines(tmp_path: Path, reading: Reading) -> None:
    path = tmp_path / "a.md"
    path.write_text("---\ntitre: Un\ndate: 1/1/2026\n---\nLe texte.\n", encoding="utf-8")
    source = load_source(path, POST, reading)
    assert source.problems == ()
    assert (source.path, source.body, source.body_line) == (path, "Le texte.\n", 5)
    assert (source.get("title"), source.line("title"), source.line("image")) == ("Un", 2, 1)
    assert (source.get("image"), source.get("image", "")) == (None, "")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty-file"),
        (b"title: \xe9", "invalid-utf8"),
        (b"title: a\x00", "control-character"),
        (b"---\ntitle: [\n---\n", "invalid-front-matter"),
        (b"---\ntitle: a\n", "invalid-front-matter"),
        (b"---\ntitle: a\ndate: 0001-01-01\n---\n", "invalid-date"),
        (f"---\ntitle: {'[' * 1000}{']' * 1000}\n---\n".encode(), "invalid-front-matter"),
    ],
    ids=["empty", "utf-8", "control", "yaml", "unclosed", "first-day-of-all", "deep"],
)
def test_loading_never_raises(tmp_path: Path, reading: Reading, data: bytes, code: str) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(data)
    [problem] = load_source(path, POST, reading).problems
    assert (problem.code, problem.path) == (code, path)


@pytest.mark.parametrize("title", [r"\begin", r"C:\alpha", r"\x1b[0m", r"\0"])
def test_a_control_character_written_as_an_escape_is_told_as_well(
    tmp_path: Path, reading: Reading, title: str
) -> None:
    """Between double quotes YAML reads ``\\b`` as U+0008, which no feed can carry."""
    path = tmp_path / "a.md"
    path.write_text(f'---\ntitle: "{title}"\n---\n', encoding="utf-8")
    assert [(p.path, p.line) for p in load_source(path, PAGE, reading).problems] == [(path, 2)]


def test_loading_a_missing_file_never_raises(tmp_path: Path, reading: Reading) -> None:
    source = load_source(tmp_path / "absent.md", POST, reading)
    assert [problem.code for problem in source.problems] == ["unreadable-file"]


def test_a_folder_is_loaded_in_the_order_of_names(tmp_path: Path, reading: Reading) -> None:
    for name in ("b.md", "a.md", "c.md", "d.svg"):
        (tmp_path / name).write_text("titre: a\n", encoding="utf-8")
    loaded = load_sources(tmp_path, PAGE, reading)
    assert [source.path.name for source in loaded] == ["a.md", "b.md", "c.md"]
    assert load_sources(tmp_path / "absent", PAGE, reading) == []
