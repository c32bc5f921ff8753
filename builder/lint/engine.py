"""Runs the rules over a deck: settings, severities, allows, and one finding where two rules see one cause."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from builder.diagnostics import Problem, did_you_mean
from builder.errors import UsageError
from builder.lint.cards import LintDeck, read_cards
from builder.lint.config import Allow, Setting, SettingsReader, limits_of
from builder.lint.rule import Finding, Rule
from builder.lint.rules import RULES
from builder.lint.rules.allows import UNUSED_ALLOW
from builder.model import Deck, RenderedNote

_DEFAULT = Setting()
_OF_FORM = re.compile(
    r"(?:yaml|missing|unknown|wrong|bad|duplicate|empty|no|not|unsafe|unclosed|external|uid|markdown|keep|lock)-[a-z-]+\Z"
)
"""Ids of problems of form, which are no rules."""


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
        if name not in RULES and not _OF_FORM.match(name):
            hint = did_you_mean(name, RULES) or f"the rules are: {', '.join(RULES)}"
            raise UsageError(f'there is no rule "{name}"; {hint}')
    return set(select or RULES) & set(RULES) - set(ignore)


def lint(deck: Deck, notes: Sequence[RenderedNote], now: int, rules: AbstractSet[str] = frozenset(RULES)) -> Linted:
    """Run rules over a deck's rendered notes; `now` is in seconds since 1970."""
    reader = SettingsReader(deck, RULES)
    settings = reader.rule_settings()
    allows = tuple(reader.allows())
    read = LintDeck(deck=deck, cards=tuple(read_cards(deck, notes)), now=now)
    running = [rule for rule in RULES.values() if rule.id in rules and not settings.get(rule.id, _DEFAULT).off]
    found = _run(read, running, settings)
    allowed = {(allow.rule, allow.card) for allow in allows}
    kept, used = _sift(found, allowed)
    problems = [*reader.problems, *_problems(kept, settings, read)]
    if any(rule.id == UNUSED_ALLOW.id for rule in running):
        problems += _unused(allows, used, {rule.id for rule in running}, settings)
    return Linted(deck=read, problems=tuple(problems), allows=allows)


def _run(deck: LintDeck, running: Iterable[Rule], settings: Mapping[str, Setting]) -> dict[str, list[Finding]]:
    """Return the findings of each rule, one a place."""
    found: dict[str, list[Finding]] = {}
    kinds = tuple(deck.deck.kinds)
    for rule in running:
        setting = settings.get(rule.id, _DEFAULT)
        findings: Iterable[Finding] = ()
        if rule.deck is not None:
            findings = rule.deck(deck, limits_of(rule, setting))
        elif rule.card is not None:
            limits = {k: limits_of(rule, setting, k) for k in kinds if rule.covers(k) and not setting.of(k).off}
            findings = (
                finding for card in deck.cards if card.kind in limits for finding in rule.card(card, limits[card.kind])
            )
        found[rule.id] = list({(one.location, one.message): one for one in findings}.values())
    return found


def _sift(
    found: Mapping[str, Sequence[Finding]], allowed: AbstractSet[tuple[str, str]]
) -> tuple[dict[str, list[Finding]], set[tuple[str, str]]]:
    """Return the findings that nothing silences, and the allows that silenced some."""
    used: set[tuple[str, str]] = set()
    kept: dict[str, list[Finding]] = {}
    reported: defaultdict[str, set[str]] = defaultdict(set)
    for name, findings in found.items():
        kept[name] = []
        for finding in findings:
            excuses = {(name, card) for card in finding.cards} & allowed
            used |= excuses
            if not excuses:
                kept[name].append(finding)
                reported[name].update(finding.cards)
    for name, findings in kept.items():
        shadows = {card for other in RULES[name].yields_to for card in reported[other]}
        if shadows:
            kept[name] = [one for one in findings if not one.cards or one.cards[0] not in shadows]
    return kept, used


def _problems(
    kept: Mapping[str, Sequence[Finding]], settings: Mapping[str, Setting], deck: LintDeck
) -> Iterator[Problem]:
    kinds = {source.id.value: source.kind for source in deck.deck.cards}
    for name, findings in kept.items():
        rule, setting = RULES[name], settings.get(name, _DEFAULT)
        for finding in findings:
            own = setting.of(kinds.get(finding.cards[0], "")) if finding.cards else setting
            if not own.off:
                yield Problem(
                    location=finding.location,
                    severity=own.severity or finding.severity or rule.severity,
                    rule=name,
                    message=finding.message,
                    hint=finding.hint,
                )


def _unused(
    allows: Iterable[Allow], used: AbstractSet[tuple[str, str]], ran: AbstractSet[str], settings: Mapping[str, Setting]
) -> Iterator[Problem]:
    severity = settings.get(UNUSED_ALLOW.id, _DEFAULT).severity or UNUSED_ALLOW.severity
    for allow in allows:
        if allow.rule in ran and (allow.rule, allow.card) not in used:
            yield Problem(
                location=allow.file.location(allow.at),
                severity=severity,
                rule=UNUSED_ALLOW.id,
                message=f'the allow of "{allow.rule}" silences nothing',
                hint="delete it: the card does not break the rule",
            )
