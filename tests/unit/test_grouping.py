"""Works and their translations: as Pelican parts them, and in steps that grow with their number."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pelican.utils import get_original_items, process_translations

from plugins.grouping import part_translations
from tests.laying import HOUSE


class Text:
    """What Pelican looks at, counting each look and each comparison."""

    looks = 0

    def __init__(self, number: int, key: str, lang: str, *, marked: bool = False) -> None:
        self.source_path, self._key = f"{number:05}.md", key
        self.lang, self.in_default_lang = lang, lang == "fr"
        self.metadata = {"translation": "true"} if marked else {}
        self.translations: list[Text] = []

    @property
    def translation_key(self) -> str:
        Text.looks += 1
        return self._key

    def __eq__(self, other: object) -> bool:
        Text.looks += 1
        return self is other

    __hash__ = None  # type: ignore[assignment]


def part(texts: list[Text]) -> Any:
    return part_translations(list(texts), "translation_key", get_original_items)


TEXTS = st.lists(
    st.tuples(st.sampled_from("abcd"), st.sampled_from(["fr", "en", "de"]), st.booleans())
).map(lambda drawn: [Text(n, key, lang, marked=m) for n, (key, lang, m) in enumerate(drawn)])


@given(TEXTS)
def test_works_are_parted_as_pelican_parts_them(texts: list[Text]) -> None:
    def names(parts: Any) -> Any:
        listed = [[one.source_path for one in some] for some in parts]
        return listed, [[other.source_path for other in one.translations] for one in texts]

    ours = names(part(texts))
    assert ours == names(process_translations(list(texts), translation_id="translation_key"))


@pytest.mark.parametrize("translations", [1, 2])
def test_twice_the_posts_are_twice_the_steps(translations: int) -> None:
    def steps(number: int) -> int:
        texts = [
            Text(n, f"{n // translations:05}", ("fr", "en")[n % translations])
            for n in range(number)
        ]
        Text.looks = 0
        part(texts)
        return Text.looks

    assert steps(400) <= 2 * steps(200)


def test_pelicans_generators_part_their_texts_so() -> None:
    program = (
        "from pelican import generators; from plugins import posts; posts.register();"
        "print(generators.process_translations.__module__)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=HOUSE, capture_output=True, text=True, check=True
    )
    assert done.stdout == "plugins.posts.glue\n"
