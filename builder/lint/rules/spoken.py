"""Rules about scripts, which are spoken, and scenarios, which are graded by a rubric."""

from __future__ import annotations

import re
from collections.abc import Iterator

from builder.diagnostics import Severity
from builder.lint.cards import LintDeck, locate
from builder.lint.rule import Finding, Limits, Rule, Threshold, counted, shorten
from builder.lint.words import word_count, words
from builder.model import CardSource
from builder.syntax import Text

_SCRIPT = frozenset({"script"})
_END = re.compile(r"[.!?…]+[\"'”’)]*(?=\s+[^\sa-z]|\s*\Z)")
_TITLE = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Prof|St|No|vs|e\.g|i\.e|a\.m|p\.m)\.", re.I)


def _script_line_too_long(deck: LintDeck, limits: Limits) -> Iterator[Finding]:
    for source in deck.deck.cards:
        for line in source.entry.entries("lines") if source.kind == "script" else ():
            said = line.text("say")
            for spoken in re.split(r"\s/\s", said.value) if said else ():
                message = _too_long(spoken, limits)
                if message and said:
                    hint = "say it shorter, or make two lines of it, each with its own cue"
                    location = locate(source.file, said)
                    yield Finding(location=location, message=message, hint=hint, cards=(source.id.value,))
                    break


def _too_long(spoken: str, limits: Limits) -> str:
    count = word_count(spoken)
    sentences = len(_END.findall(_TITLE.sub("", spoken.strip())))
    if count > limits["words"]:
        return f"the line has {count} words, more than {int(limits['words'])}: {round(count / 2.5)} seconds of speech"
    if sentences > limits["sentences"]:
        return f"the line has {sentences} sentences, more than {int(limits['sentences'])}"
    return ""


def _ambiguous_cue(deck: LintDeck, limits: Limits) -> Iterator[Finding]:
    first: dict[tuple[str, ...], tuple[CardSource, Text, str]] = {}
    for source in deck.deck.cards:
        shown = [source.entry.text(key) for key in ("stage", "context")]
        frame = tuple([" ".join(words(text.value)) if text else "" for text in shown])
        for line in source.entry.entries("lines") if source.kind == "script" else ():
            cue, said = line.text("cue"), line.text("say")
            if cue is None or said is None:
                continue
            key = (*frame, " ".join(words(cue.value)))
            answer = " ".join(words(said.value))
            known = first.setdefault(key, (source, cue, answer))
            if known[2] == answer:
                continue
            there = known[0].file.location(known[1])
            message = (
                f'the cue "{shorten(cue.value)}" stands at {there.path}:{there.line}:{there.column} too,'
                " with another line to say"
            )
            hint = "tell the two apart by another cue, stage or context; accept: takes other wordings of one line"
            cards = tuple({source.id.value: 0, known[0].id.value: 0})
            yield Finding(location=locate(source.file, cue), message=message, hint=hint, cards=cards)


def _rubric_missing(deck: LintDeck, limits: Limits) -> Iterator[Finding]:
    least, most = int(limits["least"]), int(limits["most"])
    for source in deck.deck.cards:
        if source.kind != "scenario":
            continue
        points = source.entry.texts("rubric")
        cards = (source.id.value,)
        at = source.entry.keys.get("rubric", source.id)
        if not least <= len(points) <= most:
            what = f"a rubric of {counted(len(points), 'point')}" if points else "no rubric"
            message = f"the scenario has {what}, expected {least} to {most} points"
            hint = "write what a good answer must do, a point each: names the owner, gives a date"
            yield Finding(location=source.file.location(at), message=message, hint=hint, cards=cards)
        for point in points:
            count = word_count(point.value)
            if count > limits["words"]:
                message = f"a point of the rubric has {count} words, more than {int(limits['words'])}"
                hint = "one idea a point, so that it is met or missed at a glance"
                yield Finding(location=locate(source.file, point), message=message, hint=hint, cards=cards)


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
    only=_SCRIPT,
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
    only=_SCRIPT,
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
    only=frozenset({"scenario"}),
    deck=_rubric_missing,
)

RULES = (SCRIPT_LINE_TOO_LONG, AMBIGUOUS_CUE, RUBRIC_MISSING)
