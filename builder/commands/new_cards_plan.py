"""The plan of an import of texts, which are new cards."""

from __future__ import annotations

from pathlib import Path

from builder.adoption.new_cards import NewChapters, NewDeck
from builder.adoption.values import Form
from builder.diagnostics import Problem, Severity, counted


def new_cards_plan(deck: NewDeck, made: NewChapters, target: Path, problems: list[Problem]) -> str:
    """Return what is, or would be, written."""
    lines = [
        f"{deck.shown}: {deck.what}: {counted(len(deck.cards), 'new card')}"
        + (f", {counted(deck.media_count, 'media file')}" if deck.media_count else ""),
        f"  {target}/deck.yaml",
        *(f"  {target}/{file}: {counted(count, 'card')}" for file, count in made.chapters),
    ]
    fields = made.fields
    if deck.form is Form.HTML:
        told = f"{fields.plain:,} of plain text, {fields.markdown:,} as Markdown, {fields.verbatim:,} left as HTML"
        lines.append(f"  fields: {told}")
    lines += [f"  {line}" for line in deck.told]
    for severity in (Severity.ERROR, Severity.WARNING):
        count = sum(problem.severity is severity for problem in problems)
        lines += [f"  {counted(count, severity.value)}: deckwright check tells them"] if count else []
    lines.append("  learners: all cards are new to them; cards that they have already stay as they are, beside these")
    return "\n".join([*lines, ""])
