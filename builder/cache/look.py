"""What became of a deck's files since the build that left its state; loads little, since mostly nothing did."""

from __future__ import annotations

import functools
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from builder.aside import aside
from builder.cache.record import Files, fixed_files, shown
from builder.cache.state import State
from builder.cache.watch import Seen, again, same
from builder.outcome import Outcome
from builder.places import chapter_paths

_LARGE = 4_000_000
"""Bytes that are worth a thread."""


class Looked(NamedTuple):
    """A deck with the state that a build can go on from; `files` and `outputs` are what they are now."""

    place: Path
    """The state's first file."""
    state: State
    folder: Path
    path: Path
    """The package."""
    files: Files
    outputs: Files
    changed: frozenset[str]
    """Names of files that are not what they were."""

    @property
    def is_done(self) -> bool:
        """Whether there is nothing to do."""
        return not self.changed and all(same(seen, self.state.outputs[name]) for name, seen in self.outputs.items())

    @property
    def settings(self) -> str:
        """The hash of deck.yaml, which stands as it stood."""
        seen = self.state.files["deck.yaml"]
        assert seen is not None
        return seen.digest

    def fresh_state(self) -> State:
        """Return the state after a build that had nothing to do: it may know more files by their stamps."""
        return self.state._replace(files=self.files, outputs=self.outputs)

    def outcome(self) -> Outcome:
        """Return what the last build told, but for what moved then."""
        told = self.state.told
        return Outcome(
            title=told["title"],
            notes=told["notes"],
            cards=told["cards"],
            size=told["size"],
            digest=told["digest"],
            path=self.path,
            retired_path=self.path.with_name(f"{self.path.stem}-retired.txt") if told["retired"] else None,
            tombstones_path=None,
        )

    def changed_chapters(self) -> tuple[Path, ...]:
        """Return the chapters to be read again, where nothing but chapters has changed; else none."""
        paths = tuple(path for path in chapter_paths(self.folder) if path.name in self.changed)
        return paths if len(paths) == len(self.changed) else ()


def look_again(place: Path, state: State, folder: Path, output: Path) -> Looked | None:
    """Return what a deck's files are now; None where what changed takes a whole build."""
    fixed = _again(((shown(path, folder), path) for path in fixed_files(folder)), state.files)
    if any(name not in state.files or not same(seen, state.files[name]) for name, seen in fixed.items()):
        return None
    chapters = _again(((path.name, path) for path in chapter_paths(folder)), state.files)
    if None in chapters.values():
        return None  # one that cannot be read, as a whole build will say
    others = state.files.keys() - chapters.keys() - fixed.keys()
    rest = _again(((name, folder / name) for name in others), state.files)
    if any(name.startswith("kinds") and seen is None and state.files[name] for name, seen in rest.items()):
        return None
    places = ((name, (folder if name == "deck.lock" else output) / name) for name in state.outputs)
    outputs = _again_aside(places, state.outputs)
    if not same(outputs["deck.lock"], state.outputs["deck.lock"]) or state.files.get("deck.yaml") is None:
        return None
    files: Files = {**fixed, **chapters, **rest}
    changed = frozenset(name for name, seen in files.items() if not same(seen, state.files.get(name)))
    path = output / f"{folder.name}.apkg"
    return Looked(place, state, folder, path, files, outputs, changed)


def _again_aside(places: Iterable[tuple[str, Path]], before: Mapping[str, Seen | None]) -> Files:
    """Do what `_again` does, with large files side by side: right after a build they have to be hashed."""
    looks = {name: functools.partial(again, path, before.get(name)) for name, path in places}
    begun = {name: aside(one) if _is_large(one.args[0]) else one for name, one in looks.items()}
    return {name: one() for name, one in begun.items()}


def _is_large(path: Path) -> bool:
    try:
        return os.path.getsize(path) > _LARGE
    except OSError:
        return False


def _again(places: Iterable[tuple[str, Path]], before: Mapping[str, Seen | None]) -> Files:
    return {name: again(path, before.get(name)) for name, path in places}
