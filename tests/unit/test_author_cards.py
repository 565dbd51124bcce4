"""Profiles: from checked sources to what cards and authors' pages say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from plugins.author_cards.core import (
    build_profile,
    check_portrait,
    names_of,
    written_topics,
)
from plugins.frontmatter.fields import AUTHOR
from plugins.frontmatter.kinds import Reading
from plugins.frontmatter.schema import Source, load_source
from plugins.model import Link, Picture, Profile, Topic

FULL = """---
nom: Samuel
présentation: Il écrit.
nom_réel: Samuel Le Goff
rôle: Auteur
courriel: s@example.org
portrait: Photo.JPG
texte_portrait: Lui, de face
liens:
  - {label: Site, url: https://example.org}
alias: [Sam]
fictif: non
---
Sa *vie*.
"""


def load(folder: Path, reading: Reading, text: str) -> Source:
    path = folder / "samuguru.md"
    path.write_text(text, encoding="utf-8")
    source = load_source(path, AUTHOR, reading)
    assert source.problems == ()
    return source


def topic(slug: str, label: str) -> Topic:
    return Topic(slug, label, label, "…", 0, f"sujets/{slug}/", Path(f"{slug}.md"))


def profile(slug: str) -> Profile:
    return Profile(slug, slug.title(), "…", f"auteurs/{slug}/", Path(f"{slug}.md"))


def there(_name: str) -> bool:
    return True


def absent(_name: str) -> bool:
    return False


@dataclass(frozen=True)
class Post:
    name: str
    profiles: tuple[Profile, ...] = ()
    topics: tuple[Topic, ...] = ()


def test_a_full_profile(tmp_path: Path, reading: Reading) -> None:
    made = build_profile(
        load(tmp_path, reading, FULL), "auteurs/samuguru/", "<p>Sa <em>vie</em>.</p>", there
    )
    assert made == Profile(
        slug="samuguru",
        name="Samuel",
        bio="Il écrit.",
        url="auteurs/samuguru/",
        source=tmp_path / "samuguru.md",
        biography="<p>Sa <em>vie</em>.</p>",
        real_name="Samuel Le Goff",
        role="Auteur",
        email="s@example.org",
        portrait=Picture("auteurs/samuguru/portrait.jpg", "Lui, de face"),
        portrait_source=tmp_path / "Photo.JPG",
        links=(Link("Site", "https://example.org"),),
        aliases=("Sam",),
        fictional=False,
    )
    assert names_of(made) == ("Samuel", "Samuel Le Goff", "Sam")


def test_the_least_profile(tmp_path: Path, reading: Reading) -> None:
    made = build_profile(load(tmp_path, reading, "nom: Sam\nbio: Écrit.\n"), "a/", "", absent)
    assert (made.portrait, made.portrait_source, made.links, made.aliases) == (None, None, (), ())
    assert (made.real_name, made.role, made.email, made.fictional) == (None, None, None, False)


@pytest.mark.parametrize(
    ("name", "exists", "codes"),
    [
        ("Photo.JPG", there, []),
        ("photo.svg", there, []),
        ("Photo.JPG", absent, ["missing-image"]),
        ("photo.pdf", there, ["missing-image"]),
        ("../photo.svg", there, ["missing-image"]),
        ("photos/a.svg", there, ["missing-image"]),
        ("https://example.org/a.svg", there, ["missing-image"]),
    ],
)
def test_a_portrait_is_a_picture_beside_the_profile(
    tmp_path: Path, reading: Reading, name: str, exists: Callable[[str], bool], codes: list[str]
) -> None:
    source = load(tmp_path, reading, FULL.replace("Photo.JPG", name))
    problems = check_portrait(source, exists)
    assert [problem.code for problem in problems] == codes
    assert all((p.path, p.line) == (source.path, 7) for p in problems)
    made = build_profile(source, "a/", "", exists)
    assert (made.portrait is None) is (made.portrait_source is None) is bool(codes)


def test_no_portrait_is_no_problem(tmp_path: Path, reading: Reading) -> None:
    source = load(tmp_path, reading, "nom: Sam\nbio: Écrit.\n")
    assert check_portrait(source, absent) == []


def test_written_topics_the_more_frequent_first_then_by_label() -> None:
    ai, drones, vr = topic("ia", "IA"), topic("drones", "Drones"), topic("vr", "Été virtuel")
    posts = {"sam": [Post("a", (), (ai, vr)), Post("b", (), (drones, vr))], "ada": []}
    assert written_topics(posts, lambda post: post.topics) == {"sam": (vr, drones, ai), "ada": ()}
    posts["sam"] += [Post("c", (), (drones, vr))]
    found = written_topics(posts, lambda post: post.topics)
    assert found["sam"] == (drones, vr, ai), "two and three are about as many"
