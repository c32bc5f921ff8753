"""Gaps that Anki would read otherwise than they were meant are told at their place, in every kind."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support import check_text, write_deck

KIND = {
    "kinds/fill/kind.yaml": (
        "doc: a gap\ncloze: true\nfields: [{name: Sentence, doc: s, required: true}, {name: Notes, doc: n}]\n"
        "templates: [{name: Fill, asks: [Sentence], answers: [Sentence]}]\n"
    ),
    "kinds/fill/fill.front.html": "{{cloze:Sentence}}",
    "kinds/fill/fill.back.html": "{{cloze:Sentence}} {{Notes}}",
}


def told(root: Path, card: str) -> list[str]:
    """Return the first line and the hint of each problem of a card."""
    write_deck(root, {**KIND, "10-a.yaml": f"title: T\nsource: own\ncards:\n{card}"})
    lines = check_text(Path()).splitlines()
    return [line.strip() for line in lines if "]: " in line or line.startswith("  hint: ")]


@pytest.fixture(autouse=True)
def in_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_a_hint_with_colons_is_told(tmp_path: Path) -> None:
    assert told(tmp_path, "  - {id: a, kind: cloze, text: 'Use {{c1::std::vector::push_back}}.'}\n") == [
        'cards/demo/10-a.yaml:4:37: error[gap-hint]: the gap hides "std" and shows "vector::push_back" as its hint',
        "hint: put what belongs together in backticks: {{c1::`std::vector::push_back`}};"
        " a hint may follow them, behind ::",
    ]


@pytest.mark.parametrize(
    "name", ["std::vector<int>", "std::move", "Vec<T>::new", "Foo::bar()", "fs::read(path, &mut s)", "shared::~ptr<T>"]
)
def test_a_name_of_code_whose_rest_is_its_hint_is_a_warning_with_the_line_to_paste(tmp_path: Path, name: str) -> None:
    hides, _, hint = name.partition("::")
    assert told(tmp_path, f"  - {{id: a, kind: cloze, text: 'It grows: {{{{c1::{name}}}}}.'}}\n") == [
        f'cards/demo/10-a.yaml:4:43: warning[gap-hint]: the gap hides "{hides}" and shows "{hint}" as its hint',
        f"hint: put what belongs together in backticks: {{{{c1::`{name}`}}}}; a hint may follow them, behind ::",
    ]


@pytest.mark.parametrize(
    "gap",
    ["Paris::city", "cats::animal(s)", "ran::past (simple)", "CO<sub>2</sub>::gas", "ice::H<sub>2</sub>O", "`std::x`",
     "`Vec<T>::new`::a call", "a::b<br>c", "x < y::compares", "self::pronoun", "standard::std"],
)  # fmt: skip
def test_a_plain_hint_is_no_name_of_code(tmp_path: Path, gap: str) -> None:
    assert not any(
        "gap-hint" in line
        for line in told(tmp_path, f"  - id: a\n    kind: cloze\n    text: 'It is {{{{c1::{gap}}}}}.'\n")
    )


def test_what_is_no_gap_beside_a_good_one_is_told(tmp_path: Path) -> None:
    assert told(tmp_path, "  - {id: a, kind: fill, sentence: 'In {{c1::a}} or {{c2:b}}.'}\n") == [
        'cards/demo/10-a.yaml:4:52: error[gap-marks]: "{{c2:b}}" looks like a gap and is none, and Anki would show it'
        " as it stands",
        "hint: write {{c2::b}}",
    ]


def test_wide_colons_before_a_hint_are_told(tmp_path: Path) -> None:
    assert told(tmp_path, "  - {id: a, kind: fill, sentence: 'In {{c1::ok：：hint}} or {{c2::a：b::c}}.'}\n") == [
        'cards/demo/10-a.yaml:4:39: error[gap-marks]: "：：" holds a wide colon (U+FF1A), and Anki would hide the hint'
        " with the answer",
        "hint: write {{c1::ok::hint}}",
    ]


def test_a_hint_of_nothing_is_a_warning(tmp_path: Path) -> None:
    assert told(tmp_path, "  - {id: a, kind: fill, sentence: 'In {{c1::x:: }} or {{c2::y::z}}.'}\n") == [
        "cards/demo/10-a.yaml:4:39: warning[gap-hint]: the gap's hint is empty, and Anki would show empty brackets",
        "hint: write {{c1::x}}",
    ]


def test_brackets_of_a_gap_are_told_once_and_not_as_a_link(tmp_path: Path) -> None:
    assert told(tmp_path, "  - {id: a, kind: fill, sentence: 'In {{c1::a}} or [[c2::b]].'}\n")[1:] == [
        "hint: write {{c2::b}}"
    ]
    assert told(tmp_path, "  - {id: a, kind: basic, front: 'Is [[c2::b]]?', back: It is}\n") == [
        "cards/demo/10-a.yaml:4:37: error[gap-marks]: only the sentence of a cloze card has gaps, and Anki would show"
        ' "[[c2::" as it stands',
        "hint: make it a cloze card: kind: cloze, text: …; code goes in backticks",
    ]


def test_a_gap_that_hides_nothing_is_told(tmp_path: Path) -> None:
    expected = ["hint: write what is to be recalled: {{c1::…}}"]
    assert told(tmp_path, "  - {id: a, kind: cloze, text: 'Use {{c1::}} here'}\n")[1:] == expected
    assert told(tmp_path, "  - {id: a, kind: cloze, text: 'Use {{c1:: ::a hint}} here'}\n")[1:] == expected
    assert told(tmp_path, "  - {id: a, kind: cloze, text: 'Use {{c1::{{c2::x}}}} here'}\n") == []


def test_of_two_gaps_with_one_number_the_open_one_is_told(tmp_path: Path) -> None:
    assert told(tmp_path, "  - {id: a, kind: cloze, text: '{{c1::a}} and {{c1::b}'}\n") == [
        'cards/demo/10-a.yaml:4:47: error[no-cloze]: the cloze "{{c1::" is not closed, and Anki would drop all that'
        " follows",
        "hint: write }} where the gap ends",
    ]


def test_a_list_in_a_gap_is_told(tmp_path: Path) -> None:
    card = "  - id: a\n    kind: cloze\n    text: |\n      Both {{c1::\n      - one\n      - two\n      }}\n"
    assert told(tmp_path, card) == [
        "cards/demo/10-a.yaml:7:12: error[gap-list]: a list inside a gap is no list: its items would be lines of text",
        "hint: write the list, and a gap in each item: - {{c1::…}}",
    ]
    assert told(tmp_path, "  - id: a\n    kind: cloze\n    text: |\n      - {{c1::one}}\n      - {{c1::two}}\n") == []


@pytest.mark.parametrize(
    ("card", "hint"),
    [
        ("kind: basic, front: 'What is {{c1::x}}?', back: y", "make it a cloze card: kind: cloze, text: …"),
        ("kind: basic, front: x, back: y, accept: ['{{c1::x}}']", "make it a cloze card: kind: cloze, text: …"),
        ("kind: cloze, text: '{{c1::x}}', extra: 'see {{c1::x}}'", "move the gap into the sentence"),
        ("kind: fill, sentence: '{{c1::x}}', notes: 'see {{c1::x}}'", "move the gap into the sentence"),
    ],
)
def test_a_gap_where_none_can_be_is_told(card: str, hint: str, tmp_path: Path) -> None:
    first, last = told(tmp_path, f"  - {{id: a, {card}}}\n")
    assert first.endswith(
        'error[gap-marks]: only the sentence of a cloze card has gaps, and Anki would show "{{c1::" as it stands'
    )
    assert last == f"hint: {hint}; code goes in backticks"


def test_the_signs_of_a_gap_may_be_shown_as_code(tmp_path: Path) -> None:
    assert told(tmp_path, "  - {id: a, kind: basic, front: 'What is `{{c1::x}}`?', back: A gap}\n") == []


def test_a_gap_in_more_gaps_than_anki_reads_is_told(tmp_path: Path) -> None:
    openings = "".join(f"{{{{c{number}::a " for number in range(1, 12))
    problems = told(tmp_path, f"  - {{id: a, kind: cloze, text: 'So it is {openings}{'}}' * 11}.'}}\n")
    assert problems[:2] == [
        "cards/demo/10-a.yaml:4:123: error[gap-depth]: this gap stands in 10 others, and Anki reads no deeper: it would"
        " make no card",
        "hint: take it out of some of them",
    ]
