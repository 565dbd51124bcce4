"""What the preview adds is in no file: neither of its own edition nor of a publication."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.laying import Site


@pytest.mark.parametrize("command", ["build", "publish"])
def test_no_written_byte_mentions_the_desk(make_site: Callable[..., Site], command: str) -> None:
    site = make_site("minimal")
    built = site.build() if command == "build" else site.publish()
    assert built.returncode == 0, built.stderr
    folder = site.root / ("output" if command == "build" else "public")
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert len(files) > 20
    found = {
        str(path.relative_to(folder))
        for path in files
        if b".desk" in path.read_bytes() or b"desk-" in path.read_bytes()
    }
    assert found == set()
