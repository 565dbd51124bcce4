"""Whole small sites, built as an author does: a folder, the real configuration, a process."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from tests.forking import HOUSE, fork_server

T = TypeVar("T")

SITES = HOUSE / "tests" / "sites"
# What Python reads as it starts, and a fork no more.
AT_THE_START = ("PYTHON", "LC_", "LANG", "TZ")
REFRESH = bool(os.environ.get("REFRESH_GOLDEN"))


@dataclass(frozen=True)
class Site:
    """A site of its own in a temporary folder; theme and plugins are the house's."""

    root: Path

    @property
    def content(self) -> Path:
        return self.root / "content"

    @property
    def output(self) -> Path:
        return self.root / "output"

    @property
    def is_the_houses(self) -> bool:
        """Whether all code that it runs is in the house: none was put beside it or in its place."""
        beside = {path.stem for path in self.root.glob("*.py")}
        is_linked = (self.root / "plugins").resolve() == HOUSE / "plugins"
        return is_linked and beside <= {"pelicanconf", "publishconf"}

    def write(self, name: str, text: str) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def configure(self, lines: str) -> None:
        with (self.root / "pelicanconf.py").open("a", encoding="utf-8") as stream:
            stream.write(f"\n{lines}\n")

    def desk(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return self.run("plugins.desk", *arguments, **environment)

    def run(
        self, module: str, *arguments: str, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        """``python -m`` in the site's folder, in a fork where that makes no difference."""
        everything = clean_environment(**environment)
        if self.is_the_houses and not any(name.startswith(AT_THE_START) for name in environment):
            return fork_server().run([module, *arguments], self.root, everything)
        return subprocess.run(
            [sys.executable, "-m", module, *arguments],
            cwd=self.root,
            env=everything,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    def build(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return self.desk("build", *arguments, **environment)

    def publish(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return self.desk("publish", *arguments, **environment)

    def page(self, address: str) -> str:
        path = self.output / address
        return (path / "index.html" if path.is_dir() else path).read_text(encoding="utf-8")


def clean_environment(**more: str) -> dict[str, str]:
    """The machine's environment without what changes a build, and a warning as an error."""
    kept = {k: v for k, v in os.environ.items() if k not in {"SITEURL", "AS_OF", "DEBUG", "SEARCH"}}
    return {**kept, "PYTHONWARNINGS": "error", **more}


def lay_site(root: Path, *layers: Path) -> Site:
    """The folders of ``layers`` over each other, with the house's configuration.

    A layer's ``configuration.py`` is appended to pelicanconf.py.
    """
    root.mkdir(parents=True, exist_ok=True)
    site = Site(root)
    for name in ("pelicanconf.py", "publishconf.py"):
        shutil.copy(HOUSE / name, root)
    # The cache is shared: it holds what is costly and the same for all, such as the font.
    (HOUSE / ".cache").mkdir(exist_ok=True)
    for name in ("theme", "plugins", ".cache"):
        (root / name).symlink_to(HOUSE / name)
    for layer in layers:
        shutil.copytree(
            layer, root, dirs_exist_ok=True, ignore=shutil.ignore_patterns("expected*", "_*")
        )
        if (layer / "configuration.py").exists():
            site.configure((root / "configuration.py").read_text(encoding="utf-8"))
            (root / "configuration.py").unlink()
    return site


def run_apart(main: Coroutine[Any, Any, T]) -> T:
    """As asyncio.run, in a thread of its own: Playwright keeps a loop running in the tests' one."""
    with ThreadPoolExecutor(1) as executor:
        return executor.submit(asyncio.run, main).result()
