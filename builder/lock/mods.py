"""Which mod a note or a note type gets: later than all that was published of it, and no later than it must be.

Anki takes a note from a package only if its mod is later than that of its own. Content with a later mod must so win
over anything of this note that was published before; and what the author did not change must keep its mod, since an
update overwrites what the learner changed himself.
"""

from __future__ import annotations

from typing import NamedTuple

from builder.lock.ids import next_mod
from builder.lock.published import NOTHING, Publication, Published, Version

_EARLIEST = 946_684_800
"""The year 2000, in seconds: before anything that a learner can have changed in Anki, which is of 2006."""
AHEAD = 86_400
"""Seconds that a clock may be ahead of another one before it counts as wrong."""


class Moment(NamedTuple):
    """What a build goes by beside sources and lock."""

    now: int
    """The time of the build, in seconds."""
    latest: int
    """No true time is later than this."""
    published: Published = NOTHING
    refresh: bool = False
    """Whether what is rendered otherwise than learners have it counts as changed."""
    restamp: bool = False
    """Whether what changed since the last publication gets a new mod once more."""


def next_version(
    old: Version,
    present: Version,
    publication: Publication | None,
    moment: Moment,
    *,
    tombstone: int = 0,
    late: int = 0,
) -> Version:
    """Return what the lock keeps of a note or note type: its mod, and the hashes of what it was at that mod.

    `old` is what the lock has, `present` what the sources give, with any mod. `tombstone` is the mod of a package that
    marks the note as retired, `late` one that was later than its time and was taken back; 0 for none.
    """
    latest = old if publication is None else publication.latest
    fresh = present._replace(mod=next_mod(moment.now, max(old.mod, latest.mod, tombstone, late)))
    is_later = old.mod > latest.mod or (old.mod == latest.mod and old.same(latest))
    if tombstone:
        version = fresh
    elif old.same(present) and (publication is None or is_later):
        version = old
    elif latest.same(present) or (publication is not None and publication.holds(present)):
        version = latest  # also where an edit was taken back before anybody had it
    else:
        version = fresh
    version = version._replace(source=present.source)
    if moment.refresh and version.hash != present.hash:
        version = fresh
    if moment.restamp and publication is not None and version.mod > latest.mod:
        version = version._replace(mod=max(moment.now, version.mod))
    return version


class Times(NamedTuple):
    """The version that the lock keeps of a note or note type, and what it keeps beside its mod, as in its entry."""

    version: Version
    before: int = 0
    late: int = 0


def next_times(
    old: Times,
    present: Version,
    publication: Publication | None,
    moment: Moment,
    *,
    tombstone: int = 0,
    knows_before: bool = True,
) -> Times:
    """Return what the lock keeps of a note or note type; see `next_version` for the arguments.

    `knows_before` is whether `old` is of a lock that keeps what was before.
    """
    was = old.version
    version = next_version(was, present, publication, moment, tombstone=tombstone, late=old.late)
    is_moved = version.mod != was.mod and not version.same(was)
    before, late = max(was.mod, old.before, old.late) if is_moved else old.before, version.mod
    before = max(before, tombstone)  # a package said something else of it
    if publication is not None and version.mod > publication.latest.mod and not version.same(publication.latest):
        before = max(before, publication.latest.mod)
    if publication is not None and version.mod == publication.latest.mod != was.mod:
        before = publication.below  # an edit was taken back, by hand or by git
    if late > moment.latest:
        version = _healed(version, before if knows_before else moment.now, publication, moment)
    late = max(old.late, late)
    return Times(version=version, before=before, late=late if late > version.mod else 0)


def _healed(version: Version, before: int, publication: Publication | None, moment: Moment) -> Version:
    """Return a version whose mod is no longer later than now, if that can be.

    With such a mod each import overwrites what a learner changed in the note, since his changes are of today. It can go
    back as far as any other content that was published; `before` is the mod of the last one that the lock knows, 0 for
    none.
    """
    if publication is not None and publication.latest.same(version) and publication.latest.mod <= moment.latest:
        return publication.latest
    if publication is None and moment.published.is_whole:
        return version._replace(mod=moment.now)  # nobody has it
    floor = max(before, _EARLIEST)
    if publication is not None:
        floor = max(floor, publication.below if publication.latest.same(version) else publication.latest.mod)
    return version._replace(mod=floor + 1) if floor < moment.latest else version
