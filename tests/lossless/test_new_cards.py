"""A card that comes to notes which learners have: once on every device, and to nobody after it was withdrawn."""

from __future__ import annotations

import re
import sqlite3
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest

from builder.diagnostics import counted
from builder.kinds import builtin_kinds
from builder.model import Kind
from builder.pipeline import loop
from tests.learner import Imported, Learner
from tests.lock.project import Project
from tests.lossless import test_two_devices as two_devices
from tests.support import build_deck

Release = tuple[str, ...] | Kind
"""The templates of the own kind, or the built-in kind `basic` of a version of the program."""
Way = tuple[Release, ...]
CARDS = "select n.guid, c.ord, c.id from cards c, notes n on n.id = c.nid order by 1, 2, 3"
server = two_devices.server

FORE = "{name: Fore, asks: Ask, answers: Answer}"
BACK = "{name: Back, asks: Answer, answers: Ask}"
BOTH = "{name: Back, asks: Answer, answers: Ask, when: Both}"
WIDER = "{name: Back, asks: Answer, answers: Ask, when: Answer}"
BY_NEW = "{name: Back, asks: Answer, answers: Ask, when: New}"
BASIC = builtin_kinds()["basic"]
OLD_BASIC = BASIC._replace(note_types=(BASIC.note_types[0]._replace(templates=BASIC.note_types[0].templates[:-1]),))
WAYS: dict[str, Way] = {
    "a new template": ((FORE,), (FORE, BACK)),
    "a new template for some": ((FORE,), (FORE, BOTH)),
    "a new template by a new field": ((FORE,), (FORE, BY_NEW)),
    "a template that was withdrawn": ((FORE, BACK), (FORE,), (FORE, BACK)),
    "a new template that was withdrawn": ((FORE,), (FORE, BACK), (FORE,), (FORE, BACK)),
    "no when": ((FORE, BOTH), (FORE, BACK)),
    "a wider when": ((FORE, BOTH), (FORE, WIDER)),
    "a when that came and went": ((FORE, BACK), (FORE, BOTH), (FORE, BACK)),
    "a when that came and went behind a gate": ((FORE,), (FORE, BACK), (FORE, BOTH), (FORE, BACK)),
    "a built-in template": (OLD_BASIC, BASIC),
}
ways = pytest.mark.parametrize("way", WAYS.values(), ids=list(WAYS))
KEPT = "- {id: kept, kind: drill, ask: Who?, answer: kept}\n"
ONE = "- {id: one, kind: drill, ask: Who?, answer: one}\n"
BOTH_WAYS = ONE.replace("}", ", both: true}")


def notes_of(release: Release) -> str:
    """Return 20 notes that fill all fields; every second one is to be asked both ways."""
    keys = "kind: drill, ask: Ask {0}?, answer: Answer {0}, both: {1}" + (", new: It" if BY_NEW in release else "")
    if isinstance(release, Kind):
        keys = "kind: basic, front: Ask {0}?, back: Answer {0}, reverse: {1}"
    return "".join(f"- {{id: n{n}, {keys.format(n, str(n % 2 == 1).lower())}}}\n" for n in range(1, 21))


def drill(templates: tuple[str, ...], word: str) -> dict[str, str]:
    """Return the files of the own kind, whose fronts begin with a word."""
    fields = "{name: Ask, doc: it, required: true}, {name: Answer, doc: it, required: true}"
    fields += ", {name: Both, doc: it, shape: flag}" + (", {name: New, doc: it}" if BY_NEW in templates else "")
    files = {"kinds__drill__kind.yaml": f"doc: a drill\nfields: [{fields}]\ntemplates: [{', '.join(templates)}]\n"}
    for name, asked in (("fore", "Ask"), ("back", "Answer"))[: len(templates)]:
        files[f"kinds__drill__{name}.front.html"] = f"{word} {{{{{asked}}}}}"
        files[f"kinds__drill__{name}.back.html"] = "{{Ask}} {{Answer}}"
    return files


