"""What learners can have of a deck: all that its lock ever said, where it was given away.

An edit arrives if its mod is later than everything of that note that was published, and git takes a lock back as easily
as it brings it forward. So the lock in the working tree is held against all locks that were ever committed, or against
the package that was built last; where they come from is told in history.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from types import MappingProxyType
from typing import Any, NamedTuple

from builder.lock.entries import BROKEN_LINE, lines_of, read_line
from builder.lock.ledger import NoteEntry, TypeEntry, card_slots
from builder.lock.merge import join_types

_NONE: Mapping[str, Any] = MappingProxyType({})
_LOST = re.compile(r'"(?:lost|gone)":')
"""What a line holds of a note that has lost cards. Of lines with one mod such a one is kept: it knows more."""
_MARKED = re.compile(r'"marked":\d+\},\Z')
_QUOTED = r'"((?:[^"\\]|\\.)*)"'
_HEAD = re.compile(rf'{{"deckwright": \d+, "uid": {_QUOTED}')
_NOTE_LINE = re.compile(rf'"guid":{_QUOTED},"nid":\d+,"mod":(\d{{1,15}}),"hash":{_QUOTED}(?:,"source":{_QUOTED})?')
"""What is read of a note's line at once: a history has hundreds of thousands of them, and few are asked for whole."""


class Version(NamedTuple):
    """A note or note type as it was at one time: its mod, and hashes of what it showed and of what was written."""

    mod: int
    hash: str
    source: str = ""

    def same(self, other: Version) -> bool:
        """Tell whether two versions are of one content: rendered alike, or written alike."""
        return (self.hash == other.hash != "") or (self.source == other.source != "")


class Publication(NamedTuple):
    """The latest version that was published, and the latest mod of any published one with another content."""

    latest: Version
    below: int = 0
    sources: frozenset[str] = frozenset()
    """What else was written for the same look at the same mod: a card's other lines, which its note does not show."""

    def holds(self, version: Version) -> bool:
        """Tell whether a version is of the content that was published last."""
        return self.latest.same(version) or version.source in self.sources

    def with_version(self, version: Version) -> Publication:
        """Return the publication with one version more."""
        if version.mod < self.latest.mod:
            is_other = not version.same(self.latest)
            return self._replace(below=max(self.below, version.mod) if is_other else self.below)
        if version.mod > self.latest.mod:
            below = self.below if version.same(self.latest) else max(self.below, self.latest.mod)
            return Publication(latest=version, below=below)
        if self.holds(version):
            first = min(self.latest, version)  # whichever is read first
            return self._replace(latest=first, sources=(self.sources | {self.latest.source, version.source}) - {""})
        # Learners have one or the other, and nothing of that mod can be newer than both.
        return Publication(latest=Version(mod=version.mod, hash=""), below=version.mod)


class Published(NamedTuple):
    """All publications of a deck."""

    lines: Mapping[str, str] = _NONE
    """The line with the latest mod of each note, by GUID."""
    notes: Mapping[str, Publication] = _NONE
    """By GUID."""
    types: Mapping[str, TypeEntry] = _NONE
    """Note types by key, with the names that their slots ever had."""
    type_versions: Mapping[str, Publication] = _NONE
    is_whole: bool = False
    """Whether what is not here was not published, as with git; without it any build may be with learners."""
    state: str = ""
    """The digest of the history that it was read from; empty for none."""
    unseen: tuple[str, str] | None = None
    """Why there may be publications that are not seen here, and the way out; None where all are seen."""
    uids: frozenset[str] = frozenset()
    """The deck's uids as published locks have them."""

    def entry(self, guid: str) -> tuple[str, NoteEntry] | None:
        """Return a published note's key and entry; None where there is none."""
        return _note_of(self.lines.get(guid, ""))

    def later_types(self, types: Mapping[str, TypeEntry]) -> frozenset[str]:
        """Return those of a lock's note types of which a later version was published: git has taken the lock back."""
        versions = self.type_versions
        return frozenset(
            key for key, entry in types.items() if key in versions and versions[key].latest.mod > entry.mod
        )

    def with_cards_given(self, entry: NoteEntry, later_types: AbstractSet[str]) -> NoteEntry:
        """Return the entry of a note that git has taken back, with the cards that learners have by a later one.

        They are gone now, and are told of; a cloze number among them must not come to mean another thing. A note can
        lose a card by a change of its type alone (`later_types`), with the same mod.
        """
        publication = self.notes.get(entry.guid)
        if publication is None or publication.latest.mod < entry.mod:
            return entry
        is_later = entry.type in later_types or '"gone":' in self.lines.get(entry.guid, "")
        if publication.latest.mod == entry.mod and not is_later:
            return entry
        found = self.entry(entry.guid)
        if found is None or found[1].type != entry.type:
            return entry
        given, own = found[1], dict(entry.clozes)
        is_cloze = given.clozes or given.gone or given.type not in self.types
        slots = () if is_cloze else (*card_slots(given, self.types[given.type]), *given.lost)
        hidden = {**dict(given.gone), **dict(given.clozes), **dict(entry.gone)}
        gone = tuple((number, text) for number, text in sorted(hidden.items()) if number not in own)
        return entry._replace(gone=gone, lost=tuple(sorted({*entry.lost, *slots})))

    def called(self, keys: Iterable[str]) -> dict[str, NoteEntry]:
        """Return those of the published notes that were last called by some keys, by key."""
        found: dict[str, NoteEntry] = {}
        for key, entry in filter(None, map(_note_of, lines_of(self.lines.values(), keys))):
            if key not in found or entry.mod > found[key].mod:
                found[key] = entry
        return found


