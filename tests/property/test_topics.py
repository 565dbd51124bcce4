"""What never changes the topics that are found in a text."""

from __future__ import annotations

import json
import tempfile
import unicodedata
from dataclasses import replace
from itertools import cycle
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.topics.__main__ import read_vocabulary
from plugins.topics.detection import detect, topics_of
from plugins.topics.memory import Text, relate_texts
from plugins.topics.text import plain_text
from plugins.topics.words import split_words
from tests.laying import HOUSE

VOCABULARY, _ = read_vocabulary(HOUSE / "content" / "topics")
LINES = (HOUSE / "tests/benchmarks/topics/dev.jsonl").read_text("utf-8").splitlines()
ROWS = [json.loads(line) for line in LINES]
TEXTS = st.sampled_from([(row["title"], row["text"]) for row in ROWS])


def found(title: str, text: str) -> set[str]:
    return {topic.slug for topic in topics_of(detect(VOCABULARY, title, "", text))}


def as_long(text: str, other: str) -> str:
    """``other`` at the length of ``text``, in words: cut, or said again."""
    wanted, words = len(split_words(plain_text(text)).words), list[str]()
    for word in cycle(other.split()):
        words.append(word)
        wanted -= len(split_words(word).words)
        if wanted <= 0:
            return " ".join(words)
    return ""


def without_accents(text: str) -> str:
    apart = unicodedata.normalize("NFD", text)
    return "".join(char for char in apart if not unicodedata.combining(char))


@given(TEXTS)
@settings(max_examples=60, deadline=None)
def test_case_accents_apostrophes_and_spaces_change_nothing(text: tuple[str, str]) -> None:
    title, body = text
    topics = found(title, body)
    assert found(title.upper(), body.upper()) == topics
    assert found(title.lower(), body.lower()) == topics
    assert found(without_accents(title), without_accents(body)) == topics
    assert found(title, unicodedata.normalize("NFD", body)) == topics
    assert found(title.replace("’", "'"), body.replace("’", "'")) == topics
    assert found(title.replace("'", "’"), body.replace("'", "’")) == topics
    for mark in " :", " ;", " !", " ?", "« ", " »":
        body = body.replace(mark, mark.replace(" ", "\u00a0"))
    assert found(title, body) == topics
    assert found(title, body.replace("\u00a0", "\u202f")) == topics


# Texts in which terms of the vocabulary stand thicker than anywhere, several topics' in one.
TERMS = [term.text.strip("*") for term in VOCABULARY.terms]
DENSE = st.lists(
    st.lists(st.sampled_from([*TERMS, "mot", "pas", "un", "robot.", "vert"]), min_size=9),
    min_size=1,
    max_size=4,
).map(lambda paragraphs: ("", "\n\n".join(map(" ".join, paragraphs))))


@given(TEXTS | DENSE, TEXTS | DENSE)
@settings(max_examples=150, deadline=None)
def test_a_paragraph_of_equal_length_never_adds_a_topic(
    text: tuple[str, str], other: tuple[str, str]
) -> None:
    """Whatever it says: only what it is on by itself, which an unrelated one is not."""
    title, body = text
    more = as_long(body, other[1])
    topics = found(title, body) | found(title, more)
    assert found(title, f"{body}\n\n{more}") <= topics
    assert found(title, f"{more}\n\n{body}") <= topics


@given(st.text())
@settings(max_examples=200, deadline=None)
def test_any_text_is_read(text: str) -> None:
    found(text, text)


WORDS = [
    "ruche",
    "abeille",
    "printemps",
    "clavier",
    "touche",
    "drone",
    "hélice",
    "l’hiver",
    "ruches",
]
SAID = st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join)
POSTS = st.lists(
    st.builds(
        Text,
        key=st.just(""),
        work=st.sampled_from("abc"),
        lang=st.sampled_from(["fr", "en"]),
        title=SAID,
        body=SAID,
        topics=st.frozensets(st.sampled_from("xyz")),
        time=st.integers(0, 10**9).map(float),
    ),
    max_size=12,
).map(
    lambda posts: [
        replace(post, key=f"p{n}", work=f"{post.work}{n % 7}") for n, post in enumerate(posts)
    ]
)


@given(st.lists(st.tuples(POSTS, st.integers(0, 3), st.integers(0, 99)), min_size=2, max_size=4))
@settings(max_examples=60, deadline=None)
def test_what_the_last_builds_left_changes_no_answer(
    builds: list[tuple[list[Text], int, int]],
) -> None:
    with tempfile.TemporaryDirectory() as one:
        for number, (posts, limit, cut) in enumerate(builds):
            listed = [post.key for post in posts if int(post.key[1:]) != cut % 12]
            with tempfile.TemporaryDirectory() as empty:
                cold = relate_texts(Path(empty), posts, listed, limit)
            assert relate_texts(Path(one), posts, listed, limit) == cold
            assert relate_texts(Path(one), posts[::-1], listed, limit) == cold
            for path in Path(one).iterdir() if number % 2 else ():
                path.write_bytes(path.read_bytes()[:-1])  # cut short: as if it were not there
