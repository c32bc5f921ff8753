"""Answers that are typed: Anki holds what a learner types against the text of one field, sign by sign."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from builder.diagnostics import Severity
from builder.lint.lint_cards import Finding, LintCard, Part, finding
from builder.lint.rule import Limits, Rule, Threshold, shorten
from builder.render.card_sides import strip_html
from builder.render.cloze_sides import typed_gaps
from builder.render.sounds import replace_sounds
from builder.render.template import TypeBox, parse, type_boxes
from builder.texts.formula_places import find_formulas
from builder.texts.straight import straight

_UNTYPED = (
    (re.compile(r"<img\b", re.I), "a picture"),
    (re.compile(r"<pre\b", re.I), "a block of code"),
    (re.compile(r"<table\b", re.I), "a table"),
    (re.compile(r"<li\b", re.I), "a list"),
    (re.compile(r"<br\b|</?(?:p|div|h[1-6]|blockquote|hr|dl|details)\b", re.I), "several lines"),
)
"""What a line of text cannot be; of a list more is true, so several lines come last."""
_OFF_KEYS = re.compile("[“”„‟«»‘’‚‛‹›–—…\u2212\u00a0\u202f\u2007\u2009\u00ad\u200b]")
"""Signs that learners do not find on their keys."""
_CALLED = {
    "\u00a0": "a no-break blank",
    "\u202f": "a narrow blank",
    "\u2007": "a wide blank",
    "\u2009": "a thin blank",
    "\u00ad": "a soft hyphen",
    "\u200b": "a blank without width",
}
_ON_KEYS = {"–": "-", "—": "-", "\u2212": "-", "…": "...", "\u00ad": "", "\u200b": "", "\u2007": " ", "\u2009": " "}


def _typed_answer(card: LintCard, limits: Limits) -> Iterator[Finding]:
    typed = _typed(card)
    if typed is None:
        return
    part, html = typed
    expected = " ".join(re.split(r"[ \t\n]+", strip_html(replace_sounds(html, lambda name: "")).strip()))
    thing = next((name for pattern, name in _UNTYPED if pattern.search(html)), "")
    if not thing and next(find_formulas(html), None):
        thing = "a formula"
    if thing or not expected:
        message = f"the answer that is to be typed is {thing or 'no text'}, and Anki compares one line of text"
        hint = "take `type` out, or let the answer be a few words and put the rest into `extra`"
        yield finding(card.source, card.locate(part), message, hint, Severity.ERROR)
    elif len(expected) > limits["chars"]:
        message = f"the answer that is to be typed has {len(expected)} characters, more than {int(limits['chars'])}"
        hint = "a slip in any of them counts: take `type` out, or let one word or figure be typed"
        yield finding(card.source, card.locate(part), message, hint)
    elif off := _OFF_KEYS.search(expected):
        sign = off[0]
        plain = _ON_KEYS.get(sign, straight(sign))
        message = f'{_CALLED.get(sign, sign)} is on few keyboards, and the answer "{shorten(expected)}" is to be typed'
        hint = f"write {plain.replace(' ', 'a plain blank')} in its place" if plain else "take it out"
        yield finding(card.source, card.locate(part, sign), message, hint)


def _typed(card: LintCard) -> tuple[Part, str] | None:
    """Return the text that the learner is to type, and what of it Anki compares; None where nothing is typed."""
    shown = [box.field for box in _boxes(card.template.front) if box.is_shown(card.note.fields)][:1]  # Anki knows one
    for part in (*card.answers, *card.asks) if shown else ():
        if part.field == shown[0].name:
            return part, typed_gaps(part.html, card.number) if "cloze" in shown[0].filters else part.html
    return None


@functools.lru_cache(maxsize=256)
def _boxes(front: str) -> tuple[TypeBox, ...]:
    return tuple(type_boxes(parse(front))) if "type:" in front else ()


TYPED_ANSWER = Rule(
    id="typed-answer",
    severity=Severity.WARNING,
    summary="an answer to be typed that is long or has signs that no key has; where it is no line of text, an error",
    why=(
        "Anki compares what is typed with the field's text, sign by sign: case, accents and a full stop count. Of"
        " pictures, lists and formulas it compares what nobody types."
    ),
    source="Anki 26.9, how it compares typed answers",
    silence="the card without `type`; `extra:`, which nobody types",
    bad="""\
- id: seine
  kind: basic
  type: true
  front: Which towns lie on the Seine?
  back: |
    - Paris
    - Rouen
""",
    good="""\
- id: seine
  kind: basic
  type: true
  front: In which town does the Seine flow past the Louvre?
  back: Paris
""",
    thresholds=(Threshold(name="chars", default=80, doc="the most characters of an answer that is typed"),),
    card=_typed_answer,
)

RULES = (TYPED_ANSWER,)
