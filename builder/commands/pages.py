"""Writes a deck's page as one file that needs no network."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from builder.cache.text_cache import text_cache
from builder.diagnostics import Problem, counted, has_errors
from builder.files import write_all
from builder.pipeline import prepare, sort_problems
from builder.previews.anchors import advice, place_problems, problems_of
from builder.previews.page import build_page, page_data
from builder.previews.shown_cards import count_cards, show_deck
from builder.project import clock, shown_path
from builder.report.build_report import size_text
from builder.report.problems_text import as_text
from builder.report.terminal import Paint, Progress, aside, painter, plain, showing_progress, silent
from builder.targets import find_targets


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenPage:
    """A deck's page on the disk; `size` in bytes."""

    name: str
    path: Path
    cards: int
    size: int


def write_pages(
    folders: Sequence[Path],
    output: Path,
    now: int,
    *,
    tell: Callable[[str], object] = str,
    progress: Progress = silent,
) -> tuple[tuple[WrittenPage, ...], tuple[Problem, ...]]:
    """Write `output/NAME.html` for each deck, also where cards have problems; the broken ones are left out.

    A deck whose settings are broken gets no page. Raise `WriteError` where the disk will not take it.
    `tell` is given a line where the cache cannot be used.
    """
    prepared = prepare(folders, now, texts=text_cache(tell), keep_sources=True, progress=progress)
    problems = list(prepared.problems)
    pages = []
    files = []
    for stamped in prepared.decks:
        shown = show_deck(stamped, now)
        problems += advice(stamped, now)
        of_deck = problems_of(stamped.rendered.folder, sort_problems(problems))
        data = page_data(shown, place_problems(of_deck, stamped.rendered.deck, shown))
        content = build_page(shown.name, data, shown.media).encode()
        path = output / f"{shown.folder}.html"
        files.append((path, content))
        pages.append(WrittenPage(name=shown.name, path=path, cards=count_cards(shown.chapters), size=len(content)))
    write_all(files)
    return tuple(pages), sort_problems(problems)


def written_text(page: WrittenPage, paint: Paint = plain) -> str:
    """Return what was written for a deck."""
    lines = [counted(page.cards, "card"), f"{shown_path(page.path)}, {size_text(page.size)}"]
    return "\n  ".join([paint(page.name, "good"), *lines]) + "\n"


def run_preview(decks: Sequence[str], root: Path | None, output: Path | None) -> int:
    """Write pages and say where; return the exit status."""
    targets = find_targets(root, decks)
    with showing_progress() as progress:
        folder = output or targets.root / "build"
        pages, problems = write_pages(targets.folders, folder, clock(), tell=aside, progress=progress)
    if problems:
        print(as_text(problems, painter(sys.stderr)), file=sys.stderr)
    for page in pages:
        print(written_text(page, painter(sys.stdout)), end="")
    return int(has_errors(problems))
