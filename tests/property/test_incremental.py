"""Whatever an author does, in whatever order, a build leaves what a clean build leaves.

A random sequence of edits over a small site, with the real theme and all the
plugins. After some of them the site is built twice: where it stands, over its
last edition and its cache, and as a copy that has neither. Output folders are
compared byte by byte, and what the desk says word for word.

``SEQUENCES=200 python -m pytest tests/property/test_incremental.py`` is a long
run; ``SHRINK=1`` makes a failing sequence short, which takes a while.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from PIL import Image

from plugins.desk.unchanged import recall_last
from plugins.discussion.records import Record, Thread
from plugins.discussion.snapshots import render_snapshot
from plugins.running import LAG
from tests.forking import fork_server
from tests.laying import HOUSE, SITES, clean_environment, lay_site

SEQUENCES = int(os.environ.get("SEQUENCES", "3"))
STEPS, EDITS = (15, 3) if SEQUENCES > 20 else (6, 3)

SOURCES = ("content", "theme", "pelicanconf.py", "publishconf.py")
NAMES = ("un", "deux", "trois", "quatre")
FOLDERS = ("articles", "articles/2025")
WORDS = st.sampled_from(["drone", "casque", 'une "citation"', "l'IA : 12 500 euros !", "**gras**"])
FIELDS = {
    "title": ["Un titre", "Drones : la suite", "L'IA générative"],
    "date": ["2025-01-02 10:00", "2025-03-04", "2026-05-06 07:08", "2031-08-01"],
    "topics": ["[drones]", "[ia, drones]", "[vr]", ""],
    "author": ["samuguru", "Autrice invitée", "[samuguru, Autrice invitée]"],
    "tags": ["[vie privée]", "[éthique, ville]", ""],
    "series": ["Le ciel", "La mer", ""],
    "related": ["[alpha]", "[beta, alpha]", ""],
    "aliases": ["[/vieux/]", "[/ancien/, /vieux/]", ""],
    "summary": ["Un résumé : court.", ""],
    "status": ["brouillon", "caché", "publié", "retiré", ""],
    "modified": ["2026-05-20", ""],
    "lang": ["en", "fr", ""],
    "corrections": ["[{date: 2026-05-10, kind: error, text: Le chiffre était faux.}]", ""],
    "image": ["dessin.svg", "photo.png", ""],
}
SETTINGS = (
    'SITENAME = "Autre nom"',
    'SITESUBTITLE = "Autre chose"',
    'TAG_URL = "etiquettes/{slug}/"',
    'TOPIC_URL = TOPICS_URL + "{slug}/"',
    'PAGINATED_TEMPLATES = {"index": 2, "topic": 2, "tag": 2, "author": 2}',
    'POSTS = {"excerpt_length": 60}',
    'POSTS = {"words_per_minute": 10}',
    'TYPOGRAPHY = {"enabled": False}',
    'TIMEZONE = "America/Lima"',
    'SITEURL = "http://127.0.0.1:9999"',
    'SITE = {"edition": "preview", "as_of": "2031-09-01T00:00:00+00:00"}',
    'DEFAULT_LANG = "en"',
)
TEMPLATES = (
    "article.html", "index.html", "base.html", "topic.html", "tag.html", "macros/posts.html",
    "macros/people.html", "macros/topics.html", "macros/dates.html", "partials/footer.html",
)  # fmt: skip
SHELVES = (
    ("authors/samuguru.md", "bio", ["Il écrit.", "Il lit aussi : souvent !"]),
    ("authors/samuguru.md", "name", ["SamuGuru", "Samu Guru"]),
    ("authors/invitee.md", "role", ["Invitée", "Romancière"]),
    ("topics/drones.md", "label", ["Drones", "Les drones"]),
    ("topics/drones.md", "colour", ["235", "10"]),
    ("topics/ia.md", "description", ["Ce qui apprend.", "Autre chose."]),
    ("topics/vr.md", "former_slugs", ["[casques]", ""]),
    ("topics/ia.md", "terms", ["{3: [drone]}", "{2: [casque, euros]}", ""]),
    ("topics/ia.md", "start", ["[alpha]", ""]),
)
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="9"><path d="M0 0h{0}"/></svg>'
)
KEY = "00000000-0000-4000-8000-00000000000a"
# What a clean build makes in one process is made in copies: the site is too small for them.
SHARING = ("tests.forking", "share_out_few")
# Files that are not there from the beginning, nor always to the end.
SHELVED = {
    "authors/nouvelle.md": "---\nname: Nouvelle\nbio: Elle arrive.\n---\n",
    "topics/robots.md": "---\nlabel: Robots\ndescription: Des bras.\ncolour: 90\n---\n",
    "topics/casques.md": "---\nlabel: Drones\ndescription: Un double.\ncolour: 90\n---\n",
}
PICK = st.integers(0, 99)


# Of each build that was compared: whether it set edited texts into what the last one had left.
CORRECTED: list[bool] = []
# Of each that was first made at once (`plugins.incremental.retouch`).
AT_ONCE: list[bool] = []


def wait() -> None:
    """Until what was saved is surely older than a process: else a build leaves nothing behind."""
    time.sleep(2 * LAG / 1e9)


def is_corrected(root: Path) -> bool:
    last = recall_last(root, (root / "pelicanconf.py", None, None, root))
    return last is not None and last.is_unchanged and bool(last.edited)


class Apart:
    """Each build in a process of its own; ``prepare`` as in `tests.forking`."""

    def __init__(self, *prepare: str) -> None:
        self._prepare = list(prepare) or None

    def build(self, root: Path, kill_after: float | None = None) -> tuple[int, str]:
        server, log = fork_server(), root / ".said"
        log.unlink(missing_ok=True)
        pid = server.start(
            ["plugins.desk", "build"], root, clean_environment(), log, prepare=self._prepare
        )
        if kill_after is not None:
            time.sleep(kill_after)
            os.kill(pid, signal.SIGKILL)
        code = server.wait(pid)
        said = log.read_text("utf-8") if log.exists() else ""
        return code, said.strip()

    def close(self) -> None:
        """Nothing stays."""


class Staying:
    """Builds in one process, as `make serve` asks for them: at once, then whole.

    The watcher's part, which paths were saved, is done by comparing times.
    """

    def __init__(self, root: Path) -> None:
        self.root, self._seen = root, {}
        self._process: subprocess.Popen[str] | None = None

    def build(self, root: Path) -> tuple[int, str]:
        assert root == self.root
        before, self._seen = self._seen, times_of(root)
        names = before.keys() | self._seen.keys()
        edited = sorted(name for name in names if before.get(name) != self._seen.get(name))
        answer = self._ask({"paths": edited}) if self._process else {"stale": True}
        if answer.get("stale"):
            self.close()
            answer = self._ask({})
        if not answer["settled"]:
            at_once = files_of(root / "output")
            answer = self._ask({"settle": True})
            assert not answer.get("stale")
            settled = files_of(root / "output")
            late = {n for n in at_once.keys() | settled if at_once.get(n) != settled.get(n)}
            # What stands beside others by the words of a body.
            assert all(re.match("(articles|brouillons)/.*html$", name) for name in late), late
            AT_ONCE.append(True)
        return int(not answer["built"]), answer["told"]

    def _ask(self, order: dict[str, Any]) -> Any:
        if self._process is None:
            self._process = open_process(self.root, "-c", BUILDER)
        return ask(self._process, order)

    def close(self) -> None:
        if self._process is not None:
            close_process(self._process)
            self._process = None


# The desk's builder, which has copies of the process do what is too little for them here.
BUILDER = """
from tests.forking import share_out_few
share_out_few()
from plugins.desk.__main__ import main
raise SystemExit(main(["builder"]))
"""


def open_process(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, *arguments],
        cwd=folder,  # whose plugins come before the house's
        env=clean_environment(PYTHONPATH=str(HOUSE)),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def ask(process: subprocess.Popen[str], order: dict[str, Any]) -> Any:
    assert process.stdin
    assert process.stdout
    print(json.dumps(order), file=process.stdin, flush=True)
    return json.loads(process.stdout.readline())


def close_process(process: subprocess.Popen[str]) -> None:
    assert process.stdin
    assert process.stdout
    process.stdin.close()
    process.stdout.close()
    process.wait(30)


def times_of(root: Path) -> dict[str, int]:
    """What a watcher tells edits by."""
    folders = [root / name for name in ("content", "theme")]
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return {str(path): path.stat().st_ctime_ns for path in (*files, *root.glob("*.py"))}


@pytest.fixture(scope="module", autouse=True)
def typeface(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The font is cut, once and for all."""
    if not (HOUSE / ".cache" / "fonts").is_dir():
        lay_site(tmp_path_factory.mktemp("fonts") / "site", SITES / "minimal").build()


