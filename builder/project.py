"""Where things are: the project's decks, their files, and the time; cheap to load, for builds with nothing to do."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from pathlib import Path

from builder.diagnostics import did_you_mean
from builder.errors import ReadError, UsageError

LOCK_NAME = "deck.lock"
"""The file that a build writes beside deck.yaml, and that is no source: it is left out of what a build hangs on."""

_LAST = 253_402_300_799
"""The end of the year 9999, in seconds."""


def clock() -> int:
    """Return the time of this build in seconds; `SOURCE_DATE_EPOCH` overrides it."""
    stated = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not stated.isdigit():
        return int(time.time())
    if int(stated) > _LAST:
        raise UsageError(
            f"SOURCE_DATE_EPOCH={stated}: that is after the year 9999; it counts seconds, not milliseconds"
        )
    return int(stated)


def find_decks(root: Path, names: Sequence[str] = ()) -> list[Path]:
    """Return the folders of the decks under `root/cards`, or of those named by folder name or path."""
    cards = root / "cards"
    if not cards.is_dir():
        raise UsageError(f'{cards}: there is no such folder; run this where "cards" is, or name its parent: --root DIR')
    try:
        folders = sorted(path for path in cards.iterdir() if path.is_dir() and not path.name.startswith("."))
    except OSError as error:
        raise UsageError(f"{cards}: cannot read: {error.strerror}") from error
    if not folders:
        raise UsageError(f"{cards}: there is no deck in it; make one with `deckwright init`")
    known = {folder.name: folder for folder in folders}
    chosen = []
    for name in names:
        folder_name = Path(name).name if Path(name).name in known else name.rstrip("/")
        if folder_name not in known:
            hint = did_you_mean(folder_name, known) or f"the decks are: {', '.join(known)}"
            raise UsageError(f'{cards}: there is no deck "{name}"; {hint}')
        chosen.append(known[folder_name])
    return list(dict.fromkeys(chosen)) or folders


def other_decks(root: Path, folders: Sequence[Path]) -> list[Path]:
    """Return the folders of the decks under `root/cards` that are not among the given ones."""
    chosen = {folder.resolve() for folder in folders}
    return [folder for folder in find_decks(root) if folder.resolve() not in chosen]


def shown_path(path: Path) -> str:
    """Return a path as messages show it: from where the command runs, if the file is below it."""
    whole = Path(os.path.normpath(path))
    return whole.as_posix() if not whole.is_absolute() else _relative(whole).as_posix()


def _relative(path: Path) -> Path:
    try:
        return path.relative_to(Path.cwd())
    except ValueError:
        return path


def lock_path(folder: Path) -> Path:
    """Return where a deck's lock lies."""
    return folder / LOCK_NAME


def is_backup_name(name: str) -> bool:
    """Tell whether Anki takes packages of this name for a backup of a whole collection, which it would replace."""
    return name.lower() == "collection" or name.lower().startswith("backup-")


def chapter_paths(folder: Path) -> list[Path]:
    """Return a deck's chapter files in the order in which they are read."""
    try:
        paths = list(folder.iterdir())
    except OSError as error:
        raise ReadError(folder, error) from error
    return sorted(
        path
        for path in paths
        if path.suffix in (".yaml", ".yml") and path.name != "deck.yaml" and not path.name.startswith(".")
    )
