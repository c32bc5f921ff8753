"""A learner who does what learners do (habits.py), and checks after each import that nothing was lost."""

from __future__ import annotations

import functools
import random
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

from tests.learner import Imported, Learner
from tests.lossless.package import PackedType, as_type, files_in
from tests.lossless.pictures import digest
from tests.lossless.releases import Release


@dataclass(frozen=True, slots=True)
class Held:
    """What the learner has of a note or note type: the release that it is of, and when he changed it (0: never)."""

    release: Release
    since: int
    """The time of its edition in that release."""
    touched: int = 0

    @property
    def mod(self) -> int:
        """What an edit must be later than to arrive."""
        return max(self.since, self.touched)


class Note(NamedTuple):
    """A note in a collection."""

    id: int
    type: int
    values: tuple[str, ...]
    tags: tuple[str, ...]


class View(NamedTuple):
    """All of a collection that an import might spoil."""

    schema: int
    notes: dict[str, Note]
    """By GUID."""
    cards: dict[int, tuple[Any, ...]]
    """All rows of cards by id: what the scheduler knows, flags and FSRS's memory among it."""
    reviews: list[Any]
    types: dict[int, PackedType]
    decks: dict[int, dict[str, Any]]
    presets: dict[int, Any]
    has_fsrs: bool


class Seen(NamedTuple):
    """What an import did, as the learner saw it; notes by GUID."""

    imported: Imported
    new: frozenset[str]
    updated: frozenset[str]
    kept: frozenset[str]
    """Notes of the package that stayed as they were."""


@dataclass(slots=True)
class Shelf:
    """What a learner has, as far as it goes back when he restores a backup."""

    held: dict[str, Held] = field(default_factory=dict)
    """By GUID."""
    types: dict[int, Held] = field(default_factory=dict)
    """By id."""
    release: Release | None = None
    """The newest one that is not of tombstones."""
    number: int = -1
    """Its place among all releases."""
    emptied: set[tuple[str, int]] = field(default_factory=set)
    """Cards that Empty Cards took: where a style of the learner's own kept a new card of the note type from him, Anki
    deals it by itself once that comes, under another id."""

    def copy(self) -> Shelf:
        """Return a shelf that changes of this one do not change."""
        return replace(self, held=dict(self.held), types=dict(self.types), emptied=set(self.emptied))


@functools.cache
def _empty() -> Path:
    """Return the file of an empty collection; to begin one takes Anki six times as long as to open it."""
    folder = Path(tempfile.mkdtemp(prefix="lossless-empty-"))
    Learner(folder).close()
    return folder / "collection.anki2"


