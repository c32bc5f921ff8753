"""Rows of a table become new cards: its cells are text as typed, or HTML where the table or its author says so."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.foreign import read_table
from tests.adoption.published import built, imported, run
from tests.learner import Learner


def deck_of(here: Path, table: str | bytes, *options: str, name: str = "words.csv") -> Path:
    """Return the folder of the deck that is made of a table."""
    path = here / name
    path.write_bytes(table if isinstance(table, bytes) else table.encode())
    return imported(here / "project", path, *options)


def chapter(here: Path, table: str | bytes, *options: str, name: str = "words.csv") -> str:
    """Return the only chapter that is made of a table."""
    deck = deck_of(here, table, *options, name=name)
    (made,) = (path for path in deck.glob("*.yaml") if path.name != "deck.yaml")
    return made.read_text("utf-8")


def plan(here: Path, table: str, *options: str, name: str = "words.csv") -> list[str]:
    """Return what an import would do, but for the files, which are the same for all."""
    (here / name).write_text(table, "utf-8")
    result = run("import", here / name, "--root", here / "project", "--dry-run", *options)
    assert result.exit_code == 0, result.output
    lines = result.stdout.replace(f"{here}/", "").split("\n")
    return [line for line in lines[:-3] if not line.startswith("  project/")]


def refused(here: Path, table: str | bytes, *options: str, name: str = "words.csv") -> str:
    """Return what an import of a table says that writes nothing."""
    (here / name).write_bytes(table if isinstance(table, bytes) else table.encode())
    result = run("import", here / name, "--root", here / "project", *options)
    assert result.exit_code in (1, 2), result.output
    assert not (here / "project" / "cards").exists()
    return result.stderr.replace(f"{here}/", "").removeprefix("deckwright: ").rstrip()


def basic(*cards: tuple[str, str, str], title: str = "Words") -> str:
    """Return a chapter of cards of one kind."""
    return f"title: {title}\nkind: basic\ncards:\n" + "".join(
        f"  - id: {card_id}\n    front: {front}\n    back: {back}\n" for card_id, front, back in cards
    )


PAIR = basic(("dog", "dog", "Hund"), ("cat", "cat", "Katze"))


@pytest.mark.parametrize(
    "table",
    [
        b"dog,Hund\ncat,Katze\n",
        b"dog,Hund\r\ncat,Katze",
        b"dog,Hund\rcat,Katze\r",
        b"\xef\xbb\xbfdog,Hund\n\n,\n  , \ncat,Katze\n\n",
        "dog,Hund\ncat,Katze\n".encode("utf-16"),
        "dog,Hund\ncat,Katze\n".encode("utf-16-le"),
        "dog,Hund\ncat,Katze\n".encode("utf-16-be"),
        b"dog;Hund\ncat;Katze\n",
        b"sep=;\ndog;Hund\ncat;Katze\n",
        b"dog\tHund\ncat\tKatze\n",
        b'"dog","Hund"\n"cat","Katze"\n',
        b"front,back\ndog,Hund\ncat,Katze\n",
        b"BACK, front\nHund,dog\nKatze,cat\n",
        b"#separator:Semicolon\n#html:false\ndog;Hund\n# a remark\ncat;Katze\n",
        b"#separator:tab\n#columns:Back\tFront\nHund\tdog\nKatze\tcat\n",
    ],
)  # fmt: skip
def test_a_table_is_read_whatever_program_wrote_it(table: bytes, tmp_path: Path) -> None:
    assert chapter(tmp_path, table) == PAIR


def test_cells_are_text_as_typed(tmp_path: Path) -> None:
    table = (
        '=1+2,+3\n-4,@x\n2024-01-01,"1,00"\n#tag,# no heading\n*a*,**b** `c` ==d==\n1. x,- y\n<b>x</b>,a & b &amp; c\n'
        '[[y]],![[y.png]]\n"two\nlines","She said ""no"""\nyes,null\n'
    )
    assert chapter(tmp_path, table) == basic(
        ("1-2", "=1+2", "+3"),
        ("4", "-4", "'@x'"),
        ("2024-01-01", "2024-01-01", "1,00"),
        ("tag", "'#tag'", "\\# no heading"),
        ("a", "\\*a*", "\\*\\*b** \\`c` \\==d=="),
        ("1-x", "1\\. x", "\\- y"),
        ("x", "\\<b>x\\</b>", "\n      html: |-\n        a &amp; b &amp;amp; c"),
        ("y", "\\[[y]]", "'!\\[[y.png]]'"),
        ("two-lines", "|-\n      two\n      lines", 'She said "no"'),
        ("yes", "yes", "null"),
    ).replace("back: \n", "back:\n")
    assert run("check", "--root", tmp_path / "project").exit_code == 0


