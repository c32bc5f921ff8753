"""Questions that stand alone: cards come in any order, and to people who know nothing but the deck."""

from __future__ import annotations

import re
from collections.abc import Iterator

from builder.diagnostics import Severity
from builder.lint.acronyms import WHITELIST, acronyms_in, is_expanded, is_explained
from builder.lint.lint_cards import Finding, LintCard, LintDeck, finding
from builder.lint.read_cards import shows_more, translates, unquoted
from builder.lint.rule import ALL, REPLIES, Limits, Rule
from builder.lint.words import ASKERS, AUXILIARIES, ENDS_SENTENCE, SENTENCE, any_of, content_stems, content_words, stem
from builder.model import Trait

_PAGES = any_of("card chapter section lesson deck unit course lecture module passage guide text article book paragraph")
_STATED = any_of("shown listed mentioned described given named stated discussed noted explained defined seen")
_ELSEWHERE = re.compile(
    rf"\b(?:(?:this|the (?:previous|last|next|preceding|earlier|above)) {_PAGES}\b"
    rf"|(?:the|this) (?:{_PAGES}|author|speaker) (?:says|said|states|tells|mentions)\b|previous card\b"
    rf"|(?:{_STATED}|see|as) (?:above|below){ENDS_SENTENCE}|the (?:above|below)(?![\w-])"
    rf"|as {_STATED}(?: (?:earlier|before|previously)\b|{ENDS_SENTENCE})|{_STATED} (?:earlier|previously)\b)",
    re.I,
)
_VERBS = any_of("is are was were has have had does do did can could will would means? happens? works? occurs? causes?")
_TIMES = any_of("day night week month year time morning evening season spring summer autumn winter decade century way")
_FOLLOWING = re.compile(rf"\bthe following\b(?!\s+{_TIMES}\b)", re.I)
_FORMER = re.compile(rf"\bthe (?:former|latter)(?:{ENDS_SENTENCE}|(?=\s+(?:{AUXILIARIES}|on|in|of the two)\b))", re.I)
_PRONOUNS = any_of("it they its their this these that those he she his her")
_SUBJECT = re.compile(
    rf"(?:[^,]{{0,40}}, )?(?:{any_of('in at to for on by from of with')} )?{ASKERS}\b[^?]{{0,40}}?\b{AUXILIARIES}"
    rf"(?:n['’]t)?\s+(?P<pronoun>{_PRONOUNS})\b(?! of\b| in (?:an?|the)\b)(?P<rest>[^?]*)\?",
    re.I,
)
"""A question whose subject is a pronoun: When was it signed?"""
_OBJECT = re.compile(
    rf"(?:who|what|which)\s+(?!{any_of('makes? made finds? takes? took keeps? lets?')}\b)[a-z]+\s+"
    r"(?P<pronoun>it|them|him|this)(?P<rest>)(?:\s+(?:in|at|first|from)\b[^?]{0,30})?\?",
    re.I,
)
"""A question whose only noun is a pronoun: Who wrote it?"""
_POINTED = re.compile(
    r"\b(?:this|these|those(?!\s+(?:who|with|that|still|already|\w+ing|\w+ed)\b))"
    rf"\s+(?!{_TIMES}\b|{_VERBS}\b)(?P<noun>[a-z](?-i:(?<=[A-Z])[\w-]+\s+[a-z][\w-]+|[\w-]+))",
    re.I,
)
_EXPLETIVE = re.compile(
    r"\A\s*…|\b(?:to|that|when|if|for|who|whether|like|called|said)\b"
    rf"|\b{any_of('mean take rain snow late cold hot dark time about')}\b",
    re.I,
)
"""What shows that "it" stands for nothing: Why is it wrong to…, How long does it take…"""
_STARTS = re.compile(r"(?P<pronoun>it|they|its|their|this|these)\s+(?P<rest>.*)", re.I)
_SUBORDINATE = re.compile(
    rf"{any_of('when before after as if while because although since once until where though')}\b", re.I
)
_SAYS_WHICH = 5
"""The content words of a sentence from which it says itself which one is meant: This gas makes up most of the air …"""
_HINT = "cards are shuffled: name what is meant, or say it in context:"


def _dangling_reference(card: LintCard, limits: Limits) -> Iterator[Finding]:
    if card.is_reverse or not card.posed:
        return
    for part in card.posed:
        phrase = _points_elsewhere(card, unquoted(part))
        if phrase:
            message = f'"{phrase}" points to something that is not on the card'
            yield finding(card.source, card.locate(part, phrase), message, _HINT)
            return
    if shows_more(card) or Trait.OPTIONS in card.traits or card.context or translates(card):
        return
    if card.gap is None:
        part, phrase = card.posed[0], _dangling_subject(unquoted(card.posed[0]))
    else:
        part, phrase = card.gap.sentence, _dangling_start(card.gap.visible)
    if phrase:
        message = f'"{phrase}" stands for something that the card does not name'
        # "This Rust function" says at least what it is of, and a deck about that may show which.
        severity = Severity.WARNING if re.search(r" [A-Z]", phrase) else None
        yield finding(card.source, card.locate(part, phrase), message, _HINT, severity)


def _points_elsewhere(card: LintCard, text: str) -> str:
    """Return the words that point away from the card; empty for none."""
    elsewhere = _ELSEWHERE.search(text)
    if elsewhere:
        return elsewhere[0]
    following = _FOLLOWING.search(text)
    if following and not _goes_on(text, following.end()) and not _shows_items(card):
        return following[0]
    former = _FORMER.search(text)
    if former and not re.search(r"\b(?:and|or)\b|[.?!,]\s", text[: former.start()]):
        return former[0]
    return ""


