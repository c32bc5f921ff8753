"""Years with an adopted deck: rebuilds with edits of all sorts, learners who began before and after, two devices."""

from __future__ import annotations

import contextlib
import html
import random
import re
import sqlite3
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest

from builder.inverse.same_dom import same_dom
from tests.adoption.life import Adopter, Release
from tests.adoption.odd_deck import odd_package
from tests.learner import Imported, Learner
from tests.lossless.test_two_devices import Device, server, wait_for_later_reviews

__all__ = ["server"]
_FILE = re.compile(r'<img[^<>]*? src="([^"]*)"|\[sound:([^\]]*)\]')


class Holder:
    """A learner who checks, at each import, that nothing is lost, doubled or left out."""

    def __init__(self, learner: Learner, part: int = 0, parts: int = 1) -> None:
        """`part` of `parts` is what is studied here: a card that two devices answer in one second is not synced."""
        self.learner, self.part, self.parts = learner, part, parts
        self.held: dict[str, int] = {}
        """Of each note the release that it came with, by GUID."""

    def rows(self, query: str) -> list[Any]:
        assert self.learner.col.db is not None
        return self.learner.col.db.all(query)

    def state(self) -> tuple[Any, ...]:
        cards = {row[0]: row for row in self.rows("select * from cards")}
        notes = {row[0]: row[1:] for row in self.rows("select guid, id, mid, tags, flds from notes")}
        ((schema,),) = self.rows("select scm from col")
        return cards, notes, self.learner.history(), schema, {row[0] for row in self.rows("select name from notetypes")}

    def take(self, release: Release) -> None:
        cards, notes, history, schema, types = self.state()
        log = self.learner.take(release.path)
        cards_now, notes_now, history_now, schema_now, types_now = self.state()
        new = release.since.keys() - self.held.keys()
        updated = {guid for guid in release.since.keys() - new if release.since[guid] > self.held[guid]}
        assert log == Imported(new=len(new), updated=len(updated), duplicate=len(release.since) - len(new | updated))
        assert (history_now, schema_now) == (history, schema)
        assert {card: cards_now[card] for card in cards} == cards, "a card changed or is gone"
        assert notes_now.keys() == notes.keys() | new
        assert {guid: notes_now[guid] for guid in notes.keys() - updated} == {
            guid: notes[guid] for guid in notes.keys() - updated
        }
        assert all(notes_now[guid][:2] == notes[guid][:2] for guid in updated)
        places = [(row[1], row[3]) for row in cards_now.values()]
        assert len(places) == len(set(places)), "a card is there twice"
        assert not cards or {name for name in types_now - types if name.endswith("+")} == set(), "a note type is forked"
        if release.is_ours:
            self.check_package(release)
        self.held |= dict.fromkeys(release.since, release.number)

    def check_package(self, release: Release) -> None:
        """Check that all notes and cards of a package are there with their numbers, and the files that notes name."""
        database = release.path.with_suffix(".anki2")
        with zipfile.ZipFile(release.path) as archive:
            database.write_bytes(archive.read("collection.anki2"))
        places = "select n.guid, n.id, c.ord, c.id from notes n, cards c on c.nid = n.id"
        texts = "select guid, flds from notes"
        with contextlib.closing(sqlite3.connect(database)) as package:
            assert {*package.execute(places)} <= {*map(tuple, self.rows(places))}, "a card did not arrive"
            new = {row for row in package.execute(texts) if release.since[row[0]] > 0}
        assert new <= {*map(tuple, self.rows(texts))}, "a text did not arrive"
        media = Path(self.learner.col.media.dir())
        for (fields,) in self.rows("select flds from notes"):
            for picture, sound in _FILE.findall(fields):
                assert (media / html.unescape(picture or sound)).is_file()

    def study(self, chance: random.Random) -> None:
        """Answer, flag and suspend some cards."""
        for card in self.learner.cards():
            if card.id % self.parts != self.part:
                continue
            if chance.random() < 0.2:
                self.learner.answer(f"cid:{card.id}", chance.choice([2, 3, 4]))
            elif chance.random() < 0.05:
                self.learner.col.set_user_flag_for_cards(2, [card.id])


