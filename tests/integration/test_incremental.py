"""A build after an edit leaves what a clean build of the same sources would, byte for byte."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from plugins.desk.unchanged import Last, recall_last
from plugins.discussion.records import Record, Thread
from plugins.discussion.snapshots import render_snapshot
from plugins.parallel import LEAST
from tests.forking import fork_server
from tests.laying import HOUSE, SITES, Site, clean_environment, lay_site

Edit = Callable[[Site], object]
UUID = "aaaaaaaa-0000-4000-8000-000000000099"
POST = "content/articles/long.md"
TEXT = f"""title: Un texte assez long
date: 2026-03-01
summary: Ce qu’en disent les listes.
topics: [ia]
id: {UUID}

Un début, avec [un lien](2026/suite.md).

Une fin.
"""


def own_cache(site: Site) -> Site:
    """The site with a memory of its own; pictures and fonts, which cost most, stay shared."""
    (site.root / ".cache").unlink()
    for name in ("fonts", "images"):
        (HOUSE / ".cache" / name).mkdir(exist_ok=True)
        (site.root / ".cache").mkdir(exist_ok=True)
        (site.root / ".cache" / name).symlink_to(HOUSE / ".cache" / name)
    return site


@pytest.fixture
def site(tmp_path: Path) -> Site:
    laid = own_cache(lay_site(tmp_path / "site", SITES / "everything"))
    laid.write(POST, TEXT)
    (laid.root / "theme").unlink()
    shutil.copytree(HOUSE / "theme", laid.root / "theme")
    return laid


def clean_twin(site: Site) -> Site:
    """The same sources elsewhere, built without anything remembered."""
    root = site.root.with_name("clean")
    shutil.rmtree(root, ignore_errors=True)
    skip = shutil.ignore_patterns("output", ".cache", "__pycache__")
    shutil.copytree(site.root, root, symlinks=True, ignore=skip)
    (root / ".cache").symlink_to(HOUSE / ".cache")
    twin = own_cache(Site(root))
    done = twin.build()
    assert done.returncode == 0, done.stderr
    return twin


def files_of(site: Site) -> dict[str, bytes]:
    return {
        path.relative_to(site.output).as_posix(): path.read_bytes()
        for path in sorted(site.output.rglob("*"))
        if path.is_file()
    }


def times_of(site: Site) -> dict[str, int]:
    return {
        path.relative_to(site.output).as_posix(): path.stat().st_mtime_ns
        for path in sorted(site.output.rglob("*"))
        if path.is_file()
    }


def changed(before: dict[str, int], after: dict[str, int]) -> set[str]:
    return {name for name in after if after[name] != before.get(name)}


def replace(name: str, old: str, new: str) -> Edit:
    def edit(site: Site) -> None:
        path = site.root / name
        text = path.read_text("utf-8")
        assert old in text, (name, old)
        path.write_text(text.replace(old, new, 1), "utf-8")

    return edit


def append(name: str, text: str) -> Edit:
    def edit(site: Site) -> None:
        path = site.root / name
        path.write_text(f"{path.read_text('utf-8')}{text}", "utf-8")

    return edit


def change_unseen(site: Site) -> None:
    """A body of the same length, under the same mtime."""
    path = site.root / POST
    stat, text = path.stat(), path.read_text("utf-8")
    path.write_text(f"{text.rstrip()[:-2]}!.\n", "utf-8")
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert path.stat().st_size == stat.st_size


def change_how_markdown_is_read(site: Site) -> None:
    """An extension more, and another option of the highlighter."""
    (site.root / "plugins").unlink()
    shutil.copytree(HOUSE / "plugins", site.root / "plugins")
    replace("plugins/markup.py", '"sane_lists"', '"sane_lists", "nl2br"')(site)
    replace("plugins/markup.py", '"css_class": "highlight"', '"css_class": "lit"')(site)


SETTINGS = """
TAG_URL = "etiquettes/{slug}/"
FORMATTED_FIELDS = ["title", "summary"]
SLUG_REGEX_SUBSTITUTIONS = [("[aeiou]", "x")]
"""

# What Pelican's own cache gets wrong (issue 3, item 7), and what else moves under a page.
EDITS: dict[str, Edit] = {
    "a body, its mtime kept": change_unseen,
    "addresses, formatted fields, rules of slugs": lambda site: site.configure(SETTINGS),
    "typography": lambda site: site.configure('TYPOGRAPHY = {"narrow": False}'),
    "a lambda in the settings": lambda site: site.configure("JINJA_FILTERS = {'x': lambda a: a}"),
    "a link's target gets another address": replace(
        "content/articles/2026/avec-image/index.md", "---\n", "---\nslug: ailleurs\n"
    ),
    "a topic's label": replace("content/topics/vr.md", "label: ", "label: X"),
    "an author's file": append("content/authors/invitee.md", "\nFin.\n"),
    "a macro": replace("theme/templates/macros/dates.html", "<time", "<time data-x"),
    "a stylesheet": append("theme/static/css/base.css", "p{}\n"),
    "the theme's words": replace("theme/locale/fr/LC_MESSAGES/messages.po", '"Sujets"', '"Thèmes"'),
    "a post removed": lambda site: (site.content / "articles/2026/cache.md").unlink(),
    "an extension, the highlighter": change_how_markdown_is_read,
}


def test_a_body_touches_its_own_page_and_feeds_alone(site: Site) -> None:
    site.build()
    before = times_of(site)
    replace(POST, "Une fin.", "Une autre fin.")(site)
    site.build()
    touched = changed(before, times_of(site))
    assert "articles/long/index.html" in touched
    assert not touched & {"index.html", "archives/index.html", "sujets/ia/index.html"}
    assert {"rss.xml", "sujets/ia/atom.xml", "auteurs/samuguru/feed.json"} <= touched
    assert "sujets/vr/rss.xml" not in touched
    assert "sitemap.xml" not in touched


def test_edited_bodies_are_set_into_what_the_last_whole_build_left(site: Site) -> None:
    """One after another, in a process each; killed or torn, it is a whole build again."""
    edits = {
        "text": replace(POST, "Une fin.", "Une autre fin.\n\nEt un drone, puis un drone."),
        "footnote": append(POST, "\nUne note.[^n]\n\n[^n]: La note.\n"),
        "code, heading": append(POST, "\n## Un programme\n\n```python\nx = 1\n```\n"),
        "internal link": append(POST, "\n[Ailleurs](2026/avec-image/index.md).\n"),
        "taken back": replace(POST, "\n\nEt un drone, puis un drone.", ""),
    }
    # Pelican warns of it, and nobody knows of which file: then nothing is left.
    replace("content/authors/samuguru.md", " et ![un portrait](samuguru.svg)", "")(site)
    settle(site, site.build())
    for name, edit in edits.items():
        edit(site)
        time.sleep(0.1)
        assert site.build().returncode == 0
        assert "long.md" in corrected(site), name
    assert files_of(site) == files_of(clean_twin(site))

    append(POST, "\n![](data:,)\n")(site)
    time.sleep(0.1)
    assert "Empty alt" in site.build().stdout  # what Pelican says of a text
    replace(POST, "\n![](data:,)\n", "")(site)
    append(POST, "\n![Une image](2026/avec-image/photo.png)\n")(site)
    time.sleep(0.1)
    assert "missing-image" in site.build().stderr  # as a whole build says it
    replace(POST, "\n![Une image](2026/avec-image/photo.png)\n", "")(site)
    time.sleep(0.1)
    settle(site, site.build())
    for path in (site.root / ".cache/answers").iterdir():
        if b"plugins.standing" in (data := path.read_bytes()):
            path.write_bytes(data[:-9])
    append(POST, "\nDans le vide.\n")(site)
    time.sleep(0.1)
    assert site.build().returncode == 0
    assert corrected(site) == set()


def test_a_file_of_the_output_that_was_touched_is_mended(site: Site) -> None:
    site.build()
    whole = files_of(site)
    (site.output / "index.html").write_text("mine")
    (site.output / "archives" / "index.html").unlink()
    (site.output / "stray.txt").write_text("stray")
    site.build()
    assert files_of(site) == whole


@pytest.mark.parametrize("kept", [0, 100])
def test_a_damaged_memory_costs_time_alone(site: Site, kept: int) -> None:
    site.build()
    whole = files_of(site)
    for path in (
        *(site.root / ".cache").glob("memory*"),
        *(site.root / ".cache/editions").iterdir(),
        *(site.root / ".cache/templates").iterdir(),
    ):
        path.write_bytes(path.read_bytes()[:kept])
    (site.root / POST).touch()
    done = site.build()
    assert (done.returncode, files_of(site)) == (0, whole)


def test_a_memory_that_cannot_be_written_is_told(site: Site) -> None:
    (site.root / ".cache/memory.sqlite").mkdir()
    done = site.build()
    assert (done.returncode, done.stdout.count("[forgetting]")) == (0, 1)
    assert done.stderr == ""


def test_killed_in_the_middle_the_next_build_is_whole(site: Site) -> None:
    site.build()
    replace("content/topics/vr.md", "label: ", "label: Y")(site)
    process = subprocess.Popen(
        [sys.executable, "-m", "plugins.desk", "build"],
        cwd=site.root,
        env=clean_environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while not list(site.root.glob(".output.*/**/*.html")):
        assert process.poll() is None
    process.kill()
    process.wait()
    assert site.build().returncode == 0
    assert files_of(site) == files_of(clean_twin(site))


def test_two_builds_at_once_leave_nothing_that_is_taken_for_another(site: Site) -> None:
    """One began before an edit, and ends after the build of that edit."""
    settle(site, site.build())
    made, go = site.root / "made", site.root / "go"
    replace(POST, "Une fin.", "Une fin ancienne.")(site)
    pause = ["tests.forking", "pause_once_made", str(made), str(go)]
    command, said = ["plugins.desk", "build"], site.root / "said"
    slow = fork_server().start(command, site.root, clean_environment(), said, prepare=pause)
    wait_for(made.exists)
    replace(POST, "Une fin ancienne.", "Une fin nouvelle.")(site)
    time.sleep(0.1)
    newer = site.build()
    assert newer.returncode == 0
    last = last_of(site)
    assert last is not None
    assert (last.answer, last.is_unchanged) == (newer.stdout.strip(), True)
    go.touch()
    assert fork_server().wait(slow) == 0, said.read_text("utf-8")
    for path in (made, go, said):
        path.unlink()

    assert site.build().returncode == 0
    assert files_of(site) == files_of(clean_twin(site))


def wait_for(condition: Callable[[], bool]) -> None:
    for _ in range(3000):
        if condition():
            return
        time.sleep(0.01)
    raise TimeoutError


def test_a_template_edited_meanwhile_is_rendered_again(site: Site) -> None:
    """Between the moment when Jinja compiled it and the one when its page's key was made."""
    page = "theme/templates/404.html"
    site.write("late/__init__.py", LATE_EDIT.format(site.root / page))
    site.configure('PLUGINS = [*PLUGINS, "late"]')
    assert site.build().returncode == 0
    replace("pelicanconf.py", 'PLUGINS = [*PLUGINS, "late"]', "")(site)
    assert site.build().returncode == 0
    assert "edited late" in site.page("404.html")


