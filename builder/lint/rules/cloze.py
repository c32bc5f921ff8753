"""Rules about cloze cards: what is hidden, and whether what is left can bring it back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from builder.cloze import find_clozes
from builder.diagnostics import Location, Severity
from builder.lint.lint_cards import Finding, LintCard, finding
from builder.lint.rule import Limits, Rule, Threshold, shorten
from builder.lint.words import content_stems, content_words, is_dense, stem, word_count, word_set, words
from builder.model import Trait

_FILLER = word_set(
    """
    a an the of for to in at by with and or is are was were be been it its this that these those as has have had do
    does did will would from on so also very
    """
)
_ENGLISH = word_set("the is are of and with that for by to which was were can its until from when then than but have")
"""One of these stands in nearly every English sentence, and in few of another language."""


def _location_of_gap(card: LintCard, index: int = 0) -> Location:
    """Return the place of one of the gaps that the card hides, the first by default."""
    assert card.gap is not None
    sentence = card.gap.sentence
    text = sentence.at.value
    clozes = [text[cloze.start : cloze.end] for cloze in find_clozes(text) if card.number in cloze.numbers]
    return card.locate(sentence, clozes[index] if index < len(clozes) else "")


def _cloze_too_many(card: LintCard, limits: Limits) -> Iterator[Finding]:
    assert card.gap is not None
    count = len(card.rendered.ords)
    if not card.is_first or count <= limits["numbers"]:
        return
    severity = Severity.ERROR if count > limits["error_numbers"] else None
    message = f"{count} cloze numbers make {count} cards of one sentence, each of which shows the others' answers"
    hint = "keep one or two, and write further sentences for the rest"
    yield finding(card.source, card.locate(card.gap.sentence), message, hint, severity)


def _cloze_starved(card: LintCard, limits: Limits) -> Iterator[Finding]:
    assert card.gap is not None
    visible = f"{card.context} {card.gap.visible.replace('…', ' ')}"
    hidden = sum(word_count(text) for text in card.gap.hidden)
    shown = word_count(visible)
    share = hidden / max(1, hidden + shown)
    hint = "show enough of the sentence that only one answer fits, or hide less"
    if share > limits["share"]:
        message = f"{round(share * 100)} % of the words are hidden, more than {round(limits['share'] * 100)} %"
        yield finding(card.source, _location_of_gap(card), message, hint)
        return
    content = len(content_words(visible))
    # Three words like "Paris is the" leave more open than "the capital of France is", though both name little.
    few = content < limits["words"] and (shown < limits["words"] + 2 or content < limits["words"] - 1)
    if few and not is_dense(visible):
        message = f'what is left to see, "{shorten(card.gap.visible)}", does not fix the answer'
        yield finding(card.source, _location_of_gap(card), message, hint)


def _cloze_bad_target(card: LintCard, limits: Limits) -> Iterator[Finding]:
    assert card.gap is not None
    for index, (text, before) in enumerate(zip(card.gap.hidden, card.gap.before, strict=True)):
        said = words(text)
        if said and set(said) <= _FILLER and not card.gap.in_code and set(words(card.gap.visible)) & _ENGLISH:
            message = f'the gap hides "{text}", a filler word'
            hint = "hide the word that carries the knowledge"
        elif word_count(text) > limits["words"]:
            message = f"the gap hides {word_count(text)} words, more than {int(limits['words'])}"
            hint = "hide the one to three words that matter"
        elif re.search(r"\ban\s*\Z", before, re.I) and re.match(r"[aeiouh]", text, re.I):
            message = f'"an" before the gap tells that "{shorten(text, 30)}" starts with a vowel'
            hint = 'put the article into the gap, or write "a/an"'
        else:
            continue
        yield finding(card.source, _location_of_gap(card, index), message, hint)
        return


def _cloze_leak(card: LintCard, limits: Limits) -> Iterator[Finding]:
    assert card.gap is not None
    hidden = content_stems(" ".join(card.gap.hidden))
    if hidden and _stand_together(hidden, f"{card.gap.visible} … {card.context}"):
        message = f'the rest of the card still shows "{shorten(" … ".join(card.gap.hidden), 40)}"'
        hint = "reword the sentence so that the hidden words stand in it once, or hide them in both places"
        yield finding(card.source, _location_of_gap(card), message, hint)


def _stand_together(stems: AbstractSet[str], text: str) -> bool:
    """Tell whether all stems stand next to each other somewhere in a text, with one word between at most."""
    shown = [stem(word) for word in content_words(text)]
    size = len(stems) + (len(stems) > 1)
    return any(stems <= set(shown[start : start + size]) for start in range(len(shown)))


CLOZE_TOO_MANY = Rule(
    id="cloze-too-many",
    severity=Severity.WARNING,
    summary="more than 3 cloze numbers in a note; more than 6 are an error",
    why="Each card shows the answers of the others, and the siblings bury one another.",
    source="SuperMemo FAQ: keep only one deletion (practitioner rule)",
    silence="several sentences; steps in order belong into `kind: sequence`",
    bad="""\
