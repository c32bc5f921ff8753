"""What a rule is: data about one card or one deck, with its reasons and examples, and a check that yields findings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from builder.diagnostics import Location, Severity
from builder.lint.cards import LintCard, LintDeck


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a rule found: where, what is wrong in one sentence, and how to mend it in another."""

    location: Location
    message: str
    hint: str
    severity: Severity | None = None
    """Where it is not the rule's own."""
    cards: tuple[str, ...] = ()
    """The ids of the card sources concerned, any of which may allow it; empty for the deck as a whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """A number that a rule measures by, and that a deck may set."""

    name: str
    default: float
    doc: str
    kinds: Mapping[str, float] = field(default_factory=dict)
    """Defaults of single kinds."""


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
    exempt: frozenset[str] = frozenset()
    """Kinds that it does not look at."""
    only: frozenset[str] = frozenset()
    """The only kinds that it looks at; empty for all."""
    yields_to: tuple[str, ...] = ()
    """More specific rules: where one of them reports the same card, this one is silent."""
    card: CardCheck | None = None
    deck: DeckCheck | None = None

    def covers(self, kind: str) -> bool:
        """Tell whether the rule looks at cards of a kind."""
        return kind not in self.exempt and (not self.only or kind in self.only)


def one(
    card: LintCard, location: Location, message: str, hint: str, severity: Severity | None = None
) -> Iterator[Finding]:
    """Yield a single finding about a card."""
    yield Finding(location=location, message=message, hint=hint, severity=severity, cards=(card.source.id.value,))


def shorten(text: str, limit: int = 60) -> str:
    """Return a text as a message quotes it."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def counted(number: int, word: str) -> str:
    """Return `1 item`, `2 items`."""
    return f"{number} {word}{'' if number == 1 else 's'}"
