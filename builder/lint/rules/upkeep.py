"""Rules about what a card rests on, and about what its author has not finished."""

from __future__ import annotations

import re
from collections.abc import Iterator

from builder.diagnostics import Severity
from builder.lint.formulas import without_formulas
from builder.lint.lint_cards import Finding, LintCard, LintDeck, finding
from builder.lint.read_cards import whole_text
from builder.lint.rule import Limits, Rule
from builder.lint.words import QUERY, any_of, with_article, word_count
from builder.model import CardSource, Trait
from builder.texts.code_places import code_elements, find_places, replaced

_QUOTATION = re.compile(
    r"(?:(?<=\s)|(?<=[(:—–-])|\A)(?:\"\w[^\"]{23,}[^\s\"]\"(?!\w)|“[^”]{25,}”|„[^“”]{25,}[“”]|«[^»]{25,}»|»[^«]{25,}«)"
)


def _source_missing(deck: LintDeck, limits: Limits) -> Iterator[Finding]:
    settings = deck.deck.settings
    if not settings.sources:  # the deck has no such habit
        return
    seen: set[str] = set()
    for card in deck.cards:
        source = card.source
        if source.id.value in seen:
            continue
        seen.add(source.id.value)
        if source.source is None:
            subject, severity = _needs_source(card)
            message = f"{subject} has no source"
            hint = "add source: with a name declared in deck.yaml, or source: own for your own wording"
            location = source.file.location(source.id)
            yield finding(source, location, message, hint, severity)
        else:
            cited = settings.sources.get(source.source.value)
            if cited is not None and cited.sections and _own_source(source):
                message = f'the source "{source.source.value}" has sections, and none is named'
                hint = f"write one: {source.source.value}/{next(iter(cited.sections))}"
                location = source.file.location(source.source)
                yield finding(source, location, message, hint, Severity.INFO)


def _own_source(source: CardSource) -> bool:
    """Tell whether a card cites by itself, and not by its chapter's default."""
    return source.entry.text("source") is not None


def _needs_source(card: LintCard) -> tuple[str, Severity]:
    """Return what of a card needs a source most, and how badly."""
    if Trait.SPOKEN in card.traits:
        return with_article(card.kind), Severity.ERROR
    graded = card.answer if card.gap is None else " ".join(card.gap.hidden)
    if re.search(r"\d", graded) and word_count(graded) <= 6:
        return "a number", Severity.ERROR
    if any("<blockquote" in part.html or _QUOTATION.search(part.text) for part in (*card.asks, *card.answers)):
        return "a quotation", Severity.ERROR
    return "the card", Severity.WARNING


_SLOTS = any_of(
    """
    company(?:'s)?_name company employer organi[sz]ation name first_name last_name your_[a-z ]{2,25} insert_[a-z ]{2,25}
    add_[a-z ]{2,25} role job_title job position product team manager recruiter interviewer city country date amount
    number year value figure topic project skill salary placeholder fill_in fill_this_in blank tbd todo to_do example
    answer question definition source term link xx+ nn+ [a-z ]{2,20}_here client customer competitor industry teacher
    patient_name address
    """.replace("[a-z ]", "[a-z_]")
)
_PLACEHOLDER = re.compile(
    rf"\b(?:TODO|TBD|FIXME)\b|\bXXX+\b|\?{{3,}}|\blorem ipsum\b|(?P<slot>(?<![\w\]])\[{_SLOTS}\](?!\()|<{_SLOTS}>"
    rf"|(?<![\w\\/$}}{{.])\{{\{{?{_SLOTS}\}}\}}?)",
    re.I,
)
_SUSPECT = re.compile(r"[\[<{]|\?\?\?|TODO|TBD|FIXME|XXX|[Ll]orem")
"""Without any of these a text has no placeholder."""
_ELEMENTS = re.compile(r"<(?:address|title|link|source|figure|label|summary|time|data)>", re.I)
_TODO_THING = re.compile(r"[ -](?:apps?|comments?|items?|lists?|managers?|programs?|trackers?)\b")
_ASKED = re.compile(r"\bwhat (?:do|does|is|are)(?: an?| the)? \Z", re.I)
"""What stands before a slot that a question is about: What does <name> mean?"""
_ROMAN_CONTEXT = re.compile(r"\broman|numeral|\b30\b|thirty|century|chapter|legio|psalm|canto|louis|pope|book\b", re.I)