- id: two-roles
  kind: cloze
  text: "A PM owns {{c1::what}} and {{c2::why}}, and a TPM owns {{c3::when}}, {{c4::how}} and {{c5::by whom}}."
""",
    good="""\
- id: two-roles
  kind: cloze
  text: "Of a product's questions, the program manager answers {{c1::when}}, not what or why."
""",
    settings="glossary: {PM: product manager, TPM: technical program manager}",
    thresholds=(
        Threshold(name="numbers", default=3, doc="the most cloze numbers of a note"),
        Threshold(name="error_numbers", default=6, doc="the numbers from which it is an error"),
    ),
    only=frozenset({Trait.GAPS}),
    card=_cloze_too_many,
)

CLOZE_STARVED = Rule(
    id="cloze-starved",
    severity=Severity.ERROR,
    summary="a cloze that hides more than 40 % of the words, or leaves too few to fix the answer",
    why="What is left to see must allow one answer only.",
    source="a written card standard (rule C3 of thomasrribeiro/flashcards) (practitioner rule)",
    silence="a longer sentence, or `context:`",
    bad="""\
- id: launch-date
  kind: cloze
  text: "The {{c1::critical path sets the launch date}}."
""",
    good="""\
- id: launch-date
  kind: cloze
  text: "The launch date is set by the {{c1::critical path}}, and not by the number of teams."
""",
    thresholds=(
        Threshold(name="share", default=0.4, doc="the largest share of the words that may be hidden"),
        Threshold(
            name="words", default=3, doc="the fewest content words to be seen; one less will do in a longer sentence"
        ),
    ),
    only=frozenset({Trait.GAPS}),
    card=_cloze_starved,
)

CLOZE_BAD_TARGET = Rule(
    id="cloze-bad-target",
    severity=Severity.WARNING,
    summary='a gap that hides filler or more than 6 words, or that an "an" before it gives away',
    why="A gap should take out the knowledge, and all of it that is asked.",
    source="a written card standard (rule C2 of thomasrribeiro/flashcards) (practitioner rule)",
    silence="an allow, for drills of prepositions",
    bad="""\
- id: delivery-date
  kind: cloze
  text: "A program manager answers {{c1::for}} the date on which the product ships."
""",
    good="""\
- id: delivery-date
  kind: cloze
  text: "A program manager answers for the {{c1::date}} on which the product ships."
""",
    thresholds=(Threshold(name="words", default=6, doc="the most words of a gap"),),
    only=frozenset({Trait.GAPS}),
    card=_cloze_bad_target,
)

CLOZE_LEAK = Rule(
    id="cloze-leak",
    severity=Severity.ERROR,
    summary="a gap whose words stand elsewhere on the same card",
    why="The learner copies the answer instead of recalling it.",
    source="a written card standard (rule C5 of thomasrribeiro/flashcards) (practitioner rule)",
    silence="the same cloze number in both places",
    bad="""\
- id: roadmap
  kind: cloze
  text: "The roadmap belongs to the product manager: each quarter she rewrites the {{c1::roadmap}}."
""",
    good="""\
- id: roadmap
  kind: cloze
  text: "Each quarter the product manager rewrites the {{c1::roadmap}}."
""",
    only=frozenset({Trait.GAPS}),
    card=_cloze_leak,
)

RULES = (CLOZE_TOO_MANY, CLOZE_STARVED, CLOZE_BAD_TARGET, CLOZE_LEAK)