LATE_EDIT = """
from pathlib import Path
from pelican import signals

def edit(generators):
    generators[0].env.get_template("404.html")
    path = Path("{}")
    text = path.read_text("utf-8")
    path.write_text(text.replace("next %}}", "next %}}<!-- edited late -->"), "utf-8")

def register():
    signals.all_generators_finalized.connect(edit)
"""


def test_code_edited_meanwhile_leaves_nothing_behind(site: Site) -> None:
    """Imported as it was, digested as it is: what it made is not kept under the new digest."""
    (site.root / "plugins").unlink()
    shutil.copytree(HOUSE / "plugins", site.root / "plugins")
    dates, old, new = "plugins/theming/dates.py", 'timespec="seconds"', 'timespec="minutes"'
    program = (
        "import plugins.desk.glue, plugins.theming.dates as dates\n"
        "from pathlib import Path\n"
        "path = Path(dates.__file__)\n"
        f"path.write_text(path.read_text('utf-8').replace({old!r}, {new!r}), 'utf-8')\n"
        "from plugins.desk.__main__ import main\n"
        "raise SystemExit(main(['build']))\n"
    )
    command = [sys.executable, "-c", program]
    subprocess.run(command, cwd=site.root, env=clean_environment(), check=True)
    assert new in (site.root / dates).read_text("utf-8")
    assert 'datetime="2026-01-02T14:30:00+01:00"' in site.page("articles/alias/")
    time.sleep(0.1)
    assert site.build().returncode == 0
    assert 'datetime="2026-01-02T14:30+01:00"' in site.page("articles/alias/")


