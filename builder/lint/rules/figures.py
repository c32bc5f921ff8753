"""Rules about numbers: their units, and the day on which they were true."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from builder.diagnostics import Severity
from builder.lint.lint_cards import Finding, LintCard, LintDeck, finding
from builder.lint.rule import ALL, REPLIES, Limits, Rule, Threshold
from builder.lint.words import AUXILIARIES, any_of
from builder.model import Trait
from builder.syntax import Text

_NUMBER_WORDS = any_of(
    "zero one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty ninety"
    " a_hundred"
)
_BARE = re.compile(
    rf"(?:{any_of('about around roughly approximately nearly almost over under ca c up_to')}\.?\s+|[~≈<>≤≥])?\s*"
    rf"(?:[+−-]?\d[\d.,\s]*(?:\s*(?:[-–—/×]|to|or|and)\s*\d[\d.,]*)?|{_NUMBER_WORDS})\s*\.?",
    re.I,
)
_QUANTITIES = any_of(
    """
    distance length height depth width weight mass speed velocity temperature dose dosage duration price costs? salary
    density pressure radius diameter circumference frequency lifespan boiling_point melting_point freezing_point
    half-life time_limit deadline penalty wavelength voltage resistance capacity concentration tempo pulse rate
    """
)
_DEGREES = any_of(
    "long far tall high deep heavy fast quickly hot cold big large wide thick old much often loud close strong soon"
)
_QUANTITY = re.compile(rf"\bhow {_DEGREES}\b|\b{_QUANTITIES}\b", re.I)
_MEASURES = any_of(
    """
    seconds? minutes? hours? days? weeks? months? years? metres? meters? kilomet(?:re|er)s? km miles? feet inches
    litres? liters? kg kilograms? grams? mg ml mmol volts? watts? joules? newtons? pascals? degrees? percent bytes?
    bits? pixels? hertz bpm beats euros? dollars? pounds? yen cents? semitones? tones? bars? octaves? lines? pages?
    characters? columns? rows? celsius kelvin millions? billions? thousands?
    """
)
_IN_UNIT = re.compile(
    rf"\b(?:in|how many|number of|count of)\s+(?:\w+\s+)?{_MEASURES}\b|%|\bper ?cent|\((?:in )?{_MEASURES}\)", re.I
)
_COUNT = re.compile(rf"\bhow many\s+(?!(?:{AUXILIARIES}|there|in|of|on)\b)\w+|\b(?:number|count) of\s+\w+", re.I)
_DIMENSIONLESS = re.compile(
    rf"""\b{
        any_of(
            '''
        codes? version release pH ports? numbers? status years? century date when article section clause chapter page
        line volume room psalm opus op symphony index score scale ratio factor coefficient exponent power value result
        returns? evaluates? prints? output yields? sum product quotient remainder difference root cube log modulo base
        charge valency valence oxidation isotope electrons order rank place position grade level degree magnitude class
        type stage edition amendment square equals? plus minus times divided solve constant pin bus platform track route
        highway dial call phone postcode zip prefix digit numerals? roman binary hexadecimal octal decimal character
        byte bit translate say mean word spell count refractive gravity which term age
        '''
        )
    }\b|[=+×÷*√∑∫]""",
    re.I,
)
"""Words by which a number without a unit is a whole answer."""


_RATIOS = any_of("index ratio gain factor coefficient exponent probability efficiency")
_PURE = re.compile(rf"\bwhat (?:is |are |was )?(?:[\w-]+ ){{0,4}}?{_RATIOS}\b", re.I)
"""A question for a number that never has a unit, whatever it is made from: What is the voltage gain …?"""


_NUMBER_NAMED = re.compile(r"\bhow (?:much|many) (?:is|are) (?:an? |half an? |the )?(?:\d|dozens?|gross|score)\b", re.I)
"""A question for the number that a word or a sum stands for: How much is a dozen?"""


def _number_without_unit(card: LintCard, limits: Limits) -> Iterator[Finding]:
    if card.is_reverse or not card.answers or not card.posed:
        return
    answer, question = card.answers[0], card.question
    if not _BARE.fullmatch(answer.bare.strip()) or "<code" in answer.html:
        return
    if _IN_UNIT.search(question) or _COUNT.search(question) or _is_year(answer.bare, question):
        return
    if _PURE.search(question) or _NUMBER_NAMED.search(question):
        return
    if not _QUANTITY.search(question) and (_DIMENSIONLESS.search(question) or "?" not in question or "…" in question):
        return
    message = f'the answer "{answer.text}" is a bare number'
    hint = "add its unit, and how exact it has to be: about 2 minutes"
    yield finding(card.source, card.locate(answer), message, hint)


def _is_year(answer: str, question: str) -> bool:
    """Tell whether a number of three or four digits is a year."""
    if not re.fullmatch(r"\D{0,8}\d{3,4}(?:\s*[-–/]\s*\d{2,4})?\.?", answer.strip()):
        return False
    year = re.search(r"\d{3,4}", answer)
    asked = re.search(r"\b(?:when|year|date|century|since|until)\b", question, re.I)
    return bool(asked) or bool(year and 1000 <= int(year[0]) <= 2100 and not _QUANTITY.search(question))


_NOW = any_of(
    "price rate record version population limit fee level number value holder salary market average cost percentage"
)
_VOLATILES = any_of(
    """
    salar(?:y|ies) (?:base|take-home|starting|variable)_pay pay_(?:band|range) base_range bonus(?:es)? headcount
    market_share fees? currently latest this_year nowadays as_of_(?:now|today) at_present these_days minimum_wage wages?
    tuition (?:interest|exchange|unemployment|inflation|vacancy|mortgage)_rate (?:stock|share|subscription)_price
    market_cap(?:itali[sz]ation)?
    """
)
_VOLATILE = re.compile(rf"\b(?:{_VOLATILES}|current {_NOW})\b", re.I)
_LIST_MARK = re.compile(r"(?<!\S)\(?\d{1,2}[a-z]?[.)](?=\s)")
_YEAR = re.compile(r"(?<!\d)(?:1[0-9]|20)\d\d(?!\d)")


def _number_without_date(card: LintCard, limits: Limits) -> Iterator[Finding]:
    if card.is_reverse or not card.answers or card.source.entry.text("as_of") is not None:
        return
    figures = card.answer if card.gap is None else " ".join(card.gap.hidden)
    if not re.search(r"\d", _LIST_MARK.sub("", figures)):
        return
    everything = f"{card.front} {card.answer} {card.context} {card.gap.sentence.text if card.gap else ''}"
    volatile = _VOLATILE.search(everything)
    if not volatile or _YEAR.search(everything):
        return
    part = card.gap.sentence if card.gap else next(part for part in card.answers if re.search(r"\d", part.text))
    number = re.search(r"\d[\d.,–-]*", figures)
    message = f'a number that changes with time ("{volatile[0]}") has no date'
    hint = "write when it was true: as_of: 2025-03, or as_of: n/a for one that never changes"
    yield finding(card.source, card.locate(part, number[0] if number else ""), message, hint)


def _stale(deck: LintDeck, limits: Limits) -> Iterator[Finding]:
    today = datetime.fromtimestamp(deck.now, UTC)
    this_month = today.year * 12 + today.month - 1
    for source in deck.deck.cards:
        stated = source.entry.text("as_of")
        if stated is None or stated.value.strip().lower() == "n/a":
            continue
        months = _months(stated)
        location = source.file.location(stated)
        if months is None:
            message = f'"{stated.value}" is no date'
            yield finding(source, location, message, "write it like 2025-03, or n/a")
        elif this_month - months > limits["months"]:
            message = f"what was true in {stated.value} is more than {int(limits['months'])} months old"
            hint = "look it up again, and write the new number and date"
            yield finding(source, location, message, hint)


def _months(stated: Text) -> int | None:
    """Return a date as months since year 0, the last month for a year alone; None for what is no date."""
    date = re.fullmatch(r"(?P<year>\d{4})(?:-(?P<month>\d{1,2})(?:-\d{1,2})?)?", stated.value.strip())
    month = int(date["month"] or 12) if date else 0
    return int(date["year"]) * 12 + month - 1 if date and 1 <= month <= 12 else None


NUMBER_WITHOUT_UNIT = Rule(
    id="number-without-unit",
    severity=Severity.ERROR,
    summary="an answer that is a bare number where the question asks for a quantity",
    why="Unit and precision are part of the fact.",
    source="a written card standard (rule U4 of thomasrribeiro/flashcards) (practitioner rule)",
    silence="the unit, or the counted noun in the question (How many weeks …?)",
    bad="""\
