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
    old: Version, present: Version, publication: Publication | None, moment: Moment, tombstone: int = 0
) -> Version:
    """Return what the lock keeps of a note or note type: its mod, and the hashes of what it was at that mod.

    `old` is what the lock has, `present` what the sources give, with any mod. `tombstone` is the mod of a package that
    marks the note as retired; 0 for none.
    """
    latest = old if publication is None else publication.latest
    fresh = present._replace(mod=next_mod(moment.now, max(old.mod, latest.mod, tombstone)))
    if tombstone:
        version = fresh
    elif old.same(present) and (publication is None or old.mod > latest.mod):
        version = old
    elif latest.same(present):
        version = latest  # also where an edit was taken back before anybody had it
    else:
        version = fresh
    version = version._replace(source=present.source)
    if moment.refresh and version.hash != present.hash:
        version = present._replace(mod=next_mod(moment.now, max(version.mod, latest.mod)))
    if moment.restamp and publication is not None and version.mod > latest.mod:
        version = version._replace(mod=max(moment.now, version.mod))
    return version


def healed(version: Version, publication: Publication | None, moment: Moment) -> Version:
    """Return a version whose mod is no longer later than now, if that can be.

    With such a mod each import overwrites what a learner changed in the note, since his changes are of today. It can go
    back as far as any other content that was published.
    """
    if version.mod <= moment.latest:
        return version
    if publication is None:
        return version._replace(mod=moment.now)
    if not publication.latest.same(version):
        return version._replace(mod=next_mod(moment.now, publication.latest.mod))
    earlier = max(publication.below, _EARLIEST) + 1
    return version._replace(mod=min(version.mod, earlier)) if earlier <= moment.latest else version
