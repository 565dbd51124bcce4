"""The ledger: readable, sorted, and whole after a merge."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from plugins.ledger import (
    Entry,
    InvalidLedger,
    add_entries,
    parse_ledger,
    render_ledger,
)

A = Entry("articles/a/", "post", "urn:uuid:a")
B = Entry("articles/b/", "post", "urn:uuid:b")
TOPIC = Entry("sujets/ia/", "topic")


def test_what_is_written_is_read_sorted_and_one_line_an_entry() -> None:
    text = render_ledger([TOPIC, B, A, A]).decode()
    assert parse_ledger(text) == (A, B, TOPIC)
    assert text.split("\n")[1:4] == [
        ',{"address": "articles/a/", "kind": "post", "id": "urn:uuid:a"}',
        ',{"address": "articles/b/", "kind": "post", "id": "urn:uuid:b"}',
        ',{"address": "sujets/ia/", "kind": "topic"}',
    ]


def test_nothing_is_forgotten_and_an_id_completes_its_address() -> None:
    nameless = Entry("articles/b/", "post")
    assert add_entries([A, nameless], [B]) == (A, B)
    assert add_entries([A], []) == (A,)


@pytest.mark.parametrize("text", ["", "{}", "[]", '[{"ledger": 1}\n,{"address": 3}\n]', "[\n,"])
def test_a_broken_ledger_says_where(text: str) -> None:
    with pytest.raises(InvalidLedger) as caught:
        parse_ledger(text)
    assert caught.value.line >= 1


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not there")
def test_two_branches_that_publish_merge_without_a_hand(tmp_path: Path) -> None:
    """«merge-friendly: one line an entry, sorted», by git itself and our .gitattributes."""
    base, ours, theirs = (tmp_path / name for name in ("base", "ours", "theirs"))
    base.write_bytes(render_ledger([TOPIC]))
    ours.write_bytes(render_ledger([A, TOPIC]))
    theirs.write_bytes(render_ledger([B, TOPIC]))
    subprocess.run(["git", "merge-file", "--union", ours, base, theirs], check=True)
    assert parse_ledger(ours.read_text()) == (A, B, TOPIC)
    attributes = Path(__file__).parents[3] / ".gitattributes"
    assert "content/permalinks.json merge=union" in attributes.read_text()
