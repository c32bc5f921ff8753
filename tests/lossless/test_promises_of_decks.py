"""What docs/rebuilding.md promises of Anki's decks and note types, kept in real Anki, where no other test shows it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from builder.pipeline import BuildOrder, build
from builder.project import find_decks, other_decks
from builder.report.problems_text import as_text
from tests.learner import Imported, Learner
from tests.lossless import test_two_devices as two_devices
from tests.lossless.test_promises_kept import rows
from tests.support import write_deck

server = two_devices.server
DAY = 86_400


class Shelf:
    """A project of several decks; each build is a day later than the last, and all of them are in the past."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.now = int(time.time()) - 90 * DAY

    def write(self, folder: str, name: str, **chapters: str) -> None:
        """Write a deck, a chapter a title, with a letter for each card."""
        files = {"deck.yaml": f'name: "{name}"\nuid: {folder}\n'}
        for old in (self.root / "cards" / folder).glob("*.yaml"):
            old.unlink()
        for number, (title, ids) in enumerate(chapters.items()):
            cards = "".join(f"- {{id: {one}, front: What is {one}?, back: It is {one}}}\n" for one in ids)
            files[f"{number}0-chapter.yaml"] = f"title: {title}\nkind: basic\ncards:\n{cards}"
        write_deck(self.root, files, folder)

    def build(self) -> dict[str, Path]:
        """Build all decks, and return the packages by the names of the folders."""
        self.now += DAY
        folders = find_decks(self.root)
        order = BuildOrder(
            folders=folders, output=self.root / "build", now=self.now, beside=other_decks(self.root, folders)
        )
        result = build(order)
        assert result.decks, as_text(result.problems)
        packages = {}
        for built in result.decks:
            packages[built.path.stem] = self.root / f"{built.path.stem}-{self.now}.apkg"
            packages[built.path.stem].write_bytes(built.package.data)
        return packages


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


def decks(learner: Learner) -> dict[str, int]:
    """Return all decks but the default one, each with the number of its own cards."""
    held = learner.col.decks.all_names_and_ids()
    return {deck.name: learner.col.decks.card_count(deck.id, False) for deck in held if deck.name != "Default"}  # type: ignore[arg-type]


def rename(learner: Learner, old: str, new: str) -> None:
    """Rename a deck in Anki."""
    deck = learner.col.decks.id(old, create=False)
    assert deck is not None
    learner.col.decks.rename(deck, new)


PARTS: dict[str, tuple[str, str, str, str]] = {
    "the deck": ("Demo", "New", "New", "One"),
    "a chapter": ("Demo::One", "Demo::Two", "Demo", "Two"),
}
"""What learners rename and how, and what the deck and its chapter are called then."""
parts = pytest.mark.parametrize("part", PARTS.values(), ids=list(PARTS))


def pair(shelf: Shelf, server: str) -> tuple[two_devices.Device, two_devices.Device]:
    """Return two devices that have synced the deck `Demo` with its chapter `One`, which was studied on the first."""
    shelf.write("demo", "Demo", One="ab")
    package = shelf.build()["demo"]
    desk, phone = (two_devices.Device(shelf.root / name, server) for name in ("desk", "phone"))
    desk.take(package)
    desk.answer("")
    desk.first_sync(upload=True)
    phone.first_sync(upload=False)
    return desk, phone


@parts
def test_what_is_renamed_in_anki_first_is_one_deck_on_both_devices(
    shelf: Shelf, server: str, part: tuple[str, str, str, str]
) -> None:
    old, new, name, title = part
    desk, phone = pair(shelf, server)
    rename(desk, old, new)
    for device in (desk, phone):
        device.sync()
    shelf.write("demo", name, **{title: "abc"})
    package = shelf.build()["demo"]
    before = rows(desk)
    assert desk.take(package) == Imported(new=1, duplicate=2)
    for device in (desk, phone):
        device.sync()
    assert phone.take(package) == Imported(duplicate=3)
    for device in (phone, desk):
        device.sync()
    assert decks(desk) == decks(phone) == {name: 0, f"{name}::{title}": 3}
    assert two_devices.everything(desk) == two_devices.everything(phone)
    assert ([row for row in rows(desk)[0] if row in before[0]], rows(desk)[1]) == before
    desk.close()
    phone.close()


@parts
def test_without_that_the_old_cards_stay_and_new_ones_go_to_a_second_deck(
    shelf: Shelf, server: str, part: tuple[str, str, str, str]
) -> None:
    _, _, name, title = part
    desk, phone = pair(shelf, server)
    shelf.write("demo", name, **{title: "abc"})
    package = shelf.build()["demo"]
    before = rows(desk)
    assert desk.take(package) == Imported(new=1, duplicate=2)
    for device in (desk, phone):
        device.sync()
    assert decks(desk) == decks(phone) == {"Demo": 0, "Demo::One": 2, name: 0, f"{name}::{title}": 1}
    assert ([row for row in rows(desk)[0] if row in before[0]], rows(desk)[1]) == before
    desk.close()
    phone.close()


def test_what_one_device_imports_comes_to_the_other_by_an_everyday_sync(shelf: Shelf, server: str) -> None:
    desk, phone = pair(shelf, server)
    shelf.write("demo", "Demo", One="bxa", Two="c")
    package = shelf.build()["demo"]
    assert desk.take(package) == Imported(new=2, duplicate=2)
    for device in (desk, phone):
        device.sync()
    assert two_devices.everything(phone) == two_devices.everything(desk)
    assert decks(phone) == decks(desk) == {"Demo": 0, "Demo::One": 3, "Demo::Two": 1}
    assert phone.take(package) == Imported(duplicate=4)
    desk.close()
    phone.close()


