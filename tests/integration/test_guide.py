"""Every command of the author's guide, run in its order, answers what the guide says."""

from __future__ import annotations

import re
from pathlib import Path

from tests import guide
from tests.laying import HOUSE, REFRESH


def test_golden_guide(tmp_path: Path) -> None:
    """`make golden` writes the answers anew where they differ."""
    site, text = guide.lay_project(tmp_path / "samuguru"), guide.GUIDE.read_text("utf-8")
    different: list[tuple[guide.Step, str]] = []
    for step in guide.steps_of(text):
        if isinstance(step, guide.Writing):
            guide.write(site, step)
            continue
        said = guide.run(site, step.command)
        if not guide.agrees(step.shown, said):
            different.append((step, said))
    if REFRESH:
        for step, said in reversed(different):
            if guide.ANY in step.shown:
                said = f"{guide.ANY}\n{said.splitlines()[-1]}\n"  # noqa: PLW2901
            text = text[: step.start] + said.rstrip("\n") + "\n" * bool(said) + text[step.end :]
        guide.GUIDE.write_text(text, "utf-8")
        return
    told = [
        f"$ {step.command}\n--- shown\n{step.shown}--- said\n{said}" for step, said in different
    ]
    assert told == [], "\n".join(told)


def test_every_command_of_the_author_is_in_the_guide() -> None:
    text = guide.GUIDE.read_text("utf-8")
    menu = re.findall(
        r"^([a-z-]+): \$\(SITE_READY\).*## ", (HOUSE / "Makefile").read_text(), re.MULTILINE
    )
    ours = set(menu) - {"evaluate", "servers", "rules"}  # the house's own
    assert len(ours) > 8
    assert {name for name in ours if f"make {name}" not in text} == set()


def test_the_guide_is_set_as_the_house_sets_french() -> None:
    text = re.sub(
        r"^```.*?^```$",
        lambda m: "\n" * m[0].count("\n"),
        guide.GUIDE.read_text("utf-8"),
        flags=re.DOTALL | re.MULTILINE,
    )
    prose = re.sub(r"`[^`\n]*`|<!--.*?-->|\]\([^)]*\)", "", text)
    assert re.findall(r".{12}(?: [;!?»:]|« |'\w).{0,12}", prose) == []
