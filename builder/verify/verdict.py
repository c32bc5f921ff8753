"""What a learner sees of an update, as values and as text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from builder.diagnostics import counted

_SHOWN = 5
"""Names of notes that are listed of each sort."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """Something that an update takes from a learner; `names` are the notes that it hits, `count` how many."""

    description: str
    count: int
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the import of a package over an older one does, in notes, cards and reviews."""

    old: str
    new: str
    anki: str
    added: tuple[str, ...]
    updated: tuple[str, ...]
    unchanged: int
    retired: tuple[str, ...]
    conflicts: int
    forks: tuple[str, ...]
    new_cards: int
    blank: tuple[str, ...]
    """Notes with a card that shows nothing any more, as after a cloze is taken out."""
    reviews: int
    kept: int
    losses: tuple[Loss, ...]


def verdict_text(verdict: Verdict) -> str:
    """Return a verdict for people."""
    lines = [
        f"{verdict.new} over {verdict.old}, with Anki {verdict.anki} and its default options:",
        *_listed("new", verdict.added, f" ({verdict.new_cards} new cards in all)" if verdict.new_cards else ""),
        *_listed("updated", verdict.updated),
        f"  unchanged  {counted(verdict.unchanged, 'note')}",
        *_listed("retired", verdict.retired, ", which Anki keeps, with all reviews" if verdict.retired else ""),
        f"  conflicts  {verdict.conflicts}",
        f"  forks      {len(verdict.forks)}{': ' if verdict.forks else ''}{', '.join(verdict.forks)}",
        f"  history    {verdict.kept} of {verdict.reviews} reviewed cards kept theirs",
    ]
    if verdict.blank:
        lines += _listed("blank", verdict.blank, " with a card that shows nothing now; Empty Cards would delete it")
    lines += [
        line for loss in verdict.losses for line in (f"lost: {loss.description}: {loss.count}", *_names(loss.names))
    ]
    return "\n".join([*lines, "something would be lost" if verdict.losses else "nothing is lost", ""])


def _listed(heading: str, names: Sequence[str], remark: str = "") -> list[str]:
    return [f"  {heading:<10} {counted(len(names), 'note')}{remark}", *_names(names)]


def _names(names: Sequence[str]) -> list[str]:
    more = len(names) - _SHOWN
    return [f"      {name}" for name in names[:_SHOWN]] + ([f"      and {more} more"] if more > 0 else [])
