"""Which edits are set into what the last build left, and which ask for a whole build."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from plugins import running
from plugins.composing import Composition
from plugins.desk.configuration import ROOMS, are_ours
from plugins.desk.unchanged import (
    FEW,
    Last,
    forget_answer,
    recall_last,
    record_answer,
    renew_answer,
)
from plugins.incremental.sheets import Sheet, Whole
from plugins.messages import msg
from plugins.outputs import RECORD_KEY, Outputs, save_edition
from plugins.posts.links import lead_as_before, links_of
from plugins.posts.reading import Parser, Text, is_same_but_for_body
from plugins.posts.settings import Settings
from plugins.problems import Problem
from plugins.standing import (
    KEY,
    Correction,
    Declined,
    Edit,
    Part,
    add_part,
    decline_unless,
    follow_edits,
    leave_standing,
    read_standing,
)
from plugins.topics.memory import Neighbourhood, Unread
from plugins.topics.memory import Text as Post

ROOT = Path("/site/content")
PARSER = Parser(
    Settings(), Composition(lambda text, _: text, lambda _: (), ""), "Europe/Paris", "fr"
)
TEXT = """---
title: Un titre
date: 2026-01-02
summary: Un résumé.
---
## Partie

Un texte, [un autre](autre.md), ![un dessin](dessin.svg).[^1]

