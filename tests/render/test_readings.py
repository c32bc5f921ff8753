"""Readings that are typed in brackets behind a word, and whether a card shows them above it."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.pipeline import prepare
from tests.support import NOW, write_deck

KIND = {
    "kinds/wort/kind.yaml": "doc: a word\nfields: [{name: Wort, doc: x, required: true}, {name: Sinn, doc: x}]\n"
    "templates: [{name: Fore, asks: Wort, answers: Sinn}]\n",
    "kinds/wort/fore.back.html": "{{Sinn}}",
}


def told(root: Path, cards: str, kind: dict[str, str] | None = None) -> list[tuple[str, str, str]]:
    """Return the place, message and hint of what is wrong with some cards, which is all of one rule."""
    deck = write_deck(root, {"a.yaml": f"title: T\ncards:\n{cards}", **(kind or {})})
    problems = prepare([deck], NOW).problems
    assert {(problem.rule, problem.severity) for problem in problems} <= {("foreign-mark", "warning")}, problems
    return [(problem.location.position.rpartition("/")[2], problem.message, problem.hint) for problem in problems]


def basic(front: str, number: int = 1) -> str:
    return f"  - id: a{number}\n    kind: basic\n    front: Was heißt {front}?\n    back: cat\n"


@pytest.mark.parametrize(
    ("written", "ruby"),
    [
        ("猫[ねこ]", "<ruby>猫<rt>ねこ</rt></ruby>"),
        ("食［た］べる", "<ruby>食<rt>た</rt></ruby>"),
        ("時々[ときどき]", "<ruby>時々<rt>ときどき</rt></ruby>"),
        ("**学校[ガッコー]**", "<ruby>学校<rt>ガッコー</rt></ruby>"),
        ("私[わたくし](humble)", "<ruby>私<rt>わたくし</rt></ruby>"),
    ],
)
def test_a_reading_that_shows_as_it_was_typed_is_told_with_the_ways_out(
    written: str, ruby: str, tmp_path: Path
) -> None:
    ((place, message, hint),) = told(tmp_path, basic(written))
    found = written.strip("*").partition("べ")[0].partition("(")[0]
    assert place == f"a.yaml:5:{22 + 2 * written.startswith('*')}"
    assert message == f'the reading in "{found}" shows as it was typed'
    typed = found.replace("［", "[").replace("］", "]")
    assert hint == f"say `language: ja` of the card, its chapter or this text, and write {typed}; or write {ruby}"


def test_of_a_file_one_reading_is_told_and_how_many_more_there_are(tmp_path: Path) -> None:
    (only,) = told(tmp_path, basic("猫[ねこ]") + basic("犬[いぬ] oder 鳥[とり]", 2))
    assert only[1] == 'the reading in "猫[ねこ]" shows as it was typed, and 2 others'


@pytest.mark.parametrize(
    "front",
    [
        "猫[1]", "猫[der Kater]", "Katze[ねこ]", "ねこ[ネコ]", "`猫[ねこ]`", "猫（ねこ）",
        "[猫](https://a.de)", "猫 [ねこ]",
        "<ruby>猫<rt>ねこ</rt></ruby>", "[ねこ]", "猫[ねこ](https://a.de/x)",
    ],
)  # fmt: skip
def test_other_brackets_are_let_alone(front: str, tmp_path: Path) -> None:
    assert told(tmp_path, basic(front)) == []


CARD = "  - {id: a, kind: wort, wort: '猫[ねこ]', sinn: '犬[いぬ]'}\n"


@pytest.mark.parametrize(
    ("front", "back", "field"),
    [
        ("{{Wort}}", "{{furigana:Sinn}}", "Wort"),
        ("{{kana:Wort}}{{kanji:Wort}}", "{{Sinn}}", "Sinn"),
        ("{{furigana:Wort}}", "{{Wort}}{{furigana:Sinn}}", "Wort"),
        ("{{furigana:Wort}}", "{{furigana:Sinn}}", ""),
    ],
)
def test_an_own_kind_is_told_which_field_lacks_the_filter(front: str, back: str, field: str, tmp_path: Path) -> None:
    kind = {**KIND, "kinds/wort/fore.front.html": front, "kinds/wort/fore.back.html": back}
    word, kana = {"Wort": ("猫", "ねこ"), "Sinn": ("犬", "いぬ"), "": ("", "")}[field]
    expected = f"write {{{{furigana:{field}}}}} in the template; or <ruby>{word}<rt>{kana}</rt></ruby>"
    assert [hint for _, _, hint in told(tmp_path, CARD, kind)] == ([expected] if field else [])


def test_of_wide_brackets_an_own_kind_is_told_too(tmp_path: Path) -> None:
    kind = {**KIND, "kinds/wort/fore.front.html": "{{Wort}}"}
    ((_, _, hint),) = told(tmp_path, "  - {id: a, kind: wort, wort: 食［た］べる, sinn: eat}\n", kind)
    assert hint == "write {{furigana:Wort}} in the template, and 食[た] in the text; or <ruby>食<rt>た</rt></ruby>"