NOTHING = Published()


def gather(lines: Iterable[str]) -> Published:
    """Return the publications that lines of locks tell of; lines that are no entries are passed over."""
    kept: dict[str, str] = {}
    notes: dict[str, Publication] = {}
    types: list[tuple[str, TypeEntry]] = []
    uids: set[str] = set()
    for line in dict.fromkeys(line.rstrip("\r") for line in lines):
        match = _NOTE_LINE.search(line)
        if match is None:
            types += _type_of(line)
            uids.update(map(_unquoted, _HEAD.findall(line)))
            continue
        guid = _unquoted(match[1])
        for version in _versions(line, match):
            known = notes.get(guid)
            latest = -1 if known is None else known.latest.mod
            if version.mod > latest or (version.mod == latest and not _LOST.search(kept[guid])):
                kept[guid] = line
            notes[guid] = Publication(latest=version) if known is None else known.with_version(version)
    versions: dict[str, Publication] = {}
    for key, entry in types:
        version = Version(mod=entry.mod, hash=entry.hash)
        versions[key] = versions[key].with_version(version) if key in versions else Publication(latest=version)
    return Published(lines=kept, notes=notes, types=join_types(types)[0], type_versions=versions, uids=frozenset(uids))


def _versions(line: str, match: re.Match[str]) -> Iterator[Version]:
    """Yield what a note's line says that learners can have."""
    yield Version(mod=int(match[2]), hash=match[3], source=match[4] or "")
    if _MARKED.search(line):
        note = _note_of(line)
        if note is not None:  # the package that marks it as retired, which is like no other version
            yield Version(mod=note[1].tombstone_mod, hash="")


def essential(lines: Iterable[str]) -> list[str]:
    """Return those of a history's lines that give the same publications, a few a note; all of them can be read."""
    distinct = list(dict.fromkeys(line.rstrip("\r") for line in lines))
    while True:
        notes = gather(distinct).notes
        matter = [line for line in distinct if _is_essential(line, notes)]
        broken = {line for line in matter if _NOTE_LINE.search(line) and _note_of(line) is None}
        if not broken:
            return matter
        distinct = [line for line in distinct if line not in broken]


def _is_essential(line: str, notes: Mapping[str, Publication]) -> bool:
    match = _NOTE_LINE.search(line)
    if match is None:
        return bool(line)
    publication = notes[_unquoted(match[1])]
    return int(match[2]) in (publication.latest.mod, publication.below) or bool(_MARKED.search(line))


def _note_of(line: str) -> tuple[str, NoteEntry] | None:
    try:
        key, entry = read_line(line)
    except BROKEN_LINE:
        return None
    return (key, entry) if isinstance(entry, NoteEntry) else None


def _type_of(line: str) -> list[tuple[str, TypeEntry]]:
    try:
        key, entry = read_line(line)
    except BROKEN_LINE:
        return []
    return [(key, entry)] if isinstance(entry, TypeEntry) else []


def _unquoted(text: str) -> str:
    return text.replace('\\"', '"').replace("\\\\", "\\")  # GUIDs have no other signs that JSON escapes
