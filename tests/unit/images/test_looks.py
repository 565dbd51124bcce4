"""What the proofreader reads from the head of a picture's file."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from plugins.images.rules import Looks
from plugins.images.workshop import cache_looks

# XMP as some phones and editors write it; Pillow has it under "xmp".
XMP = b'<x:xmpmeta><rdf:Description exif:GPSLatitude="48,51N"/></x:xmpmeta>'


def save(path: Path, *, exif: bool = False, xmp: bytes = b"") -> None:
    picture = Image.new("RGB", (30, 20))
    data = Image.Exif()
    if exif:
        data[0x010F] = "A maker"  # Pillow writes no Exif whose first directory is empty
        data.get_ifd(0x8825).update({1: "N", 2: (48.0, 51.0, 0.0)})
    options = {"xmp": xmp} if xmp else {}
    picture.save(path, exif=data, **options)


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".webp", ".avif"])
def test_a_position_in_exif_is_seen(tmp_path: Path, suffix: str) -> None:
    save(tmp_path / f"here{suffix}", exif=True)
    save(tmp_path / f"nowhere{suffix}")
    looks = cache_looks(tmp_path)
    here, nowhere = looks(f"here{suffix}"), looks(f"nowhere{suffix}")
    assert here == Looks((tmp_path / f"here{suffix}").stat().st_size, 30, 20, has_position=True)
    assert nowhere is not None
    assert not nowhere.has_position


def test_a_position_in_xmp_is_seen(tmp_path: Path) -> None:
    save(tmp_path / "here.jpg", xmp=XMP)
    looks = cache_looks(tmp_path)("here.jpg")
    assert looks is not None
    assert looks.has_position


def test_what_is_no_picture_of_the_site_has_no_looks(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("x")
    (tmp_path / "a.svg").write_text("<svg/>")
    (tmp_path / "bad.jpg").write_bytes(b"no picture")
    looks = cache_looks(tmp_path / "articles")
    assert looks("../a.svg") is None
    looks = cache_looks(tmp_path)
    assert (looks("a.md"), looks("none.jpg"), looks("")) == (None, None, None)
    assert looks("a.svg") == Looks(6)
    assert looks("bad.jpg") == Looks(10)
