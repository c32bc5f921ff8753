"""Rules about how much an answer holds, and what of it the front gives away."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from builder.diagnostics import Severity, counted
from builder.lint.formulas import as_seen
from builder.lint.lint_cards import Finding, LintCard, Part, finding
from builder.lint.read_cards import without_code
from builder.lint.rule import REPLIES, Limits, Rule, Threshold, shorten
from builder.lint.words import (
    any_of,
    bare_words,
    content_stems,
    content_words,
    stem,
    word_count,
    word_set,
    words,
    words_as_typed,
)
from builder.model import Trait
from builder.render.plain_text import plain_text
from builder.texts.code_places import code_elements, replaced

_LISTING = frozenset({"blockquote", "pre"})
_FORM = re.compile(
    r"\b(?:plural|singular|past|tense|participle|forms?|conjugat\w*|feminine|masculine|neuter|article|gender|comparative"
    r"|superlative|diminutive|pronounc\w*|spell\w*|imperative|subjunctive|gerund|infinitive|nominative|genitive|dative"
    r"|accusative|letters?|abbreviat\w*|acronym|stands?|initials|capital|prefix|suffix|root|word|term|symbol)\b",
    re.I,
)
_TREND = word_set("increas decreas ris fall can cannot higher lower more less same")
"""Stems of answers that say how something changes or whether it can, which a question must name as well."""
_WORDS_OF_A_TERM = 3
"""A front of so few words that asks nothing is a term or a foreign word, which its meaning may look like."""
_OWN_SIGN = re.compile(
    r"\d|[♭♯#]|\b[IVXLC]{2,}\b|(?<!\A)\b[A-Z]\b|\AA (?:minor|major|flat|sharp)\b|\b"
    + any_of(
        """
        one two three four five six seven eight nine ten eleven twelve thirteen fifteen twenty thirty forty fifty sixty
        seventy eighty ninety hundred thousand million billion half third quarter double twice once none zero first
        second fourth fifth sixth seventh eighth ninth tenth
        """
    )
    + r"\b"
)
"""Numbers, single letters and signs, which are what is asked for where the rest of the answer is on the front."""
_TELLING = 4
"""The letters of an answer from which a hint that has it among other words gives it away; "4" may stand in any."""
_FILLER = word_set(
    """
    a an the of to in on at by for with from as and or is are was were be been has have had do does did it its that this
    these those which who they he she you your their his her i we so
    """
)
"""Words that tell nothing by themselves; "before", "no" or "more" can be the whole answer."""


def _answer_leak(card: LintCard, limits: Limits) -> Iterator[Finding]:
    if not card.answers:
        return
    yield from _hint_leak(card, limits)
    if not card.posed:
        return
    answer = card.answers[0]
    said = [word for word in words(answer.bare) if word not in _FILLER] if card.is_english else []
    stems = {stem(word) for word in said}
    if not stems or len(said) > limits["words"] or "…" in answer.bare or _OWN_SIGN.search(answer.bare):
        return
    front = " ".join([part.bare for part in card.posed]) + " " + card.context
    if _FORM.search(front) or stems <= _TREND or ("?" not in front and word_count(front) <= _WORDS_OF_A_TERM):
        return
    if _is_part_of_a_name(answer.bare, front) or _is_like_other_options(card, stems, limits["share"]):
        return
    shown = {stem(word) for word in words(front)}
    # What comes first is news in "the left side" or "kinetic energy", though the question names sides or energy.
    if len(stems & shown) >= limits["share"] * len(stems) and stem(said[0]) in shown:
        cue = next((word for word in words_as_typed(card.posed[0].text) if stem(word.lower()) == stem(said[0])), "")
        message = f'the front already says the answer "{shorten(answer.text, 50)}"'
        hint = "ask for it with other words, so that the learner has to recall it"
        yield finding(card.source, card.locate(card.posed[0], cue), message, hint)
    elif stems <= content_stems(card.chapter) and len(said) <= 3:
        message = f'every front shows the chapter\'s title "{card.chapter}", which has the answer in it'
        hint = "rename the chapter, or ask for something else"
        yield finding(card.source, card.locate(answer), message, hint)


def _is_part_of_a_name(answer: str, front: str) -> bool:
    """Tell whether an answer stands on the front only inside of other names: Bissau in Guinea-Bissau."""
    name = re.escape(answer.strip(" ."))
    in_names = len(re.findall(rf"(?:(?<=\w-){name}\b|\b{name}(?=-[A-Z\d]))", front))
    return answer[:1].isupper() and in_names > 0 and in_names == len(re.findall(rf"\b{name}\b", front))


def _is_like_other_options(card: LintCard, stems: AbstractSet[str], share: float) -> bool:
    """Tell whether a wrong option takes up as many words of the question as the right one, and so hides it."""
    options = card.source.entry.texts("options") if Trait.OPTIONS in card.traits else ()
    shown = {stem(word) for word in words(card.question)}
    for option in options:
        others = {stem(word) for word in words(option.value) if word not in _FILLER}
        if others and others != stems and len(others & shown) >= share * len(others):
            return True
    return False


def _hint_leak(card: LintCard, limits: Limits) -> Iterator[Finding]:
    hint = card.source.entry.text("hint")
    if hint is None or not card.is_first:
        return
    given, answer = (" ".join(bare_words(text)) for text in (hint.value, card.answers[0].text))
    telling = set(content_words(answer))
    says_all = given == answer or (len(answer) >= _TELLING and bool(telling) and telling <= set(given.split()))
    says_half = answer.startswith(given) and len(given) >= limits["hint"] * len(answer)
    if given and answer and (says_all or says_half):
        message = f'the hint "{shorten(hint.value)}" gives away {"the answer" if says_all else "its first half"}'
        location = card.source.file.location(hint)
        yield finding(card.source, location, message, "hint at where to look: a first letter, a field, a date")


def _answer_too_long(card: LintCard, limits: Limits) -> Iterator[Finding]:
    if card.is_reverse or not card.answers:
        return
    part = card.answers[0]
    text = as_seen(
        plain_text(replaced(part.html, code_elements(part.html, _LISTING), " ")) if "<" in part.html else part.text
    )
    count, most = word_count(text), int(limits["words"])
    hint = "keep what must be said to pass, and move the rest to extra:, which is shown and not graded"
    if count > limits["error_words"]:
        message = f"the graded answer has {count} words, more than {int(limits['error_words'])}"
        yield finding(card.source, card.locate(part), message, hint, Severity.ERROR)
    elif count > most:
        yield finding(card.source, card.locate(part), f"the graded answer has {count} words, more than {most}", hint)
    elif len(text) > limits["chars"]:
        message = f"the graded answer has {len(text)} characters, more than {int(limits['chars'])}"
        yield finding(card.source, card.locate(part), message, hint)


_MARKED = re.compile(r"(?:(?<=\s)|\A)(?:\(?\d{1,2}[.)]|\([a-h]\)|[a-h]\)|[•◦▪–-])\s+(?=\S)")
_SEPARATOR = re.compile(r"\s*[,;]\s+(?:and\s+|or\s+|then\s+)?|\s+(?:and|or|&|/|\|)\s+|\s*[·•]\s*")
_EXAMPLES = re.compile(r"\b(?:such as|for example|for instance|e\.g\.|like|including)\s")
"""What follows are examples, which need not all be said."""
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_LEAD_WORDS = 6
_ITEM_WORDS = 4
_LINE_WORDS = 8
"""The most words of a line that is an item."""


def _enumeration(card: LintCard, limits: Limits) -> Iterator[Finding]:
    if card.is_reverse or not card.answers:
        return
    part = card.answers[0]
    count, noun = _marked_items(part)
    if not count and len(bare_words(card.question)) > 1:  # else what stands between commas are meanings of one word
        count = _pieces(part.bare)
    if count > limits["items"]:
        severity = Severity.ERROR if count > limits["error_items"] else None
        message = f"the answer lists {counted(count, noun)}, more than {int(limits['items'])}"
        hint = "use kind: sequence for steps in order, or ask for one item a card, each from its own cue"
        yield finding(card.source, card.locate(part), message, hint, severity)


def _marked_items(part: Part) -> tuple[int, str]:
    """Return how many items of an answer stand on lines of their own or have a mark, and the noun for one."""
    html = without_code(part.html)
    if html.count("<li") > 1:
        return html.count("<li"), "item"
    if html.count("<br") > 1:
        lines = [count for line in html.split("<br") if (count := word_count(plain_text(f"<br{line}")))]
        short = sum([count <= _LINE_WORDS for count in lines])
        return (len(lines), "line") if short > len(lines) / 2 else (0, "item")  # long lines are prose
    marked = len(_MARKED.findall(part.bare))
    return (marked, "item") if marked > 2 else (0, "item")


def _pieces(answer: str) -> int:
    """Return how many short pieces a text has between commas and the like; 0 for prose."""
    text = _BRACKETS.sub("", _without_thousands(answer)).strip(" .")
    text = _EXAMPLES.split(text.rpartition(":")[2])[0]
    commas = len(re.findall(r"[,;·•]", text))
    if commas < 2 and "/" not in text:
        return 0
    # The first piece may lead in ("Its parts are a lid"); longer ones are clauses, and the commas those of a sentence.
    counts = [word_count(piece) for piece in _SEPARATOR.split(text) if piece and piece.strip()]
    if not counts or counts[0] > _LEAD_WORDS or any(count > _ITEM_WORDS for count in counts[1:]):
        return 0
    return len(counts)


def _without_thousands(text: str) -> str:
    """Return a text whose numbers have no commas in them."""
    return re.sub(r"(?<=\d),(?=\d)", "", text)


ANSWER_LEAK = Rule(
    id="answer-leak",
    severity=Severity.ERROR,
    summary="an answer that stands on the front, in the hint or in the chapter's title",
    why="Only an answer that is absent has to be recalled.",
    source="Matuschak (effortful retrieval, no leading questions) (practitioner rule)",
    silence="telling two named things apart belongs into `kind: contrast`",
    bad="""\