class Author(RuleBasedStateMachine):
    """A person at work, and what `make` shows after it."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="sequence."))
        self.count = self.steps = 0
        self.builder: Apart | Staying = Apart()
        self.site = lay(self.folder / "site")

    def teardown(self) -> None:
        try:
            if self.steps % EDITS:
                self.compare()
        finally:
            if isinstance(self.builder, Staying):
                self.builder.close()
            shutil.rmtree(self.folder)

    @initialize(is_staying=st.booleans(), pick=PICK, words=WORDS)
    def begin(self, is_staying: bool, pick: int, words: str) -> None:
        """Separate processes, or one that stays; in either the first build is a clean one."""
        self.builder = Staying(self.site.root) if is_staying else Apart(*SHARING)
        keep(self.site.root, self.folder / "good")
        self.edit_a_body_after_a_build(pick, words)

    # Posts.

    @rule(name=st.sampled_from(NAMES), folder=st.sampled_from(FOLDERS), words=WORDS, pick=PICK)
    def add_or_overwrite_post(self, name: str, folder: str, words: str, pick: int) -> None:
        date = FIELDS["date"][pick % 3]
        head = f"---\ntitle: Article {name}\ndate: {date}\ntopics: [drones]\n---\n"
        text = f"{head}## Voici\n\n{words}\n"
        self.site.write(f"content/{folder}/{name}.md", text)

    @rule(pick=PICK, words=WORDS)
    def edit_body(self, pick: int, words: str) -> None:
        path = self.pick_post(pick)
        path.write_text(f"{path.read_text('utf-8')}\n{words} {self.next()}\n", "utf-8")

    @rule(pick=PICK, field=st.sampled_from(sorted(FIELDS)), choice=PICK)
    def edit_field(self, pick: int, field: str, choice: int) -> None:
        set_field(self.pick_post(pick), field, FIELDS[field][choice % len(FIELDS[field])])

    @rule(pick=PICK, name=st.sampled_from(NAMES))
    def rename_post(self, pick: int, name: str) -> None:
        path = self.pick_post(pick)
        path.rename(path.with_name(f"{name}.md"))

    @rule(pick=PICK)
    def delete_post(self, pick: int) -> None:
        if len(self.posts()) > 2:
            self.pick_post(pick).unlink()

    @rule(pick=PICK, choice=PICK)
    def link_to(self, pick: int, choice: int) -> None:
        path, other = self.pick_post(pick), self.pick_post(choice)
        link = os.path.relpath(other, path.parent)
        path.write_text(f"{path.read_text('utf-8')}\nVoir [ici]({link}).\n", "utf-8")

    @rule(pick=PICK)
    def touch_without_change(self, pick: int) -> None:
        os.utime(self.pick_post(pick))

    @rule(pick=PICK)
    def change_a_letter_and_keep_the_time(self, pick: int) -> None:
        """The same size, the same mtime: as `cp -p`, `rsync -t` or a checkout leave it."""
        path = self.pick_post(pick)
        before, text = path.stat(), path.read_text("utf-8")
        head, end, body = text.partition("\n---\n")
        path.write_text(head + end + body.translate(str.maketrans("aeiou", "eioua")), "utf-8")
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))

    # What is around them.

    @rule(pick=PICK, choice=PICK)
    def edit_author_or_topic(self, pick: int, choice: int) -> None:
        name, field, values = SHELVES[pick % len(SHELVES)]
        set_field(self.site.content / name, field, values[choice % len(values)])

    @rule(words=WORDS)
    def edit_introduction(self, words: str) -> None:
        path = self.site.content / "topics/ia.md"
        path.write_text(f"{path.read_text('utf-8')}\n{words}\n", "utf-8")

    @rule(name=st.sampled_from(("apropos", "contact")), words=WORDS)
    def write_page(self, name: str, words: str) -> None:
        text = f"---\ntitle: Page {name}\n---\n{words} {self.next()}\n"
        self.site.write(f"content/pages/{name}.md", text)

    @rule(width=st.integers(5, 9))
    def write_picture(self, width: int) -> None:
        self.site.write("content/articles/dessin.svg", DRAWING.format(width))

    @rule(width=st.integers(5, 9))
    def write_shared_picture(self, width: int) -> None:
        self.site.write("content/images/partout.svg", DRAWING.format(width))

    @rule(width=st.integers(5, 9))
    def paint_picture(self, width: int) -> None:
        """In one place, by one name, with other pixels: as an editor saves it."""
        Image.new("RGB", (width, 6), "teal").save(self.site.content / "articles/photo.png")

    @rule(pick=PICK)
    def remove_picture(self, pick: int) -> None:
        (self.site.content / ("articles/photo.png", "images/partout.svg")[pick % 2]).unlink(True)

    @rule(name=st.sampled_from(sorted(SHELVED)))
    def add_or_remove_author_or_topic(self, name: str) -> None:
        path = self.site.content / name
        if path.exists():
            path.unlink()
        else:
            path.write_text(SHELVED[name], "utf-8")

    @rule(number=st.integers(0, 3), words=WORDS)
    def take_in_comments(self, number: int, words: str) -> None:
        records = (Record(n, None, 1.75e9 + n, None, "Ada", "", words) for n in range(1, number))
        path = self.site.content / "comments" / f"{KEY}.json"
        if number:
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(render_snapshot(Thread(KEY, "Alpha", tuple(records))))
        else:
            path.unlink(missing_ok=True)

    @rule(name=st.sampled_from(TEMPLATES))
    def edit_template(self, name: str) -> None:
        path = self.site.root / "theme" / "templates" / name
        text = path.read_text("utf-8")
        ends = ("</body>", "{% endmacro %}", "{% endblock %}")
        end = next((end for end in ends if end in text), "")
        mark = f"<i>essai {self.next()}</i>"
        path.write_text(text.replace(end, mark + end, 1) if end else text + mark, "utf-8")

    @rule()
    def edit_stylesheet(self) -> None:
        path = self.site.root / "theme/static/css/base.css"
        path.write_text(f"{path.read_text('utf-8')}\ni {{ order: {self.next()} }}\n", "utf-8")

    @rule(line=st.sampled_from(SETTINGS))
    def edit_settings(self, line: str) -> None:
        self.site.configure(line)

    # Builds.

    @rule(pick=PICK, words=WORDS)
    def edit_a_body_after_a_build(self, pick: int, words: str) -> None:
        """It alone: what the next process may set into what this build leaves."""
        wait()
        if self.builder.build(self.site.root)[0]:
            self.undo()
        self.edit_body(pick, words)
        wait()
        self.compare()

    @rule(milliseconds=st.integers(0, 700))
    def kill_a_build(self, milliseconds: int) -> None:
        Apart().build(self.site.root, kill_after=milliseconds / 1000)

    @invariant()
    def compare_now_and_then(self) -> None:
        self.steps += 1
        if self.steps % EDITS == 0:
            self.compare()

    def compare(self) -> None:
        """The promise."""
        before = files_of(self.site.output)
        code, told = self.builder.build(self.site.root)
        CORRECTED.append(is_corrected(self.site.root))
        built = files_of(self.site.output)
        with copy_of(self.site.root) as clean:
            expected = Apart().build(clean)
            assert (code, told) == expected
            wanted = files_of(clean / "output")
        if code:
            assert built == before, "a build that failed changed the last edition"
            self.undo()
            return
        keep(self.site.root, self.folder / "good")
        assert built.keys() == wanted.keys()
        for name, data in wanted.items():
            assert built[name] == data, name

    def undo(self) -> None:
        """Back to what was last built: after a fault all builds would be alike."""
        for name in SOURCES:
            remove(self.site.root / name)
        shutil.copytree(self.folder / "good", self.site.root, symlinks=True, dirs_exist_ok=True)

    # What the rules share.

    def next(self) -> int:
        self.count += 1
        return self.count

    def posts(self) -> list[Path]:
        return sorted((self.site.content / "articles").rglob("*.md"))

    def pick_post(self, pick: int) -> Path:
        self.count += 1
        posts = self.posts()
        return posts[pick % len(posts)]


def lay(root: Path) -> Any:
    """Two posts, two authors, three topics; the theme is a copy, which may be edited."""
    site = lay_site(root, SITES / "everything")
    shutil.rmtree(site.content / "articles")
    shutil.rmtree(site.content / "pages")
    for name in ("drones", "ia", "vr"):
        text = f"---\nlabel: {name}\ndescription: De quoi il s'agit.\ncolour: 200\n---\n"
        site.write(f"content/topics/{name}.md", text)
    (site.content / "authors/samuguru.md").write_text(
        "---\nname: SamuGuru\nbio: Il écrit.\nportrait: samuguru.svg\n"
        "portrait_alt: Un visage\n---\nUne *biographie*.\n",
        "utf-8",
    )
    (root / "theme").unlink()
    shutil.copytree(HOUSE / "theme", root / "theme")
    seed_cache(root)
    (root / "content/images").mkdir()
    site.write("content/articles/dessin.svg", DRAWING.format(5))
    # Pages say nothing of the day; it decides which posts are still to come.
    site.configure('SITE = {"edition": "preview", "as_of": "2026-06-01T00:00:00+02:00"}')
    for number, name in enumerate(("alpha", "beta")):
        site.write(
            f"content/articles/{name}.md",
            f"---\ntitle: L'article {name}\ndate: 2025-02-0{number + 1}\ntopics: [drones, ia]\n"
            f"id: {KEY[:-1]}{name[0]}\ntags: [vie privée]\nseries: Le ciel\n"
            "summary: Un résumé.\n---\n## Partie\n\n"
            "Un drone : 12 500 euros.[^1]\n\n```python\nx = 1\n```\n\n[^1]: Une note.\n",
        )
    return site


def seed_cache(root: Path) -> None:
    """A cache of the site's own, which holds the cut font and nothing else."""
    path = root / ".cache"
    if path.is_symlink():
        path.unlink()
    shutil.copytree(HOUSE / ".cache" / "fonts", path / "fonts")


