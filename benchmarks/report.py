"""Timings as tables and as a plot."""

from __future__ import annotations

import math
import os
import platform
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from benchmarks.contenders import ANKC, BREW, COLD, EDITED, FLOOR, IDLE, SCRIPT, TOOL, WARM_FLOOR
from benchmarks.run import Timing

Results = Mapping[tuple[str, int], Mapping[str, Timing]]
MARK = re.compile(r"(<!-- results -->\n).*(<!-- end of results -->)", re.S)
_COLOURS = {COLD: "#0b62d6", EDITED: "#0a8f3c", SCRIPT: "#c0392b", ANKC: "#8e44ad", TOOL: "#b9770e", BREW: "#566573"}
_RATIOS = (
    ("cold against the straight script", SCRIPT, COLD),
    ("cold against AnkCompiler", ANKC, COLD),
    ("cold against anki-yaml-tool", TOOL, COLD),
    ("cold against brain-brew", BREW, COLD),
    ("cold against the floor", COLD, FLOOR),
    ("one card against brain-brew", BREW, EDITED),
    ("one card against the straight script", SCRIPT, EDITED),
    ("one card against its floor", EDITED, WARM_FLOOR),
)


def tables(
    results: Results,
    many: Mapping[str, Mapping[str, Timing]],
    much: Results,
    start: Mapping[str, Timing],
    missing: Sequence[str],
) -> str:
    """Return all results as Markdown."""
    parts = [machine(), *(f"`{name}` could not be installed and was left out." for name in missing)]
    sizes = sorted({size for _, size in results})
    for flavour in ("plain", "rich"):
        parts.append(f"### {flavour.capitalize()} decks: seconds (peak memory in MB)")
        columns = [results[flavour, size] for size in sizes]
        names = list(dict.fromkeys(name for column in columns for name in column))
        parts.append(_table(["", *(f"{size:,}" for size in sizes)], [
            [name, *(_cell(column.get(name)) for column in columns)] for name in names
        ]))  # fmt: skip
        parts.append(f"### {flavour.capitalize()} decks: how many times as fast (seconds, in brackets processor time)")
        parts.append(_table(["", *(f"{size:,}" for size in sizes)], [
            [told, *(_ratio(column, slow, fast) for column in columns)] for told, slow, fast in _RATIOS
        ]))  # fmt: skip
    parts.append(
        "### 10,000 plain notes in a thousand subdecks, and in a thousand packages: seconds (peak memory in MB)"
    )
    told = {"one": "one deck", "subdecks": "one deck, 1,000 subdecks of 10", "packages": "1,000 decks of 10"}
    names = list(next(iter(many.values())))
    parts.append(_table(["", *names], [[told[key], *map(_cell, column.values())] for key, column in many.items()]))
    parts.append(hard_table(much))
    parts.append("### Start-up: seconds")
    parts.append(_table(["", "seconds"], [[name, f"{timing.wall:.3f}"] for name, timing in start.items()]))
    return "\n\n".join(parts) + "\n"


def hard_table(much: Results) -> str:
    """Return the times of decks with much to look up or to tell (hard.py)."""
    rows = [
        [f"{size:,} notes with {sort}", name, f"{timing.cpu:.2f}", f"{timing.wall:.2f} ({timing.memory:.0f})"]
        for (sort, size), column in much.items()
        for name, timing in column.items()
    ]
    table = _table(["", "", "processor", "clock (MB)"], rows)
    return f"### Notes with much to look up or to tell: seconds (peak memory in MB)\n\n{table}"


def machine() -> str:
    """Return what the run was made on, without the machine's name."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    load = os.getloadavg()[2]
    return (
        f"Medians of runs in alternation on {os.cpu_count()} processors, {memory:.0f} GB, Python"
        f" {platform.python_version()}; the load over the last quarter of an hour was {load:.1f}."
    )


def _cell(timing: Timing | None, digits: int = 2) -> str:
    return f"{timing.wall:.{digits}f} ({timing.memory:.0f})" if timing else ""


def _ratio(column: Mapping[str, Timing], slow: str, fast: str) -> str:
    one, other = column.get(slow), column.get(fast)
    return f"{one.wall / other.wall:.1f} ({one.cpu / other.cpu:.1f})" if one and other else ""


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---", *("---:" for _ in head[1:])], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def plot(results: Results) -> str:
    """Return time against notes as SVG, both axes logarithmic."""
    width, height, left, top, right, bottom = 720, 420, 60, 20, 190, 45
    sizes = sorted({size for _, size in results})
    low, high = math.log10(0.05), math.log10(400)

    def x(size: float) -> float:
        span = math.log10(sizes[-1]) - math.log10(sizes[0])
        return left + (width - left - right) * (math.log10(size) - math.log10(sizes[0])) / span

    def y(seconds: float) -> float:
        return top + (height - top - bottom) * (high - math.log10(seconds)) / (high - low)

    shapes = [f'<rect width="{width}" height="{height}" fill="#fff"/>']
    for seconds in (0.1, 1, 10, 100):
        shapes.append(f'<path d="M{left} {y(seconds):.0f}H{width - right}" stroke="#ddd"/>')
        shapes.append(f'<text x="{left - 8}" y="{y(seconds) + 4:.0f}" text-anchor="end">{seconds:g} s</text>')
    for size in sizes:
        shapes.append(f'<path d="M{x(size):.0f} {top}V{height - bottom}" stroke="#ddd"/>')
        shapes.append(f'<text x="{x(size):.0f}" y="{height - bottom + 18}" text-anchor="middle">{size:,}</text>')
    shapes.append(f'<text x="{(left + width - right) / 2}" y="{height - 8}" text-anchor="middle">notes (rich)</text>')
    labels: list[tuple[float, str, str]] = []
    for name, colour in _COLOURS.items():
        points = [(x(s), y(results["rich", s][name].wall)) for s in sizes if name in results["rich", s]]
        if points:
            line = " ".join(f"{a:.1f},{b:.1f}" for a, b in points)
            shapes.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2.5"/>')
            labels.append((points[-1][1], name, colour))
    last = -math.inf
    for place, name, colour in sorted(labels):
        last = max(place, last + 17)
        shapes.append(f'<text x="{width - right + 10}" y="{last + 4:.0f}" fill="{colour}">{name}</text>')
    style = 'font-family="sans-serif" font-size="13" fill="#333"'
    alt = "Seconds to build a deck against its number of notes, for Deckwright and other tools"
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" aria-label="{alt}" {style}>'
    )
    return "\n".join([head, *shapes, "</svg>", ""])


def write(docs: Path, text: str, picture: str) -> None:
    """Put the results into docs/performance.md, between its marks, and the plot beside it."""
    page = docs / "performance.md"
    body = page.read_text("utf-8")
    page.write_text(MARK.sub(lambda found: f"{found[1]}{text}{found[2]}", body), "utf-8")
    (docs / "performance.svg").write_text(picture, "utf-8")


__all__ = ["IDLE", "machine", "plot", "tables", "write"]
