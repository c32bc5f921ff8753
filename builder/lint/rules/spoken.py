"""Rules about what is spoken, as in scripts, and about replies that a rubric grades, as in scenarios."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from builder.diagnostics import Severity, counted
from builder.lint.lint_cards import Finding, LintDeck, finding, locate
from builder.lint.rule import Limits, Rule, Threshold, shorten
from builder.lint.words import word_count, words
from builder.model import CardSource, Trait
from builder.schema import Shape
from builder.syntax import Text

_BREATH = re.compile(r"\s/\s")
"""The sign between two breaths, each of which is measured alone."""
_END = re.compile(r"[.!?…]+[\"'”’)]*(?=\s+[^\sa-z]|\s*\Z)")
_TITLE = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Prof|St|No|vs|e\.g|i\.e|a\.m|p\.m|Hr|Fr|Nr|ca|bzw|usw|z\. ?B|d\. ?h|Sr|Sra|Mme)\.", re.I
)
_WORDS_A_SECOND = 2.5


class _Line(NamedTuple):
    """What somebody is to say, and to which cue."""

    source: CardSource
    cue: Text | None
    say: Text


def _lines(deck: LintDeck) -> Iterator[_Line]:
    """Yield the lines of the spoken kinds: a card is one itself, or has them in a list."""
    for source in deck.sources(Trait.SPOKEN):
        lists = [key.name for key in deck.deck.kinds[source.kind].keys if key.shape is Shape.ENTRIES]
        for entry in (source.entry, *(line for key in lists for line in source.entry.entries(key))):
            say = entry.text("say")
            if say is not None:
                yield _Line(source=source, cue=entry.text("cue"), say=say)


def _script_line_too_long(deck: LintDeck, limits: Limits) -> Iterator[Finding]:
    for line in _lines(deck):
        message = next(filter(None, (_too_long(breath, limits) for breath in _BREATH.split(line.say.value))), "")
        if message:
            hint = "say it shorter, or make two lines of it, each with its own cue"
            yield finding(line.source, locate(line.source.file, line.say), message, hint)


def _too_long(spoken: str, limits: Limits) -> str:
    """Return what is too long about a piece of speech; empty for nothing."""
    count = word_count(spoken)
    sentences = len(_END.findall(_TITLE.sub("", spoken.strip())))
    if count > limits["words"]:
        seconds = round(count / _WORDS_A_SECOND)
        return f"the line has {count} words, more than {int(limits['words'])}: {seconds} seconds of speech"
    if sentences > limits["sentences"]:
        return f"the line has {sentences} sentences, more than {int(limits['sentences'])}"
    return ""


def _ambiguous_cue(deck: LintDeck, limits: Limits) -> Iterator[Finding]:
    first: dict[tuple[str, ...], _Line] = {}
    for line in _lines(deck):
        if line.cue is None:
            continue
        shown = (line.source.entry.text("stage"), line.source.entry.text("context"), line.cue)
        earlier = first.setdefault(tuple([_spoken(text) for text in shown]), line)
        if earlier.cue is None or _spoken(earlier.say) == _spoken(line.say):
            continue
        position = earlier.source.file.location(earlier.cue).position
        message = f'the cue "{shorten(line.cue.value)}" stands at {position} too, with another line to say'
        yield Finding(
            location=locate(line.source.file, line.cue),
            message=message,
            hint="tell the two apart by another cue, stage or context; accept: takes other wordings of one line",
            cards=tuple(dict.fromkeys((line.source.id.value, earlier.source.id.value))),
        )


def _spoken(text: Text | None) -> str:
    """Return what of a text can be heard."""
    return " ".join(words(text.value)) if text is not None else ""


def _rubric_missing(deck: LintDeck, limits: Limits) -> Iterator[Finding]:
    least, most = int(limits["least"]), int(limits["most"])
    for source in deck.sources(Trait.RUBRIC):
        points = source.entry.texts("rubric")
        if not least <= len(points) <= most:
            rubric = f"a rubric of {counted(len(points), 'point')}" if points else "no rubric"
            message = f"the {source.kind} has {rubric}, expected {least} to {most} points"
            hint = "write what a good answer must do, a point each: names the owner, gives a date"
            at = source.entry.keys.get("rubric", source.id)
            yield finding(source, source.file.location(at), message, hint)
        for point in points:
            count = word_count(point.value)
            if count > limits["words"]:
                message = f"a point of the rubric has {count} words, more than {int(limits['words'])}"
                hint = "one idea a point, so that it is met or missed at a glance"
                yield finding(source, locate(source.file, point), message, hint)


SCRIPT_LINE_TOO_LONG = Rule(
    id="script-line-too-long",
    severity=Severity.WARNING,
    summary="a line of more than 20 words or 2 sentences",
    why="That is about 8 seconds of speech, and one clause forgotten fails it all.",
    source="2.5 words a second of speech (an assumption)",
    silence="a ` / ` between two breaths, each of which is measured alone",
    bad="""\
