"""Comments as Isso keeps them: read without what is private, kept, grown into a discussion."""

from __future__ import annotations

import json
import sqlite3
import uuid
from contextlib import closing
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from plugins.discussion import store
from plugins.discussion.isso_config import hash_password, is_password
from plugins.discussion.places import find_place
from plugins.discussion.privacy import (
    accept,
    erase_comment,
    erase_person,
    erase_waiting,
    export_person,
    forget_persons,
    forget_withdrawn,
)
from plugins.discussion.records import Record, Thread, comment_id, key_of_uri, thread_key
from plugins.discussion.seeding import begin, seed
from plugins.discussion.snapshots import (
    Malformed,
    load_snapshots,
    parse_snapshot,
    render_snapshot,
    write_snapshots,
)
from plugins.discussion.store import Unreachable, is_whole, read_threads, read_waiting
from plugins.discussion.threads import build_discussion, page_url
from plugins.ledger import Entry, render_ledger
from plugins.model import Discussion

KEY = "11111111-1111-4111-8111-111111111111"
PARIS = ZoneInfo("Europe/Paris")


def record(number: int, parent: int | None = None, text: str = "Oui.", **more: object) -> Record:
    values = {"modified": None, "author": "Ada", "website": "", **more}
    return Record(number, parent, 1_700_000_000.25 + number, text=text, **values)  # type: ignore[arg-type]


def discussion(*records: Record, branches: int = 20, counterpoint: int | None = None) -> Discussion:
    thread = Thread(KEY, "Un titre", records)
    return build_discussion(
        thread, "articles/a/", "commentaires/", branches, PARIS, str, counterpoint
    )


def shape(found: Discussion) -> list[list[tuple[int, list[int]]]]:
    return [
        [(b.comment.number, [reply.number for reply in b.replies]) for b in page]
        for page in found.pages
    ]


def test_answers_stand_under_the_first_comment_oldest_first() -> None:
    found = discussion(record(4, 3), record(1), record(3, 1), record(2), record(5, 99))
    assert shape(found) == [[(1, [3, 4]), (2, []), (5, [])]]
    assert [one.number for one in found.comments] == [1, 2, 3, 4, 5]


def test_comments_that_lead_to_each_other_are_all_there() -> None:
    found = discussion(record(1, 2), record(2, 1), record(3, 3))
    assert sorted(one.number for one in found.comments) == [1, 2, 3]


def test_a_withdrawn_comment_keeps_the_place_of_its_answers_and_no_other() -> None:
    gone = record(1, is_withdrawn=True, text="")
    assert shape(discussion(gone, record(2, 1))) == [[(1, [2])]]
    assert discussion(gone, record(2, 1)).count == 1
    assert shape(discussion(gone)) == []
    assert discussion(gone).was_opened


def test_a_long_debate_has_pages_and_each_comment_one_address() -> None:
    found = discussion(*(record(n) for n in range(1, 6)), record(6, 5), branches=2, counterpoint=4)
    assert [len(page) for page in found.pages] == [2, 2, 1]
    urls = [one.url for one in found.comments]
    assert urls[0] == "articles/a/#comment-1"
    assert urls[2] == "articles/a/commentaires/#comment-3"
    assert urls[5] == "articles/a/commentaires/page/2/#comment-6"
    assert found.counterpoint is not None
    assert found.counterpoint.number == 4
    assert page_url("a/", "c/", 0) == "a/"


def test_an_id_is_for_ever_and_a_number_used_again_is_another() -> None:
    first = comment_id(KEY, record(1))
    edited = record(1, text="Non.", author="Bob", modified=1_700_000_100.0)
    assert comment_id(KEY, edited) == first
    assert comment_id(KEY, Record(1, None, 1_800_000_000.0, None, "", "", "x")) != first
    snapshot = parse_snapshot(render_snapshot(Thread(KEY, "t", (record(1),))).decode())
    assert comment_id(KEY, snapshot.records[0]) == first, "read from the snapshot it is the same"


def test_a_thread_is_known_by_the_posts_id_whatever_its_address() -> None:
    assert thread_key(f"urn:uuid:{KEY}", "a") == thread_key(f"urn:uuid:{KEY}", "b") == KEY
    assert thread_key("tag:old.example,2019:1", "a") == thread_key("tag:old.example,2019:1", "b")
    assert thread_key(None, "a") != thread_key(None, "b")
    assert key_of_uri(f"/discussion/{KEY}") == KEY
    assert key_of_uri("/discussion/autre") is key_of_uri("/ailleurs") is None


