"""Finding topics, posts to read next, and what a topic's page adds."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from plugins.frontmatter import kinds
from plugins.frontmatter.fields import POST
from plugins.frontmatter.kinds import Invalid, Reading
from plugins.frontmatter.schema import load_source
from plugins.model import Term, TermContext, Topic
from plugins.topics import memory
from plugins.topics.__main__ import answer_lines, main, read_vocabulary
from plugins.topics.detection import detect, topics_of
from plugins.topics.memory import Text, relate_texts
from plugins.topics.pages import build_neighbours, build_rhythm
from plugins.topics.related import Reading as Post
from plugins.topics.related import count_stems, relate
from plugins.topics.text import plain_text
from plugins.topics.vocabulary import compile_vocabulary, keys_of
from plugins.topics.words import split_words, stem
from tests.laying import HOUSE

VOCABULARY, FAULTS = read_vocabulary(HOUSE / "content" / "topics")
READING = Reading(ZoneInfo("Europe/Paris"))


def topic(slug: str, *terms: Term, contexts: tuple[TermContext, ...] = ()) -> Topic:
    return Topic(slug, slug, slug, "", 0, f"{slug}/", Path(slug), terms=terms, contexts=contexts)


def found(text: str, title: str = "") -> list[str]:
    return [one.slug for one in topics_of(detect(VOCABULARY, title, "", text))]


@pytest.mark.parametrize(
    ("source", "lost"),
    [
        ("Avant.\n\n```python\nimport drone\n```\n\nAprès.", "drone"),
        ("Avant.\n\n    drone = 1\n\nAprès.", "drone"),
        ("Avant `drone` après.", "drone"),
        ("Avant [lien](https://exemple.fr/drone) après.", "drone"),
        ("Avant https://exemple.fr/drone après.", "drone"),
        ("Avant drone.com après.", "drone"),
        ("Avant\n\n[a]: https://exemple.fr/drone\n\naprès.", "drone"),
        ("Avant <nav>drone</nav> <cite>drone</cite> <b class='drone'>x</b> après.", "drone"),
        ("Avant\n\n> Une parole.\n>\n> Le Journal du drone\n\naprès.", "drone"),
        ("Avant\n\n> Une parole.\n> — Le Journal du drone\n\naprès.", "drone"),
        ("\n    drone = 1\n\nAvant, après.", "drone"),
        ("Avant WWW.DRONE.EXEMPLE après.", "drone"),
        ("Avant\n\n[a]: https://a.fr/drone\n[b]: https://b.fr/drone\n\naprès.", "drone"),
    ],
)
def test_what_the_post_does_not_say_itself_is_left_out(source: str, lost: str) -> None:
    text = plain_text(source).casefold()
    assert lost not in text
    assert "avant" in text
    assert "après" in text


@pytest.mark.parametrize("mark", ["’", "'", "‘", "`"])
def test_elisions_part_from_their_words_and_other_apostrophes_stay(mark: str) -> None:
    text = "(L'IA), lorsqu'on jusqu'ici aujourd'hui, *d'abord* l'I.A. qu'il n'a".replace("'", mark)
    expected = ["ia", "on", "ici", "aujourd", "hui", "abord", "ia", "il", "a"]
    assert list(split_words(text).words) == expected


@pytest.mark.parametrize("hyphen", ["\u2010", "\u2011", "\u2212"])
def test_every_hyphen_is_one(hyphen: str) -> None:
    text = "Un roman de science-fiction, une start-up."
    assert split_words(text.replace("-", hyphen)) == split_words(text)


def test_a_quotation_itself_and_a_links_words_are_read() -> None:
    text = plain_text("> Un drone passe.\n\nVoir [la règle](regle.md).")
    assert "drone" in text
    assert "la règle" in text


def test_words_are_folded_and_sentences_numbered() -> None:
    words = split_words("L’IA, l'I.A.\u00a0! Arthur C. Clarke écrit. Œuvre\u202f?")
    assert words.words == ("ia", "ia", "arthur", "c", "clarke", "ecrit", "oeuvre")
    assert words.sentences == (0, 0, 1, 1, 1, 1, 2)


@pytest.mark.parametrize(
    ("one", "other"),
    [("levée", "levées"), ("réseau", "réseaux"), ("casque", "casques"), ("neuronal", "neuronaux")],
)
def test_number_and_gender_have_one_stem(one: str, other: str) -> None:
    assert keys_of(one) == keys_of(other)


def test_short_words_stay_whole() -> None:
    assert [stem(word) for word in ("pla", "sas", "6dof")] == ["pla", "sas", "6dof"]


def test_a_term_counts_by_its_context() -> None:
    context = TermContext(("drone",), beside=("hélice",), unless=("ruche",))
    vocabulary = compile_vocabulary([topic("d", Term("drone*", 2), contexts=(context,))])
    assert vocabulary.find(split_words("un drone et son hélice"))[0].position == 1
    strict = compile_vocabulary([topic("d", Term("drone", 2), contexts=(context,))])
    assert not strict.find(split_words("un drone"))
    assert not strict.find(split_words("un drone dans la ruche"))
    assert strict.find(split_words("un drone à hélice dans la ruche"))


def test_of_overlapping_terms_the_longest_is_found() -> None:
    one = topic("d", Term("réalité", 1), Term("casque de réalité virtuelle", 3))
    hits = compile_vocabulary([one]).find(split_words("un casque de réalité virtuelle"))
    assert [hit.number for hit in hits] == [1]


def test_an_eighth_topic_is_one_more_file(tmp_path: Path) -> None:
    (tmp_path / "velo.md").write_text(
        "---\nlabel: Vélo\ndescription: À deux roues.\ncolour: 1\n"
        "terms:\n  3: [vélo*, bicyclette*, cyclist*]\n  1: [selle, guidon]\n---\nTexte.\n"
    )
    vocabulary, faults = read_vocabulary(tmp_path)
    text = "Le vélo est au garage. Une bicyclette se répare. Le cycliste règle sa selle."
    assert faults == []
    assert [t.slug for t in topics_of(detect(vocabulary, "Réparer", "", text))] == ["velo"]


@pytest.mark.parametrize(
    "text",
    [
        "Le but était digne de la science-fiction. Le stade a applaudi longtemps la belle équipe.",
        "La cornemuse tient son drone grave. Le drone soutient la mélodie, puis le drone se tait.",
        "Il faut démarrer la tondeuse. Le casque et les gants protègent. Le moteur chauffe.",
        "Depuis la nuit des temps, on imprime sur du papier. La première impression compte.",
        "250 g de farine, 250 g de beurre. Versez l’appareil. Enfournez, puis laissez reposer.",
    ],
)
def test_homographs_and_passing_mentions_are_no_topic(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("La buse est bouchée, le PLA ne colle pas au plateau. J’ai changé de slicer.",
         "impression-3d"),
        ("Le quadricoptère décolle. Le télépilote surveille la batterie et les hélices.", "drones"),
        ("Le Quest 3 suit les mains. Sans casque VR, pas de nausée, dit le joueur.", "vr"),
        ("The drone took off. Its remote pilot watched the battery and the rotors.", "drones"),
    ],
)  # fmt: skip
def test_topics_that_are_never_named_and_english_ones(text: str, slug: str) -> None:
    assert found(text) == [slug]


def test_the_house_vocabulary_is_sound() -> None:
    assert FAULTS == []
    for one in VOCABULARY.topics:
        known = {keys_of(term.text) for term in one.terms}
        assert len(known) >= 200, one.slug
        for context in one.contexts:
            assert context.beside or context.unless, (one.slug, context.terms)
            for term in context.terms:
                assert keys_of(term) in known, (one.slug, term)


def test_the_demonstrations_topics_are_its_editors() -> None:
    posts = [load_source(p, POST, READING) for p in sorted(HOUSE.glob("content/articles/**/*.md"))]
    same = 0
    for post in posts:
        findings = detect(VOCABULARY, post.get("title"), post.get("summary", ""), post.body)
        same += {t.slug for t in topics_of(findings)} == set(post.get("topics"))
    assert same >= 0.9 * len(posts), f"{same} of {len(posts)}"


def test_lines_of_json_in_and_out() -> None:
    rows = [
        {"id": 1, "title": "Un drone", "text": "Le drone vole. Son télépilote le ramène."},
        {"id": "b", "text": "Une tarte aux pommes."},
    ]
    out = io.StringIO()
    answer_lines(VOCABULARY, io.StringIO("\n".join(map(json.dumps, rows))), out)
    answers = [json.loads(line) for line in out.getvalue().splitlines()]
    assert answers == [{"id": 1, "topics": ["drones"]}, {"id": "b", "topics": []}]


def test_a_posts_topics_are_explained(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(HOUSE)
    assert main(["content/articles/2023/249-grammes/index.md"]) == 0
    told = capsys.readouterr().out
    assert "Drones\u00a0: oui" in told
    assert "drone* (3)  résumé ×1, texte ×" in told
    assert main(["content/articles/absent.md"]) == 1
    assert "unreadable-file" in capsys.readouterr().err


def post(key: str, text: str, *topics: str, day: int = 1, work: str = "") -> Post:
    moment = datetime(2026, 1, day, tzinfo=UTC).timestamp()
    return Post(key, work or key, "fr", count_stems(key, text), frozenset(topics), moment)


def test_related_posts_share_words_topics_and_time() -> None:
    posts = [
        post("abeille", "La ruche bourdonne, les abeilles rentrent au printemps.", "vie"),
        post("ruche", "Une ruche vide, des abeilles mortes au printemps.", "vie"),
        post("clavier", "Un clavier mécanique, des touches bruyantes.", "vie"),
        post("touche", "La touche du clavier mécanique rebondit."),
        post("traduite", "La ruche bourdonne, les abeilles rentrent.", work="abeille"),
    ]
    near = relate(posts, [one.key for one in posts], 3)
    assert near["abeille"] == ["ruche"]
    assert near["clavier"] == ["touche"]
    assert relate(posts[::-1], [one.key for one in posts], 3) == near
    assert relate(posts, ["clavier"], 3)["abeille"] == []


def test_related_posts_at_scale_look_at_no_pairs() -> None:
    posts = [
        Post(f"p{n}", f"p{n}", "fr", {f"w{n % 400}": 2, f"v{n % 37}": 1}, frozenset(), float(n))
        for n in range(4000)
    ]
    near = relate(posts, [one.key for one in posts], 3)
    assert near["p0"] == ["p400", "p800", "p1200"]


def test_after_an_edit_one_text_alone_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = [
        Text(f"p{n}", f"p{n}", "fr", f"Ruche {n}", f"Une abeille, mot{n % 5}.", frozenset(), 0.0)
        for n in range(20)
    ]
    keys = [text.key for text in texts]
    read: list[str] = []

    def count(title: str, body: str) -> dict[str, int]:
        read.append(title)
        return count_stems(title, body)

    monkeypatch.setattr(memory, "count_stems", count)
    first = relate_texts(tmp_path, texts, keys, 3)
    assert (len(read), read[:]) == (20, [text.title for text in texts])
    texts[7] = replace(texts[7], body="Une abeille, mot3.")
    assert relate_texts(tmp_path, texts, keys, 3) != first
    assert read[20:] == ["Ruche 7"]
    monkeypatch.setattr(memory, "relate", None)  # the same question once more takes no work
    relate_texts(tmp_path, texts, keys, 3)


def test_neighbours_and_rhythm() -> None:
    a, b, c = topic("a"), topic("b"), topic("c")
    neighbours = build_neighbours([(a, b), (a, c), (a, b), (c,)], 1)
    assert {slug: [t.slug for t in near] for slug, near in neighbours.items()} == {
        "a": ["b"], "b": ["a"], "c": ["a"],
    }  # fmt: skip
    dates = [
        datetime(2025, 12, 1, tzinfo=UTC),
        *(datetime(2026, m, 1, tzinfo=UTC) for m in (3, 3, 1)),
    ]
    rhythm = build_rhythm(dates, "fr")
    assert rhythm is not None
    assert (rhythm.year, rhythm.count, rhythm.months) == (2026, 3, "janvier 1, mars 2")
    assert [bar.height for bar in rhythm.bars[:3]] == [20, 1, 40]
    assert build_rhythm([], "fr") is None


@pytest.mark.parametrize("value", ["drone", {"9": ["a"]}, {"lourd": ["a"]}])
def test_terms_stand_under_weights(value: kinds.Value) -> None:
    with pytest.raises(Invalid):
        kinds.terms(value, READING)
    assert kinds.terms({"3": ["a"], "1,4": "b, c"}, READING)[1] == Term("b", 1.4)


def test_contexts_say_when() -> None:
    assert kinds.contexts([{"terms": ["a"], "with": ["b"]}], READING) == (
        TermContext(("a",), ("b",)),
    )
    for value in ("a", [{"with": ["b"]}], [{"terms": ["a"], "avec": ["b"]}]):
        with pytest.raises(Invalid):
            kinds.contexts(value, READING)  # type: ignore[arg-type]
