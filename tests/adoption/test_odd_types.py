"""Note types of all sorts, with texts of all sorts, are adopted as Anki has them."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from pathlib import Path

import genanki
import pytest

from builder.verify.compare import verify
from tests.adoption.odd_deck import odd_package
from tests.adoption.published import GAPS, PLACE, built, edit, imported, publish, run
from tests.adoption.test_learners_keep import everything
from tests.learner import Imported, Learner

IN_TWO_FIELDS: dict[str, tuple[genanki.Model, list[str], list[str]]] = {
    "g": (GAPS, ["{{c2::Seine}}", "A {{c1::river}}."], [])
}


@pytest.mark.parametrize("form", ["genanki", "legacy", "latest"])
def test_nothing_changes_for_who_has_the_package(form: str, tmp_path: Path, learner: Learner) -> None:
    package = odd_package(tmp_path, form)
    notes = learner.take(package).new
    learner.answer("")
    before = everything(learner)
    new_package = built(imported(tmp_path / "project", package))
    verdict = verify(package, new_package, lambda *_: None)
    assert (verdict.losses, verdict.added, verdict.updated) == ((), (), ())
    assert learner.take(new_package) == Imported(duplicate=notes)
    assert everything(learner) == before


def test_gaps_make_cards_in_whatever_field_they_stand(tmp_path: Path, learner: Learner) -> None:
    package = publish(tmp_path / "rivers.apkg", IN_TWO_FIELDS)
    deck = imported(tmp_path / "project", package)
    assert learner.take(built(deck)) == Imported(new=1)
    assert sorted(card.ord for card in learner.cards()) == [0, 1]
    lock = deck / "deck.lock"
    before = lock.read_text("utf-8")
    lock.unlink()
    root = tmp_path / "project"
    assert run("recover-lock", root / "build" / "world.apkg", "--root", root).exit_code == 0
    assert lock.read_text("utf-8") == before


def test_marks_of_gaps_that_were_published_as_text_are_a_warning(tmp_path: Path) -> None:
    package = publish(tmp_path / "world.apkg", {"a": (PLACE, ["{{c1::France}}", "Paris", ""], [])})
    deck = imported(tmp_path / "project", package)
    result = run("check", deck.name, "--root", deck.parent.parent)
    assert result.exit_code == 0
    assert (
        'warning[gap-marks]: only the sentence of a cloze card has gaps, and Anki would show "{{c1::" as it stands'
        in (result.output)
    )


def test_formulas_stay_pictures_of_their_form(tmp_path: Path) -> None:
    model = genanki.Model(7, "Formulas", PLACE.fields, PLACE.templates)
    package = publish(tmp_path / "world.apkg", {"a": (model, ["[latex]x[/latex]", "x", ""], [])})
    database = tmp_path / "collection.anki2"
    with zipfile.ZipFile(package) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    database.write_bytes(entries["collection.anki2"])
    with sqlite3.connect(database) as connection:
        ((models,),) = connection.execute("select models from col")
        connection.execute("update col set models = ?", (models.replace('"latexsvg": false', '"latexsvg": true'),))
    entries["collection.anki2"] = database.read_bytes()
    with zipfile.ZipFile(package, "w") as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    deck = imported(tmp_path / "project", package)
    edit(deck / "kinds" / "formulas" / "capital-of.back.html", "<hr>", "<hr><hr>")
    with zipfile.ZipFile(built(deck)) as archive:
        database.write_bytes(archive.read("collection.anki2"))
    with sqlite3.connect(database) as connection:
        ((models,),) = connection.execute("select models from col")
    assert [model.get("latexsvg") for model in json.loads(models).values()] == [True]
