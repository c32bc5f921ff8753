"""A table is a chapter: its rows are cards, and what is wrong with it is told at its cells."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from builder.model import CardSource
from builder.pipeline import prepare
from builder.project import find_decks
from builder.report.problems_text import headline
from tests.support import NOW, build_deck, check_text, render_folder, write_deck

ROOT = Path(__file__).parents[2]
COLUMNS = "{id: Id, front: Word, back: Meaning, tags: Tags}"


def deck_yaml(entry: str = "", columns: str = COLUMNS, more: str = "") -> str:
    """Return settings with a table, whose entry is a plain one unless another is given."""
    entry = entry or f"{{title: Words, kind: basic, source: own, columns: {columns}{more}}}"
    return f"name: Demo\nuid: demo\nsources: {{own: Ours}}\ntables:\n  20-words: {entry}\n"


def cards(root: Path, table: str | bytes, settings: str = "", name: str = "20-words.csv") -> list[CardSource]:
    """Return the cards of a table that has no problems."""
    folder = write_deck(root, {"deck.yaml": settings or deck_yaml(), name: _dedented(table)})
    assert check_text(root) == ""
    return list(render_folder(folder).deck.cards)


def _dedented(table: str | bytes) -> bytes:
    return table if isinstance(table, bytes) else table.encode()


def texts(card: CardSource) -> dict[str, object]:
    """Return what a card says, by key."""
    values = card.entry.values
    return {
        key: card.entry.typed(key) or [text.value for text in card.entry.texts(key)] or values[key] for key in values
    }


def told(root: Path, table: str | bytes, settings: str = "", name: str = "20-words.csv") -> list[str]:
    """Return the problems of a deck with a table, a line each."""
    write_deck(root, {"deck.yaml": settings or deck_yaml(), name: _dedented(table)})
    problems = prepare(find_decks(root), NOW).problems
    return [headline(problem).removeprefix(f"{root}/cards/demo/") for problem in problems]


PLAIN = b"Id,Word,Meaning,Tags\nhaus,Haus,house,noun\n"


@pytest.mark.parametrize(
    ("table", "name"),
    [
        (PLAIN, "20-words.csv"),
        (b"\xef\xbb\xbf" + PLAIN.replace(b"\n", b"\r\n"), "20-words.csv"),
        (PLAIN.replace(b",", b";"), "20-words.csv"),
        (b"sep=;\r\n" + PLAIN.replace(b",", b";"), "20-words.csv"),
        (PLAIN.replace(b",", b"\t"), "20-words.tsv"),
        (PLAIN.replace(b",", b"|"), "20-words.csv"),
        (b"\n,,,\n" + PLAIN + b"\n , ,\n,,,\n", "20-words.csv"),
        (b'"Id","Word","Meaning","Tags"\n"haus","Haus","house","noun"', "20-words.csv"),
        (b" ID ,WORD,Meaning,tags\n haus , Haus,house ,noun\n", "20-words.csv"),
    ],
)
def test_a_table_is_read_in_each_form_that_programs_write(tmp_path: Path, table: bytes, name: str) -> None:
    (card,) = cards(tmp_path, table, name=name)
    assert (card.id.value, card.kind, card.tags, card.citation) == ("haus", "basic", ("noun",), "Ours")
    assert texts(card) == {"id": "haus", "front": "Haus", "back": "house", "tags": ["noun"]}


def test_cells_have_lines_quotes_lists_and_flags(tmp_path: Path) -> None:
    columns = "{id: Id, front: Word, back: Meaning, reverse: Both, accept: Also, tags: Tags}"
    table = (
        "Id,Word,Meaning,Both,Also,Tags\n"
        'a,"one\r\ntwo","say ""hi""",yes,home; work,"x, y z"\n'
        'b,**w**,m,no,"first; one\nsecond",\n'
        "c,w2,m2,,,\n"
    )
    first, second, third = cards(tmp_path, table, deck_yaml(columns=columns))
    assert texts(first) == {
        "id": "a",
        "front": "one\ntwo",
        "back": 'say "hi"',
        "reverse": True,
        "accept": ["home", "work"],
        "tags": ["x", "y", "z"],
    }
    assert texts(second) == {
        "id": "b",
        "front": "**w**",
        "back": "m",
        "reverse": False,
        "accept": ["first", "one", "second"],
    }
    assert texts(third) == {"id": "c", "front": "w2", "back": "m2"}
    assert (second.entry.need("front").line, third.id.line) == (4, 6)


