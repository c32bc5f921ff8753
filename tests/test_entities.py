"""Numbers of any length are read, which Python alone reads up to 4,300 digits."""

from __future__ import annotations

from pathlib import Path

import pytest

import builder
from builder.entities import read_number, unescape
from tests.support import write_deck

LONG = "9" * 5000


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (f"&#{LONG};x", "\ufffdx"),
        (f"&#x{LONG};x", "\ufffdx"),
        (f"&#{'0' * 5000}106;", "j"),
        (f"&#X{'0' * 5000}6a", "j"),
        ("&#106;&lt;&amp;#106;", "j<&#106;"),
        ("a & b", "a & b"),
    ],
)
def test_an_entity_of_many_digits_is_read_as_browsers_read_it(text: str, read: str) -> None:
    assert unescape(text) == read


def test_a_number_of_many_digits_is_a_large_one() -> None:
    assert [read_number(digits) for digits in ("007", "0" * 5000, LONG)] == [7, 0, 99_999_999]


@pytest.mark.parametrize(
    "card",
    [
        f"kind: basic, front: '<b title=\"&#{LONG};\">x</b>', back: y",
        f"kind: basic, front: {{html: '&#{LONG};'}}, back: y",
        f"kind: basic, front: {{html: '<b style=\"font-weight: {LONG}\">x</b>'}}, back: y",
        f"kind: basic, front: '<b style=\"font-weight: {LONG}\">x</b>', back: y",
        f"kind: choice, question: q, options: [a, b], answer: '{LONG}'",
        f"kind: cloze, text: 'x {{{{c{LONG}: y}}}} and {{{{c1,{LONG}: y}}}} {{{{c1::z}}}}'",
        f"kind: basic, front: '<ol start={LONG}><li>x</li></ol>', back: y",
        f"kind: basic, front: '`&#{LONG};` &#{LONG};', back: y",
    ],
)
def test_a_card_with_such_a_number_is_checked(card: str, tmp_path: Path) -> None:
    deck = write_deck(tmp_path, {"10-a.yaml": f"title: A\nsource: own\ncards:\n- {{id: a, {card}}}\n"})
    assert {problem.location.line for problem in builder.check(deck)} <= {4}
