"""Fixtures that every kind of test may ask for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.laying import SITES, Site, lay_site


@pytest.fixture
def make_site(tmp_path: Path) -> Callable[..., Site]:
    """``make_site("minimal")``: a copy of a site of tests/sites, to build and to break."""

    def make(*names: str) -> Site:
        return lay_site(tmp_path / "site", *(SITES / name for name in names))

    return make
