"""Fixtures of the unit tests: the author's zone and language, and a process that speaks French."""

from __future__ import annotations

import locale
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from plugins.catalogue import HOUSE, load_catalogue
from plugins.frontmatter.kinds import Reading


@pytest.fixture
def paris() -> ZoneInfo:
    """The zone of a date without one."""
    return ZoneInfo("Europe/Paris")


@pytest.fixture
def reading(paris: ZoneInfo) -> Reading:
    """What the kinds of front matter are given beside a value."""
    return Reading(paris)


@pytest.fixture(scope="session")
def french() -> Callable[[str], str]:
    """The author's language, as the house's catalogue has it."""
    return load_catalogue(HOUSE, "fr").gettext


@pytest.fixture(scope="session")
def french_locales(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the names of days and months in French, which a bare machine does not have."""
    folder = tmp_path_factory.mktemp("locales")
    if shutil.which("localedef") is None:
        pytest.skip("no localedef to make a French locale with")
    source = folder / "source"
    source.write_text('LC_TIME\ncopy "fr_FR"\nEND LC_TIME\n', encoding="utf-8")
    made = subprocess.run(
        ["localedef", "-c", "-i", str(source), "-f", "UTF-8", str(folder / "fr_FR.UTF-8")],
        capture_output=True,
        check=False,
    )
    if not (folder / "fr_FR.UTF-8" / "LC_TIME").exists():
        pytest.skip(f"localedef: {made.stderr.decode(errors='replace')}")
    return folder


@pytest.fixture
def french_process(french_locales: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The process under a French locale: `strftime` says «févr.», as on an author's machine."""
    before = locale.setlocale(locale.LC_TIME)
    monkeypatch.setitem(os.environ, "LOCPATH", str(french_locales))
    locale.setlocale(locale.LC_TIME, "fr_FR.UTF-8")
    yield
    locale.setlocale(locale.LC_TIME, before)