class Student(Learner):
    """A learner whose clock is the test's."""

    def __init__(self, folder: Path, seed: int) -> None:
        folder.mkdir(parents=True)
        shutil.copyfile(_empty(), folder / "collection.anki2")
        super().__init__(folder)
        self.folder = folder
        self.random = random.Random(seed)
        self.shelf = Shelf()
        self.backup: tuple[Path, Shelf] | None = None

    def rows(self, query: str) -> list[Any]:
        """Return what a query finds."""
        assert self.col.db is not None
        return self.col.db.all(query)

    def view(self) -> View:
        """Return the collection as it is."""
        self.col.models._clear_cache()  # as the apps do after each operation
        ((schema,),) = self.rows("select scm from col")
        notes = self.rows("select guid, id, mid, flds, tags from notes")
        return View(
            schema=schema,
            notes={
                guid: Note(nid, mid, tuple(fields.split("\x1f")), tuple(sorted(tags.split())))
                for guid, nid, mid, fields, tags in notes
            },
            cards={row[0]: tuple(row) for row in self.rows("select * from cards")},
            reviews=self.history(),
            types={mid: as_type(self.col.models.get(mid)) for (mid,) in self.rows("select id from notetypes")},
            decks={deck["id"]: _kept_of_deck(deck) for deck in self.col.decks.all()},
            presets={preset["id"]: preset for preset in self.col.decks.all_config()},
            has_fsrs=bool(self.col.get_config("fsrs", False)),
        )

    def update(self, releases: list[Release], number: int) -> Seen:
        """Import a release and check all that the promise says."""
        release = releases[number]
        before = self.view()
        imported = self.take(release.path)
        after = self.view()
        assert (imported.conflicting, imported.missing) == (0, 0)
        _check_untouched(before, after)
        self._update_types(release, before.types, after.types)
        seen = self._update_notes(release, imported, before, after)
        self._check_cards(releases, release, after)
        self._check_files(after)
        if number >= self.shelf.number and not release.is_tombstones:
            self.shelf.number, self.shelf.release = number, release
        return seen

    def _update_types(
        self, release: Release, before: Mapping[int, PackedType], after: Mapping[int, PackedType]
    ) -> None:
        """Check that note types of the package are as in it where they are newer, and all others as they were."""
        held = self.shelf.types
        updated = {mid for mid in release.types if mid not in held or release.since(mid) > held[mid].mod}
        assert after.keys() == before.keys() | updated, "note types came or went"
        for mid in updated:
            assert after[mid] == release.types[mid], "a note type is not as in the package"
            held[mid] = Held(release, release.since(mid))
        for mid in before.keys() - updated:
            assert after[mid] == before[mid], "a note type changed that is no older than the package's"

    def _update_notes(self, release: Release, imported: Imported, before: View, after: View) -> Seen:
        """Check that notes of the package are as in it where they are newer or new, and all others as they were."""
        held = self.shelf.held
        new = release.notes.keys() - before.notes.keys()
        updated = {guid for guid in release.notes.keys() & held.keys() - new if release.since(guid) > held[guid].mod}
        assert after.notes.keys() == before.notes.keys() | new, "notes came or went"
        for guid in new | updated:
            packed = release.notes[guid]
            assert after.notes[guid] == (packed.id, packed.type, packed.values, packed.tags), "an edit did not arrive"
            held[guid] = Held(release, release.since(guid))
        for guid in before.notes.keys() - updated:
            assert after.notes[guid] == before.notes[guid], "a note changed that is no older than the package's"
        kept = frozenset(release.notes.keys() - new - updated)
        counts = Imported(new=len(new), updated=len(updated), duplicate=len(kept))
        assert imported == counts, "Anki tells of another import"
        return Seen(imported, frozenset(new), frozenset(updated), kept)

    def _check_cards(self, releases: list[Release], release: Release, after: View) -> None:
        """Check that a note has each card once, all that the package gives it, and none that no package ever gave."""
        ids: dict[str, dict[int, int]] = {guid: {} for guid in after.notes}
        guids = {note.id: guid for guid, note in after.notes.items()}
        assert len(guids) == len(after.notes) == len(self.rows("select id from notes"))
        for card, nid, ordinal in self.rows("select id, nid, ord from cards"):
            assert ids[guids[nid]].setdefault(ordinal, card) == card, "a card is there twice"
        for guid, packed in release.notes.items():
            assert packed.cards.keys() <= ids[guid].keys(), "a card did not arrive"
            others = [ordinal for ordinal, card in packed.cards.items() if ids[guid][ordinal] != card]
            assert all((guid, ordinal) in self.shelf.emptied for ordinal in others), "a card has another id"
        ever: dict[str, set[int]] = {}
        for given in releases:
            for guid, packed in given.notes.items():
                ever.setdefault(guid, set()).update(packed.cards)
        assert all(ids[guid].keys() <= ever[guid] for guid in ids), "a card that is in no release was made"

    def _check_files(self, after: View) -> None:
        """Check that all media of all notes are there, with the bytes that they have in the release of the text."""
        folder = Path(self.col.media.dir())
        for guid, held in self.shelf.held.items():
            files = held.release.notes[guid].files
            for name in files_in("".join(after.notes[guid].values)) if files else ():
                assert digest((folder / name).read_bytes()) == files[name], "a picture is not that of the package"

    def settle(self, now: int) -> None:
        """Give all that has Anki's time the test's; a note or note type that has it was changed by the learner."""
        assert self.col.db is not None
        for (guid,) in self.rows(f"select guid from notes where mod > {now}"):
            self.shelf.held[guid] = replace(self.shelf.held[guid], touched=now)
        for (mid,) in self.rows(f"select id from notetypes where mtime_secs > {now}"):
            if mid in self.shelf.types:
                self.shelf.types[mid] = replace(self.shelf.types[mid], touched=now)
                self.col.db.execute("update notetypes set mtime_secs = ? where id = ?", now, mid)
        self.col.db.execute("update notes set mod = ? where mod > ?", now, now)
        self.settle_cards(now)
        reviews = self.rows(f"select id from revlog where id >= {(now + 1) * 1000} order by id")
        for number, (review,) in enumerate(reviews):
            self.col.db.execute("update revlog set id = ? where id = ?", now * 1000 + number, review)

    def settle_cards(self, now: int) -> None:
        """Give cards that have Anki's time the test's: of two that were studied, a sync keeps the later one."""
        assert self.col.db is not None
        self.col.db.execute("update cards set mod = ? where mod > ?", now, now)


def _check_untouched(before: View, after: View) -> None:
    """Check that an import changed nothing which it must not: schedules, reviews, decks, presets and the schema."""
    assert after.schema == before.schema, "a full sync is forced"
    assert {card: after.cards.get(card) for card in before.cards} == before.cards, "a card changed"
    assert after.reviews == before.reviews, "reviews changed"
    assert {deck: after.decks.get(deck) for deck in before.decks} == before.decks, "a deck changed"
    assert (after.presets, after.has_fsrs) == (before.presets, before.has_fsrs), "presets changed"


def _kept_of_deck(deck: dict[str, Any]) -> dict[str, Any]:
    """Return of a deck what an import must leave as it is: all but its description and its time."""
    return {key: value for key, value in deck.items() if key not in ("desc", "mod", "usn")}


def schedule(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return of a card's row all but its deck, when and where it was changed, and what Anki notes for itself."""
    card, note, _deck, ordinal, _mod, _usn, *rest, _data = row
    return (card, note, ordinal, *rest)