- id: pay-band
  kind: script
  situation: The recruiter asks for a number before you know the level.
  lines:
    - id: band
      cue: What are your expectations?
      say: >-
        Well, I have looked at a number of offers, and before I say a number I would like to hear the band for
        this level first.
""",
    good="""\
- id: pay-band
  kind: script
  situation: The recruiter asks for a number before you know the level.
  lines:
    - id: band
      cue: What are your expectations?
      say: I would like to hear the band for this level first.
""",
    thresholds=(
        Threshold(name="words", default=20, doc="the most words of a line"),
        Threshold(name="sentences", default=2, doc="the most sentences of a line"),
    ),
    only=frozenset({Trait.SPOKEN}),
    deck=_script_line_too_long,
)

AMBIGUOUS_CUE = Rule(
    id="ambiguous-cue",
    severity=Severity.ERROR,
    summary="two script lines with the same cue, stage and context, and different answers",
    why="Nobody can know which of the two is asked.",
    source="a cue must be unique to be answered",
    silence="`accept:` for other wordings of the same line",
    bad="""\
- id: phone-screen
  kind: script
  situation: First call with the recruiter.
  lines:
    - {id: pay, cue: What are your expectations?, say: I would like to hear the band first.}
- id: offer-call
  kind: script
  situation: The offer is on the table.
  lines:
    - {id: pay, cue: What are your expectations?, say: The middle of the band you named.}
""",
    good="""\
- id: phone-screen
  kind: script
  stage: Phone screen
  situation: First call with the recruiter.
  lines:
    - {id: pay, cue: What are your expectations?, say: I would like to hear the band first.}
- id: offer-call
  kind: script
  stage: Offer call
  situation: The offer is on the table.
  lines:
    - {id: pay, cue: What are your expectations?, say: The middle of the band you named.}
""",
    only=frozenset({Trait.SPOKEN}),
    deck=_ambiguous_cue,
)

RUBRIC_MISSING = Rule(
    id="rubric-missing",
    severity=Severity.ERROR,
    summary="a scenario without a rubric of 2 to 5 points, each of 12 words at most",
    why="People over-rate their own answers; checking them against idea units reduces it.",
    source="Dunlosky, Hartwig, Rawson and Lipko 2011 (experiment)",
    silence="the rubric",
    bad="""\
- id: driver
  kind: scenario
  situation: Eight weeks to the shelf date. Acoustics wants six of them.
  decide: What do you ship?
  answer: I ship on the date and book the tuning for spring.
""",
    good="""\
- id: driver
  kind: scenario
  situation: Eight weeks to the shelf date. Acoustics wants six of them.
  decide: What do you ship?
  rubric: [Ships on the date, Puts the gap in writing, Gives the tuning a date]
  answer: I ship on the date and book the tuning for spring.
""",
    thresholds=(
        Threshold(name="least", default=2, doc="the fewest points"),
        Threshold(name="most", default=5, doc="the most points"),
        Threshold(name="words", default=12, doc="the most words of a point"),
    ),
    only=frozenset({Trait.RUBRIC}),
    deck=_rubric_missing,
)

RULES = (SCRIPT_LINE_TOO_LONG, AMBIGUOUS_CUE, RUBRIC_MISSING)
