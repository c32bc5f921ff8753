"""What a deck is, said once (`lint: {profile: vocabulary}`): settings for many rules, each with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from builder.diagnostics import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Tuned:
    """What a profile does with a rule, and why; a rule is off where neither level nor thresholds are given."""

    why: str
    severity: Severity | None = None
    values: Mapping[str, float] = field(default_factory=dict)


_PHRASE = "a front is a word or a phrase to be translated, and asks nothing in itself"

VOCABULARY: Mapping[str, Tuned] = MappingProxyType(
    {
        "yes-no": Tuned(why=_PHRASE),
        "two-questions": Tuned(why=_PHRASE),
        "vague-question": Tuned(why=_PHRASE),
        "negative-stem": Tuned(why=_PHRASE),
        "open-list": Tuned(why=_PHRASE),
        "dangling-reference": Tuned(why="a phrase may start with any pronoun"),
        "question-length": Tuned(why="a word is a whole front; long ones are still reported", values={"words": 0}),
        "acronym-undefined": Tuned(why="an abbreviation is what is learned"),
        "answer-leak": Tuned(
            why="cognates and names are alike in two languages; hints are still read", values={"words": 0}
        ),
        "enumeration": Tuned(why="an answer lists synonyms, any of which will do"),
        "number-without-unit": Tuned(why="numerals are words"),
        "number-without-date": Tuned(why="an example is no fact"),
        "cloze-bad-target": Tuned(why="a gap may drill a preposition, an article or a phrase"),
        "cloze-starved": Tuned(why="an example is short, and its translation stands beside it", severity=Severity.INFO),
        "near-duplicate-question": Tuned(
            why="words that are alike differ in a letter; the same front twice is still reported",
            values={"info": 1, "warning": 1, "error": 1},
        ),
        "same-answer": Tuned(why="synonyms have one meaning"),
        "orphan-card": Tuned(why="words come one by one"),
    }
)

_BEFORE = "it was written before there was a rule; `check -v` shows it"
_OTHER_WAYS = "other decks have their own ways of saying it"

IMPORTED: Mapping[str, Tuned] = MappingProxyType(
    {
        **{
            rule: Tuned(why=_BEFORE, severity=Severity.INFO)
            for rule in (
                *(
                    "answer-leak",
                    "answer-too-long",
                    "cloze-bad-target",
                    "cloze-leak",
                    "cloze-starved",
                    "cloze-too-many",
                ),
                *("dangling-reference", "enumeration", "near-duplicate-question", "open-list", "placeholder-left"),
                *("question-length", "two-questions", "vague-question", "yes-no"),
            )
        },
        "acronym-undefined": Tuned(why="its learners know what it is about"),
        "number-without-unit": Tuned(why=_OTHER_WAYS),
        "number-without-date": Tuned(why=_OTHER_WAYS),
        "same-answer": Tuned(why="a fact may be asked for in many ways"),
        "sibling-flood": Tuned(why="its learners have these cards already"),
        "source-missing": Tuned(why="a note type of others has no place for one"),
        "orphan-card": Tuned(why="it has no `teaches` and `uses`"),
    }
)

PROFILES: Mapping[str, Mapping[str, Tuned]] = MappingProxyType({"imported": IMPORTED, "vocabulary": VOCABULARY})
"""All profiles by name, with what each does by rule."""
OF_TABLES = "vocabulary"
"""The profile of cards of tables, where their deck names none."""
DOCS: Mapping[str, str] = MappingProxyType(
    {
        "imported": "cards that others have published, and that are only different",
        "vocabulary": "words and phrases with their translations or meanings",
    }
)
"""What each profile is for."""
