"""A learner who does what learners do, and checks after each import that nothing was lost."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.learner import Learner
from tests.lossless.author import Release
from tests.lossless.package import as_type


@dataclass(slots=True)
class Held:
    """A note as the learner holds it: the release that its text is of, and when he changed it himself (0: never)."""

    release: int
    touched: int = 0


class Student(Learner):
    """A learner whose clock is the test's."""

    def __init__(self, folder: Path, seed: int) -> None:
        super().__init__(folder)
        self.random = random.Random(seed)
        self.held: dict[str, Held] = {}
        self.types: set[str] = set()
        self.stock = len(self.col.models.all_names_and_ids())
        self.newest = -1
        self.release: Release | None = None
        """The newest one that he has."""

    def note(self, guid: str) -> dict[str, Any] | None:
        """Return a note's filled fields, all values in their order, and its tags; None where he has it not."""
        assert self.col.db is not None
        note_id = self.col.db.scalar("select id from notes where guid = ?", guid)
        if note_id is None:
            return None
        note = self.col.get_note(note_id)
        filled = {name: value for name, value in note.items() if value}
        return {"fields": filled, "values": list(note.fields), "tags": tuple(sorted(note.tags))}

    def rows(self) -> tuple[dict[int, Any], list[Any]]:
        """Return all cards with what the scheduler knows of them, and all reviews."""
        assert self.col.db is not None
        return {row[0]: row for row in self.col.db.all("select * from cards")}, self.history()

    def update(self, releases: list[Release], number: int) -> None:
        """Import a release and check all that the promise says."""
        assert self.col.db is not None
        release = releases[number]
        schema = self.col.db.scalar("select scm from col")
        cards, history = self.rows()
        before = {guid: self.note(guid) for guid in self.held}
        imported = self.take(release.path)
        self.col.models._clear_cache()  # as the apps do after each operation
        assert (imported.conflicting, imported.missing) == (0, 0)
        assert self.col.db.scalar("select scm from col") == schema, "a full sync is forced"
        now_cards, now_history = self.rows()
        assert {card: now_cards.get(card) for card in cards} == cards, "a card changed"
        assert now_history == history, "reviews changed"
        for guid in release.notes:
            self.check_note(releases, number, guid, before.get(guid))
        for guid, state in before.items():
            if guid not in release.notes:
                assert unchanged(state, self.note(guid)), "a note that is not in the package changed"
        self.check_whole(release)
        if number >= self.newest:
            self.newest, self.release = number, release
            for name, packed in release.types.items():
                assert as_type(self.col.models.by_name(name)) == packed, "a note type is not as in the package"

    def check_note(self, releases: list[Release], number: int, guid: str, before: dict[str, Any] | None) -> None:
        """Check one note against what the releases say of it."""
        assert self.col.db is not None
        packed = releases[number].notes[guid]
        after = self.note(guid)
        assert after is not None
        delivered = {"fields": packed.fields, "tags": packed.tags}
        has = {"fields": after["fields"], "tags": after["tags"]}
        held = self.held.get(guid)
        if held is None or before is None:
            assert has == delivered, "a new note is not as it is in the package"
            self.held[guid] = Held(number)
        else:
            between = [r.notes[guid].content for r in releases[held.release : number + 1] if guid in r.notes]
            changed = last_change(releases, number, guid)
            if number <= held.release or len(set(map(repr, between))) == 1:
                assert unchanged(before, after), "a note that the author left alone changed"
            elif changed > held.touched:
                assert has == delivered, "an edit did not arrive"
                self.held[guid] = Held(number)
            held = self.held[guid]
            held.release = max(held.release, number)
        nid = self.col.db.scalar("select id from notes where guid = ?", guid)
        ordinals = self.col.db.list("select ord from cards where nid = ?", nid)
        assert set(packed.cards) <= set(ordinals), "a card did not arrive"
        ever = {ordinal for r in releases if guid in r.notes for ordinal in r.notes[guid].cards}
        assert set(ordinals) <= ever, "a card that is in no release was made"

    def check_whole(self, release: Release) -> None:
        """Check that nothing is doubled, and that note types are those that were imported."""
        assert self.col.db is not None
        assert self.col.db.scalar("select count() from (select 1 from notes group by guid having count() > 1)") == 0
        assert self.col.db.scalar("select count() from (select 1 from cards group by nid, ord having count() > 1)") == 0
        self.types |= {name.partition(" · ")[2] for name in release.types}
        names = [model.name for model in self.col.models.all_names_and_ids()]
        assert len(names) == self.stock + len(self.types), names
        assert self.col.db.scalar("select count() from notes") == len(self.held)

    def study(self, action: int, now: int) -> None:
        """Do one of the things that learners do."""
        cards = sorted(self.col.find_cards(""))
        if cards:
            card = self.col.get_card(self.random.choice(cards))
            ACTIONS[action % len(ACTIONS)](self, card, now)

    def touch(self, note_id: Any, now: int) -> None:
        """Give a note the test's time, as the time of a change by the learner himself."""
        assert self.col.db is not None
        self.col.db.execute("update notes set mod = ? where id = ?", now, note_id)
        guid = self.col.db.scalar("select guid from notes where id = ?", note_id)
        self.held[guid].touched = now