def test_nothing_changed_says_the_same_without_pelican(site: Site) -> None:
    first = site.build()
    settle(site, first)
    before = times_of(site)
    again = site.build(PYTHONPROFILEIMPORTTIME="1")
    assert again.stdout == first.stdout
    assert "pelican" not in again.stderr
    assert times_of(site) == before


def last_of(site: Site) -> Last | None:
    """What is known of the last build."""
    return recall_last(site.root, (site.root / "pelicanconf.py", None, None, site.root))


def corrected(site: Site) -> set[str]:
    """The texts that were set into what the last whole build left."""
    last = last_of(site)
    assert last is not None
    return {path.name for path in last.edited}


def settle(site: Site, first: subprocess.CompletedProcess[str]) -> None:
    """Build until the answer is recorded: not while a file is younger than the process."""
    for _ in range(5):
        time.sleep(0.1)
        assert site.build().stdout == first.stdout
        last = last_of(site)
        if last is not None and last.is_unchanged:
            return
    pytest.fail("no answer was recorded")


@pytest.mark.parametrize(
    "edit",
    [
        change_unseen,
        lambda site: (site.content / "articles/.secret.md").write_text("x"),
        lambda site: (site.output / "stray").mkdir(),
        lambda site: (site.output / "index.html").write_text("mine"),
        lambda site: (site.root / "theme/templates/new.html").write_text(""),
        lambda site: site.configure("# a comment"),
        change_how_markdown_is_read,
    ],
    ids=["unseen", "hidden", "empty-folder", "output", "template", "configuration", "plugins"],
)
def test_anything_changed_is_built(site: Site, edit: Edit) -> None:
    settle(site, site.build())
    edit(site)
    assert "pelican" in site.build(PYTHONPROFILEIMPORTTIME="1").stderr


