"""Who studies a deck that was published before keeps all of it when its sources are Deckwright's from now on."""

from __future__ import annotations

import re
from pathlib import Path

import genanki
import pytest

from builder.adoption import written_chapters
from builder.commands import adoption_plan
from builder.verify.glance import glance
from tests.adoption.published import GAPS, MEDIA, NOTES, NOW, PLACE, built, edit, exported, imported, publish, run
from tests.learner import Imported, Learner


@pytest.fixture
def package(tmp_path: Path) -> Path:
    return publish(tmp_path / "world.apkg")


def everything(learner: Learner) -> tuple[object, ...]:
    """Return what a learner has: reviews, schedule, and notes with their fields and tags."""
    assert learner.col.db is not None
    notes = learner.col.db.all("select id, guid, mid, mod, tags, flds from notes order by id")
    return learner.history(), learner.schedule(), notes


@pytest.mark.parametrize("form", ["genanki", "legacy", "latest"])
def test_an_untouched_import_changes_nothing_for_who_has_the_package(
    form: str, package: Path, tmp_path: Path, learner: Learner
) -> None:
    learner.take(package)
    if form != "genanki":
        package = exported(learner, tmp_path / "exported.apkg", legacy=form == "legacy")
    learner.answer("")
    before = everything(learner)
    new_package = built(imported(tmp_path / "project", package))
    assert learner.take(new_package) == Imported(duplicate=len(NOTES))
    assert everything(learner) == before
    assert learner.take(new_package) == Imported(duplicate=len(NOTES))
    assert everything(learner) == before


def test_after_edits_exactly_these_notes_are_updated(package: Path, tmp_path: Path, learner: Learner) -> None:
    learner.take(package)
    learner.answer("")
    history, schedule = learner.history(), learner.schedule()
    deck = imported(tmp_path / "project", package)
    built(deck)
    edit(deck / "10-east.yaml", "capital: '**Paris**'", "capital: 'The city of **Paris**'")
    with (deck / "20-west-2.yaml").open("a") as file:
        file.write("  - id: japan\n    kind: place-map\n    place: Japan\n    capital: Tokyo\n")
    assert learner.take(built(deck)) == Imported(new=1, updated=1, duplicate=len(NOTES) - 1)
    assert (learner.history(), learner.schedule()[: len(schedule)]) == (history, schedule)
    (note_id,) = learner.col.find_notes("Place:France")
    assert dict(learner.col.get_note(note_id).items()) == {
        "Place": "France", "Capital": "The city of <strong>Paris</strong>", "Note": "",
    }  # fmt: skip
    (note_id,) = learner.col.find_notes("Place:Japan")
    assert [card.template()["name"] for card in learner.col.get_note(note_id).cards()] == ["Capital of"]


def test_a_field_that_is_filled_gives_the_card_that_waits_for_it(
    package: Path, tmp_path: Path, learner: Learner
) -> None:
    learner.take(package)
    schedule = learner.schedule()
    deck = imported(tmp_path / "project", package)
    edit(deck / "10-east.yaml", "capital: '**Paris**'", "capital: '**Paris**'\n    note: small")
    assert learner.take(built(deck)) == Imported(updated=1, duplicate=len(NOTES) - 1)
    ids = {row[0] for row in schedule}
    more = [row for row in learner.schedule() if row[0] not in ids]
    assert [row[1:3] for row in more] == [[learner.col.find_notes("Place:France")[0], 1]]
    assert learner.take(built(deck)) == Imported(duplicate=len(NOTES)), "its id is given once"


