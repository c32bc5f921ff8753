"""Acronyms in a text, and what explains them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from builder.cloze import without_marks
from builder.lint.lint_cards import LintCard, Part
from builder.lint.read_cards import whole_text
from builder.lint.words import QUERY, STOP_WORDS, word_set, words
from builder.model import CardSource, Trait

_CAPITALS = re.compile(
    r"(?<![\w&@#./$%-])(?<!\$\{)(?P<word>[A-Z]{2,6}|[A-Z](?:&[A-Z])+)(?:s|['’]s)?(?![\w&@₀-₉⁰-⁹⁺⁻+]|[-./]\w*\d|\.[A-Za-z])"
)
_SHOUT_AFTER = re.compile(r" [A-Z]{2,}\b")
_SHOUT_BEFORE = re.compile(r"\b[A-Z]{2,} \Z")
"""Capitals in a row are shouted, or keywords of a language (GROUP BY)."""
_INNER_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")
"""Where a word is made of two: HyperText."""
_ROMAN = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})\Z")
_DEFINES = re.compile(
    r"\b(?:stands? for|short for|abbreviat\w*|acronym|initials|letters|spelled out|written out|expand\w*|mean|means)\b",
    re.I,
)

WHITELIST = word_set(
    """
    OK US UK HR CEO CFO CTO COO EU UN USA UAE USSR GDR NATO UNO UNESCO UNICEF NASA FBI CIA BBC CNN IBM BMW SAP IKEA
    LEGO MIT TV PC CD DVD ID IQ VIP DIY FAQ PIN ATM GPS PDF USB SMS SIM WWW URL HTML CSS HTTP HTTPS XML JSON SQL API
    CPU GPU RAM IP IT AI DNA RNA HIV AIDS COVID UV AM PM BC AD BCE CE AC DC FM GMT UTC MA BA PHD MD KB MB GB TB HP
    USD EUR GBP JPY CHF KOH HF HI HCN CO NO CN OH NH CH MRI CT BMI GP WWI WWII KGB ASCII GUI
    YAML NOT AND OR EXCEPT LEAST MOST ALL XXX TODO TBD FIXME
    R&D Q&A
    """
)
"""Acronyms that readers of English know from daily life, formulas and shouted words."""


def acronyms_in(card: LintCard, part: Part) -> Iterator[str]:
    """Yield the acronyms of a text, plural and genitive endings left out; Roman numerals and code are none."""
    is_sentence = card.gap is not None and part.field == card.gap.sentence.field
    text = card.gap.visible if card.gap is not None and is_sentence else part.bare
    if text.isupper() or QUERY.search(text):
        return
    for capitals in _CAPITALS.finditer(text):
        shouted = _SHOUT_AFTER.match(text, capitals.end()) or _SHOUT_BEFORE.search(text[: capitals.start()][-30:])
        if not shouted and not _ROMAN.match(capitals["word"]):
            yield capitals["word"]


def is_explained(card: LintCard, acronym: str) -> bool:
    """Tell whether the card is there to explain the acronym: by asking for it, or as the term that it defines."""
    if Trait.TERM in card.traits or _DEFINES.search(card.question):
        return True
    asked = rf"\bwh(?:at|o) (?:is|are|was|were) (?:an? |the )?{re.escape(acronym)}s?\b(?: (?:in|for|of)\b[^?]*)?\?"
    return bool(re.search(asked, card.question, re.I)) or card.question.strip(" ?") == acronym


def is_expanded(card: LintCard, acronym: str) -> bool:
    """Tell whether the note has words in a row whose first letters are the acronym's."""
    letters = acronym.replace("&", "").lower()
    texts = [text.value for _, text in whole_text(card)]
    if Trait.STEPS in card.traits:
        texts.append(" ".join(_first_words_of_steps(card.source)))
    in_brackets = re.compile(rf"\b{re.escape(acronym[0])}[\w-]*[^()]{{0,80}}\({re.escape(acronym)}s?\)", re.I)
    # ATP (adenosine triphosphate), TSH (thyrotropin)
    behind = re.compile(
        rf"\b{re.escape(acronym)}s? \((?=[^()]*[a-z]{{3}}){re.escape(acronym[0])}[a-z][^()]{{2,80}}\)", re.I
    )
    for text in texts:
        if behind.search(text) or in_brackets.search(text):  # transequatorial propagation (TEP)
            return True
        parts = words(_INNER_CAPITAL.sub(" ", without_marks(text, " ")))
        initials = "".join([word[0] for word in parts])
        core = "".join([word[0] for word in parts if word not in STOP_WORDS])
        if letters in initials or letters in core:
            return True
    return False


def _first_words_of_steps(source: CardSource) -> Iterator[str]:
    """Yield the word by which each step is remembered where their initials make an acronym."""
    entries = source.entry.entries("steps")
    for step in [entry.need("step") for entry in entries] or source.entry.texts("steps"):
        yield next(iter(words(step.value)), "")
