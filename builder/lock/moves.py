"""What a build moved, for people."""

from __future__ import annotations

from typing import NamedTuple


class Moves(NamedTuple):
    """Keys of notes by what became of them, in the order of the sources; those of retired ones are sorted."""

    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()
    retired: tuple[str, ...] = ()
    revived: tuple[str, ...] = ()
    forgotten: tuple[str, ...] = ()
    """Notes that left the deck before anybody was given them."""
    blank: tuple[tuple[str, int], ...] = ()
    """Keys, each with a card that asks nothing any more: a template's slot, or a cloze number less one."""
    unknown: tuple[str, ...] = ()
    """Notes that an older version has left without the hash of their sources, and that look otherwise now."""
    refreshed: tuple[str, ...] = ()
    """Notes with a new mod because they look otherwise than at their last one, though nobody edited them."""
    stamped: tuple[str, ...] = ()
    """Notes with a new mod because they are given away today."""
    overtaken: tuple[str, ...] = ()
    """Notes with a new mod though they are as in the lock, since others of later mods were published."""
    taken_back: tuple[str, ...] = ()
    """Notes with an earlier mod again, since they are as they were published."""
    healed: tuple[str, ...] = ()
    """Notes whose mod was later than now, and is no more."""
    ahead: tuple[str, ...] = ()
    """Notes whose mod is later than now, and must be."""
