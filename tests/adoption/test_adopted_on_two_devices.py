"""Two devices with a real sync server between them: one has the published package, the other the adopted rebuild."""

from __future__ import annotations

from pathlib import Path

from builder.inverse.same_dom import same_dom
from tests.adoption.published import NOTES, built, edit, imported, publish
from tests.lossless.test_two_devices import Device, everything, server, wait_for_later_reviews

__all__ = ["server"]


def assert_alike(desk: Device, phone: Device) -> None:
    """Hold two devices against each other: notes look the same, cards and reviews are the same."""
    (ours, *more), (theirs, *others) = everything(desk), everything(phone)
    assert more == others
    for (guid, nid, fields, tags), (guid_there, nid_there, fields_there, tags_there) in zip(ours, theirs, strict=True):
        assert (guid, nid, tags) == (guid_there, nid_there, tags_there)
        assert all(map(same_dom, fields.split("\x1f"), fields_there.split("\x1f")))


def test_both_begin_with_their_own_and_nothing_is_there_twice(tmp_path: Path, server: str) -> None:
    package = publish(tmp_path / "world.apkg")
    deck = imported(tmp_path / "project", package)
    rebuilt = built(deck)
    desk, phone = Device(tmp_path / "desk", server), Device(tmp_path / "phone", server)
    desk.first_sync(upload=True)
    phone.first_sync(upload=False)
    desk.take(package)
    phone.take(rebuilt)
    cards = len(desk.cards())
    desk.answer("")
    wait_for_later_reviews(desk)
    phone.answer("")
    reviews = len(desk.history()) + len(phone.history())
    for device in (desk, phone, desk):
        device.sync()
    assert_alike(desk, phone)
    notes, identities, history = everything(desk)
    assert ([row[0] for row in notes], len(identities), len(history)) == (sorted(NOTES), cards, reviews)

    edit(deck / "10-east.yaml", "capital: '**Paris**'", "capital: The city of Paris\n    note: small")
    desk.take(built(deck))
    edit(deck / "10-east.yaml", "The city of Paris", "Paris, a city")
    phone.take(built(deck))
    for device in (phone, desk, phone):
        device.sync()
    assert_alike(desk, phone)
    notes, identities, again = everything(desk)
    assert [row[2].split("\x1f")[1] for row in notes if row[0] == "fr"] == ["Paris, a city"]
    assert (len(notes), len(identities), again) == (len(NOTES), cards + 1, history)
    desk.close()
    phone.close()
