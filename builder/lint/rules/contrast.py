"""Rules about bad answers beside good ones, and about options."""

from __future__ import annotations

import math
import re
import string
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from builder.diagnostics import Location, Severity
from builder.lint.lint_cards import Finding, LintCard, LintDeck, finding, locate
from builder.lint.read_cards import whole_text
from builder.lint.rule import Limits, Rule, Threshold
from builder.lint.words import with_article, word_count, words
from builder.model import CardSource, Prose, Trait
from builder.render.plain_text import plain_text
from builder.render.template import Field, Section, TemplatePart, parse
from builder.syntax import Text
from builder.texts.straight import same_text

_FEWEST_WORDS = 3
"""A bad answer of fewer words may stand in another text by chance."""
_ABSOLUTE = re.compile(r"\b(?:always|never|just|whatever|obviously)\b", re.I)


def _contrast_no_why(card: LintCard, limits: Limits) -> Iterator[Finding]:
    if not card.is_first:
        return
    source, why = card.source, card.source.entry.text("why")
    hint = f"say the principle in {int(limits['words'])} words or more: what the bad answer lacks and the good one has"
    if why is None:
        message = f'{with_article(card.kind)} without "why" teaches two lines, and not what tells them apart'
        yield finding(source, source.file.location(source.id), message, hint)
    elif word_count(why.value) < limits["words"]:
        message = f'the reason "{why.value}" is too short to be a principle'
        yield finding(source, locate(source.file, why), message, hint)


def _bad_shown_last(deck: LintDeck, limits: Limits) -> Iterator[Finding]:
    judged: set[tuple[str, str]] = set()
    for card in deck.cards:
        # Any kind may have the two, whatever else it is.
        bad, good = card.source.entry.text("bad"), card.source.entry.text("good")
        if bad is None or good is None:
            continue
        if card.is_first:
            yield from _repeated(card, bad, good)
        template = (card.note.type, card.template.name)
        fault = _fault_of_back(card, bad, good) if template not in judged else ""
        judged.add(template)
        if fault:
            message = f'the back of "{card.template.name}" {fault}'
            hint = "change the kind's template: first the bad answer under a label, then why, and the good one last"
            yield finding(card.source, locate(card.source.file, bad), message, hint)


def _fault_of_back(card: LintCard, bad: Text, good: Text) -> str:
    """Return what is wrong with the order or the label of the two answers in a template's back; empty for nothing."""
    bad_index, good_index = -1, -1
    label = ""
    labelled = True
    for index, part in enumerate(_shown(parse(card.template.back))):
        if isinstance(part, str):
            label = part
            continue
        texts = [piece.text for piece in card.note.fields.get(part.name, ()) if isinstance(piece, Prose)]
        if bad in texts:
            bad_index = index
            labelled = labelled and bool(words(plain_text(label)))
        elif good in texts:
            good_index = index
        label = ""  # what stands before a field labels that field alone
    if bad_index < 0 or good_index < 0:
        return ""
    if bad_index > good_index:
        return "shows the bad answer after the good one"
    return "" if labelled else "shows the bad answer without a label"


def _shown(parts: Iterable[TemplatePart]) -> Iterator[Field | str]:
    """Yield the fields and the HTML between them that a template shows, in order."""
    for part in parts:
        if isinstance(part, Section):
            yield from _shown(part.parts)
        else:
            yield part


def _repeated(card: LintCard, bad: Text, good: Text) -> Iterator[Finding]:
    """Yield a finding where another field of the back says the bad answer again."""
    lure = " ".join(words(bad.value))
    if len(words(bad.value)) < _FEWEST_WORDS:
        return
    for field, text in whole_text(card):
        said = " ".join(words(text.value))
        if text == bad or field in card.template.asks or lure not in said:
            continue
        if text == good and not _is_apart(text.value, bad.value):
            continue
        where = "the good answer" if text == good else f'"{field.lower()}"'
        message = f"{where} repeats the bad answer on the back, where nothing marks it as bad"
        hint = "leave it out there: the back shows it once, struck through, and ends with the good answer"
        yield finding(card.source, locate(card.source.file, text, _first_line(bad.value)), message, hint)
        return


def _is_apart(text: str, lure: str) -> bool:
    """Tell whether a bad answer stands in a text as a sentence of its own; a good one may well start or end like it."""
    before = text.lower().partition(_first_line(lure).lower())[0].rstrip(" \"'“‘*_>✗×❌")
    return bool(before) and before[-1] in ".:!?\n–—"


def _first_line(text: str) -> str:
    return text.strip(" .!?\"'").split("\n")[0]


def _contrast_cue(deck: LintDeck, limits: Limits) -> Iterator[Finding]:
    pairs: list[_Lengths] = []
    for source in deck.sources(Trait.CONTRAST):
        bad, good = source.entry.text("bad"), source.entry.text("good")
        if bad is not None and good is not None:
            lengths = _Lengths(bad=word_count(bad.value), good=word_count(good.value))
            pairs.append(lengths)
            yield from _cue_of(source, bad, good, lengths, limits)
    yield from _set_length(deck, pairs, int(limits["pairs"]))
    yield from _set_slot(deck, limits)


class _Lengths(NamedTuple):
    """The words of the two answers of a contrast."""

    bad: int
    good: int


def _cue_of(source: CardSource, bad: Text, good: Text, lengths: _Lengths, limits: Limits) -> Iterator[Finding]:
    absolute = _ABSOLUTE.search(bad.value)
    if lengths.good > limits["ratio"] * lengths.bad:
        message = f"the good answer has {lengths.good} words and the bad one {lengths.bad}, so its length gives it away"
        hint = "give the bad answer the same length and polish, or cut the good one"
        yield finding(source, locate(source.file, good), message, hint)
    elif absolute and not _ABSOLUTE.search(good.value):
        message = f'only the bad answer says "{absolute[0]}", by which it is known without thinking'
        hint = "let the bad answer be one that a real candidate would give"
        yield finding(source, source.file.within(bad, absolute[0]), message, hint)