def test_each_row_may_be_of_a_kind_and_source_of_its_own(tmp_path: Path) -> None:
    columns = "{id: Id, kind: Kind, source: Source, front: Front, back: Back, text: Gaps}"
    settings = deck_yaml(f"{{title: W, columns: {columns}}}")
    table = "Id,Kind,Source,Front,Back,Gaps\na,basic,own,x,y,\nb,cloze,own,,,see {{c1::it}}\n"
    assert [(card.kind, card.source and card.source.value) for card in cards(tmp_path, table, settings)] == [
        ("basic", "own"),
        ("cloze", "own"),
    ]


def test_a_file_without_a_header_has_a_list_of_keys(tmp_path: Path) -> None:
    table = "haus;Haus;x;house\nbaum;Baum;;tree\n"
    read = cards(tmp_path, table, deck_yaml(columns="[id, front, -, back]"))
    assert [texts(card) for card in read] == [
        {"id": "haus", "front": "Haus", "back": "house"},
        {"id": "baum", "front": "Baum", "back": "tree"},
    ]


def test_a_table_makes_the_package_that_its_cards_in_yaml_make(tmp_path: Path) -> None:
    table = 'Id,Word,Meaning,Tags\nhaus,Haus,"a house, or home",a b\nbaum,**Baum**,tree,\n'
    chapter = """
        title: Words
        kind: basic
        source: own
        cards:
          - {id: haus, front: Haus, back: 'a house, or home', tags: [a, b]}
          - {id: baum, front: '**Baum**', back: tree}
        """
    write_deck(tmp_path / "a", {"deck.yaml": deck_yaml(), "20-words.csv": table})
    write_deck(tmp_path / "b", {"20-words.yaml": chapter})
    of_table, of_yaml = build_deck(tmp_path / "a"), build_deck(tmp_path / "b")
    assert of_table.package.data == of_yaml.package.data
    locks = [(tmp_path / name / "cards/demo/deck.lock").read_bytes() for name in "ab"]
    assert locks[0] == locks[1]


def test_chapters_and_tables_come_in_the_order_of_their_names(tmp_path: Path) -> None:
    chapter = "title: {}\nkind: basic\nsource: own\ncards:\n  - {{id: {}, front: a {}, back: b}}\n"
    files = {"deck.yaml": deck_yaml(), "20-words.csv": PLAIN.decode()}
    files |= {"10-a.yaml": chapter.format("A", "x", "x"), "30-b.yaml": chapter.format("B", "y", "y")}
    folder = write_deck(tmp_path, files)
    assert [
        (chapter.title, [card.id.value for card in chapter.cards]) for chapter in render_folder(folder).deck.chapters
    ] == [
        ("A", ["x"]),
        ("Words", ["haus"]),
        ("B", ["y"]),
    ]


# ---- What is wrong with it.

