"""The figures as Markdown, in their place in RESULTS.md."""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.benchmarks.speed.serving import Served

KINDS = {"clean": "clean build", "unchanged": "nothing changed", "edit": "one post edited"}
LABELS = {"ours": "this project", "pelican": "Pelican", "hugo": "Hugo"}

HEAD = """# Results

## Speed

`make bench` builds the same seeded corpus (posts of 500 to 1,200 words, one in five with code, one
in five with footnotes) with this project as it ships, with stock Pelican (its content cache, its
`simple` theme) and with Hugo (`tests/benchmarks/speed/hugo`, which makes the same kinds of page).
Builds run turn by turn in one go, and medians are shown. Before a clean build output and caches are
removed, but for drawn pictures and the cut typeface, which the other two have not; the first build
of all, which makes them, has a line of its own. Memory is that of all processes at the highest, in
a run apart. A save is timed to the newest change below the output folder before four seconds
without one, so that what this project settles after its quick answer counts; `hugo server` writes
there too, as it renders fast by default: the changed page and those that were looked at.

"""


@dataclass
class Figures:
    """What was measured at one size, by generator, or by generator and kind of build."""

    size: int
    machine: str
    rounds: int
    wall: dict[tuple[str, str], float] = field(default_factory=dict)
    cpu: dict[tuple[str, str], float] = field(default_factory=dict)
    first: dict[str, float] = field(default_factory=dict)
    peak: dict[str, float] = field(default_factory=dict)
    pages: dict[str, int] = field(default_factory=dict)
    files: dict[str, int] = field(default_factory=dict)
    served: dict[str, Served] = field(default_factory=dict)

    @property
    def names(self) -> list[str]:
        return [name for name in LABELS if name in self.peak]


def report(figures: Figures) -> str:
    """The section of one size."""
    return "\n".join([*_builds(figures), "", *_serving(figures)]).rstrip() + "\n"


def _builds(figures: Figures) -> Iterator[str]:
    names = figures.names
    yield f"### {figures.size:,} posts\n"
    yield f"{figures.machine}; medians of {figures.rounds}.\n"
    others = [name for name in names if name != "ours" and "ours" in names]
    columns = [LABELS[name] for name in names] + [f"÷ {LABELS[name]}" for name in others]
    yield "| |" + "|".join(f" {one} " for one in columns) + "|"
    yield "|---|" + "---:|" * len(columns)
    for kind, label in KINDS.items():
        for unit, table in (("s", figures.wall), ("s of processor", figures.cpu)):
            values = {name: table[name, kind] for name in names}
            yield _row(f"{label}, {unit}", values, others, "{:.2f}")
    yield _row("first build of all, s", figures.first, [], "{:.1f}", len(others))
    yield _row("memory at the highest, MiB", figures.peak, others, "{:.0f}")
    yield _row("pages", dict(figures.pages), [], "{:,}", len(others))
    yield _row("files", dict(figures.files), [], "{:,}", len(others))


def _row(label: str, values: dict[str, float], others: list[str], form: str, blank: int = 0) -> str:
    shown = [form.format(value) for value in values.values()]
    ratios = [f"**{values['ours'] / values[name]:.2f}**" for name in others]
    return "| " + " | ".join([label, *shown, *ratios, *[""] * blank]) + " |"


def _serving(figures: Figures) -> Iterator[str]:
    if not figures.served:
        return
    names = list(figures.served)
    ratio = len(names) == 2
    titles = [LABELS[name] if name == "ours" else "`hugo server`" for name in names]
    yield (
        "| while it serves |"
        + "|".join(f" {one} " for one in titles)
        + ("| ratio |" if ratio else "|")
    )
    yield "|---|" + "---:|" * (len(names) + ratio)
    for label, part in (
        ("body saved to last byte, ms", "body"),
        ("title, ms", "title"),
        ("date, ms", "date"),
    ):
        times = {name: getattr(figures.served[name], part) for name in names}
        medians = {name: 1000 * statistics.median(found) for name, found in times.items()}
        shown = [f"{medians[name]:.0f} ({len(times[name])} edits)" for name in names]
        if ratio:
            shown.append(f"**{medians['ours'] / medians['hugo']:.2f}**")
        yield f"| {label} | " + " | ".join(shown) + " |"
    memory = [
        f"{one.before:.0f} → {one.after:.0f} ({one.edits} edits)" for one in figures.served.values()
    ]
    yield (
        "| memory after the first 5 edits → the last, MiB | "
        + " | ".join([*memory, *[""] * ratio])
        + " |"
    )


def write_results(path: Path, size: int, text: str) -> None:
    """Put ``text`` where the section of ``size`` is, or among the others by size."""
    results = path.read_text("utf-8") if path.exists() else "# Results\n"
    if "## Speed" not in results:
        results = HEAD + "<!-- speed ends -->\n" + results.removeprefix("# Results\n")
    start, end = results.index("## Speed"), results.index("<!-- speed ends -->")
    section = results[start:end]
    blocks = {
        int(match[1].replace(",", "")): match[0]
        for match in re.finditer(r"(?ms)^### ([\d,]+) posts\n.*?(?=^### |\Z)", section)
    }
    blocks[size] = text + "\n"
    head = section.partition("### ")[0]
    body = head + "".join(block for _, block in sorted(blocks.items()))
    path.write_text(results[:start] + body + results[end:], "utf-8")
