"""Commands know tables: `--fix` gives their rows ids and touches nothing else, and files are named as chapters are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.cli.main import main
from builder.commands.check import check_decks
from builder.commands.fix import plan_fixes
from builder.lint.rules import RULES
from tests.pages import DOCS, Reader, agrees
from tests.support import NOW, write_deck

SETTINGS = """\
name: Demo
uid: demo
sources: {own: Ours}
tables:
  20-words: {title: Words, kind: basic, source: own, columns: {id: Id, front: Word, back: Meaning}}
"""


def fixed(root: Path, table: str | bytes, settings: str = SETTINGS) -> bytes:
    """Return what `check --fix` makes of a table."""
    data = table if isinstance(table, bytes) else table.encode()
    folder = write_deck(root, {"deck.yaml": settings, "20-words.csv": data})
    planned = plan_fixes(folder)
    return planned[0].after if planned else data


def run(root: Path, *words: str, text: bytes | None = None) -> Result:
    """Run a command in a project."""
    return CliRunner().invoke(main, [*words, "--root", str(root)], input=text, catch_exceptions=False)


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (b"Id,Word,Meaning\n,Haus,house\n", b"Id,Word,Meaning\nhaus,Haus,house\n"),
        (b"\xef\xbb\xbfId;Word;Meaning\r\n;Haus;house\r\n", b"\xef\xbb\xbfId;Word;Meaning\r\nhaus;Haus;house\r\n"),
        (b'"Id","Word","Meaning"\n"","Haus","house"', b'"Id","Word","Meaning"\n"haus","Haus","house"'),
        (b"Word,Meaning,Id\nHaus,house\n\nBaum,tree,\n", b"Word,Meaning,Id\nHaus,house,haus\n\nBaum,tree,baum\n"),
        (b"Word,Meaning\nHaus,house\n\n,\nHaus,home", b"Word,Meaning,Id\nHaus,house,haus\n\n,\nHaus,home,haus-2"),
        (b"Id,Word,Meaning\n , Haus ,house\n", b"Id,Word,Meaning\nhaus, Haus ,house\n"),
        (b"Id,Word,Meaning\nhaus,Haus,house\n", b"Id,Word,Meaning\nhaus,Haus,house\n"),
        (b"Id,Word,Meaning\n,12 March,a day\n", b"Id,Word,Meaning\nbasic-12-march,12 March,a day\n"),
        (b"Id,Word,Meaning\n,007,a spy\n", b"Id,Word,Meaning\nbasic-007,007,a spy\n"),
        (b'Id,Word,Meaning\n,"one ""two""\nthree",x\n', b'Id,Word,Meaning\none-two-three,"one ""two""\nthree",x\n'),
        (b'Id,Word,Meaning\na,"<span style=""x"">A</span>",x\n', b'Id,Word,Meaning\na,"A",x\n'),
        (b"Ids,Word,Meaning\n,Haus,house\n", b"Ids,Word,Meaning\n,Haus,house\n"),
        (b"Word,Sense\nHaus,house\n", b"Word,Sense\nHaus,house\n"),
        (b'Id,Word,Meaning\n,"Haus,house\n', b'Id,Word,Meaning\n,"Haus,house\n'),
    ],
)  # fmt: skip
def test_rows_get_ids_and_nothing_else_changes(tmp_path: Path, table: bytes, expected: bytes) -> None:
    assert fixed(tmp_path, table) == expected
    assert fixed(tmp_path, expected) == expected


def test_ids_are_those_that_no_card_of_the_deck_has_or_had(tmp_path: Path) -> None:
    chapter = "title: A\nkind: basic\nsource: own\ncards:\n  - {id: haus, front: a, back: b}\n"
    write_deck(tmp_path, {"10-a.yaml": chapter})
    settings = SETTINGS.replace("back: Meaning}", "back: Meaning, was: Was}")
    table = "Id,Word,Meaning,Was\n,Haus,house,\nx,X,x,haus-2\n,Haus,home,\n"
    expected = "Id,Word,Meaning,Was\nhaus-3,Haus,house,\nx,X,x,haus-2\nhaus-4,Haus,home,\n"
    assert fixed(tmp_path, table, settings) == expected.encode()


WORDS = st.text(st.sampled_from('ab ",;\né'), max_size=6).map(lambda word: f"w{word}")


@settings(deadline=None)
@given(st.lists(st.tuples(st.booleans(), WORDS, WORDS), min_size=1, max_size=6), st.sampled_from("\n,;"))
def test_a_fix_writes_into_empty_cells_of_ids_alone(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[bool, str, str]], sign: str
) -> None:
    separator = sign if sign != "\n" else "\t"
    quoted = [
        ["" if not has else f"k{at}", *(f'"{word.replace(chr(34), chr(34) * 2)}"' for word in words)]
        for at, (has, *words) in enumerate(rows)
    ]
    table = "".join(separator.join(row) + "\r\n" for row in [["Id", "Word", "Meaning"], *quoted])
    after = fixed(tmp_path_factory.mktemp("fix"), table).decode()
    ids = re.findall(rf"(?:\A|\r\n)([\w.-]+){re.escape(separator)}(?=\"w)", after)
    assert len(ids) == len(rows)
    for row, card_id in zip(quoted, ids, strict=True):
        row[0] = card_id
    assert after == "".join(separator.join(row) + "\r\n" for row in [["Id", "Word", "Meaning"], *quoted])


def test_a_table_is_named_on_the_command_line_as_a_chapter_is(tmp_path: Path) -> None:
    write_deck(tmp_path, {"deck.yaml": SETTINGS, "20-words.csv": "Id,Word,Meaning\nhaus,Haus,house\n"})
    path = str(tmp_path / "cards/demo/20-words.csv")
    assert run(tmp_path, "check", path).output == "1 file, no problems\n"
    said = run(tmp_path, "check", "-", "--stdin-path", path, text=b"Id,Word,Meaning\nhaus,Haus,\n")
    assert said.exit_code == 1
    assert 'in the column "Meaning": a basic card has no "back"' in said.output
    assert run(tmp_path, "build", path).exit_code == 0
    assert (tmp_path / "build/demo.apkg").exists()


def test_new_says_how_to_add_a_row(tmp_path: Path) -> None:
    write_deck(tmp_path, {"deck.yaml": SETTINGS, "20-words.csv": "Id,Word,Meaning\nhaus,Haus,house\n"})
    refused = run(tmp_path, "new", "basic")
    assert refused.exit_code == 2
    assert "this chapter is a table; add a row in a spreadsheet or an editor" in refused.output
    chapter = "title: A\nkind: basic\nsource: own\ncards:\n  - {id: x, front: a, back: b}\n"
    write_deck(tmp_path, {"deck.yaml": SETTINGS, "10-a.yaml": chapter})
    assert "10-a.yaml:7:5: a basic card" in run(tmp_path, "new", "basic").output
    assert "this chapter is a table" in run(tmp_path, "new", "basic", "words").output


def found(root: Path) -> list[str]:
    """Return the rules that find something in a deck."""
    return [problem.rule for problem in check_decks([root / "cards/demo"], NOW, RULES.keys()).problems]


def test_cards_of_tables_are_checked_as_vocabulary_unless_the_deck_says_otherwise(tmp_path: Path) -> None:
    table = "Id,Word,Meaning\nis,is it,it is or was or has been or will be so\nit,it,it\n"
    chapter = """
        title: A
        kind: basic
        source: own
        cards:
          - {id: x, front: 'Is it?', back: 'yes'}
        """
    write_deck(tmp_path, {"deck.yaml": SETTINGS, "20-words.csv": table})
    assert found(tmp_path) == []
    write_deck(tmp_path, {"deck.yaml": SETTINGS, "20-words.csv": table, "10-a.yaml": chapter})
    in_yaml = found(tmp_path)
    assert "yes-no" in in_yaml
    write_deck(tmp_path, {"deck.yaml": SETTINGS + "lint: {profile: vocabulary}\n"})
    assert "yes-no" not in found(tmp_path)
    write_deck(tmp_path, {"deck.yaml": SETTINGS + "lint: {profile: }\n"})
    assert len(found(tmp_path)) > len(in_yaml)


def test_a_rule_that_the_deck_sets_holds_for_tables_too(tmp_path: Path) -> None:
    table = "Id,Word,Meaning\na,Is it so?,yes\n"
    write_deck(tmp_path, {"deck.yaml": SETTINGS, "20-words.csv": table})
    assert found(tmp_path) == []
    write_deck(tmp_path, {"deck.yaml": SETTINGS + "lint: {rules: {yes-no: warning}}\n"})
    assert found(tmp_path) == ["yes-no"]


def test_a_deck_is_exported_as_a_table_that_is_its_chapter(tmp_path: Path) -> None:
    table = 'Id,Word,Meaning\nhaus,Haus,"a house,\nor home"\nbaum,**Baum**,tree\n'
    folder = write_deck(tmp_path, {"deck.yaml": SETTINGS, "20-words.csv": table})
    assert run(tmp_path, "build").exit_code == 0
    package, lock = (tmp_path / "build/demo.apkg").read_bytes(), (folder / "deck.lock").read_bytes()
    assert run(tmp_path, "export", "demo", "--to", "csv").exit_code == 0
    exported = (tmp_path / "build/export/csv/demo/basic.csv").read_bytes()
    columns = "columns: {id: id, front: front, back: back}, skip: [source, deck]"
    settings = SETTINGS.replace("columns: {id: Id, front: Word, back: Meaning}", columns)
    write_deck(tmp_path, {"deck.yaml": settings, "20-words.csv": exported})
    assert run(tmp_path, "build").exit_code == 0
    assert (tmp_path / "build/demo.apkg").read_bytes() == package
    assert (folder / "deck.lock").read_bytes() == lock


def test_the_page_about_tables_is_as_it_says(tmp_path: Path) -> None:
    reader = Reader(folder=tmp_path / "home", bin=tmp_path / "bin")
    reader.folder.mkdir()
    for step, printed in reader.follow((DOCS / "tables.md").read_text("utf-8")):
        assert step.output is None or agrees(step.output, printed), f"{step}\n{printed}"
    assert (reader.folder / "build/french.apkg").exists()