def test_with_html_cells_are_html(tmp_path: Path) -> None:
    table = 'a <b>b</b>,"<ul><li>x</li></ul>"\n"<i>c</i> <img src=""x.png"">",[sound:d.mp3] &amp;\n'
    assert chapter(tmp_path, table, "--html") == basic(
        ("b", "a **b**", "|\n      - x"), ("c", "'*c* ![](x.png)'", "'[sound:d.mp3] &'")
    )
    (tmp_path / "again").mkdir()
    assert plan(tmp_path / "again", table, "--html") == [
        "words.csv: 2 rows of HTML, separated by commas: 2 new cards",
        "  fields: 0 of plain text, 4 as Markdown, 0 left as HTML",
        "  columns: front from column 1, back from column 2",
        '  the first row is a card, "a <b>b</b>": delete it if it names the columns',
        "  pictures and sounds of 1 card are not in a text: put them into media/",
        "  2 errors: deckwright check tells them",
    ]


def test_rows_of_another_length_than_the_others_are_not_cut(tmp_path: Path) -> None:
    assert refused(tmp_path, "dog,Hund\ncat,Katze\nbird,Vogel, der\nfish,Fisch\n,Baum\nhouse\n") == (
        "words.csv:3:1: error[wrong-type]: this row has 3 cells, and the others have 2\n"
        "  hint: put a text with commas in it into double quotes\n\n"
        'words.csv:5:1: error[missing-key]: there is no "front" beside "Baum"\n'
        "  hint: fill the cell, or delete the row\n\n"
        'words.csv:6:1: error[missing-key]: there is no "back" beside "house"\n'
        "  hint: fill the cell, or delete the row\n\n"
        "3 errors; nothing was written"
    )


def test_rows_may_be_padded_or_end_where_nothing_follows(tmp_path: Path) -> None:
    assert chapter(tmp_path, "front,back,extra\ndog,Hund,,,\ncat,Katze\n") == PAIR


def test_a_cell_that_goes_on_behind_its_closing_quote_is_read_as_anki_reads_it(tmp_path: Path) -> None:
    table = 'dog\tHund\n"cat" or "kitten"\t"Katze\nlines"\n5" pipe\tRohr\n'
    assert chapter(tmp_path, table, name="words.tsv") == basic(
        ("dog", "dog", "Hund"),
        ("cat-kitten", 'cat or "kitten"', "|-\n      Katze\n      lines"),
        ("5-pipe", '5" pipe', "Rohr"),
    )
    (tmp_path / "again").mkdir()
    assert plan(tmp_path / "again", table, name="words.tsv")[3:] == [
        "  read as Anki does: 1 row with a cell that goes on behind its closing quote"
    ]


def test_the_same_row_again_is_kept_and_told(tmp_path: Path) -> None:
    assert plan(tmp_path, "dog,Hund\ndog,Hund\ndog,Hund\ndog,Rüde\n") == [
        "words.csv: 4 rows of text, separated by commas: 4 new cards",
        "  columns: front from column 1, back from column 2",
        '  the first row is a card, "dog": delete it if it names the columns',
        "  said again: 2 cards, and all are kept",
    ]


def test_a_header_of_keys_says_what_columns_are(tmp_path: Path) -> None:
    table = (
        "ID,Front,Back,Reverse,Extra,Tags,Deck,Page\n"
        "the-dog,dog,Hund,yes,barks,animal a::b,Words::Zoo,3\n"
        ',cat,Katze,no,,"animal, pet",Words::House,\n'
        ",mouse,Maus,,,,Words::House,4\n"
    )
    deck = deck_of(tmp_path, table)
    assert {path.name: path.read_text("utf-8") for path in deck.glob("[1-9]*.yaml")} == {
        "10-house.yaml": "title: House\nkind: basic\ncards:\n"
        "  - id: cat\n    front: cat\n    back: Katze\n    tags: [animal, pet]\n"
        "  - id: mouse\n    front: mouse\n    back: Maus\n",
        "20-zoo.yaml": "title: Zoo\nkind: basic\ncards:\n"
        "  - id: the-dog\n    front: dog\n    back: Hund\n    reverse: true\n    extra: barks\n"
        "    tags: [animal, a::b]\n",
    }
    (tmp_path / "again").mkdir()
    assert plan(tmp_path / "again", table)[2] == '  left out: column 8 "Page" of 2 rows; --columns says what each is'


