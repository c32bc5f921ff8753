"""What is wrong with a note as a whole, whatever its texts say."""

from __future__ import annotations

from collections.abc import Sequence

from builder.diagnostics import Problem, did_you_mean
from builder.model import Note
from builder.render.faults import Fault
from builder.syntax import SourceFile, Text


def lost_gap(note: Note) -> Problem:
    """Return the problem of a sentence whose gap Markdown took apart."""
    message = f'"{note.key}" makes no card: the end of its gap stands in code or in a formula'
    location = note.card.file.location(note.at)
    hint = "close the code or the formula before the gap's }}, on a line of its own where it is a fence"
    return note.card.file.error(location, "no-cloze", message, hint)


def no_card(note: Note) -> Problem:
    """Return the problem of a note that no front shows anything of."""
    message = f'"{note.key}" makes no card: what it fills shows on no front'
    location = note.card.file.location(note.at)
    return note.card.file.error(location, "no-card", message, "fill a field that a front shows")


def blank_card(note: Note, card: str) -> Problem:
    """Return the problem of a card that asks nothing; `card` is its template's name."""
    message = f'the card "{card}" of "{note.key}" asks nothing, and Anki would make it all the same'
    location = note.card.file.location(note.at)
    hint = "fill a field that its front shows, or say in kind.yaml which one it needs (when:)"
    return note.card.file.error(location, "blank-card", message, hint)


def not_said(file: SourceFile, said: str, phrase: Text) -> Problem:
    """Return the problem of a phrase to be kept that a line does not say."""
    words, size = said.split(), len(phrase.value.split())
    parts = [" ".join(words[start : start + size]).strip(".,;:!?") for start in range(len(words))]
    hint = did_you_mean(phrase.value, parts) or "copy the words from `say`"
    message = f'"{phrase.value}" is to be kept and does not stand in the line'
    return file.error(file.location(phrase), "keep-not-said", message, hint)


def rewritten(field: str, filters: Sequence[str], read: str) -> Fault:
    """Return the fault of a field of which a template's filters make something else, `read`."""
    shown = ":".join([*reversed(filters), field])
    message = f'the template shows this as {{{{{shown}}}}}, which makes "{read}" of it'
    return Fault(read, "unsafe-html", message, f"write {{{{{field}}}}} in the template")
