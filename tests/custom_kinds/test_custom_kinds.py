"""An author's own kinds: what is refused, and that learners keep their reviews when a kind changes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from builder.report.formats import as_concise
from tests.learner import Imported, Learner
from tests.support import NOW, build_deck, build_decks, check_text, write_deck

DOCS = (Path(__file__).parents[2] / "docs" / "own-kinds.md").read_text("utf-8")
EXAMPLE = dict(re.findall(r"^`([\w./-]+)`\n\n```\w+\n(.*?)```", DOCS, re.M | re.S))
"""The files of the example in the docs."""
KIND, FRONT, BACK, STYLE = (
    f"kinds/figure/{name}"
    for name in ("kind.yaml", "say-the-number.front.html", "say-the-number.back.html", "style.css")
)
OTHER = "kinds/figure/name-the-quantity.front.html"
GAPS = """\
doc: a sentence with gaps
cloze: true
fields: [{name: Sentence, doc: it, required: true}]
templates: [{name: Fill, asks: Sentence, answers: Sentence}]
"""


def edited(name: str, old: str, new: str) -> dict[str, str]:
    """Return the example with one change in one file."""
    assert old in EXAMPLE[name]
    return {**EXAMPLE, name: EXAMPLE[name].replace(old, new, 1)}


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a project's folder to stand in, so that messages show short paths."""
    monkeypatch.chdir(tmp_path)
    return Path()


def test_the_example_of_the_docs_has_no_problems(here: Path) -> None:
    write_deck(here, EXAMPLE)
    assert check_text(here) == ""


