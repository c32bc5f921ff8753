"""Writes a deck's page as one file that needs no network."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from builder.build import prepare
from builder.diagnostics import Problem
from builder.files import write_all
from builder.outcome import size_text
from builder.preview.beside import advice, place_problems
from builder.preview.cards import count_cards, show_deck
from builder.preview.data import page_data
from builder.preview.page import build_page
from builder.project import sort_problems
from builder.report.terminal import Paint, Progress, plain, silent


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenPage:
    """A deck's page on the disk; `size` in bytes."""

    name: str
    path: Path
    cards: int
    size: int


def write_pages(
    folders: Sequence[Path], root: Path, output: Path, now: int, progress: Progress = silent
) -> tuple[tuple[WrittenPage, ...], tuple[Problem, ...]]:
    """Write `output/NAME.html` for each deck, also where cards have problems; the broken ones are left out.

    A deck whose settings are broken gets no page. Raise `WriteError` where the disk will not take it.
    """
    decks, problems = prepare(folders, root, now, progress)
    found = list(problems)
    pages = []
    files = []
    for stamped in decks:
        shown = show_deck(stamped, now)
        below = f"{stamped.rendered.deck.settings.file.path.rpartition('/')[0]}/"
        found += advice(stamped, now)
        own = [problem for problem in sort_problems(found) if problem.location.path.startswith(below)]
        data = page_data(shown, place_problems(own, stamped.rendered.deck, shown))
        content = build_page(shown.name, data, shown.media).encode()
        path = output / f"{shown.folder}.html"
        files.append((path, content))
        pages.append(WrittenPage(name=shown.name, path=path, cards=count_cards(shown.chapters), size=len(content)))
    write_all(files)
    return tuple(pages), tuple(sort_problems(found))


def written_text(page: WrittenPage, paint: Paint = plain) -> str:
    """Return what was written for a deck."""
    cards = f"{page.cards:,} card{'' if page.cards == 1 else 's'}"
    return f"{paint(page.name, 'good')}\n  {cards}\n  {os.path.relpath(page.path)}, {size_text(page.size)}\n"