AT = "20-words.csv"
ROW = "Id,Word,Meaning,Tags\n"


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("", [f"{AT}:1:1: error[empty-file]: the file is empty, expected a table"]),
        (ROW, [f"{AT}:1:1: error[empty-value]: the table has no rows below its header"]),
        (
            ROW + "haus,Haus,,\n",
            [f'{AT}:2:11: error[missing-key]: in the column "Meaning": a basic card has no "back"'],
        ),
        (
            ROW + "haus\n",
            [
                f'{AT}:2:5: error[missing-key]: in the column "Id": a basic card has no "back"',
                f'{AT}:2:5: error[missing-key]: in the column "Id": a basic card has no "front"',
                f"{AT}:2:5: warning[table-cells]: this row has 1 cell, and the header has 4",
            ],
        ),
        (
            ROW + ",Haus,house,\n,Baum,tree,\nx,y,z,\n",
            [f'{AT}:2:1: error[missing-key]: in the column "Id": 2 rows have no id, of which this is the first'],
        ),
        (
            ROW + 'a b,"x\ny",z,"one, ma""rked/x"\n',
            [
                f'{AT}:2:1: error[bad-id]: in the column "Id": '
                'the id "a b" has other signs than letters, digits, . _ and -',
                f'{AT}:3:12: error[bad-tag]: in the column "Tags": the tag "ma"rked/x" has a space or quote in it',
            ],
        ),
        (
            ROW + "a,x,y,,z\nb,x2,y,,,\n",
            [f"{AT}:2:8: error[table-cells]: this row goes on behind the last column: the header has 4"],
        ),
        (
            ROW + "a,x,y\nb,z,y,\nc,v\n",
            [
                f'{AT}:2:6: warning[table-cells]: this row has 3 cells, and the header has 4, and so do 1 row more',
                f'{AT}:4:4: error[missing-key]: in the column "Word": a basic card has no "back"',
            ],
        ),
        (ROW + 'a,x,"y\n', [f"{AT}:2:5: error[table-syntax]: a quote opens here and nothing closes it"]),
        (ROW + 'a,x,"y" z,\n', [f"{AT}:2:5: error[table-syntax]: this cell goes on behind its closing quote"]),
        (
            ROW + "<<<<<<< HEAD\na,x,y,\n",
            [f"{AT}:2:1: error[table-syntax]: git's conflict markers stand in this file"],
        ),
        (ROW + "a,x\x0b,y,\n", [f"{AT}:2:4: error[table-syntax]: the character U+000B may not stand in a file"]),
        (
            (ROW + "a,ü,y,\n").encode("latin-1"),
            [f"{AT}:2:3: error[not-utf8]: byte 0xFC is not UTF-8"],
        ),
        ((ROW + "a,x,y,\n").encode("utf-16"), [f"{AT}:1:1: error[not-utf8]: the file is UTF-16"]),
        (
            "Id,Word,Meaning,Tags,Word\na,x,y,,z\n",
            [
                f'{AT}:1:22: error[table-columns]: "Word" is the header of 2 columns, and deck.yaml names one of them',
                f'{AT}:1:22: warning[table-columns]: no key takes the column "Word", and its cells are on no card',
            ],
        ),
        (
            "Id,Word,Meaning,Tags,Notes,\na,x,y,,z,u\n",
            [
                f'{AT}:1:22: warning[table-columns]: no key takes the column "Notes", and its cells are on no card',
                f"{AT}:1:28: warning[table-columns]: a column has cells and no header, and they are on no card",
            ],
        ),
        (
            "Id,Wort,Meaning,Tags\na,x,y,\n",
            [
                f'{AT}:1:4: warning[table-columns]: no key takes the column "Wort", and its cells are on no card',
                'deck.yaml:5:79: error[table-columns]: 20-words.csv has no column "Word"',
            ],
        ),
        (
            "Id,Word,Meaning,Tags\na,x,![](no.png),\n",
            [f'{AT}:2:9: error[missing-media]: in the column "Meaning": there is no media file "no.png"'],
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_at_its_cell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, table: str | bytes, expected: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    said = [line.replace("cards/demo/", "") for line in told(Path(), table)]
    assert said == expected


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("=1+1", 'the cell begins with "=", and spreadsheets run it as a formula'),
        ("=HYPERLINK(A1)", 'the cell begins with "=", and spreadsheets run it as a formula'),
        ("+49 30", 'the cell begins with "+", and spreadsheets run it as a formula'),
        ("@name", 'the cell begins with "@", and spreadsheets run it as a formula'),
        ("#REF!", '"#REF!" is what a spreadsheet writes for a formula that fails'),
        ("#NAME?", '"#NAME?" is what a spreadsheet writes for a formula that fails'),
        ("1.00E+05", '"1.00E+05" is what a spreadsheet makes of a long number'),
        ("1e5", '"1e5" is a number to spreadsheets, which write it otherwise'),
        ("12-Mar", '"12-Mar" is what a spreadsheet makes of dates, and of what it takes for one'),
        ("Mar-12", '"Mar-12" is what a spreadsheet makes of dates, and of what it takes for one'),
    ],
)
def test_what_spreadsheets_rewrite_is_a_warning(tmp_path: Path, cell: str, message: str) -> None:
    assert told(tmp_path, f"{ROW}a,word,{cell},\n") == [
        f'{AT}:2:8: warning[spreadsheet]: in the column "Meaning": {message}'
    ]


