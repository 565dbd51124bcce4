from __future__ import annotations

import io
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from plugins.images.faults import UnfitPicture
from plugins.images.gif import strip_gif
from plugins.images.raster import Facts, derive, inspect
from tests.unit.images import making

LIMIT = 60


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def code_of(data: bytes, suffix: str, limit: int = LIMIT) -> str:
    with pytest.raises(UnfitPicture) as caught:
        inspect(data, suffix, limit)
    return caught.value.problem.code


def test_facts_are_those_of_the_upright_picture() -> None:
    assert inspect(making.jpeg(), ".jpg", LIMIT) == Facts("jpeg", 1000, 600)
    assert inspect(making.jpeg(orientation=6), ".JPG".lower(), LIMIT) == Facts("jpeg", 600, 1000)
    assert inspect(making.gif(), ".gif", LIMIT) == Facts("gif", 120, 80, animated=True)
    assert inspect(making.gif(1), ".gif", LIMIT) == Facts("gif", 120, 80)


@pytest.mark.parametrize("kind", ["avif", "webp", "jpeg"])
def test_a_derivative_is_upright_smaller_nameless_and_keeps_its_profile(kind: str) -> None:
    image = opened(derive(making.jpeg(orientation=6), kind, 300, 80))
    assert image.size == (300, 500)
    # The red corner of the picture as stored comes to the top right.
    red, green, _ = image.convert("RGB").getpixel((280, 20))
    assert (red > 200, green < 60) == (True, True)
    assert not dict(image.getexif())
    assert not {"exif", "xmp", "comment"} & image.info.keys()
    assert image.info["icc_profile"] == making.profile()


def test_nothing_of_the_original_metadata_is_in_the_bytes() -> None:
    original = making.jpeg()
    assert b"Spy camera" in original
    for kind in ("avif", "webp", "jpeg", "png"):
        derived = derive(original, kind, 5000, 80)
        assert not [word for word in (b"Spy", b"secret", b"Exif\0\0II") if word in derived]


def test_nothing_is_ever_blown_up() -> None:
    assert opened(derive(making.jpeg(200, 100), "webp", 900, 80)).size == (200, 100)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16"])
@pytest.mark.parametrize("kind", ["avif", "webp", "png", "jpeg"])
def test_every_mode_becomes_every_format(mode: str, kind: str) -> None:
    image = making.scene(80, 60).convert("L").convert("I" if mode == "I;16" else mode)
    original = making.saved(
        image.convert("I;16") if mode == "I;16" else image, "JPEG" if mode == "CMYK" else "PNG"
    )
    if kind == "jpeg" and mode in {"LA", "RGBA"}:
        return  # a picture with transparency was no JPEG, and its originals' format is asked for
    assert opened(derive(original, kind, 40, 80)).size == (40, 30)


def test_sixteen_bits_keep_their_tones() -> None:
    deep = Image.new("I;16", (40, 30), 32_896)
    assert opened(derive(making.saved(deep, "PNG"), "png", 40, 80)).getpixel((5, 5)) == 128


def test_an_animation_stays_one_and_has_a_still() -> None:
    data = making.gif()
    moving = opened(derive(data, "webp", 120, 80))
    assert (moving.is_animated, moving.n_frames) == (True, 3)
    assert moving.info["loop"] == 0
    assert not getattr(opened(derive(data, "webp", 120, 80, still=True)), "is_animated", False)


def test_a_gif_loses_its_comment_and_no_frame() -> None:
    data = making.gif()
    clean = strip_gif(data)
    assert b"secret" in data
    assert b"secret" not in clean
    assert b"NETSCAPE2.0" in clean
    assert opened(clean).n_frames == 3
    with pytest.raises(UnfitPicture):
        strip_gif(data[:-40])


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".gif", ".webp", ".avif"])
def test_a_truncated_file_is_said_to_be_so(suffix: str) -> None:
    kind = {".jpg": "JPEG", ".png": "PNG", ".gif": "GIF", ".webp": "WEBP", ".avif": "AVIF"}[suffix]
    data = making.saved(making.scene(300, 200), kind)
    assert code_of(data[: len(data) * 2 // 3], suffix) == "damaged-picture"
    assert code_of(b"", suffix) == "damaged-picture"


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    data = making.bomb()
    assert len(data) < 200
    assert code_of(data, ".png") == "huge-picture"


def test_frames_count_in_a_bomb() -> None:
    data = making.gif(frames=12, width=1000, height=1000)
    assert code_of(data, ".gif", 1) == "huge-picture"


def test_a_wrong_name_is_told_with_the_right_one() -> None:
    with pytest.raises(UnfitPicture) as caught:
        inspect(making.png(10, 10), ".jpg", LIMIT)
    assert caught.value.problem.code == "misnamed-picture"
    assert "“.png”" in str(caught.value.problem.remedy)
    assert code_of(b"<svg/>", ".png") == "damaged-picture"


@settings(deadline=None)  # the machine may be busy
@given(st.binary(max_size=300), st.integers(0, 400))
def test_no_file_makes_the_build_fall(noise: bytes, place: int) -> None:
    whole = making.png(20, 10)
    for data in (noise, whole[:place] + noise + whole[place:]):
        try:
            inspect(data, ".png", LIMIT)
        except UnfitPicture as unfit:
            assert unfit.problem.code.endswith("-picture")  # noqa: PT017 (or no fault at all)


def test_same_picture_same_bytes_in_any_thread() -> None:
    data, found = making.jpeg(), []
    threads = [
        threading.Thread(target=lambda: found.append(derive(data, "avif", 400, 80)))
        for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 1
