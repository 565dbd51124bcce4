"""Repairs: what has one right answer, in the bytes of a file, and nothing else in them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.checks.repairing import add_line, apply, repair, repair_all, reread
from plugins.feeds.rules import mint_id
from plugins.identity import fallback_id
from plugins.model import Identities
from plugins.proofreading import Around, Edit, Finding
from plugins.texts import Text
from tests.proofing import RULES, SOUND, text_of

# Up to what ends one for the rules: blanks and brackets (`plugins.typography.notices`), and where
# code or a link's target ends (`plugins.prose`). What is written against these is prose again.
ADDRESS = re.compile(r"https://a\.fr/[^\s<>`)]*")
ABLE = [rule for rule in RULES if rule.repairs]
NO_ID = "---\ntitle: Un\ndate: 2026-01-02\n---\n"


def repaired(path: Path, data: bytes, around: Around | None = None) -> bytes:
    path.write_bytes(data)
    whole = data.decode("utf-8-sig").replace("\r\n", "\n")
    return repair(data, text_of(whole, path=path), ABLE, around or Around())


@pytest.fixture
def post(tmp_path: Path) -> Path:
    return tmp_path / "drones.md"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("La 3ème fois, le coeur, etc...\n", "La 3e fois, le cœur, etc.\n"),
        ("Ecole :  la 1ère.\n", "École : la 1re.\n"),
        (
            "`3ème` et [3ème](https://a.fr/3ème/Ecole)\n",
            "`3ème` et [3e](https://a.fr/3ème/Ecole)\n",
        ),
        (
            "`https://a.fr/`3ème, [a](https://a.fr/)coeur\n",
            "`https://a.fr/`3e, [a](https://a.fr/)cœur\n",
        ),
        ("```\n3ème  coeur\n```\n\n    3ème\n", "```\n3ème  coeur\n```\n\n    3ème\n"),
        ("Voir https://a.fr/3ème et a@coeur.fr\n", "Voir https://a.fr/3ème et a@coeur.fr\n"),
        ("![Le coeur](coeur.jpg)\n", "![Le coeur](coeur.jpg)\n"),
        ("[coeur]: https://a.fr/coeur\n", "[coeur]: https://a.fr/coeur\n"),
        ("Une fin  \nde vers.\n", "Une fin  \nde vers.\n"),
        ("The heart of it is in the 3ème of them, and that is all.\n",) * 2,
    ],
)
def test_what_is_repaired(post: Path, body: str, expected: str) -> None:
    assert repaired(post, (SOUND + body).encode()).decode() == SOUND + expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Le coeur et la 3ème soeur", "Le cœur et la 3e sœur"),
        ('"Le coeur : A la fin"', '"Le cœur : À la fin"'),
        ("'Ecole'", "'École'"),
        (">\n  Le coeur\n  bat", None),
        ("'L''Etat'", None),
        ("The heart of the coeur is that and the matter", None),
    ],
)
def test_fields_that_readers_read_are_repaired_too(
    post: Path, written: str, expected: str | None
) -> None:
    """Where the value stands as it reads; elsewhere it is told alone."""
    fields = ("id: urn:a:coeur", "title: coeur", f"summary: {written}", "date: 2026-01-02")
    head = "\n".join(["---", *fields, "slug: a-coeur", "---", ""])
    made = repaired(post, f"{head}Un texte.\n".encode()).decode()
    better = head.replace("title: coeur", "title: cœur")
    assert made == better.replace(written, expected or written) + "Un texte.\n"


def test_the_other_bytes_of_a_file_stay(post: Path) -> None:
    data = b"\xef\xbb\xbf" + (SOUND + "Le coeur.\nUn  mot").replace("\n", "\r\n").encode()
    expected = data.replace(b"coeur", "cœur".encode()).replace(b"Un  mot", b"Un mot")
    assert repaired(post, data) == expected


def test_a_file_with_two_kinds_of_line_ends_is_left_alone(post: Path) -> None:
    data = (SOUND + "Le coeur.\r\nLe coeur.\n").encode()
    assert repaired(post, data) == data


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("---\ntitle: A\n---\n", "---\ntitle: A\nid: x\n---\n"),
        ("\n---\ntitle: A\n...\n", "\n---\ntitle: A\nid: x\n...\n"),
        ("---\ntitle: A\n---", "---\ntitle: A\nid: x\n---"),
        ("Title: A\nDate: B\n\n", "Title: A\nDate: B\nid: x\n\n"),
        ("Title: A", "Title: A\nid: x\n"),
    ],
)
def test_a_line_is_added_to_either_kind_of_front_matter(head: str, expected: str) -> None:
    assert add_line(head, "id: x") == expected


def test_the_id_written_down_is_the_one_that_feeds_give_already(post: Path) -> None:
    made = repaired(post, (NO_ID + "Un texte.\n").encode()).decode()
    assert text_of(made).source.get("id") == fallback_id("drones")
    assert made == NO_ID.replace("02\n", f"02\nid: {fallback_id('drones')[9:]}\n") + "Un texte.\n"


def test_an_id_that_the_ledger_remembers_comes_back() -> None:
    path = Path("drones.md")
    remembered = Identities({"urn:a:b": None}, {"drones": "urn:a:b"})
    assert mint_id("drones", path, remembered) == "urn:a:b"
    renamed = Identities({"urn:a:b": None}, {"articles/vieux/": "urn:a:b"})
    assert mint_id("drones", path, renamed, ("articles/vieux/",)) == "urn:a:b"
    moved = Identities({"urn:a:b": Path("ailleurs.md")}, {"drones": "urn:a:b"})
    assert mint_id("drones", path, moved) == fallback_id("drones")


def test_an_id_that_another_post_has_is_not_given_twice() -> None:
    taken = Identities({fallback_id("drones"): Path("ailleurs.md")})
    minted = mint_id("drones", Path("drones.md"), taken)
    assert minted not in taken.taken
    assert minted == mint_id("drones", Path("drones.md"), taken)
    again = Identities({**taken.taken, minted: None})
    assert mint_id("drones", Path("drones.md"), again) not in again.taken


def test_texts_with_faults_and_silenced_rules_are_left_alone(tmp_path: Path) -> None:
    names = {"a": "Le coeur.", "b": "Le coeur.", "c": "Rien."}
    heads = {"a": SOUND.replace("id:", "silence: [missing-ligature]\nid:"), "b": "---\nx: y\n---\n"}
    texts = []
    for name, body in names.items():
        path = tmp_path / f"{name}.md"
        path.write_text(heads.get(name, SOUND) + body)
        texts.append(text_of(path.read_text(), path=path))
    assert repair_all(texts, RULES, Around(), ()) == []


PIECES = st.sampled_from(
    ["3ème ", "coeur", "Ecole ", "  ", "etc...", "`", "```\n", "\n\n", "> ", "- ", "[", "](", ")",
     "https://a.fr/", "<b>", "<!--", "-->", "&eacute;", "\\", "*", "A la ", "la 1ère", "| ", "é",
     "<code>", "</code>", "# ", "    ", "\n", "{: lang=en }", "oe", "OEUVRE ", "x"]
)  # fmt: skip


def findings_in(text: Text) -> list[Finding]:
    return [finding for rule in ABLE for finding in rule.findings(text, Around())]


def edits_of(text: Text) -> list[Edit]:
    found = [finding.repair for finding in findings_in(text)]
    return [edit for edit in found if isinstance(edit, Edit)]


@given(st.lists(PIECES, max_size=40).map("".join))
@settings(max_examples=300, deadline=None)
def test_repairing_twice_is_repairing_once(body: str) -> None:
    whole, text = SOUND + body, text_of(SOUND + body)
    for edit in edits_of(text):  # what is changed is prose, never code
        assert text.unfenced[edit.start : edit.end] == text.body[edit.start : edit.end]
    for _ in range(10):
        whole = apply(whole, text, edits_of(text))
        text = reread(text, whole)
    assert findings_in(text) == []
    assert ADDRESS.findall(whole) == ADDRESS.findall(SOUND + body)