def test_names_of_fields_and_cards_may_change_once_they_have_ids(
    package: Path, tmp_path: Path, learner: Learner
) -> None:
    learner.take(package)
    learner.answer("")
    before = learner.schedule()
    deck = imported(tmp_path / "project", package)
    learner.take(built(deck))
    kind = deck / "kinds" / "place-map"
    edit(kind / "kind.yaml", "name: Capital\n", "name: Main city\n    was: Capital\n    key: capital\n")
    edit(kind / "kind.yaml", "answers: [Capital, Note]", "answers: [Main city, Note]")
    edit(kind / "kind.yaml", "asks: [Capital]", "asks: [Main city]")
    edit(kind / "kind.yaml", "sort: Capital", "sort: Main city")
    edit(kind / "capital-of.back.html", "{{Capital}}", "{{Main city}}")
    edit(kind / "place-of.front.html", "{{Capital}}", "{{Main city}}")
    edit(kind / "place-of.browser.front.html", "{{Capital}}", "{{Main city}}")
    edit(deck / "20-west-2.yaml", "Berlin", "**Berlin**")
    assert learner.take(built(deck)) == Imported(updated=1, duplicate=len(NOTES) - 1)
    assert learner.schedule() == before
    (model,) = (model for model in learner.col.models.all() if model["id"] == PLACE.model_id)
    assert [field["name"] for field in model["flds"]] == ["Place", "Main city", "Note"]
    assert [(field["font"], field["rtl"]) for field in model["flds"]] == [
        ("Liberation Sans", False), ("Liberation Sans", False), ("Noto", True),
    ]  # fmt: skip
    assert (model["sortf"], model["tmpls"][1]["bqfmt"], model["css"]) == (1, "{{Main city}}!", PLACE.css)


def test_a_large_deck_has_several_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, learner: Learner) -> None:
    monkeypatch.setattr(written_chapters, "_MOST_VALUES", 3 * 13)
    monkeypatch.setattr(adoption_plan, "_MOST_TRIED", 5)
    model = genanki.Model(
        7, "Two", [{"name": "A"}, {"name": "B"}], [{"name": "Card 1", "qfmt": "{{A}}", "afmt": "{{B}}"}]
    )
    notes: dict[str, tuple[genanki.Model, list[str], list[str]]] = {
        f"g{number}": (model, [f"front {number}", "back"], []) for number in range(9)
    }
    package = publish(tmp_path / "world.apkg", notes)
    learner.take(package)
    (tmp_path / "project").mkdir()
    said = run("import", package, "--root", tmp_path / "project").output
    assert "  Anki says of a build of it over this file: 0 new, 0 updated, nothing is lost\n" in said
    deck = tmp_path / "project" / "cards" / "world"
    chapters = sorted(path for path in deck.glob("*-*.yaml"))
    assert [(path.name, path.read_text("utf-8").count("- id:")) for path in chapters] == [
        ("10-east.yaml", 3), ("20-east-2.yaml", 2), ("30-west-2.yaml", 3), ("40-west-2-2.yaml", 1),
    ]  # fmt: skip
    assert learner.take(built(deck)) == Imported(duplicate=9)


def test_media_keep_their_names_and_a_changed_file_is_a_new_one(
    package: Path, tmp_path: Path, learner: Learner
) -> None:
    deck = imported(tmp_path / "project", package)
    learner.take(package)
    assert learner.take(built(deck)) == Imported(duplicate=len(NOTES))
    assert {name: (Path(learner.col.media.dir()) / name).read_bytes() for name in MEDIA} == MEDIA
    (deck / "media" / "berlin.png").write_bytes(MEDIA["berlin.png"] + b"2")
    assert learner.take(built(deck)) == Imported(updated=1, duplicate=len(NOTES) - 1)
    (note_id,) = learner.col.find_notes("Place:Germany")
    (name,) = learner.col.media.files_in_str(
        learner.col.get_note(note_id).mid, learner.col.get_note(note_id)["Capital"]
    )
    assert name.startswith("berlin-")
    assert (Path(learner.col.media.dir()) / name).read_bytes() == MEDIA["berlin.png"] + b"2"


