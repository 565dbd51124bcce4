"""Originals in, files out: which file is made how, kept in the cache, several at a time."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from PIL import __version__ as pillow

from plugins.cache import key_of, recalled, remembered
from plugins.images.cards import WIDTH, Sight
from plugins.images.faults import damaged, edited_meanwhile, unsupported
from plugins.images.gif import strip_gif
from plugins.images.plan import RECIPE, Shown, plan_picture
from plugins.images.raster import SUFFIXES, Facts, derive, inspect, read_sizes
from plugins.images.rules import Looks
from plugins.images.settings import Settings
from plugins.images.svg import Drawing, clean_svg
from plugins.outputs import Outputs
from plugins.parallel import cores

PICTURES = frozenset({*SUFFIXES, ".svg"})


@dataclass(frozen=True, slots=True)
class Original:
    """A checked picture of the author's: a bitmap's facts, or a drawing that is clean."""

    path: Path
    digest: str
    facts: Facts | None = None
    drawing: Drawing | None = None

    def read(self) -> bytes:
        """The bytes that were checked, which are not held meanwhile.

        Raises `UnfitPicture` where the file has others now: what is made of
        them must not be kept under the digest of these.
        """
        data = self.path.read_bytes()
        if hashlib.sha256(data).hexdigest() != self.digest:
            raise edited_meanwhile(self.path)
        return data


@dataclass(frozen=True, slots=True)
class Job:
    """One file to serve; ``key`` names it in the cache, none what is made faster than looked up.

    ``origin`` is the digest of what such a one is made from, where that is known without making it.
    """

    url: str
    key: bytes
    make: Callable[[], bytes]
    origin: bytes = b""


def cache_looks(root: Path) -> Callable[[str], Looks | None]:
    """The looks of pictures by their paths below ``root``, each file opened once."""

    @cache
    def look(name: str) -> Looks | None:
        path = root / name
        suffix = path.suffix.lower()
        if not name or name.startswith("..") or suffix not in PICTURES or not path.is_file():
            return None
        sizes = (0, 0, False) if suffix == ".svg" else read_sizes(path)
        return Looks(path.stat().st_size, *sizes)

    return look


def load_original(path: Path, options: Settings, cache: Path) -> Original:
    """The picture at ``path``, looked at to its last row once in its life.

    Raises `UnfitPicture` for one that cannot be shown.
    """
    suffix = path.suffix.lower()
    if suffix not in PICTURES:
        raise unsupported(path.suffix)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise damaged(error.strerror or str(error)) from error
    digest = hashlib.sha256(data).hexdigest()
    if suffix == ".svg":
        return Original(path, digest, drawing=clean_svg(data))
    key = key_of("facts", RECIPE, pillow, suffix, options.max_megapixels, digest)

    def look() -> bytes:
        return json.dumps(asdict(inspect(data, suffix, options.max_megapixels))).encode()

    return Original(path, digest, Facts(**json.loads(remembered(cache, key, look))))


def plan_shown(original: Original, options: Settings) -> Shown:
    """How pages show the picture."""
    if original.drawing is not None:
        return Shown(original.drawing.width, original.drawing.height)
    assert original.facts is not None
    name = original.path.name
    digest = key_of(RECIPE, options.quality, original.digest).hex()
    return plan_picture(original.facts, name, digest, options.url, options.widths)


def job_of(original: Original, url: str, options: Settings) -> Job:
    """The picture at its own address: clean, upright, no wider than any page shows it."""
    if original.drawing is not None:
        data = original.drawing.data
        return Job(url, b"", lambda: data)
    assert original.facts is not None
    kind = original.facts.format
    if kind == "gif":
        key = key_of("gif", RECIPE, original.digest)
        return Job(url, key, lambda: strip_gif(original.read()))
    return _job(original, url, kind, options.widths[-1], options, still=False)


def jobs_of(original: Original, shown: Shown, options: Settings) -> tuple[Job, ...]:
    """The derivatives that pages offer beside it."""
    return tuple(
        _job(original, file.url, file.kind, file.width, options, still=file.still)
        for file in shown.derivatives
    )


def _job(
    original: Original, url: str, kind: str, width: int, options: Settings, *, still: bool
) -> Job:
    quality = options.quality
    key = key_of("derived", RECIPE, pillow, original.digest, kind, width, quality, still)
    return Job(url, key, lambda: derive(original.read(), kind, width, quality, still=still))


def sight_of(original: Original, cache: Path) -> Sight:
    """The picture for a social card: clean, upright, a still of an animation."""
    if original.drawing is not None:
        data = original.drawing.data
        return Sight(original.digest, lambda: data)
    key = key_of("sight", RECIPE, pillow, original.digest)

    def make() -> bytes:
        return derive(original.read(), "webp", WIDTH, 90, still=True)

    return Sight(original.digest, lambda: remembered(cache, key, make))


def run_jobs(
    jobs: Iterable[Job], cache: Path, outputs: Outputs, tell: Callable[[int, int], None]
) -> None:
    """Have every file among ``outputs``; what the cache has not is made, several at a time.

    Threads do: Pillow lets go of the interpreter while it decodes and encodes.
    ``tell`` is called with how many of the missing ones are done, and how many
    they are.
    """
    missing: list[Job] = []
    for job in jobs:
        if job.origin:
            outputs.make(job.url, job.origin, job.make)
        elif not job.key:
            outputs.put(job.url, job.make())
        elif not outputs.keep(job.url, job.key):
            kept = recalled(cache, job.key)
            if kept is None:
                missing.append(job)
            else:
                outputs.write(job.url, kept)
    if missing:
        _make(missing, cache, outputs, tell)


def _make(
    jobs: Sequence[Job], cache: Path, outputs: Outputs, tell: Callable[[int, int], None]
) -> None:
    def make(job: Job) -> None:
        outputs.write(job.url, remembered(cache, job.key, job.make))

    with ThreadPoolExecutor(max_workers=cores()) as pool:
        tell(0, len(jobs))
        for done, _ in enumerate(pool.map(make, jobs), 1):
            tell(done, len(jobs))
