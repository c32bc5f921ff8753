"""A package that is broken, or made to harm, is told in one line, and nothing of it is read."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from builder.errors import PackageError
from builder.foreign import media_contents
from builder.foreign.wire import Message
from tests.foreign.packages import SCHEMA_18, changed, made, newer, packed, parts, put, read, refusal
from tests.hostile.zstd import frame


def inside(fault: str) -> str:
    return f"the package is damaged ({fault}); download it again"


DAMAGED = "the package is damaged; download it again"
LEAVE = "leave it alone, and ask who made it"
MEND = "let Anki mend it (Tools > Check Database), and export it again"
OLDER = "export it with support for older Anki versions"
HAS_2 = f'and its note type "Simple" has 2; {MEND}'
NO_NOTES = inside("notes is no table of rows")
ENDLESS = "WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c)"


# ---- The archive.


@pytest.mark.parametrize("data", [b"", b"hello", b"SQLite format 3\0" + bytes(100), b"7z\xbc\xaf\x27\x1c"])
def test_what_is_no_archive_is_no_package(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "x.apkg").write_bytes(data)
    assert refusal(tmp_path / "x.apkg") == "this is not an Anki package; name an .apkg file"


@pytest.mark.parametrize("at", [10, 1_000, -60])
def test_a_package_that_is_cut_off_is_damaged(tmp_path: Path, at: int) -> None:
    package = made(tmp_path)
    package.write_bytes(package.read_bytes()[:at])
    assert refusal(package) == DAMAGED


def test_what_is_not_there_cannot_be_read(tmp_path: Path) -> None:
    assert refusal(tmp_path / "x.apkg") == "cannot read: No such file or directory"


def test_an_archive_without_a_collection_is_no_package(tmp_path: Path) -> None:
    package = put(tmp_path / "x.apkg", {"media": b"{}", "0": b"x"})
    assert refusal(package) == "there is no collection in it, so it is no Anki package; name an .apkg or .colpkg"


def test_the_older_database_in_a_new_package_is_never_read(tmp_path: Path) -> None:
    package = made(tmp_path)
    put(package, {**parts(package), "meta": b"\x08\x03"})
    assert refusal(package) == "there is no collection in it, so it is no Anki package; name an .apkg or .colpkg"


def test_an_encrypted_package_is_told(tmp_path: Path) -> None:
    package = made(tmp_path)
    data = bytearray(package.read_bytes())
    for mark, flags in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        data[data.index(mark) + flags] |= 1
    package.write_bytes(data)
    assert refusal(package) == "the package is encrypted; unpack it with its password, and pack it without one"


def test_a_package_of_a_later_anki_is_told_with_its_version(tmp_path: Path) -> None:
    package = made(tmp_path)
    put(package, {**parts(package), "meta": b"\x08\x04"})
    assert (
        refusal(package)
        == f"a newer Anki made this package, of version 4, and 3 is the newest that is known here; {OLDER}"
    )


@pytest.mark.parametrize(("schema", "way_out"), [(19, OLDER), (10, "open it in a new Anki, and export it again")])
def test_a_database_of_another_schema_is_told_with_its_version(tmp_path: Path, schema: int, way_out: str) -> None:
    package = made(tmp_path)
    database = changed(parts(package)["collection.anki2"], f"UPDATE col SET ver = {schema}")
    put(package, {**parts(package), "collection.anki2": database})
    assert refusal(package) == f"its database has the schema {schema}, and 11 and 18 are known here; {way_out}"


@pytest.mark.parametrize("meta", [b"\xff", b"\x0a\x01x", b"\x08", bytes(2_000)])
def test_a_broken_note_of_the_version_is_told(tmp_path: Path, meta: bytes) -> None:
    package = made(tmp_path)
    put(package, {**parts(package), "meta": meta})
    assert refusal(package).startswith(("the package is damaged", '"meta" in the package has more than 0 MB'))


# ---- Bombs.


def test_a_database_of_gigabytes_of_zeros_is_told(tmp_path: Path) -> None:
    with (
        zipfile.ZipFile(tmp_path / "x.apkg", "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("collection.anki2", "w", force_zip64=True) as entry,
    ):
        for _ in range(250):
            entry.write(bytes(1 << 20))
    reason = refusal(tmp_path / "x.apkg")
    assert reason.startswith('"collection.anki2" in the package has more than 21')
    assert reason.endswith(f" MB; {LEAVE}")


def test_a_packed_database_of_gigabytes_of_zeros_is_told(tmp_path: Path) -> None:
    entries = {"meta": b"\x08\x03", "collection.anki21b": frame(zeros=1 << 32)}
    package = put(tmp_path / "x.apkg", entries)
    assert (
        refusal(package)
        == f'"collection.anki21b" in the package has more than 20{package.stat().st_size // 20_000} MB; {LEAVE}'
    )


@pytest.mark.parametrize("size", [1 << 40, 300_000_000])
def test_media_that_say_to_be_gigabytes_are_told(tmp_path: Path, size: int) -> None:
    entry = b"\x0a\x05a.png" + b"\x10" + varint(size)
    package = made(tmp_path)
    database = changed(parts(package)["collection.anki2"], SCHEMA_18)
    put(package, {**newer(database, b"\x0a" + varint(len(entry)) + entry), "0": packed(b"x")})
    assert refusal(package).startswith("the media unpack to more than 2")


def test_a_media_file_that_is_not_as_large_as_it_says_is_told(tmp_path: Path) -> None:
    entry = b"\x0a\x05a.png\x10\x02"
    package = made(tmp_path)
    database = changed(parts(package)["collection.anki2"], SCHEMA_18)
    put(package, {**newer(database, b"\x0a" + varint(len(entry)) + entry), "0": packed(b"x")})
    found = read(package)
    with pytest.raises(PackageError) as error:
        list(media_contents(found, found.media))
    assert str(error.value) == f'{package}: the media file "a.png" has 1 byte, and should have 2; download it again'


# ---- Media.


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("../x.png", 'the name of the media file "../x.png" is a path'),
        ("/etc/x", 'the name of the media file "/etc/x" is a path'),
        ("a\\b.png", 'the name of the media file "a\\b.png" is a path'),
        ("C:x.png", 'the name of the media file "C:x.png" is a path'),
        ("..", 'a media file has the name ".."'),
        ("", 'a media file has the name ""'),
        ("a\n.png", 'the name of the media file "a .png" has control characters'),
        ("a\x1b[2J.png", 'the name of the media file "a\ufffd[2J.png" has control characters'),
        ("a\u202egnp.exe", 'the name of the media file "a\ufffdgnp.exe" has control characters'),
        ("NUL", 'the name of the media file "NUL" is a device of Windows'),
        ("com1.png", 'the name of the media file "com1.png" is a device of Windows'),
        ("a.png ", 'the name of the media file "a.png " ends as Windows lets no name end'),
        ("deck.yaml.", 'the name of the media file "deck.yaml." ends as Windows lets no name end'),
        ("ü" * 200, f'the name of the media file "{"ü" * 60}…" is too long'),
    ],
)
def test_a_name_that_would_be_written_elsewhere_is_refused(tmp_path: Path, name: str, fault: str) -> None:
    package = made(tmp_path)
    put(package, {**parts(package), "media": json.dumps({"0": name}).encode(), "0": b"x"})
    assert refusal(package) == f"{fault}; {LEAVE}"


@pytest.mark.parametrize(
    ("listed", "reason"),
    [
        (b"[" * 99_999, inside("the list of media has lists in lists without an end")),
        (
            b"{",
            inside("the list of media is no JSON: line 1, column 2: Expecting property name enclosed in double quotes"),
        ),
        (b"[]", inside("the list of media has to be a mapping, not a list")),
        (b'{"0": 5}', inside("the name of a media file has to be a text, not 5")),
        (b'{"0": "\\ud800"}', inside("the name of a media file has half a character (\\ud800)")),
        (b'{"collection.anki2": "a.png"}', inside("the list of media has a place that is no number")),
        (b'{"7": "a.png"}', 'the media file "a.png" is not in the package; download it again'),
        (b'{"0": "a.png", "1": "a.png"}', 'two media files have the name "a.png"; rename one, with its notes'),
    ],
)
def test_a_broken_list_of_media_is_told(tmp_path: Path, listed: bytes, reason: str) -> None:
    package = made(tmp_path)
    put(package, {**parts(package), "media": listed, "0": b"x", "1": b"y"})
    assert refusal(package) == reason


# ---- The database.

ROWS = {
    "UPDATE notes SET mid = 5": f'note "n 1" is of a note type that is not there; {MEND}',
    "UPDATE notes SET flds = 'x <i>&amp; y</i>'": f'note "x & y" has 1 field, {HAS_2}',
    "UPDATE notes SET flds = '<img>' || flds || char(31)": f'note "n 1" has 3 fields, {HAS_2}',
    "UPDATE notes SET flds = '', guid = 'q\"'": f'note with the GUID "q"" has 1 field, {HAS_2}',
    "UPDATE notes SET guid = 'same'": 'note "n 1" and note "n 2" have the same GUID, "same"; '
    "delete one of the two in Anki, and export it again",
    "UPDATE notes SET guid = ''": f'note "n 1" has no GUID; {MEND}',
    "UPDATE notes SET guid = x'00'": inside("a note has values of the wrong sort"),
    "UPDATE notes SET mod = 'x'": inside("a note has values of the wrong sort"),
    "UPDATE notes SET mod = 9e999": inside("a note has values of the wrong sort"),
    "UPDATE notes SET flds = zeroblob(1000000)": inside("a note has values of the wrong sort"),
    "UPDATE notes SET flds = CAST(x'ff41' AS TEXT)": DAMAGED,
    "UPDATE cards SET ord = 'x'": inside("a card has values of the wrong sort"),
    "UPDATE col SET models = '['": inside("the list of note types is no JSON: line 1, column 2: Expecting value"),
    "UPDATE col SET models = '[]'": inside("the list of note types has to be a mapping, not a list"),
    "UPDATE col SET models = '{\"x\": {}}'": inside('the id of a note type has to be a whole number, not "x"'),
    "UPDATE col SET models = '{\"1\": {}}'": inside('"name" of a note type has to be a text, not null'),
    "UPDATE col SET models = '{\"1\": {\"name\": \"N\"}}'": inside('note type "N" has no fields'),
    "UPDATE col SET models = x'00'": inside("the list of note types has to be a text, not bytes"),
    "UPDATE col SET decks = '{\"1\": 1}'": inside("a deck has to be a mapping, not 1"),
    "UPDATE col SET ver = 'x'": inside('the version of the schema has to be a whole number, not "x"'),
    "DELETE FROM col": inside("the collection says nothing of itself"),
    "INSERT INTO col SELECT 2, crt, mod, scm, ver, dty, usn, ls, conf, models, decks, dconf, tags FROM col": inside(
        "the collection says nothing of itself"
    ),
    "DROP TABLE cards": inside("cards is no table of rows"),
    "DROP TABLE col": inside("col is no table of rows"),
    f"DROP TABLE notes; CREATE VIEW notes AS {ENDLESS} SELECT i AS id, '' AS guid FROM c": inside(
        "notes is no table of rows"
    ),
    "DROP TABLE notes; CREATE VIRTUAL TABLE notes USING fts5(id, guid)": NO_NOTES,
    "DROP TABLE notes; CREATE TABLE notes (id, flds AS (hex(zeroblob(500000000))))": NO_NOTES,
    "DROP TABLE notes; CREATE TABLE notes (id, guid, mid, mod, tags)": DAMAGED,
}  # fmt: skip


@pytest.mark.parametrize("script", ROWS)
def test_rows_that_anki_never_writes_are_told(tmp_path: Path, script: str) -> None:
    package = made(tmp_path)
    put(package, {**parts(package), "collection.anki2": changed(parts(package)["collection.anki2"], script)})
    assert refusal(package) == ROWS[script]


@pytest.mark.parametrize(
    ("script", "fault"),
    [
        ("UPDATE cards SET did = 5", "is in a deck that is not there"),
        ("DELETE FROM notes WHERE guid = 'g2'", "is of a note that is not there"),
        ("UPDATE cards SET ord = 1", "of a template that is not there"),
        ("UPDATE cards SET ord = -1", "of a template that is not there"),
    ],
)
def test_cards_that_hang_on_nothing_are_told(tmp_path: Path, script: str, fault: str) -> None:
    package = made(tmp_path)
    put(package, {**parts(package), "collection.anki2": changed(parts(package)["collection.anki2"], script)})
    assert refusal(package).endswith(f"{fault}; {MEND}")


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("UPDATE notetypes SET config = x'0A05'", inside("a message is cut off")),
        ("UPDATE notetypes SET config = x'ffffffffffffffffffffff'", inside("a number in a message has no end")),
        ("UPDATE notetypes SET config = x'0f'", inside("a message has a field of the unknown sort 7")),
        ("UPDATE notetypes SET config = x'1801'", inside("field 3 of a message is a number")),
        ("UPDATE notetypes SET config = 'x'", inside("a message is no bytes")),
        ("UPDATE templates SET config = x'0A01ff'", DAMAGED),
        ("DELETE FROM templates", inside('note type "Simple" has no templates')),
        ("UPDATE fields SET name = 'Front'", inside('note type "Simple" has two fields "Front"')),
        (
            "UPDATE fields SET ord = 'x' || ord",
            inside('the place of a field or template has to be a whole number, not "x0"'),
        ),
        ("UPDATE decks SET name = x'00'", inside("the name of a deck has to be a text, not bytes")),
        ("DROP TABLE decks; CREATE VIEW decks AS SELECT 1", inside("decks is no table of rows")),
    ],
)
def test_broken_tables_of_the_newest_form_are_told(tmp_path: Path, script: str, reason: str) -> None:
    package = made(tmp_path)
    put(package, newer(changed(parts(package)["collection.anki2"], SCHEMA_18 + script)))
    assert refusal(package) == reason


@pytest.mark.parametrize("entry", ["collection.anki21b", "media"])
@pytest.mark.parametrize("spoil", [lambda data: data[:-3], lambda data: b"x" + data, lambda _: b""])
def test_what_cannot_be_unpacked_is_told(tmp_path: Path, entry: str, spoil: Callable[[bytes], bytes]) -> None:
    package = made(tmp_path)
    entries = newer(changed(parts(package)["collection.anki2"], SCHEMA_18))
    put(package, {**entries, entry: spoil(entries[entry])})
    assert refusal(package) == inside(f'"{entry}" cannot be unpacked')


def test_pages_that_are_there_once_and_read_many_times_are_told(tmp_path: Path) -> None:
    package = made(tmp_path, notes=2_000)
    database = bytearray(parts(package)["collection.anki2"])
    root = root_of(bytes(database), "notes")
    size = int.from_bytes(database[16:18], "big")
    page = (root - 1) * size
    assert database[page] == 5, "the table has pages of pages"
    first = int.from_bytes(database[page + 12 : page + 14], "big")
    for index in range(int.from_bytes(database[page + 3 : page + 5], "big")):
        cell = page + int.from_bytes(database[page + 12 + 2 * index :][:2], "big")
        database[cell : cell + 4] = database[page + first : page + first + 4]
    put(package, {**parts(package), "collection.anki2": bytes(database)})
    assert refusal(package) == inside("notes is damaged")


def root_of(database: bytes, table: str) -> int:
    connection = sqlite3.connect(":memory:")
    connection.deserialize(database)
    (root,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    connection.close()
    return int(root)


def varint(number: int) -> bytes:
    if number < 128:
        return bytes([number])
    return bytes([number & 127 | 128]) + varint(number >> 7)


def test_numbers_are_signed() -> None:
    data = b"\x08" + varint((1 << 64) - 5)
    assert (Message(data).integer(1), Message(data).integer(2), Message(data).optional(2)) == (-5, 0, None)
