"""Publications that are ended, starved and hindered, on real files and disks, over and over.

`python -m tests.faults --trials 200` (`make faults`) says how many left what
was online whole. A trial copies a site that is online, edits it, publishes it
with one fault, and looks: the public folder is the old edition or the new one,
byte for byte; and the next publication, without the fault, puts the new one
online and leaves nothing behind.

Nothing is replaced by a stand-in; each publication is a process of its own. The
moment of a kill -9 is chosen by Python's audit events (PEP 578), which say
what is about to be asked of the file system.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import itertools
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.forking import fork_server
from tests.laying import SITES, Site, clean_environment, lay_site

# Told to each publication: the same day and address, so that the same bytes come of it.
SITE = {"SITEURL": "https://faults.example", "AS_OF": "2026-06-01T00:00:00+02:00"}

# Where a publication is killed: just before what matches is asked of the file system.
PHASES = {
    "a page is built": r"open \S*/\.staging[^/]*/articles/\S*index\.html",
    "the index of search is built": r"os\.rename .*/\.staging[^/]*/recherche/",
    "the edition begins to be laid": r"os\.mkdir \S*/\.laying ",
    "what is equal is linked": r"os\.link .*/\.laying/",
    "what is packed is written": r"open \S*/\.laying/\S*\.br ",
    "the edition gets its number": r"os\.rename \S*/\.laying ",
    "the step": r"os\.rename \S*/\.link \S*/public ",
    "the step is made": r"os\.rename \S*\.edition\.next ",
    "the ledger is written": r"os\.rename \S* \S*/permalinks\.json ",
    "the oldest edition goes": r"shutil\.rmtree \S*/0001 ",
}
TAKING_OVER = {
    "a link is ready for the folder": r"os\.symlink \S*0002 ",
    "the folder was taken over": r"os\.rename \S*\.edition\.next ",
}
_CHANGES = ("open", "os.rename", "os.link", "os.symlink", "os.mkdir", "os.remove", "os.rmdir")


def post(title: str, number: int, text: str) -> str:
    name = f"{number:08}-0000-4000-8000-000000000000"
    return f"---\ntitre: {title}\ndate: 2026-02-0{number}\nid: {name}\n---\n{text}\n"


PICTURE = "articles/photo/vue.png"


def lay(root: Path) -> Site:
    """A site with a picture and a few posts; ``kept`` is one, so that every publication prunes."""
    site = lay_site(root, SITES / "minimal")
    site.configure('PUBLISHING = {"kept": 1, "quality": 5}')
    site.write("content/articles/photo/index.md", post("Photo", 1, "![Vue.](vue.png)"))
    site.write("content/articles/suite.md", post("Suite", 2, "Une suite. " * 200))
    paint(site, (10, 60, 90))
    return site


def paint(site: Site, colour: tuple[int, int, int]) -> None:
    from PIL import Image

    Image.new("RGB", (640, 400), colour).save(site.content / PICTURE)


def edit(site: Site) -> None:
    """What the author does between the two editions: a new post, another text, another picture."""
    site.write("content/articles/nouveau.md", post("Nouveau", 3, "Tout neuf. " * 300))
    site.write("content/articles/suite.md", post("Suite", 2, "Une autre suite. " * 200))
    paint(site, (90, 60, 10))


def read(folder: Path) -> dict[str, str]:
    """Every file of an edition with the digest of its bytes; its mark is not of the site."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(".edition")
    }


# What happens to a publication.


def arm(fault: dict[str, Any]) -> None:
    """Have the fault happen when its moment comes."""
    pattern, at = re.compile(fault.get("before", "(?!)")), fault.get("operation", 0)
    done = 0
    counted = fault.get("count")
    counter = os.open(counted, os.O_WRONLY | os.O_CREAT) if counted else None

    def hear(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal done, at
        if event not in {*_CHANGES, "shutil.rmtree"}:
            return
        if event == "open" and not int(arguments[2] or 0) & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            return
        done += 1
        if counter is not None:
            os.pwrite(counter, f"{done:08}".encode(), 0)
        text = f"{event} {' '.join(str(one) for one in arguments)} "
        if done != at and not pattern.match(text):
            return
        at = 0
        if "lose" in fault:
            Path(fault["lose"]).unlink(missing_ok=True)
        elif "fill" in fault:
            fill(Path(fault["fill"]), fault["left"])
        else:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hear)


def fill(path: Path, left: int) -> None:
    """A file that takes all the room of its disk but ``left`` bytes."""
    disk = os.statvfs(path.parent)
    with path.open("wb") as stream:
        os.posix_fallocate(stream.fileno(), 0, max(1, disk.f_bavail * disk.f_frsize - left))


# The trials.


