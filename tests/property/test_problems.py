"""A report is the same whatever the order in which its problems were found."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from plugins.catalogue import HOUSE, load_catalogue
from plugins.messages import msg
from plugins.problems import Problem, Report, suggestion

FRENCH = load_catalogue(HOUSE, "fr").gettext
NUMBERS = st.none() | st.integers(1, 12)
PROBLEMS = st.builds(
    Problem,
    code=st.sampled_from(["a", "b"]),
    cause=st.sampled_from([msg("The file is empty."), msg("There is no “{key}”.", key="{x}")]),
    remedy=st.just(msg("Keep one of the two.")),
    path=st.none() | st.sampled_from([Path("/site/a.md"), Path("/site/b.md"), Path("/c.md")]),
    line=NUMBERS,
    column=NUMBERS,
    severity=st.sampled_from(["error", "warning"]),
)


@given(st.lists(PROBLEMS, max_size=10), st.randoms())
def test_the_order_of_finding_does_not_show(problems: list[Problem], random) -> None:
    reports = []
    for _ in range(2):
        report = Report()
        for problem in problems:
            report.add(problem)
        reports.append([problem.render(FRENCH, Path("/site")) for problem in report])
        random.shuffle(problems)
    assert sorted(reports[0]) == sorted(reports[1])
    assert len(reports[0]) == len([p for n, p in enumerate(problems) if p not in problems[:n]])
    keys = [problem.sort_key for problem in report]
    assert keys == sorted(keys)


@given(
    st.text(max_size=12),
    st.lists(st.text(max_size=12), max_size=50),
    st.lists(st.text(), max_size=5),
)
def test_any_word_has_a_remedy(word: str, known: list[str], listed: list[str]) -> None:
    assert suggestion(word, known, listed).render(FRENCH)
