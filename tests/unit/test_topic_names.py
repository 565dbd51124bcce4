"""Topics from their files, and one spelling for each tag."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path

import pytest

from plugins.frontmatter.fields import TOPIC
from plugins.frontmatter.kinds import Reading
from plugins.frontmatter.schema import load_source
from plugins.grouping import group_by
from plugins.model import Topic
from plugins.topics.core import build_topic, names_of, tag_slug, tag_spellings

FULL = """---
libellé: Intelligence artificielle
libellé_court: IA
description: Ce qui apprend.
teinte: 210
alias:
  fr: [I.A., apprentissage]
  en: [AI]
---
L’introduction.
"""


def build(folder: Path, reading: Reading, text: str) -> Topic:
    path = folder / "ia.md"
    path.write_text(text, encoding="utf-8")
    source = load_source(path, TOPIC, reading)
    assert source.problems == ()
    return build_topic(source, "sujets/ia/", "<p>L’introduction.</p>")


def test_a_full_topic(tmp_path: Path, reading: Reading) -> None:
    made = build(tmp_path, reading, FULL)
    assert made == Topic(
        slug="ia",
        label="Intelligence artificielle",
        short_label="IA",
        description="Ce qui apprend.",
        colour=210,
        url="sujets/ia/",
        source=tmp_path / "ia.md",
        introduction="<p>L’introduction.</p>",
        aliases=("I.A.", "apprentissage", "AI"),
    )
    assert names_of(made) == ("Intelligence artificielle", "IA", "I.A.", "apprentissage", "AI")


def test_the_short_label_is_the_label_where_there_is_none(tmp_path: Path, reading: Reading) -> None:
    made = build(tmp_path, reading, "label: Drones\ndescription: Volent.\ncolour: 0\n")
    assert (made.label, made.short_label, made.aliases) == ("Drones", "Drones", ())


@dataclass(frozen=True)
class Post:
    name: str
    topics: tuple[Topic, ...]


def test_posts_by_topic_in_the_order_given(tmp_path: Path, reading: Reading) -> None:
    topic = build(tmp_path, reading, FULL)
    one, two, three = Post("one", (topic,)), Post("two", ()), Post("three", (topic,))
    assert group_by([three, two, one], lambda post: post.topics) == {"ia": [three, one]}


@pytest.mark.parametrize(
    ("names", "spellings"),
    [
        ([], {}),
        (["Vie privée"], {"vie-privee": "Vie privée"}),
        (["vie privée", "Vie privée", "vie privée"], {"vie-privee": "vie privée"}),
        (["vie privée", "Vie privée"], {"vie-privee": "Vie privée"}),
        (["regulation", "régulation"], {"regulation": "régulation"}),
        (["œuvre", "oeuvre", "Ardu"], {"oeuvre": "oeuvre", "ardu": "Ardu"}),
    ],
)
def test_a_tag_has_its_most_frequent_spelling_whatever_the_order_of_files(
    names: Sequence[str], spellings: dict[str, str]
) -> None:
    for order in permutations(names):
        assert tag_spellings(order) == spellings


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Vie privée", "vie-privee"),
        ("C", "c"),
        ("C++", "c-plus-plus"),
        ("C#", "c-sharp"),
        ("#IA", "ia"),
        ("+1", "1"),
        ("C# et C++", "c-sharp-et-c-plus-plus"),
    ],
)
def test_a_tag_has_an_address_of_its_own(name: str, slug: str) -> None:
    assert tag_slug(name) == slug
