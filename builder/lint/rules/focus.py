"""Questions that ask for one thing, and say which."""

from __future__ import annotations

import re
from collections.abc import Iterator

from builder.diagnostics import Severity
from builder.lint.lint_cards import Finding, LintCard, finding
from builder.lint.read_cards import translates, unquoted
from builder.lint.rule import ALL, REPLIES, Limits, Rule, shorten
from builder.lint.words import ASKER, ASKERS, AUXILIARIES, SENTENCE, any_of
from builder.model import Trait

_IMPERATIVE = any_of("name explain describe list give state define say")
_OPENS = re.compile(
    rf"\s*(?:{any_of('in to for at from by on with of under')}\s+)?(?P<asker>{ASKERS}|{_IMPERATIVE})\b", re.I
)
_JOINED = re.compile(
    rf"(?P<comma>[,;:]?)\s+(?:and|or|but)\s+(?:(?:in|to|for|by)\s+)?(?P<asker>{ASKERS}|{_IMPERATIVE})\b"
    r"(?P<rest>[^?.;]{0,60}\??)",
    re.I,
)
_INVERTED = re.compile(rf"[^?]{{0,30}}?\b{AUXILIARIES}\b", re.I)
_MARK = re.compile(r"(?!(?<=\s)\?+[:.]*\s+[a-z])\?+")
"""Question marks, but those that stand alone before a small letter, as the sign that "What does ? do?" asks for."""
_PAIRING = re.compile(r"\b(?:between|both|either|whether)\b", re.I)


def _two_questions(card: LintCard, limits: Limits) -> Iterator[Finding]:
    if card.is_reverse or translates(card):
        return
    for part in card.posed:
        text = unquoted(part)
        second = _second_question(text)
        if second is not None:
            snippet = text[second:].strip(" ,;:")
            message = f'the card asks a second question: "{shorten(snippet, 50)}"'
            hint = "make two cards of it: a half-right answer cannot be graded"
            yield finding(card.source, card.locate(part, snippet.split("?")[0]), message, hint)
            return


def _second_question(text: str) -> int | None:
    """Return where a text's second question starts; None where it asks one thing."""
    marks = [mark.end() for mark in _MARK.finditer(text)]
    if len(marks) > 1 and re.search(r"\w", text[marks[0] : marks[1]]):
        return marks[0]
    start, opened = 0, -1
    for sentence in SENTENCE.finditer(text):
        first = _OPENS.match(sentence[0])
        if not first:
            continue
        if opened >= 0 and not re.match(r"\s*(?:when|where)\b", sentence[0], re.I):
            return sentence.start()
        opened = start = sentence.start()
        joined = _joined_question(sentence[0], first)
        if joined is not None:
            return start + joined
    return None


def _joined_question(sentence: str, first: re.Match[str]) -> int | None:
    """Return where "and" or "or" joins a second question to the first; None where it joins parts of one."""
    commanded = re.fullmatch(_IMPERATIVE, first["asker"], re.I)
    for joined in _JOINED.finditer(sentence, first.end()):
        between = sentence[first.end() : joined.start()]
        if _PAIRING.search(between):
            return None
        if re.fullmatch(_IMPERATIVE, joined["asker"], re.I):
            if commanded or joined["comma"]:
                return joined.start()
            continue
        rest = joined["rest"]
        alone = rest.strip() in ("", "?")
        if alone or not ASKER.search(between) or _INVERTED.match(rest):
            return joined.start()
    return None


_VAGUE = re.compile(
    r"(?:(?:can|could|would|will) you |please )?(?P<phrase>tell (?:me|us)(?: something| more)? about"
    r"|(?:tell (?:me|us) )?what (?:(?:should|must|do) )?(?:you|i|we|one) know(?: about| of)?|what can you (?:say|tell)"
    r"|what is (?:there to (?:know|say)|(?:important|interesting|special) (?:about|to know))|give (?:me )?an overview"
    rf"|{any_of('describe discuss explain compare outline elaborate_on talk_about say_something_about write_about')}"
    rf"|{any_of('comment_on what_about how_about')})"
    rf"(?![\w-]|\s*\(|\s+(?:{ASKERS}|whether|the differences? between)\b)",
    re.I,
)


