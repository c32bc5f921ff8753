"""What an author meant with a package: which note is which, what cards it has, and what pictures it shows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from tests.lossless.facts import Identity, main_cards, part_cards
from tests.lossless.pictures import digest, named
from tests.lossless.releases import Release

if TYPE_CHECKING:
    from tests.lossless.author import Author


def check_identities(author: Author, release: Release) -> None:
    """Check GUIDs, template slots and the number of cards against what the author meant."""
    by_key = {note.fields["Id"]: note for note in release.notes.values()}
    assert len(by_key) == len(release.notes)
    expected = dict(_expected(author))
    assert {key: len(cards) for key, (_, cards) in expected.items()} == {key: len(n.cards) for key, n in by_key.items()}
    for key, (identity, cards) in expected.items():
        note = by_key[key]
        assert author.identities.setdefault(identity, note.guid) == note.guid, (key, identity)
        slots = {name: slot for slot, (name, _, _) in enumerate(release.types[note.type].templates)}
        for card in cards:
            name = author.drill.cards.get(card, card)
            slot = card - 1 if isinstance(card, int) else slots[name]
            assert slot in note.cards
            assert author.slots.setdefault((note.type, str(author.drill.born.get(card, name))), slot) == slot
    assert len(set(author.identities.values())) == len(author.identities)


def _expected(author: Author) -> Iterator[tuple[str, tuple[Identity, list[Any]]]]:
    """Yield for each note its key, what it is, and its cards: template names, or cloze numbers."""
    for fact in author.facts:
        main = author.drill.cards_of(fact) if fact.kind == "drill" else main_cards(fact)
        cards = [*(part_cards(fact, part) for part in fact.parts), main]
        for (key, identity), some in zip(fact.notes(), cards, strict=True):
            yield key, (identity, some)


def check_media(author: Author, release: Release) -> None:
    """Check that the notes of each card name the files that its author put there, with these bytes."""
    by_key = {note.fields["Id"]: note for note in release.notes.values()}
    for fact in author.facts:
        shown = {file for key, _ in fact.notes() for file in by_key[key].files.values()}
        assert shown == {digest(author.media[name]) for name in named(author.source(fact))}
