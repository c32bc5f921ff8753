"""What a rule is: data about one card or one deck, with its reasons and examples, and a check that yields findings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from builder.diagnostics import Severity
from builder.lint.lint_cards import Finding, LintCard, LintDeck
from builder.model import Trait

ALL = "all of it"
REPLIES = frozenset({Trait.CONTRAST, Trait.RUBRIC, Trait.SPOKEN})
"""Traits of kinds that ask for a reply: their fronts are what somebody says in a scene, their answers no bare facts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """A number that a rule measures by, and that a deck may set."""

    name: str
    default: float
    doc: str
    by_trait: Mapping[Trait, float] = field(default_factory=dict)
    """Defaults for kinds with a trait."""

    def default_for(self, traits: AbstractSet[Trait]) -> float:
        """Return the default for a kind: the largest of those for its traits, where there are any."""
        return max([limit for trait, limit in self.by_trait.items() if trait in traits], default=self.default)


Limits = Mapping[str, float]
"""The thresholds of one rule for one kind, by name."""
CardCheck = Callable[[LintCard, Limits], Iterable[Finding]]
DeckCheck = Callable[[LintDeck, Limits], Iterable[Finding]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule. One of `card` and `deck` is its check; `bad` and `good` are cards as YAML, the second mends the first."""

    id: str
    severity: Severity
    summary: str
    """What it reports, as a sentence's end: "reports …"."""
    why: str
    source: str
    """What the reason rests on."""
    silence: str
    """The data that satisfies it where it is wrong, before `lint: allow`."""
    bad: str
    good: str
    settings: str = ""
    """More of deck.yaml that the examples need, as YAML."""
    thresholds: tuple[Threshold, ...] = ()
    exempt: frozenset[Trait] = frozenset()
    """It does not look at kinds that have one of these."""
    english: str = ""
    """What of it is for English cards alone, as its words or patterns are English: `ALL`, or a part that it sees to."""
    only: frozenset[Trait] = frozenset()
    """It looks only at kinds that have one of these; empty for all."""
    yields_to: tuple[str, ...] = ()
    """More specific rules: where one of them reports the same card, this one is silent."""
    card: CardCheck | None = None
    deck: DeckCheck | None = None

    def reads(self, card: LintCard) -> bool:
        """Tell whether a card is in a language that the rule can read."""
        return card.is_english or self.english != ALL

    def covers(self, traits: AbstractSet[Trait]) -> bool:
        """Tell whether the rule looks at cards of a kind with these traits."""
        return self.exempt.isdisjoint(traits) and not (self.only and self.only.isdisjoint(traits))


def shorten(text: str, limit: int = 60) -> str:
    """Return a text as a message quotes it."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