PROBLEMS = [
    (KIND, "doc: a number", "dok: a number", "1:1", 'kind.yaml has no key "dok"', 'did you mean "doc"?'),
    (KIND, "asks: Quantity", "asks: Quantty", "8:34", 'the kind has no field "Quantty"', 'did you mean "Quantity"?'),
    (KIND, "when: Both ways", "when: Both", "9:69", 'the kind has no field "Both"', 'did you mean "Both ways"?'),
    (KIND, "shape: texts", "shape: list", "5:58", '"shape" is "list"', "one of: text, flag, texts"),
    (KIND, "name: Covers", "name: Tags, key: a", "5:12", 'every note has "Tags" already', "choose another name"),
    (
        KIND,
        "name: Covers",
        'name: "Co:vers"',
        "5:12",
        'Anki would change the field name "Co:vers"',
        'use no : { } or " in it, and no #, ^ or / before it',
    ),
    (
        KIND,
        "name: Covers",
        "name: Spare 1",
        "5:12",
        "names that start with Spare are those of free places",
        "choose another",
    ),
    (KIND, "name: Covers", "name: value", "5:12", 'the field "value" stands twice', "rename one of the two"),
    (KIND, "key: both", "key: hint", "6:28", '"hint" is a key of every card', "add key: with another word"),
    (KIND, "key: both", "key: value", "6:12", 'the key "value" is that of another field', "add key: with another word"),
    (
        KIND,
        "key: both",
        "key: Bö th",
        "6:28",
        'the key "Bö th" has other signs than a-z, 0-9, _ and -',
        "add key: with a plain word",
    ),
    (
        KIND,
        "measured, required: true",
        "measured",
        "3:5",
        "the first field is not required",
        "add required: true to it; Anki lists notes by their first field",
    ),
    (
        KIND,
        "shape: texts",
        "was: Value",
        "5:56",
        '"was" names "Value", which is still there',
        "delete `was`, or the other one",
    ),
    (
        KIND,
        "Name the quantity",
        "say the Number",
        "9:12",
        'the template "say the Number" stands twice',
        "rename one of the two",
    ),
    (
        KIND,
        "doc: a number",
        "name: contrast\ndoc: a number",
        "1:7",
        'the note type "contrast" is that of the kind "contrast" too',
        "choose another name",
    ),
    (
        KIND,
        "templates:",
        "cloze: true\ntemplates:",
        "10:5",
        "a cloze kind has one template, and this one has 2",
        "make a kind of each",
    ),
    (
        KIND,
        "asks: Quantity",
        "asks: Quantity, beside: Value",
        "8:52",
        '"beside" names "Value", and "asks" does not',
        "add it to asks, or take it away here",
    ),
    (KIND, "doc:", "traits: [fact, spokn]\ndoc:", "1:16", '"traits" holds "spokn"', 'did you mean "spoken"?'),
    (
        KIND,
        "doc:",
        "traits: cloze\ndoc:",
        "1:9",
        '"traits" holds "cloze"',
        "one of: fact, term, options, steps, spoken, contrast, rubric, fixed-cards",
    ),
    (
        KIND,
        "doc:",
        "traits: rubric\ndoc:",
        "1:9",
        'the trait "rubric" needs a field with the key "rubric" that is a list of texts',
        "add {name: …, key: rubric, doc: …, shape: texts}, or give that key to a field",
    ),
    (FRONT, "{{Quantity}}", "{{Quantty}}", "3:32", 'the kind has no field "Quantty"', 'did you mean "Quantity"?'),
    (
        FRONT,
        "{{Quantity}}",
        "{{#Quantity}}",
        "3:32",
        "{{#Quantity}} is not closed",
        "close sections in the order in which they open: {{#Field}} … {{/Field}}",
    ),
    (FRONT, "{{Quantity}}", "{{Quantity", "3:32", "{{ is not closed", "close it: {{Field}}"),
    (
        FRONT,
        "{{Quantity}}",
        "{{Tags}}",
        "1:1",
        "the front shows no field, so that Anki would make no card",
        "show what is asked: {{Quantity}}",
    ),
    (
        FRONT,
        "{{Quantity}}",
        "{{cloze:Quantity}}",
        "3:32",
        "this is no cloze kind",
        "add cloze: true to kind.yaml, or take the filter away",
    ),
    (FRONT, "{{Quantity}}", "{{hnt:Quantity}}", "3:32", 'Anki has no filter "hnt"', 'did you mean "hint"?'),
    (
        FRONT,
        "{{Quantity}}",
        "{{Quantity}}{{FrontSide}}",
        "3:44",
        "the whole front would stand inside the answer, with a head of its own",
        "repeat the fields that the answer needs, or write frame: false in kind.yaml",
    ),
    (FRONT, "[[>hint]]", "[[>hnt]]", "6:1", '"[[>hnt]]" stands for nothing', 'did you mean ">hint"?'),
    (FRONT, "[[>hint]]", "[[hint]]", "6:1", '"[[hint]]" stands for nothing', 'did you mean ">hint"?'),
    (FRONT, "[[>hint]]", "[[Wy]]", "6:1", '"[[Wy]]" stands for nothing', 'did you mean "Why"?'),
    (
        BACK,
        "{{Value}}",
        "{{Value}}[[speak:Valeu]]",
        "6:52",
        '"[[speak:Valeu]]" stands for nothing',
        'did you mean "speak:Value"?',
    ),
    (
        FRONT,
        "[[>hint]]",
        "<script>x()</script>",
        "6:1",
        "<script> may not stand in a template",
        "delete it; a style belongs into style.css",
    ),
    (
        FRONT,
        "[[>hint]]",
        "<p onclick='x()'>x</p>",
        "6:1",
        'the attribute "onclick" would run a script',
        "delete it; cards are studied without scripts",
    ),
    (
        FRONT,
        "[[>hint]]",
        "<a href='java\tscript:x'>x</a>",
        "6:1",
        'a link may not lead to "java\tscript:x"',
        "link to http, https or mailto",
    ),
    (
        FRONT,
        "[[>hint]]",
        "<p title='{{Value}}'>x</p>",
        "6:1",
        'the field "Value" stands inside an attribute',
        "show it between tags: its text may hold quotes",
    ),
    (
        FRONT,
        "[[>hint]]",
        '<p style="background:url(//x/y)">x</p>',
        "6:1",
        '"url(" in a style would load a file',
        "cards must work offline; only data: addresses pass",
    ),
    (
        FRONT,
        "[[>hint]]",
        "<div>",
        "6:1",
        "<div> is not closed",
        "write </div> where it ends",
    ),
    (
        STYLE,
        ".dw-own",
        "@import 'x';\n.dw-own",
        "1:1",
        '"@import" in a style would load a file',
        "cards must work offline; only data: addresses pass",
    ),
    (
        STYLE,
        ".dw-own",
        "/* url(x) */ a{background:\\75 rl(https://example.org/x.png)}\n.dw-own",
        "1:27",
        '"url(" in a style would load a file',
        "cards must work offline; only data: addresses pass",
    ),
    (STYLE, ".dw-own", "</style>\n.dw-own", "1:1", '"</" would end the style', "delete it"),
]


