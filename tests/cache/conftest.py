"""A project that has been built, and what the builds after that do."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from builder import pipeline
from builder.model import Chapter, Settings
from builder.pipeline import loop
from builder.pipeline.deck_stamp import StampedDeck
from builder.pipeline.output import BuiltDeck, pack
from builder.source.chapters import load_chapter
from builder.syntax import SourceFile
from tests.cache.project import FILES, Twins
from tests.support import NOW


@pytest.fixture
def twins(tmp_path: Path) -> Twins:
    """Return a project whose warm half has been built."""
    twins = Twins(tmp_path)
    twins.write(FILES)
    twins.build("warm", NOW)
    return twins


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch, twins: Twins) -> list[str]:
    """Return the chapters that warm builds read and render from now on."""
    names: list[str] = []

    def spy(file: SourceFile, settings: Settings, *rest: object) -> tuple[Chapter | None, object]:
        if os.environ["DECKWRIGHT_CACHE"] == str(twins.cache):
            names.append(Path(file.path).name)
        return load_chapter(file, settings, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(loop, "load_chapter", spy)
    return names


@pytest.fixture
def packed(monkeypatch: pytest.MonkeyPatch, twins: Twins) -> list[str]:
    """Return the decks that warm builds pack from now on."""
    names: list[str] = []

    def spy(stamped: StampedDeck, output: Path, *, with_tombstones: bool) -> BuiltDeck:
        if os.environ["DECKWRIGHT_CACHE"] == str(twins.cache):
            names.append(stamped.rendered.folder.name)
        return pack(stamped, output, with_tombstones=with_tombstones)

    monkeypatch.setattr(pipeline, "pack", spy)
    return names
