"""Every rule reports its own bad example, in these words, and is content with the mended one."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.lint.docs import pages
from builder.lint.rule import Rule
from builder.lint.rules import RULES
from tests.lint.decks import reported

EXPECTED = Path(__file__).parent / "expected"
_NO_SOURCE = "# no source\n"


def settings_of(rule: Rule) -> str:
    return rule.settings + ("\n" + _NO_SOURCE if rule.id == "source-missing" else "")


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_bad_card_is_reported_in_these_words(rule: Rule, tmp_path: Path) -> None:
    quiet = frozenset(RULES) - ({"orphan-card"} - {rule.id})
    expected = (EXPECTED / f"{rule.id}.txt").read_text("utf-8")
    assert reported(tmp_path, rule.bad, settings_of(rule), quiet) == expected
    assert f"[{rule.id}]" in expected


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_the_mended_card_breaks_no_rule(rule: Rule, tmp_path: Path) -> None:
    quiet = frozenset(RULES) - ({"orphan-card"} - {rule.id})
    assert reported(tmp_path, rule.good, rule.settings, quiet) == ""


def test_every_expected_text_belongs_to_a_rule() -> None:
    assert {path.stem for path in EXPECTED.iterdir()} == set(RULES)


def test_the_pages_are_up_to_date() -> None:
    for path, page in pages().items():
        assert path.read_text("utf-8") == page, "run python -m builder.lint.docs"
