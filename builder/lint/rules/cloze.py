"""Rules about cloze cards: what is hidden, and whether what is left can bring it back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from builder.cloze import find_clozes
from builder.diagnostics import Location, Severity
from builder.lint.formulas import as_seen, in_pieces, without_formulas
from builder.lint.lint_cards import Finding, Gap, LintCard, finding
from builder.lint.rule import Limits, Rule, Threshold, shorten
from builder.lint.words import content_stems, content_words, is_dense, stem, word_count, word_set, words, words_as_typed
from builder.model import Trait
from builder.texts.formula_places import find_formulas

_FILLER = word_set(
    """
    a an the of for to in at by with and or is are was were be been it its this that these those as has have had do
    does did will would from on so also very
    """
)
_TELLING = 6
"""The letters of a word that says something, in languages whose function words are not known here."""
_SIGNS = 3
"""The signs of a formula that can be copied; a letter alone stands in any."""
_HALF_A_SENTENCE = 6
"""The words left to see from which much that is hidden is a warning only."""
_TITLE = re.compile(r"[A-Z][\w'’-]*(?: (?:(?:of|the|and|in|on|for|to|a|an) ){0,2}[A-Z][\w'’-]*)+")
_WORDS_OF_A_QUESTION = 3
_CODE_TOKEN = re.compile(r"\w+|[^\w\s]")
_FIGURE = re.compile(r"\d|\b[A-Z]\b")
"""What tells two answers apart that share a word: 15 years, group A."""


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
    visible = f"{card.context} {card.gap.visible}"
    hidden = sum(_hidden_weight(text, card.gap) for text in card.gap.hidden)
    shown = _weight(visible, card.gap, by_pieces=True)
    share = hidden / max(1, hidden + shown)
    hint = "show enough of the sentence that only one answer fits, or hide less"
    if _asks(visible) or _spells_out(card.gap):
        return
    prose = without_formulas(visible)
    content = len(content_words(prose)) + shown - word_count(prose.replace("…", " "))  # a sign of code or a formula too
    if share > limits["share"]:
        message = f"{round(share * 100)} % of the words are hidden, more than {round(limits['share'] * 100)} %"
        # Half a sentence that names much may still allow one answer only, if a long one.
        names_much = content >= limits["words"] and shown >= _HALF_A_SENTENCE
        severity = Severity.WARNING if names_much else None
        yield finding(card.source, _location_of_gap(card), message, hint, severity)
        return
    # Three words like "Paris is the" leave more open than "the capital of France is", though both name little.
    few = content < limits["words"] and (shown < limits["words"] + 2 or content < limits["words"] - 1)
    if few and not is_dense(visible):
        message = f'what is left to see, "{shorten(card.gap.visible)}", does not fix the answer'
        yield finding(card.source, _location_of_gap(card), message, hint)


def _hidden_weight(text: str, gap: Gap) -> int:
    """Return how much a gap hides: of a name or a title, which is recalled as one thing, two words."""
    weight = _weight(text, gap, by_pieces=gap.in_formula)
    return min(weight, 2) if _TITLE.fullmatch(text.strip()) else weight


def _weight(text: str, gap: Gap, *, by_pieces: bool) -> int:
    """Return how many words a part of a sentence has; of code with a gap each sign is one.

    A formula counts by its pieces where it is seen, for it tells as much as they do, and where a part of it is hidden;
    as an answer it is one thing.
    """
    if gap.in_code:
        return len(_CODE_TOKEN.findall(text.replace("…", " ")))
    return word_count((in_pieces if by_pieces else as_seen)(text).replace("…", " "))


def _asks(visible: str) -> bool:
    """Tell whether a question stands beside a gap, which then asks for it by itself."""
    asked = visible[: max(visible.rfind("?"), visible.rfind("？")) + 1]
    return is_dense(asked) or len(words(asked)) >= _WORDS_OF_A_QUESTION


def _spells_out(gap: Gap) -> bool:
    """Tell whether the words of a gap are those of an acronym beside it, whose letters fix them."""
    initials = "".join([word[0] for word in words(" ".join(gap.hidden))]).upper()
    return len(initials) > 1 and initials in words_as_typed(gap.visible)


def _cloze_bad_target(card: LintCard, limits: Limits) -> Iterator[Finding]:
    assert card.gap is not None
    for index, (text, before) in enumerate(zip(card.gap.hidden, card.gap.before, strict=True)):
        count = word_count(as_seen(text))
        if card.is_english and _is_filler(text, before) and not card.gap.in_code:
            message = f'the gap hides "{text}", a filler word'
            hint = "hide the word that carries the knowledge"
        elif count > limits["words"]:
            message = f"the gap hides {count} words, more than {int(limits['words'])}"
            hint = "hide the one to three words that matter"
        elif card.is_english and re.search(r"\ban\s*\Z", before, re.I) and re.match(r"[aeiouh]", text, re.I):
            message = f'"an" before the gap tells that "{shorten(text, 30)}" starts with a vowel'
            hint = 'put the article into the gap, or write "a/an"'
        else:
            continue
        yield finding(card.source, _location_of_gap(card, index), message, hint)
        return


def _is_filler(text: str, before: str) -> bool:
    """Tell whether a gap hides filler words alone; in capitals amid a sentence they are names: vitamin A, the WHO.

    With signs among them (`-a`, a formula) they are no words.
    """
    plain = text.replace(" ", "").strip(",;.").isalpha()
    return plain and set(words(text)) <= _FILLER and not (text.isupper() and before)


def _cloze_leak(card: LintCard, limits: Limits) -> Iterator[Finding]:
    assert card.gap is not None
    severity = None
    if not _is_copied(card, f"{card.gap.beside} … {card.context} … {card.source.entry.typed('hint')}"):
        # Other items of a list are other facts, which may help; in other cells of a table words come again by nature.
        severity = Severity.WARNING
        if "<tr" in card.gap.sentence.html or not _is_copied(card, card.gap.visible):
            return
    message = f'the rest of the card still shows "{shorten(" … ".join(card.gap.hidden), 40)}"'
    hint = "reword the sentence so that the hidden words stand in it once, or hide them in both places"
    yield finding(card.source, _location_of_gap(card), message, hint, severity)


def _is_copied(card: LintCard, shown: str) -> bool:
    """Tell whether all that a card hides stands in what it shows."""
    assert card.gap is not None
    text = " … ".join(card.gap.hidden)
    formulas = [text[formula.start : formula.end] for formula in find_formulas(text)]
    if formulas:
        solid = "".join(shown.split())
        told = [len(as_seen(formula)) >= _SIGNS and "".join(formula[2:-2].split()) in solid for formula in formulas]
        if not all(told):
            return False
        text = without_formulas(text)
    stems = content_stems(text)
    if not stems:
        return bool(formulas)
    if _FIGURE.search(text):
        return f" {' '.join(words(text))} " in f" {' '.join(words(shown))} "
    # Of another language the words that say nothing are not known; most are short.
    if not card.is_english and max(map(len, words(text))) < _TELLING:
        return False
    return _stand_together(stems, shown)


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
    english='filler and "an"; words count in all languages',
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