def assert_alike(desk: Holder, phone: Holder) -> None:
    """Hold two devices of one learner against each other after they have synced."""
    assert desk.learner.history() == phone.learner.history()
    places = "select nid, ord, id, type, queue, ivl, reps from cards order by 1, 2"
    assert desk.rows(places) == phone.rows(places)
    texts = "select guid, id, mid, tags, flds from notes order by guid"
    for ours, theirs in zip(desk.rows(texts), phone.rows(texts), strict=True):
        assert ours[:4] == theirs[:4]
        assert all(map(same_dom, ours[4].split("\x1f"), theirs[4].split("\x1f"))), ours


def sync(desk: Holder, phone: Holder) -> None:
    """Sync both; each has then the newer of all notes."""
    for device in (desk, phone, desk):
        assert isinstance(device.learner, Device)
        device.learner.sync()
        device.learner.col.sync_media(device.learner.auth)
        while device.learner.col.media_sync_status().active:
            time.sleep(0.001)
    held = {guid: max(desk.held.get(guid, 0), phone.held.get(guid, 0)) for guid in {**desk.held, **phone.held}}
    desk.held, phone.held = dict(held), dict(held)
    assert_alike(desk, phone)


def live(
    folder: Path, address: str, form: str, seed: int, rebuilds: int, edits: int, patch: pytest.MonkeyPatch
) -> None:
    """Publish a deck, adopt it and rebuild it many times; learners take some or all of the packages and study on."""
    chance = random.Random(seed)
    package = odd_package(folder, form)
    author = Adopter(folder / "project", package, seed, int(time.time()) - 1_000_000, patch)
    published = Release(package, dict(author.since), 0, is_ours=False)
    adopted = author.release(0)
    desk, phone = (Holder(Device(folder / name, address), part, 2) for part, name in enumerate(("desk", "phone")))
    first, second = desk.learner, phone.learner
    assert isinstance(first, Device)
    assert isinstance(second, Device)
    first.first_sync(upload=True)
    second.first_sync(upload=False)
    faithful, rare, late = (Holder(Learner(folder / name)) for name in ("faithful", "rare", "late"))
    for holder, release in ((faithful, published), (rare, published), (desk, published), (phone, adopted)):
        holder.take(release)
        holder.study(chance)
        wait_for_later_reviews(first)
    sync(desk, phone)
    for holder in (
        (faithful, rare, desk) if form == "genanki" else ()
    ):  # which gives fields no ids: the first build does
        holder.take(adopted)
    for number in range(1, rebuilds + 1):
        for _ in range(edits):
            author.edit()
        release = author.release(number)
        takers = [
            faithful,
            chance.choice([desk, phone]),
            *([rare] if number % 4 == 0 else []),
            *([late] if number > 2 else []),
        ]
        for holder in takers:
            holder.take(release)
            holder.study(chance)
            holder.take(release)
        wait_for_later_reviews(first)
        wait_for_later_reviews(second)
        if chance.random() < 0.6:
            sync(desk, phone)
    for holder in (faithful, rare, late, desk, phone):
        holder.take(release)
    sync(desk, phone)
    for holder in (faithful, rare, late, desk, phone):
        holder.learner.close()


def test_a_short_life(tmp_path: Path, server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    live(tmp_path, server, "latest", seed=1, rebuilds=3, edits=8, patch=monkeypatch)


@pytest.mark.long
@pytest.mark.parametrize("form", ["genanki", "legacy", "latest"])
@pytest.mark.parametrize("seed", range(8))
def test_long_lives(form: str, seed: int, tmp_path: Path, server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    live(tmp_path, server, form, seed, rebuilds=10, edits=10, patch=monkeypatch)