def unchanged(before: dict[str, Any] | None, after: dict[str, Any] | None) -> bool:
    """Tell whether a note's text and tags are what they were; its fields may have new names."""
    assert before is not None
    assert after is not None
    return (before["values"], before["tags"]) == (after["values"], after["tags"])


def last_change(releases: list[Release], number: int, guid: str) -> int:
    """Return when a note last changed, up to a release."""
    last, content = 0, None
    for release in releases[: number + 1]:
        packed = release.notes.get(guid)
        if packed is not None and packed.content != content:
            last, content = release.now, packed.content
    return last


def review(student: Student, card: Any, now: int) -> None:
    if card.queue >= 0:
        student.answer(f"cid:{card.id}", student.random.randint(1, 4))


def add_tag(student: Student, card: Any, now: int) -> None:
    student.col.tags.bulk_add([card.nid], student.random.choice(["mine", "marked", "leech"]))
    student.touch(card.nid, now)


def edit_note(student: Student, card: Any, now: int) -> None:
    note = student.col.get_note(card.nid)
    note.fields[1] += " (mine)"
    student.col.update_note(note)
    student.touch(card.nid, now)


def flag(student: Student, card: Any, now: int) -> None:
    student.col.set_user_flag_for_cards(student.random.randint(1, 7), [card.id])


def suspend(student: Student, card: Any, now: int) -> None:
    student.col.sched.suspend_cards([card.id])


def unsuspend(student: Student, card: Any, now: int) -> None:
    student.col.sched.unsuspend_cards([card.id])


def bury(student: Student, card: Any, now: int) -> None:
    student.col.sched.bury_cards([card.id])


def move(student: Student, card: Any, now: int) -> None:
    deck = student.col.decks.id(student.random.choice(["Mine", "Demo::Mine"]))
    assert deck is not None
    student.col.set_deck([card.id], deck)


def delete(student: Student, card: Any, now: int) -> None:
    note = student.col.get_note(card.nid)
    student.col.remove_notes([card.nid])
    del student.held[note.guid]


def check_database(student: Student, card: Any, now: int) -> None:
    cards, history = student.rows()
    _, is_well = student.col.fix_integrity()
    assert is_well
    assert student.rows() == (cards, history), "Check Database found something to mend"


def empty_cards(student: Student, card: Any, now: int) -> None:
    """Delete the cards that Anki calls empty: none that the newest release still gives to a note which is as in it."""
    for empty in student.col.get_empty_cards().notes:
        note_id: Any = empty.note_id
        card_ids: list[Any] = list(empty.card_ids)
        note = student.col.get_note(note_id)
        held, packed = student.held[note.guid], student.release.notes.get(note.guid) if student.release else None
        if packed is not None and not held.touched and held.release == student.newest:
            assert not {student.col.get_card(number).ord for number in card_ids} & set(packed.cards)
        if empty.will_delete_note:
            del student.held[note.guid]
        student.col.remove_cards_and_orphaned_notes(card_ids)


ACTIONS = [
    review,
    review,
    review,
    review,
    review,
    add_tag,
    edit_note,
    flag,
    suspend,
    unsuspend,
    bury,
    move,
    delete,
    check_database,
    empty_cards,
]
