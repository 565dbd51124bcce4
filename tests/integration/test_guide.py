"""Every command of the author's guide, run in its order, answers what the guide says."""

from __future__ import annotations

import re
from pathlib import Path

from tests import guide
from tests.laying import HOUSE, REFRESH


def test_golden_guide(tmp_path: Path) -> None:
    """`make golden` writes the answers anew where they differ."""
    text = guide.GUIDE.read_text("utf-8")
    different: list[tuple[guide.Step, str]] = []
    with guide.world(tmp_path) as world:
        for step in guide.steps_of(text):
            if isinstance(step, guide.Writing):
                guide.write(world, step)
                continue
            said, code = guide.run(world, step.command)
            fails = "erreur [" in step.shown and "|" not in step.command
            assert bool(code) == fails, f"$ {step.command}\n{said}"
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


def test_every_command_of_the_author_is_run_in_the_guide() -> None:
    steps = guide.steps_of(guide.GUIDE.read_text("utf-8"))
    commands = [step.command for step in steps if isinstance(step, guide.Step)]
    run = {word for command in commands for word in re.findall(r"\bmake ([a-z-]+)", command)}
    menu = re.findall(r"^([a-z-]+):.* ## ", (HOUSE / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert len(menu) > 15
    assert {*menu} - {"help", "test"} - run == set()


def test_every_command_that_the_guide_names_exists_and_is_run() -> None:
    """In its prose as well: ``make serve PORT=8001`` is one of the command that is run."""
    text = guide.GUIDE.read_text("utf-8")
    named = set(re.findall(r"`make ([a-z-]+)", text))
    steps = (step for step in guide.steps_of(text) if isinstance(step, guide.Step))
    run = {word for step in steps for word in re.findall(r"\bmake ([a-z-]+)", step.command)}
    assert named - run == set()


def test_the_guide_is_set_as_the_house_sets_french() -> None:
    text = re.sub(
        r"^```.*?^```$",
        lambda m: "\n" * m[0].count("\n"),
        guide.GUIDE.read_text("utf-8"),
        flags=re.DOTALL | re.MULTILINE,
    )
    prose = re.sub(r"`[^`\n]*`|<!--.*?-->|\]\([^)]*\)", "", text)
    assert re.findall(r".{12}(?: [;!?»:]|« |'\w).{0,12}", prose) == []
