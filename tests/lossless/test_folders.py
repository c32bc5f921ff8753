"""Chapters move into folders, folders and subdecks are renamed: in real Anki no review is lost, no card doubled."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.learner import Imported, Learner
from tests.lossless.test_promises_kept import rows
from tests.lossless.test_promises_of_decks import Shelf, decks, rename
from tests.support import write_deck


class Folders(Shelf):
    """A project of one deck whose chapters may lie in folders."""

    def lay(self, **chapters: str) -> None:
        """Write the deck anew: a chapter a path, with a letter for each card; a title of a folder by its path."""
        files = {"deck.yaml": "name: Demo\nuid: demo\n"}
        for old in (self.root / "cards/demo").rglob("*.yaml"):
            old.unlink()
        for path, ids in chapters.items():
            if path.endswith("folder.yaml"):
                files[path] = f"title: {ids}\n"
                continue
            listed = [one.partition("@") for one in ids.split()]
            cards = "".join(
                f"- {{id: {one}, front: What is {one}?, back: It is {one}{f', subdeck: {deck}' if deck else ''}}}\n"
                for one, _, deck in listed
            )
            files[path] = f"title: {Path(path).stem}\nkind: basic\ncards:\n{cards}"
        write_deck(self.root, files)

    def demo(self, **chapters: str) -> Path:
        """Write the deck anew, and return its package."""
        self.lay(**chapters)
        return self.build()["demo"]


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return Folders(tmp_path)


def test_folders_arrive_as_decks_in_each_other(folders: Folders, learner: Learner) -> None:
    files = {
        "One.yaml": "a",
        "part/Two.yaml": "b c",
        "part/inner/Three.yaml": "d@Exam::Hard e",
        "x/folder.yaml": "X::Y",
    }
    assert learner.take(folders.demo(**files, **{"x/Four.yaml": "f"})) == Imported(new=6)
    assert decks(learner) == {
        "Demo": 0,
        "Demo::Exam": 0,
        "Demo::Exam::Hard": 1,
        "Demo::One": 1,
        "Demo::Part": 0,
        "Demo::Part::Inner": 0,
        "Demo::Part::Inner::Three": 1,
        "Demo::Part::Two": 2,
        "Demo::X": 0,
        "Demo::X::Y": 0,
        "Demo::X::Y::Four": 1,
    }


def test_a_chapter_that_is_moved_into_a_folder_loses_no_review_and_doubles_nothing(
    folders: Folders, learner: Learner
) -> None:
    learner.take(folders.demo(**{"One.yaml": "a b"}))
    learner.answer("")
    before = rows(learner)
    assert learner.take(folders.demo(**{"part/One.yaml": "a b"})) == Imported(duplicate=2)
    assert rows(learner) == before
    assert learner.take(folders.demo(**{"part/One.yaml": "a b c"})) == Imported(new=1, duplicate=2)
    assert {name: count for name, count in decks(learner).items() if count} == {"Demo::One": 2, "Demo::Part::One": 1}
    assert ([row for row in rows(learner)[0] if row in before[0]], rows(learner)[1]) == before


def test_who_renames_the_deck_first_has_all_its_cards_in_the_folder_s(folders: Folders, learner: Learner) -> None:
    learner.take(folders.demo(**{"One.yaml": "a b"}))
    learner.answer("")
    before = rows(learner)
    rename(learner, "Demo::One", "Demo::Part::One")
    assert learner.take(folders.demo(**{"part/One.yaml": "a b c"})) == Imported(new=1, duplicate=2)
    assert decks(learner) == {"Demo": 0, "Demo::Part": 0, "Demo::Part::One": 3}
    assert ([row for row in rows(learner)[0] if row in before[0]], rows(learner)[1]) == before


def test_a_folder_with_another_name_is_one_deck_to_rename(folders: Folders, learner: Learner) -> None:
    learner.take(folders.demo(**{"part/One.yaml": "a", "part/inner/Two.yaml": "b"}))
    learner.answer("")
    before = rows(learner)
    rename(learner, "Demo::Part", "Demo::Teil")
    files = {"part/folder.yaml": "Teil", "part/One.yaml": "a c", "part/inner/Two.yaml": "b d"}
    assert learner.take(folders.demo(**files)) == Imported(new=2, duplicate=2)
    assert decks(learner) == {
        "Demo": 0,
        "Demo::Teil": 0,
        "Demo::Teil::Inner": 0,
        "Demo::Teil::Inner::Two": 2,
        "Demo::Teil::One": 2,
    }
    assert ([row for row in rows(learner)[0] if row in before[0]], rows(learner)[1]) == before


def test_a_card_that_gets_a_subdeck_of_its_own_stays_with_who_has_it(folders: Folders, learner: Learner) -> None:
    learner.take(folders.demo(**{"One.yaml": "a b"}))
    learner.answer("")
    before = rows(learner)
    assert learner.take(folders.demo(**{"One.yaml": "a b@Exam c@Exam"})) == Imported(new=1, duplicate=2)
    assert decks(learner) == {"Demo": 0, "Demo::Exam": 1, "Demo::One": 2}
    assert ([row for row in rows(learner)[0] if row in before[0]], rows(learner)[1]) == before
