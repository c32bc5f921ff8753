"""Questions that half of all guesses answer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from builder.diagnostics import Severity
from builder.lint.lint_cards import Finding, LintCard, finding
from builder.lint.read_cards import translates, unquoted
from builder.lint.rule import ALL, REPLIES, Limits, Rule, shorten
from builder.lint.words import ASKER, ASKERS, AUXILIARIES, SENTENCE, STOP_WORDS, any_of, content_stems, word_set, words
from builder.model import Trait

_AUXILIARY = re.compile(
    rf"(?:(?P<lead>[^,?:]{{1,60}}), )?(?P<word>{AUXILIARIES})(?P<not>n['’]t)?(?P<next>\s+\S+)", re.I
)
_NOUN_NEXT = re.compile(
    rf"\s+(?:\d|{any_of('of in on by for from opener day be')}\b"
    r"|\w+(?:ed|ade|tten|ung)\s+(?:by|in|of|for|under|before)\b)",
    re.I,
)
"""What follows a noun that looks like an auxiliary: Will made by…, May 1940, Can opener."""
_FOREIGN = word_set("was will am do")
"""Auxiliaries that start questions of other languages too (Was trinkt er?)."""
_PLAINLY_ENGLISH = word_set("the of a to by for it he she they there any ever his their you from with and or than more")
_VERDICT = re.compile(
    r"(?P<word>yes|no|true|false)(?:\s*[.!]?\Z|\s*[,;:!–—](?!\d)|\s+[-–—]\s|\.\s+(?=\D))",
    re.I,
)
_JUDGED = word_set("the is are does of than have can with for and it that to by at not")
"""One of these stands in a statement to be judged, and none in a foreign word to be translated."""
_ASKS_WITHIN = re.compile(rf"\b(?:(?:which|what|whom?)(?: [\w-]+){{0,3}}\?|{ASKERS} {AUXILIARIES}\b)", re.I)
"""What shows that a sentence asks later on: 0..9 is an example of which type? Should it fail, what does it do?"""
_DEFINED = re.compile(r"what (?:is|are)\b[^,:]*\Z", re.I)
_EITHER = re.compile(r"(?P<first>[^,:;?]{2,80}?),?\s+or\s+(?P<second>[^,:;?]{1,50})\?", re.I)


def _yes_no(card: LintCard, limits: Limits) -> Iterator[Finding]:
    if card.is_reverse or not card.posed or translates(card):
        return
    hint = "ask for the fact itself: which, what, who, why or how much"
    for part in card.posed:
        auxiliary = _polar_question(unquoted(part))
        if auxiliary:
            message = (
                f'the question starts with "{auxiliary}", so the answer is yes or no and half of all guesses are right'
            )
            yield finding(card.source, card.locate(part, auxiliary), message, hint)
            return
    question, answer = card.question, card.answers[0] if card.answers else None
    if answer is None:
        return
    verdict = _VERDICT.match(answer.bare)
    if verdict and _takes_verdict(question.strip(), verdict["word"].lower()):
        message = f'the answer is "{verdict["word"]}", which half of all guesses get right'
        yield finding(card.source, card.locate(answer, verdict["word"]), message, hint)
        return
    either = _EITHER.search(question) if " or " in question and not _DEFINED.match(question) else None
    if either and _is_one_of(either, answer.bare):
        message = f'the answer "{shorten(answer.text, 40)}" is one of the two that the question offers'
        yield finding(card.source, card.locate(card.posed[0], " or "), message, "ask without naming the answer")


def _polar_question(text: str) -> str:
    """Return the auxiliary by which a text asks for yes or no; empty for none."""
    if "?" not in text:
        return ""
    for sentence in SENTENCE.findall(text):
        stripped = sentence.strip(" …*(")
        auxiliary = _AUXILIARY.match(stripped)
        if auxiliary and sentence.lstrip().startswith("…") and auxiliary["word"].islower():
            continue  # a statement about what is quoted
        if not auxiliary or not sentence.rstrip(" )").endswith("?"):
            continue
        if not _is_noun(stripped, auxiliary):
            return f"{auxiliary['word']}{auxiliary['not'] or ''}"
    return ""


def _is_noun(sentence: str, auxiliary: re.Match[str]) -> bool:
    """Tell whether the auxiliary of a sentence is a noun, a foreign word, or stands after the question's own asker."""
    lead = auxiliary["lead"]
    if lead and ASKER.search(lead) and not re.match(r"(?:when|where)\b", lead, re.I):
        return True
    if _NOUN_NEXT.match(sentence, auxiliary.start("next")) and not auxiliary["not"]:
        return True
    if auxiliary["word"].lower() in _FOREIGN and not auxiliary["not"] and not _PLAINLY_ENGLISH & set(words(sentence)):
        return True
    asks_within = _ASKS_WITHIN.search(sentence, auxiliary.end("word"))
    return bool(asks_within or re.search(rf"[:–—]\s*(?:\w+ )?{ASKERS}\b", sentence, re.I))


def _takes_verdict(question: str, verdict: str) -> bool:
    """Tell whether a front is a statement or question to be judged, and no word to translate or fact to be named."""
    asked = words(question)
    if "true" in asked and "false" in asked:
        return True
    english = any(word in _JUDGED for word in asked) or (verdict in ("true", "false") and question.endswith("."))
    return len(asked) > 2 and english and not ASKER.search(question)


def _is_one_of(either: re.Match[str], answer: str) -> bool:
    head = re.split(r"[,.;:(]|\s[-–—]\s|\bbecause\b|\bsince\b", answer)[0]
    said = set(words(head)) - STOP_WORDS
    offered = set(words(" ".join(either["first"].split()[-6:]))) | set(words(either["second"]))
    return bool(said) and said <= offered and bool(content_stems(head) or len(head) < 20)


YES_NO = Rule(
    id="yes-no",
    severity=Severity.ERROR,
    summary="a question that is answered by yes, no, true or false, or by one of two words that it offers",
    why="Half of all guesses are right, and little is retrieved.",
    source="Matuschak, How to write good prompts, tells authors to avoid yes-no prompts (practitioner rule)",
    silence="a line that somebody says belongs into `kind: script`",
    bad="""\
- id: vision
  kind: basic
  front: Does a TPM own the product vision?
  back: "No"
""",
    good="""\
- id: vision
  kind: basic
  front: Which role answers for the product vision?
  back: The product manager
""",
    settings="glossary: {TPM: technical program manager}",
    english=ALL,
    exempt=REPLIES | {Trait.GAPS, Trait.STEPS},
    card=_yes_no,
)

RULES = (YES_NO,)
