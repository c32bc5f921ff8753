"""A table in a folder is a chapter there: its entry has its path, its cards are in the folder's deck."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner

from builder.cli.main import main
from builder.previews.studio import Studio
from tests.support import NOW, build_deck, check_text, render_folder, write_deck

ENTRY = "{title: Words, kind: basic, source: own, columns: {id: Id, front: Word, back: Meaning}}"
TABLE = "Id,Word,Meaning\nhaus,Haus,house\n"
CHAPTER = "title: X\nsource: own\ncards:\n  - {id: ID, kind: basic, front: Which word comes first?, back: Alpha}\n"


@pytest.fixture(autouse=True)
def in_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def settings(**entries: str) -> str:
    """Return settings with these entries of tables."""
    listed = "".join(f"  {name}: {entry}\n" for name, entry in entries.items())
    return f"name: Demo\nuid: demo\nsources: {{own: Ours}}\n{'tables:' if listed else ''}\n{listed}"


def lay(files: Mapping[str, str], **entries: str) -> Path:
    """Write a deck with these files and entries of tables, by default one of `part/20-words`."""
    return write_deck(Path(), {"deck.yaml": settings(**(entries or {"part/20-words": ENTRY})), **files})


def run(*words: str, given: str = "") -> str:
    """Return what a command says."""
    result = CliRunner().invoke(main, words, input=given, catch_exceptions=False)
    return result.output


def said() -> str:
    """Return what is said of the project here, without lines of the place."""
    return re.sub(r"^ +\d* \|.*\n", "", check_text(Path()), flags=re.M)


def decks_of(folder: Path) -> dict[str, str]:
    """Return the deck of each note of a deck that has no problems."""
    rendered = render_folder(folder)
    assert rendered.problems == ()
    return {note.key: note.deck for note in rendered.notes}


@pytest.mark.parametrize(
    ("name", "title", "deck"),
    [
        ("part/20-words", "Words", "Part::Words"),
        ("10-verbs/20-inner/words", "A::B", "Verbs::Inner::A::B"),
        ("10 strong verbs/wörter", "Wörter", "Strong verbs::Wörter"),
    ],
)
@pytest.mark.parametrize("ending", [".csv", ".tsv"])
def test_a_table_in_a_folder_is_a_chapter_of_its_deck(name: str, title: str, deck: str, ending: str) -> None:
    table = TABLE if ending == ".csv" else TABLE.replace(",", "\t")
    folder = lay({name + ending: table}, **{name: ENTRY.replace("Words", title)})
    assert decks_of(folder) == {"haus": f"Demo::{deck}"}


def test_folder_yaml_names_the_deck_of_a_table_and_a_cell_that_of_its_card() -> None:
    table = "Id,Word,Meaning,Deck\nhaus,Haus,house,\nbaum,Baum,tree,Exam::Hard\n"
    entry = ENTRY.replace("back: Meaning", "back: Meaning, subdeck: Deck")
    folder = lay({"part/20-words.csv": table, "part/folder.yaml": "title: Teil::Eins\n"}, **{"part/20-words": entry})
    assert decks_of(folder) == {"haus": "Demo::Teil::Eins::Words", "baum": "Demo::Exam::Hard"}


def test_tables_with_the_same_text_are_each_what_their_entry_and_folder_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DECKWRIGHT_CACHE", str(tmp_path / "cache"))
    table = "A,B,Word,Meaning\none,two,Haus,house\n"
    columns = {
        f"part/{key}": ENTRY.replace("id: Id", f"id: {key}").replace("}}", f"}}, skip: [{other}]}}")
        for key, other in (("A", "B"), ("B", "A"))
    }
    folder = lay({"part/A.csv": table, "part/B.csv": table}, **columns)
    assert "2 notes, 2 cards (2 new" in run("build")
    (folder / "part/folder.yaml").write_text("title: Teil\n")
    told = run("build")
    assert '"Demo::Part" is now "Demo::Teil": tell learners to rename it in Anki before they import' in told
    assert told.count("is now") == 1
    assert decks_of(folder) == {"one": "Demo::Teil::Words", "two": "Demo::Teil::Words"}


def test_a_table_that_moves_into_a_folder_keeps_the_identity_of_its_notes() -> None:
    folder = lay({"20-words.csv": TABLE}, **{"20-words": ENTRY})
    before = build_deck(Path())
    before.lock_path.write_text(before.lock)
    (folder / "20-words.csv").unlink()
    lay({"part/20-words.csv": TABLE})
    after = build_deck(Path(), NOW + 86_400)
    assert after.lock == before.lock.replace('"deck":"Words"', '"deck":"Part::Words"')
    assert after.report.told == (
        '"Demo::Words" is now "Demo::Part::Words": tell learners to rename it in Anki before they import',
    )


# ---- What is told, and where.


def test_problems_are_told_at_the_cell_of_the_table_in_its_folder() -> None:
    lay({"part/20-words.csv": "Id,Word,Meaning\nhaus,Haus,\nbaum,=A1,tree\n", "10-x.yaml": CHAPTER})
    whole = [
        'cards/demo/part/20-words.csv:2:11: error[missing-key]: in the column "Meaning": a basic card has no "back"',
        'cards/demo/part/20-words.csv:3:6: warning[spreadsheet]: in the column "Word": the cell begins with "="',
    ]
    for name in ("cards/demo/part/20-words.csv", "cards/demo/part", "demo"):
        told = [line for line in run("check", name).splitlines() if line.startswith("cards/")]
        assert [line[: len(start)] for line, start in zip(told, whole, strict=True)] == whole


def test_a_table_without_an_entry_is_told_with_the_lines_to_paste() -> None:
    table = "Id,Word,Meaning,Subdeck\nhaus,Haus,house,\n"
    lay({"part/20-words.csv": table}, none="").joinpath("deck.yaml").write_text(settings())
    entry = "{title: Words, kind: basic, source: own, columns: {id: Id, front: Word, back: Meaning, subdeck: Subdeck}}"
    assert said() == (
        "cards/demo/part/20-words.csv:1:1: error[table-entry]: deck.yaml does not say what the columns of this table"
        " are, and its rows are on no card\n"
        f"  hint: write into cards/demo/deck.yaml: tables: {{part/20-words: {entry}}}\n"
    )
    lay({}, **{"part/20-words": entry})
    assert said() == ""


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("20-words", "write part/20-words: an entry has the path from the folder of deck.yaml"),
        ("demo/part/20-words.csv", "write part/20-words: an entry has the path from the folder of deck.yaml"),
        ("part/20-words.csv", "write part/20-words: an entry has the name without the ending"),
        ("part/20-wrods", 'did you mean "part/20-words"?'),
        ("part/inbox", "the name inbox is reserved, and no chapter's: call file and entry part/10-inbox"),
        ("other", "write the file, or delete the entry"),
    ],
)
def test_an_entry_without_its_file_is_told_with_the_one_that_was_meant(written: str, hint: str) -> None:
    lay({"part/20-words.csv": TABLE, "part/inbox.csv": TABLE}, **{written: ENTRY})
    start = f'cards/demo/deck.yaml:5:3: error[table-entry]: there is no table "{written}.csv" or "{written}.tsv" in the'
    assert f"{start} folder of deck.yaml\n  hint: {hint}\n" in said()


def test_a_table_and_a_chapter_of_one_name_in_a_folder_are_told_and_in_two_folders_not() -> None:
    lay({"part/20-words.csv": TABLE, "part/20-words.yaml": CHAPTER.replace("ID", "b"), "20-words.yaml": CHAPTER})
    assert said() == (
        "cards/demo/part/20-words.csv:1:1: error[table-twin]: cards/demo/part/20-words.yaml has the same name, and one"
        " of the two would be for nothing\n  hint: rename one of them, or delete it\n"
    )


@pytest.mark.parametrize("name", ["me.csv", "inbox.tsv", "folder.csv", "part/deck.csv", "part/Inbox.csv"])
def test_a_reserved_name_is_no_table_s(name: str) -> None:
    lay({name: TABLE, "part/10-x.yaml": CHAPTER}).joinpath("deck.yaml").write_text(settings())
    path = Path(name)
    assert said() == (
        f"cards/demo/{name}:1:1: warning[unread-file]: this file is not read: the name {path.stem} is reserved, and no"
        f" chapter's\n  hint: rename it to 10-{path.name}\n"
    )


def test_a_spreadsheet_in_a_folder_is_told_and_a_lock_of_a_program_is_not() -> None:
    lay({"part/20-words.csv": TABLE, "part/30-more.xlsx": "PK", "part/~$20-words.csv": "x"})
    assert said() == (
        "cards/demo/part/30-more.xlsx:1:1: warning[unread-file]: this file is not read: a chapter that is a table ends"
        " in .csv or .tsv\n"
        "  hint: save it as CSV in UTF-8, cards/demo/part/30-more.csv, or move it out of the deck's folder\n"
    )


def test_a_table_that_only_lies_in_a_folder_makes_no_deck_of_it() -> None:
    folder = lay({"10-x.yaml": CHAPTER, "my \u201cdata\u201d::/words.csv": TABLE})
    folder.joinpath("deck.yaml").write_text(settings())
    assert said().startswith("cards/demo/my \u201cdata\u201d::/words.csv:1:1: warning[table-entry]: ")
    assert said().count("\n") == 2


def test_what_is_wrong_with_the_name_of_a_table_s_deck_is_told_in_deck_yaml() -> None:
    lay({"10-x.yaml": CHAPTER.replace("title: X", "title: Part::words"), "part/20-words.csv": TABLE})
    assert said() == (
        'cards/demo/deck.yaml:5:26: error[bad-name]: Anki takes the subdecks "Part::words" and "Part::Words" for one\n'
        "  hint: write both in the same case\n"
    )


# ---- Everything that knows chapter files.


def test_an_editor_checks_an_unsaved_table_in_a_folder() -> None:
    lay({"part/20-words.csv": TABLE})
    args = ("check", "-", "--format", "concise", "--stdin-path")
    told = run(*args, "cards/demo/part/20-words.csv", given="Id,Word,Meaning\nhaus,Haus,\n")
    assert 'cards/demo/part/20-words.csv:2:11: error[missing-key]: in the column "Meaning"' in told
    assert "error[table-entry]" in run(*args, "cards/demo/part/30-new.csv", given=TABLE.replace("haus", "neu"))


def test_fix_gives_rows_ids_that_no_card_of_the_deck_has() -> None:
    table = "Word,Meaning\nHaus,house\n"
    chapter = CHAPTER.replace("ID", "haus")
    folder = lay({"part/20-words.csv": table, "part/inner/20-words.csv": table, "10-x.yaml": chapter},
                 **{"part/20-words": ENTRY, "part/inner/20-words": ENTRY})  # fmt: skip
    assert CliRunner().invoke(main, ["check", "--fix"]).stderr.splitlines() == [
        'cards/demo/part/20-words.csv:1:1: added the column "Id"',
        'cards/demo/part/20-words.csv:2:1: gave it the id "haus-2"',
        'cards/demo/part/inner/20-words.csv:1:1: added the column "Id"',
        'cards/demo/part/inner/20-words.csv:2:1: gave it the id "haus-3"',
    ]
    assert (folder / "part/inner/20-words.csv").read_text() == "Word,Meaning,Id\nHaus,house,haus-3\n"
    assert decks_of(folder) == {"haus": "Demo::X", "haus-2": "Demo::Part::Words", "haus-3": "Demo::Part::Inner::Words"}


def test_new_and_completion_pass_over_tables_in_folders() -> None:
    lay({"part/20-words.csv": TABLE, "10-x.yaml": CHAPTER, "part/10-y.yaml": CHAPTER.replace("ID", "b")})
    for name in ("words", "part/20-words", "cards/demo/part/20-words.csv"):
        assert "cards/demo/part/20-words.csv: this chapter is a table; add a row" in run("new", "basic", name)
    assert run("new", "basic").startswith("cards/demo/part/10-y.yaml:6:5: a basic card")
    environment = {"COMP_WORDS": "deckwright new basic ", "COMP_CWORD": "3", "_DECKWRIGHT_COMPLETE": "bash_complete"}
    completed = CliRunner().invoke(main, [], env=environment, prog_name="deckwright").output
    assert completed.split() == ["plain,10-x", "plain,part/10-y"]


def test_the_server_shows_a_table_that_appears_in_a_folder_and_what_is_edited_in_it() -> None:
    folder = lay({"20-y.yaml": CHAPTER}, none="")
    (folder / "deck.yaml").write_text(settings())
    studio = Studio([folder])
    studio.refresh()
    lay({"10-part/20-words.csv": TABLE}, **{"10-part/20-words": ENTRY})
    assert studio.refresh()
    chapters = studio.state.decks["demo"].shown.chapters
    assert [(one.within, one.title) for one in chapters] == [("Part", "Words"), ("", "X")]
    (folder / "10-part/20-words.csv").write_text(TABLE + "baum,Baum,tree\n")
    assert studio.refresh()
    assert len(studio.state.decks["demo"].shown.chapters[0].cards) == 2
