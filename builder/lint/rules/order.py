"""Rules about a card's place in its deck: what it is tied to, what comes before it, and its siblings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from builder.diagnostics import Severity
from builder.lint.lint_cards import Finding, LintCard, LintDeck, finding
from builder.lint.rule import Limits, Rule, Threshold
from builder.model import CardSource, Trait

_DAYS_A_SIBLING = 10


def _orphan_card(deck: LintDeck, limits: Limits) -> Iterator[Finding]:
    sources = list(deck.deck.cards)
    common = {tag.lower() for tag in deck.deck.settings.tags}
    if not any(source.entry.texts("teaches") for source in sources):  # the deck has no such habit
        return
    ties = [_ties(source, common) for source in sources]
    counts = Counter(tie for tied in ties for tie in tied)
    paired = {text.value for source in sources for text in source.entry.texts("pair")}
    for source, tied in zip(sources, ties, strict=True):
        if source.entry.texts("pair") or source.id.value in paired or any(counts[tie] > 1 for tie in tied):
            continue
        if len(sources) > 1:
            message = "the card shares no concept and no tag with another"
            hint = "tie it in with teaches, uses, tags or pair, or ask whether it is worth learning"
            location = source.file.location(source.id)
            yield finding(source, location, message, hint)


def _ties(source: CardSource, common: set[str]) -> set[str]:
    """Return what can tie a card to others: concepts, and tags that not every card of the deck has."""
    concepts = {_concept(text.value) for key in ("teaches", "uses") for text in source.entry.texts(key)}
    return concepts | {f"#{tag.lower()}" for tag in source.tags if tag.lower() not in common}


def _concept(name: str) -> str:
    return " ".join(name.lower().split())


def _order_violation(deck: LintDeck, limits: Limits) -> Iterator[Finding]:
    taught: dict[str, tuple[int, CardSource]] = {}
    sources = list(deck.deck.cards)
    for index, source in enumerate(sources):
        for text in source.entry.texts("teaches"):
            taught.setdefault(_concept(text.value), (index, source))
    for index, source in enumerate(sources):
        for text in source.entry.texts("uses"):
            taught_at, teacher = taught.get(_concept(text.value), (-1, source))
            if taught_at <= index:
                continue
            position = teacher.file.location(teacher.id).position
            message = f'"{text.value}" is taught only later, by "{teacher.id.value}" ({position})'
            hint = "move that card before this one"
            yield finding(source, source.file.location(text), message, hint)


def _sibling_flood(card: LintCard, limits: Limits) -> Iterator[Finding]:
    count = len(card.rendered.ords)
    days = limits["days"]
    most = max(limits["cards"], days / _DAYS_A_SIBLING) if days else limits["cards"]
    if card.is_first and count > most:
        message = f"the note has {count} cards; Anki shows one sibling a day, so some are never seen in time"
        hint = f"spread it over several notes of at most {int(most)} cards"
        yield finding(card.source, card.source.file.location(card.note.at), message, hint)


ORPHAN_CARD = Rule(
    id="orphan-card",
    severity=Severity.INFO,
    summary="a card that shares no concept and no tag with another, in a deck whose cards say what they teach",
    why="Isolated prompts are answered by their shape.",
    source="Matuschak and Nielsen on orphan cards (practitioner rule)",
    silence="`teaches`, `uses`, `tags` or `pair`",
    bad="""\
- {id: visa, kind: basic, front: Which office issues the visa?, back: The consulate}
- {id: gate, kind: basic, front: Who opens a gate?, back: The program manager, tags: [roles]}
- {id: price, kind: basic, front: Who sets the price?, back: The product manager, tags: [roles], teaches: [price]}
""",
    good="""\
- {id: gate, kind: basic, front: Who opens a gate?, back: The program manager, tags: [roles]}
- {id: price, kind: basic, front: Who sets the price?, back: The product manager, tags: [roles]}
""",
    deck=_orphan_card,
)

ORDER_VIOLATION = Rule(
    id="order-violation",
    severity=Severity.WARNING,
    summary="a card that uses a concept which only a later card teaches",
    why="New cards come in the deck's order, and nobody can recall what was never taught.",
    source="Wozniak, Twenty rules: build upon the basics (practitioner rule)",
    silence="the order of the cards",
    bad="""\
- {id: raid-call, kind: basic, front: Which line of a RAID log has an owner?, back: Each, uses: [RAID log]}
- {id: raid, kind: basic, front: What does the R in RAID log stand for?, back: Risks, teaches: [RAID log]}
""",
    good="""\
- {id: raid, kind: basic, front: What does the R in RAID log stand for?, back: Risks, teaches: [RAID log]}
- {id: raid-call, kind: basic, front: Which line of a RAID log has an owner?, back: Each, uses: [RAID log]}
""",
    settings="glossary: {RAID: 'risks, assumptions, issues, dependencies'}",
    deck=_order_violation,
)

SIBLING_FLOOD = Rule(
    id="sibling-flood",
    severity=Severity.WARNING,
    summary="a note with more than 3 cards",
    why="With siblings buried, Anki shows one a day; of 200 cards in 30 days, 5 siblings leave 5 or 6 never seen.",
    source="simulated with py-fsrs: 1 sibling .944 recall, 3 → .937, 5 → .915 after 30 days",
    silence="`lint: {rules: {sibling-flood: off}}` where siblings are not buried",
    bad="""\
- id: clef
  kind: cloze
  text: "From the bottom the lines of the treble staff are {{c1::E}}, {{c2::G}}, {{c3::B}}, {{c4::D}} and F."
  lint: {allow: {cloze-too-many: the lines make sense in one row only}}
""",
    good="""\
- id: clef
  kind: cloze
  text: "The line of the treble staff around which its clef curls is {{c1::G}}."
""",
    thresholds=(
        Threshold(name="cards", default=3, doc="the most cards of a note"),
        Threshold(
            name="days", default=0, doc="the days until the exam, of which every ten allow a card; 0 for no date"
        ),
    ),
    exempt=frozenset({Trait.FIXED_CARDS}),
    yields_to=("cloze-too-many",),
    card=_sibling_flood,
)

RULES = (ORPHAN_CARD, ORDER_VIOLATION, SIBLING_FLOOD)
