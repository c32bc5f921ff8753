"""A learner: a real Anki collection, used over its public API as the apps do."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from anki.cards import Card
    from anki.collection import Collection


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import did, in notes, as Anki's own log tells it."""

    new: int = 0
    updated: int = 0
    duplicate: int = 0
    conflicting: int = 0
    missing: int = 0


class Learner:
    """A collection in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        from anki.collection import Collection

        folder.mkdir(parents=True, exist_ok=True)
        self.col: Collection = Collection(str(folder / "collection.anki2"))

    def close(self) -> None:
        """Close the collection."""
        self.col.close()

    def take(self, package: Path) -> Imported:
        """Import a package with the options that Anki offers by default."""
        from anki.collection import ImportAnkiPackageRequest

        # There is no public accessor for the presets that the import screen shows.
        options = self.col._backend.get_import_anki_package_presets()
        log = self.col.import_anki_package(ImportAnkiPackageRequest(package_path=str(package), options=options)).log
        return Imported(
            new=len(log.new),
            updated=len(log.updated),
            duplicate=len(log.duplicate),
            conflicting=len(log.conflicting),
            missing=len(log.missing_notetype) + len(log.missing_deck) + len(log.empty_first_field),
        )

    def cards(self, search: str = "") -> list[Card]:
        """Return the cards that a search finds, in the order in which they were made."""
        return [self.col.get_card(card_id) for card_id in sorted(self.col.find_cards(search))]

    def answer(self, search: str, rating: int = 3) -> None:
        """Answer the cards that a search finds: 1 Again to 4 Easy."""
        from anki.scheduler.v3 import Scheduler

        scheduler = self.col.sched
        assert isinstance(scheduler, Scheduler)
        for card in self.cards(search):
            states = self.col._backend.get_scheduling_states(card.id)
            card.start_timer()
            answer = scheduler.build_answer(card=card, states=states, rating=rating - 1)  # type: ignore[arg-type]
            scheduler.answer_card(answer)

    def history(self) -> list[Any]:
        """Return the whole review log."""
        assert self.col.db is not None
        return self.col.db.all("select * from revlog order by id")

    def schedule(self) -> list[Any]:
        """Return what the scheduler knows of each card."""
        assert self.col.db is not None
        return self.col.db.all("select id, nid, ord, type, queue, due, ivl, reps from cards order by id")

    def fields(self, key: str) -> dict[str, str]:
        """Return the fields of the note with an id in the sources."""
        escaped = key.replace("_", "\\_")
        (note_id,) = self.col.find_notes(f'"Id:{escaped}"')
        return dict(self.col.get_note(note_id).items())
