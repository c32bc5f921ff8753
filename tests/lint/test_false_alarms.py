"""Kinds of false alarm that decks of others showed, each with its true twin beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.commands.check import check_decks
from builder.lint.rules import RULES
from tests.lint.decks import NOW
from tests.lint.test_language import heads
from tests.support import write_deck

QUOTED = "error[source-missing]: a quotation has no source"
NO_SOURCE = "# no source"


def card(front: str, back: str, more: str = "") -> str:
    """Return a plain card, each text in single quotes."""
    return f"- {{id: a, kind: basic, front: '{front}', back: '{back}'{more}}}\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("![](outline-map-of-the-whole-country-of-hungary.png)", []),
        ('[the map](https://example.org/a-long-way-to-the-map-of-hungary "Hungary and all of its neighbours")', []),
        ('A 5" pipe that leads to the second floor beside a 6" pipe', []),
        ('Das "kurze" Wort steht vor einem anderen, das "auch" kurz ist', []),
        ('She said: "We shall fight on the beaches, and never surrender."', [QUOTED]),
        ("Er sagte: „Wir werden auf den Stränden kämpfen, und mehr.“", [QUOTED]),
        ("> We shall fight on the beaches, and never surrender.", [QUOTED]),
    ],
)
def test_a_quotation_is_judged_by_the_text_that_is_seen(text: str, said: list[str], tmp_path: Path) -> None:
    (tmp_path / "cards/demo/media").mkdir(parents=True)
    cards = f"- id: a\n  kind: basic\n  front: Which place is this?\n  back: |\n    {text}\n"
    found = heads(tmp_path, cards, NO_SOURCE, frozenset({"source-missing"}))
    assert [head for head in found if "missing-media" not in head] == (
        said or ["warning[source-missing]: the card has no source"]
    )


def test_a_deck_that_declares_no_sources_needs_none(tmp_path: Path) -> None:
    quoted = card("Who spoke of the beaches first?", '"We shall fight on the beaches, and never surrender."')
    chapter = f"title: A\ncards:\n{quoted}"
    with_sources = write_deck(tmp_path, {"10-a.yaml": chapter}, "with")
    without = write_deck(tmp_path, {"deck.yaml": "name: Demo\nuid: other\n", "10-a.yaml": chapter}, "without")
    assert [problem.rule for problem in check_decks([with_sources], NOW, set(RULES)).problems] == ["source-missing"]
    assert check_decks([without], NOW, set(RULES)).problems == ()


def test_a_deck_whose_cards_teach_nothing_has_no_orphans(tmp_path: Path) -> None:
    one = "- {id: a, kind: basic, front: Which office issues the visa?, back: The consulate}\n"
    two = "- {id: b, kind: basic, front: Who opens a gate?, back: The program manager%s}\n"
    assert heads(tmp_path / "none", one + two % "") == []
    assert heads(tmp_path / "some", one + two % ", teaches: [gate]") == [
        "info[orphan-card]: the card shares no concept and no tag with another",
        "info[orphan-card]: the card shares no concept and no tag with another",
    ]


ALL_OF_IT = 'error[answer-leak]: the hint "{}" gives away the answer'


@pytest.mark.parametrize(
    ("hint", "answer", "said"),
    [
        ("spleen", "The spleen.", ["spleen"]),
        ("The Spleen!", "spleen", ["The Spleen!"]),
        ("SPLEEN", "A spleen", ["SPLEEN"]),
        ("think of the spleen", "The spleen", ["think of the spleen"]),
        ("die Milz", "Milz.", ["die Milz"]),
        ("acqua", "l’acqua", ["acqua"]),
        ("spleen", "It is the spleen", ["spleen"]),
        ("not the right kidney", "The left kidney", []),
        ("near the stomach", "The spleen", []),
        ("between 3 and 5", "4", []),
        ("sp…", "The spleen", []),
        ("a", "A", ["a"]),
    ],
)
def test_a_hint_is_compared_without_articles_case_and_signs(
    hint: str, answer: str, said: list[str], tmp_path: Path
) -> None:
    found = heads(tmp_path, card("Which organ filters old blood cells?", answer, f", hint: '{hint}'"))
    assert found == [ALL_OF_IT.format(text) for text in said]


@pytest.mark.parametrize(
    "text",
    [
        "SELECT [Name] FROM [Team] WHERE [Date] IS NULL",
        "`[name]` in brackets",
        r"Print it as \\textbf{Name}",
        "Open /users/{name} in a browser",
        "Say ${name} in a template",
        "The object.{value} of a tree",
    ],
)
def test_names_in_code_are_no_placeholders(text: str, tmp_path: Path) -> None:
    assert heads(tmp_path, card("Which of the lines is right?", text), "", frozenset({"placeholder-left"})) == []


@pytest.mark.parametrize("text", ["I would join [company].", "Dear {name}, hello", "Ask <name> first", "TODO"])
def test_what_is_to_be_filled_in_is_one(text: str, tmp_path: Path) -> None:
    found = heads(tmp_path, card("Which of the lines is right?", text), "", frozenset({"placeholder-left"}))
    assert [head.partition("]")[0] for head in found if "placeholder" in head] == ["error[placeholder-left"]


NEITHER = "stands for something that the card does not name"


@pytest.mark.parametrize(
    ("front", "said"),
    [
        ("What does this Rust function return: `fn one() -> i32 { 1 }`?", []),
        ("Which relation does this show: cutting a tree for its wood?", []),
        ("Who brought this to ethics? Natural law", []),
        ("What is this describing? “It cannot be made, only made from”", []),
        ("What does the following denote? All words that end with 1", []),
        ("How can a donor help those still ill with it?", []),
        ("What does this Rust function return?", [f'warning[dangling-reference]: "this Rust function" {NEITHER}']),
        ("What is this role judged on?", [f'error[dangling-reference]: "this role" {NEITHER}']),
        ("When was it signed?", [f'error[dangling-reference]: "it" {NEITHER}']),
    ],
)
def test_what_a_question_points_to_may_stand_behind_it(front: str, said: list[str], tmp_path: Path) -> None:
    assert heads(tmp_path, card(front, "In 1648"), "", frozenset({"dangling-reference"})) == said


def test_options_are_what_these_points_to(tmp_path: Path) -> None:
    cards = (
        "- {id: a, kind: choice, question: Which of these digital modes is narrowest?, options: [FT, CW], answer: CW}\n"
    )
    assert heads(tmp_path, cards, "", frozenset({"dangling-reference"})) == []


SERIES = """\
- {id: a, kind: basic, front: Which organ clears lithium?, back: The kidney}
- {id: b, kind: basic, front: Which organ clears digoxin?, back: The kidney}
- {id: c, kind: basic, front: What is the capital city of Hungary?, back: Budapest}
- {id: d, kind: basic, front: What is the capital city of Peru?, back: Lima}
"""


def test_a_series_asks_the_same_of_each_thing(tmp_path: Path) -> None:
    assert {head.partition("[")[0] for head in heads(tmp_path, SERIES)} <= {"info"}


def test_the_same_question_about_two_pictures_is_no_pair(tmp_path: Path) -> None:
    cards = """\
    - {id: a, kind: basic, front: "What is shown here? ![](one.png)", back: The atlas}
    - {id: b, kind: basic, front: "What is shown here? ![](two.png)", back: The axis}
    """
    picture = b"\x89PNG\r\n\x1a\n"
    write_deck(tmp_path, {"media/one.png": picture, "media/two.png": picture + b"2"})
    assert [head for head in heads(tmp_path, cards) if "near" in head] == []


def test_one_question_in_two_wordings_is_no_series(tmp_path: Path) -> None:
    cards = """\
    - {id: a, kind: basic, front: Which organ clears the drug lithium from the blood?, back: The kidney}
    - {id: b, kind: basic, front: Which organ clears lithium from the blood?, back: The kidney}
    """
    assert [head.partition(":")[0] for head in heads(tmp_path, cards)] == ["error[near-duplicate-question]"]


LEAK = "the rest of the card still shows"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Of seeds, lupines live {{c1::10,000 years}} and date palms 2000 years at most", []),
        ("Both the I-band and the {{c1::A-band}} of a muscle have a line in the middle", []),
        ("Carotene is changed in the liver of all animals to vitamin {{c1::A}}", []),
        ("The suffix of orders of animals in the Latin of today is {{c1::-a}}", []),
        ("What is the best way to stay clear of a jumper above?<br>{{c1::To look up before every turn you fly}}", []),
        ("PTE stands for {{c1::Page Table Entry}}", []),
        ("A program in the language Rust starts in <code>{{c1::fn}} main()</code>", []),
        ("<code>let {{c1::mut}} x = 5;</code>", []),
        ("The date palm lives 2000 years, as its seeds live {{c1::2000 years}} too",
         [f'error[cloze-leak]: {LEAK} "2000 years"']),
        ("- The cortex of the kidney is {{c1::outside}}\\n- Inside and outside there is a capsule of the kidney",
         [f'warning[cloze-leak]: {LEAK} "outside"']),
    ],
)  # fmt: skip
def test_a_gap_is_copied_where_all_of_it_stands_beside_it(text: str, said: list[str], tmp_path: Path) -> None:
    rules = frozenset({"cloze-leak", "cloze-starved", "cloze-bad-target"})
    found = heads(tmp_path, f'- {{id: a, kind: cloze, text: "{text}"}}\n', "", rules)
    assert [head for head in found if "hides 8 words" not in head] == said


def test_much_may_be_hidden_where_much_is_named(tmp_path: Path) -> None:
    slow = "In congestion control by TCP, slow start is {{c1::a phase in which the window grows with each packet}}"
    said = "[cloze-starved]: 56 % of the words are hidden, more than 40 %"
    rules = frozenset({"cloze-starved"})
    assert heads(tmp_path / "much", f"- {{id: a, kind: cloze, text: '{slow}'}}\n", "", rules) == [f"warning{said}"]
    start = "Slow start is {{c1::a phase of growth now}}"
    assert [
        head[:5] for head in heads(tmp_path / "few", f"- {{id: a, kind: cloze, text: '{start}'}}\n", "", rules)
    ] == ["error"]


def test_the_hint_of_a_gap_gives_it_away(tmp_path: Path) -> None:
    text = "Old blood cells of the whole body are filtered by {{c1::the spleen}}"
    found = heads(tmp_path, f"- {{id: a, kind: cloze, text: '{text}', hint: Spleen.}}\n")
    assert found == [f'error[cloze-leak]: {LEAK} "the spleen"']


def test_cells_of_a_table_may_be_alike(tmp_path: Path) -> None:
    table = "<table><tr><td>Sponges</td><td>{{c1::absent}}</td></tr><tr><td>Corals</td><td>absent</td></tr></table>"
    assert heads(tmp_path, f"- {{id: a, kind: cloze, text: '{table}'}}\n", "", frozenset({"cloze-leak"})) == []


@pytest.mark.parametrize(
    ("front", "back", "rule"),
    [
        ("What is the capital of Djibouti?", "Djibouti", ""),
        ("Which city lies in the north of Guinea-Bissau?", "Bissau", ""),
        ("November", "November", ""),
        ("How does the length change when the heat of a rod increases?", "It increases", ""),
        ("What is the voltage gain of a stage with 10 and 470 ohms?", "47", ""),
        ("What is the price of a voltage of 3?", "47", "number-without-unit"),
        ("尽くす", "to exhaust, to run out, to devote, to serve", ""),
        ("Which colors have dinoflagellates?", "red, blue, green, brown", "enumeration"),
        ("What is lupus?", "An illness of joints and skin."
         "<br>It comes and goes in bouts over many years."
         "<br>The blood attacks what is its own in all organs.", ""),
        ("Describe how the ankle pressure is measured.", "With a cuff", ""),
        ("Describe the ankle pressure.", "Low", "vague-question"),
        ("Type Digit = 0..9 is an example of which type?", "A range", ""),
        ("Should it fail in the night, what does the guard do?", "He calls", ""),
        ("What are the advantages of seeds? (3)", "They spread, rest, and feed", ""),
        ("Where does transequatorial propagation (TEP) occur?", "Over the equator", ""),
        ("What does this return? SELECT [NAME] FROM [TEAM]", "All names", ""),
        ("Is it so?", "Ist es so?", ""),
        ("Coffee? Tea?", "Kaffee? Tee?", ""),
        ("Which words open the story of the war?", "1. Nowadays 2. The latest", ""),
        ("Where does TEP occur?", "Over the equator", "acronym-undefined"),
        ("Which folder do $TEP, ${TEP} and %TEP% name?", "That of the learner", ""),
        ("Which folder does the TEP name?", "That of the learner", "acronym-undefined"),
        ("What does ? do in Rust?", "It returns early with the error", ""),
        ("What does ?: do in C?", "It chooses one of two values", ""),
        ("What does the gate do? when does the gate stop?", "It returns early", "two-questions"),
        ("What does the gate do ? When does the gate stop ?", "It returns early", "two-questions"),
    ],
)  # fmt: skip
def test_what_other_decks_showed(front: str, back: str, rule: str, tmp_path: Path) -> None:
    found = heads(tmp_path, card(front, back))
    assert {head.partition("]")[0].partition("[")[2] for head in found} == ({rule} if rule else set())


def test_options_that_repeat_the_question_alike_give_nothing_away(tmp_path: Path) -> None:
    cards = """\
    - id: a
      kind: choice
      question: When must an exposure evaluation of a station be performed?
      options: [An evaluation must always be performed, An evaluation must be performed once]
      answer: An evaluation must always be performed
    """
    assert heads(tmp_path, cards, "", frozenset({"answer-leak"})) == []


@pytest.mark.parametrize(
    "cards",
    [
        card("Which file does the TODO app of the guide keep its tasks in?", "tasks.txt"),
        card("What does <name> mean in a usage line?", "A word to be replaced"),
        card("What is XXX in Arabic numerals?", "30"),
        card("How much is a dozen?", "12"),
        card("What do cells spend to move?", "ATP (adenosine triphosphate)"),
        card("Which hormone of the pituitary drives the thyroid?", "TSH (thyrotropin)"),
        "- id: a\n  kind: cloze\n  text: Kant wrote the {{c1::*Critique of Pure Reason*}} in {{c2::1781}}.\n",
    ],
)
def test_what_a_stranger_wrote_is_no_fault(cards: str, tmp_path: Path) -> None:
    rules = {"placeholder-left", "number-without-unit", "acronym-undefined", "cloze-starved"}
    assert heads(tmp_path, cards, NO_SOURCE, frozenset(rules)) == []


@pytest.mark.parametrize(
    ("cards", "rule"),
    [
        (card("Which file is TODO?", "tasks.txt"), "placeholder-left"),
        (card("Why do you want to work at <company>?", "It makes <product>"), "placeholder-left"),
        (card("How much is the dose?", "12"), "number-without-unit"),
        (card("Which folder does the TEP (a sort) name?", "That of the learner"), "acronym-undefined"),
    ],
)
def test_its_true_twin_is_one(cards: str, rule: str, tmp_path: Path) -> None:
    assert [rule in head for head in heads(tmp_path, cards, NO_SOURCE, frozenset({rule}))] == [True]
