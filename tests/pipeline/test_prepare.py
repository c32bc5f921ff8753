"""Decks on their way to packages: what is kept of them, what is told, and that nothing is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.cache.memo import Memo
from builder.model import Settings
from builder.pipeline import loop, prepare
from builder.project import find_decks
from builder.source.chapters import load_chapter
from builder.syntax import SourceFile
from tests.support import NOW, build_decks, write_deck

CARD = "{id: a, kind: basic, front: What?, back: That}"
FILES = {
    "10-a.yaml": f"title: A\nsource: own\ncards: [{CARD}]\n",
    "20-b.yaml": "title: B\nsource: own\ncards: [{id: b, kind: basic, front: Who?, back: She}]\n",
}
SECOND = "name: Second\nuid: second\nsources: {own: Ours}\n"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a project's folder to stand in, so that messages show short paths."""
    monkeypatch.chdir(tmp_path)
    return Path()


def test_it_writes_nothing(here: Path) -> None:
    write_deck(here, FILES)
    before = sorted(here.rglob("*"))
    assert prepare(find_decks(here), NOW).problems == ()
    assert sorted(here.rglob("*")) == before


@pytest.mark.parametrize("keep_sources", [True, False])
def test_sources_are_let_go_of_but_for_those_who_need_them(here: Path, keep_sources: bool) -> None:
    write_deck(here, FILES)
    (stamped,) = prepare(find_decks(here), NOW, keep_sources=keep_sources).decks
    rendered = stamped.rendered
    assert [note.key for note in rendered.notes] == ["a", "b"]
    assert [card.id.value for card in rendered.deck.cards] == (["a", "b"] if keep_sources else [])
    assert [chapter.source is not None for chapter in rendered.chapters] == [keep_sources] * 2


def test_a_deck_with_broken_settings_is_left_out_and_its_chapters_are_still_looked_at(here: Path) -> None:
    write_deck(here, FILES)
    broken = {**FILES, "20-b.yaml": FILES["20-b.yaml"].replace("front", "frnot"), "deck.yaml": "nmae: Second\n"}
    write_deck(here, broken, folder="second")
    prepared = prepare(find_decks(here), NOW)
    assert [stamped.rendered.folder.name for stamped in prepared.decks] == ["demo"]
    assert {(problem.location.path, problem.rule) for problem in prepared.problems} == {
        ("cards/second/deck.yaml", "unknown-key"),
        ("cards/second/deck.yaml", "missing-key"),
        ("cards/second/20-b.yaml", "unknown-key"),
    }


def test_problems_come_by_place_and_once(here: Path) -> None:
    write_deck(here, {**FILES, "10-a.yaml": f"title: A\ncards: [{CARD}, {CARD}]\n", "05-c.yaml": "title: [\n"})
    write_deck(here, {**FILES, "deck.yaml": SECOND, "10-a.yaml": "titel: A\n"}, folder="second")
    problems = prepare([*find_decks(here), *find_decks(here)], NOW).problems
    assert len(set(problems)) == len(problems)
    assert list(problems) == sorted(problems, key=lambda problem: problem.order)


def test_a_deck_that_is_unchanged_is_only_held_against_the_others(here: Path) -> None:
    write_deck(here, FILES)
    second = write_deck(here, {**FILES, "deck.yaml": SECOND.replace("uid: second", "uid: demo")}, folder="second")
    prepared = prepare(find_decks(here), NOW, unchanged={second})
    assert [stamped.rendered.folder.name for stamped in prepared.decks] == ["demo"]
    assert [problem.rule for problem in prepared.problems] == ["duplicate-uid"]


def test_a_store_is_given_each_chapter_once(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_deck(here, FILES)
    read = []

    def spy(file: SourceFile, settings: Settings, *rest: object) -> object:
        read.append(file.path)
        return load_chapter(file, settings, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(loop, "load_chapter", spy)
    store = Memo()

    def notes() -> list[str]:
        (stamped,) = prepare([folder], NOW, store=store).decks
        return [note.key for note in stamped.rendered.notes]

    assert notes() == notes() == ["a", "b"]
    assert read == ["cards/demo/10-a.yaml", "cards/demo/20-b.yaml"]
    write_deck(here, {"20-b.yaml": FILES["20-b.yaml"].replace("id: b", "id: c")})
    assert notes() == ["a", "c"]
    assert read[2:] == ["cards/demo/20-b.yaml"]


def test_an_error_in_one_deck_keeps_all_from_being_written(here: Path) -> None:
    write_deck(here, FILES)
    write_deck(here, {"deck.yaml": SECOND, "10-a.yaml": "title: A\ncards: [{id: a, kind: basic}]\n"}, folder="second")
    before = sorted(here.rglob("*"))
    assert build_decks(here).decks == ()
    assert sorted(here.rglob("*")) == before


def test_the_line_of_a_file_with_both_signs_at_its_ends_is_shown_without_them(here: Path) -> None:
    write_deck(here, {**FILES, "deck.yaml": SECOND.replace("\n", "\r\n")}, folder="backup-1")
    (problem,) = prepare(find_decks(here), NOW).problems
    assert (problem.rule, problem.location.excerpt) == ("bad-name", "name: Second")
