"""A package that was made to harm is told in a line, by each command that reads packages."""

from __future__ import annotations

import contextlib
import importlib.util
import io
import json
import sqlite3
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from builder.cli.main import main
from tests.conftest import require
from tests.hostile.seeds import files, write
from tests.hostile.zstd import frame

LEAVE = "leave it alone, and ask who made it"
DAMAGED = "deckwright: old.apkg: the package is damaged; download it again\n"
TOO_MUCH = f"deckwright: old.apkg: Anki takes more time or memory for it than for any deck, or breaks down; {LEAVE}\n"
ENDLESS = "WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c)"
FILLS = (
    "CREATE TRIGGER t AFTER UPDATE ON col BEGIN INSERT INTO notes SELECT i, hex(randomblob(8)), 1, 1, -1, '', 'x', 'x',"
    f" 1, 0, '' FROM ({ENDLESS} SELECT i FROM c); END"
)
"""What never comes to an end when a row is written to."""


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700086400")
    write(Path(), files())


def entries() -> dict[str, bytes]:
    """Return what is in a good package."""
    with zipfile.ZipFile(io.BytesIO(files()["build/demo.apkg"])) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def database(change: Callable[[sqlite3.Connection], object]) -> bytes:
    """Return the database of a good package after a change."""
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(entries()["collection.anki2"])
        change(connection)
        connection.commit()
        return connection.serialize()


def put(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> None:
    with zipfile.ZipFile("old.apkg", "w", method) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)


def run(*words: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, words)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stdout, result.stderr


def recovered() -> str:
    """Return what is said of a package from which a lock is to be recovered, and of which none is."""
    Path("cards/demo/deck.lock").unlink()
    status, stdout, stderr = run("recover-lock", "old.apkg")
    assert (status, stdout, Path("cards/demo/deck.lock").exists()) == (2, "", False)
    return stderr


def set_conf(**values: object) -> Callable[[sqlite3.Connection], object]:
    def change(connection: sqlite3.Connection) -> None:
        (text,) = connection.execute("SELECT conf FROM col").fetchone()
        connection.execute("UPDATE col SET conf = ?", (json.dumps({**json.loads(text), **values}),))

    return change


def statement(text: str) -> Callable[[sqlite3.Connection], object]:
    return lambda connection: connection.executescript(text)


