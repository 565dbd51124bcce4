"""Names as typed, to the entries that bear them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from plugins.frontmatter.names import index_names, resolve_names


@dataclass(frozen=True)
class Entry:
    slug: str
    names: tuple[str | None, ...] = ()

    @property
    def source(self) -> Path:
        return Path(f"content/topics/{self.slug}.md")


AI = Entry("ia", ("Intelligence artificielle", "I.A.", None))
DRONES = Entry("drones", ("Drone", "UAV"))
KNOWN, _ = index_names([AI, DRONES], lambda entry: entry.names)
SHOWN = ("Intelligence artificielle", "Drone")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        (["ia"], (AI,)),
        (["IA", "i.a.", "intelligence ARTIFICIELLE"], (AI,)),
        (["uav", "IA"], (DRONES, AI)),
        ([], ()),
    ],
)
def test_names_are_found_whatever_their_spelling_once_each_in_order(
    typed: list[str], found: tuple[Entry, ...]
) -> None:
    assert resolve_names(typed, KNOWN, SHOWN, "unknown-topic") == (found, [])


@pytest.mark.parametrize(
    ("typed", "remedy"),
    [
        ("Intelligence artificiele", "Did you mean “Intelligence artificielle”?"),
        ("cuisine", "Known: drones, ia."),
    ],
)
def test_a_name_that_nothing_bears_is_a_problem_beside_those_found(typed: str, remedy: str) -> None:
    found, [(name, problem)] = resolve_names([typed, "ia"], KNOWN, SHOWN, "unknown-topic")
    assert (found, name, problem.code) == ((AI,), typed, "unknown-topic")
    assert str(problem.remedy) == remedy


def test_a_name_that_two_claim_is_a_problem_of_the_second() -> None:
    other = Entry("vr", ("Réalité virtuelle", "ia"))
    known, [problem] = index_names([AI, other], lambda entry: entry.names)
    assert (problem.code, problem.path) == ("ambiguous-name", other.source)
    assert str(problem.cause) == "“ia” already names ia.md."
    assert known["ia"] is AI


def test_an_entry_may_repeat_its_own_names() -> None:
    _, problems = index_names([Entry("ia", ("IA", "I.A."))], lambda entry: entry.names)
    assert problems == []