class Work(Project):
    """A deck whose kinds change; `cards` has GUID, ordinal and id of all cards that any package has."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.now = int(time.time()) - 30 * 86_400  # before the learners' own edits
        self.packages: list[Path] = []
        self.cards: list[Any] = []

    def release(self, release: Release, notes: str = "", word: str = "Say") -> Path:
        """Build with these templates a day after the last build, and return the package."""
        self.now += 86_400
        for old in (self.folder / "kinds" / "drill").glob("*"):
            old.unlink()
        with pytest.MonkeyPatch.context() as patched:
            if isinstance(release, Kind):
                (spec,) = release.note_types
                spec = spec._replace(templates=tuple(t._replace(front=f"{word} {t.front}") for t in spec.templates))
                kinds = {**builtin_kinds(), "basic": release._replace(note_types=(spec,))}
                patched.setattr(loop, "builtin_kinds", lambda: kinds)
            self.write(notes or notes_of(release), **({} if isinstance(release, Kind) else drill(release, word)))
            self.built = build_deck(self.root, self.now)
        self.packages.append(self.root / f"{len(self.packages)}.apkg")
        self.packages[-1].write_bytes(self.built.package.data)
        package = sqlite3.connect(":memory:")
        package.deserialize(zipfile.ZipFile(self.built.path).read("collection.anki2"))
        self.cards = sorted({*self.cards, *package.execute(CARDS)})
        package.close()
        return self.packages[-1]


@pytest.fixture
def work(tmp_path: Path) -> Work:
    return Work(tmp_path)


def held(learner: Learner) -> list[Any]:
    """Return GUID, ordinal and id of all cards of a learner."""
    assert learner.col.db is not None
    return [tuple(row) for row in learner.col.db.all(CARDS)]


def edit(learner: Learner, field: str, value: str) -> None:
    """Edit the note `one` as the learner does, today."""
    note = learner.col.get_note(learner.col.find_notes("Id:one")[0])
    note[field] = value
    learner.col.update_note(note)


def check_database(learner: Learner) -> None:
    """Check the database, which has nothing to mend but times of reviews: the test answers faster than the clock."""
    before = held(learner)
    report = re.sub("Added last review time.*\n", "", learner.col.fix_integrity()[0])
    assert (report, held(learner)) == ("Database rebuilt and optimized.", before)


def names(learner: Learner, cards: Any) -> list[tuple[str, int]]:
    """Return the Id fields and ordinals of cards."""
    return [(card.note()["Id"], card.ord) for card in map(learner.col.get_card, cards)]


def blank(learner: Learner) -> list[tuple[str, int]]:
    """Return the cards that Tools > Empty Cards would delete."""
    return sorted(names(learner, [card for note in learner.col.get_empty_cards().notes for card in note.card_ids]))


@ways
def test_a_new_card_is_one_card_on_two_devices(work: Work, tmp_path: Path, server: str, way: Way) -> None:
    *_, before = [work.release(release) for release in way[:-1]]
    desk, phone = (two_devices.Device(tmp_path / name, server) for name in ("desk", "phone"))
    desk.take(before)
    desk.answer("")
    desk.first_sync(upload=True)
    phone.first_sync(upload=False)
    desk.take(work.release(way[-1]))
    phone.take(work.packages[-1])
    two_devices.wait_for_later_reviews(desk)
    phone.answer("is:new")
    reviews = sorted({row[0] for device in (desk, phone) for row in device.history()})
    for device in (desk, phone, desk):
        device.sync()
    agreed = two_devices.everything(desk)
    assert (held(desk), [row[0] for row in agreed[2]]) == (work.cards, reviews)
    work.release(way[-1], word="Tell")
    for device in (desk, phone):
        assert two_devices.everything(device) == agreed
        check_database(device)
        device.take(work.packages[-1])
        assert two_devices.everything(device) == agreed
        device.close()


@ways
def test_a_new_card_is_that_of_the_package_on_any_device(work: Work, tmp_path: Path, way: Way) -> None:
    for release in way:
        work.release(release)
    reworded = work.release(way[-1], word="Tell")
    for start in range(len(way) - 1):
        learner = Learner(tmp_path / f"began-{start}")
        learner.take(work.packages[start])
        learner.answer("")
        studied, history = learner.schedule(), learner.history()
        for package in (work.packages[-2], reworded):
            learner.take(package)
            assert held(learner) == work.cards
            check_database(learner)
        kept = [row for row in learner.schedule() if row in studied]
        assert (kept, learner.history(), blank(learner)) == (studied, history, [])
        learner.close()


@pytest.mark.parametrize("how", ["left the deck", "was emptied", "filled by the learner"])
def test_a_new_card_is_dealt_to_no_note_to_which_the_package_gives_none(work: Work, learner: Learner, how: str) -> None:
    learner.take(work.release((FORE,), KEPT + (ONE if how == "filled by the learner" else BOTH_WAYS)))
    if how == "filled by the learner":
        edit(learner, "Both", "yes")
    learner.take(work.release((FORE, BOTH), KEPT if how == "left the deck" else KEPT + ONE))
    assert held(learner) == work.cards


def test_the_lock_of_an_older_version_knows_that_a_wider_card_is_new(work: Work, learner: Learner) -> None:
    learner.take(work.release((FORE, BOTH)))
    text, count = re.subn(r',"conditions":.*,$', "},", work.lock.read_text("utf-8"), flags=re.M)
    work.lock.write_text(text, "utf-8")
    work.package.unlink()
    learner.take(work.release((FORE, BACK)))
    assert (count, held(learner)) == (1, work.cards)


@pytest.mark.parametrize("how", ["left the deck", "edited by the learner"])
def test_a_card_that_was_studied_is_not_blank_once_more_notes_have_it(work: Work, learner: Learner, how: str) -> None:
    learner.take(work.release((FORE, BOTH), KEPT + BOTH_WAYS))
    learner.answer("")
    if how == "edited by the learner":
        edit(learner, "Answer", "Mine")
    learner.take(work.release((FORE, BACK), KEPT if how == "left the deck" else KEPT + BOTH_WAYS))
    assert (held(learner), blank(learner)) == (work.cards, [])


def test_a_new_card_of_a_note_that_the_learner_edited_is_blank_until_its_update(work: Work, learner: Learner) -> None:
    learner.take(work.release((FORE,), KEPT + ONE))
    package = work.release((FORE, BACK), KEPT + ONE)
    edit(learner, "Answer", "Mine")
    assert learner.take(package) == Imported(updated=1, duplicate=1)
    assert (held(learner), blank(learner)) == (work.cards, [("one", 1)])
    (card,) = learner.cards("Id:one card:2")
    assert "The front of this card is blank." in card.render_output().question_text
    learner.answer("")
    state = learner.schedule(), learner.history()
    work.now = int(time.time())
    assert learner.take(work.release((FORE, BACK), KEPT + BOTH_WAYS)) == Imported(updated=1, duplicate=1)
    assert (held(learner), blank(learner)) == (work.cards, [])
    assert "Say one" in learner.col.get_card(card.id).render_output().question_text
    assert (learner.schedule(), learner.history()) == state


def test_a_withdrawn_template_deals_its_card_to_nobody(work: Work, tmp_path: Path) -> None:
    early, had, _ = learners = [Learner(tmp_path / name) for name in ("early", "had", "new")]
    early.take(work.release((FORE,)))
    had.take(work.release((FORE, BOTH)))
    had.answer("")
    state = had.schedule(), had.history()
    packages = [work.release((FORE,)), work.release((FORE,), word="Tell")]
    (search,) = re.findall("nid:.*", work.built.retired)
    for learner in learners:
        for package in packages:
            learner.take(package)
        notes = list(learner.col.find_notes(""))
        learner.col.tags.bulk_add(notes, "mine")
        learner.col.after_note_updates(notes, mark_modified=True)  # which makes cards, as the editor does
        check_database(learner)
        expected = [row for row in work.cards if row[1] == 0 or learner is had]
        assert held(learner) == expected
        assert sorted(learner.col.find_cards(search)) == sorted(row[2] for row in expected if row[1] == 1)
        assert learner is not had or (had.schedule(), had.history()) == state
        learner.close()


def test_a_key_that_is_taken_out_leaves_its_card_and_a_search_for_it(work: Work, learner: Learner) -> None:
    cards = (
        "- {id: a, kind: basic, front: A?, back: Aa, reverse: true}\n- {id: b, kind: basic, front: B?, back: Bb}\n"
        '- {id: c, kind: cloze, text: "A {{c1::gate}} is {{c2::held}} by {{c3::five}}"}\n'
        "- {id: d, kind: definition, term: Gate, meaning: A decision, example: The board}\n" + BOTH_WAYS
    )
    learner.take(work.release((FORE, BOTH), cards))
    learner.answer("")
    state = held(learner), learner.schedule(), learner.history()
    fewer = re.sub(r", reverse: true|, example: The board|, both: true| by {{c3::five}}", "", cards)
    learner.take(work.release((FORE, BOTH), fewer))
    assert work.built.report.told == (
        "4 cards have nothing to ask any more: a (Back to front), c (c3), d (Example to term), one (Back); who has them"
        " keeps them, blank, until Tools > Empty Cards, which deletes them with their schedule",
    )
    left = [("a", 1), ("c", 2), ("d", 2), ("one", 1)]
    found = [names(learner, learner.col.find_cards(search)) for search in re.findall("nid:.*", work.built.retired)]
    assert (found, blank(learner)) == ([[card] for card in left], left)
    assert (held(learner), learner.schedule(), learner.history()) == state
    learner.take(work.release((FORE, BOTH), cards))
    assert (held(learner), learner.schedule(), learner.history(), blank(learner)) == (*state, [])
    assert not work.built.retired_path.exists()


GATE = "is new; 1 more spare field so that no device deals it by itself; {} notes are newer by it"
COSTS = {
    "a new template": (f'Drill: the card "Back" {GATE}', 20, (2, 1)),
    "a new template for some": (f'Drill: the card "Back" {GATE}', 10, (2, 1)),
    "a new template by a new field": ('Drill: the field "New" and the card "Back" is new', 20, (2, 1)),
    "a template that was withdrawn": (f'Drill: the card "Back" {GATE}', 20, (2, 2)),
    "no when": (f"Drill: a card for more notes {GATE}", 20, (2, 2)),
    "a built-in template": (f'Basic: the card "Back to front" {GATE}', 10, (2, 1)),
}


@pytest.mark.parametrize("way", COSTS)
def test_the_build_says_what_a_new_card_costs(work: Work, way: str) -> None:
    told, newer, left = COSTS[way]
    for release in WAYS[way][:-1]:
        work.release(release)
    mods = {key: entry.mod for key, entry in work.ledger().notes.items()}
    work.release(WAYS[way][-1])
    places = ", ".join(map(counted, left, ("spare field", "spare card")))
    assert work.built.report.told == (f"Demo · {told.format(newer)}; left: {places}",)
    assert sum(entry.mod > mods[key] for key, entry in work.ledger().notes.items()) == newer
    (entry,) = work.ledger().types.values()
    assert tuple(sum("Spare" in slot.name for slot in slots) for slots in (entry.fields, entry.templates)) == left
