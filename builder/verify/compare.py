"""Imports a package over an older one in real Anki, and says what a learner would see and lose.

Only an import by Anki itself tells: what it does with a note, a card and a note type hangs on GUIDs, ids, names and
times in both files and in the collection. So it is done with Anki's own engine in collections that are thrown away,
and what they hold, show and play afterwards is compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from builder.report.terminal import Progress, silent
from builder.verify.arrival import arrival_losses, arrival_warnings, forks
from builder.verify.changes import changed_cards
from builder.verify.copies import copies
from builder.verify.identity import identity_losses
from builder.verify.imports import Update, imported
from builder.verify.likeness import Texts
from builder.verify.origin import told_by
from builder.verify.possession import possession_losses, possession_warnings, withdrawn
from builder.verify.scratch import need_anki
from builder.verify.sight import sight_losses, sight_warnings
from builder.verify.snapshot import Snapshot
from builder.verify.spoilt import spoilt_losses, spoilt_warnings
from builder.verify.verdict import Item, Loss, Verdict
from builder.verify.vetting import vet

_BACKUP = re.compile(r"(?:collection|backup-.*)\.apkg\Z|.*\.colpkg\Z", re.I)
"""Names by which Anki's desktop takes a file for a backup, and replaces the whole collection with it.

It goes by the name alone: what is in a collection package imports like any other under another name.
"""


def verify(old: Path, new: Path, progress: Progress = silent) -> Verdict:
    """Return what the import of `new` does to a learner who imported `old` and reviewed all of its cards.

    Raise `UsageError` where the `anki` package is missing, and `DeckwrightError` for a file that Anki cannot import.
    """
    anki_version = need_anki()
    for package in (old, new):
        vet(package)
    told = told_by(old, new)
    with imported(old, new, progress) as update:
        pairs = changed_cards(update)
        texts = Texts({guid: note.values for guid, note in update.before.notes.items()})
        losses = [
            *_file_name(new),
            *arrival_losses(update, told),
            *possession_losses(update, told, pairs),
            *sight_losses(update, pairs),
            *spoilt_losses(update, pairs),
            *copies(update, texts),
            *identity_losses(update, told, pairs, texts),
        ]
        warnings = [
            *_strangers(update),
            *arrival_warnings(update, told),
            *possession_warnings(update, told),
            *sight_warnings(update, pairs),
            *spoilt_warnings(update, pairs),
        ]
    before, after = update.before, update.after
    return Verdict(
        old=old.name,
        new=new.name,
        anki=anki_version,
        added=_names(after, after.notes.keys() - before.notes.keys()),
        updated=_names(after, update.updated),
        unchanged=len(update.shared - update.updated),
        retired=_names(before, before.notes.keys() - update.alone.notes.keys()),
        conflicts=len(update.conflicts),
        forks=tuple(forks(update)),
        new_cards=len(update.new_cards),
        blank=_names(after, {card.guid for card in withdrawn(update, told)}),
        reviewed=len(before.cards),
        kept=sum(after.cards.get(card) == state for card, state in before.cards.items()),
        losses=tuple(loss for loss in losses if loss.count),
        warnings=tuple(warning for warning in warnings if warning.count),
    )


def _names(snapshot: Snapshot, guids: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(snapshot.notes[guid].name for guid in guids))


def _file_name(new: Path) -> Iterator[Loss]:
    yield Loss(
        kind="file-name",
        description="a name by which Anki takes the package for a backup, and replaces all that the learner has",
        items=(Item(new.name),) if _BACKUP.match(new.name) else (),
        advice=("author: give the package another name, and export a deck (.apkg), not the collection",),
    )


def _strangers(update: Update) -> Iterator[Loss]:
    yield Loss(
        kind="strangers",
        description="packages that have no note in common",
        items=() if update.shared or not (update.before.notes or update.alone.notes) else (Item("all notes"),),
        advice=("author: compare two packages of one deck, the older one first",),
    )
