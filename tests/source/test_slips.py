"""What a hand on an Asian or a German keyboard gets wrong in a chapter is told as what it is, with the line to type."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from tests.support import build_decks, check_text, write_deck


def said(root: Path, monkeypatch: pytest.MonkeyPatch, chapter: str | bytes) -> list[str]:
    """Return what is said of a chapter: a line for each problem with its place, and one for its hint."""
    monkeypatch.chdir(root)
    write_deck(Path(), {"a.yaml": chapter})
    lines = check_text(Path()).splitlines()
    return [line.removeprefix("cards/demo/a.yaml:") for line in lines if line.startswith(("cards/", "  hint: "))]


SIDES = "    kind: basic\n    front: die Katze\n    back: cat\n"
ONE = f"title: T\ncards:\n  - id: a\n{SIDES}"


@pytest.mark.parametrize(
    ("chapter", "told", "hint"),
    [
        (
            f"{ONE}  -id: die-Katze\n{SIDES}",
            "7:3: error[yaml-syntax]: no space follows the dash",
            "write - id: die-Katze",
        ),
        (
            f"title: T\n  - id: a\n{SIDES}  - id: b\n{SIDES}",
            "2:3: error[yaml-syntax]: a list stands under no key",
            "write cards: above it",
        ),
        (
            ONE.replace("back:", "back："),
            '6:9: error[yaml-syntax]: the colon behind "back" is a wide one (U+FF1A), which is no colon to YAML',
            "write back: cat",
        ),
        (
            ONE.replace("id:", "id："),
            '3:7: error[yaml-syntax]: the colon behind "id" is a wide one (U+FF1A), which is no colon to YAML',
            "write id: a",
        ),
        (
            ONE.replace("title: ", "title："),
            '1:6: error[yaml-syntax]: the colon behind "title" is a wide one (U+FF1A), which is no colon to YAML',
            "write title: T",
        ),
        (
            ONE.replace("back: ", "back:\u00a0"),
            '6:10: error[yaml-syntax]: the space behind the colon of "back" is of another sort (U+00A0)',
            "delete it and type a plain one: back: cat",
        ),
        (
            ONE.replace("- id", "-\u3000id"),
            "3:4: error[yaml-syntax]: the space behind the dash is of another sort (U+3000)",
            "delete it and type a plain one: - id: a",
        ),
    ],
)
def test_a_slip_is_told_with_the_line_to_type(
    chapter: str, told: str, hint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert said(tmp_path, monkeypatch, chapter) == [told, f"  hint: {hint}"]


def test_lines_that_only_yaml_counts_are_no_way_out_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (told, _) = said(tmp_path, monkeypatch, "title: T\rcards: {\r")
    assert told.partition(": ")[2].startswith("error[yaml-syntax]: ")


@pytest.mark.parametrize("text", ["Zeit： 8 Uhr", "-id: x", "a:\u00a0b"])
def test_in_a_text_the_same_signs_are_text(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chapter = f"title: T\ncards:\n  - id: a\n    kind: basic\n    front: die Katze\n    back: |\n      {text}\n"
    assert said(tmp_path, monkeypatch, chapter) == []


def test_the_keys_of_a_card_without_cards_are_told_where_they_belong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert said(tmp_path, monkeypatch, "title: T\nid: a\nkind: basic\n")[2:] == [
        '2:1: error[unknown-key]: a chapter has no key "id"',
        '  hint: it is a key of a card: write "cards:" above, and each card below it, as "  - id: …"',
    ]


@pytest.mark.parametrize(
    ("steps", "hint"),
    [
        (
            "\n      - Der erste Tag",
            "write - {id: der-erste-tag, step: 'Der erste Tag'}; deckwright check --fix does it",
        ),
        (" [Montag, {id: b, step: Dienstag}]", "write {id: montag, step: 'Montag'}; deckwright check --fix does it"),
        ("\n      - [x]", "write it with its keys: id, step, why, was"),
    ],
)
def test_a_step_that_is_text_is_told_as_one_line_to_paste(
    steps: str, hint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    more = "" if steps.startswith(" ") else "\n      - {id: b, step: Dienstag}"
    chapter = f"title: T\ncards:\n  - id: a\n    kind: sequence\n    title: Die Woche\n    steps:{steps}{more}\n"
    assert said(tmp_path, monkeypatch, chapter)[1:] == [f"  hint: {hint}"]


@pytest.mark.parametrize(("tags", "held"), [("A1; Nomen", "a semicolon"), ("A1, Nomen", "a comma")])
def test_several_tags_in_one_text_are_told_by_the_sign_that_parts_them(
    tags: str, held: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert said(tmp_path, monkeypatch, ONE.replace("title: T", f"title: T\ntags: {tags}")) == [
        f'2:7: error[bad-tag]: "{tags}" is one tag, with {held} in it',
        "  hint: write a list: tags: [A1, Nomen]",
    ]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16"])
@pytest.mark.parametrize("chapter", [ONE, f"# Für Anfänger\n{ONE}"])
def test_utf16_is_named_with_and_without_its_mark(
    chapter: str, encoding: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert said(tmp_path, monkeypatch, chapter.encode(encoding)) == [
        "1:1: error[not-utf8]: the file is UTF-16",
        "  hint: save the file as UTF-8",
    ]


@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
@pytest.mark.parametrize(("before", "place"), [("", "1:8"), ("x: y\n", "2:8")])
def test_a_byte_that_is_no_utf8_is_told_at_its_place_behind_a_mark_too(
    mark: bytes, before: str, place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert said(tmp_path, monkeypatch, mark + before.encode() + b"title: \xfcbung\n") == [
        f"{place}: error[not-utf8]: byte 0xFC is not UTF-8",
        "  hint: save the file as UTF-8",
    ]


@pytest.mark.parametrize(
    ("uid", "fixed"), [("Übung 1", "Uebung-1"), ("straße", "strasse"), ("日本語", "my-deck"), ("français", "francais")]
)
def test_a_uid_with_other_letters_is_told_with_one_of_english_letters(
    uid: str, fixed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write_deck(tmp_path, {"deck.yaml": f"name: D\nuid: {uid}\n", "a.yaml": ONE})
    assert [line for line in check_text(tmp_path).splitlines() if "error" in line or "hint" in line] == [
        f'cards/demo/deck.yaml:2:6: error[bad-id]: the uid "{uid}" has other signs than letters, digits, . _ and -',
        f"  hint: write uid: {fixed}",
    ]


def test_where_a_lock_has_the_uid_that_alone_is_told(tmp_path: Path) -> None:
    deck = write_deck(tmp_path, {"a.yaml": ONE})
    assert build_decks(tmp_path).problems == ()
    (deck / "deck.yaml").write_text("name: Demo\nuid: dämo\n", "utf-8")
    assert [problem.rule for problem in build_decks(tmp_path).problems] == ["uid-changed"]
