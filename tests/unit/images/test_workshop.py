"""What is kept of a picture was made from the bytes that its digest names."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.images.faults import UnfitPicture
from plugins.images.gallery import Gallery
from plugins.images.settings import Settings
from plugins.images.workshop import job_of, jobs_of, load_original, plan_shown, run_jobs
from plugins.outputs import Outputs
from plugins.problems import Report
from tests.unit.images import making

OPTIONS = Settings()


def tell(_done: int, _all: int) -> None:
    """Nobody looks."""


@pytest.mark.parametrize("suffix", [".png", ".gif"])
def test_a_picture_that_is_edited_meanwhile_is_not_kept_under_the_old_digest(
    tmp_path: Path, suffix: str
) -> None:
    make = {".png": making.png, ".gif": lambda width: making.gif(1, width)}[suffix]
    path, cache = tmp_path / f"picture{suffix}", tmp_path / "cache"
    path.write_bytes(make(width=60))
    original = load_original(path, OPTIONS, cache)
    shown = plan_shown(original, OPTIONS)
    jobs = [job_of(original, path.name, OPTIONS), *jobs_of(original, shown, OPTIONS)]
    path.write_bytes(make(width=50))
    with pytest.raises(UnfitPicture) as caught:
        run_jobs(jobs, cache, Outputs(tmp_path / "first", tmp_path / "first"), tell)
    assert (caught.value.problem.code, caught.value.problem.path) == ("edited-picture", path)

    path.write_bytes(make(width=60))
    run_jobs(jobs, cache, Outputs(tmp_path / "second", tmp_path / "second"), tell)
    run_jobs(jobs, tmp_path / "clean", Outputs(tmp_path / "third", tmp_path / "third"), tell)
    files = sorted(file.relative_to(tmp_path / "third") for file in (tmp_path / "third").rglob("*"))
    for name in (name for name in files if (tmp_path / "third" / name).is_file()):
        assert (tmp_path / "second" / name).read_bytes() == (tmp_path / "third" / name).read_bytes()


def test_a_portrait_that_is_edited_meanwhile_stops_the_build(tmp_path: Path) -> None:
    path, report = tmp_path / "face.png", Report()
    path.write_bytes(making.png(60, 60))
    gallery = Gallery(OPTIONS, tmp_path / "cache", report)
    assert gallery.portrait(path) == making.png(60, 60)
    path.write_bytes(making.png(50, 50))
    assert gallery.portrait(path) is None
    assert [problem.code for problem in report.errors] == ["edited-picture"]
