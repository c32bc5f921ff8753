"""Questions that show how much they ask for."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from builder.diagnostics import Severity
from builder.lint.formulas import as_seen
from builder.lint.lint_cards import Finding, LintCard, finding
from builder.lint.read_cards import translates
from builder.lint.rule import ALL, REPLIES, Limits, Rule, Threshold, shorten
from builder.lint.words import SENTENCE, any_of, content_words, number_word, word_count, words
from builder.model import Trait
from builder.render.plain_text import plain_text
from builder.texts.code_places import code_elements, replaced

_LIST = re.compile(
    r"(?:please )?(?P<ask>list|enumerate|name|(?:what|which) (?:are|were)(?= (?:all |some |the )))"
    r"\s+(?P<all>all\s+)?(?:of\s+)?(?:the\s+|some\s+(?:of\s+the\s+)?)?(?P<noun>[^?.,:;(]+)",
    re.I,
)
_COMPLEMENT = re.compile(
    r"\s"
    + any_of(
        "of in on for to from by at with without that which who whom whose you used when between under during over"
    )
    + r"\b",
    re.I,
)
_NUMBER = re.compile(
    r"\d|\b"
    + any_of("one two three four five six seven eight nine ten eleven twelve both pair couple trio first last either")
    + r"\b",
    re.I,
)
_SINGULAR = re.compile(
    r"(?:ss|us|is|ics)\Z|\A"
    + any_of("lens series species gas bias atlas canvas means news diabetes pancreas rabies chaos cosmos herpes")
    + r"\Z",
    re.I,
)
_PLURAL = re.compile(
    r"s\Z|\A"
    + any_of(
        """
        criteria phenomena children people \\w*men teeth feet mice bacteria stimuli nuclei media data axes fungi
        vertebrae alveoli antennae larvae quanta spectra strata
        """
    )
    + r"\Z",
    re.I,
)


def _open_list(card: LintCard, limits: Limits) -> Iterator[Finding]:
    if card.is_reverse or not card.posed:
        return
    part = card.posed[-1]
    for sentence in SENTENCE.finditer(part.bare):
        asked = _LIST.match(sentence[0].strip())
        if not asked:
            continue
        phrase = _COMPLEMENT.split(asked["noun"], maxsplit=1)
        if _NUMBER.search(phrase[0]) or re.search(r"\(\d+\)", part.bare):
            continue
        head = phrase[0].split()[-1] if phrase[0].split() else ""
        if not _PLURAL.search(head) or _SINGULAR.search(head):
            continue
        if asked["ask"].lower().startswith(("what", "which")) and not _answers_with_list(card, phrase):
            continue
        message = (
            f'the question asks for a list ("{shorten(asked[0].strip(), 40)}") and does not say how many there are'
        )
        hint = "say the number in the question, or ask for one of them"
        yield finding(card.source, card.locate(part, head), message, hint)
        return


def _answers_with_list(card: LintCard, phrase: list[str]) -> bool:
    """Tell whether "what are the …" asks for members, and not for the meaning of a term that happens to be plural."""
    html = "".join([answer.html for answer in card.answers])
    parts = re.split(r"[,;/]|\s+(?:and|or|&)\s+|\n", card.answer)
    short = sum(word_count(part) <= 4 for part in parts if part.strip())
    named = phrase[0].strip()[:1].isupper() and not phrase[0].split()[0].isupper()
    if len(phrase) > 1 and not named:
        return "<li" in html or len(parts) > 1
    return "<li" in html or (short >= 3 and short == sum(bool(part.strip()) for part in parts)) or len(parts) > 4


_BLOCK = frozenset({"pre"})
"""Code that stands apart from the question, and is looked at more than read."""
_LINE = 28
"""The characters of a line on a phone."""


def _question_length(card: LintCard, limits: Limits) -> Iterator[Finding]:
    if card.is_reverse or not card.posed:
        return
    most = int(limits["chars"])
    read = [replaced(part.html, code_elements(part.html, _BLOCK), " ") for part in card.posed]
    text = " ".join([as_seen(plain_text(html)) for html in read])
    if len(text) > most:
        lines = math.ceil(most / _LINE)
        on_a_phone = f"{number_word(lines)} {'line' if lines == 1 else 'lines'} on a phone"
        message = f"the question has {len(text)} characters, more than {most}: {on_a_phone}"
        hint = "shorten it, or move what only sets the scene to context:"
        yield finding(card.source, card.locate(card.posed[0]), message, hint)
    elif card.is_english and text.rstrip().endswith("?") and _is_stub(card, text, int(limits["words"])):
        message = f'the question "{text}" has fewer than {int(limits["words"])} words, so it does not say what is asked'
        yield finding(card.source, card.locate(card.posed[0]), message, "write out what about it is asked")


def _is_stub(card: LintCard, text: str, least: int) -> bool:
    phrase = translates(card) or "¿" in text
    return (
        text.isascii()
        and len(words(text)) < least
        and not card.context
        and not phrase
        and bool(content_words(text) or words(text))
    )


OPEN_LIST = Rule(
    id="open-list",
    severity=Severity.WARNING,
    summary="a question for a list that does not say how long the list is",
    why="The learner cannot tell when the answer is complete.",
    source="Wozniak, Twenty rules of formulating knowledge: avoid sets (practitioner rule)",
    silence="the number in the question",
    bad="""\
- id: trade-off-answer
  kind: basic
  front: What are the elements of a strong trade-off answer?
  back: Decision, cost, owner
""",
    good="""\
- id: trade-off-answer
  kind: basic
  front: Which 3 elements does a strong trade-off answer name?
  back: Decision, cost, owner
""",
    english=ALL,
    exempt=REPLIES | {Trait.GAPS, Trait.STEPS, Trait.OPTIONS},
    card=_open_list,
)

QUESTION_LENGTH = Rule(
    id="question-length",
    severity=Severity.WARNING,
    summary="a question that is too long to be read at a glance, or too short to say what it asks",
    why="A long odd question is recognised by its shape; one of a word or two leaves open what is asked.",
    source="Layout: 140 characters are five lines on a phone of 360 px; Matuschak (discourage pattern matching)",
    silence="`context:` for what sets the scene, which is not counted",
    bad="""\
- id: raci
  kind: basic
  front: RACI?
  back: Accountable
""",
    good="""\
- id: raci
  kind: basic
  front: What does the A in RACI stand for?
  back: Accountable
""",
    settings="glossary: {RACI: responsible accountable consulted informed}",
    english="the fewest words; the most characters count in all languages",
    thresholds=(
        Threshold(
            name="chars",
            default=140,
            doc="the most characters of a question",
            by_trait={Trait.SPOKEN: 200, Trait.RUBRIC: 320, Trait.TERM: 200},
        ),
        Threshold(name="words", default=3, doc="the fewest words of a question"),
    ),
    exempt=frozenset({Trait.GAPS}),
    card=_question_length,
)

RULES = (OPEN_LIST, QUESTION_LENGTH)