@pytest.mark.parametrize(
    ("name", "old", "new", "position", "message", "hint"), PROBLEMS, ids=[f"{p[4][:40]}" for p in PROBLEMS]
)
def test_a_fault_is_told_at_its_place(
    here: Path, name: str, old: str, new: str, position: str, message: str, hint: str
) -> None:
    write_deck(here, edited(name, old, new))
    text = check_text(here)
    head, *_, last = text.strip().split("\n")
    assert re.sub(r"(error|warning)\[[\w-]+\]: ", "", head) == f"cards/demo/{name}:{position}: {message}"
    assert last == f"  hint: {hint}"
    assert text.count("error[") == 1


@pytest.mark.parametrize(
    "written",
    [
        "<p/onclick=x>a</p>",
        "<p title='a'onclick=b>a</p>",
        "<P ONCLICK=x>a</P>",
        "<a href=java&#115;cript:x>a</a>",
        "<p {{#Value}}onclick{{/Value}}=x>a</p>",
        '<p title="{{#Value}}" onclick="x{{/Value}}">a</p>',
        "<scr<script>ipt></scr<script>",
        "<!--><script>x()</script>-->",
        "<![ x <script>x()</script>",
        "<!-- --!><script>x()</script> -->",
        "<?php <script>x()</script> ?>",
        "<svg onload=x></svg>",
        "<iframe></iframe>",
        "<link rel=stylesheet href=https://example.org/x.css>",
        "<form action=https://example.org><input></form>",
        "<p style='background:u\\72l(//x)'>a</p>",
    ],
)
def test_nothing_that_runs_or_loads_comes_through(here: Path, written: str) -> None:
    write_deck(here, edited(FRONT, "[[>hint]]", written))
    assert "error[unsafe-" in check_text(here)


@pytest.mark.parametrize(
    "written",
    [
        "<!-- a note to the next author -->",
        '<p class="{{#Value}}long{{/Value}}" data-n="1" title="a">a</p>',
        '<p class="{{Tags}} card-{{Id}}">a</p>',
        '<a class="tappable" href="https://example.org/?a=1&amp;b=2">a</a>',
        '<details><summary class="tappable">More</summary>{{Value}}</details>',
        "{{tts en_US voices=A speed=0.8:Value}} {{hint:Value}} {{furigana:Value}} {{text:Value}}",
    ],
)
def test_what_only_shows_passes(here: Path, written: str) -> None:
    write_deck(here, edited(FRONT, "[[>hint]]", written))
    assert check_text(here) == ""


@pytest.mark.parametrize(
    "style",
    [
        'a{background:url("data:image/png;base64,AA==")}',
        "a{background:URL( data:image/gif;base64,AA)}",
        "/* @import */",
    ],
)
def test_a_style_that_loads_nothing_passes(here: Path, style: str) -> None:
    write_deck(here, {**EXAMPLE, STYLE: style})
    assert check_text(here) == ""


def test_missing_files_are_told_with_the_likeliest_one(here: Path) -> None:
    write_deck(here, edited(KIND, "name: Say the number", "name: Say the numbers"))
    assert (
        check_text(here)
        == """\
cards/demo/kinds/figure/kind.yaml:8:12: error[missing-template]: there is no file "say-the-numbers.back.html"
  8 |   - {name: Say the numbers, asks: Quantity, answers: Value}
    |            ^^^^^^^^^^^^^^^
  hint: did you mean "say-the-number.back.html"?

cards/demo/kinds/figure/kind.yaml:8:12: error[missing-template]: there is no file "say-the-numbers.front.html"
  8 |   - {name: Say the numbers, asks: Quantity, answers: Value}
    |            ^^^^^^^^^^^^^^^
  hint: did you mean "say-the-number.front.html"?
"""
    )