def _set_length(deck: LintDeck, pairs: Sequence[_Lengths], least: int) -> Iterator[Finding]:
    longer = sum(lengths.good > lengths.bad for lengths in pairs)
    if len(pairs) >= least and _chance_of(longer, len(pairs)) < 0.05:
        message = (
            f"the good answer is the longer one in {longer} of {len(pairs)} contrasts, which a learner will notice"
        )
        hint = "lengthen bad answers or cut good ones until about half are longer"
        yield Finding(location=_location_of_deck(deck), message=message, hint=hint)


def _set_slot(deck: LintDeck, limits: Limits) -> Iterator[Finding]:
    slots: Counter[str] = Counter()
    for source in deck.sources(Trait.OPTIONS):
        answers = source.entry.one_or_many("answer")
        options = [option.value for option in source.entry.texts("options")]
        is_placed = len(answers) == 1 and not source.entry.flag("shuffle")
        right = same_text(answers[0].value, options) if is_placed else None
        if right is not None:
            slots.update(string.ascii_uppercase[right : right + 1])
    total = slots.total()
    if not total or total < limits["pairs"]:
        return
    slot, count = slots.most_common(1)[0]
    if count > limits["slot"] * total:
        message = f"the answer is option {slot} in {count} of {total} choices, which a learner will notice"
        hint = "move the right options to other places"
        yield Finding(location=_location_of_deck(deck), message=message, hint=hint)


def _location_of_deck(deck: LintDeck) -> Location:
    settings = deck.deck.settings
    return settings.file.location(settings.entry.need("name"))


def _chance_of(hits: int, total: int) -> float:
    """Return the probability of at least that many heads in `total` throws of a coin."""
    favourable: int = sum(math.comb(total, heads) for heads in range(hits, total + 1))
    return favourable / float(2**total)


CONTRAST_NO_WHY = Rule(
    id="contrast-no-why",
    severity=Severity.ERROR,
    summary="a contrast without a reason of at least 4 words",
    why="Wrong examples help where learners find and explain the error; without the reason they collect bad lines.",
    source="McLaren, Adams and Mayer 2015 (delayed gain d = .33, school mathematics) (experiment)",
    silence="the reason, in `why:`",
    bad="""\
- id: launch
  kind: contrast
  prompt: What did you do on the launch?
  bad: I managed the launch and kept everyone aligned.
  good: I cut two features in April, and the May date held.
""",
    good="""\
- id: launch
  kind: contrast
  prompt: What did you do on the launch?
  bad: I managed the launch and kept everyone aligned.
  good: I cut two features in April, and the May date held.
  why: Name your own decision and what it cost.
""",
    thresholds=(Threshold(name="words", default=4, doc="the fewest words of a reason"),),
    only=frozenset({Trait.CONTRAST}),
    card=_contrast_no_why,
)

BAD_SHOWN_LAST = Rule(
    id="bad-shown-last",
    severity=Severity.ERROR,
    summary="a back that shows the bad answer unmarked, or after the good one",
    why="Reading lures makes people produce them later; feedback that ends with the right answer undoes it.",
    source="Roediger and Marsh 2005; Butler and Roediger 2008 (experiments)",
    silence="nothing: leave the bad answer to the key `bad`",
    bad="""\
- id: launch
  kind: contrast
  prompt: What did you do on the launch?
  bad: I managed the launch and kept everyone aligned.
  good: I cut two features in April, and the May date held.
  why: Name your own decision and what it cost.
  extra: Most candidates say "I managed the launch and kept everyone aligned".
""",
    good="""\
- id: launch
  kind: contrast
  prompt: What did you do on the launch?
  bad: I managed the launch and kept everyone aligned.
  good: I cut two features in April, and the May date held.
  why: Name your own decision and what it cost.
  extra: Most candidates speak of alignment here.
""",
    deck=_bad_shown_last,
)

CONTRAST_CUE = Rule(
    id="contrast-cue",
    severity=Severity.WARNING,
    summary="a contrast or a set of choices that length, absolute words or place give away",
    why="Test-wise learners pass by such cues alone; in the wild, 76 % of right options are the longest.",
    source="Haladyna, Downing and Rodriguez 2002; counted on 456 public multiple-choice items",
    english="always, never, just and the like; lengths and places count in all languages",
    silence="an allow on the card, where brevity is the lesson; the count over the whole deck still takes it in",
    bad="""\
- id: launch
  kind: contrast
  prompt: What did you do on the launch?
  bad: I managed it.
  good: I cut two features in April, told the shops the same day, and the May date held.
  why: Name your own decision and what it cost.
""",
    good="""\
- id: launch
  kind: contrast
  prompt: What did you do on the launch?
  bad: I managed the launch and kept everyone aligned.
  good: I cut two features in April, and the May date held.
  why: Name your own decision and what it cost.
""",
    thresholds=(
        Threshold(name="ratio", default=2.0, doc="how many times the words of the bad answer the good one may have"),
        Threshold(name="pairs", default=8, doc="the fewest contrasts, or choices, to be judged as a set"),
        Threshold(name="slot", default=0.75, doc="the largest share of choices with the answer in one place"),
    ),
    deck=_contrast_cue,
)

RULES = (CONTRAST_NO_WHY, BAD_SHOWN_LAST, CONTRAST_CUE)
