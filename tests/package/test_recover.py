"""A published package gives the lock back, to the byte."""

from __future__ import annotations

import contextlib
import io
import sqlite3
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from builder.cli.main import main
from tests.learner import Learner
from tests.lock.project import Project
from tests.lossless.author import EDITS, Author
from tests.support import NOW

CARDS = """\
- {id: a, kind: basic, front: Who & what?, back: She, reverse: true}
- {id: b_1.x, kind: definition, term: Gate, meaning: A decision, tags: [x, y]}
- {id: c, kind: cloze, text: "A {{c1::gate}} is {{c3::held::how}} by <b>{{c2::five}}</b>"}
- id: call
  kind: script
  situation: They call.
  lines: [{id: open, cue: Hello?, say: Hello., intent: To greet}, {id: end, cue: Bye., say: Bye.}]
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(NOW))
    return Project(Path())


def recover(*words: str) -> Result:
    result = CliRunner().invoke(main, ["recover-lock", *words])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def test_the_lock_comes_back_whole(project: Project) -> None:
    project.build(CARDS)
    project.build(CARDS.replace("{{c3::held::how}}", "held").replace("id: a,", "id: z, was: a,"))
    project.build(CARDS.partition("- {id: b_1")[0] + CARDS.partition("tags: [x, y]}\n")[2])
    lock = project.lock.read_bytes()
    project.lock.unlink()
    result = recover("build/demo.apkg")
    assert (result.exit_code, result.stdout) == (
        0,
        "cards/demo/deck.lock: written: 5 notes, 2 retired, 5 note types\n",
    )
    assert project.lock.read_bytes() == lock
    assert project.attempt(locked=True).decks


def test_the_lock_comes_back_whole_after_any_edits(tmp_path: Path) -> None:
    author = Author(tmp_path, seed=3)
    for round_number in range(8):
        for step in range(9):
            author.edit(author.random.randrange(len(EDITS)) if step else round_number)
        release = author.build(NOW + round_number * 1000)
        lock = author.folder / "deck.lock"
        before = lock.read_bytes()
        lock.unlink()
        result = CliRunner().invoke(main, ["recover-lock", str(release.path), "demo", "--root", str(tmp_path)])
        assert result.exit_code == 0, result.output
        assert lock.read_bytes() == before


def test_a_damaged_lock_is_replaced_and_a_whole_one_is_not(project: Project) -> None:
    project.build(CARDS)
    lock = project.lock.read_bytes()
    project.lock.write_bytes(lock[:300])
    assert recover("build/demo.apkg").exit_code == 0
    assert project.lock.read_bytes() == lock
    assert recover("build/demo.apkg").stdout == "cards/demo/deck.lock: 6 notes, 0 retired, 5 note types\n"
    published = project.package.read_bytes()
    project.build(CARDS.replace("She", "He"))
    Path("published.apkg").write_bytes(published)
    result = recover("published.apkg")
    assert (result.exit_code, result.stderr) == (
        2,
        "deckwright: cards/demo/deck.lock: this lock is whole; delete it first if the package's is to take its place\n",
    )


def test_a_package_of_another_deck(project: Project) -> None:
    project.build(CARDS)
    project.lock.unlink()
    project.uid = "other"
    project.write(CARDS)
    result = recover("build/demo.apkg")
    assert (result.exit_code, result.stderr) == (
        2,
        'deckwright: build/demo.apkg: this is a package of the deck with the uid "demo"; the uids here are: "other" in'
        " cards/demo\n",
    )


def zipped(**files: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in files.items():
            archive.writestr(name.replace("_", "."), data)
    return buffer.getvalue()


NO_PACKAGE = "this is not an Anki package; name an .apkg file"
DAMAGED = "the package is damaged; download it again"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", NO_PACKAGE),
        (b"title: A\n", NO_PACKAGE),
        (b"PK\x03\x04 cut off", DAMAGED),
        (zipped(readme_txt=b"hello"), NO_PACKAGE),
        (zipped(collection_anki2=b""), DAMAGED),
        (zipped(collection_anki2=b"SQLite format 3\0 and nothing"), DAMAGED),
    ],
)
def test_what_is_no_package_is_one_line(project: Project, data: bytes, message: str) -> None:
    project.write(CARDS)
    Path("file.apkg").write_bytes(data)
    result = recover("file.apkg")
    assert (result.exit_code, result.stderr) == (2, f"deckwright: file.apkg: {message}\n")


def test_every_damage_of_a_package_is_one_line_or_harmless(project: Project) -> None:
    project.build(CARDS)
    lock, whole = project.lock.read_bytes(), project.package.read_bytes()
    for at in range(0, len(whole), max(1, len(whole) // 150)):
        project.lock.unlink(missing_ok=True)
        Path("file.apkg").write_bytes(whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :])
        result = recover("file.apkg")
        if result.exit_code == 0:
            assert project.lock.read_bytes() == lock
        else:
            assert result.exit_code == 2
            assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("column", ["id", "mod"])
def test_text_where_a_number_belongs_makes_no_lock(project: Project, tmp_path: Path, column: str) -> None:
    project.build(CARDS)
    project.lock.unlink()
    with zipfile.ZipFile(project.package) as archive:
        files = {name.replace(".", "_"): archive.read(name) for name in archive.namelist()}
    database = tmp_path / "collection"
    database.write_bytes(files["collection_anki2"])
    with contextlib.closing(sqlite3.connect(database)) as connection, connection:
        # A column that calls itself an integer takes text too, but not where it is the primary key.
        connection.executescript("CREATE TABLE copy AS SELECT * FROM notes; DROP TABLE notes")
        connection.execute("ALTER TABLE copy RENAME TO notes")
        connection.execute(f"UPDATE notes SET {column} = 'many' WHERE rowid = 1")
    Path("file.apkg").write_bytes(zipped(**{**files, "collection_anki2": database.read_bytes()}))
    result = recover("file.apkg")
    assert (result.exit_code, result.stderr) == (2, f"deckwright: file.apkg: {DAMAGED}\n")
    assert not project.lock.exists()


def test_what_anki_exported_is_not_what_was_published(project: Project, learner: Learner) -> None:
    from anki.collection import DeckIdLimit, ExportAnkiPackageOptions

    project.build(CARDS)
    project.lock.unlink()
    learner.take(project.package)
    deck = learner.col.decks.id_for_name("Demo")
    assert deck is not None
    for legacy in (True, False):
        options = ExportAnkiPackageOptions(legacy=legacy)
        learner.col.export_anki_package(out_path="exported.apkg", options=options, limit=DeckIdLimit(deck))
        assert recover("exported.apkg").stderr == (
            "deckwright: exported.apkg: this is not a package that `deckwright build` made, or it is the one of retired"
            " notes; name the deck's package as it was published, not one that Anki exported\n"
        )


def test_a_file_that_is_not_there(project: Project) -> None:
    assert recover("nowhere.apkg").stderr == "deckwright: nowhere.apkg: cannot read: No such file or directory\n"
