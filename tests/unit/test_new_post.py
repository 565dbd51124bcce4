"""`make new`: a post that builds, at an address that nobody has, whatever its title."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from plugins.desk.beginning import Wish, begin_post
from plugins.desk.glue import read_configuration
from plugins.frontmatter.fields import POST
from plugins.frontmatter.kinds import Reading
from plugins.frontmatter.schema import load_source
from tests.laying import HOUSE, Site, clean_environment

NOW = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
HOSTILE = [
    'Il a dit : "non" — et l’autre ’oui’',
    "🤖🤖 Robots: {a: [b]} # non & *oui* !",
    "عنوان بالعربية مع drones",
    "\u202erenversé\u202c",
    "../../../etc/passwd",
    "a/b\\c",
    "Mot " * 75,
    "x" * 300,
    "Une ligne\nstatut: publié\r\n---\nautre",
    "--title",
    "- liste",
    "$HOME `id` %s {{ jinja }} {% x %}",
    "No",
    "\x00\x07\u2028fin\ufeff",
]


@pytest.fixture
def site(make_site: Callable[..., Site]) -> Site:
    return make_site("minimal")


@pytest.fixture
def begin(site: Site) -> Callable[..., Any]:
    settings = read_configuration(site.root / "pelicanconf.py")

    def run(title: str, **more: str) -> Any:
        return begin_post(Wish(title, **more), settings, site.root, NOW)

    return run


def make(site: Site, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """`make new`, with the house's Makefile, as a shell calls it."""
    for name in ("Makefile", ".venv"):
        if not (site.root / name).exists():
            (site.root / name).symlink_to(HOUSE / name)
    for name in ("requirements.txt", "requirements-dev.txt"):
        (site.root / name).touch()
        os.utime(site.root / name, (0, 0))
    return subprocess.run(
        ["make", "--silent", "new", *arguments],
        cwd=site.root,
        env=clean_environment(**environment),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def posts_of(site: Site) -> list[Path]:
    return sorted(site.content.rglob("*.md"))


def test_a_post_has_its_folder_and_all_its_keys(
    site: Site, begin: Callable[..., Any], reading: Reading
) -> None:
    path, problems = begin("L’IA, vue d’en bas", series="Objets")
    assert problems == []
    # In the site's zone it is next year already.
    assert path == site.content / "articles/2027/l-ia-vue-d-en-bas/index.md"
    source = load_source(path, POST, reading)
    assert source.problems == ()
    assert source.get("title") == "L’IA, vue d’en bas"
    assert source.get("date").isoformat() == "2027-01-01T00:30:00+01:00"
    assert (source.get("status"), source.get("series")) == ("draft", "Objets")
    assert source.get("id").startswith("urn:uuid:")
    assert source.get("topics") is None, "without TOPICS the text decides"
    assert "titre: " in path.read_text("utf-8")
    assert "## Ce que je soutiens" in source.body


def test_a_post_in_english_is_begun_in_english(
    site: Site, begin: Callable[..., Any], reading: Reading
) -> None:
    path, _ = begin("Robots", language="EN")
    source = load_source(path, POST, reading)
    assert (source.problems, source.get("lang")) == ((), "en")
    assert "## What I hold" in source.body
    assert "\ntitle: " in path.read_text("utf-8")


def test_hostile_titles_make_sound_posts_that_build(
    site: Site, begin: Callable[..., Any], reading: Reading
) -> None:
    begun = []
    for number, title in enumerate(HOSTILE):
        path, problems = begin(title, slug="" if number else "premier")
        if path is None:
            # Two titles without a Latin letter on one day meet: the author is asked for a slug.
            assert [p.code for p in problems] in (["taken-slug"], ["missing-title"]), title
            continue
        begun.append(path)
        assert path.is_relative_to(site.content / "articles" / "2027")
        assert len(path.relative_to(site.content).parts) == 4
        source = load_source(path, POST, reading)
        assert source.problems == (), title
        assert source.get("status") == "draft"
        assert len(path.parent.name) <= 80
    assert len(begun) > 10
    built = site.build()
    assert built.returncode == 0, built.stderr
    assert "erreur" not in built.stdout + built.stderr
    assert "attention" not in built.stdout + built.stderr


def test_topics_are_known_ones_by_any_of_their_names(
    site: Site, begin: Callable[..., Any], reading: Reading
) -> None:
    site.write(
        "content/topics/ia.md",
        "---\nlabel: Intelligence\ndescription: x\ncolour: 5\naliases: [IA, AI]\n---\n",
    )
    path, _ = begin("Un", topics="I.A., intelligence")
    assert load_source(path, POST, reading).get("topics") == ("ia",)
    path, problems = begin("Deux", topics="inteligence")
    assert path is None
    assert [p.code for p in problems] == ["unknown-topic"]


TAKEN = {
    "a post": ("articles/2020/pris/index.md", "title: A\ndate: 2020-01-01"),
    "a flat post": ("articles/pris.md", "title: A\ndate: 2020-01-01"),
    "a post of that slug": ("articles/autre.md", "title: A\ndate: 2020-01-01\nslug: pris"),
    "a draft": ("articles/2020/pris/index.md", "title: A\ndate: 2020-01-01\nstatus: draft"),
    "a withdrawn post": ("articles/pris.md", "title: A\ndate: 2020-01-01\nstatus: gone"),
    "a faulty post": ("articles/pris.md", "title: A\ndate: hier"),
    "an alias": ("articles/autre.md", "title: A\ndate: 2020-01-01\naliases: [/articles/pris/]"),
    "a page": ("pages/pris.md", "title: A"),
}


@pytest.mark.parametrize("kind", TAKEN)
def test_an_address_that_is_taken_is_refused_with_its_place(
    site: Site, begin: Callable[..., Any], kind: str
) -> None:
    name, front = TAKEN[kind]
    site.write(f"content/{name}", f"---\n{front}\n---\nTexte.\n")
    before = posts_of(site)
    path, problems = begin("Pris")
    assert path is None
    assert {p.code for p in problems} == {"taken-slug"}
    assert f"content/{name}" in str(problems[0].cause)
    assert posts_of(site) == before


def test_a_former_address_in_the_ledger_is_refused(site: Site, begin: Callable[..., Any]) -> None:
    ledger = '[{"ledger": 1}\n,{"address": "articles/pris/", "kind": "post", "id": "urn:x"}\n]\n'
    site.write("content/permalinks.json", ledger)
    path, problems = begin("Pris")
    assert path is None
    assert "content/permalinks.json" in str(problems[0].cause)


def test_a_folder_without_a_post_is_never_written_into(
    site: Site, begin: Callable[..., Any]
) -> None:
    kept = site.write("content/articles/2027/pris/notes.txt.bak", "mes notes")
    path, problems = begin("Pris")
    assert (path, len(problems)) == (None, 1)
    assert sorted(kept.parent.iterdir()) == [kept]


@pytest.mark.parametrize("slug", ["../pris", "Majuscule", "a b", "-"])
def test_a_slug_is_a_part_of_an_address(begin: Callable[..., Any], slug: str) -> None:
    path, problems = begin("Titre", slug=slug)
    assert (path, problems[0].code) == (None, "invalid-slug")


def test_make_hands_the_title_on_as_it_was_typed(site: Site, reading: Reading) -> None:
    title = "L’IA dit : \"non\" $HOME `id` 'x' \\ {y} $$"
    made = make(site, f"TITLE={title}", "SERIES=Série « A »")
    assert made.returncode == 0, made.stderr
    assert made.stdout.startswith("Commencé\u00a0: content/articles/2")
    path = site.root / made.stdout.splitlines()[0].split(": ")[1]
    source = load_source(path, POST, reading)
    assert (source.get("title"), source.get("series")) == (title, "Série « A »")


def test_lang_is_that_of_the_command_line_alone(site: Site) -> None:
    assert make(site, "TITLE=Un", LANG="en_GB.UTF-8", LC_ALL="C.UTF-8").returncode == 0
    assert make(site, "TITLE=Two", "LANG=en").returncode == 0
    texts = {path.parent.name: path.read_text("utf-8") for path in posts_of(site)}
    assert "lang:" not in texts["un"]
    assert "\nlang: en\n" in texts["two"]


def test_make_refuses_with_a_code_and_says_where(site: Site) -> None:
    assert make(site, "TITLE=Un").returncode == 0
    again = make(site, "TITLE=Un")
    assert again.returncode != 0
    assert "[taken-slug]" in again.stderr
    assert make(site).returncode != 0


def test_an_editor_opens_the_post_on_a_terminal_alone(site: Site) -> None:
    editor = site.write("editor.py", "import sys; open('opened', 'a').write(sys.argv[-1])")
    command = [sys.executable, "-m", "plugins.desk", "new", "--title"]
    environment = clean_environment(VISUAL="", EDITOR=f"{sys.executable} {editor}")
    subprocess.run(
        [*command, "Un"],
        cwd=site.root,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        check=True,
        timeout=60,
    )
    assert not (site.root / "opened").exists()
    master, slave = pty.openpty()
    try:
        subprocess.run(
            [*command, "Deux"],
            cwd=site.root,
            env=environment,
            stdin=slave,
            stdout=slave,
            check=True,
            timeout=60,
        )
    finally:
        os.close(master)
        os.close(slave)
    assert (site.root / "opened").read_text("utf-8").endswith("/deux/index.md")
