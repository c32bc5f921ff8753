"""What a deck sets for its rules, and what a card is allowed; mistakes in either are problems at their place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from builder.diagnostics import Problem, Severity, did_you_mean
from builder.lint.profiles import OF_TABLES, PROFILES, Tuned
from builder.lint.rule import Rule
from builder.model import CardSource, Deck, Kind
from builder.project import is_table_name
from builder.source.keys import ALLOW_REASON_LETTERS, LOCK_RULES
from builder.syntax import Map, Node, Seq, SourceFile, Text, type_of_node

_SEVERITIES = {severity.value: severity for severity in Severity}
_GENERAL = ("severity", "kinds")


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """How a rule runs: `values` are thresholds by name; `severity` is None for the rule's own."""

    off: bool = False
    severity: Severity | None = None
    values: Mapping[str, float] = field(default_factory=dict)
    kinds: Mapping[str, Setting] = field(default_factory=dict)

    def of(self, kind: str) -> Setting:
        """Return what holds for a kind: its own settings over the general ones."""
        special = self.kinds.get(kind)
        if special is None:
            return self
        values = {**self.values, **special.values}
        return Setting(off=special.off, severity=special.severity or self.severity, values=values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Allow:
    """A rule that a card may break; `at` is the rule's name in the file."""

    card: str
    rule: str
    at: Text
    file: SourceFile


def limits_of(rule: Rule, setting: Setting, kind: Kind | None = None) -> dict[str, float]:
    """Return a rule's thresholds for a kind, or for the whole deck: what the deck sets, else the defaults."""
    traits = kind.traits if kind else frozenset()
    defaults = {threshold.name: threshold.default_for(traits) for threshold in rule.thresholds}
    return {**defaults, **setting.of(kind.name if kind else "").values}


class RuleSettings(NamedTuple):
    """A deck's settings by rule id: those that hold in general, and for cards of tables."""

    general: Mapping[str, Setting]
    of_tables: Mapping[str, Setting]
    in_tables: frozenset[str]
    """The ids of the cards of tables; none where the same holds for them."""

    def of(self, name: str, cards: Iterable[str]) -> Setting:
        """Return what holds for a rule where it looks at these cards: at those of tables where one of them is."""
        settings = self.of_tables if self.in_tables and self.in_tables.intersection(cards) else self.general
        return settings.get(name, DEFAULT)

    def both(self, name: str) -> tuple[Setting, ...]:
        """Return what holds for a rule in this deck: in general, and for cards of tables where that is not the same."""
        general, of_tables = self.general.get(name, DEFAULT), self.of_tables.get(name, DEFAULT)
        return (general, of_tables) if self.in_tables and general != of_tables else (general,)


DEFAULT = Setting()


def _with_profile(settings: Mapping[str, Setting], profile: Mapping[str, Tuned]) -> dict[str, Setting]:
    return {**settings, **{rule: _tuned(tuned, settings.get(rule)) for rule, tuned in profile.items()}}


def _tuned(tuned: Tuned, stated: Setting | None) -> Setting:
    """Return what holds for a rule of the deck's profile: what the deck itself sets for it goes first."""
    if stated is None:
        off = tuned.severity is None and not tuned.values
        return Setting(off=off, severity=tuned.severity, values=tuned.values)
    return replace(stated, severity=stated.severity or tuned.severity, values={**tuned.values, **stated.values})


class SettingsReader:
    """Reads the `lint` keys of one deck and collects what is wrong with them; `rules` are all that there are, by id."""

    def __init__(self, deck: Deck, rules: Mapping[str, Rule]) -> None:
        self.deck = deck
        self.rules = rules
        self.problems: list[Problem] = []

    def rule_settings(self) -> RuleSettings:
        """Return the deck's settings by rule id; cards of tables are vocabulary where the deck names no profile."""
        file, node = self.deck.settings.file, self.deck.settings.lint
        settings: dict[str, Setting] = {}
        profile: Mapping[str, Tuned] = {}
        names_profile = False
        for key, value in self._mapping(file, node, '"lint"', ("rules", "profile")):
            if key.value == "profile":
                profile, names_profile = self._profile(file, value), True
                continue
            for name, child in self._mapping(file, value, f'"{key.value}"', tuple(self.rules), "unknown-rule"):
                if name.value in settings:
                    self._error(file, name, "duplicate-key", f'"{name.value}" is set twice', "keep one of the two")
                setting = self._setting(file, self.rules[name.value], child)
                if setting is not None:
                    settings[name.value] = setting
        general = _with_profile(settings, profile)
        if names_profile or not self.deck.settings.tables:
            return RuleSettings(general=general, of_tables=general, in_tables=frozenset())
        of_tables = _with_profile(settings, PROFILES[OF_TABLES])
        in_tables = frozenset(card.id.value for card in self.deck.cards if is_table_name(card.file.path))
        are_all = all(is_table_name(chapter.file.path) for chapter in self.deck.chapters)
        return RuleSettings(general=of_tables if are_all else general, of_tables=of_tables, in_tables=in_tables)

    def allows(self) -> Iterator[Allow]:
        """Yield what the cards are allowed."""
        for source in self.deck.cards:
            node = source.entry.values.get("lint")
            if isinstance(node, Text | Map | Seq):
                yield from self._allows_of(source, node)

    def _allows_of(self, source: CardSource, node: Node) -> Iterator[Allow]:
        file, known = source.file, (*self.rules, *LOCK_RULES)
        for key, value in self._mapping(file, node, '"lint" of a card', ("allow",)):
            for name, reason in self._mapping(file, value, f'"{key.value}"', known, "unknown-rule"):
                if not isinstance(reason, Text) or len(reason.value.strip()) < ALLOW_REASON_LETTERS:
                    at = reason if isinstance(reason, Text) and reason.end > reason.start else name
                    message = f'the allow of "{name.value}" has no reason of {ALLOW_REASON_LETTERS} characters or more'
                    hint = f"say why the card may break the rule: {name.value}: the exam asks it in these words"
                    self._error(file, at, "allow-reason", message, hint)
                yield Allow(card=source.id.value, rule=name.value, at=name, file=file)

    def _profile(self, file: SourceFile, node: Node) -> Mapping[str, Tuned]:
        name = node.value.strip() if isinstance(node, Text) else type_of_node[type(node)]
        if name and name not in PROFILES:
            hint = did_you_mean(name, PROFILES) or f"the profiles are: {', '.join(PROFILES)}"
            self._error(file, node, "unknown-profile", f'there is no profile "{name}"', hint)
        return PROFILES.get(name, {})

    def _setting(self, file: SourceFile, rule: Rule, node: Node) -> Setting | None:
        if isinstance(node, Text):
            return self._level(file, rule, node)
        allowed = (*(threshold.name for threshold in rule.thresholds), *_GENERAL)
        values: dict[str, float] = {}
        kinds: dict[str, Setting] = {}
        severity = None
        for key, value in self._mapping(file, node, f'the rule "{rule.id}"', allowed):
            if key.value == "kinds":
                for kind, child in self._mapping(file, value, '"kinds"', tuple(self.deck.kinds), "unknown-kind"):
                    special = self._setting(file, rule, child)
                    if special is not None:
                        kinds[kind.value] = special
            elif key.value == "severity":
                stated = self._level(file, rule, value)
                severity = stated.severity if stated else None
            else:
                number = self._number(file, key, value)
                if number is not None:
                    values[key.value] = number
        return Setting(severity=severity, values=values, kinds=kinds)

    def _level(self, file: SourceFile, rule: Rule, node: Node) -> Setting | None:
        level = node.value.strip().lower() if isinstance(node, Text) else type_of_node[type(node)]
        if level == "off":
            return Setting(off=True)
        if level in _SEVERITIES:
            return Setting(severity=_SEVERITIES[level])
        numbers = ", ".join(f"{threshold.name}: {threshold.default:g}" for threshold in rule.thresholds)
        hint = f"write off, error, warning or info{f', or {{{numbers}}}' if numbers else ''}"
        self._error(file, node, "wrong-type", f'the rule "{rule.id}" cannot be set to "{level}"', hint)
        return None

    def _number(self, file: SourceFile, key: Text, node: Node) -> float | None:
        try:
            number = float(node.value) if isinstance(node, Text) else -1.0
        except ValueError:
            number = -1.0
        if 0 <= number < 1e9:
            return number
        shown = f'"{node.value}"' if isinstance(node, Text) else type_of_node[type(node)]
        self._error(file, node, "wrong-type", f'"{key.value}" is {shown}, expected a number', "write one like 35")
        return None

    def _mapping(
        self, file: SourceFile, node: Node | None, subject: str, known: tuple[str, ...], rule: str = "unknown-key"
    ) -> Iterator[tuple[Text, Node]]:
        """Yield the entries of a mapping whose keys are known; record the others, and what is no mapping.

        `subject` is what messages call it.
        """
        if node is None or (isinstance(node, Text) and not node.value.strip()):
            return
        if not isinstance(node, Map):
            message = f"{subject} is {type_of_node[type(node)]}, expected a mapping"
            self._error(file, node, "wrong-type", message, f"write {known[0]}: …")
            return
        for key, value in node.items:
            if key.value in known:
                yield key, value
                continue
            listed = "`deckwright check --explain all` lists them" if len(known) > 12 else f"it has: {', '.join(known)}"
            noun = {"unknown-rule": "rule", "unknown-kind": "kind"}.get(rule)
            message = f'there is no {noun} "{key.value}"' if noun else f'{subject} has no key "{key.value}"'
            self._error(file, key, rule, message, did_you_mean(key.value, known) or listed)

    def _error(self, file: SourceFile, at: Node, rule: str, message: str, hint: str) -> None:
        self.problems.append(file.error(file.location(at), rule, message, hint))
