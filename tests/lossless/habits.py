"""What learners do with their cards, their decks and Anki itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tests.lossless.student import schedule

if TYPE_CHECKING:
    from tests.lossless.student import Student


def study(student: Student, action: int, now: int, *, is_one_of_two: bool = False) -> None:
    """Do one of the things that learners do, with a card that they have; with two devices what one sync brings over."""
    cards = sorted(student.col.find_cards(""))
    if cards:
        card = student.col.get_card(student.random.choice(cards))
        habits = EVERYWHERE if is_one_of_two else HABITS
        habits[action % len(habits)](student, card)
        student.settle(now)


def review(student: Student, card: Any) -> None:
    if card.queue >= 0:
        student.answer(f"cid:{card.id}", student.random.randint(1, 4))


def become_leech(student: Student, card: Any) -> None:
    """Fail a card for the eighth time: Anki tags its note, and suspends it."""
    student.col.sched.unsuspend_cards([card.id])
    student.col.sched.set_due_date([card.id], "0")
    card.load()
    card.lapses = 7
    student.col.update_card(card)
    student.answer(f"cid:{card.id}", 1)
    assert "leech" in student.col.get_note(card.nid).tags


def add_tag(student: Student, card: Any) -> None:
    student.col.tags.bulk_add([card.nid], student.random.choice(["mine", "marked", "leech"]))


def edit_note(student: Student, card: Any) -> None:
    note = student.col.get_note(card.nid)
    note.fields[1] += " (mine)"
    student.col.update_note(note)


def flag(student: Student, card: Any) -> None:
    student.col.set_user_flag_for_cards(student.random.randint(1, 7), [card.id])


def suspend(student: Student, card: Any) -> None:
    student.col.sched.suspend_cards([card.id])


def unsuspend(student: Student, card: Any) -> None:
    student.col.sched.unsuspend_cards([card.id])


def bury(student: Student, card: Any) -> None:
    student.col.sched.bury_cards([card.id])


def move(student: Student, card: Any) -> None:
    deck = student.col.decks.id(student.random.choice(["Mine", "Demo::Mine"]))
    assert deck is not None
    student.col.set_deck([card.id], deck)


def change_style(student: Student, card: Any) -> None:
    model = card.note_type()
    model["css"] += ".mine {}"
    student.col.models.update_dict(model)


def change_preset(student: Student, card: Any) -> None:
    """Give a deck a preset of the learner's own, or change that."""
    decks = student.col.decks
    deck = decks.get(card.did)
    assert deck is not None
    preset = decks.get_config(deck["conf"])
    assert preset is not None
    if deck["conf"] == 1:
        preset = decks.add_config("Mine")
        decks.set_config_id_for_deck_dict(deck, preset["id"])
    preset["new"]["perDay"] = student.random.randint(5, 99)
    decks.update_config(preset)


def switch_fsrs(student: Student, card: Any) -> None:
    """Switch FSRS on, as the screen of deck options does: Anki works out the memory of all cards."""
    from anki.decks import UpdateDeckConfigs

    shown = student.col.decks.get_deck_configs_for_update(card.did)
    presets = [held.config for held in shown.all_config]
    limits = shown.current_deck.limits
    student.col.decks.update_deck_configs(
        UpdateDeckConfigs(target_deck_id=card.did, configs=presets, limits=limits, fsrs=True)
    )


def delete(student: Student, card: Any) -> None:
    guid = student.col.get_note(card.nid).guid
    student.col.remove_notes([card.nid])
    del student.shelf.held[guid]


def check_database(student: Student, card: Any) -> None:
    """Check Database, which has nothing to mend but times of reviews: "Set Due Date" notes none on the card."""
    before = student.view()
    report, _ = student.col.fix_integrity()
    after = student.view()
    assert re.sub("Added last review time.*\n", "", report) == "Database rebuilt and optimized."
    assert (after.reviews, after.notes, after.cards.keys()) == (before.reviews, before.notes, before.cards.keys())
    assert all(schedule(after.cards[card]) == schedule(row) for card, row in before.cards.items()), "a card changed"


def check_media(student: Student, card: Any) -> None:
    """Check Media, and delete what Anki calls unused."""
    found = student.col.media.check()
    student.col.media.trash_files(list(found.unused))
    assert not found.missing, "a file of a card is missing"


def empty_cards(student: Student, card: Any) -> None:
    """Delete the cards that Anki calls empty: none that the release gives, where note and note type are as in it.

    What was withdrawn is empty, although the note's text is no other: so the newest release counts.
    """
    shelf = student.shelf
    types = student.view().types
    for empty in student.col.get_empty_cards().notes:
        note_id: Any = empty.note_id
        card_ids: list[Any] = list(empty.card_ids)
        note = student.col.get_note(note_id)
        ordinals = {student.col.get_card(number).ord for number in card_ids}
        shelf.emptied |= {(note.guid, ordinal) for ordinal in ordinals}
        held = shelf.held[note.guid]
        release = held.release if held.release.is_tombstones else shelf.release
        packed = release.notes.get(note.guid) if release is not None else None
        if release is not None and packed is not None and (held.since, held.touched) == (release.since(note.guid), 0):
            wanted, present = release.types[packed.type], types[packed.type]
            if wanted.templates == present.templates:
                assert not ordinals & packed.cards.keys(), "a card that the release gives is blank"
        if empty.will_delete_note:
            del shelf.held[note.guid]
        student.col.remove_cards_and_orphaned_notes(card_ids)


def back_up(student: Student, card: Any) -> None:
    """Export everything as a .colpkg."""
    path = student.folder / "backup.colpkg"
    student.col.export_collection_package(str(path), include_media=True, legacy=False)
    student.col.reopen()
    student.backup = path, student.shelf.copy()


def restore(student: Student, card: Any) -> None:
    """Replace everything by the backup."""
    from anki.media import media_paths_from_col_path

    if student.backup is not None:
        path, shelf = student.backup
        media, media_db = media_paths_from_col_path(student.col.path)
        student.col.close()
        student.col._backend.import_collection_package(
            col_path=student.col.path, backup_path=str(path), media_folder=media, media_db=media_db
        )
        student.col.reopen()
        student.shelf = shelf.copy()


EVERYWHERE = [
    review, review, review, review, become_leech, add_tag, edit_note, edit_note, flag, suspend, unsuspend, bury, move,
    change_style, change_preset, switch_fsrs,
]  # fmt: skip
"""What one sync brings over to another device."""
HABITS = [*EVERYWHERE, review, delete, delete, check_database, empty_cards, check_media, back_up, restore]
"""All; a check of the database, what was deleted and a backup may ask for a full sync, which Anki tells beforehand."""
