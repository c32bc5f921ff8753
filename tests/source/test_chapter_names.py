"""What is told by the names of chapter files: copies that were left lying, and numbers that come out of order."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.source.chapter_names import is_copy, number_out_of_order
from tests.support import build_decks, check_text, write_deck


def chapter(title: str, *ids: str) -> str:
    cards = "".join(f"  - {{id: {key}, kind: basic, front: Was heißt {key}?, back: {key}}}\n" for key in ids)
    return f"title: {title}\ncards:\n{cards}"


def said(root: Path, monkeypatch: pytest.MonkeyPatch, files: dict[str, str | bytes]) -> list[str]:
    monkeypatch.chdir(root)
    write_deck(Path(), files)
    return [line for line in check_text(Path()).splitlines() if line.startswith(("cards/", "  hint: "))]


@pytest.mark.parametrize(
    "name",
    [
        "Lektion 2 - Kopie", "Lektion 2 - Copy", "Lektion 2(1)", "Lektion 2 (1)", "Lektion 2 - Kopie (2)",
        "Lektion 2 copy", "Lektion 2 copy 2", "Kopie von Lektion 2", "Copy of Lektion 2",
        "Lektion 2 - Kopie - Kopie",
    ],
)  # fmt: skip
def test_a_copy_is_told_once_wherever_it_comes(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = "  - {id: s, kind: script, situation: x, "
    script += "lines: [{id: a, cue: Wer?, say: Ich.}, {id: b, cue: Wo?, say: Hier.}]}\n"
    text = chapter("Zwei", "hund", "katze") + script
    assert said(tmp_path, monkeypatch, {f"{name}.yaml": text, "Lektion 2.yaml": text}) == [
        f"cards/demo/{name}.yaml:1:1: error[duplicate-id]: this file is a copy of cards/demo/Lektion 2.yaml: 3"
        " ids are in both",
        "  hint: delete it, or give its cards new ids: deckwright check --fix makes them where `id` is taken out",
    ]


def test_ids_that_stand_twice_in_other_files_are_told_by_themselves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files: dict[str, str | bytes] = {"Lektion 1.yaml": chapter("A", "hund"), "Lektion 2.yaml": chapter("B", "hund")}
    assert [line.partition("]: ")[2] for line in said(tmp_path, monkeypatch, files)][:1] == [
        'the id "hund" stands twice, first at cards/demo/Lektion 1.yaml:3:10'
    ]


def test_no_other_name_is_that_of_a_copy() -> None:
    names = ["Lektion 2", "Lektion 2b", "Lektion 2 - Verben", "Lektion", "Lektion 2 (b)", "Kopie"]
    assert [name for name in names[1:] if is_copy(name, "Lektion 2")] == []


def test_where_numbers_come_out_of_order_the_rename_is_told_once_and_nothing_moves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {f"Lektion {number}.yaml": chapter(f"L{number}", f"a{number}") for number in (1, 2, 3, 10, 11)}
    assert said(tmp_path, monkeypatch, dict(files)) == [
        'cards/demo/Lektion 2.yaml:1:1: warning[file-order]: "Lektion 2.yaml" comes after "Lektion 11.yaml":'
        " chapters are read in the order of their names",
        '  hint: rename it "Lektion 02.yaml", and so all with fewer digits: new cards come in this order',
    ]
    (deck,) = build_decks(tmp_path).decks
    assert [note.note.key for note in deck.stamped.update.notes] == ["a1", "a10", "a11", "a2", "a3"]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("before", "after", "right"),
    [
        ("Lektion 10.yaml", "Lektion 2.yaml", "Lektion 02.yaml"),
        ("100-x.yaml", "20-y.yaml", "020-y.yaml"),
        ("a10b3.yaml", "a10b20.yaml", ""),
        ("10-a.yaml", "20-b.yaml", ""),
        ("Kapitel 10.yaml", "Lektion 2.yaml", ""),
        ("第10課.yaml", "第2課.yaml", "第02課.yaml"),
        ("1.yaml", "1-b.yaml", ""),
        ("02.yaml", "2.yaml", ""),
    ],
)
def test_only_a_number_at_the_same_place_counts(before: str, after: str, right: str) -> None:
    assert number_out_of_order(before, after) == right