def test_a_variable_that_the_configuration_reads_is_seen(site: Site) -> None:
    settle(site, site.build())
    assert "pelican" in site.build(SEARCH="1", PYTHONPROFILEIMPORTTIME="1").stderr


def test_a_scheduled_post_comes_out_in_its_hour(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    due = datetime.now(UTC) + timedelta(hours=1)
    head = f"title: Bientôt\ndate: {due.isoformat(timespec='seconds')}\nid: {UUID[:-1]}8\n"
    site.write("content/articles/bientot.md", f"{head}\nÀ l’heure.\n")
    settle(site, site.build())
    assert last_of(site) is not None
    monkeypatch.setattr(time, "time", lambda: due.timestamp() - 2)
    assert last_of(site) is not None
    monkeypatch.setattr(time, "time", lambda: due.timestamp() + 1)
    assert last_of(site) is None


FAULTY_PLUGIN = """
from dataclasses import replace
from pelican import signals

def spoil(pelican):
    sound = pelican.settings["COMPOSITION"]
    def line(text, language):
        if text in {"Post 3", "Post 8"}:
            raise LookupError(text)
        return sound.line(text, language)
    pelican.settings["COMPOSITION"] = replace(sound, line=line)

def register():
    signals.initialized.connect(spoil)
"""


@pytest.mark.parametrize("number", [1, 2])
def test_faults_in_a_worker_are_told_as_without_one(tmp_path: Path, number: int) -> None:
    """The author's in the front matter, and an exception in a plugin while a text is parsed."""
    site = own_cache(lay_site(tmp_path / "site", SITES / "minimal"))
    for post in range(2 * LEAST):
        topics = "nowhere" if post == 5 else "ia"
        head = f"title: Post {post}\ndate: 2026-03-01\ntopics: {topics}\nid: {UUID[:-2]}{post:02}\n"
        site.write(f"content/articles/{post:02}.md", f"{head}\n{'Un mot. ' * 9}\n")
    site.write("content/articles/09.md", "title: Post 9\ndate: demain\n\nUn mot.\n")
    site.write("faulty/__init__.py", FAULTY_PLUGIN)
    site.configure('PLUGINS = [*PLUGINS, "faulty"]')
    all_cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, sorted(all_cores)[:number])  # which the build's process inherits
    try:
        done = site.build()
    finally:
        os.sched_setaffinity(0, all_cores)
    assert done.returncode == 1
    told = [line for line in done.stderr.splitlines() if ": erreur [" in line]
    assert [line.partition("]")[0] for line in told] == [
        "content/articles/03.md: erreur [vanished",
        "content/articles/05.md:3: erreur [unknown-topic",
        "content/articles/08.md: erreur [vanished",
        "content/articles/09.md:2: erreur [invalid-date",
        *2 * ["faulty/__init__.py:9: erreur [plugin-failed"],
    ]
    assert ["Post 3" in told[4], "Post 8" in told[5]] == [True, True]