def _placeholder_left(card: LintCard, limits: Limits) -> Iterator[Finding]:
    if not card.is_first:
        return
    for _, text in whole_text(card):
        bare = without_formulas(_without_code(text.value)) if _SUSPECT.search(text.value) else ""
        for slot in _PLACEHOLDER.finditer(bare):
            if not _is_meant(card, bare, slot):
                message = f'"{slot[0]}" is still to be filled in'
                yield finding(card.source, card.source.file.within(text, slot[0]), message, "write what belongs there")
                return


def _without_code(text: str) -> str:
    bare = replaced(text, find_places(text).code, "…")
    return replaced(bare, code_elements(bare), "…")


def _is_meant(card: LintCard, text: str, slot: re.Match[str]) -> bool:
    """Tell whether what looks like a placeholder is a word, a Roman numeral, an HTML element, or spoken of."""
    if slot[0].lower() in ("todo", "tbd", "fixme", "xxx") and not slot[0].isupper():  # "todo" is a Spanish word
        return True
    if slot["slot"] and (not card.is_english or QUERY.search(text)):
        return True
    if slot[0] == "TODO" and _TODO_THING.match(text, slot.end()):
        return True
    if slot["slot"] and _ASKED.search(text[max(0, slot.start() - 20) : slot.start()]):
        return True
    if set(slot[0]) == {"X"} and _ROMAN_CONTEXT.search(f"{card.front} {card.answer} {card.context}"):
        return True
    return bool(_ELEMENTS.fullmatch(slot[0])) or _is_quoted(text, slot.start(), slot.end())


def _is_quoted(text: str, start: int, end: int) -> bool:
    """Tell whether quotes stand right around a piece of text, so that it is spoken of."""
    return text[max(0, start - 1) : start] in tuple("\"'“‘«„*") and text[end : end + 1] in tuple("\"'”’»“*")


SOURCE_MISSING = Rule(
    id="source-missing",
    severity=Severity.WARNING,
    summary="a card that cites nothing in a deck with sources; an error for numbers, quotations and scripts",
    why="A source lets a reader check the card, and the author mend it.",
    source="Wozniak, Twenty rules: provide sources (practitioner rule)",
    silence="`source: own` for your own wording, or a `source:` for the whole chapter",
    bad="""\
- id: gate
  kind: basic
  front: What does a quality gate hold back?
  back: The next phase of the project
""",
    good="""\
- id: gate
  kind: basic
  source: own
  front: What does a quality gate hold back?
  back: The next phase of the project
""",
    deck=_source_missing,
)

PLACEHOLDER_LEFT = Rule(
    id="placeholder-left",
    severity=Severity.ERROR,
    summary="a text that is still to be filled in: TODO, TBD, XXX, ???, [company], <name>",
    why="The learner rehearses the placeholder aloud.",
    source="seen in published decks",
    silence="code marks around one that is meant: `TODO`",
    english="words in brackets; TODO and ??? are found in all languages",
    bad="""\
- id: closing
  kind: basic
  front: Which sentence closes the interview?
  back: I would be glad to join [company].
""",
    good="""\
- id: closing
  kind: basic
  front: Which sentence closes the interview?
  back: I would be glad to join the audio team.
""",
    card=_placeholder_left,
)

RULES = (SOURCE_MISSING, PLACEHOLDER_LEFT)


UNUSED_ALLOW = Rule(
    id="unused-allow",
    severity=Severity.WARNING,
    summary="an allow whose rule finds nothing on the card",
    why="An excuse that is not needed any more hides the next mistake.",
    source="the habit of linters for code",
    silence="nothing: delete the allow",
    bad="""\
- id: femur
  kind: basic
  front: Which bone is the longest in the body?
  back: The femur
  lint: {allow: {yes-no: the examiners ask it this way round}}
""",
    good="""\
- id: femur
  kind: basic
  front: Which bone is the longest in the body?
  back: The femur
""",
)
