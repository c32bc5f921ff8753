"""What a package of Deckwright's says of itself: which of its changes its author has been told of.

Packages that something else made say nothing, and are judged by what they do alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from pathlib import Path

from builder.errors import DeckwrightError
from builder.lock.ledger import Ledger, NoteEntry
from builder.package.recover import Recovered, recover_from
from builder.verify.snapshot import CardKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The ledger of a package; that of another tool's package is empty."""

    ledger: Ledger
    by_guid: Mapping[str, tuple[str, NoteEntry]] = field(default_factory=dict)
    """Keys and entries."""
    before: Mapping[str, NoteEntry] = field(default_factory=dict)
    """The entries of the older package, by GUID."""
    keys_before: AbstractSet[str] = frozenset()
    """What notes were called in the older package."""
    has_same_maker: bool = True
    """Whether one version of Deckwright built both, which shows the same texts in the same way."""

    @property
    def is_ours(self) -> bool:
        """Return whether Deckwright made the package, and so keeps each note's time by itself."""
        return bool(self.by_guid)

    def is_withdrawn(self, card: CardKey, *, is_cloze: bool) -> bool:
        """Return whether a card was taken out, which the build has told: its learners keep it, blank.

        It may have been taken out of its note type, and the note with it.
        """
        entry = self.by_guid[card.guid][1] if card.guid in self.by_guid else self.before.get(card.guid)
        if entry is None:
            return False
        if is_cloze:
            return card.ordinal + 1 in dict(entry.gone)
        return card.ordinal in entry.lost or (
            entry.type in self.ledger.types and card.ordinal in self.ledger.types[entry.type].off
        )

    def had_another_text(self, guid: str, since: int) -> bool:
        """Return whether a note was published with another text after a time, and so needs a later one once more."""
        return guid in self.by_guid and self.by_guid[guid][1].before > since

    def is_as_written(self, guid: str) -> bool:
        """Return whether a note's author has not touched it: if it looks otherwise, a newer Deckwright shows it so.

        He may have edited another note of its card, which the hash of the sources does not tell apart. So a newer
        Deckwright, and no other, is believed where it says that the note shows what it showed at the same time.
        """
        if guid not in self.by_guid or guid not in self.before:
            return False
        before, entry = self.before[guid], self.by_guid[guid][1]
        is_kept = not self.has_same_maker and (entry.mod, entry.hash) == (before.mod, before.hash)
        return bool(entry.source) and (is_kept or entry.source == before.source)

    def was_refreshed(self, guid: str) -> bool:
        """Return whether a note with the old text got a later time only since a newer Deckwright shows it otherwise.

        By `--refresh`, or by an edit of another note of its card: the hash is of what it showed when it got its time.
        """
        is_known = guid in self.by_guid and guid in self.before
        return is_known and self.by_guid[guid][1].hash != self.before[guid].hash

    def is_known_as(self, guid: str, key: str) -> bool:
        """Return whether a note's author calls it by a key, or has said that he once did: it is the same fact.

        So it is where it has what another note was called by: cards exchange their ids only by `was`, and git can take
        back what the lock kept of that; and where it is called again as it was before it got that key, or has another
        name than that in the place of the one before.
        """
        if guid not in self.by_guid:
            return False
        present, entry = self.by_guid[guid]
        former = self.before[guid].was if guid in self.before else ()
        is_renamed = key in entry.was or present in former or not {*entry.was}.isdisjoint(former)
        return key == present or is_renamed or present in self.keys_before


def told_by(old: Path, new: Path) -> Told:
    """Return what the newer of two packages says of itself."""
    (before, old_version), (ledger, version) = _recovered(old), _recovered(new)
    return Told(
        ledger=ledger,
        by_guid={entry.guid: (key, entry) for key, entry in ledger.notes.items()},
        before={entry.guid: entry for entry in before.notes.values()},
        keys_before=before.notes.keys(),
        has_same_maker=version == old_version,
    )


def _recovered(package: Path) -> Recovered:
    try:
        return recover_from(package, str(package))
    except DeckwrightError:  # it is not ours, or of retired notes only; whether it is whole is Anki's to say
        return Recovered(ledger=Ledger(uid=""), version="")
