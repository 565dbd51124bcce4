"""docs/rules.md says what the rules are today."""

from __future__ import annotations

import re

from plugins.checks.__main__ import documentation
from tests.laying import HOUSE
from tests.proofing import RULES


def test_the_page_is_up_to_date() -> None:
    made = documentation(HOUSE / "plugins")
    assert (HOUSE / "docs" / "rules.md").read_text("utf-8") == made, "make rules"


def test_every_rule_and_every_broken_site_is_in_it() -> None:
    page = documentation(HOUSE / "plugins")
    rules = set(re.findall(r"^### `([a-z-]+)`$", page, re.MULTILINE))
    faults = set(re.findall(r"^- `([a-z0-9-]+)`", page, re.MULTILINE))
    assert rules == {rule.code for rule in RULES}
    # Faults whose codes are made of other words (missing-date, unknown-topic) are in the messages.
    assert {"broken-link", "duplicate-id", "invalid-date", "unknown-key", "huge-picture"} <= faults
    assert not rules & faults
