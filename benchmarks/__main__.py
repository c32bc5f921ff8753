"""Times Deckwright, its peers and the floor in turn, and prints medians, ratios and memory as a table.

`python -m benchmarks` takes about half an hour; `--quick` and `--hard` a few minutes. `--write` puts results and plot
into docs/.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from pathlib import Path

from benchmarks import hard, report
from benchmarks.contenders import Contender, contenders
from benchmarks.peers import environment
from benchmarks.run import Timing, time_once

ROUNDS = {100: 5, 1_000: 5, 10_000: 3, 100_000: 3}
LONG = 20.0
"""Seconds after which a contender runs once only, and not on larger decks."""


def measure(
    home: Path, sizes: list[int], programs: Path, missing: list[str]
) -> dict[tuple[str, int], dict[str, Timing]]:
    """Return the median timings by flavour and number of notes, and by contender."""
    results: dict[tuple[str, int], dict[str, Timing]] = {}
    slow: set[tuple[str, str]] = set()
    for size in sizes:
        for flavour in ("plain", "rich"):
            group = [
                one
                for one in contenders(home / f"{flavour}-{size}", flavour, size, programs, missing)
                if (flavour, one.name) not in slow
            ]
            results[flavour, size] = race(group, ROUNDS[size])
            slow |= {(flavour, name) for name, timing in results[flavour, size].items() if timing.wall > LONG}
            for name, timing in results[flavour, size].items():
                print(f"{flavour} {size:>7} {name:<28} {timing.wall:8.2f} s {timing.memory:6.0f} MB", file=sys.stderr)
    return results


def race(group: list[Contender], rounds: int) -> dict[str, Timing]:
    """Run contenders in turn, round after round; return each one's medians."""
    found: dict[str, list[Timing]] = {one.name: [] for one in group}
    for number in range(rounds):
        for one in group:
            if number and found[one.name][0].wall > LONG:
                continue
            one.prepare(number)
            found[one.name].append(time_once(one.command, one.environment, one.folder, one.statuses))
    return {
        name: Timing(*(statistics.median(column) for column in zip(*timings, strict=True)))
        for name, timings in found.items()
    }


def measure_hard(home: Path, rounds: int = 3) -> dict[tuple[str, int], dict[str, Timing]]:
    """Return the median timings of decks with much to look up or to tell, by sort and number of notes."""
    decks = [(sort, size) for sort, sizes in hard.SIZES.items() for size in sizes]
    return {
        (sort, size): race(hard.contenders(home / f"{sort}-{size}".replace(" ", "-"), sort, size), rounds)
        for sort, size in decks
    }


def main() -> None:
    """Run the benchmarks."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="up to 1,000 notes only")
    parser.add_argument("--hard", action="store_true", help="only decks with much to look up or to tell")
    parser.add_argument("--write", action="store_true", help="write the results into docs/performance.md")
    options = parser.parse_args()
    if options.hard:
        with tempfile.TemporaryDirectory() as home:
            print(report.hard_table(measure_hard(Path(home))))
        return
    sizes = [100, 1_000] if options.quick else sorted(ROUNDS)
    programs, missing = environment()
    with tempfile.TemporaryDirectory() as home:
        results = measure(Path(home), sizes, programs, missing)
        many = {
            flavour: race(contenders(Path(home) / flavour, flavour, 10_000, programs, missing)[:-1], 3)
            for flavour in ("one", "subdecks", "packages")
        }
        much = measure_hard(Path(home) / "hard")
        start = race(contenders(Path(home) / "start", "start", 10, programs, missing), 9)
    text = report.tables(results, many, much, start, missing)
    print(text)
    if options.write:
        report.write(Path("docs"), text, report.plot(results))


if __name__ == "__main__":
    main()