def test_a_file_that_no_template_names_is_a_warning(here: Path) -> None:
    write_deck(here, {**EXAMPLE, "kinds/figure/say-the-numbr.back.html": "x"})
    assert (
        check_text(here)
        == """\
cards/demo/kinds/figure/say-the-numbr.back.html:1:1: warning[unused-file]: \
"say-the-numbr.back.html" is no file of the kind
  hint: did you mean "say-the-number.back.html"?
"""
    )


def test_a_folder_without_kind_yaml_is_told_once_and_not_for_each_card(here: Path) -> None:
    files = {name: text for name, text in EXAMPLE.items() if name != KIND}
    write_deck(here, files)
    assert (
        check_text(here)
        == """\
cards/demo/kinds/figure/kind.yaml:1:1: error[no-kind-file]: the kind "figure" has no kind.yaml
  hint: write one with doc, fields and templates
"""
    )
    (here / "cards/demo/kinds/figure/kind.yml").write_text(EXAMPLE[KIND])
    assert check_text(here).endswith('has no kind.yaml\n  hint: rename "kind.yml" to kind.yaml\n')


@pytest.mark.parametrize("name", ["basic", "script-line"])
def test_the_name_of_a_built_in_kind_is_refused(here: Path, name: str) -> None:
    files = {path.replace("figure", name): text for path, text in EXAMPLE.items() if path.startswith("kinds/")}
    write_deck(here, {**files, "10-a.yaml": "title: A\ncards: [{id: a, kind: basic, front: x, back: y}]\n"})
    assert check_text(here).split("\n")[0] == (
        f'cards/demo/kinds/{name}/kind.yaml:1:1: error[kind-clash]: "{name}" is the name of a built-in kind'
    )


def test_two_equal_fronts_are_refused(here: Path) -> None:
    files = edited(KIND, ", when: Both ways", "")
    write_deck(here, {**files, OTHER: EXAMPLE[FRONT] + "\n"})
    assert (
        check_text(here)
        == """\
cards/demo/kinds/figure/name-the-quantity.front.html:1:1: error[same-front]: \
this front is that of "Say the number" (cards/demo/kinds/figure/say-the-number.front.html) too
  1 | <div class="dw-front">
    | ^
  hint: change one of the two: Anki refuses a note type with equal fronts
"""
    )


def test_a_card_has_the_keys_of_its_kind(here: Path) -> None:
    write_deck(here, edited("10-money.yaml", "value: 61 dollars", "valeu: 61 dollars"))
    assert (
        check_text(here)
        == """\
cards/demo/10-money.yaml:6:5: error[unknown-key]: a figure card has no key "valeu"
  6 |     valeu: 61 dollars
    |     ^^^^^
  hint: did you mean "value"?
"""
    )


def test_a_card_that_fills_no_front_is_refused(here: Path) -> None:
    files = edited(KIND, "asks: Quantity, answers: Value}", "asks: Quantity, answers: Value, when: Covers}")
    write_deck(here, {**files, "10-money.yaml": EXAMPLE["10-money.yaml"].replace("    both: true\n", "")})
    assert (
        check_text(here)
        == """\
cards/demo/10-money.yaml:8:9: error[no-card]: "field-returns" makes no card: what it fills shows on no front
  8 |   - id: field-returns
    |         ^^^^^^^^^^^^^
  hint: fill a field that a front shows
"""
    )


def gaps(
    front: str = "{{cloze:Sentence}}", back: str = "{{cloze:Sentence}}", text: str = "A {{c1::gate}}."
) -> dict[str, str]:
    return {
        "kinds/gaps/kind.yaml": GAPS,
        "kinds/gaps/fill.front.html": front,
        "kinds/gaps/fill.back.html": back,
        "10-a.yaml": f'title: A\ncards: [{{id: a, kind: gaps, sentence: "{text}"}}]\n',
    }


