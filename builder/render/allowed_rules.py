"""The rules that a card says it may break."""

from __future__ import annotations

from builder.model import CardSource
from builder.source.keys import ALLOW_REASON_LETTERS
from builder.syntax import Map, Text


def allowed_rules(card: CardSource) -> tuple[str, ...]:
    """Return the rules that a card may break; lint/config.py tells what is wrong with how they are written."""
    node = card.entry.values["lint"]
    allowed = [value for key, value in node.items if key.value == "allow"] if isinstance(node, Map) else []
    return tuple(
        rule.value
        for rules in allowed
        if isinstance(rules, Map)
        for rule, reason in rules.items
        if isinstance(reason, Text) and len(reason.value.strip()) >= ALLOW_REASON_LETTERS
    )