@dataclass
class Works:
    """The site in the two states between which trials publish."""

    room: Path
    old: dict[str, str] = field(init=False)
    new: dict[str, str] = field(init=False)
    ledger: bytes = field(init=False)
    operations: int = field(init=False)
    seconds: float = field(init=False)

    def __post_init__(self) -> None:
        site = lay(self.room / "model")
        site.write("content/articles/suite.md", post("Suite", 2, "Un début."))
        self.expect(site, 0)
        site.write("content/articles/suite.md", post("Suite", 2, "Une suite. " * 200))
        self.expect(site, 0)
        self.old = read(site.root / "public")
        reference = self.copy("reference")
        edit(reference)
        count, began = self.room / "count", time.monotonic()
        assert self.publish(reference, {"count": str(count)}) == 0, self.said(reference)
        self.seconds = time.monotonic() - began
        self.new = read(reference.root / "public")
        self.ledger = (reference.content / "permalinks.json").read_bytes()
        self.operations = int(count.read_text())
        assert self.old != self.new

    def start(self, site: Site, fault: dict[str, Any] | None = None, log: str = "log") -> int:
        said = site.root / log
        said.unlink(missing_ok=True)
        prepare = ["tests.faults", "arm", fault] if fault else None
        environment = clean_environment(**SITE)
        return fork_server().start(
            ["plugins.desk", "publish"], site.root, environment, said, prepare=prepare
        )

    def wait(self, pid: int) -> int:
        return fork_server().wait(pid)

    def publish(self, site: Site, fault: dict[str, Any] | None = None) -> int:
        return self.wait(self.start(site, fault))

    def expect(self, site: Site, code: int) -> None:
        found = self.publish(site)
        assert found == code, self.said(site)

    def said(self, site: Site) -> str:
        return (site.root / "log").read_text("utf-8")

    def copy(self, name: str, source: str = "model") -> Site:
        """The site that is online, elsewhere; hard links stay what they are."""
        target = self.room / name
        subprocess.run(["cp", "-a", self.room / source, target], check=True)
        return Site(target)

    def check_whole(self, site: Site) -> None:
        found = read(site.root / "public")
        assert found in (self.old, self.new), "a mixture is online"

    def check_mended(self, site: Site) -> None:
        """The next publication does all, and nothing of the one before is left."""
        self.expect(site, 0)
        assert read(site.root / "public") == self.new
        assert (site.content / "permalinks.json").read_bytes() == self.ledger
        folder = site.root / ".public.editions"
        left = {path.name for path in folder.iterdir() if not path.name.isdigit()}
        assert left == {".lock"}, left
        editions = [path for path in folder.iterdir() if path.name.isdigit()]
        assert all((path / ".edition").is_file() for path in editions)
        assert len(editions) <= 2
        beside = {path.name for path in site.root.glob(".public*")}
        assert beside == {".public.editions"}, beside


# Whether the fault came while something was under way: a publication can be done before it.
Trial = Callable[[Works, Site, random.Random], bool]


def killed_at(pattern: str) -> Trial:
    def trial(works: Works, site: Site, _chance: random.Random) -> bool:
        assert works.publish(site, {"before": pattern}) == -signal.SIGKILL, works.said(site)
        return True

    return trial


def killed_anywhere(works: Works, site: Site, chance: random.Random) -> bool:
    """Before one of all operations, each as probable as the next."""
    code = works.publish(site, {"operation": chance.randint(1, works.operations)})
    return code == -signal.SIGKILL


def killed_anytime(works: Works, site: Site, chance: random.Random) -> bool:
    """By the clock, whatever is under way then, in Pagefind's program as well."""
    pid = works.start(site)
    time.sleep(chance.uniform(0, works.seconds))
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    return works.wait(pid) == -signal.SIGKILL


def without_its_picture(works: Works, site: Site, chance: random.Random) -> bool:
    """The author, or a cloud's client, moves a picture away while the site is built.

    Once it is read, the edition has it all the same.
    """
    picture = site.content / PICTURE
    data = picture.read_bytes()
    where = chance.choice([r"os\.mkdir \S*/\.staging\S* ", r"open \S*/\.staging[^/]*/articles/"])
    code = works.publish(site, {"before": where, "lose": f"content/{PICTURE}"})
    is_lost = not picture.exists()
    picture.write_bytes(data)
    assert read(site.root / "public") == (works.old if code else works.new), works.said(site)
    return is_lost


def two_at_once(works: Works, site: Site, chance: random.Random) -> bool:
    first = works.start(site, log="first")
    time.sleep(chance.choice([0, 0.01, 0.3]))
    second = works.start(site, log="second")
    codes = sorted([works.wait(first), works.wait(second)])
    said = (site.root / "first").read_text() + (site.root / "second").read_text()
    assert codes == [0, 0] or (codes == [0, 1] and "[busy]" in said), said
    return "[busy]" in said