@pytest.mark.parametrize(
    "cell", ["=", "==", "=>", "+", "++", r"\=1+1", r"\+49", "`@name`", "12 March", "-er", "A1", "5 e", "e5", "#1"]
)
def test_what_spreadsheets_leave_alone_is_none(tmp_path: Path, cell: str) -> None:
    assert told(tmp_path, f"{ROW}a,word,{cell},\n") == []


def test_zeros_that_a_spreadsheet_took_are_told_once(tmp_path: Path) -> None:
    rows = "".join(f"{number:03},word {number},m,\n" for number in range(1, 5))
    assert told(tmp_path, f"{ROW}{rows}5,word 5,m,\n6,word 6,m,\n") == [
        f'{AT}:6:1: warning[spreadsheet]: in the column "Id": '
        '"5" is shorter than the numbers that begin with zeros, which spreadsheets drop'
    ]


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        (
            deck_yaml(columns="{front: Word, back: Meaning, tags: Tags}", more=", skip: [Id]"),
            ['error[table-columns]: no column is named for "id"'],
        ),
        (
            deck_yaml(columns="{id: Id, front: Word, tags: Tags}", more=", skip: [Meaning]"),
            ['error[table-columns]: no column is named for "back"'],
        ),
        (
            deck_yaml(columns="{id: Id, frnt: Word, front: Word, back: Meaning, tags: Tags}"),
            ['error[unknown-key]: a card of the kind basic has no key "frnt"'],
        ),
        (
            deck_yaml(columns="{id: Id, front: Word, back: Meaning, lint: Tags}", more=", skip: [Tags]"),
            ['error[table-columns]: "lint" is more than a cell holds: a mapping'],
        ),
        (deck_yaml("{title: W, columns: " + COLUMNS + "}"), ['error[missing-key]: the table has no "kind"']),
        (
            deck_yaml("{title: W, kind: basik, columns: " + COLUMNS + "}"),
            ['error[unknown-kind]: there is no kind "basik"'],
        ),
        (
            deck_yaml("{title: W, kind: basic, source: oown, columns: " + COLUMNS + "}"),
            ['error[unknown-source]: deck.yaml declares no source "oown"'],
        ),
        (
            deck_yaml(columns="Word"),
            ['error[wrong-type]: "columns" is text, expected a mapping of keys to headers, or a list of keys'],
        ),
        (deck_yaml(more=", skip: [Noten]"), ['warning[table-columns]: 20-words.csv has no column "Noten"']),
        (deck_yaml("x"), ['error[wrong-type]: the table "20-words" is text, expected a mapping']),
        (
            deck_yaml("{title: 'a\"b', kind: basic, source: own, columns: " + COLUMNS + "}"),
            ["error[bad-name]: Anki takes no quotes and line breaks in a deck's name"],
        ),
    ],
)  # fmt: skip
def test_what_deck_yaml_says_wrong_of_a_table_is_told_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: str, expected: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    said = told(Path(), PLAIN, settings)
    assert [line.partition(": ")[2].replace("cards/demo/", "") for line in said] == expected
    assert all(line.startswith("cards/demo/deck.yaml:5:") for line in said)


@pytest.mark.parametrize(
    ("kind", "key", "reason"),
    [
        ("script", "lines", "a list of entries with keys of their own"),
        ("sequence", "steps", "a list of entries with keys of their own"),
        ("choice", "options", "a list of texts, each as long as it likes"),
    ],
)
def test_what_is_more_than_a_cell_is_refused_with_the_reason(tmp_path: Path, kind: str, key: str, reason: str) -> None:
    settings = deck_yaml(f"{{title: W, kind: {kind}, columns: {{id: Id, {key}: Word}}}}")
    said = [line.partition(": ")[2] for line in told(tmp_path, PLAIN, settings)]
    assert f'error[table-columns]: "{key}" is more than a cell holds: {reason}' in said