def test_a_snapshot_says_what_it_was_told_line_by_line_and_nothing_private(tmp_path: Path) -> None:
    records = (
        record(2, 1, "écris à jean@example.org", website="https://ada.example/"),
        record(1, modified=1_700_000_050.0),
        record(3, is_withdrawn=True, text=""),
    )
    assert write_snapshots(tmp_path, [Thread(KEY, "Titre", records)]) == [tmp_path / f"{KEY}.json"]
    assert write_snapshots(tmp_path, [Thread(KEY, "Titre", records)]) == [], "nothing changed"
    text = (tmp_path / f"{KEY}.json").read_text(encoding="utf-8")
    assert "jean@" not in text
    assert [entry["id"] for entry in json.loads(text)["comments"]] == [1, 2, 3]
    threads, problems = load_snapshots(tmp_path)
    assert problems == []
    assert threads[KEY].records[2].is_withdrawn
    assert write_snapshots(tmp_path, []) == [], "another database's thread is none of its business"
    assert len(load_snapshots(tmp_path)[0][KEY].records) == 3
    write_snapshots(tmp_path, [Thread(KEY, "Titre"), Thread(str(uuid.UUID(int=1)), "Autre")])
    assert load_snapshots(tmp_path)[0][KEY].records == (), "an emptied thread keeps its file"
    assert len(list(tmp_path.iterdir())) == 1, "one in which nothing is public has none"


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"post": 1, "title": "t", "comments": [{}]}', "nul", '{"comments": 3}',
     '{"post":"a","title":"t","comments":[{"id":1,"created":"hier","text":"x"}]}',
     json.dumps({"post": KEY, "title": "t", "comments": [{"id": 1, "text": "x",
                "created": "9999-12-31T23:59:59+00:00"}]}),
     '{"post": "../permalinks", "title": "t", "comments": []}',
     "[" * 100_000],
)  # fmt: skip
def test_what_is_no_snapshot_is_a_problem_and_no_crash(tmp_path: Path, text: str) -> None:
    with pytest.raises(Malformed):
        parse_snapshot(text)
    (tmp_path / "a.json").write_text(text)
    (tmp_path / "b.json").write_bytes("é".encode("latin-1"))
    (tmp_path / "c.json").write_bytes(render_snapshot(Thread(KEY, "of another name")))
    assert [problem.code for problem in load_snapshots(tmp_path)[1]] == ["invalid-comments"] * 3


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Isso's tables with one comment of each mode, by one person."""
    path = tmp_path / "comments.db"
    seed(path, [Thread(KEY, "Titre", (record(1), record(2, 1), record(3)))])
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "UPDATE comments SET email = 'Ada@Example.org', remote_addr = '192.0.2.0'"
        )
        connection.execute("UPDATE comments SET mode = 2 WHERE id = 3")
        connection.execute("UPDATE comments SET author = 'A &amp; B' WHERE id = 2")
    return path


