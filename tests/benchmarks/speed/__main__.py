"""``make bench``: this project beside stock Pelican and Hugo, into tests/benchmarks/RESULTS.md.

``python -m tests.benchmarks.speed 100 1000 --rounds 3``. All that is compared
runs turn by turn in one go, because a machine that others share is not the
same an hour later: the ratios count, not the seconds.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from tests.benchmarks.speed.generators import GENERATORS, Bench
from tests.benchmarks.speed.measuring import Run, machine, peak_memory, run
from tests.benchmarks.speed.reporting import KINDS, Figures, report, write_results
from tests.benchmarks.speed.serving import measure_serving

RESULTS = Path(__file__).parents[1] / "RESULTS.md"


def measure(size: int, rounds: int, folder: Path, names: set[str], *, serving: bool) -> Figures:
    """All that is measured at one size: builds turn by turn, then servers."""
    figures = Figures(size, machine(), rounds)
    chosen = [one for one in GENERATORS if one.name in names]
    benches = [Bench(one, folder / str(size) / one.name, size) for one in chosen]
    for bench in benches:
        say(f"{size}: {bench.generator.label}: memory")
        # The first build of all, which draws the pictures that later ones keep.
        figures.first[bench.generator.name] = run(bench.generator.build, bench.root).wall
        bench.clean()
        figures.peak[bench.generator.name] = peak_memory(bench.generator.build, bench.root)
        figures.files[bench.generator.name] = bench.files()
        figures.pages[bench.generator.name] = bench.pages()
    runs: dict[tuple[str, str], list[Run]] = defaultdict(list)
    for turn in range(rounds):
        for bench in benches if turn % 2 == 0 else benches[::-1]:
            build_thrice(bench, turn, runs)
    for key, values in runs.items():
        figures.wall[key] = statistics.median(one.wall for one in values)
        figures.cpu[key] = statistics.median(one.cpu for one in values)
    for bench in benches if serving else ():
        if bench.generator.serve:
            say(f"{size}: {bench.generator.label}: edits while it serves")
            figures.served[bench.generator.name] = measure_serving(bench)
    return figures


def build_thrice(bench: Bench, turn: int, runs: dict[tuple[str, str], list[Run]]) -> None:
    """Clean, with nothing changed, with one post's body edited."""
    for kind in KINDS:
        if kind == "clean":
            bench.clean()
        elif kind == "edit":
            bench.edit_body(f"mot{turn}")
        found = run(bench.generator.build, bench.root)
        runs[bench.generator.name, kind].append(found)
        say(f"{bench.size}: {bench.generator.label}: {kind} {found.wall:.2f} s")


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[100, 1000], metavar="SIZE")
    parser.add_argument("--rounds", type=int, help="builds of each kind (1 from 5,000 posts on)")
    parser.add_argument("--only", nargs="*", default=[one.name for one in GENERATORS])
    parser.add_argument("--no-serving", action="store_true")
    parser.add_argument("--folder", type=Path, help="where sites are laid, and left")
    parser.add_argument("--print", action="store_true", help="leave RESULTS.md as it is")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench.") as name:
        folder = (options.folder or Path(name)).absolute()
        for size in options.sizes:
            rounds = options.rounds or (3 if size < 5000 else 1)
            names = set(options.only)
            text = report(measure(size, rounds, folder, names, serving=not options.no_serving))
            print(text)
            if not options.print:
                write_results(RESULTS, size, text)


if __name__ == "__main__":
    main()