- id: story
  kind: basic
  front: How long should a story in an interview be?
  back: "2"
""",
    good="""\
- id: story
  kind: basic
  front: How long should a story in an interview be?
  back: About 2 minutes
""",
    english=ALL,
    exempt=REPLIES | {Trait.GAPS, Trait.STEPS},
    card=_number_without_unit,
)

NUMBER_WITHOUT_DATE = Rule(
    id="number-without-date",
    severity=Severity.WARNING,
    summary="a number that changes with time (pay, fees, market share) and has no date",
    why="A volatile fact without a date is learnt for ever and true for a year.",
    source="Wozniak, Twenty rules: date-stamp what changes (practitioner rule)",
    silence="`as_of: 2025-03`, or `as_of: n/a`",
    bad="""\
- id: base-range
  kind: basic
  front: Which base range does the guide quote for the job?
  back: ¥9–12 million
""",
    good="""\
- id: base-range
  kind: basic
  front: Which base range does the guide quote for the job?
  back: ¥9–12 million
  as_of: 2026-03
""",
    english=ALL,
    exempt=REPLIES | {Trait.STEPS},
    yields_to=("number-without-unit",),
    card=_number_without_date,
)

STALE = Rule(
    id="stale",
    severity=Severity.WARNING,
    summary="a dated fact that is more than 18 months old",
    why="A number that changes is wrong by then more often than not.",
    source="Wozniak, Twenty rules: date-stamp what changes (practitioner rule)",
    silence="a new date, once the number has been looked up",
    bad="""\
- id: base-range
  kind: basic
  front: Which base range does the guide quote for the job?
  back: ¥9–12 million
  as_of: 2019-03
""",
    good="""\
- id: base-range
  kind: basic
  front: Which base range does the guide quote for the job?
  back: ¥10–13 million
  as_of: 2026-03
""",
    thresholds=(Threshold(name="months", default=18, doc="the age in months from which a fact is old"),),
    deck=_stale,
)

RULES = (NUMBER_WITHOUT_UNIT, NUMBER_WITHOUT_DATE, STALE)