- id: risk-owner
  kind: basic
  front: What does the risk owner of a risk own?
  back: The risk
""",
    good="""\
- id: risk-owner
  kind: basic
  front: Who must act when a trigger in the risk log fires?
  back: The owner of that line
""",
    thresholds=(
        Threshold(name="words", default=6, doc="the most content words of an answer that is looked at"),
        Threshold(
            name="share", default=0.6, doc="the share of its stems on the front from which it counts as given away"
        ),
        Threshold(name="hint", default=0.5, doc="the share of its letters that a hint may start with"),
    ),
    exempt=REPLIES | {Trait.GAPS},
    english="what the front and the chapter's title say; hints are read in all languages",
    yields_to=("yes-no",),
    card=_answer_leak,
)

ANSWER_TOO_LONG = Rule(
    id="answer-too-long",
    severity=Severity.WARNING,
    summary="a graded answer of more than 30 words or 200 characters; from 60 words an error",
    why="A long answer is never quite right or wrong, so it is graded by mood.",
    source="Wozniak, Twenty rules: minimum information; Nielsen, Augmenting long-term memory (practitioner rules)",
    silence="`extra:`, which is shown and not graded",
    bad="""\
- id: program-manager
  kind: basic
  front: What does a program manager do all day?
  back: >-
    A program manager runs one delivery across many teams, keeps the plan and the log of risks, chairs the
    meetings in which changes are decided, tells everybody what was decided, and makes sure that the date
    that was promised to the shops is kept.
