"""A template is compiled once in its life, and never taken from a damaged file."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from jinja2 import Environment

from plugins import running
from plugins.theming.loading import Compiled, ReadOnce


def environment(folder: Path, **options: str) -> Environment:
    env = Environment(loader=ReadOnce(folder / "templates"), autoescape=True, auto_reload=False)
    env.bytecode_cache = Compiled(str(folder / "cache"), options)
    return env


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text("<time>{{ word }}")
    assert environment(tmp_path).get_template("page.html").render(word="a") == "<time>a"
    return tmp_path


def compiled(folder: Path) -> list[Path]:
    return sorted((folder / "cache/templates").iterdir())


def test_it_is_compiled_once_for_the_same_options(folder: Path) -> None:
    (path,) = compiled(folder)
    before = path.stat().st_ino
    environment(folder).get_template("page.html")
    assert [path.stat().st_ino for path in compiled(folder)] == [before]
    environment(folder, trim_blocks="other").get_template("page.html")
    assert len(compiled(folder)) == 2


def test_a_theme_that_was_moved_is_not_compiled_again(folder: Path) -> None:
    page = folder / "templates" / "page.html"
    page.write_text("\n{{ 1 // zero }}")
    environment(folder).get_template("page.html")
    before = compiled(folder)
    moved = folder.rename(folder.with_name("elsewhere"))
    with pytest.raises(ZeroDivisionError) as raised:
        environment(moved).get_template("page.html").render(zero=0)
    assert [path.name for path in compiled(moved)] == [path.name for path in before]
    (place,) = [one for one in raised.traceback if Path(one.path).name == "page.html"]
    assert (Path(place.path), place.lineno + 1) == (moved / "templates" / "page.html", 2)


def test_one_byte_that_was_changed_is_a_miss(folder: Path) -> None:
    (path,) = compiled(folder)
    data = path.read_bytes()
    assert b"<time>" in data
    path.write_bytes(data.replace(b"<time>", b"<tyme>"))
    assert environment(folder).get_template("page.html").render(word="a") == "<time>a"
    assert path.read_bytes() == data


def test_a_copy_of_the_process_finds_it(folder: Path) -> None:
    (path,) = compiled(folder)
    before = path.stat().st_ino
    if not (child := os.fork()):
        environment(folder).get_template("page.html")
        os._exit(0)
    os.waitpid(child, 0)
    assert path.stat().st_ino == before


def test_what_touched_code_compiled_is_not_kept(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "BEGAN", 0)
    environment(folder, trim_blocks="other").get_template("page.html")
    assert len(compiled(folder)) == 1


def test_a_run_has_one_text_of_a_template(folder: Path) -> None:
    env = environment(folder)
    text, _, _ = env.loader.get_source(env, "page.html")  # type: ignore[union-attr]
    (folder / "templates" / "page.html").write_text("another")
    assert env.loader.get_source(env, "page.html")[0] == text  # type: ignore[union-attr]
    assert environment(folder).get_template("page.html").render() == "another"