@pytest.mark.parametrize(("cell", "made"), [("noun", ""), ("yes", "    type: true\n")])
def test_a_column_of_word_types_is_no_flag(cell: str, made: str, tmp_path: Path) -> None:
    table = f"Front,Back,Type\ndog,Hund,{cell}\ncat,Katze,\n"
    assert chapter(tmp_path, table) == PAIR.replace("back: Hund\n", f"back: Hund\n{made}")


def test_a_column_of_word_types_is_told_as_left_out(tmp_path: Path) -> None:
    lines = plan(tmp_path, "Front,Back,Type\ndog,Hund,noun\ncat,Katze,\n")
    assert 'left out: column 3 "Type" of 1 row; --columns says what each is' in [line.strip() for line in lines]


def test_a_row_without_a_deck_is_in_the_only_one(tmp_path: Path) -> None:
    deck = deck_of(tmp_path, "front,back,deck\na,b,\nc,d,Birds::Songs\n")
    assert {path.name: path.read_text("utf-8") for path in deck.glob("[1-9]*.yaml")} == {
        "10-birds.yaml": "title: Birds\nkind: basic\ncards:\n  - id: a\n    front: a\n    back: b\n",
        "20-songs.yaml": "title: Songs\nkind: basic\ncards:\n  - id: c\n    front: c\n    back: d\n",
    }


def test_one_deck_of_several_is_chosen(tmp_path: Path) -> None:
    deck = deck_of(tmp_path, "front,back,deck\na,b,Birds::Songs\nc,d,Trees\n", "--deck", "birds::songs")
    assert [path.read_text("utf-8") for path in deck.glob("[1-9]*.yaml")] == [
        "title: Songs\nkind: basic\ncards:\n  - id: a\n    front: a\n    back: b\n"
    ]


def test_the_command_line_says_what_columns_are(tmp_path: Path) -> None:
    assert chapter(tmp_path, "1,Hund,animal,dog\n2,Katze,,cat\n", "--columns", "-,back,tags,front") == (
        "title: Words\nkind: basic\ncards:\n"
        "  - id: dog\n    front: dog\n    back: Hund\n    tags: [animal]\n"
        "  - id: cat\n    front: cat\n    back: Katze\n"
    )


def test_a_kind_says_what_columns_are(tmp_path: Path) -> None:
    assert chapter(tmp_path, "dog,an animal that barks\n", "--kind", "definition") == (
        "title: Words\nkind: definition\ncards:\n  - id: dog\n    term: dog\n    meaning: an animal that barks\n"
    )


def test_a_row_with_a_gap_is_a_sentence_with_gaps(tmp_path: Path) -> None:
    assert chapter(tmp_path, "dog,Hund\nThe {{c1::dog}} *barks*,der Hund\n") == (
        "title: Words\ncards:\n"
        "  - id: dog\n    kind: basic\n    front: dog\n    back: Hund\n"
        "  - id: dog-barks\n    kind: cloze\n    text: The {{c1::dog}} \\*barks*\n    extra: der Hund\n"
    )


def test_a_sentence_with_gaps_loses_nothing_of_its_row(tmp_path: Path) -> None:
    assert chapter(tmp_path, "front,back,extra\nThe {{c1::dog}} barks,der Hund,loud\n") == (
        "title: Words\nkind: cloze\ncards:\n"
        "  - id: dog-barks\n    text: The {{c1::dog}} barks\n    extra: |-\n      der Hund\n      loud\n"
    )


ANKI = (
    "#separator:tab\n#html:true\n#guid column:1\n#notetype column:2\n#deck column:3\n#tags column:7\n"
    "a*1\tBasic\tWorld::East\t<b>Q</b> 1\tA<br>x\t\teurope leech\n"
    'b\tBasic (and reversed card)\tWorld::West\tQ 2\t"""A"" 2"\t\t\n'
    "c\tCloze\tWorld\tThe {{c1::x}} y\t\t\t\n"
    "d\tBasic (optional reversed card)\tWorld::West\tQ 4\tA 4\ty\tz\n"
)
"""What Anki exports as text."""