def _vague_question(card: LintCard, limits: Limits) -> Iterator[Finding]:
    if card.is_reverse:
        return
    for part in card.posed:
        for sentence in SENTENCE.finditer(part.bare):
            vague = _VAGUE.match(sentence[0].strip())
            if vague and not vague["phrase"].isupper():  # a keyword in capitals, as in SQL, asks nothing
                phrase = vague["phrase"]
                message = f'"{phrase}" does not say which answer counts, so every review answers something else'
                hint = "name the one thing that is asked: which, who, why, how many"
                yield finding(card.source, card.locate(part, phrase), message, hint)
                return


_NEGATED = re.compile(r"not|n['’]t|except|least", re.I)
_NEGATIVE = re.compile(
    r"\b(?:NOT|EXCEPT|LEAST)\b|\ball (?:of )?(?:the|these|those)\b[^?.]{0,60}\bexcept\b"
    rf"|\b(?:which|who)\b[^?.;:]{{0,80}}?\b{AUXILIARIES}(?:\s+not\b|n['’]t\b|not\b)",
    re.I,
)


def _negative_stem(card: LintCard, limits: Limits) -> Iterator[Finding]:
    if card.is_reverse:
        return
    for part in card.posed:
        for negative in _NEGATIVE.finditer(part.bare) if _NEGATED.search(part.bare) else ():
            negation = re.search(r"\w+n['’]t\b|\bcannot\b|\bnot\b|\bexcept\b|\bleast\b", negative[0], re.I)
            said = negation[0] if negation else negative[0]
            # Alone these are negations of the question in capitals only: "what is NOT", but "at least two".
            if negative[0].lower() in ("not", "except", "least") and not said.isupper():
                continue
            message = f'the question asks for what is wrong ("{said}"), which links the topic with a false answer'
            yield finding(card.source, card.locate(part, said), message, "ask for what is true")
            return


TWO_QUESTIONS = Rule(
    id="two-questions",
    severity=Severity.WARNING,
    summary="a card that asks two things",
    why="A half-right answer cannot be graded, so the schedule follows the weaker half.",
    source="Matuschak (focused prompts); SuperMemo FAQ: no follow-up questions in items (practitioner rules)",
    silence="a set-up that is itself a question belongs into `kind: scenario`",
    bad="""\
- id: critical-path
  kind: basic
  front: What is a critical path and why does a planner track it?
  back: The longest chain of tasks; a slip in it moves the end date
""",
    good="""\
- id: critical-path
  kind: basic
  front: Why does a planner track the critical path before all else?
  back: A slip in it moves the end date
""",
    english=ALL,
    exempt=frozenset({Trait.RUBRIC, Trait.SPOKEN, Trait.GAPS}),
    card=_two_questions,
)

VAGUE_QUESTION = Rule(
    id="vague-question",
    severity=Severity.WARNING,
    summary="a question that does not say which answer counts",
    why="An imprecise cue brings up a different answer each time, so nothing is practised twice.",
    source="Matuschak (precise, consistent prompts) (practitioner rule)",
    silence="quote marks around what an interviewer says, or `kind: script` or `scenario`",
    bad="""\
- id: stakeholder-map
  kind: basic
  front: Tell me about stakeholder management.
  back: Place each stakeholder by influence and interest
""",
    good="""\
- id: stakeholder-map
  kind: basic
  front: Which two axes place a stakeholder on the map?
  back: Influence and interest
""",
    english=ALL,
    exempt=REPLIES | {Trait.GAPS},
    card=_vague_question,
)

NEGATIVE_STEM = Rule(
    id="negative-stem",
    severity=Severity.INFO,
    summary="a question for what is not so",
    why="Guidelines for test items advise against it; the learner practises the wrong link.",
    source="Haladyna, Downing and Rodriguez 2002 (review of item-writing guidelines)",
    silence="a warning that is itself the lesson belongs into `kind: contrast`",
    bad="""\
- id: price
  kind: basic
  front: Which role is NOT in charge of the price?
  back: The program manager
""",
    good="""\
- id: price
  kind: basic
  front: Which role sets the price?
  back: The product manager
""",
    english=ALL,
    exempt=REPLIES | {Trait.GAPS},
    card=_negative_stem,
)

RULES = (TWO_QUESTIONS, VAGUE_QUESTION, NEGATIVE_STEM)
