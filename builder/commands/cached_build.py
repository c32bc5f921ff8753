"""A build with all that the cache knows; apart from the command, which loads it only where there is something to do."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from builder.cache.build_record import DeckWatch
from builder.cache.chapter_cache import ChapterCache
from builder.cache.media_cache import MediaCache
from builder.cache.text_cache import TextCache
from builder.package.media import MediaFolder
from builder.pipeline import BuildOrder, BuiltDecks, build
from builder.report.terminal import showing_progress

__all__ = ["BuildOrder", "build_cached"]


def build_cached(order: BuildOrder, cache: Path | None, watches: Mapping[Path, DeckWatch], program: str) -> BuiltDecks:
    """Compile decks; `cache` is the cache's folder, or None, `program` the digest of the program."""
    store, texts = (None, None) if cache is None else (ChapterCache(cache, program), TextCache(cache))
    known = (
        {}
        if cache is None
        else {
            folder: MediaCache(cache, watches[folder], order.output / f"{folder.name}.apkg", program)
            for folder in order.folders
        }
    )

    def media(folder: Path) -> MediaFolder:
        return MediaFolder(folder, store=known.get(folder))

    with showing_progress() as progress:
        result = build(order, store, progress, texts, media)
    for facts in known.values():
        facts.save()
    return result