def test_a_text_of_anki_is_adopted_by_its_package_alone(tmp_path: Path) -> None:
    assert refused(tmp_path, ANKI, name="notes.txt") == (
        "notes.txt: this export has no note types, without which nobody who learns its notes keeps a review: export an"
        " .apkg and import that; or add --new to take the texts alone, as new cards"
    )


def test_a_text_of_anki_gives_its_texts_to_new_cards(tmp_path: Path) -> None:
    assert plan(tmp_path, ANKI, "--new", name="notes.txt") == [
        "notes.txt: 4 rows of HTML, separated by tabs: 4 new cards",
        "  fields: 5 of plain text, 2 as Markdown, 0 left as HTML",
        "  columns: front from column 4, back from column 5",
    ]
    (tmp_path / "project").rmdir()
    deck = deck_of(tmp_path, ANKI, "--new", name="notes.txt")
    assert deck.name == "world"
    assert (deck / "deck.yaml").read_text("utf-8").split("\n")[1] == "name: World"
    assert {path.name: path.read_text("utf-8") for path in deck.glob("[1-9]*.yaml")} == {
        "10-world.yaml": "title: World\nkind: cloze\ncards:\n  - id: x-y\n    text: The {{c1::x}} y\n",
        "20-east.yaml": "title: East\nkind: basic\ncards:\n"
        "  - id: q-1\n    front: '**Q** 1'\n    back: |-\n      A\n      x\n    tags: [europe]\n",
        "30-west.yaml": "title: West\nkind: basic\ncards:\n"
        "  - id: q-2\n    front: Q 2\n    back: '\"A\" 2'\n    reverse: true\n"
        "  - id: q-4\n    front: Q 4\n    back: A 4\n    reverse: true\n    tags: [z]\n",
    }
    assert not (deck / "deck.lock").exists()
    built(deck)


def test_what_anki_itself_exports_comes_back_as_it_was(tmp_path: Path, learner: Learner) -> None:
    from anki.collection import DeckIdLimit

    col = learner.col
    deck_id = col.decks.id("Birds::Songs")
    assert deck_id is not None
    notes = [
        ("Basic", ["# <b>Wren</b>", 'a "loud"\ttrill<br>x'], ["song", "a::b"]),
        ("Basic (and reversed card)", ["Owl", "=hoo"], []),
        ("Cloze", ["The {{c1::robin}} sings.", ""], []),
    ]
    for name, fields, tags in notes:
        note_type = col.models.by_name(name)
        assert note_type is not None
        note = col.new_note(note_type)
        note.fields, note.tags = fields, tags
        col.add_note(note, deck_id)
    for with_guid, with_html, front, back in (
        (True, True, "\\# **Wren**", '|-\n      a "loud" trill\n      x'),
        (False, False, "\\# Wren", 'a "loud" trill x'),
    ):
        file = tmp_path / f"{with_guid}.txt"
        col.export_note_csv(
            out_path=str(file),
            limit=DeckIdLimit(deck_id),
            with_html=with_html,
            with_tags=True,
            with_deck=True,
            with_notetype=True,
            with_guid=with_guid,
        )
        deck = imported(tmp_path / f"project-{with_guid}", file, *["--new"] * with_guid)
        assert (deck / "10-songs.yaml").read_text("utf-8") == (
            "title: Songs\n"
            "cards:\n"
            "  - id: wren\n"
            "    kind: basic\n"
            f"    front: {front}\n"
            f"    back: {back}\n"
            "    tags: [a::b, song]\n"
            "  - id: owl\n"
            "    kind: basic\n"
            "    front: Owl\n"
            "    back: =hoo\n"
            "    reverse: true\n"
            "  - id: robin-sings\n"
            "    kind: cloze\n"
            "    text: The {{c1::robin}} sings.\n"
        )


