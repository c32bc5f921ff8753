"""The rules, a family a module; each rule is one value with its reasons, its examples and its check."""

from __future__ import annotations

from types import MappingProxyType

from builder.lint.rules import (
    answer,
    cloze,
    context,
    contrast,
    figures,
    focus,
    order,
    polar,
    scope,
    similar,
    spoken,
    upkeep,
)
from builder.lint.rules.allows import UNUSED_ALLOW

_FAMILIES = (polar, focus, scope, context, answer, figures, upkeep, cloze, contrast, spoken, similar, order)

RULES = MappingProxyType(
    {rule.id: rule for family in _FAMILIES for rule in family.RULES} | {UNUSED_ALLOW.id: UNUSED_ALLOW}
)
"""All rules by id, in the order of the documentation."""
