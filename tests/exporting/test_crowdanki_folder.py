"""What CrowdAnki's learners get: their reader takes the folder, and knows again what they have."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from builder.foreign import ForeignCollection, ForeignDeck
from builder.inverse.same_dom import same_dom
from builder.package.media_formats import format_of, is_picture
from tests.adoption.published import built, edit, imported, publish, run
from tests.exporting.crowdanki import take
from tests.foreign.packages import read
from tests.learner import Learner
from tests.support import write_deck

PIXEL = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\0\0\0\rIDATx\x9cc\xf8\xff"
    b"\xff?\0\x05\xfe\x02\xfe\xa7\x9a\xa0\xa0\0\0\0\0IEND\xaeB`\x82"
)
DECK = "name: Demo\nuid: demo\nsources: {own: Ours}\ntags: [demo]\n"
CHAPTER = """\
title: Outer::Inner
source: own
cards:
  - id: pic
    kind: basic
    front: What *is* it?
    back: A ![](dot.png) dot
    reverse: true
  - id: gap
    kind: cloze
    text: The {{c1::first}} and the {{c2::second}}.
"""


@pytest.fixture
def learner(tmp_path: Path) -> Iterator[Learner]:
    """Return a learner who has nothing yet."""
    learner = Learner(tmp_path / "learner")
    yield learner
    learner.close()


def folder_of(deck: Path, *options: str) -> Path:
    """Return the folder that a deck is exported to."""
    result = run("export", deck.name, "--to", "crowdanki", "--root", deck.parent.parent, *options)
    assert result.exit_code == 0, result.output
    return deck.parent.parent / "build" / "export" / "crowdanki" / deck.name


def demo(tmp_path: Path) -> Path:
    assert is_picture("dot.png", format_of(PIXEL))
    return write_deck(tmp_path, {"deck.yaml": DECK, "10-a.yaml": CHAPTER, "media/dot.png": PIXEL})


def rows(col: Any) -> list[Any]:
    query = "select n.guid, c.ord, c.id, c.did, c.reps from cards c join notes n on n.id = c.nid order by 1, 2"
    return list(col.db.all(query))


def notes_of(found: ForeignCollection) -> list[tuple[Any, ...]]:
    return sorted((note.guid, note.type.name, note.fields, sorted(note.tags), note.deck) for note in found.notes)


def test_the_reader_of_such_folders_reads_what_the_package_has(tmp_path: Path) -> None:
    deck = demo(tmp_path)
    package, found = read(built(deck)), read(folder_of(deck))
    assert notes_of(found) == notes_of(package)
    assert [(file.name, file.size) for file in found.media] == [(file.name, file.size) for file in package.media]
    assert found.missing_media == ()
    assert [part.name for part in found.decks] == ["Demo", "Demo::Outer", "Demo::Outer::Inner"]
    own = {value.name: value for value in package.types}
    assert {value.name: value for value in found.types} == {
        name: own[name]._replace(id=None, mod=None, uuid=value.uuid)
        for name, value in {value.name: value for value in found.types}.items()
    }


def test_an_export_is_the_same_every_time(tmp_path: Path) -> None:
    deck = demo(tmp_path)
    first = (folder_of(deck) / "deck.json").read_bytes()
    built(deck)
    assert (folder_of(deck) / "deck.json").read_bytes() == first


def test_a_learner_takes_it_and_its_updates_and_is_never_asked(tmp_path: Path, learner: Learner) -> None:
    deck = demo(tmp_path)
    assert take(learner.col, folder_of(deck)) == []
    learner.answer("")
    before, history = rows(learner.col), learner.history()
    assert [(row[1], row[4]) for row in before] == [(0, 1), (1, 1), (0, 1), (1, 1)]
    edit(deck / "10-a.yaml", "What *is* it?", "What is **that**?")
    assert take(learner.col, folder_of(deck)) == []
    assert rows(learner.col) == before
    assert learner.history() == history
    assert learner.fields("pic")["Front"] == "What is <strong>that</strong>?"


@pytest.mark.parametrize("legacy", [True, False])
def test_learners_by_crowdanki_go_on_where_the_author_imports_his_collection(
    tmp_path: Path, learner: Learner, legacy: bool
) -> None:
    author = Learner(tmp_path / "author")
    author.take(publish(tmp_path / "world.apkg"))
    for model in author.col.models.all():
        if model["name"] in ("Place & map", "Gaps"):
            author.col.models.update_dict({**model, "crowdanki_uuid": f"uuid of {model['name']}"})
    for part in author.col.decks.all():
        if part["name"].startswith("World"):
            author.col.decks.save({**part, "crowdanki_uuid": f"uuid of {part['name']}"})
    package = tmp_path / "exported.colpkg"
    author.col.export_collection_package(str(package), include_media=True, legacy=legacy)
    deck = imported(tmp_path / "project", package, "--deck", "World")
    folder = folder_of(deck)
    root = json.loads((folder / "deck.json").read_text("utf-8"))
    assert (root["name"], root["crowdanki_uuid"]) == ("World", "uuid of World")
    assert [(inner["name"], inner["crowdanki_uuid"]) for inner in root["children"]] == [
        ("East", "uuid of World::East"),
        ("West 2", "uuid of World::West 2"),
    ]
    assert {(model["name"], model["crowdanki_uuid"]) for model in root["note_models"]} == {
        ("Gaps", "uuid of Gaps"),
        ("Place & map", "uuid of Place & map"),
    }
    for ours, theirs in zip(notes_of(read(folder)), notes_of(read(package)), strict=True):
        assert (ours[0], ours[1], ours[4]) == (theirs[0], theirs[1], theirs[4])
        assert all(map(same_dom, ours[2], theirs[2]))
        assert ours[3] == [tag for tag in theirs[3] if tag != "leech"]
    assert take(learner.col, folder) == []
    assert take(learner.col, folder_of(deck)) == []


def test_a_folder_that_was_imported_keeps_its_uuids_through_builds(tmp_path: Path, learner: Learner) -> None:
    first = folder_of(demo(tmp_path / "one"))
    assert take(learner.col, first) == []
    learner.answer("")
    before = rows(learner.col)
    deck = imported(tmp_path / "project", first)
    built(deck)
    second = folder_of(deck)
    uuids = ("Demo", "Demo::Outer", "Demo::Outer::Inner")
    assert [part[::2] for part in read(second).decks] == [part[::2] for part in read(first).decks]
    assert tuple(part.name for part in read(second).decks) == uuids
    assert {value.uuid for value in read(second).types} == {value.uuid for value in read(first).types}
    take(learner.col, second)
    assert rows(learner.col) == before


def test_note_types_with_all_that_anki_keeps_of_them_come_back_as_they_were(tmp_path: Path, learner: Learner) -> None:
    model = learner.col.models.new("Odd")
    first, second = (learner.col.models.new_field(name) for name in ("First", "Source"))
    first |= {"font": "Amiri", "size": 33, "rtl": True, "sticky": True, "collapsed": True, "description": "what it is"}
    second |= {"plainText": True, "excludeFromSearch": True, "preventDeletion": True}
    third = learner.col.models.new_field("Third")
    model["flds"] = [first, second, third]
    plain, both = learner.col.models.new_template("Card 1"), learner.col.models.new_template("Card 2")
    plain |= {"qfmt": "{{First}}", "afmt": "{{Source}}"}
    both |= {"qfmt": "{{Source}}", "afmt": "{{First}}", "bqfmt": "{{Source}}!", "bafmt": ""}
    model["tmpls"] = [plain, both]
    learner.col.models.add(model)
    (made,) = [value for value in learner.col.models.all() if value["name"] == "Odd"]
    published = {key: value for key, value in made.items() if key not in ("id", "mod", "usn", "did")}
    note = {"__type__": "Note", "guid": "g", "fields": ["a", "<i>b</i>", ""], "tags": [], "note_model_uuid": "m"}
    root = {
        "__type__": "Deck",
        "name": "Odd ones",
        "crowdanki_uuid": "d",
        "deck_config_uuid": "o",
        "deck_configurations": [{"__type__": "DeckConfig", "crowdanki_uuid": "o", "name": "Mine"}],
        "note_models": [{**published, "__type__": "NoteModel", "crowdanki_uuid": "m"}],
        "notes": [note],
        "children": [],
    }
    folder = tmp_path / "theirs"
    folder.mkdir()
    (folder / "deck.json").write_text(json.dumps(root))
    learner.col.models.remove(made["id"])
    assert take(learner.col, folder) == []
    deck = imported(tmp_path / "project", folder)
    assert take(learner.col, folder_of(deck)) == []
    built(deck)
    assert take(learner.col, folder_of(deck)) == []
    assert len(rows(learner.col)) == 2


def test_a_package_may_keep_the_uuids_of_a_folder(tmp_path: Path, learner: Learner) -> None:
    publisher = demo(tmp_path / "one")
    first, package = folder_of(publisher), built(publisher)
    take(learner.col, first)
    learner.answer("")
    before = rows(learner.col)
    deck = imported(tmp_path / "project", package, "--uuids", str(first))
    second = folder_of(deck)
    assert [part[::2] for part in read(second).decks] == [part[::2] for part in read(first).decks]
    assert {value.uuid for value in read(second).types} == {value.uuid for value in read(first).types}
    take(learner.col, second)
    assert rows(learner.col) == before


def test_an_export_says_what_crowdanki_makes_of_it(tmp_path: Path) -> None:
    publisher = demo(tmp_path / "one")
    first = run("export", "--to", "crowdanki", "--root", tmp_path / "one").stdout.split("\n")
    assert first[-2] == "  learners who have it by a package stay with packages: to CrowdAnki its note types are new"
    deck = imported(tmp_path / "two", folder_of(publisher))
    second = run("export", "--to", "crowdanki", "--root", tmp_path / "two").stdout.split("\n")
    assert second[-2] == "  learners who have it by CrowdAnki know it again"
    lock = deck / "deck.lock"
    head, _, rest = lock.read_text("utf-8").partition('"decks": {\n')
    lock.write_text(head + rest.partition('"": []},\n')[2])
    third = run("export", "--to", "crowdanki", "--root", tmp_path / "two").stdout.split("\n")
    assert third[-2] == (
        "  CrowdAnki knows its note types, and would make a second deck: only `import --uuids DIR` keeps its own"
    )


def test_uuids_are_those_of_a_folder_of_the_same_deck(tmp_path: Path) -> None:
    (tmp_path / "two").mkdir()
    package, first = built(demo(tmp_path / "one")), folder_of(tmp_path / "one" / "cards" / "demo")
    for given, said in (
        (
            package,
            f"deckwright: --uuids: {package} is no folder of CrowdAnki; name that in which there is a deck.json\n",
        ),
        (tmp_path / "none", f"deckwright: {tmp_path}/none: cannot read: No such file or directory\n"),
    ):
        result = run("import", package, "--root", tmp_path / "two", "--uuids", given)
        assert (result.exit_code, result.stderr) == (2, said)
    world = publish(tmp_path / "world.apkg")
    result = run("import", world, "--root", tmp_path / "two", "--uuids", first)
    named = f'there is no note type "Gaps" in {first}/deck.json'
    assert (result.exit_code, result.stderr) == (
        2,
        f"deckwright: --uuids: {named}; name the folder of the same deck\n",
    )
    table = tmp_path / "words.csv"
    table.write_text("front,back\na,b\n")
    result = run("import", table, "--root", tmp_path / "two", "--uuids", first)
    said = "deckwright: --uuids is for a package that is adopted: new cards are nobody's yet\n"
    assert (result.exit_code, result.stderr) == (2, said)
    assert list((tmp_path / "two").iterdir()) == []


def test_what_crowdanki_knows_decks_by_is_read_and_stands_in_the_lock(tmp_path: Path) -> None:
    first = folder_of(demo(tmp_path / "one"))
    found = {part.name: part for part in read(first).decks}
    assert all(part.uuid and part.options for part in found.values())
    assert isinstance(found["Demo"], ForeignDeck)
    deck = imported(tmp_path / "project", first)
    lines = (deck / "deck.lock").read_text("utf-8").split("\n")
    at = lines.index('"decks": {')
    assert lines[at + 1 : at + 5] == [
        *(f'"{name}": ["{part.uuid}","{part.options}"],' for name, part in sorted(found.items())),
        '"": []},',
    ]