class Asked:
    """The process that stays, asked line by line."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self.orders, self.answers = process.stdin, process.stdout

    def __call__(self, order: dict[str, Any]) -> dict[str, Any]:
        self.order(order)
        return self.answer()

    def order(self, order: dict[str, Any]) -> None:
        self.orders.write(f"{json.dumps(order)}\n")
        self.orders.flush()

    def answer(self) -> dict[str, Any]:
        answer: dict[str, Any] = json.loads(self.answers.readline())
        return answer


@contextmanager
def builder(site: Site) -> Iterator[Asked]:
    process = subprocess.Popen(
        [sys.executable, "-m", "plugins.desk", "builder"],
        cwd=site.root,
        env=clean_environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    asked = Asked(process)
    try:
        yield asked
        asked.orders.close()
        assert process.wait(20) == 0
    finally:
        process.kill()
        process.wait()
        asked.orders.close()
        asked.answers.close()


def test_each_edit_leaves_what_a_clean_build_would(site: Site) -> None:
    """Through separate processes, and through one that stays."""
    stays = Site(site.root.with_name("stays"))
    stays.root.mkdir()
    for path in site.root.iterdir():
        (stays.root / path.name).symlink_to(path)
    site.build()
    with ExitStack() as stack:
        ask = stack.enter_context(builder(stays))
        ask({})
        for name, edit in EDITS.items():
            before = files_of(site)
            edit(site)
            done = site.build()
            assert done.returncode == 0, (name, done.stderr)
            answer = ask({"paths": [str(stays.root / POST)] if "body" in name else []})
            if answer["stale"]:
                ask = stack.enter_context(builder(stays))
                answer = ask({})
            assert answer["built"], (name, answer)
            assert ask({"settle": True})["built"], name
            after = files_of(site)
            assert after == files_of(clean_twin(site)), name
            assert after == files_of(stays), name
            assert (after != before) is (name != "a lambda in the settings"), name


def test_an_edited_body_is_shown_at_once_and_warnings_are_said_again(site: Site) -> None:
    with builder(site) as ask:
        first = ask({})
        before = times_of(site)
        replace(POST, "Une fin.", "Une fin. Un mot de plus.")(site)
        answer = ask({"paths": [str(site.root / POST)]})
        assert (answer["built"], answer["settled"]) == (True, False)
        assert "Un mot de plus." in site.page("articles/long/")
        retouched = times_of(site)
        assert "index.html" not in changed(before, retouched)
        assert {"rss.xml", "feed.xml"} <= changed(before, retouched), "at its old address too"
        settled = ask({"settle": True})
        assert (settled["built"], settled["settled"]) == (True, True)
        assert changed(retouched, times_of(site)) == set(), "nothing was left to be written"
        assert settled["told"] == first["told"]
    assert files_of(site) == files_of(clean_twin(site))


def test_an_edited_title_is_shown_at_once_wherever_it_stands(site: Site) -> None:
    """On its page, in lists, beside its neighbours, in feeds and on its card."""
    site.configure('POSTS = {"excerpt_length": 40}')
    thread = Thread(UUID, "Un texte", (Record(1, None, 1.75e9, None, "Ada", "", "Bien dit."),))
    site.write(f"content/comments/{UUID}.json", render_snapshot(thread).decode())
    with builder(site) as ask:
        ask({})
        before = times_of(site)
        replace(POST, "Un texte assez long", "Un autre nom")(site)
        replace(POST, "summary: Ce qu’en disent les listes.\n", "")(site)
        answer = ask({"paths": [str(site.root / POST)]})
        assert (answer["built"], answer["settled"]) == (True, False)
        retouched = times_of(site)
        shown = {name for name, data in files_of(site).items() if b"Un autre nom" in data}
        assert shown >= {"index.html", "archives/index.html", "sujets/ia/index.html", "rss.xml"}
        assert shown >= {"articles/long/commentaires/atom.xml", "commentaires/index.html"}
        assert shown >= {"articles/long/index.html", "articles/suite/index.html", "feed.xml"}
        assert not any(b"Un texte assez long" in data for data in files_of(site).values())
        assert shown <= changed(before, retouched)
        assert ask({"settle": True})["built"]
        assert times_of(site) == retouched, "nothing was left to be written"
    assert files_of(site) == files_of(clean_twin(site))


# Each is shown at once; what it moves: posts in lists, series and archives, covers, cards, pages.
MOVES: dict[str, Edit] = {
    "an older date": replace(POST, "date: 2026-03-01", "date: 2025-12-01"),
    "a date as a translation's": replace(POST, "date: 2025-12-01", "date: 2026-02-10 08:00"),
    "a part of a series": replace("content/articles/2026/suite.md", "2026-02-10", "2025-01-05"),
    "another topic": replace(POST, "topics: [ia]", "topics: [drones]"),
    "those that its text speaks of": replace(POST, "topics: [drones]\n", ""),
    "two topics, a title": replace(POST, "title: Un", "topics: [vr, ia]\ntitle: Encore un"),
    "a draft's date": replace("content/articles/2026/brouillon.md", "date: ", "date: 2026-01-09 #"),
    "a hidden post's topic": replace(
        "content/articles/2026/cache.md", "---\n", "---\ntopics: [vr]\n"
    ),
    "the date of what is next to it": replace("content/articles/alias.md", "2/1/2026", "2/3/2026"),
}


def test_a_date_or_topics_move_a_post_at_once(site: Site) -> None:
    site.configure('PAGINATED_TEMPLATES = {"index": 2, "topic": 2, "tag": 2, "author": 2}')
    with builder(site) as ask:
        ask({})
        for name, edit in MOVES.items():
            texts, before = sources_of(site), files_of(site)
            edit(site)
            [path] = [path for path, text in sources_of(site).items() if texts[path] != text]
            answer = ask({"paths": [str(path)]})
            assert (answer["built"], answer["settled"]) == (True, False), name
            moved = times_of(site)
            assert files_of(site) != before, name
            assert ask({"settle": True})["built"]
            assert times_of(site) == moved, (name, "nothing was left to be written")
        assert files_of(site) == files_of(clean_twin(site))


def sources_of(site: Site) -> dict[Path, str]:
    return {path: path.read_text("utf-8") for path in sorted(site.content.rglob("*.md"))}


def test_what_moves_more_than_a_post_is_left_to_a_whole_build(site: Site) -> None:
    edits = {
        "another author": replace(POST, "title: ", "author: Autrice invitée\ntitle: "),
        "a slug": replace(POST, "title: ", "slug: ailleurs\ntitle: "),
        "a draft now": replace(POST, "title: ", "status: brouillon\ntitle: "),
        "still to come": replace(POST, "date: 2026-03-01", "date: 2126-03-01"),
        "an unknown topic": replace(POST, "topics: [ia]", "topics: [nulle part]"),
    }
    with builder(site) as ask:
        ask({})
        for name, edit in edits.items():
            (site.root / POST).write_text(TEXT, "utf-8")
            ask({})
            edit(site)
            assert ask({"paths": [str(site.root / POST)]})["settled"], name


def test_a_whole_build_gives_way_to_an_edit(site: Site) -> None:
    """Wherever it is: nothing of it is left, and what was known before it still answers."""
    with builder(site) as ask:
        ask({})
        for number in range(3):
            append(POST, f"\nUne fin {number}.\n")(site)
            assert not ask({"paths": [str(site.root / POST)]})["settled"]
            # The edit waits already when the whole build begins.
            replace(POST, f"Une fin {number}", f"Une fin et {number}")(site)
            ask.order({"settle": True})
            ask.order({"paths": [str(site.root / POST)]})
            stopped, retouched = ask.answer(), ask.answer()
            assert not stopped["built"]
            assert (retouched["built"], retouched["settled"]) == (True, False)
            assert f"Une fin et {number}" in site.page("articles/long/")
        assert ask({"settle": True})["built"]
    assert files_of(site) == files_of(clean_twin(site))


def test_a_process_whose_code_was_edited_asks_to_be_replaced(site: Site) -> None:
    with builder(site) as ask:
        ask({})
        site.configure("# another line")
        assert ask({})["stale"]