def test_both_sides_of_a_cloze_kind_show_the_sentence(here: Path) -> None:
    write_deck(here, gaps(back="<b>{{Sentence}}</b>"))
    assert (
        check_text(here)
        == """\
cards/demo/kinds/gaps/fill.back.html:1:1: error[cloze-template]: both sides of a cloze kind show its sentence
  1 | <b>{{Sentence}}</b>
    | ^
  hint: write {{cloze:Sentence}}
"""
    )


def test_the_sentence_of_a_cloze_kind_is_a_text(here: Path) -> None:
    write_deck(here, {**gaps(), "kinds/gaps/kind.yaml": GAPS.replace("required: true", "required: true, shape: texts")})
    assert check_text(here).split("\n")[::3] == [
        'cards/demo/kinds/gaps/kind.yaml:3:17: error[wrong-type]: "Sentence" is to be a list of texts,'
        " and the first field holds the gaps",
        "  hint: leave out its shape, or put a text first",
    ]


def test_a_card_of_a_cloze_kind_needs_a_gap(here: Path) -> None:
    write_deck(here, gaps(text="A gate."))
    assert check_text(here).split("\n")[0] == (
        "cards/demo/10-a.yaml:2:39: error[no-cloze]: the text of a gaps card has no cloze"
    )


def test_a_cloze_kind_makes_a_card_a_gap(here: Path, learner: Learner) -> None:
    write_deck(here, gaps(text="A {{c1::gate}} holds {{c2::the date}}."))
    learner.take(build_deck(here).path)
    shown = [card.question() for card in learner.cards()]
    assert [re.findall(r'class="cloze" data-cloze="([^"]*)"', text) for text in shown] == [["gate"], ["the&#x20;date"]]


def test_own_cards_stand_in_the_frame_of_all_others(here: Path, learner: Learner) -> None:
    write_deck(here, {**EXAMPLE, "kinds/figure/head.html": '<span class="dw-stage">Figures</span>'})
    learner.take(build_deck(here).path)
    card = learner.cards('"Id:landed-cost"')[0]
    question, answer = card.question(), card.answer()
    assert '<div class="dw dw-q dw-own-figure" lang="en" dir="ltr">' in question
    assert '<span class="dw-chapter" dir="auto">Money</span><span class="dw-stage">Figures</span>' in question
    assert '<ul><li dir="auto">parts</li><li dir="auto">assembly</li>' in answer
    assert card.note_type()["css"].endswith("font-variant-numeric: lining-nums;\n}\n")


def test_without_the_frame_anki_gets_what_the_author_wrote(here: Path, learner: Learner) -> None:
    files = edited(KIND, "templates:", "frame: false\ntemplates:")
    write_deck(here, {**files, FRONT: "<p>{{Quantity}}</p>\n", BACK: "{{FrontSide}}<hr id=answer>{{Value}}"})
    learner.take(build_deck(here).path)
    card = learner.cards('"Id:landed-cost"')[0]
    assert card.question().endswith("</style><p>Landed cost of one unit</p>")
    assert card.answer().endswith("</style><p>Landed cost of one unit</p><hr id=answer>61 dollars")
    assert card.note_type()["css"] == EXAMPLE[STYLE]


def schema_time(learner: Learner) -> int:
    """Return when Anki last asked for a full sync."""
    assert learner.col.db is not None
    return int(learner.col.db.scalar("select scm from col"))


ADDED = EXAMPLE[KIND].replace(
    "templates:\n",
    "  - {name: Trap, doc: what it is mixed up with}\ntemplates:\n"
    "  - {name: Name the trap, asks: Quantity, answers: Trap, when: Trap}\n",
)
TRAP = "<p>What is {{Quantity}} mixed up with?</p>"


