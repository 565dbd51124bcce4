"""What the author writes is read without surprises; what the build makes is written in one step."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from plugins.files import Unreadable, check_text, fold, read_text, slugify, write_atomic
from plugins.problems import Problem

BOM = b"\xef\xbb\xbf"
LONG_AGO = 1_000_000_000


def problem_of(path: Path, data: bytes) -> Problem:
    """The problem that reading ``data`` ends in."""
    path.write_bytes(data)
    with pytest.raises(Unreadable) as caught:
        read_text(path)
    return caught.value.problem


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("L’été\n".encode(), "L’été\n"),
        (BOM + "L’été".encode(), "L’été"),
        (b"a\r\nb\rc\n", "a\nb\nc\n"),
        (b"a\tb\n", "a\tb\n"),
        ("a\u00a0b\u202f!".encode(), "a\u00a0b\u202f!"),
        ("😀 \u200d \u2028".encode(), "😀 \u200d \u2028"),
    ],
    ids=["utf-8", "bom", "line-ends", "tab", "no-break-spaces", "far-planes"],
)
def test_read_text(tmp_path: Path, data: bytes, text: str) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(data)
    assert read_text(path) == text


@pytest.mark.parametrize(
    ("data", "offset", "byte", "line"),
    [
        (b"caf\xe9", 3, 0xE9, 1),
        (BOM + b"caf\xe9", 6, 0xE9, 1),
        (b"un\ndeux\ntrois \xff", 14, 0xFF, 3),
        (BOM + b"un\n\xc3", 6, 0xC3, 2),
        ("é".encode() + b"\xe9", 2, 0xE9, 1),
    ],
    ids=["latin-1", "behind-a-bom", "third-line", "cut-short-behind-a-bom", "bytes-not-characters"],
)
def test_bytes_that_are_not_utf8_are_named_from_the_first_byte_of_the_file(
    tmp_path: Path, data: bytes, offset: int, byte: int, line: int
) -> None:
    problem = problem_of(tmp_path / "a.md", data)
    assert (problem.code, problem.line) == ("invalid-utf8", line)
    assert problem.path == tmp_path / "a.md"
    assert str(problem.cause) == f"Byte {offset} (0x{byte:02X}) is not UTF-8."


@pytest.mark.parametrize(
    ("text", "character", "line", "column"),
    [
        ("\x0bA", "U+000B", 1, 1),
        ("un\ndeux\x00", "U+0000", 2, 5),
        ("un\r\ndeux\r\né\x1b", "U+001B", 3, 2),
        ("a\x7f", "U+007F", 1, 2),
        ("a\n\n \x86", "U+0086", 3, 2),
        ("a\uffff", "U+FFFF", 1, 2),
    ],
)
def test_a_control_character_is_named_at_its_place(
    tmp_path: Path, text: str, character: str, line: int, column: int
) -> None:
    problem = problem_of(tmp_path / "a.md", text.encode())
    assert (problem.code, problem.line, problem.column) == ("control-character", line, column)
    assert character in str(problem.cause)


@pytest.mark.parametrize("data", [b"", BOM, b" \n\t\r\n"], ids=["nothing", "bom", "blanks"])
def test_a_blank_file_is_a_problem(tmp_path: Path, data: bytes) -> None:
    assert problem_of(tmp_path / "a.md", data).code == "empty-file"


def test_a_file_that_cannot_be_opened_is_a_problem(tmp_path: Path) -> None:
    for path in (tmp_path / "absent.md", tmp_path):
        with pytest.raises(Unreadable) as caught:
            read_text(path)
        assert caught.value.problem.code == "unreadable-file"
        assert caught.value.problem.path == path


def test_check_text_gives_a_sound_text_back_as_it_is() -> None:
    assert check_text("a\r\nb", Path("a.md")) == "a\r\nb"


def test_write_atomic_makes_folders_and_a_file_that_all_may_read(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "c.html"
    assert write_atomic(path, b"un") is True
    assert path.read_bytes() == b"un"
    assert path.stat().st_mode & 0o777 == 0o644


def test_write_atomic_leaves_equal_bytes_and_their_mtime(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(b"un")
    os.utime(path, (LONG_AGO, LONG_AGO))

    assert write_atomic(path, b"un") is False
    assert path.stat().st_mtime == LONG_AGO

    assert write_atomic(path, b"deux") is True
    assert path.read_bytes() == b"deux"
    assert path.stat().st_mtime > LONG_AGO


def test_write_atomic_leaves_no_trace_of_a_write_that_fails(tmp_path: Path) -> None:
    (tmp_path / "a" / "below").mkdir(parents=True)
    with pytest.raises(OSError, match="directory"):
        write_atomic(tmp_path / "a", b"un")
    with pytest.raises(TypeError):
        write_atomic(tmp_path / "b", "no bytes")  # type: ignore[arg-type]
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


@pytest.mark.parametrize(
    "spellings",
    [
        ("I.A.", "IA", "ia", "i.a", "I.A"),
        ("I A", "i a", "i_a", "i-a", "I\u00a0A"),
        ("L’IA", "l'ia", "L’Ia", "l ia"),
        ("Œuvre", "oeuvre", "œuvre", "OEUVRE"),
        ("ex æquo", "ex aequo", "Ex-Æquo"),
        ("Résumé", "resume", "RESUME", "re\u0301sume\u0301"),
        ("Réalité  virtuelle", "realite virtuelle", " réalité-virtuelle "),
        ("STRASSE", "Straße"),
        ("№ 5", "no 5"),
        ("Chat™", "chattm"),
    ],
    ids=lambda spellings: spellings[0],
)
def test_spellings_in_which_a_person_sees_one_name_are_folded_alike(
    spellings: tuple[str, ...],
) -> None:
    assert len({fold(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "other"), [("L’IA", "LIA"), ("IA", "I A"), ("drone", "drones"), ("a b", "ab")]
)
def test_names_that_differ_for_a_person_stay_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("L’IA", "l-ia"),
        ("l'IA d'aujourd'hui", "l-ia-d-aujourd-hui"),
        ("I.A.", "ia"),
        ("Œuvres & cœur", "oeuvres-coeur"),
        ("Été 2026 : l’année ?", "ete-2026-l-annee"),
        ("  --Déjà_vu-- ", "deja-vu"),
        ("249 grammes", "249-grammes"),
        ("Ça, là\u00a0!", "ca-la"),
        ("№ 5", "no-5"),
        ("Chat™", "chattm"),
        ("…", ""),
    ],
)
def test_slugify(text: str, slug: str) -> None:
    assert slugify(text) == slug