DAMAGES: dict[str, Callable[[sqlite3.Connection], object]] = {
    "deep conf": statement(f"UPDATE col SET conf = '{'[' * 100_000}'"),
    "conf is a list": statement("UPDATE col SET conf = '[]'"),
    "conf is empty": statement("UPDATE col SET conf = ''"),
    "deep models": statement(f"UPDATE col SET models = '{'[' * 100_000}'"),
    "models are a number": statement("UPDATE col SET models = '7'"),
    "a model is a text": statement("UPDATE col SET models = '{\"1\": \"x\"}', decks = '[]'"),
    "decks are texts": statement("UPDATE col SET decks = '{\"1\": \"x\"}'"),
    "a name is no UTF-8": statement("UPDATE notes SET flds = CAST(x'ff41' AS TEXT)"),
    "an id is a text": statement("UPDATE notes SET mod = 'x'"),
    "an id is infinite": statement("UPDATE notes SET mod = 9e999"),
    "an id is too large": statement("UPDATE notes SET mod = 9223372036854775807"),
    "a type that is not there": statement("UPDATE notes SET mid = 5"),
    "cards of no deck": statement("UPDATE cards SET did = 5"),
    "ordinals that no type has": statement("UPDATE cards SET ord = 77"),
    "no col": statement("DELETE FROM col"),
    "notes are a view": statement(
        f"DROP TABLE notes; CREATE VIEW notes AS {ENDLESS}"
        " SELECT i AS id, '' AS guid, 1 AS mid, 1 AS mod, '' AS tags, '' AS flds, '' AS data FROM c"
    ),
    "fields are worked out": statement(
        "DROP TABLE notes; CREATE TABLE notes (id, guid, mid, mod, tags, data, flds AS (hex(zeroblob(500000000))))"
    ),
    "deep memory": set_conf(deckwright="[" * 100_000),
    "a number of 5,000 digits": set_conf(
        deckwright=f'{{"deckwright": 2, "uid": "demo",\n"types": {{\n"a": {{"id":{"9" * 5_000}'
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", DAMAGES)
def test_a_database_that_no_build_has_made_is_damaged(name: str) -> None:
    put({**entries(), "collection.anki2": database(DAMAGES[name])})
    assert recovered() == DAMAGED


def test_a_database_that_writes_ahead_is_damaged() -> None:
    good = entries()["collection.anki2"]
    put({**entries(), "collection.anki2": good[:18] + b"\2\2" + good[20:]})
    assert recovered() == DAMAGED


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_package_that_is_packed_in_another_way_is_damaged(method: int) -> None:
    put(entries(), method)
    assert recovered() == DAMAGED


@pytest.mark.parametrize("at", [10, 1_000, -60])
def test_a_package_that_is_cut_off_is_damaged(at: int) -> None:
    Path("old.apkg").write_bytes(files()["build/demo.apkg"][:at])
    assert recovered() == DAMAGED


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_package_with_two_databases_is_damaged() -> None:
    with zipfile.ZipFile("old.apkg", "w") as archive:
        for data in (entries()["collection.anki2"], b"x"):
            archive.writestr("collection.anki2", data)
    assert recovered() == DAMAGED


def encrypted() -> None:
    put(entries())
    data = bytearray(Path("old.apkg").read_bytes())
    for mark, flags in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        data[data.index(mark) + flags] |= 1
    Path("old.apkg").write_bytes(data)


def names_no_utf8() -> None:
    put({**entries(), "ä": b""})
    Path("old.apkg").write_bytes(Path("old.apkg").read_bytes().replace("ä".encode(), b"\xff\xff"))


@pytest.mark.parametrize("make", [encrypted, names_no_utf8])
def test_an_archive_that_cannot_be_read_is_damaged(make: Callable[[], None]) -> None:
    make()
    assert recovered() == DAMAGED


def test_a_package_of_gigabytes_of_zeros_is_told() -> None:
    with (
        zipfile.ZipFile("old.apkg", "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("collection.anki2", "w", force_zip64=True) as entry,
    ):
        for _ in range(400):
            entry.write(bytes(1 << 20))
    assert recovered() == f'deckwright: old.apkg: "collection.anki2" in the package has more than 300 MB; {LEAVE}\n'


def test_a_package_of_too_many_files_is_told() -> None:
    end = b"PK\5\6" + bytes(6) + (65_534).to_bytes(2, "little") + (1 << 31).to_bytes(4, "little") + bytes(6)
    Path("old.apkg").write_bytes(b"PK\3\4" + bytes(1_000) + end)
    assert recovered() == f"deckwright: old.apkg: the package has more files than any deck; {LEAVE}\n"


def test_a_spoilt_package_in_the_output_is_no_publication() -> None:
    put({**entries(), "collection.anki2": database(DAMAGES["deep conf"])})
    Path("old.apkg").replace("build/demo.apkg")
    assert run("build")[0] == 0
    assert Path("build/demo.apkg").read_bytes() == files()["build/demo.apkg"]


# ---- What real Anki is given.


@pytest.fixture
def anki() -> None:
    require(importlib.util.find_spec("anki"), "the anki package: pip install 'deckwright[anki]'")


def verified() -> tuple[int, str, str]:
    Path("new.apkg").write_bytes(files()["build/demo.apkg"])
    return run("verify", "old.apkg", "new.apkg")


def newer(collection: bytes, media: bytes = frame()) -> dict[str, bytes]:
    """Return the parts of a package of the newer form."""
    return {"meta": b"\x08\x03", "collection.anki21b": collection, "media": media}


def test_a_good_package_of_the_newer_form_passes(anki: None) -> None:
    put(newer(frame(entries()["collection.anki2"])), zipfile.ZIP_STORED)
    _, stdout, stderr = verified()
    assert (stderr, "reviewed cards kept theirs" in stdout) == ("", True)


def test_a_trigger_that_does_no_harm_passes(anki: None) -> None:
    harmless = database(statement("CREATE TRIGGER t AFTER DELETE ON notes BEGIN DELETE FROM graves; END"))
    put({**entries(), "collection.anki2": harmless})
    assert verified()[0] == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")
@pytest.mark.parametrize(
    "parts",
    [
        lambda: {**entries(), "collection.anki2": database(statement(FILLS))},
        lambda: newer(frame(database(statement(FILLS)))),
        lambda: newer(frame(zeros=1 << 32)),
        lambda: newer(frame(entries()["collection.anki2"]), frame(zeros=3 << 30)),
    ],
    ids=["a trigger without an end", "the same, packed twice", "a database of 4 GB", "a list of media of 3 GB"],
)
def test_what_would_take_anki_with_it_is_told(anki: None, parts: Callable[[], dict[str, bytes]]) -> None:
    put(parts())
    assert verified() == (2, "", TOO_MUCH)


def test_files_of_gigabytes_of_zeros_are_told(anki: None) -> None:
    parts = entries()
    with zipfile.ZipFile("old.apkg", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("collection.anki2", parts["collection.anki2"])
        archive.writestr("media", b'{"0": "a.png"}')
        with archive.open("0", "w", force_zip64=True) as entry:
            for _ in range(300):
                entry.write(bytes(1 << 20))
    status, stdout, stderr = verified()
    assert (status, stdout, stderr.count("\n")) == (2, "", 1)
    assert stderr.startswith("deckwright: old.apkg: the package unpacks to more than 21")


@pytest.mark.parametrize("name", ["../../outside.png", "/tmp/outside.png", "a/../../outside.png"])
def test_media_with_paths_are_what_anki_refuses(anki: None, name: str) -> None:
    put({**entries(), "media": json.dumps({"0": name}).encode(), "0": b"x"})
    status, stdout, stderr = verified()
    assert (status, stdout, stderr.count("\n")) == (2, "", 1)
    assert stderr.startswith("deckwright: old.apkg: Anki cannot import this: ")
