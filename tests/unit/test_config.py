"""Settings: each fault is told at its line, whichever file and statement it was written in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

import pytest

from plugins.config import (
    InvalidSetting,
    Places,
    Site,
    build_settings,
    check_essentials,
    check_reserved,
    check_siteurl,
    locate,
    require_range,
    room_settings,
    site_settings,
    unknown_settings,
)
from plugins.problems import Problem, Report, report_of


@dataclass(frozen=True)
class Room:
    """Settings of every type that a room may have."""

    folder: str = "room"
    limit: int = 3
    most: int = 5
    ratio: float = 0.5
    shown: bool = True
    mode: Literal["one", "two"] = "one"
    words: tuple[str, ...] = ()
    colours: Mapping[str, int] | None = None

    def __post_init__(self) -> None:
        for key in ("limit", "most"):
            require_range("ROOM", key, getattr(self, key), 1, 10)


def check(raw: object, places: Places | None = None) -> tuple[Room, list[Problem]]:
    report = Report()
    return build_settings(Room, "ROOM", {"ROOM": raw}, places or Places(), report), list(report)


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "raw",
    [
        {"folder": "x"},
        {"limit": 1},
        {"limit": 10},
        {"ratio": 2},
        {"ratio": 0.25},
        {"shown": False},
        {"mode": "two"},
        {"words": ("a", "b")},
        {"colours": {"a": 1}},
        {"colours": None},
        {},
    ],
    ids=str,
)
def test_sound_settings(raw: dict[str, object]) -> None:
    room, problems = check(raw)
    assert problems == []
    assert room == Room(**raw)  # type: ignore[arg-type]


def test_a_list_is_kept_as_a_tuple() -> None:
    assert check({"words": ["a", "b"]}) == (Room(words=("a", "b")), [])


def test_a_name_that_is_not_set_has_its_defaults() -> None:
    report = Report()
    assert build_settings(Room, "ROOM", {}, Places(), report) == Room()
    assert list(report) == []


@pytest.mark.parametrize(
    "raw",
    [
        {"folder": 3},
        {"folder": None},
        {"limit": "3"},
        {"limit": 2.5},
        {"limit": True},
        {"limit": False},
        {"limit": 0},
        {"limit": 11},
        {"ratio": "half"},
        {"ratio": True},
        {"ratio": False},
        {"shown": 1},
        {"mode": "three"},
        {"mode": ["one"]},
        {"words": "a, b"},
        {"words": ["a", 2]},
        {"colours": ["a"]},
    ],
    ids=str,
)
def test_a_value_of_the_wrong_type_is_told_and_its_default_used(raw: dict[str, object]) -> None:
    """True and False among them, which Python takes for the numbers 1 and 0."""
    [key] = raw
    room, [problem] = check({**raw, "most": 7})
    assert problem.code == "invalid-setting"
    assert f"ROOM[“{key}”]" in str(problem.cause)
    assert room == Room(most=7)


def test_every_fault_of_a_dict_is_told_at_once() -> None:
    room, problems = check({"limt": 3, "mode": "three", "limit": 0, "most": 0, "shown": False})
    assert room == Room(shown=False)
    assert sorted((problem.code, str(problem.cause)) for problem in problems) == [
        ("invalid-setting", "“0” does not suit ROOM[“limit”]."),
        ("invalid-setting", "“0” does not suit ROOM[“most”]."),
        ("invalid-setting", "“three” does not suit ROOM[“mode”]."),
        ("unknown-setting", "ROOM has no setting “limt”."),
    ]


@pytest.mark.parametrize("raw", [None, "x", 3, ["limit"], {"limit"}], ids=repr)
def test_what_is_no_dict_is_told(french: Callable[[str], str], raw: object) -> None:
    room, [problem] = check(raw)
    assert room == Room()
    assert problem.remedy.render(french).endswith("ROOM = {…}.")


@pytest.mark.parametrize(
    ("raw", "remedy"),
    [
        ({"limt": 3}, "Did you mean “limit”?"),
        ({"mode": "three"}, "Known: one, two."),
        ({"folder": 3}, "Expected: str."),
        ({"limit": 99}, "Write a whole number from 1 to 10."),
        ({3: 4}, "Known: colours, folder, limit, mode, most, ratio, shown, words."),
    ],
    ids=str,
)
def test_a_fault_comes_with_what_to_do(raw: dict[str, object], remedy: str) -> None:
    _, [problem] = check(raw)
    assert str(problem.remedy) == remedy


def test_a_typo_is_found_at_its_line(tmp_path: Path) -> None:
    path = write(
        tmp_path / "pelicanconf.py",
        'SITENAME = "a"\nROOM = {\n    "folder": "x",\n    # ten at most\n    "limt": 3,\n}\n',
    )
    _, [problem] = check({"folder": "x", "limt": 3}, locate(path))
    assert (problem.path, problem.line) == (path, 5)


@pytest.mark.parametrize(
    ("text", "name", "key", "line"),
    [
        ('A = 1\nB = {"x": 1,\n     "y": 2}', "B", "y", 3),
        ('A = 1\nB = {"x": 1}', "B", "y", 2),
        ("A: int = 1", "A", "", 1),
        ("A: int\nB = 2", "A", "", None),
        ("A = B = 3", "B", "", 1),
        ("A = [1]\n\nA += [2]", "A", "", 3),
        ('A = {"x": 1}\nA |= {"y": 2}', "A", "y", 2),
        ('A = {"x": 1}\nA |= {"y": 2}', "A", "x", 1),
        ("if True:\n    A = 1", "A", "", 2),
        ('A = {**B, "x": 1}', "A", "x", 1),
        ("a = 1\nA.b = 2\nA[0] = 3", "A", "", None),
        ("def f():\n    return 1", "F", "", None),
    ],
    ids=[
        "key",
        "no-such-key",
        "annotated",
        "annotated-without-a-value",
        "two-targets",
        "added-to",
        "merged-key",
        "key-before-a-merge",
        "within-a-block",
        "spread",
        "not-a-name",
        "nothing",
    ],
)
def test_where_a_name_was_written(
    tmp_path: Path, text: str, name: str, key: str, line: int | None
) -> None:
    path = write(tmp_path / "pelicanconf.py", text)
    assert locate(path).find(name, key) == (path if line else None, line)


def test_a_later_file_wins(tmp_path: Path) -> None:
    home = write(tmp_path / "pelicanconf.py", "A = 1\nB = 2\n")
    live = write(tmp_path / "publishconf.py", "\n\nB = 3\n")
    places = locate(home, live)
    assert places.find("A") == (home, 1)
    assert places.find("B") == (live, 3)
    assert places.names == {"A", "B"}


def test_names_that_nothing_reads_are_told_in_their_order(tmp_path: Path) -> None:
    path = write(tmp_path / "pelicanconf.py", 'ZZ = 1\nDEFAULT_LNG = "fr"\nSITENAME = "a"\n')
    problems = unknown_settings({"SITENAME", "DEFAULT_LANG"}, locate(path))
    assert [(problem.code, problem.line) for problem in problems] == [
        ("unknown-setting", 2),
        ("unknown-setting", 1),
    ]
    assert str(problems[0].remedy) == "Did you mean “DEFAULT_LANG”?"


@pytest.mark.parametrize(
    "address",
    [
        "https://samuguru.example",
        "http://127.0.0.1:8000",
        "https://host.example/blog",
        "http://[::1]:8000",
    ],
)
def test_a_sound_siteurl(address: str) -> None:
    assert check_siteurl({"SITEURL": address}, Places()) == []


@pytest.mark.parametrize(
    "address",
    [
        "",
        "samuguru.example",
        "//samuguru.example",
        "https://",
        "https://samuguru.example/",
        "https://samuguru.example/?a=b",
        "https://samuguru.example#a",
        "ftp://samuguru.example",
        "https://[samuguru.example",
        None,
        3,
    ],
)
def test_a_siteurl_that_no_feed_could_use(tmp_path: Path, address: object) -> None:
    path = write(tmp_path / "pelicanconf.py", f"\nSITEURL = {address!r}\n")
    [problem] = check_siteurl({"SITEURL": address}, locate(path))
    assert (problem.code, problem.path, problem.line) == ("invalid-setting", path, 2)


ESSENTIALS = {
    "SITEURL": "https://host.example",
    "SITENAME": "SamuGuru",
    "SITESUBTITLE": "Ce qui vient",
    "AUTHOR": "samuguru",
    "TIMEZONE": "Europe/Paris",
    "DEFAULT_LANG": "fr",
    "ARCHIVES_URL": "archives/",
    "AUTHORS_URL": "auteurs/",
    "DRAFTS_URL": "brouillons/",
    "TOPICS_URL": "sujets/",
}


def test_what_every_page_depends_on_may_be_sound() -> None:
    assert check_essentials(ESSENTIALS, Places()) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SITEURL", "host.example"),
        ("SITENAME", " "),
        ("SITESUBTITLE", None),
        ("AUTHOR", 3),
        ("TIMEZONE", "Europe/Pariss"),
        ("TIMEZONE", None),
        ("DEFAULT_LANG", "français"),
        ("DEFAULT_LANG", None),
        ("ARCHIVES_URL", "archives"),
        ("AUTHORS_URL", "/auteurs/"),
        ("DRAFTS_URL", "../"),
        ("TOPICS_URL", ""),
    ],
)
def test_what_every_page_depends_on_is_told_at_its_line(
    tmp_path: Path, name: str, value: object
) -> None:
    path = write(tmp_path / "pelicanconf.py", f"\n{name} = {value!r}\n")
    [problem] = check_essentials({**ESSENTIALS, name: value}, locate(path))
    assert (problem.code, problem.path, problem.line) == ("invalid-setting", path, 2)


@pytest.mark.parametrize(
    ("as_of", "moment"),
    [
        ("2026-01-02T14:30:00+01:00", datetime(2026, 1, 2, 13, 30, tzinfo=UTC)),
        ("2026-01-02", datetime(2026, 1, 2, tzinfo=UTC)),
    ],
)
def test_the_present_is_the_moment_that_is_given(as_of: str, moment: datetime) -> None:
    assert Site(as_of=as_of).now == moment


def test_the_present_is_now_otherwise() -> None:
    assert abs(Site().now - datetime.now(UTC)) < timedelta(minutes=1)


def test_a_moment_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(InvalidSetting) as caught:
        Site(as_of="hier")
    assert caught.value.key == "as_of"


@pytest.mark.parametrize(("edition", "public"), [("preview", False), ("publication", True)])
def test_the_edition(edition: Literal["preview", "publication"], public: bool) -> None:
    assert Site(edition=edition).is_publication is public


def test_both_faults_of_the_site_are_told() -> None:
    report = Report()
    raw = {"SITE": {"edition": "brouillon", "as_of": "hier"}}
    site = build_settings(Site, "SITE", raw, Places(), report)
    assert site.edition == "preview"
    assert len(list(report)) == 2


def test_the_settings_of_a_run_are_checked_once() -> None:
    settings: dict[str, object] = {"ROOM": {"limt": 3}}
    first = room_settings(Room, "ROOM", settings)
    report_of(settings).clear()
    assert room_settings(Room, "ROOM", settings) is first
    assert list(report_of(settings)) == []


def test_every_room_reads_one_site() -> None:
    settings: dict[str, object] = {"SITE": {"as_of": ""}}
    assert site_settings(settings).now is site_settings(settings).now


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("https://samuguru.example", ["example-address"]),
        ("https://blog.samuguru.invalid/x", ["example-address"]),
        ("https://example.org", []),
        ("https://samuguru.fr", []),
    ],
)
def test_a_publication_for_an_address_of_examples_is_told(address: str, told: list[str]) -> None:
    found = list(check_reserved({"SITEURL": address}, Places()))
    assert [(problem.code, problem.severity) for problem in found] == [
        (code, "warning") for code in told
    ]
