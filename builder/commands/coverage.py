"""How much of each declared source the cards ask for."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from builder.diagnostics import has_errors
from builder.pipeline import sort_problems
from builder.pipeline.loop import RenderedDeck, read_head, render_deck
from builder.report.problems_text import as_text
from builder.targets import find_targets


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """One source or section: what cites it, its title, and how many card sources and cards rest on it."""

    name: str
    """As cards cite it (`guide/verdict`); empty for cards that cite nothing."""
    title: str
    sources: int
    cards: int


def coverage(rendered: RenderedDeck) -> tuple[Covered, ...]:
    """Return all that the deck declares, in its order, then what cites a source as a whole or nothing."""
    sources: Counter[str] = Counter()
    cards: Counter[str] = Counter()
    cited = {}
    for card in rendered.deck.cards:
        name = card.source.value if card.source else ""
        cited[card.id.value] = name
        sources[name] += 1
    for note in rendered.notes:
        cards[cited[note.key.partition("/")[0]]] += len(note.ords)
    declared: dict[str, str] = {}
    for name, source in rendered.deck.settings.sources.items():
        declared |= {f"{name}/{section}": title for section, title in source.sections.items()}
        if not source.sections or name in sources:
            declared[name] = source.title
    if "" in sources:
        declared[""] = "no source"
    return tuple(
        Covered(name=name, title=title, sources=sources[name], cards=cards[name]) for name, title in declared.items()
    )


def coverage_text(rendered: RenderedDeck) -> str:
    """Return the table that `deckwright coverage` prints for a deck."""
    rows = coverage(rendered)
    width = max([len(row.name) for row in rows], default=0)
    lines = [rendered.deck.settings.name]
    lines += [
        f"  {row.name or '-':<{width}}  {row.sources:>5} card sources  {row.cards:>5} cards  {row.title}"
        for row in rows
    ]
    missing = [row.name for row in rows if row.name and not row.sources]
    lines.append(f"  without cards: {', '.join(missing) or 'none'}")
    return "\n".join(lines) + "\n"


def run_coverage(decks: Sequence[str], root: Path | None) -> int:
    """Print the table of each deck; return the exit status."""
    status = 0
    for folder in find_targets(root, decks).folders:
        head = read_head(folder)
        rendered = render_deck(head, keep_sources=True)
        if head.settings is None or has_errors(rendered.problems):
            print(as_text(sort_problems(rendered.problems)), file=sys.stderr)
            status = 1
        else:
            print(coverage_text(rendered), end="")
    return status
