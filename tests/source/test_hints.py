"""Hints name what was meant, and never what would be wrong."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from builder.cli.main import main
from tests.support import check_text, write_deck


@pytest.fixture(autouse=True)
def in_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def hints(card: str) -> list[str]:
    """Return what is said of a card, message and hint, without places."""
    write_deck(Path(), {"10-a.yaml": f"title: T\nsource: own\ncards:\n{card}\n"})
    lines = [line.strip() for line in check_text(Path()).splitlines() if "]: " in line or line.startswith("  hint: ")]
    told = [line.partition("]: ")[2] or line.removeprefix("hint: ") for line in lines]
    return [f"{message}; {hint}" for message, hint in zip(told[::2], told[1::2], strict=True)]


@pytest.mark.parametrize(
    ("options", "answer", "hint"),
    [
        ("[A thing, B thing]", "a thing", 'did you mean "A thing"?'),
        ("[Paris, Rome]", "'**Paris.**'", 'did you mean "Paris"?'),
        ("[A thing, B thing]", "C thing", "copy the right one of the options, letter for letter"),
        ("[x < y, x > y]", "x = y", "copy the right one of the options, letter for letter"),
        ("[Mb, mB]", "MB", "copy the right one of the options, letter for letter"),
        ("[Paris, Rome]", "b", 'write the option itself, and not its letter: "Rome"'),
        ("[Paris, Rome]", "2", 'write the option itself, and not its number: "Rome"'),
        ("[Paris, Rome]", "3", "copy the right one of the options, letter for letter"),
        ("[1 m, 2 m]", "2", "copy the right one of the options, letter for letter"),
        ("[Paris, Rome]", "c", "copy the right one of the options, letter for letter"),
    ],
)
def test_a_wrong_option_is_never_offered_as_the_answer(options: str, answer: str, hint: str) -> None:
    card = f"  - {{id: a, kind: choice, question: q, options: {options}, answer: {answer}}}"
    assert hints(card) == [f"the answer is not one of the options; {hint}"]


@pytest.mark.parametrize(
    ("card", "expected"),
    [
        ("id: a, kind: basic, front: x, back: y, text: '{{c1::x}}'", "it is a key of cloze cards: write kind: cloze"),
        ("id: a, kind: basic, front: x, answer: y", 'did you mean "back"?'),
        ("id: a, kind: basic, question: x, back: y", 'did you mean "front"?'),
        (
            "id: a, kind: basic, front: x, back: y, rubric: [z]",
            "it is a key of scenario cards; a basic card has: front, back, reverse, type",
        ),
        ("id: a, kind: basic, front: x, back: y, tgas: [z]", 'did you mean "tags"?'),
        ("id: a, text: '{{c1::x}}'", "add kind: cloze"),
        ("id: a, front: x, back: y", "add kind: basic"),
    ],
)
def test_a_key_of_another_kind_or_of_other_tools_is_told_as_such(card: str, expected: str) -> None:
    (told,) = hints(f"  - {{{card}}}")
    assert told.partition("; ")[2] == expected


def test_a_new_card_is_told_what_to_write_and_of_no_comment() -> None:
    folder = write_deck(Path(), {"10-a.yaml": "title: T\nsource: own\ncards:\n"})
    assert CliRunner().invoke(main, ["new", "basic"]).exit_code == 0
    assert "front:  # the question" in (folder / "10-a.yaml").read_text()
    assert [line for line in check_text(Path()).splitlines() if "hint" in line] == [
        "  hint: write the question",
        "  hint: write the answer",
    ]


def test_a_list_of_options_in_one_text_is_told() -> None:
    assert hints("  - {id: a, kind: choice, question: q, options: 'x, y', answer: x}") == [
        '"options" is one text, expected a list of 2 or more; write options: [x, y]'
    ]


def test_a_tag_that_is_left_open_is_told_at_the_tag_and_not_at_markdown_s() -> None:
    expected = "<b> is not closed; write </b> where it ends; to show it as text write \\<b>, or put it in backticks"
    card = "  - id: a\n    kind: basic\n    front: |\n      <b>one\n\n      two\n    back: y"
    assert hints(card) == [expected]


def test_a_link_out_of_the_deck_is_told_as_one() -> None:
    folder = write_deck(Path(), {"media/x.txt": ""})
    Path("outside.png").write_bytes(b"\x89PNG")
    os.symlink(Path("outside.png").absolute(), folder / "media" / "link.png")
    assert hints("  - {id: a, kind: basic, front: '![](link.png)', back: y}") == [
        'there is no media file "link.png"; it is a link that leads out of the deck: put the file itself into the'
        " deck's media folder"
    ]


def test_a_file_is_found_whose_name_has_other_capitals() -> None:
    write_deck(Path(), {"media/robin.png": b"\x89PNG"})
    assert hints("  - {id: a, kind: basic, front: '![](Robin.PNG)', back: y}") == [
        'there is no media file "Robin.PNG"; write robin.png: capitals count'
    ]


def test_an_anchor_at_a_list_is_no_text() -> None:
    assert hints("  - {id: a, kind: basic, front: x, back: y, tags: &tags [one, two]}") == [
        "anchors, aliases and merge keys are not read, so that each card says what it holds;"
        " delete the anchor, and write the values out where they are meant"
    ]


def test_a_backslash_before_the_closing_quote_is_told_as_such() -> None:
    assert hints('  - id: a\n    kind: basic\n    front: x\n    back: "C:/dir\\"') == [
        "in double quotes a backslash is special, and a quote behind one does not end the text;"
        " put the whole value in single quotes: back: 'C:/dir\\'"
    ]


@pytest.mark.parametrize(
    ("written", "pasted"),
    [
        ('"What is "x"?"', "'What is \"x\"?'"),
        ("'What's it?'", "'What''s it?'"),
        ('"This" or "that"', '\'"This" or "that"\''),
        ('"This" is it', "'\"This\" is it'"),
    ],
)
def test_quotes_in_the_middle_of_a_value_are_kept(written: str, pasted: str) -> None:
    (told,) = hints(f"  - id: a\n    kind: basic\n    front: x\n    back: {written}")
    assert told == f"text follows a closing quote; put the whole value in single quotes: back: {pasted}"


OPEN = 'a "#" at the start of an item starts a comment, and the bracket behind it is a part of that; '
TAGS = 'a "#" starts a comment, and tags need none: write '


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("tags: [#a, b]", f"{OPEN}{TAGS}tags: [a, b]"),
        ("tags: [a, #b/c, ##d ]", f"{OPEN}{TAGS}tags: [a, b/c, d]"),
        ("tags: #a #b, c", f'"tags" is empty; {TAGS}tags: [a, b, c]'),
        ("tags:\n      - #a", f'"tags" holds an empty item; {TAGS}- a'),
        ("accept: [#1, two]", f"{OPEN}if it is text, put the value in quotes: accept: ['#1', two]"),
        ("accept: ['a', #1]", f"{OPEN}if it is text, put the value in quotes"),
        ("accept: [a,\n      #1, b]", f"{OPEN}if it is text, put the value in quotes"),
    ],
)
def test_a_hash_before_an_item_is_told_with_the_list_to_paste(line: str, expected: str) -> None:
    assert hints(f"  - id: a\n    kind: basic\n    {line}\n    front: x\n    back: y") == [expected]


@pytest.mark.parametrize(
    "behind", ["", "\n", "\n  - id: b\n    front: x\n    back: y", "\n  # more\n\n  - {id: b, front: x}"]
)
def test_a_hash_in_the_last_list_of_a_card_is_told_at_that_list(behind: str) -> None:
    card = f"  - id: a\n    kind: basic\n    front: x\n    back: y\n    tags: [#cardio, #exam]{behind}"
    expected = f"{OPEN}{TAGS}tags: [cardio, exam]"
    assert hints(card) == [expected]
    assert check_text(Path()).startswith("cards/demo/10-a.yaml:8:12: error[yaml-comment]")


NOTEBOOK = 'a card of a notebook, with "::" between its sides, is none here; a card has two keys: write '
CARD = "  - {id: a, kind: basic, front: x, back: y}"


@pytest.mark.parametrize(
    ("line", "sides"),
    [
        ("Q::A", "front: Q and, in the next line, back: A"),
        ("  Q::A", "front: Q and, in the next line, back: A"),
        (
            "Which valve is left?::The *mitral* one",
            "front: Which valve is left? and, in the next line, back: The *mitral* one",
        ),
        ("- What is it:::@a", "front: What is it and, in the next line, back: '@a'"),
        ("First :: one\nSecond:::two", "front: First and, in the next line, back: one"),
    ],
)
def test_a_card_of_a_notebook_is_told_with_the_keys_of_one(line: str, sides: str) -> None:
    assert hints(f"{CARD}\n{line}") == [f"{NOTEBOOK}{sides}"]


def test_a_card_of_a_notebook_in_the_list_of_cards_is_told_with_the_keys_of_one() -> None:
    told = "a card is text, expected a mapping; a card has two keys: write front: Q and, in the next line, back: '#A'"
    assert hints(f"{CARD}\n  - Q::#A") == [told]


def test_two_colons_behind_a_key_are_told_as_one_too_many() -> None:
    card = "  - id: a\n    kind: basic\n    front: x\n    back::y"
    assert hints(card) == ['no space follows the colon of "back"; write back: y']


def test_the_colons_of_a_gap_make_no_card_of_a_notebook() -> None:
    assert not any("notebook" in told for told in hints("  - id: a\n    kind: cloze\n   text: a\n  the {{c1::x}} is"))


def test_a_lost_dash_is_told_once_and_not_as_keys_to_delete() -> None:
    card = (
        "  - id: a\n    kind: basic\n    front: x\n    back: y\n    id: b\n    kind: basic\n    front: v\n    back: w"
    )
    assert hints(card) == [
        '"id" stands twice, first in line 4; is a "- " missing before this id? Else keep one of the two'
    ]
    assert hints("  - {id: a, kind: basic, front: x, back: y, id: b}") == [
        '"id" stands twice, first in line 4; keep one of the two'
    ]


def test_a_comment_behind_a_key_without_tags_is_no_tag() -> None:
    (told,) = hints("  - {id: a, kind: basic, front: x, back: y,\n    tags: # later\n    }")
    assert "tags: '# later'" in told


@pytest.mark.parametrize("sign", ["\x85", "\u2028", "\u2029"])
@pytest.mark.parametrize("value", ["{}x", "x{}y", "'x{}y'", '"x {} y"', "|\n      x{}y", ">\n      x{}y", "x # {}y"])
def test_what_only_yaml_takes_for_a_line_break_is_told_at_each_place(value: str, sign: str) -> None:
    card = f"  - id: a\n    kind: basic\n    front: {value.format(sign)}\n    back: y{sign}\n"
    write_deck(Path(), {"10-a.yaml": f"title: T\nsource: own\ncards:\n{card}"})
    told = check_text(Path())
    lines = card.split("\n")
    places = [(number, line.index(sign) + 1, line) for number, line in enumerate(lines, 4) if sign in line]
    code = f"{ord(sign):04X}"
    assert told == "\n".join(
        f"cards/demo/10-a.yaml:{number}:{column}: error[yaml-syntax]: the character U+{code}, which editors do not"
        f" show, ends a line for YAML\n  {number} | {line.replace(sign, chr(0x2424))}\n    | {' ' * (column - 1)}^\n"
        "  hint: delete it, or put a space there; a line break that is meant is one of your keyboard, below a |\n"
        for number, column, line in places
    )


def test_a_text_that_yaml_changes_is_told_by_that_alone() -> None:
    card = "  - id: a\n    kind: {}\n    {}"
    basic = card.format("basic", 'front: "$\\alpha$ <b> ==x=="\n    back: y')
    assert hints(basic) == [
        'in double quotes a backslash is special: "\\a" becomes the character U+0007;'
        " use single quotes: front: '$\\alpha$ <b> ==x=='"
    ]
    cut = 'a "#" after a space starts a comment, and the text ends before it; a comment goes into a line of its own;'
    choice = card.format("choice", 'question: q\n    options: ["A # B", c]\n    answer: A # B')
    assert hints(choice) == [f"{cut} if it is text, put the value in quotes: answer: 'A # B'"]
    assert len(hints(basic.replace("back: y", "back: <i>"))) == 2


@pytest.mark.parametrize("value", ["> 180 mmHg", "- 5", "* 1749", "# 1"])
def test_a_sign_of_markdown_s_that_is_to_be_quoted_is_escaped_too(value: str) -> None:
    (hint,) = hints(f"  - id: a\n    kind: basic\n    front: x\n    back: {value}")
    assert hint.endswith(f"put the value in quotes: back: '\\{value}'")


@pytest.mark.parametrize(
    ("lines", "hint"),
    [
        ("front: x\n    back: >5", "if it is text, put it in quotes: back: '>5'"),
        ("front: x\n    back: |5", "if it is text, put it in quotes: back: '|5'"),
        ("front: 'Faust': who wrote it?\n    back: y", "single quotes: front: '''Faust'': who wrote it?'"),
        ("front: x\n    back: 'tis the season", "single quotes: back: '''tis the season'"),
        ("front: x\n    back: [Artery]", "write back: Artery; where the brackets are text, back: '[Artery]'"),
    ],
)
def test_a_sign_of_yaml_s_in_a_text_is_told_with_the_line_to_paste(lines: str, hint: str) -> None:
    (told,) = hints(f"  - id: a\n    kind: basic\n    {lines}")
    assert told.endswith(hint)


def test_a_comma_behind_a_card_in_braces_is_told_as_such() -> None:
    cards = "\n".join(f"  - {{id: {name}, kind: basic, front: x, back: y}}," for name in "ab")
    assert hints(cards) == [
        "a comma stands behind the bracket that ends an item; delete it: each card has a dash, and nothing parts them"
    ]


@pytest.mark.parametrize("value", ["{html: }", '{html: "<b>q</b>", text: y}', "{html: [a, b]}"])
def test_what_was_meant_as_html_is_told_how_html_is_written(value: str) -> None:
    assert hints(f"  - id: a\n    kind: basic\n    front: {value}\n    back: x") == [
        '"front" is a mapping, expected text; HTML stands alone and is not empty: html: |-, and the lines of it below'
    ]


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        ("{htm: <b>q</b>}", "did you mean \"html\"? Else quote it if it is text: front: '{htm: <b>q</b>}'"),
        ("{HTML: q}", "did you mean \"html\"? Else quote it if it is text: front: '{HTML: q}'"),
        ("\n      hmtl: |-\n        <b>q</b>", 'did you mean "html"? Else quote it if it is text: front: "…"'),
        ("{term: q}", "quote it if it is text: front: '{term: q}'"),
        ("{htm: q, b: c}", "quote it if it is text: front: '{htm: q, b: c}'"),
    ],
)
def test_a_mistyped_html_is_named(value: str, hint: str) -> None:
    (told,) = hints(f"  - id: a\n    kind: basic\n    front: {value}\n    back: x")
    assert told == f'"front" is a mapping, expected text; {hint}'


def test_lines_of_text_inside_braces_are_told_as_such() -> None:
    assert hints("  - {id: a, kind: basic, front: x, back: |\n      two\n      lines}") == [
        'a text in lines of its own, with "|", may not stand inside braces; write each key in a line of its own,'
        ' without braces; if it is a sign, put the whole value in quotes: key: "…"'
    ]