@contextmanager
def copy_of(root: Path) -> Iterator[Path]:
    """The same sources in another folder, without edition and cache."""
    clean = root.parent / "clean"
    keep(root, clean)
    (clean / "plugins").symlink_to(HOUSE / "plugins")
    seed_cache(clean)
    try:
        yield clean
    finally:
        shutil.rmtree(clean)


def keep(root: Path, folder: Path) -> None:
    """Put the sources of ``root``, with their times, where ``folder`` is."""
    remove(folder)
    folder.mkdir()
    for name in SOURCES:
        copy = shutil.copytree if (root / name).is_dir() else shutil.copy2
        copy(root / name, folder / name)


def remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def files_of(folder: Path) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def set_field(path: Path, field: str, value: str) -> None:
    """Give ``field`` another value in the front matter; "" takes it away."""
    head, fence, body = path.read_text("utf-8").removeprefix("---\n").partition("---\n")
    head = re.sub(rf"(?m)^{field}: .*\n", "", head)
    if value or field in {"title", "date", "name", "bio"}:
        head += f"{field}: {value}\n"
    path.write_text(f"---\n{head}{fence}{body}", "utf-8")


def test_any_sequence_of_edits_leaves_what_a_clean_build_leaves() -> None:
    phases = [Phase.generate, *([Phase.shrink] if os.environ.get("SHRINK") else [])]
    run_state_machine_as_test(
        Author,
        settings=settings(
            max_examples=SEQUENCES,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            derandomize=SEQUENCES <= 20,
            phases=phases,
            print_blob=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
    print(f"{sum(CORRECTED)} of {len(CORRECTED)} builds read the edited texts alone")
    print(f"{len(AT_ONCE)} edits were shown at once")
    assert any(CORRECTED), "no sequence came to the path of `plugins.standing`"
