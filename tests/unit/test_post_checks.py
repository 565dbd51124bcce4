"""What else a post must be: an address, an original that exists."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from plugins.checks.strays import find_strays
from plugins.frontmatter.fields import POST
from plugins.frontmatter.kinds import Reading
from plugins.frontmatter.names import names_of_faulty
from plugins.frontmatter.schema import Source, load_source
from plugins.posts.originals import check_original
from plugins.posts.slugs import check_slug


def load(path: Path, reading: Reading, *lines: str, body: str = "Un texte.") -> Source:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = "\n".join(["---", "titre: Un", "date: 1/1/2026", *lines, "---", body])
    path.write_text(text, encoding="utf-8")
    return load_source(path, POST, reading)


@pytest.mark.parametrize(
    ("file", "slug"),
    [
        ("a.md", "a"),
        ("L’été des drones.md", "l-ete-des-drones"),
        ("le-bruit/index.md", "le-bruit"),
        ("le-bruit/suite.md", "suite"),
    ],
)
def test_a_post_is_named_after_its_folder_or_file(
    tmp_path: Path, reading: Reading, file: str, slug: str
) -> None:
    source = load(tmp_path / file, reading)
    assert source.slug == slug
    assert check_slug(source) is source


def test_the_front_matter_may_name_another(tmp_path: Path, reading: Reading) -> None:
    assert load(tmp_path / "a.md", reading, "adresse: b").slug == "b"


def test_a_name_that_leaves_no_address_is_told(tmp_path: Path, reading: Reading) -> None:
    source = check_slug(load(tmp_path / "日本.md", reading))
    assert [problem.code for problem in source.problems] == ["invalid-file-name"]
    assert check_slug(load(tmp_path / "日本.md", reading, "slug: japon")).problems == ()


@dataclass
class Content:
    """As much of Pelican's content as a translation is judged by."""

    source: Source
    lang: str

    @property
    def metadata(self) -> dict[str, object]:
        return {"source": self.source}


@pytest.mark.parametrize(
    ("lines", "lang", "code"),
    [
        ((), "fr", None),
        (("traduction_de: original",), "en", None),
        (("traduction_de: original",), "fr", "same-language"),
        (("traduction_de: orignal",), "en", "unknown-original"),
    ],
)
def test_a_translation_has_an_original_in_another_language(
    tmp_path: Path, reading: Reading, lines: tuple[str, ...], lang: str, code: str | None
) -> None:
    original = Content(load(tmp_path / "original.md", reading), "fr")
    content = Content(load(tmp_path / "a.md", reading, *lines), lang)
    problem = check_original(content, {"original": original, "a": content})
    assert (problem and problem.code) == code


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("articles/a.md", None),
        ("articles/2026/a/index.markdown", None),
        ("articles/2026/a/photo.svg", None),
        ("articles/a.MD", "unread-file"),
        ("articles/a.txt", "unread-file"),
        ("articles/a.docx", "unread-file"),
        ("pages/a.html", "unread-file"),
        ("authors/a.md", None),
        ("authors/a.markdown", "unread-file"),
        ("authors/a.txt", "unread-file"),
        ("authors/old/a.md", "misplaced-file"),
        ("a.md", "misplaced-file"),
        ("notes/a.md", "misplaced-file"),
        ("notes/a.txt", None),
        ("extra/robots.txt", None),
    ],
)
def test_a_text_that_nobody_would_read_is_told(name: str, code: str | None) -> None:
    root = Path("/site/content")
    problems = list(find_strays([name], ["articles", "pages"], ["authors"], root))
    assert [(p.code, p.path) for p in problems] == ([(code, root / name)] if code else [])


def test_the_names_of_faulty_files_are_known(tmp_path: Path, reading: Reading) -> None:
    good = load(tmp_path / "good.md", reading)
    bad = load(tmp_path / "bad.md", reading, "statut: fini", "série: L’Été")
    assert good.problems == ()
    assert names_of_faulty([good, bad], ["title", "series"]) == {"bad", "un", "l ete"}