def test_a_table_without_an_entry_is_told_with_the_lines_to_paste(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    table = "Wort;Bedeutung;Tags;Lektion, Seite\nHaus;house;;1\n"
    settings = "name: Demo\nuid: demo\nsources: {own: Ours}\n"
    write_deck(Path(), {"deck.yaml": settings, "20-my-words.csv": table})
    entry = (
        "20-my-words: {title: My words, kind: basic, source: own, "
        "columns: {id: Id, front: Wort, back: Bedeutung, tags: Tags}, skip: ['Lektion, Seite']}"
    )
    assert check_text(Path()) == (
        "cards/demo/20-my-words.csv:1:1: error[table-entry]: "
        "deck.yaml does not say what the columns of this table are, and its rows are on no card\n"
        "  1 | Wort;Bedeutung;Tags;Lektion, Seite\n    | ^\n"
        f"  hint: write into cards/demo/deck.yaml: tables: {{{entry}}}\n"
    )
    table = table.replace("Lektion, Seite", "Lektion, Seite;Id").replace(";1", ";1;haus")
    write_deck(Path(), {"deck.yaml": f"{settings}tables: {{{entry}}}\n", "20-my-words.csv": table})
    assert check_text(Path()) == ""


def test_a_table_that_only_lies_there_stops_no_build(tmp_path: Path) -> None:
    chapter = "title: A\nkind: basic\nsource: own\ncards:\n  - {id: x, front: a, back: b}\n"
    write_deck(tmp_path, {"10-a.yaml": chapter, "words.csv": "a,b\nc,d\n"})
    (line, _, _, _) = check_text(tmp_path).splitlines()
    assert "cards/demo/words.csv:1:1: warning[table-entry]" in line
    assert len(build_deck(tmp_path).package.data) > 0


def test_entries_without_files_and_files_of_one_name_are_errors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    settings = deck_yaml() + "  30-wrods: {title: X, kind: basic, columns: {id: Id, front: A, back: B}}\n"
    chapter = "title: A\nkind: basic\nsource: own\ncards:\n  - {id: x, front: a, back: b}\n"
    files = {"deck.yaml": settings, "20-words.csv": PLAIN.decode(), "20-words.yaml": chapter}
    write_deck(Path(), files)
    assert [headline(problem) for problem in prepare(find_decks(Path()), NOW).problems] == [
        "cards/demo/20-words.csv:1:1: error[table-twin]: cards/demo/20-words.yaml has the same name, "
        "and one of the two would be for nothing",
        'cards/demo/deck.yaml:6:3: error[table-entry]: there is no table "30-wrods.csv" or "30-wrods.tsv" '
        "in the folder of deck.yaml",
    ]


def test_spreadsheets_that_are_not_read_are_told(tmp_path: Path) -> None:
    chapter = "title: A\nkind: basic\nsource: own\ncards:\n  - {id: x, front: a, back: b}\n"
    write_deck(tmp_path, {"10-a.yaml": chapter, "20-words.xlsx": "PK", "30-more.CSV": "a,b\n", "~$20-words.csv": "x"})
    said = check_text(tmp_path)
    assert (
        said.count("warning[unread-file]: this file is not read: a chapter that is a table ends in .csv or .tsv") == 2
    )
    assert "save it as CSV in UTF-8" in said


def test_an_own_kind_that_cannot_be_read_is_told_and_not_its_table(tmp_path: Path) -> None:
    settings = deck_yaml("{title: W, kind: word, source: own, columns: {id: Id, english: Word, french: Meaning}}")
    files = {
        "deck.yaml": settings,
        "20-words.csv": "Id,Word,Meaning\nhaus,Haus,house\n",
        "kinds/word/kind.yaml": "doc: x\n",
    }
    write_deck(tmp_path, files)
    rules = {problem.rule for problem in prepare(find_decks(tmp_path), NOW).problems}
    assert rules == {"missing-key"}


def test_decks_without_tables_load_nothing_of_them(tmp_path: Path) -> None:
    chapter = "title: A\nkind: basic\nsource: own\ncards:\n  - {id: x, front: a, back: b}\n"
    write_deck(tmp_path, {"10-a.yaml": chapter})
    script = (
        "import sys, atexit; from builder.cli.main import main\n"
        "names = lambda: [name for name in sys.modules if name.startswith('builder.source.table_')]\n"
        "atexit.register(lambda: print(names()))\n"
        f"main(['check', '--fix', '--root', {str(tmp_path)!r}])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.splitlines()[-1] == "[]"