@given(st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r")), min_size=2)))
def test_what_a_program_wrote_as_a_table_is_read_as_it_was(rows: list[list[str]]) -> None:
    written = io.StringIO()
    csv.writer(written, delimiter=";").writerows(rows)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.csv"
        path.write_text("sep=;\n" + written.getvalue(), "utf-8", newline="")
        read = read_table(path, lambda doing, done, total: None)
    assert [row.cells for row in read.rows] == [tuple(row) for row in rows if any(cell.strip() for cell in row)]


def test_what_anki_says_of_all_rows_holds_for_each(tmp_path: Path) -> None:
    table = '#deck:Birds::Songs\n#notetype:Basic (and reversed card)\n#tags:a b\nwren\ttrill\n# a remark\n"#owl"\thoo\n'
    deck = deck_of(tmp_path, table, name="x.txt")
    assert (deck / "10-songs.yaml").read_text("utf-8") == (
        "title: Songs\nkind: basic\ncards:\n"
        "  - id: wren\n    front: wren\n    back: trill\n    reverse: true\n    tags: [a, b]\n"
        "  - id: owl\n    front: '#owl'\n    back: hoo\n    reverse: true\n    tags: [a, b]\n"
    )


@pytest.mark.parametrize(
    ("table", "options", "said"),
    [
        (b"", (), "words.csv: it is empty; name a file with cards in it"),
        (b" \n\n", (), "words.csv: it is empty; name a file with cards in it"),
        (b",,\n", (), "words.csv: there are no cards in it; write a row for each"),
        (b"front,back\n", (), "words.csv: there are no cards in it, only names of columns; write a row for each card"),
        (b"dog\0,Hund", (), "words.csv: it is no text; name a table (.csv, .tsv, .txt), Markdown, or a package"),
        ("dog,Höhle\n".encode("cp1252"), (),
         "words.csv: it is not in UTF-8 or UTF-16: byte 6 is 0xf6; save it as UTF-8"),
        (b"dog\ncat\n", (),
         "words.csv: there is one column in it (separated by commas); say with --columns what they are;"
         " a basic card needs front, back"),
        (b"dog,Hund\n\"cat,Katze\nbird,Vogel\n", (),
         'words.csv:2:1: a quote opens here and nothing closes it; write a quote in a text as ""'),
        (b"dog,Hund\n", ("--kind", "basik"), '--kind: there is no kind "basik"; did you mean "basic"?'),
        (b"dog,Hund\n", ("--kind", "xyz"),
         '--kind: there is no kind "xyz"; expected basic, cloze, contrast, definition,'
         " scenario"),
        (b"dog,Hund\n", ("--kind", "script"), "--kind: cards of the kind script are more than a row holds; expected"
         " basic, cloze, contrast, definition, scenario"),
        (b"dog,Hund\n", ("--columns", "front,bakc"), '--columns: a card has no key "bakc"; did you mean "back"?'),
        (b"dog,Hund\n", ("--columns", "front,xyz", "--kind", "basic"),
         '--columns: a basic card has no key "xyz"; expected'
         " front, back, reverse, type, context, hint, extra, as_of, tags, deck, id"),
        (b"dog,Hund\n", ("--columns", "front,front"),
         '--columns: "front" is named twice; write - for a column to leave out'),
        (b"dog,Hund\n", ("--columns", "front,tags"),
         "--columns: no card can be made of front, tags; expected the keys of"
         " basic (back, front) or cloze (text)"),
        (b"dog,Hund\n", ("--deck", "A"), "words.csv: it does not say which deck a card is in; leave out --deck"),
        (b"front,back,deck\na,b,C\nd,e,F\n", (),
         'words.csv: there are 2 decks in it; choose one with --deck: "C" (1 note), "F" (1 note)'),
        (b"front,back,reverse\na,b,perhaps\n", (),
         'words.csv:2:1: error[wrong-type]: "reverse" is "perhaps", expected yes or no\n'
         "  hint: write yes, or leave the cell empty\n\n1 error; nothing was written"),
    ],
)  # fmt: skip
def test_a_table_that_cannot_be_read_writes_nothing(
    table: bytes, options: tuple[str, ...], said: str, tmp_path: Path
) -> None:
    assert refused(tmp_path, table, *options) == said


def test_html_that_no_card_may_hold_is_named_and_nothing_is_written(tmp_path: Path) -> None:
    assert refused(tmp_path, "dog,Hund <script>x</script>\n", "--html") == (
        "project/cards/words/10-words.yaml:8:14: error[unsafe-html]: <script> may not stand in a card\n"
        "  8 |         Hund <script>x</script>\n"
        "    |              ^^^^^^^\n"
        "  hint: delete it\n\n"
        "1 error; nothing was written"
    )
