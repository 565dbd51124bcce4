"""Nothing is written twice: one page an address, one post an id."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest

from plugins.checks.addresses import check_addresses, check_ids
from plugins.model import Claim

CONTENT = Path("/site/content")
HOME = Claim("index.html")


def claim(save_as: str, source: str, line: int = 1, guid: str | None = None) -> Claim:
    return Claim(save_as, CONTENT / source, line, guid)


FIRST = claim("articles/a/index.html", "articles/2026/a/index.md")
SECOND = claim("articles/a/index.html", "articles/2026/b/index.md", 6)
SHOUTED = claim("articles/A/index.html", "articles/2026/c.md")
OTHER = claim("articles/d/index.html", "articles/2026/d.md")
LOST = claim("index.html", "pages/accueil.md", 3)


def test_pages_at_addresses_of_their_own_are_no_problem() -> None:
    assert list(check_addresses([HOME, FIRST, OTHER])) == []
    assert list(check_addresses([])) == []


@pytest.mark.parametrize("claims", list(permutations([FIRST, OTHER, SECOND])))
def test_the_later_of_two_files_has_the_problem_whatever_was_read_first(
    claims: tuple[Claim, ...],
) -> None:
    [problem] = check_addresses(claims)
    assert (problem.code, problem.path, problem.line) == ("duplicate-address", SECOND.source, 6)
    assert str(problem.cause) == "The address /articles/a/ is already that of a/index.md."


def test_addresses_that_differ_by_case_alone_are_one_file_on_many_computers() -> None:
    [problem] = check_addresses([SHOUTED, FIRST])
    assert problem.path == SHOUTED.source


def test_a_third_page_is_told_too() -> None:
    problems = list(check_addresses([FIRST, SECOND, SHOUTED]))
    assert [problem.path for problem in problems] == [SECOND.source, SHOUTED.source]
    assert all("a/index.md" in str(problem.cause) for problem in problems)


@pytest.mark.parametrize("claims", list(permutations([HOME, LOST])))
def test_the_houses_own_page_comes_before_any_file(claims: tuple[Claim, ...]) -> None:
    [problem] = check_addresses(claims)
    assert (problem.path, problem.line) == (LOST.source, 3)
    assert str(problem.cause) == "The address / is that of a page which the site makes itself."


def test_one_id_for_two_posts_is_told_at_the_later() -> None:
    claims = [
        claim("b/index.html", "articles/b.md", guid="urn:uuid:1"),
        claim("a/index.html", "articles/a.md", guid="urn:uuid:1"),
        claim("c/index.html", "articles/c.md", guid="urn:uuid:2"),
        claim("d/index.html", "pages/d.md"),
        claim("e/index.html", "pages/e.md"),
    ]
    for order in (claims, claims[::-1]):
        [problem] = check_ids(order)
        assert (problem.code, problem.path) == ("duplicate-id", CONTENT / "articles/b.md")
        assert str(problem.cause) == "The id is already that of articles/a.md."
