"""Two devices with a real sync server between them: both import different builds before they sync."""

from __future__ import annotations

import importlib.util
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import require
from tests.learner import Learner
from tests.lossless.author import Author
from tests.lossless.edits import add_card, add_cloze, change_text, remove_card, rename_id, reorder_parts
from tests.lossless.server import PASSWORD, USER, serving


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    """Run Anki's own sync server, and return its address."""
    require(importlib.util.find_spec("anki"), "the anki package: pip install 'deckwright[anki]'")
    with serving(tmp_path / "server", [USER]) as address:
        yield address


class Device(Learner):
    """A device that syncs."""

    def __init__(self, folder: Path, server: str) -> None:
        super().__init__(folder)
        self.auth = self.col.sync_login(USER, PASSWORD, server)

    def first_sync(self, *, upload: bool) -> None:
        """Send the whole collection to the server, or fetch it."""
        self.col.sync_collection(self.auth, False)
        self.col.close_for_full_sync()
        self.col.full_upload_or_download(auth=self.auth, server_usn=None, upload=upload)
        self.col.reopen(after_full_sync=True)

    def sync(self) -> None:
        """Sync as every day; a full sync must not be asked for."""
        result = self.col.sync_collection(self.auth, False)
        assert result.required == result.NO_CHANGES, result


def everything(device: Device) -> tuple[list[Any], list[Any], list[Any]]:
    """Return all notes, all cards' identities, and all reviews."""
    assert device.col.db is not None
    return (
        device.col.db.all("select guid, id, flds, tags from notes order by guid"),
        device.col.db.all("select n.guid, c.ord, c.id from cards c, notes n on n.id = c.nid order by 1, 2"),
        device.col.db.all("select id, cid from revlog order by id"),
    )


def wait_for_later_reviews(device: Device) -> None:
    """Wait until reviews get later ids than a device's last one.

    An id is the time in milliseconds, or the next free one: who answers many cards at once runs ahead of the clock, and
    another device would give the same ids to its own reviews, of which a sync keeps one.
    """
    assert device.col.db is not None
    while time.time_ns() // 1_000_000 <= (device.col.db.scalar("select max(id) from revlog") or 0):
        time.sleep(0.01)


def test_different_builds_on_two_devices_before_they_sync(tmp_path: Path, server: str) -> None:
    now = int(time.time()) - 10_000
    author = Author(tmp_path, seed=7)
    first = author.build(now)
    desk, phone = Device(tmp_path / "desk", server), Device(tmp_path / "phone", server)
    desk.take(first.path)
    desk.answer("is:new")
    desk.first_sync(upload=True)
    phone.first_sync(upload=False)

    for edit in (add_card, change_text, change_text, remove_card, rename_id):
        edit(author)
    second = author.build(now + 1000)
    for edit in (add_card, change_text, add_cloze, reorder_parts, add_card):
        edit(author)
    third = author.build(now + 2000)
    phone.take(third.path)
    desk.take(second.path)
    wait_for_later_reviews(desk)
    phone.answer("is:new")
    reviews = {row[0] for device in (desk, phone) for row in device.history()}
    desk.sync()
    phone.sync()
    desk.sync()

    assert everything(desk) == everything(phone)
    notes, cards, history = everything(desk)
    guids = first.notes.keys() | second.notes.keys() | third.notes.keys()
    assert [row[0] for row in notes] == sorted(guids)
    assert len(cards) == sum(
        len({ordinal for r in author.releases if guid in r.notes for ordinal in r.notes[guid].cards}) for guid in guids
    )
    assert {row[0] for row in history} == reviews
    assert {row[1] for row in history} <= {row[2] for row in cards}
    held = desk.col.models.all_names_and_ids()
    assert not [model.name for model in held if "+" in model.name]
    desk.close()
    phone.close()


def test_two_devices_that_begin_with_different_builds(tmp_path: Path, server: str) -> None:
    now = int(time.time()) - 10_000
    author = Author(tmp_path, seed=8)
    first = author.build(now)
    desk, phone = Device(tmp_path / "desk", server), Device(tmp_path / "phone", server)
    desk.first_sync(upload=True)
    phone.first_sync(upload=False)
    add_card(author)
    change_text(author)
    second = author.build(now + 1000)
    desk.take(first.path)
    phone.take(second.path)
    desk.answer("is:new")
    wait_for_later_reviews(desk)
    phone.answer("is:new")
    reviews = {row[0] for device in (desk, phone) for row in device.history()}
    desk.sync()
    phone.sync()
    desk.sync()
    notes, _, history = everything(desk)
    assert everything(desk) == everything(phone)
    assert [row[0] for row in notes] == sorted(first.notes.keys() | second.notes.keys())
    assert {row[0] for row in history} == reviews
    desk.close()
    phone.close()