[^1]: Une note.
"""


def read(text: str) -> Text:
    return PARSER.parse(ROOT / "articles/post.md", text.encode(), is_page=False)


def links_are_kept(after: Text) -> bool:
    old, new = (links_of(text.source, text.addresses, ROOT) for text in (read(TEXT), after))
    return lead_as_before(old, new, after.ids, {"articles/autre.md", "articles/tiers.md"})


@pytest.mark.parametrize(
    ("old", "new", "is_set"),
    [
        ("Un texte", "Un tout autre texte", True),
        ("## Partie", "## Partie\n\n### Plus bas", True),
        ("Une note.", "Une note.\n\n```python\nx = 1\n```", True),
        ("Une note.", "Une note.[^2]\n\n[^2]: Une autre.", True),
        ("Une note.", "[Ailleurs](https://example.org/), [là-haut](#partie).", True),
        ("Une note.", "[Un tiers](tiers.md).", True),
        ("[un autre](autre.md)", "un autre", True),
        ("Une note.", "[Nulle part](#rien).", False),
        ("Une note.", "[Un tiers](tiers.md#un-endroit).", False),
        ("Une note.", "[Personne](personne.md).", False),
        ("Une note.", "[La page](/page/).", False),
        ("Une note.", "![Un plan](plan.svg).", False),
        ("![un dessin](dessin.svg)", "un dessin", False),
        ("## Partie", "## Chapitre", False),  # somebody may link to its id
        ("Un titre", "Un autre titre", False),
        ("Un résumé.", "Un autre résumé.", False),
        ("summary: Un résumé.\n", "", False),
        ("date: 2026-01-02\n", "date: 2026-01-02\ntags: [ville]\n", False),
        ("date: 2026-01-02\n", "# Le jour.\ndate: 2026-01-02\n", False),  # another line is told
        ("title: Un titre", "title: [", False),
    ],
)
def test_a_body_alone_is_set_into_what_stands(old: str, new: str, is_set: bool) -> None:
    assert old in TEXT
    after = read(TEXT.replace(old, new, 1))
    assert (is_same_but_for_body(read(TEXT), after) and links_are_kept(after)) is is_set


def test_without_a_summary_the_beginning_stands_in_lists() -> None:
    text = TEXT.replace("summary: Un résumé.\n", "") + "mot " * 200
    assert is_same_but_for_body(read(text), read(f"{text}\nUne fin.\n"))
    assert not is_same_but_for_body(read(text), read(text.replace("Un texte", "Le texte")))


WHOLE = Whole(
    "Article",
    ROOT / "articles/post.md",
    b"old",
    ("title", "content", "related"),
    {"related": (b"none", ()), "content": (b"resolved", "<a href='/x/'>x</a>")},
)


def test_a_page_takes_the_text_as_its_links_are_resolved() -> None:
    new = WHOLE.with_text(b"new", "<p>x</p>", (b"same", "<p>x</p>"))
    assert new.key != WHOLE.key
    assert "content" not in new.others
    own = {"title": "T", "content": "<p>x</p>"}
    assert vars(new.view(own)) == {**own, "related": ()}
    linked = WHOLE.with_text(b"new", "<a href='y.md'>", (b"y", "<a href='/y/'>"))
    assert vars(linked.view(own))["content"] == "<a href='/y/'>"


def test_a_link_in_a_text_that_had_none_is_resolved_too() -> None:
    plain = WHOLE.with_text(b"new", "<p>x</p>", (b"same", "<p>x</p>"))
    linked = plain.with_text(b"newer", "<a href='y.md'>", (b"y", "<a href='/y/'>"))
    assert linked.others["content"] == (b"y", "<a href='/y/'>")
    assert list(linked.others) == ["content", "related"]  # as a whole build finds them


@pytest.mark.parametrize("name", ["headings", "word_count", "reading_minutes"])
def test_what_a_room_has_counted_anew_is_nobody_elses_to_say(name: str) -> None:
    whole = replace(WHOLE, others={**WHOLE.others, name: (b"own", 1)})
    with pytest.raises(Declined):
        whole.with_text(b"new", "<p>x</p>", (b"same", "<p>x</p>"))


def test_a_page_that_never_said_what_to_read_next_does_not_begin_to() -> None:
    sheet = Sheet("post/index.html", "article.html", {}, "article", WHOLE)
    assert sheet.key(b"t") != replace(sheet, whole=WHOLE.with_next((b"two", ("a", "b")))).key(b"t")
    with pytest.raises(Declined):
        replace(WHOLE, others={}).with_next((b"two", ("a", "b")))


def site_of(*parts: Part) -> Any:
    """A generator of a site with one text."""
    settings: dict[str, Any] = {KEY: []}
    for part in parts:
        add_part(settings, part)
    text = read(TEXT)
    content = SimpleNamespace(source=text.source, text=text)
    context = {"generated_content": {"post.md": content, "gone.md": None}}
    return SimpleNamespace(settings=settings, context=context)


NOTE = Problem("topics-found", msg("before"), msg("before"), ROOT / "post.md", severity="note")
OTHER = replace(NOTE, path=ROOT / "other.md")


def test_rooms_say_in_their_order_what_follows_and_what_is_told() -> None:
    said: list[object] = []

    def follow(_: Any, left: str, correction: Correction, __: Outputs) -> None:
        said.append(left)
        if left == "topics":
            correction.next_to = {ROOT / "other.md": ()}
            correction.notes.append(replace(NOTE, cause=msg("after")))

    parts = [Part(name, lambda *_, name=name: name, follow) for name in ("topics", "pages")]
    site = site_of(*parts)
    left = leave_standing([site], None, [NOTE, OTHER])
    assert left is not None
    standing = read_standing(left)
    assert standing.texts == {ROOT / "articles/post.md": read(TEXT).key}
    edit = Edit(read(TEXT), read(f"{TEXT}\nPlus.\n"))
    outputs = Outputs(Path("new"), Path("live"))
    problems, touched = follow_edits(site, standing, [edit], outputs)
    assert said == ["topics", "pages"]
    assert [str(problem.cause) for problem in problems] == ["after", "before"]
    assert touched == {ROOT / "articles/post.md", ROOT / "other.md"}
    _, touched = follow_edits(site, standing, [Edit(read(TEXT), read(TEXT))], outputs)
    assert touched == {ROOT / "other.md"}  # it is as it was again


def test_one_room_that_cannot_say_is_enough() -> None:
    def decline(*_: object) -> None:
        decline_unless(False)

    refusing = site_of(Part("search", decline, decline))
    assert leave_standing([refusing], None, []) is None


def test_foreign_rooms_and_other_orders_are_unknown() -> None:
    ours = [f"plugins.{room}" for room in ROOMS]
    assert are_ours(ours)
    assert are_ours(ours[1:])
    assert not are_ours([*ours, "mine"])
    assert not are_ours(ours[::-1])


def test_an_edit_moves_others_neighbours_until_it_is_taken_back(tmp_path: Path) -> None:
    words = ["drone hélice rotor", "drone hélice moteur", "casque pixel lentille", "casque pixel"]
    texts = {
        key: Post(key, key, "fr", key, body, frozenset(), 0.0)
        for key, body in zip("abcd", words, strict=True)
    }
    nobody: dict[str, tuple[str, ...]] = dict.fromkeys(texts, ())
    empty = Neighbourhood(texts, "abcd", 1, nobody, nobody)
    near = empty.moved_by(tmp_path, {})
    bare = {key: text.without_words for key, text in texts.items()}
    kept = Neighbourhood(bare, "abcd", 1, nobody, {**nobody, **near})
    assert kept.moved_by(tmp_path, {}) == {}
    edited = replace(texts["d"], body="drone hélice moteur moteur")
    moved = kept.moved_by(tmp_path, {"d": edited})
    assert moved["d"] in {("a",), ("b",)}
    assert kept.moved_by(tmp_path, {"d": texts["d"]}) == {}
    with pytest.raises(Unread):
        kept.moved_by(tmp_path / "lost", {"d": edited})


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site of which a build was recorded, long ago as it seems."""
    for name in ("content", "theme", "output", ".cache/editions"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "pelicanconf.py").write_text("A = 1\n")
    for number in range(FEW + 1):
        (tmp_path / f"content/{number}.md").write_text("Un texte.\n")
    (tmp_path / "content/dessin.svg").write_text("<svg/>")
    (tmp_path / "output/index.html").write_text("Une page.\n")
    live = tmp_path / "output"
    edition = Outputs(live, live, keys={"index.html": "k"}).record(["index.html"])
    settings = {
        "PATH": str(tmp_path / "content"),
        "THEME": str(tmp_path / "theme"),
        "THEME_TEMPLATES_OVERRIDES": [],
        "OUTPUT_PATH": str(live),
        "CACHE_PATH": str(tmp_path / ".cache"),
        "OUTPUT_RETENTION": [],
        RECORD_KEY: save_edition(tmp_path / ".cache/editions", live, edition),
    }
    monkeypatch.setattr(running, "BEGAN", time.time_ns() + 10 * running.LAG)
    record_answer(tmp_path, ("x",), "Fait.", settings=settings, until=None, leave=lambda: b"left")
    return tmp_path


