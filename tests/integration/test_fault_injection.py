"""Whatever ends, starves or hinders a publication, what is online is one edition, whole.

A few trials of each kind; `make faults` runs hundreds (see `tests/faults.py`).
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults import FULL_DISK, PHASES, Works, names, read, run_trial, series

# The others are in `make faults`: each trial costs two publications.
HERE = [
    "kill -9 when what is equal is linked",
    "kill -9 when the step",
    "kill -9 when the step is made",
    "kill -9 when the ledger is written",
    "kill -9 when a folder is taken over",
    "kill -9 at any time",
    "a picture vanishes",
    "two publications at once",
    "a folder that may not be written",
]


@pytest.fixture(scope="module")
def works() -> Iterator[Works]:
    with tempfile.TemporaryDirectory() as folder:
        yield Works(Path(folder))


@pytest.mark.parametrize("name", HERE)
def test_what_is_online_stays_whole(works: Works, name: str) -> None:
    run_trial(works, name, 1)


def test_a_full_disk_leaves_what_is_online(works: Works) -> None:
    if os.geteuid() == 0:
        run_trial(works, FULL_DISK, 1)
        return
    # In a name space of its own, anybody may mount a small disk.
    command = [".venv/bin/python", "-m", "tests.faults", "--trials", "1", "--only", FULL_DISK]
    done = subprocess.run(["unshare", "-rm", *command], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_picture_that_vanishes_is_told_and_never_published_without(works: Works) -> None:
    """Pelican logs a warning and goes on: the site would have a hole."""
    site = works.copy("holed")
    (site.content / "articles/photo/vue.png").unlink()
    assert works.publish(site) == 1
    assert "vue.png" in works.said(site)
    assert read(site.root / "public") == works.old


def test_the_trials_are_of_every_kind(works: Works) -> None:
    assert set(series()) == set(names())
    assert set(HERE) | {FULL_DISK} <= set(names())
    assert len(PHASES) >= 10
    assert works.operations > 300
