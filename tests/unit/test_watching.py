"""Edits are seen as they are saved, and none is lost while a build runs."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from plugins.desk.watching import Edits, build_on_edits, watch_edits
from tests.laying import run_apart


def drive(results: list[bool], during: Callable[[int, asyncio.Event], None]) -> tuple[int, int]:
    """Builds begun and editions made when each build ends as ``results`` says."""
    counts = [0, 0]

    async def main() -> None:
        edited, done = asyncio.Event(), asyncio.Event()

        async def build() -> bool:
            counts[0] += 1
            during(counts[0], edited)
            await asyncio.sleep(0)
            if counts[0] >= len(results):
                done.set()
            return results[counts[0] - 1]

        def built() -> None:
            counts[1] += 1

        task = asyncio.create_task(build_on_edits(edited, build, built))
        edited.set()
        edited.set()
        await asyncio.wait_for(done.wait(), 5)
        for _ in range(5):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    run_apart(main())
    return counts[0], counts[1]


def nothing(_number: int, _edited: asyncio.Event) -> None:
    """Nobody edits."""


def edit_during_the_first(number: int, edited: asyncio.Event) -> None:
    if number == 1:
        edited.set()
        edited.set()


@pytest.mark.parametrize(
    ("results", "during", "counts"),
    [
        ([True], nothing, (1, 1)),
        ([False], nothing, (1, 0)),
        ([True, True], edit_during_the_first, (2, 2)),
        ([False, True], edit_during_the_first, (2, 1)),
    ],
    ids=["one-build-for-all-edits", "a-failed-build", "edited-meanwhile", "mended-meanwhile"],
)
def test_one_build_after_another(
    results: list[bool], during: Callable[[int, asyncio.Event], None], counts: tuple[int, int]
) -> None:
    assert drive(results, during) == counts


def save_by_renaming(path: Path, text: str) -> None:
    """As many editors do: another file, which takes the name."""
    draft = path.with_name(f".{path.name}.tmp")
    draft.write_text(text, encoding="utf-8")
    draft.rename(path)


@pytest.mark.parametrize("name", ["content/articles/a.md", "theme/a.html", "pelicanconf.py"])
def test_an_edit_is_seen(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    for folder in (path.parent, tmp_path / "content", tmp_path / "output"):
        folder.mkdir(parents=True, exist_ok=True)
    path.write_text("one", encoding="utf-8")

    async def main() -> tuple[bool, bool]:
        edited = Edits(tmp_path)
        task = asyncio.create_task(watch_edits(tmp_path, edited))
        await asyncio.sleep(0.3)
        (tmp_path / "output" / "index.html").write_text("built", encoding="utf-8")
        (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
        await asyncio.sleep(0.3)
        early = edited.is_set()
        try:
            async with asyncio.timeout(10):
                while not edited.is_set():  # a busy machine may begin to watch late
                    save_by_renaming(path, "two")
                    await asyncio.sleep(0.1)
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        return early, edited.is_set()

    assert run_apart(main()) == (False, True)


def test_a_folder_that_the_configuration_names_is_looked_into(tmp_path: Path) -> None:
    """As soon as a build has said so, whatever had been saved there before."""
    for name in ("content", "elsewhere/theme"):
        (tmp_path / name).mkdir(parents=True)

    async def main() -> tuple[bool, set[str]]:
        edited = Edits(tmp_path)
        task = asyncio.create_task(watch_edits(tmp_path, edited))
        await asyncio.sleep(0.1)
        edited.look_into([str(tmp_path / "content" / "articles")])
        within = edited.is_set()
        edited.look_into([str(tmp_path / "elsewhere" / "theme")])
        assert edited.is_set(), "something may have been saved there before"
        edited.clear()
        path = tmp_path / "elsewhere/theme/base.html"
        try:
            async with asyncio.timeout(10):
                while not edited.is_set():
                    save_by_renaming(path, "two")
                    await asyncio.sleep(0.1)
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        return within, edited.paths

    within, paths = run_apart(main())
    assert not within
    assert str(tmp_path / "elsewhere/theme/base.html") in paths