def test_a_field_and_a_card_added_later_keep_all_reviews(here: Path, learner: Learner) -> None:
    deck = write_deck(here, EXAMPLE)
    assert learner.take(build_deck(here).path) == Imported(new=2)
    learner.answer("deck:*")
    history, before = learner.history(), learner.schedule()
    types, changed = {t.id for t in learner.col.models.all_names_and_ids()}, schema_time(learner)

    cards = EXAMPLE["10-money.yaml"].replace("value: 61 dollars", "value: 62 dollars\n    trap: The price in the shop")
    write_deck(here, {
        KIND: ADDED,
        "10-money.yaml": cards,
        "kinds/figure/name-the-trap.front.html": TRAP,
        "kinds/figure/name-the-trap.back.html": "<p>{{Trap}}</p>",
    })  # fmt: skip
    assert learner.take(build_deck(here, NOW + 60).path) == Imported(updated=1, duplicate=1)

    assert learner.history() == history
    assert [card for card in learner.schedule() if card in before] == before
    assert {t.id for t in learner.col.models.all_names_and_ids()} == types
    assert schema_time(learner) == changed
    assert learner.fields("landed-cost")["Trap"] == "The price in the shop"
    (new,) = learner.cards('"Id:landed-cost" "card:Name the trap"')
    assert "What is Landed cost of one unit mixed up with?" in new.question()
    assert (deck / "deck.lock").is_file()


def test_a_renamed_field_and_card_keep_their_contents_and_reviews(here: Path, learner: Learner) -> None:
    write_deck(here, EXAMPLE)
    learner.take(build_deck(here).path)
    learner.answer('"Id:field-returns"')
    history, before = learner.history(), learner.schedule()
    kind = EXAMPLE[KIND].replace("{name: Quantity,", "{name: Measure, key: quantity, was: Quantity,")
    kind = kind.replace("Quantity, ", "Measure, ", 2).replace("answers: Quantity", "answers: Measure")
    kind = kind.replace("was: Measure", "was: Quantity").replace("asks: Quantity", "asks: Measure")
    kind = kind.replace("{name: Name the quantity,", "{name: Name it, file: name-the-quantity, was: Name the quantity,")
    files = {name: text.replace("{{Quantity}}", "{{Measure}}") for name, text in EXAMPLE.items()}
    write_deck(here, {**files, KIND: kind})
    learner.take(build_deck(here, NOW + 60).path)
    assert (learner.history(), learner.schedule()) == (history, before)
    assert learner.fields("field-returns")["Measure"] == "Returns in the first 90 days"
    assert [card.template()["name"] for card in learner.cards('"Id:field-returns"')] == ["Say the number", "Name it"]
    assert "Returns in the first 90 days" in learner.cards('"Id:field-returns"')[0].question()


def refusal(root: Path, kind: str, more: dict[str, str] | None = None) -> str:
    """Return what a second build says after `kind.yaml` has become another."""
    write_deck(root, EXAMPLE)
    build_deck(root)
    write_deck(root, {KIND: kind, **(more or {})})
    return check_text(root)


def test_a_first_field_that_goes_is_refused_at_kind_yaml(here: Path) -> None:
    kind = EXAMPLE[KIND].replace(
        "fields:\n", "fields:\n  - {name: Unit, doc: its unit, key: value_unit, required: true}\n"
    )
    cards = EXAMPLE["10-money.yaml"].replace("    value:", "    value_unit: x\n    value:")
    assert (
        refusal(here, kind, {"10-money.yaml": cards})
        == """\
cards/demo/kinds/figure/kind.yaml:3:12: error[sort-field-moved]: \
the first field of the note type Figure was "Quantity" and would be "Unit"
  3 |   - {name: Unit, doc: its unit, key: value_unit, required: true}
    |            ^^^^
  hint: keep the first field first: Anki would ask every learner for a full sync
"""
    )


def test_a_fourth_new_field_is_refused_at_kind_yaml(here: Path) -> None:
    more = "".join(f"  - {{name: More {n}, doc: more}}\n" for n in range(4))
    text = refusal(here, EXAMPLE[KIND].replace("templates:\n", f"{more}templates:\n"))
    assert text.split("\n")[0] == (
        "cards/demo/kinds/figure/kind.yaml:10:12: error[no-spare-slot]: "
        'the note type Figure has no spare field left for "More 3"'
    )


def test_a_was_that_names_nothing_is_refused_at_kind_yaml(here: Path) -> None:
    kind = EXAMPLE[KIND].replace("{name: Covers,", "{name: Includes, key: covers, was: Cover,")
    files = {name: text.replace("Covers", "Includes") for name, text in EXAMPLE.items() if name != KIND}
    text = refusal(here, kind, files)
    assert text.split("\n")[0] == (
        "cards/demo/kinds/figure/kind.yaml:5:12: error[unknown-was]: "
        '"was" of the field "Includes" names "Cover", which the note type Figure has not'
    )
    assert text.split("\n")[3] == '  hint: did you mean "Covers"?'