def test_what_is_public_is_read_and_what_is_private_cannot_be(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = read_threads(database)[KEY].records
    assert [(one.number, one.author) for one in found] == [(1, "Ada"), (2, "A & B")]
    assert [one.number for one in read_waiting(database)] == [3]
    for column in sorted(store.PRIVATE):
        spying = store._PUBLIC_ROWS.replace("comments.text", f"comments.{column}")
        monkeypatch.setattr(store, "_PUBLIC_ROWS", spying)
        with pytest.raises(Unreachable, match=column):
            read_threads(database)
        monkeypatch.undo()


def test_a_database_that_cannot_be_read_says_so(database: Path, tmp_path: Path) -> None:
    with pytest.raises(Unreachable):
        read_threads(tmp_path / "nothing.db")
    assert not (tmp_path / "nothing.db").exists(), "looking makes none"
    (tmp_path / "other.db").write_bytes(b"no database at all" * 100)
    with pytest.raises(Unreachable):
        read_threads(tmp_path / "other.db")
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        with pytest.raises(Unreachable, match="locked"):
            read_threads(database)


def test_a_person_can_have_everything_and_leave(database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE comments SET email = '' WHERE id = 3")
    assert export_person(database, " ") == []
    assert erase_person(database, "") == 0
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE comments SET email = 'ada@example.org' WHERE id = 3")
    found = export_person(database, " ada@example.ORG ")
    assert [one["id"] for one in found] == [1, 2, 3]
    assert found[1]["author"] == "A & B"
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE comments SET email = 'bob@example.org' WHERE id = 2")
    assert erase_person(database, "ada@example.org") == 2
    left = read_threads(database)[KEY].records
    assert [(one.number, one.is_withdrawn) for one in left] == [(1, True), (2, False)]
    assert read_waiting(database) == []
    assert b"ada@example" not in database.read_bytes().lower()
    assert erase_person(database, "bob@example.org") == 1
    left = read_threads(database)[KEY].records
    assert left == (), "the place that nobody's answer needs any more goes too"


def test_an_address_is_found_however_it_was_typed(database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE comments SET email = ' Été&amp;Co@Exemple.FR ' WHERE id = 2")
    assert [one["id"] for one in export_person(database, "ÉTÉ&Co@exemple.fr")] == [2]


def test_what_is_accepted_is_what_was_seen(database: Path) -> None:
    (seen,) = read_waiting(database)
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE comments SET text = 'Réclame.', modified = 1.5 WHERE id = 3")
    (changed,) = read_waiting(database)
    assert changed.handle != seen.handle
    assert changed.handle.startswith("3-")
    assert not accept(database, seen)
    assert accept(database, changed)
    assert not accept(database, changed), "it waits no more"


def test_a_number_is_never_given_again(database: Path) -> None:
    """«contrepoint: 3» would pin whoever writes next."""
    assert erase_comment(database, 3) == 1
    with closing(sqlite3.connect(database)) as connection, connection:
        added = connection.execute(
            "INSERT INTO comments (tid, created, mode, text, voters) VALUES (1, 1, 1, 'x', x'')"
        )
    assert added.lastrowid == 4


def test_after_its_time_a_comment_stays_and_who_wrote_it_is_forgotten(database: Path) -> None:
    assert forget_persons(database, 1_600_000_000) == 0
    assert forget_persons(database, 1_800_000_000) == 3
    assert forget_persons(database, 1_800_000_000) == 0
    assert b"192.0.2" not in database.read_bytes()
    assert len(read_threads(database)[KEY].records) == 2


def test_what_is_withdrawn_is_forgotten_whole(database: Path) -> None:
    """As Isso leaves a comment that was answered: without its text, but with its e-mail."""
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE comments SET email = 'partie@example.org' WHERE id = 1")
        connection.execute("UPDATE comments SET mode = 4, text = '' WHERE id = 1")
    forget_withdrawn(database)
    assert b"partie@example" not in database.read_bytes()
    assert [one["id"] for one in export_person(database, "ada@example.org")] == [2, 3]


def test_what_nobody_accepts_is_erased_after_its_time(database: Path) -> None:
    """Isso looks when it starts, and again after as many days as a comment may wait: twice."""
    assert erase_waiting(database, 1_600_000_000) == 0
    assert erase_waiting(database, 1_800_000_000) == 1
    assert read_waiting(database) == []
    assert len(read_threads(database)[KEY].records) == 2, "what was accepted stays"


def test_a_comment_is_found_where_it_is_shown_or_its_debate(tmp_path: Path) -> None:
    debate = tmp_path / "articles" / "été" / "commentaires" / "page" / "2"
    debate.mkdir(parents=True)
    (tmp_path / ".server").mkdir()
    entries = [
        Entry("articles/été/", "post", f"urn:uuid:{KEY}"),
        Entry("articles/sans-id/", "post"),
        Entry("articles/été/rss.xml", "feed", f"urn:uuid:{KEY}"),
    ]
    (tmp_path / ".server" / "addresses.json").write_bytes(render_ledger(entries))
    (debate / "index.html").write_text('<li id="comment-12">')
    (debate.parents[2] / "index.html").write_text("<div id=comment-3 class=x><p id=comment-31>")

    def place(number: int, key: str = KEY) -> str | None:
        return find_place(tmp_path, "commentaires/", key, number)

    assert place(12) == "articles/%C3%A9t%C3%A9/commentaires/page/2/#comment-12"
    assert place(3) == "articles/%C3%A9t%C3%A9/#comment-3"
    assert place(1) == "articles/%C3%A9t%C3%A9/#part_debate", "one that waits is nowhere yet"
    assert place(1, thread_key(None, "sans-id")) == "articles/sans-id/#part_debate"
    assert place(1, thread_key(None, "autre")) is None
    assert find_place(tmp_path / "nulle-part", "commentaires/", KEY, 1) is None


def test_seeding_again_brings_what_is_committed_and_keeps_what_was_posted(tmp_path: Path) -> None:
    path = tmp_path / "comments.db"
    seed(path, [Thread(KEY, "Titre", (record(1), record(2)))])
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "INSERT INTO comments (tid, id, created, mode, remote_addr, text, voters)"
            " SELECT id, 7, 1, 1, '127.0.0.0', 'Ici.', x'' FROM threads"
        )
    seed(path, [Thread(KEY, "Titre", (record(2),))])
    assert [one.number for one in read_threads(path)[KEY].records] == [2, 7]


def test_a_servers_database_begins_with_what_is_committed_and_is_whole_from_then(
    tmp_path: Path,
) -> None:
    path, other = tmp_path / "server" / "comments.db", Thread(str(uuid.UUID(int=7)), "Autre")
    begin(path, [Thread(KEY, "Titre", (record(3), record(4, 3))), other])
    assert is_whole(path)
    assert [one.number for one in read_threads(path)[KEY].records] == [3, 4]
    erase_comment(path, 4)
    begin(path, [Thread(KEY, "Titre", (record(3), record(4, 3)))])
    assert [one.number for one in read_threads(path)[KEY].records] == [3], "once and never again"

    foreign = tmp_path / "foreign.db"
    seed(foreign, [Thread(other.key, "Autre", (record(3),))])
    assert not is_whole(foreign)
    begin(foreign, [Thread(KEY, "Titre", (record(3),))])
    assert not is_whole(foreign), "its third comment is another"
    assert set(read_threads(foreign)) == {other.key}


def test_a_password_is_known_by_its_hash_alone() -> None:
    kept = hash_password("un mot de passe")
    assert is_password("un mot de passe", kept)
    assert not is_password("un autre", kept)
    assert not is_password("", "")
    assert "passe" not in kept
    assert "$" not in kept
    assert hash_password("un mot de passe") != kept