def test_only_a_deck_that_both_devices_see_for_the_first_time_gets_a_second_name(shelf: Shelf, server: str) -> None:
    desk, phone = (two_devices.Device(shelf.root / name, server) for name in ("desk", "phone"))
    desk.first_sync(upload=True)
    phone.first_sync(upload=False)
    held: dict[str, int] = {}
    for chapters, seen in (({"One": "ab"}, ("Demo", "Demo::One")), ({"One": "abc", "Two": "d"}, ("Demo::Two",))):
        shelf.write("demo", "Demo", **chapters)
        package = shelf.build()["demo"]
        for device in (desk, phone):
            device.take(package)
        for device in (desk, phone, desk):
            device.sync()
        held |= {f"Demo::{title}": len(ids) for title, ids in chapters.items()}
        held |= {f"{name}+": 0 for name in seen}
        assert decks(desk) == decks(phone) == {"Demo": 0, **held}
        assert two_devices.everything(desk) == two_devices.everything(phone)
    desk.close()
    phone.close()


def test_a_part_that_is_split_off_is_a_subdeck_with_options_of_its_own(shelf: Shelf, learner: Learner) -> None:
    shelf.write("demo", "Demo", Gates="abc")
    learner.take(shelf.build()["demo"])
    learner.answer("")
    before = rows(learner)
    shelf.write("demo", "Demo", Gates="ab", Money="cx")
    assert learner.take(shelf.build()["demo"]) == Imported(new=1, duplicate=3)
    assert decks(learner) == {"Demo": 0, "Demo::Gates": 3, "Demo::Money": 1}
    slow = learner.col.decks.add_config("Slow")
    money = learner.col.decks.by_name("Demo::Money")
    assert money is not None
    learner.col.decks.set_config_id_for_deck_dict(money, slow["id"])
    shelf.write("demo", "Demo", Gates="ab", Money="cxy")
    assert learner.take(shelf.build()["demo"]) == Imported(new=1, duplicate=4)
    assert decks(learner) == {"Demo": 0, "Demo::Gates": 3, "Demo::Money": 2}
    assert [deck["name"] for deck in learner.col.decks.all() if deck["conf"] == slow["id"]] == ["Demo::Money"]
    assert ([row for row in rows(learner)[0] if row in before[0]], rows(learner)[1]) == before


def test_a_deck_that_gets_all_new_cards_leaves_the_other_as_it_is(shelf: Shelf, learner: Learner) -> None:
    shelf.write("a", "A", One="pq")
    shelf.write("b", "B", One="rs")
    for package in (old := shelf.build()).values():
        learner.take(package)
    learner.answer("")
    before = rows(learner)
    shelf.write("a", "A", One="pqtu")
    new = shelf.build()
    assert new["b"].read_bytes() == old["b"].read_bytes()
    assert [learner.take(package) for package in new.values()] == [Imported(new=2, duplicate=2), Imported(duplicate=2)]
    assert decks(learner) == {"A": 0, "A::One": 4, "B": 0, "B::One": 2}
    assert ([row for row in rows(learner)[0] if row in before[0]], rows(learner)[1]) == before


@pytest.mark.parametrize("how", ["a new id", "the old id, allowed"])
def test_a_card_begins_anew_in_another_deck_and_its_reviews_stay_in_that_of_its_birth(
    shelf: Shelf, learner: Learner, how: str
) -> None:
    shelf.write("a", "A", One="pq")
    shelf.write("b", "B", One="r")
    for package in shelf.build().values():
        learner.take(package)
    learner.answer("")
    before = rows(learner)
    shelf.write("a", "A", One="q")
    shelf.write("b", "B", One="rp")
    chapter = shelf.root / "cards" / "b" / "00-chapter.yaml"
    other = "id: p2" if how == "a new id" else "id: p, lint: {allow: {moved-card: it begins anew here}}"
    chapter.write_text(chapter.read_text("utf-8").replace("id: p", other), "utf-8")
    new = shelf.build()
    assert [learner.take(package) for package in new.values()] == [Imported(duplicate=1), Imported(new=1, duplicate=1)]
    assert (shelf.root / "build" / "a-retired.txt").exists()
    cards = [(learner.col.decks.name(c.did), c.note_type()["name"], c.reps) for c in learner.cards("Front:*p?")]
    assert sorted(cards) == [("A::One", "A · Basic", 1), ("B::One", "B · Basic", 0)]
    assert ([row for row in rows(learner)[0] if row in before[0]], rows(learner)[1]) == before


def test_two_decks_with_one_name_in_front_show_as_one(shelf: Shelf, learner: Learner) -> None:
    shelf.write("pm", "Sony::PM", One="a")
    shelf.write("tpm", "Sony::TPM", One="b")
    for package in shelf.build().values():
        assert learner.take(package) == Imported(new=1)
    learner.answer("deck:Sony")
    before = rows(learner)
    shelf.write("tpm", "Sony::TPM", One="bc")
    assert [learner.take(package) for package in shelf.build().values()] == [
        Imported(duplicate=1),
        Imported(new=1, duplicate=1),
    ]
    below = {"Sony::PM": 0, "Sony::PM::One": 1, "Sony::TPM": 0, "Sony::TPM::One": 2}
    assert decks(learner) == {"Sony": 0, **below}
    assert len(learner.cards("deck:Sony")) == 3
    assert ([row for row in rows(learner)[0] if row in before[0]], rows(learner)[1]) == before
