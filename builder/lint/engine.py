"""Runs the rules over a deck: settings, severities, allows, and one finding where two rules see one cause."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from builder.diagnostics import Problem, did_you_mean
from builder.errors import UsageError
from builder.lint.config import Allow, RuleSettings, Setting, SettingsReader, limits_of
from builder.lint.form import form_problems
from builder.lint.lint_cards import Finding, LintDeck
from builder.lint.read_cards import read_cards
from builder.lint.rule import ALL, Rule
from builder.lint.rules import RULES
from builder.lint.rules.upkeep import UNUSED_ALLOW
from builder.model import Deck, RenderedNote

_GUESSES = 20
"""How often all ids of a deck are looked through for one that was meant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Linted:
    """What the rules found in a deck, and what they looked at."""

    deck: LintDeck
    problems: tuple[Problem, ...]
    allows: tuple[Allow, ...]


def chosen_rules(select: Sequence[str], ignore: Sequence[str]) -> set[str]:
    """Return the ids of the rules to run, by default all; raise `UsageError` for one that there is not.

    Ids of problems of form (`missing-key`) may be named, too: these are always reported.
    """
    for name in (*select, *ignore):
        if name not in RULES and name not in form_problems():
            hint = did_you_mean(name, (*RULES, *form_problems())) or f"the rules are: {', '.join(RULES)}"
            raise UsageError(f'there is no rule "{name}"; {hint}')
    return set(select or RULES) & set(RULES) - set(ignore)


def lint(deck: Deck, notes: Sequence[RenderedNote], now: int, rules: AbstractSet[str] = frozenset(RULES)) -> Linted:
    """Run rules over a deck's rendered notes; `now` is in seconds since 1970."""
    reader = SettingsReader(deck, RULES)
    settings = reader.rule_settings()
    allows = tuple(reader.allows())
    lint_deck = LintDeck(deck=deck, cards=tuple(read_cards(deck, notes)), now=now)
    running = [
        rule
        for rule in RULES.values()
        if rule.id in rules and not all(setting.off for setting in settings.both(rule.id))
    ]
    findings = _run(lint_deck, running, settings)
    kept, used = _sift(findings, {(allow.rule, allow.card) for allow in allows})
    problems = [*reader.problems, *_unknown_pairs(deck), *_problems(kept, settings, lint_deck)]
    if any(rule.id == UNUSED_ALLOW.id for rule in running):
        problems += _unused(allows, used, {rule.id for rule in running}, settings)
    return Linted(deck=lint_deck, problems=tuple(problems), allows=allows)


def _unknown_pairs(deck: Deck) -> Iterator[Problem]:
    """Yield each `pair` that names no other card; the build needs none of them."""
    ids = {card_id.value for chapter in deck.chapters for card_id in chapter.ids}
    guesses = _GUESSES
    for source in deck.cards:
        for pair in source.entry.texts("pair"):
            at = source.file.location(pair)
            if pair.value == source.id.value:
                yield source.file.error(at, "unknown-card", '"pair" names the card itself', "name the other card")
            elif pair.value not in ids:
                guess = did_you_mean(pair.value, ids) if guesses else ""
                hint = guess or "write the id of a card of this deck, or delete the key"
                guesses -= 1 if guesses else 0
                message = f'"pair" names "{pair.value}", which is no card of the deck'
                yield source.file.error(at, "unknown-card", message, hint)


def _run(deck: LintDeck, running: Iterable[Rule], settings: RuleSettings) -> dict[str, list[Finding]]:
    """Return the findings of each rule; of those with the same message at the same place, one."""
    findings: dict[str, list[Finding]] = {}
    for rule in running:
        yielded: list[Finding] = []
        for setting in settings.both(rule.id):
            found = () if setting.off else _found(deck, rule, setting)
            # Where another setting holds for tables the rule runs with both, and each keeps what it holds for.
            yielded += [finding for finding in found if settings.of(rule.id, finding.cards) == setting]
        findings[rule.id] = list({(finding.location, finding.message): finding for finding in yielded}.values())
    return findings


def _found(deck: LintDeck, rule: Rule, setting: Setting) -> Iterable[Finding]:
    if rule.deck:
        return rule.deck(deck.in_english() if rule.english == ALL else deck, limits_of(rule, setting))
    return _of_cards(deck, rule, setting)


def _of_cards(deck: LintDeck, rule: Rule, setting: Setting) -> Iterator[Finding]:
    """Yield what a rule about single cards finds on those of the kinds that it covers."""
    limits = {
        name: limits_of(rule, setting, kind)
        for name, kind in deck.deck.kinds.items()
        if rule.covers(kind.traits) and not setting.of(name).off
    }
    if rule.card is not None:
        for card in deck.cards:
            if card.kind in limits and rule.reads(card):
                yield from rule.card(card, limits[card.kind])


def _sift(
    findings: Mapping[str, Sequence[Finding]], allowed: AbstractSet[tuple[str, str]]
) -> tuple[dict[str, list[Finding]], set[tuple[str, str]]]:
    """Return the findings that nothing silences, and the allows, as (rule, card), that silenced some."""
    used: set[tuple[str, str]] = set()
    kept: dict[str, list[Finding]] = {}
    reported: defaultdict[str, set[str]] = defaultdict(set)
    for rule, yielded in findings.items():
        kept[rule] = []
        for finding in yielded:
            excuses = {(rule, card) for card in finding.cards} & allowed
            used |= excuses
            if not excuses:
                kept[rule].append(finding)
                reported[rule].update(finding.cards)
    # Only now is it known what the more specific rules report: they may stand anywhere in the order.
    for rule, unsilenced in kept.items():
        shadowed = {card for specific in RULES[rule].yields_to for card in reported[specific]}
        if shadowed:
            kept[rule] = [finding for finding in unsilenced if not finding.cards or finding.cards[0] not in shadowed]
    return kept, used


def _problems(kept: Mapping[str, Sequence[Finding]], settings: RuleSettings, deck: LintDeck) -> Iterator[Problem]:
    """Yield findings as problems, of the severity that the deck sets for the rule and the kind."""
    kinds = {source.id.value: source.kind for source in deck.deck.cards}
    for name, findings in kept.items():
        rule = RULES[name]
        for finding in findings:
            setting = settings.of(name, finding.cards)
            special = setting.of(kinds.get(finding.cards[0], "")) if finding.cards else setting
            # Rules about the whole deck look at all kinds: what is off for a kind is dropped here.
            if not special.off:
                yield Problem(
                    location=finding.location,
                    severity=special.severity or finding.severity or rule.severity,
                    rule=name,
                    message=finding.message,
                    hint=finding.hint,
                )


def _unused(
    allows: Iterable[Allow], used: AbstractSet[tuple[str, str]], ran: AbstractSet[str], settings: RuleSettings
) -> Iterator[Problem]:
    """Yield a problem for each allow of a rule that ran and that the allow did not silence."""
    severity = settings.of(UNUSED_ALLOW.id, ()).severity or UNUSED_ALLOW.severity
    for allow in allows:
        if allow.rule in ran and (allow.rule, allow.card) not in used:
            yield Problem(
                location=allow.file.location(allow.at),
                severity=severity,
                rule=UNUSED_ALLOW.id,
                message=f'the allow of "{allow.rule}" silences nothing',
                hint="delete it: the card does not break the rule",
            )
