"""A verdict for people, and for programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from builder.diagnostics import counted, printable
from builder.report.terminal import Paint, plain
from builder.verify.verdict import Item, Loss, Verdict

_SHOWN = 5
"""Notes and cards that are named of each sort; of more, how many."""
_BLANK = " with a card that shows nothing now; Empty Cards would delete it"


def verdict_text(verdict: Verdict, paint: Paint = plain) -> str:
    """Return a verdict for people."""
    lines = [
        f"{printable(verdict.new)} over {printable(verdict.old)}, with Anki {verdict.anki} and its default options:",
        *_listed("new", verdict.added, f" ({counted(verdict.new_cards, 'new card')} in all)" * bool(verdict.new_cards)),
        *_listed("updated", verdict.updated),
        f"  unchanged  {counted(verdict.unchanged, 'note')}",
        *_listed("retired", verdict.retired, ", which Anki keeps, with all reviews" * bool(verdict.retired)),
        f"  conflicts  {verdict.conflicts}",
        f"  forks      {len(verdict.forks)}{': ' if verdict.forks else ''}{printable(', '.join(verdict.forks))}",
        f"  history    {verdict.kept:,} of {verdict.reviewed:,} reviewed cards kept theirs",
        *(_listed("blank", verdict.blank, _BLANK) if verdict.blank else ()),
        *(line for warning in verdict.warnings for line in _lines(paint("note", "hint"), warning)),
        *(line for loss in verdict.losses for line in _lines(paint("lost", "error"), loss)),
        paint("something would be lost" if verdict.losses else "nothing is lost", "good"),
        "",
    ]
    return "\n".join(lines)


def verdict_json(verdict: Verdict) -> str:
    """Return a verdict as a JSON object, with all that each loss hits."""
    value = {
        "old": verdict.old,
        "new": verdict.new,
        "anki": verdict.anki,
        "lost": bool(verdict.losses),
        "new_notes": verdict.added,
        "updated": verdict.updated,
        "unchanged": verdict.unchanged,
        "retired": verdict.retired,
        "conflicts": verdict.conflicts,
        "forks": verdict.forks,
        "new_cards": verdict.new_cards,
        "blank": verdict.blank,
        "reviewed_cards": verdict.reviewed,
        "kept_history": verdict.kept,
        "losses": [_object(loss) for loss in verdict.losses],
        "warnings": [_object(warning) for warning in verdict.warnings],
    }
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _object(loss: Loss) -> dict[str, Any]:
    return {
        "kind": loss.kind,
        "description": loss.description,
        "count": loss.count,
        "items": [{key: value for key, value in item._asdict().items() if value} for item in loss.items],
        "advice": loss.advice,
    }


def _listed(heading: str, names: Sequence[str], remark: str = "") -> list[str]:
    return [f"  {heading:<10} {counted(len(names), 'note')}{remark}", *_names(names)]


def _lines(word: str, loss: Loss) -> list[str]:
    advice = [f"    {printable(sentence)}" for sentence in loss.advice]
    return [
        f"{word}: {printable(loss.description)}: {loss.count:,}",
        *_names([_item_text(item) for item in _each_file_once(loss.items)]),
        *advice,
    ]


def _each_file_once(items: Sequence[Item]) -> list[Item]:
    """Return items, each file with the first note that shows it."""
    return list({item.file or item: item for item in reversed(items)}.values())[::-1]


def _item_text(item: Item) -> str:
    return " · ".join(filter(None, item))


def _names(names: Sequence[str]) -> list[str]:
    more = len(names) - _SHOWN
    return [f"      {printable(name)}" for name in names[:_SHOWN]] + ([f"      and {more:,} more"] if more > 0 else [])