def test_turning_a_kind_into_a_cloze_one_is_refused(here: Path) -> None:
    kind = "doc: a number\ncloze: true\n" + EXAMPLE[KIND].partition("\n")[2].replace("value\n", "value\n")
    kind = re.sub(r"  - \{name: Name the quantity.*\n", "", kind)
    sides = dict.fromkeys((FRONT, BACK), "{{cloze:Quantity}}")
    cards = "title: Money\ncards: [{id: landed-cost, kind: figure, quantity: 'a {{c1::b}}', value: x}]\n"
    text = refusal(here, kind, {**sides, "10-money.yaml": cards})
    lines = [line for line in text.split("\n") if "error[" in line]
    assert lines == [
        "cards/demo/kinds/figure/kind.yaml:1:1: error[kind-changed]: "
        "the note type Figure is now a cloze one, and was not when learners got it"
    ]


def test_more_templates_than_a_note_has_room_for_are_refused(here: Path) -> None:
    many = "".join(f"  - {{name: Card {n}, file: t, asks: A, answers: A}}\n" for n in range(501))
    write_deck(here, {
        "kinds/big/kind.yaml": f"doc: big\nfields: [{{name: A, doc: a, required: true}}]\ntemplates:\n{many}",
        "kinds/big/t.front.html": "{{A}}",
        "kinds/big/t.back.html": "{{A}}",
        "10-a.yaml": "title: A\ncards: [{id: a, kind: big, a: x}]\n",
    })  # fmt: skip
    assert check_text(here).split("\n")[0] == (
        "cards/demo/kinds/big/kind.yaml:504:5: error[too-many-templates]: "
        "501 templates are more than the 500 that a note has room for"
    )


def test_a_broken_kind_stops_the_build_and_leaves_the_package(here: Path) -> None:
    write_deck(here, EXAMPLE)
    package = build_deck(here).path
    before = package.read_bytes()
    write_deck(here, {FRONT: "{{#Quantity}}"})
    result = build_decks(here, NOW + 60)
    assert as_concise(result.problems) == (
        "cards/demo/kinds/figure/say-the-number.front.html:1:1: error[template-syntax]: {{#Quantity}} is not closed\n"
    )
    assert package.read_bytes() == before


@pytest.mark.parametrize("front", ["{{Said}} {{type:Answer}}", "{{#Said}}{{type:nc:Answer}}{{/Said}}{{Said}}"])
def test_a_kind_that_asks_to_type_keeps_what_was_typed(front: str, here: Path) -> None:
    kind = (
        "doc: to type\nfields:\n  - {name: Said, doc: it, required: true}\n  - {name: Answer, doc: what is typed}\n"
        "  - {name: More, doc: a list, shape: texts}\ntemplates: [{name: Type, asks: Said, answers: Answer}]\n"
    )
    chapter = """\
title: A
cards:
  - id: a
    kind: typed
    said: It's "so" at 5 % ![](a.png)
    answer: It's
    more: [It's]
"""
    files = {"kinds/typed/kind.yaml": kind, "kinds/typed/type.back.html": "{{Answer}}", "10-a.yaml": chapter}
    picture = b"\x89PNG\r\n\x1a\n" + bytes(64)
    write_deck(here, {**files, "media/a.png": picture, "kinds/typed/type.front.html": front})
    typed = build_deck(here).stamped.rendered.notes[0].fields
    assert typed[0].startswith('It\'s "so" at 5 % <img')
    assert typed[1:3] == ("It's", '<ul><li dir="auto">It\'s</li></ul>')
    write_deck(here, {**files, "kinds/typed/type.front.html": "{{Said}}"})
    shown = build_deck(here).stamped.rendered.notes[0].fields
    assert shown[0].startswith("It’s “so” at 5\u00a0% <img")
    assert shown[1:3] == ("It’s", '<ul><li dir="auto">It’s</li></ul>')
