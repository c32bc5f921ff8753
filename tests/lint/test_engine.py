"""Which findings are reported: what a card is allowed, and one where two rules see one cause."""

from __future__ import annotations

from pathlib import Path

from tests.lint.decks import reported

CARD = "- {{id: a, kind: basic, front: Does water boil at 100 °C?, back: It does, lint: {}}}\n"


def test_an_allow_with_a_reason_silences_its_rule(tmp_path: Path) -> None:
    assert reported(tmp_path, CARD.format("{allow: {yes-no: the exam asks it so}}")) == ""


def test_an_allow_without_a_reason_is_a_problem(tmp_path: Path) -> None:
    assert reported(tmp_path, CARD.format("{allow: {yes-no: because}}")).splitlines()[::3] == [
        '10-a.yaml:4:99: error[allow-reason]: the allow of "yes-no" has no reason of 10 characters or more',
        "  hint: say why the card may break the rule: yes-no: the exam asks it in these words",
    ]


def test_an_allow_of_a_rule_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    lines = reported(
        tmp_path, CARD.format("{allow: {yesno: the exam asks it so}}"), "", {"vague-question"}
    ).splitlines()
    assert lines[0] == '10-a.yaml:4:91: error[unknown-rule]: there is no rule "yesno"'
    assert lines[3] == '  hint: did you mean "yes-no"?'


def test_an_allow_is_unused_only_where_its_rule_ran(tmp_path: Path) -> None:
    cards = CARD.format("{allow: {open-list: the exam asks it so}}")
    assert reported(tmp_path, cards, "", {"unused-allow"}) == ""
    assert reported(tmp_path, cards, "lint: {rules: {open-list: off}}", {"unused-allow", "open-list"}) == ""
    unused = '10-a.yaml:4:91: warning[unused-allow]: the allow of "open-list" silences nothing'
    assert reported(tmp_path, cards, "", {"unused-allow", "open-list"}).splitlines()[0] == unused


TWINS = """\
- {id: a, kind: basic, front: Which gas do plants take in by day?, back: Carbon dioxide%s}
- {id: b, kind: basic, front: Which gas do the plants take in by day?, back: Carbon dioxide%s}
"""


def test_either_of_two_cards_may_allow_what_is_found_between_them(tmp_path: Path) -> None:
    allow = ", lint: {allow: {near-duplicate-question: one is the mnemonic}}"
    rules = {"near-duplicate-question", "unused-allow"}
    assert "error[near-duplicate-question]" in reported(tmp_path, TWINS % ("", ""), "", rules)
    assert reported(tmp_path, TWINS % (allow, ""), "", rules) == ""
    assert reported(tmp_path, TWINS % ("", allow), "", rules) == ""
    assert reported(tmp_path, TWINS % (", pair: b", ""), "", rules) == ""


BROOD = "- {id: a, kind: cloze, text: 'A {{c1::b}} {{c2::c}} {{c3::d}} {{c4::e}} and what else there is to see'%s}\n"


def test_of_two_rules_on_one_cause_the_more_specific_speaks(tmp_path: Path) -> None:
    rules = {"cloze-too-many", "sibling-flood"}
    many, flood = "warning[cloze-too-many]", "warning[sibling-flood]"
    alone = reported(tmp_path, BROOD % "", "", rules)
    assert (many in alone, flood in alone) == (True, False)
    allowed = reported(tmp_path, BROOD % ", lint: {allow: {cloze-too-many: a table}}", "", rules)
    assert (many in allowed, flood in allowed) == (False, True)
    assert flood in reported(tmp_path, BROOD % "", "", {"sibling-flood"})


def test_a_pair_that_is_no_other_card_is_a_problem(tmp_path: Path) -> None:
    cards = "- {id: gas, kind: basic, front: What is it?, back: Gas, pair: [ga, gas, nope]}\n"
    lines = reported(tmp_path, cards, "", {"unused-allow"}).splitlines()
    assert [line for line in lines if "]: " in line or "hint" in line] == [
        '10-a.yaml:4:66: error[unknown-card]: "pair" names "ga", which is no card of the deck',
        '  hint: did you mean "gas"?',
        '10-a.yaml:4:70: error[unknown-card]: "pair" names the card itself',
        "  hint: name the other card",
        '10-a.yaml:4:75: error[unknown-card]: "pair" names "nope", which is no card of the deck',
        "  hint: write the id of a card of this deck, or delete the key",
    ]