def test_a_changed_file_of_the_style_arrives_under_a_name_of_its_own(
    package: Path, tmp_path: Path, learner: Learner
) -> None:
    learner.take(package)
    deck = imported(tmp_path / "project", package)
    learner.take(built(deck))
    media = Path(learner.col.media.dir())
    (deck / "media" / "_font.woff").write_bytes(b"wOFF2")
    (deck / "media" / "_logo.png").write_bytes(b"\x89PNG3")
    edit(deck / "kinds" / "gaps" / "gap.back.html", "{{cloze:Text}}", '{{cloze:Text}}<img src="_logo.png">')
    assert learner.take(built(deck)) == Imported(duplicate=len(NOTES))
    (model,) = (model for model in learner.col.models.all() if model["id"] == PLACE.model_id)
    (font,) = re.findall(r"url\((_font-[0-9a-f]{12}\.woff)\)", model["css"])
    assert ((media / font).read_bytes(), (media / "_font.woff").read_bytes()) == (b"wOFF2", b"wOFF1")
    (model,) = (model for model in learner.col.models.all() if model["id"] == GAPS.model_id)
    (logo,) = re.findall(r'<img src="(_logo-[0-9a-f]{12}\.png)">', model["tmpls"][0]["afmt"])
    assert (media / logo).read_bytes() == b"\x89PNG3"
    (deck / "media" / "_font.woff").write_bytes(MEDIA["_font.woff"])
    learner.take(built(deck))
    learner.col.models._clear_cache()  # as the apps do after each import
    (model,) = (model for model in learner.col.models.all() if model["id"] == PLACE.model_id)
    assert model["css"] == PLACE.css


def test_a_note_that_leaves_is_marked_and_found(package: Path, tmp_path: Path, learner: Learner) -> None:
    learner.take(package)
    deck = imported(tmp_path / "project", package)
    chapter = (deck / "10-east.yaml").read_text("utf-8")
    (deck / "10-east.yaml").write_text(chapter.replace(chapter[chapter.index("  - id: italy") :], ""), "utf-8")
    left = chapter[chapter.index("  - id: italy") :].count("- id:")
    assert run("build", "--root", deck.parent.parent, "--tombstones").exit_code == 0
    assert learner.take(tmp_path / "project" / "build" / "world-retired.apkg") == Imported(updated=left)
    listed = (tmp_path / "project" / "build" / "world-retired.txt").read_text("utf-8").split("\n")[4]
    assert len(learner.col.find_notes(listed)) == left
    (note_id,) = learner.col.find_notes("Place:Italy*")
    assert learner.col.get_note(note_id)["Place"] == (
        "Italy *1* (This card has left the deck. Suspend it or delete it; until you delete it, its reviews stay.)"
    )


def test_the_lock_comes_back_from_the_package(package: Path, tmp_path: Path) -> None:
    deck = imported(tmp_path / "project", package)
    built(deck)
    lock = deck / "deck.lock"
    before = lock.read_text("utf-8")
    lock.unlink()
    result = run("recover-lock", tmp_path / "project" / "build" / "world.apkg", "--root", tmp_path / "project")
    assert result.exit_code == 0, result.output
    assert lock.read_text("utf-8") == before


def test_fields_that_are_called_as_keys_of_ours_and_notes_without_a_card(tmp_path: Path, learner: Learner) -> None:
    names = ["Tags", "Source", "Hint", "Keep", "Id"]
    model = genanki.Model(
        1_607_392_320,
        "Names",
        fields=[{"name": name} for name in names],
        templates=[{"name": "Card 1", "qfmt": "{{#Hint}}{{Source}}{{/Hint}}", "afmt": "{{Keep}} {{Tags}} {{Id}}"}],
    )
    notes: dict[str, tuple[genanki.Model, list[str], list[str]]] = {
        "a": (model, ["t", "<b>NHS</b>, see https://nhs.uk", "yes", "k", "1"], []),
        "b": (model, ["u", "Nobody", "", "asks", "2"], []),
    }
    package = publish(tmp_path / "names.apkg", notes)
    learner.take(package)
    deck = imported(tmp_path / "project", package)
    assert (deck / "20-east.yaml").read_text("utf-8") == (
        "title: East\nkind: names\ncards:\n  - id: t\n    tags_field: t\n    source_field: '**NHS**, see https://nhs.uk'\n"
        "    hint_field: yes\n    keep_field: k\n    id_field: 1\n"
    )
    assert learner.take(built(deck)) == Imported(duplicate=2)
    assert "warning[no-card]" in run("check", "--root", tmp_path / "project").output