def last_of(root: Path) -> Last:
    last = recall_last(root, ("x",))
    assert last is not None
    return last


def edit(root: Path, *names: str) -> None:
    for name in names:
        path = root / "content" / name
        path.write_text(f"{path.read_text()}Plus.\n")


def test_a_few_edited_texts_are_told_from_anything_else(root: Path) -> None:
    last = last_of(root)
    assert (last.is_unchanged, last.edited, last.left()) == (True, (), b"left")
    edit(root, "1.md", "2.md")
    last = last_of(root)
    assert last.edited == (root / "content/1.md", root / "content/2.md")
    assert not last.is_unchanged
    edit(root, "dessin.svg")
    assert recall_last(root, ("x",)) is None


@pytest.mark.parametrize(
    "change",
    [
        lambda root: edit(root, *(f"{number}.md" for number in range(FEW + 1))),
        lambda root: (root / "content/new.md").write_text(""),
        lambda root: (root / "content/1.md").unlink(),
        lambda root: (root / "pelicanconf.py").write_text("A = 2\n"),
        lambda root: (root / "output/index.html").write_text("mine"),
        lambda root: (root / "output/stray.html").write_text(""),
        lambda root: forget_answer(root, ("x",)),
    ],
    ids=["many", "new", "gone", "configuration", "output", "stray", "forgotten"],
)
def test_more_than_that_asks_for_a_whole_build(root: Path, change: Any) -> None:
    last_of(root)
    change(root)
    assert recall_last(root, ("x",)) is None


@pytest.mark.parametrize("kept", [0, 20, -1])
def test_what_was_left_is_whole_or_lost(root: Path, kept: int) -> None:
    entries = (root / ".cache/answers").iterdir()
    [path] = (path for path in entries if path.read_bytes().endswith(b"left"))
    path.write_bytes(path.read_bytes()[:kept])
    assert last_of(root).left() is None


def test_what_was_set_in_once_is_set_in_again(root: Path) -> None:
    edit(root, "1.md")
    first, later = last_of(root), time.time_ns() + 10 * running.LAG
    renew_answer(first, "Refait.", first.digest, [*first.edited, root / "content/3.md"], later)
    last = last_of(root)
    assert (last.is_unchanged, last.answer) == (True, "Refait.")
    edit(root, "2.md")
    assert [path.name for path in last_of(root).edited] == ["1.md", "2.md", "3.md"]


def test_what_was_set_into_many_pages_is_answered_and_no_more_is_set_in(root: Path) -> None:
    edit(root, "1.md")
    first, later = last_of(root), time.time_ns() + 10 * running.LAG
    moved = [root / f"content/{number}.md" for number in range(FEW + 1)]
    renew_answer(first, "Refait.", first.digest, moved, later)
    assert last_of(root).is_unchanged
    edit(root, "2.md")
    assert recall_last(root, ("x",)) is None


def test_a_text_that_was_edited_while_it_was_read_is_edited_still(root: Path) -> None:
    edit(root, "1.md")
    last, later = last_of(root), time.time_ns() + 10 * running.LAG
    edit(root, "1.md")
    renew_answer(last, "Refait.", last.digest, last.edited, later)
    assert not last_of(root).is_unchanged


def test_a_text_as_old_as_its_reading_is_not_vouched_for(root: Path) -> None:
    edit(root, "1.md")
    last = last_of(root)
    forget_answer(root, ("x",))  # as each build does
    renew_answer(last, "Refait.", last.digest, last.edited, time.time_ns())
    assert recall_last(root, ("x",)) is None
