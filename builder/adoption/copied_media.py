"""Pictures and sounds that come along with a deck that others made."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from builder.adoption.adopted_lock import digest_of_media
from builder.adoption.chosen import Chosen
from builder.files import write_all
from builder.foreign import media_contents
from builder.foreign.deck_values import ForeignCollection, ForeignMedia
from builder.render.verbatim import verbatim
from builder.report.terminal import Progress

_BATCH = 200
"""Media files that are held in memory at once."""


def copy_media(contents: Iterable[tuple[str, bytes]], total: int, folder: Path, progress: Progress) -> dict[str, str]:
    """Write files by their names into the media folder of a deck, and return their digests."""
    digests: dict[str, str] = {}
    batch: list[tuple[Path, bytes]] = []
    for done, (name, data) in enumerate(contents):
        digests[name] = digest_of_media(data)
        batch.append((folder / "media" / name, data))
        if len(batch) == _BATCH:
            write_all(batch)
            batch.clear()
            progress("copying media", done, total)
    write_all(batch)
    return digests


def media_of(
    collection: ForeignCollection, chosen: Chosen, *, with_types: bool = True
) -> tuple[Iterable[tuple[str, bytes]], int]:
    """Return the names and bytes of the media files of a deck, read one by one, and how many there are.

    Those are all of a package that holds nothing else, else what its notes show, and with `with_types` its note types.
    """
    wanted = chosen.media if chosen.is_whole and with_types else _shown(chosen, with_types=with_types)
    return media_contents(collection, wanted), len(wanted)


def _shown(chosen: Chosen, *, with_types: bool) -> tuple[ForeignMedia, ...]:
    texts = {field for note in chosen.notes for field in note.fields if "<" in field or "[sound:" in field}
    named = {name for text in texts for name in verbatim(text).media}
    looks = [part.front + part.back for note_type in chosen.types for part in note_type.templates]
    looks += [note_type.css for note_type in chosen.types]
    whole = "\n".join(looks) if with_types else ""
    return tuple(file for file in chosen.media if file.name in named or file.name in whole)