@contextlib.contextmanager
def small_disk(folder: Path, size: int) -> Iterator[None]:
    """A file system of its own at ``folder``, of so many bytes."""
    folder.mkdir()
    option = f"size={size},mode=755"
    subprocess.run(["mount", "-t", "tmpfs", "-o", option, "none", folder], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", folder], check=True)


def on_a_full_disk(works: Works, chance: random.Random, name: str) -> bool:
    """A disk that is full from some operation on, to the byte or nearly; or too small at once."""
    size = sum(
        -(-path.lstat().st_size // 4096) * 4096 for path in (works.room / "model").rglob("*")
    )
    is_small = chance.random() < 0.2
    disk, room = works.room / name, chance.randint(0, 3 * 2**20) if is_small else 32 * 2**20
    with small_disk(disk, size + room):
        site, hog = works.copy(f"{name}/site"), disk / "hog"
        edit(site)
        left = chance.choice([0, 0, 4096, 2**16, 2**20])
        at = {"operation": chance.randint(1, works.operations), "fill": str(hog), "left": left}
        code = works.publish(site, None if is_small else at)
        has_struck = code != 0
        works.check_whole(site)
        assert code in {0, 1}, works.said(site)
        assert code == 0 or read(site.root / "public") == works.old, works.said(site)
        assert is_small or hog.exists(), "the disk was never filled"
        hog.unlink(missing_ok=True)
        subprocess.run(["mount", "-o", "remount,size=64m", disk], check=True)
        works.check_mended(site)
    disk.rmdir()
    return has_struck


def where_it_may_not_write(works: Works, site: Site, chance: random.Random) -> bool:
    """As somebody to whom permissions apply: root without its right to overrule them."""
    folder = chance.choice([site.root / ".public.editions", site.content, site.root])
    folder.chmod(0o555)
    rights = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]
    done = subprocess.run(
        [*(rights if os.geteuid() == 0 else []), sys.executable, "-m", "plugins.desk", "publish"],
        cwd=site.root,
        env=clean_environment(**SITE),
        capture_output=True,
        text=True,
        check=False,
    )
    folder.chmod(0o755)
    wrong = done.stdout + done.stderr
    assert done.returncode in {0, 1}, wrong
    assert "Permission denied" in wrong, wrong
    return True


FAULTS: dict[str, Trial] = {
    **{f"kill -9 when {name}": killed_at(pattern) for name, pattern in PHASES.items()},
    "kill -9 before any operation": killed_anywhere,
    "kill -9 at any time": killed_anytime,
    "a picture vanishes": without_its_picture,
    "two publications at once": two_at_once,
    "a folder that may not be written": where_it_may_not_write,
}
# What is cheap and covers most comes oftener.
OFTEN = ("kill -9 before any operation", "kill -9 at any time", "a full disk")
FULL_DISK, FROM_A_FOLDER = "a full disk", "kill -9 when a folder is taken over"


def names() -> list[str]:
    return [*FAULTS, FULL_DISK, FROM_A_FOLDER]


def run_trial(works: Works, name: str, number: int) -> bool:
    """One fault, and whether it struck; raises AssertionError where what is online suffers of it,

    or does not recover.
    """
    chance = random.Random(f"{name} {number}")
    label = f"trial-{number}"
    if name == FULL_DISK:
        return on_a_full_disk(works, chance, label)
    has_struck = True
    if name == FROM_A_FOLDER:
        _take_over(works, chance, label)
    else:
        site = works.copy(label)
        edit(site)
        has_struck = FAULTS[name](works, site, chance)
        works.check_whole(site)
        works.check_mended(site)
    shutil.rmtree(works.room / label)
    return has_struck


def _take_over(works: Works, chance: random.Random, label: str) -> None:
    """From a public folder that is a folder, as publications left it before there were editions."""
    site = works.copy(label)
    real = (site.root / "public").resolve()
    (site.root / "public").unlink()
    real.rename(site.root / "public")
    shutil.rmtree(site.root / ".public.editions")
    edit(site)
    pattern = chance.choice([*TAKING_OVER.values(), PHASES["the edition gets its number"]])
    assert works.publish(site, {"before": pattern}) == -signal.SIGKILL, works.said(site)
    works.check_whole(site)
    works.check_mended(site)


def series() -> list[str]:
    """One round: every fault, and some of them oftener."""
    return [name for name in names() for _ in range(3 if name in OFTEN else 1)]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trials", type=int, default=200)
    parser.add_argument("--only", choices=names(), help="this fault alone")
    options = parser.parse_args()
    whole, late, failed = Counter[str](), Counter[str](), 0
    with tempfile.TemporaryDirectory() as folder:
        works, number = Works(Path(folder)), 0
        chosen = itertools.cycle([options.only] if options.only else series())
        # What came too late to strike is no trial: another takes its place.
        while whole.total() + failed < options.trials and late.total() <= options.trials:
            name, number = next(chosen), number + 1
            try:
                (whole if run_trial(works, name, number) else late)[name] += 1
            except AssertionError as error:
                failed += 1
                print(f"trial {number}, {name}: {error}", flush=True)
    for name, times in sorted(whole.items()):
        print(f"{times:>5}  {name}")
    print(f"{whole.total()} of {options.trials} left what was online whole, and recovered.")
    print(f"{late.total()} more came when all was done, and changed nothing.")
    return 0 if whole.total() == options.trials else 1


if __name__ == "__main__":
    sys.exit(main())
