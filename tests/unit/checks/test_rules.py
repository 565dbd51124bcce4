"""Every rule against its own examples: what fails is found at its line, what passes is not."""

from __future__ import annotations

import pytest

from plugins.proofreading import Rule, proofread
from tests.proofing import RULES, around_of_example, rule_of, text_of, text_of_example, whole

EVERY = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)


def line_of(text: str, part: str) -> int:
    assert part
    assert part in text
    return text.count("\n", 0, text.index(part)) + 1


@EVERY
def test_the_failing_example_fails_at_its_line(rule: Rule) -> None:
    example = rule.failing
    text = text_of_example(example)
    assert text.source.problems == ()
    found = [
        problem
        for problem in proofread(text, RULES, around_of_example(example))
        if problem.code == rule.code
    ]
    assert [problem.line for problem in found] == [
        line_of(whole(example.text, example.kind), example.at)
    ]
    assert found[0].severity == rule.severity
    # Every value that the sentences name is given.
    assert found[0].render(str)


@EVERY
def test_the_passing_example_passes(rule: Rule) -> None:
    example = rule.passing
    text = text_of_example(example)
    assert text.kind in rule.kinds
    assert not rule.is_french or text.is_french
    assert text.source.problems == ()
    codes = [p.code for p in proofread(text, RULES, around_of_example(example))]
    assert rule.code not in codes


@EVERY
def test_a_text_that_silences_the_rule_hears_nothing_of_it(rule: Rule) -> None:
    whole_text = whole(rule.failing.text, rule.failing.kind)
    head, body = whole_text.removeprefix("---\n").split("---\n", 1)
    silent = text_of(f"---\n{head}silence: [{rule.code}]\n---\n{body}", rule.failing.kind)
    codes = [p.code for p in proofread(silent, RULES, around_of_example(rule.failing))]
    assert rule.code not in codes
    assert "idle-silence" not in codes


@EVERY
def test_a_site_that_silences_the_rule_hears_nothing_of_it(rule: Rule) -> None:
    text = text_of_example(rule.failing)
    found = proofread(text, RULES, around_of_example(rule.failing), {rule.code})
    assert rule.code not in [problem.code for problem in found]


def silencing(*codes: str) -> list[tuple[str, int | None, str]]:
    text = text_of(
        "---\ntitle: Un\ndate: 2026-01-02\nsummary: Un.\nid: urn:a:b\n"
        f"silence: {list(codes)}\n---\nUn coeur.\n"
    )
    found = proofread(text, RULES, around_of_example(rule_of("secret").failing))
    return [(problem.code, problem.line, problem.severity) for problem in found]


def test_a_silenced_code_that_is_no_rule_is_told() -> None:
    assert silencing("missing-ligatur", "missing-ligature") == [("unknown-silence", 6, "warning")]


def test_a_silence_for_nothing_is_told() -> None:
    assert silencing("missing-ligature", "secret") == [("idle-silence", 6, "notice")]


def test_a_rule_that_cannot_judge_is_not_silenced_for_nothing() -> None:
    assert silencing("missing-ligature", "dead-link") == []


def test_rules_are_told_by_their_codes_alone() -> None:
    assert len({rule.code for rule in RULES}) == len(RULES) >= 25
