"""Formulas as MathJax sets them: what it does not know stands on the card as LaTeX, in red."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from builder.diagnostics import Severity
from builder.lint.lint_cards import Finding, LintDeck, finding
from builder.lint.rule import Limits, Rule
from builder.model import CardSource
from builder.render.other_marks import read_marks
from builder.schema import Entry
from builder.source.keys import DOLLARS, NO_MARKUP
from builder.syntax import Map, Seq, Text
from builder.texts.code_places import find_places
from builder.texts.tex_names import Unknown, defined_in, meant_by, unknown_in

_MOST = 20
"""Commands of a text that are told."""


def _unknown_command(deck: LintDeck, limits: Limits) -> Iterator[Finding]:
    dollars = deck.deck.settings.math == DOLLARS
    sources = [(source, tuple(_texts(source.entry))) for source in deck.deck.cards]
    types = [note_type for kind in deck.deck.kinds.values() if kind.files for note_type in kind.note_types]
    sides = [side for spec in types for template in spec.templates for side in (template.front, template.back)]
    defined = defined_in([*sides, *(text.value for _, texts in sources for text in texts)])
    for source, texts in sources:
        for text in texts:
            for unknown, occurrence in itertools.islice(_unknown(text, defined, dollars=dollars), _MOST):
                yield _finding(source, text, unknown, occurrence)


def _unknown(text: Text, defined: AbstractSet[str], *, dollars: bool) -> Iterator[tuple[Unknown, int]]:
    """Yield what MathJax lacks of a text's formulas, and which of its equals in the text it is."""
    if "\\" not in text.value:
        return
    written = read_marks(text.value, dollars=dollars).text
    for start, end in find_places(written).formulas:
        for unknown in unknown_in(written[start:end], defined):
            yield unknown, written.count(unknown.written, 0, start + unknown.start)


def _texts(entry: Entry) -> Iterator[Text]:
    for key, value in entry.values.items():
        if key in NO_MARKUP:
            continue
        for child in value if isinstance(value, tuple) and not isinstance(value, Text | Map | Seq) else (value,):
            if isinstance(child, Entry):
                yield from _texts(child)
            elif isinstance(child, Text) and not child.is_html:
                yield child


def _finding(source: CardSource, text: Text, unknown: Unknown, occurrence: int) -> Finding:
    meant = meant_by(unknown)
    what = "environment" if unknown.written.startswith("\\begin") else "command"
    message = f'Anki knows no {what} "{unknown.written}" in formulas, and shows it in red'
    if meant:
        hint = f"write {meant}"
    elif meant is None:
        hint = "write it with commands of LaTeX that MathJax has, or in words, as \\text{…}"
    else:
        hint = "leave it out: nothing is needed in its place"
    location = source.file.within(text, unknown.written, occurrence)
    return finding(source, location, message, hint)


UNKNOWN_COMMAND = Rule(
    id="unknown-command",
    severity=Severity.WARNING,
    summary="a command or environment in a formula that MathJax, by which Anki sets formulas, does not have",
    why="The card shows the command itself, in red, and not what it means.",
    source="MathJax 3.2 and 4.0: their tables of commands",
    silence="`\\newcommand` of it in a text or a template of the deck",
    bad="""\
- id: half-life
  kind: basic
  front: Which share of a substance is left after two half-lives?
  back: \\(\\fracc{1}{4}\\)
""",
    good="""\
- id: half-life
  kind: basic
  front: Which share of a substance is left after two half-lives?
  back: \\(\\frac{1}{4}\\)
""",
    deck=_unknown_command,
)

RULES = (UNKNOWN_COMMAND,)