def _goes_on(text: str, start: int) -> bool:
    """Tell whether what a text points to comes after it: behind a colon, or behind the question itself."""
    return bool(re.search(r":\s*\S|[?!][^\w?!…]*[\w…]", text[start:]))


def _shows_items(card: LintCard) -> bool:
    """Tell whether a front shows what "the following" can be: options, a list, code, a picture."""
    html = "".join([part.html for part in card.asks])
    return Trait.OPTIONS in card.traits or "<li" in html or "<code" in html or shows_more(card)


def _dangling_subject(text: str) -> str:
    """Return a pronoun that stands for something unnamed in the first sentence; later ones may point back to it."""
    first = SENTENCE.match(text)
    sentence = first[0].strip() if first else ""
    if not sentence or (_SUBORDINATE.match(sentence) and "," in sentence):
        return ""
    for pattern in (_SUBJECT, _OBJECT):
        question = pattern.match(sentence)
        if not question or content_words(_before(sentence, question, pattern is _OBJECT)):
            continue
        pronoun, rest = question["pronoun"], question["rest"]
        expletive = pronoun.lower() in ("it", "that", "this") and _EXPLETIVE.search(rest)
        if expletive or re.match(rf"\s*{_TIMES}\b", rest):
            continue
        if pronoun.lower() in ("this", "these", "that", "those") and _goes_on(text, question.start("pronoun")):
            return ""
        pointed = _POINTED.match(sentence, question.start("pronoun"))
        return pointed[0] if pointed else pronoun
    pointed = _POINTED.search(sentence)
    if not pointed or _goes_on(text, pointed.start()):
        return ""
    if sentence.endswith("?") and not re.search(r"[,;:]", sentence[: pointed.start()]):
        noun = stem(pointed["noun"].split()[-1].lower())
        if noun not in content_stems(sentence[: pointed.start()]):
            return pointed[0]
    return ""


def _before(sentence: str, question: re.Match[str], has_verb: bool) -> str:
    """Return what stands before a pronoun and could name it; the verb before an object could not."""
    before = sentence[: question.start("pronoun")]
    return re.sub(r"\w+\s*\Z", "", before) if has_verb else before


def _dangling_start(text: str) -> str:
    """Return the pronoun with which a sentence with gaps starts; empty for none, or where it stands for nothing."""
    start = _STARTS.match(text)
    if not start or re.match(r"(?:is|was|takes?|rains?)\b.*\b(?:to|that)\b", start["rest"]):
        return ""
    pointed = _POINTED.match(text)
    if pointed and len(content_words(text)) > _SAYS_WHICH:
        return ""
    return pointed[0] if pointed else start["pronoun"]


def _acronym_undefined(deck: LintDeck, limits: Limits) -> Iterator[Finding]:
    settings = deck.deck.settings
    known = {word.upper() for word in settings.glossary} | WHITELIST
    vocabulary = deck.vocabulary()
    for card in deck.cards:
        for part in card.posed if not card.is_reverse else ():
            for acronym in acronyms_in(card, part):
                if acronym in known or acronym.lower() in vocabulary:
                    continue
                known.add(acronym)
                if is_explained(card, acronym) or is_expanded(card, acronym):
                    continue
                message = f'nothing before this card says what "{acronym}" stands for'
                hint = (
                    f"add it to the glossary of deck.yaml ({acronym}: …), which mends all cards, or write it out here"
                )
                yield finding(card.source, card.locate(part, acronym), message, hint)
        known |= _taught(card)


def _taught(card: LintCard) -> set[str]:
    """Return the acronyms that later cards may use: those that this one answers with, or names in `teaches`."""
    taught = {acronym for part in card.answers for acronym in acronyms_in(card, part)}
    for concept in card.source.entry.texts("teaches"):
        taught.update(re.findall(r"[A-Z][A-Z&]+", concept.value))
    return taught


DANGLING_REFERENCE = Rule(
    id="dangling-reference",
    severity=Severity.ERROR,
    summary="a question about something that only another card or page names",
    why="Cards are shuffled, so each must make sense alone.",
    source="AnkiLPCG: every card makes sense in random order (practitioner rule)",
    silence="the name itself, or `context:`",
    bad="""\
- id: first-measure
  kind: basic
  front: What is this role judged on?
  back: Dates kept
""",
    good="""\
- id: first-measure
  kind: basic
  front: What is a program manager judged on first?
  back: Dates kept
""",
    english=ALL,
    exempt=REPLIES | {Trait.TERM, Trait.STEPS},
    card=_dangling_reference,
)

ACRONYM_UNDEFINED = Rule(
    id="acronym-undefined",
    severity=Severity.WARNING,
    summary="an acronym on a front that neither the glossary, nor the card, nor an earlier card explains",
    why="A learner must fail for want of memory, and not because nobody said what the letters mean.",
    source="Wozniak, Twenty rules: learn before you memorise (practitioner rule)",
    silence="a line in `glossary:` of deck.yaml, which mends the whole deck",
    bad="""\
- id: chair
  kind: basic
  front: Who chairs the CCB?
  back: The program manager
""",
    good="""\
- id: chair
  kind: basic
  front: Who chairs the change control board (CCB)?
  back: The program manager
""",
    english=ALL,
    deck=_acronym_undefined,
)

RULES = (DANGLING_REFERENCE, ACRONYM_UNDEFINED)
