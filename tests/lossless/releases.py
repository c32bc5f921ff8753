"""What an author gave away, and since when each note and note type says what it says.

The second is worked out from contents alone, as an author sees them, with nothing of the builder: an edit is of the
time at which it was built first, one that is taken back before anybody had it was never there, and what comes back
after something else was given away is of today. An import must bring what is later than what a learner has, and
nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from tests.lossless.package import PackedNote, PackedType

NEWER = "<wbr>"
"""What a newer Deckwright writes after each text that an older one does not."""
_HASH = re.compile(r"(?<=-)[0-9a-f]{12}(?=\.(?:mp3|png))")
"""What a file's name has in a package of its bytes."""
Editions = dict[str | int, "Edition"]
"""By GUID, or by the id of a note type."""


class How(NamedTuple):
    """How a build is made."""

    is_public: bool = True
    """Whether it is given away; without tags any build is."""
    stamp: bool = False
    refresh: bool = False
    tombstones: bool = False


class Said(NamedTuple):
    """What a note or note type says in a build."""

    written: object
    """What its author wrote, as far as it can be seen: of a note all that its card says, other lines and steps too."""
    look: object
    """How it is shown."""

    def same(self, other: Said) -> bool:
        """Tell whether nothing changed for learners: it looks the same, or only a newer Deckwright shows it anew."""
        return self.look == other.look or self.written == other.written


@dataclass(frozen=True, slots=True)
class Edition:
    """What a note or note type said when its time began, and that time."""

    said: Said
    since: int


@dataclass(frozen=True, slots=True)
class Release:
    """A built package: its file, its notes by GUID, its note types by id, and since when they say what they say."""

    path: Path
    notes: Mapping[str, PackedNote]
    types: Mapping[int, PackedType]
    editions: Mapping[str | int, Edition]
    is_tombstones: bool = False

    def since(self, key: str | int) -> int:
        """Return since when a note or note type says what it says here."""
        return self.editions[key].since


def contents(
    notes: Mapping[str, PackedNote], types: Mapping[int, PackedType], keys: Iterable[str]
) -> dict[str | int, Said]:
    """Return what each note and note type says; a name of a file stands for its bytes, as learners must get both.

    The bytes are those of the note's own files: what is written in the other notes of its card is only the file's name.
    `keys` are those of the kind drill, which count as written in each of its cards.
    """
    said: dict[str | int, Said] = {key: Said(value, value) for key, value in types.items()}
    cards: dict[str, list[object]] = {}
    """What all notes of a card say, by its id."""
    for note in notes.values():
        plain = tuple(_HASH.sub("", value.replace(NEWER, "")) for value in note.values)
        own = sorted(keys) if types[note.type].name.endswith(" · Drill") else []
        cards.setdefault(_card_of(note), []).append((plain, own))
    for guid, note in notes.items():
        written = (note.fields["Id"], note.tags, note.files, cards[_card_of(note)])
        said[guid] = Said(written, (note.values, note.tags, note.files))
    return said


def _card_of(note: PackedNote) -> str:
    return note.fields["Id"].partition("/")[0]


def dated(
    said: Mapping[str | int, Said],
    lock: Mapping[str | int, Edition],
    given: Mapping[str | int, Edition],
    now: int,
    how: How,
    *,
    is_tombstones: bool,
) -> Editions:
    """Return the editions of what a build says; `lock` are those of the lock, `given` the latest that were given away.

    A note of which nothing changed keeps its edition, and with it the look that it had when its time began. One that
    is marked as retired and is not so in the lock is marked anew, as if no package had ever done it; one that the lock
    does not know at all is found again in the last package, and marked as it is there.
    """
    editions: Editions = {}
    for key, present in said.items():
        public, held = given.get(key), lock.get(key)
        is_tombstone = is_tombstones and isinstance(key, str)  # which has the time of the first package that marks it
        if held is not None and held.said.same(present) and (public is None or held.since >= public.since):
            edition = held
        elif public is not None and public.said.same(present) and (held is None or not is_tombstone):
            edition = public
        else:
            edition = Edition(present, now)
        if how.refresh and edition.said.look != present.look:
            edition = Edition(present, now)
        if how.stamp and public is not None and edition.since > public.since and not is_tombstone:
            edition = replace(edition, since=now)
        # What is written otherwise and looks the same is the same from now on.
        editions[key] = replace(edition, said=edition.said._replace(written=present.written))
    return editions


def latest(one: Mapping[str | int, Edition], other: Mapping[str | int, Edition]) -> Editions:
    """Return the later edition of each note and note type."""
    return {
        key: max((held[key] for held in (one, other) if key in held), key=lambda edition: edition.since)
        for key in {**one, **other}
    }
