"""Two devices of one learner: each imports what it likes and is studied on, and then both sync."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from tests.lossless.server import PASSWORD
from tests.lossless.student import Held, Student, View, schedule


class Pair:
    """Two devices with one account on a sync server."""

    def __init__(self, desk: Student, phone: Student, server: str, user: str) -> None:
        self.devices = (desk, phone)
        self.auth = desk.col.sync_login(user, PASSWORD, server)
        for device in self.devices:
            device.col.sync_collection(self.auth, False)
            device.col.close_for_full_sync()
            device.col.full_upload_or_download(auth=self.auth, server_usn=None, upload=device is desk)
            device.col.reopen(after_full_sync=True)

    def sync(self) -> None:
        """Sync both devices, and check that they agree, and that each has the newer of all that the two had."""
        desk, phone = self.devices
        before = [device.view() for device in self.devices]
        held = later(desk.shelf.held, phone.shelf.held), later(desk.shelf.types, phone.shelf.types)
        for device in (desk, phone, desk):
            done = device.col.sync_collection(self.auth, False)
            assert done.required == done.NO_CHANGES, "a full sync is forced"
        self._sync_media()
        after = [device.view() for device in self.devices]
        # What two versions of Deckwright show in two ways may be shown in either of them, but in one.
        assert after[0].notes == after[1].notes
        assert {*map(_agreed, after[0].cards.values())} == {*map(_agreed, after[1].cards.values())}
        for view in after:
            _check(view, before, [device.shelf.held for device in self.devices])
        for device in self.devices:
            newest = max(desk.shelf, phone.shelf, key=lambda shelf: shelf.number)
            device.shelf.held, device.shelf.types = dict(held[0]), dict(held[1])
            device.shelf.number, device.shelf.release = newest.number, newest.release
            device._check_files(device.view())

    def _sync_media(self) -> None:
        """Wait until all files are on both devices."""
        desk, phone = self.devices
        for device in (desk, phone, desk):
            device.col.sync_media(self.auth)
            while device.col.media_sync_status().active:
                time.sleep(0.001)


def later(one: Mapping[Any, Held], other: Mapping[Any, Held]) -> dict[Any, Held]:
    """Return of each note or note type that which a sync keeps: the later one."""
    return {
        key: max((held[key] for held in (one, other) if key in held), key=lambda held: held.mod)
        for key in {**one, **other}
    }


def _check(view: View, before: list[View], held: list[dict[str, Held]]) -> None:
    """Check what a device has after a sync against what both had."""
    one, other = before
    assert view.schema == one.schema
    assert view.notes.keys() == one.notes.keys() | other.notes.keys()
    for guid, note in view.notes.items():
        devices = [(held[number][guid].mod, before[number].notes[guid]) for number in (0, 1) if guid in held[number]]
        latest = max(mod for mod, _ in devices)
        assert note in [held for mod, held in devices if mod == latest], "an older note won"
    assert {row[0] for row in view.reviews} == {row[0] for row in (*one.reviews, *other.reviews)}, "reviews got lost"
    assert view.cards.keys() == one.cards.keys() | other.cards.keys(), "a card was lost, or is there twice"
    for card, row in view.cards.items():
        rows = [view.cards[card] for view in before if card in view.cards]
        last = max((row[_MOD], row[_USN] == _UNSYNCED) for row in rows)
        won = [schedule(row) for row in rows if (row[_MOD], row[_USN] == _UNSYNCED) == last]
        assert schedule(row) in won, "an older schedule won"


def _agreed(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return of a card what two devices agree on.

    Not the place of a new one, which is that of the first import, nor its flag, of which Anki notes no time.
    """
    _card, note, ordinal, kind, queue, due, *rest, _flag = schedule(row)
    return (note, ordinal, kind, queue, due if kind else 0, *rest)


_MOD, _USN, _UNSYNCED = 4, 5, -1
"""Where the time of its last change stands in the row of a card, and whether it was synced since; a flag moves only
the second."""
