"""What the docs say cannot be had: so it is, and no worse."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from builder.lock.format import parse
from tests.learner import Imported, Learner
from tests.lock.repository import WRONG, A, Repository, written
from tests.support import NOW, build_deck, render_folder, write_deck

DRILL = (
    "doc: it\nname: {name}\nframe: false\nfields: [{{name: Ask, doc: it, required: true}}, {{name: Tip, doc: it}}]\n"
)
TEMPLATES = "templates: [{name: Fore, asks: Ask, answers: Ask}]\n"


@pytest.fixture
def author(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    (tmp_path / "project").mkdir()
    monkeypatch.chdir(tmp_path / "project")
    return Repository()


def kinds(**names: str) -> dict[str, str]:
    """Return two own kinds by their folders, each with its note type's name."""
    return {
        f"kinds/{folder}/{file}": text
        for folder, name in names.items()
        for file, text in (
            ("kind.yaml", DRILL.format(name=name) + TEMPLATES),
            ("fore.front.html", f"{folder} {{{{Ask}}}}"),
            ("fore.back.html", "{{Ask}}"),
        )
    }


def test_kinds_that_exchange_their_names_get_a_plus(tmp_path: Path, learner: Learner) -> None:
    chapter = {"10-a.yaml": "title: A\ncards: [{id: a, kind: one, ask: Who?}, {id: b, kind: two, ask: When?}]\n"}
    write_deck(tmp_path, {**chapter, **kinds(one="Alpha", two="Beta")})
    learner.take(build_deck(tmp_path).path)
    write_deck(tmp_path, {**chapter, **kinds(one="Beta", two="Alpha")})
    assert learner.take(build_deck(tmp_path, NOW + 9).path) == Imported(duplicate=2)
    names = {model.name for model in learner.col.models.all_names_and_ids() if model.name.startswith("Demo")}
    assert len(names) == 2
    assert any("+" in name for name in names)


def test_a_front_that_asks_another_field_is_blank_where_no_update_comes(tmp_path: Path, learner: Learner) -> None:
    files = kinds(one="Alpha")
    cards = "title: A\nkind: one\ncards:\n- {id: a, ask: Who?}\n- {id: b, ask: When?}\n"
    write_deck(tmp_path, {**files, "10-a.yaml": cards})
    learner.take(build_deck(tmp_path).path)
    learner.col.tags.bulk_add(list(learner.col.find_notes("Id:a")), "mine")
    filled = cards.replace("?}", "?, tip: It}")
    write_deck(tmp_path, {**files, "10-a.yaml": filled, "kinds/one/fore.front.html": "{{Tip}}"})
    assert learner.take(build_deck(tmp_path, NOW + 9).path) == Imported(updated=1, duplicate=1)
    empty = [list(note.card_ids) for note in learner.col.get_empty_cards().notes]
    assert empty == [list(learner.col.find_cards("Id:a"))]


def test_the_case_of_a_tag_stays_as_a_learner_has_it(author: Repository, learner: Learner) -> None:
    author.build(A.replace("id: a", "id: a, tags: [board]"))
    learner.take(author.package)
    author.build(A.replace("id: a", "id: a, tags: [Board]"))
    assert learner.take(author.package) == Imported(updated=1)
    assert written(learner, "a")[1] == ["board"]


def test_a_clone_knows_no_tag_that_it_has_not_fetched(author: Repository, tmp_path: Path) -> None:
    before = author.build(A)
    author.commit()
    branch = author.git("branch", "--show-current").strip()
    author.git("checkout", "--quiet", "-b", "other")
    author.build(WRONG)
    author.commit("v1.0.0")
    author.git("checkout", "--quiet", branch)
    clone = tmp_path / "clone"
    alone = ("--single-branch", "--no-tags", "--branch", branch)
    author.git("clone", "--quiet", *alone, os.fspath(Path.cwd()), os.fspath(clone))
    here = author.build(A)
    build_deck(clone, author.now)
    there = parse((clone / "cards" / "demo" / "deck.lock").read_text("utf-8"), "deck.lock")
    assert here.notes["a"].mod == author.now
    assert there.notes["a"] == before.notes["a"]


def test_a_deck_in_a_renamed_folder_has_its_history_from_then_on(author: Repository, learner: Learner) -> None:
    author.build(A)
    author.commit()
    author.build(WRONG)
    author.commit()
    learner.take(author.package)
    author.git("mv", "cards/demo", "cards/deck")
    author.commit()
    write_deck(author.root, {"deck.yaml": "name: Demo\nuid: demo\n", "10-a.yaml": f"title: A\ncards:\n{A}"}, "deck")
    assert learner.take(build_deck(author.root, author.now + 9).path) == Imported(updated=1)
    assert written(learner, "a") == ("A decision", [])


def test_a_renamed_contrast_may_show_its_other_answer(tmp_path: Path) -> None:
    shown = set()
    for card_id in "abcdefgh":
        card = f"- {{id: {card_id}, kind: contrast, prompt: Well?, bad: So, good: Thus}}\n"
        write_deck(tmp_path / card_id, {"10-a.yaml": f"title: A\ncards:\n{card}"})
        (note,) = render_folder(tmp_path / card_id / "cards" / "demo").notes
        shown.add(note.fields[4])
    assert shown == {"", "yes"}
