"""The rules, a family a module; each rule is one value with its reasons, its examples and its check."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from builder.lint.rule import Rule
from builder.lint.rules.answer import RULES as ANSWER
from builder.lint.rules.cloze import RULES as CLOZE
from builder.lint.rules.context import RULES as CONTEXT
from builder.lint.rules.contrast import RULES as CONTRAST
from builder.lint.rules.figures import RULES as FIGURES
from builder.lint.rules.focus import RULES as FOCUS
from builder.lint.rules.math import RULES as MATH
from builder.lint.rules.order import RULES as ORDER
from builder.lint.rules.polar import RULES as POLAR
from builder.lint.rules.scope import RULES as SCOPE
from builder.lint.rules.similar import RULES as SIMILAR
from builder.lint.rules.spoken import RULES as SPOKEN
from builder.lint.rules.typed import RULES as TYPED
from builder.lint.rules.upkeep import RULES as UPKEEP
from builder.lint.rules.upkeep import UNUSED_ALLOW

_FAMILIES = (
    POLAR,
    FOCUS,
    SCOPE,
    CONTEXT,
    ANSWER,
    FIGURES,
    UPKEEP,
    CLOZE,
    CONTRAST,
    SPOKEN,
    SIMILAR,
    ORDER,
    MATH,
    TYPED,
)

RULES: Mapping[str, Rule] = MappingProxyType(
    {rule.id: rule for family in _FAMILIES for rule in family} | {UNUSED_ALLOW.id: UNUSED_ALLOW}
)
"""All rules by id, in the order of the documentation."""