""",
    good="""\
- id: program-manager
  kind: basic
  front: What does a program manager run?
  back: One delivery across many teams
  extra: Keeps the plan and the log of risks, and chairs the meetings in which changes are decided.
""",
    thresholds=(
        Threshold(name="words", default=30, doc="the most words of a graded answer"),
        Threshold(name="chars", default=200, doc="the most characters of a graded answer"),
        Threshold(name="error_words", default=60, doc="the words from which it is an error"),
    ),
    exempt=REPLIES | {Trait.GAPS, Trait.STEPS},
    card=_answer_too_long,
)

ENUMERATION = Rule(
    id="enumeration",
    severity=Severity.WARNING,
    summary="an answer that lists more than 3 items; more than 7 are an error",
    why="Sets are the hardest thing to remember, and working memory takes about four.",
    source="Wozniak, Twenty rules: avoid sets and enumerations (practitioner rule)",
    silence="`kind: sequence`",
    bad="""\
- id: kickoff
  kind: basic
  front: What does a program manager bring to the kickoff?
  back: |
    - a plan
    - a risk log
    - a contact list
    - a decision log
    - a calendar
""",
    good="""\
- id: kickoff
  kind: basic
  front: Which paper at the kickoff names one person for each delivery?
  back: The contact list
""",
    thresholds=(
        Threshold(name="items", default=3, doc="the most items of an answer"),
        Threshold(name="error_items", default=7, doc="the items from which it is an error"),
    ),
    exempt=REPLIES | {Trait.GAPS, Trait.STEPS, Trait.OPTIONS},
    card=_enumeration,
)

RULES = (ANSWER_LEAK, ANSWER_TOO_LONG, ENUMERATION)
