"""Cards as tables: what a reader of CSV finds in them, and what an import makes of them."""

from __future__ import annotations

import csv
import json
import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from builder.exporting.csv_files import csv_files
from tests.adoption.published import imported, run
from tests.support import render_folder, write_deck

DECK = "name: Demo\nuid: demo\nsources: {own: Ours}\n"
MIXED = """\
title: First
source: own
tags: [all]
cards:
  - id: one
    kind: basic
    front: a *b*, "c"
    back: |
      - =1+1
      - d
    reverse: true
    tags: [x::y]
    hint: h
  - id: two
    kind: basic
    front: "@home"
    back: =1+1
    lint: {allow: {long-answer: it is a formula}}
  - id: gap
    kind: cloze
    text: The {{c1::first}} one
  - id: pick
    kind: choice
    question: Which?
    options: [left, right]
    answer: left
"""


def export(root: Path, *options: str) -> str:
    """Export the only deck of a project, and return what was said."""
    result = run("export", "--to", "csv", "--root", root, *options)
    assert result.exit_code == 0, result.output
    return result.stdout.replace(f"{root}/", "")


def rows(root: Path, kind: str) -> list[list[str]]:
    with open(root / "build" / "export" / "csv" / "demo" / f"{kind}.csv", encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


def test_each_kind_is_a_table_with_the_keys_of_its_cards(tmp_path: Path) -> None:
    write_deck(tmp_path, {"deck.yaml": DECK, "10-a.yaml": MIXED})
    said = export(tmp_path)
    assert rows(tmp_path, "basic") == [
        ["id", "front", "back", "reverse", "source", "hint", "tags", "deck"],
        ["one", 'a *b*, "c"', "- =1+1\n- d", "yes", "own", "h", "all x::y", "Demo::First"],
        ["two", "@home", "=1+1", "", "own", "", "all", "Demo::First"],
    ]
    assert rows(tmp_path, "cloze") == [
        ["id", "text", "source", "tags", "deck"],
        ["gap", "The {{c1::first}} one", "own", "all", "Demo::First"],
    ]
    assert rows(tmp_path, "choice") == [
        ["id", "question", "options", "answer", "why", "source", "tags", "deck"],
        ["pick", "Which?", "left\nright", "left", "", "own", "all", "Demo::First"],
    ]
    assert said == (
        'the deck "Demo"\n'
        "  build/export/csv/demo/basic.csv: 2 cards\n"
        "  build/export/csv/demo/cloze.csv: 1 card\n"
        "  build/export/csv/demo/choice.csv: 1 card\n"
        "  left out: lint of 1 card\n"
        "  3 cells with =, +, - or @ at the start, which spreadsheets run, are as in the cards: basic.csv:2 (back) and"
        " others\n"
    )


def test_an_import_takes_a_table_back_with_its_markdown(tmp_path: Path) -> None:
    write_deck(
        tmp_path / "one",
        {
            "deck.yaml": "name: Demo\nuid: demo\n",
            "10-a.yaml": """\
                title: First
                cards:
                  - id: one
                    kind: basic
                    front: a *b*, `c` and \\(x^2\\)
                    back: |-
                      - one
                      - two
                    reverse: true
                    hint: some *help*
                    tags: [x::y]
                """,
        },
    )
    export(tmp_path / "one", "--output", str(tmp_path / "out"))
    again = imported(tmp_path / "two", tmp_path / "out" / "basic.csv")
    assert again.name == "demo"
    assert (again / "10-first.yaml").read_text("utf-8") == (
        "title: First\nkind: basic\ncards:\n  - id: one\n    front: a *b*, `c` and \\(x^2\\)\n    back: |-\n"
        "      - one\n      - two\n    reverse: true\n    hint: some *help*\n    tags: [x::y]\n"
    )


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Co", "Cn", "Zl", "Zp"]), max_size=12)


@given(front=TEXT, back=st.lists(TEXT, min_size=1, max_size=3).map("\n".join))
def test_a_reader_of_csv_gets_every_text_to_the_letter(front: str, back: str) -> None:
    with tempfile.TemporaryDirectory() as name:
        card = {"id": "one", "kind": "basic", "front": f"f{front}", "back": f"b{back}e"}
        deck = write_deck(Path(name), {"10-a.yaml": json.dumps({"title": "T", "cards": [card]}, ensure_ascii=False)})
        rendered = render_folder(deck)
        made = csv_files(rendered.deck, has_media=False).texts
    for file in made:
        (row,) = csv.DictReader(file.text.splitlines(keepends=True))
        assert (row["front"], row["back"]) == (card["front"], card["back"])