def test_a_glance_counts_what_an_import_does(package: Path, tmp_path: Path) -> None:
    changed = {**NOTES, "new": (PLACE, ["Japan", "Tokyo", ""], []), "fr": (PLACE, ["France", "Lyon", ""], [])}
    later = publish(tmp_path / "later.apkg", changed, now=NOW + 10)
    cards = 7  # which genanki numbers anew each time
    assert glance(package, later, lambda *_: None) == (1, len(NOTES), 0, cards)
    other = genanki.Model(1_607_392_399, "Other", [{"name": "A"}], [{"name": "B", "qfmt": "{{A}}", "afmt": "{{A}}"}])
    conflicting = publish(tmp_path / "other.apkg", {"fr": (other, ["France"], [])}, now=NOW + 10)
    assert glance(package, conflicting, lambda *_: None)[:3] == (0, 0, 1)


WORD = genanki.Model(
    1_607_392_321,
    "Word",
    [{"name": "Meaning"}, {"name": "Word"}],
    [{"name": "Card 1", "qfmt": "{{Word}}", "afmt": "{{FrontSide}}<hr>{{Meaning}}"}],
)


def test_a_plain_card_moves_to_a_kind_of_ours_in_one_go(tmp_path: Path, learner: Learner) -> None:
    notes: dict[str, tuple[genanki.Model, list[str], list[str]]] = {
        "a": (WORD, ["a small bird", "wren"], ["bird"]),
        "b": (WORD, ["a <b>night</b> bird", "owl"], []),
    }
    package = publish(tmp_path / "words.apkg", notes)
    learner.take(package)
    learner.answer("")
    history, schedule = learner.history(), learner.schedule()
    deck = imported(tmp_path / "project", package)
    built(deck)
    chapter = deck / "10-east.yaml"
    edit(chapter, "kind: word", "kind: basic")
    root = tmp_path / "project"
    assert "kind-changed" not in run("check", "--root", root, "--fix").stderr
    assert chapter.read_text("utf-8") == (
        "title: East\nkind: basic\ncards:\n  - id: small-bird-2\n    front: wren\n    back: a small bird\n"
        "    tags: [bird]\n"
    )
    assert run("check", "--root", root, "--fix").stderr == ""
    assert learner.take(built(deck)) == Imported(new=1, duplicate=1)
    assert learner.history() == history
    assert all(row in learner.schedule() for row in schedule)


def test_rows_of_a_table_that_are_moved_to_a_kind_of_ours_are_told_what_can_be_done(tmp_path: Path) -> None:
    package = publish(tmp_path / "words.apkg", {"a": (WORD, ["a small bird", "wren"], [])})
    deck = imported(tmp_path / "project", package)
    built(deck)
    (deck / "10-east.yaml").unlink()
    (deck / "10-east.csv").write_text("Id,Word,Meaning\nsmall-bird,wren,a small bird\n")
    entry = "{title: East, kind: basic, columns: {id: Id, front: Word, back: Meaning}}"
    with (deck / "deck.yaml").open("a") as settings:
        settings.write(f"tables: {{10-east: {entry}}}\n")
    told = run("check", "--root", tmp_path / "project", "--fix").stdout
    assert "error[kind-changed]" in told
    assert "Anki cannot turn one into the other\n" in told
