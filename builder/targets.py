"""Finds the project from anywhere, and what a command's arguments name: decks, or files and folders in them.

As cargo and git do, a command works from any folder below its project; an editor that checks a file may run it from
anywhere.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from builder.diagnostics import did_you_mean
from builder.errors import UsageError
from builder.project import find_decks, shown_path


class Targets(NamedTuple):
    """What a command works on."""

    root: Path
    """The project: the folder that holds `cards`."""
    folders: tuple[Path, ...]
    """Those of the decks, each once."""
    paths: tuple[Path, ...] = ()
    """The files and folders that were named, and the folders of decks that were named whole; none for all decks."""

    @property
    def is_partial(self) -> bool:
        """Return whether less than whole decks were named."""
        return any(path not in self.folders for path in self.paths)

    def covers(self) -> Callable[[str], bool]:
        """Return what tells whether a path, as messages show it, is among what was named."""
        files = {shown_path(path) for path in self.paths}
        folders = tuple(f"{path}/" for path in files)
        return lambda shown: not files or shown in files or shown.startswith(folders)


def find_root(start: Path = Path()) -> Path:
    """Return the project that a folder is in, as a path from here; the folder itself where there is none above."""
    found = project_of(start)
    if found is None or found == start.absolute():
        return start
    try:
        return Path(os.path.relpath(found))
    except ValueError:  # on another drive of Windows'
        return found


def project_of(start: Path) -> Path | None:
    """Return the nearest folder, from one upwards, that has `cards` with a deck in it; None where there is none."""
    here = start.absolute()
    return next((folder for folder in (here, *here.parents) if _has_decks(folder)), None)


def find_targets(root: Path | None, names: Sequence[str] = ()) -> Targets:
    """Return the decks that arguments name, by name or by a file or folder of theirs; all decks where there are none.

    `root` is the project where it was named. A deck's name wins over a path. Raise `UsageError` for what is not there,
    and for what lies in no deck of the project.
    """
    project = find_root() if root is None else root
    if root is None and names and not _has_decks(project):
        project = find_root(_folder_of(Path(names[0])))
    known = {folder.name: folder for folder in find_decks(project)}
    folders: list[Path] = []
    paths: list[Path] = []
    for name in names:
        deck = known.get(name.rstrip("/"))
        chosen = [deck] if deck else _named_by_path(name, project, known)
        paths += chosen
        folders += [known[path.relative_to(project / "cards").parts[0]] for path in chosen]
    return Targets(root=project, folders=tuple(dict.fromkeys(folders or known.values())), paths=tuple(paths))


def _named_by_path(name: str, project: Path, known: dict[str, Path]) -> list[Path]:
    """Return what a path names below the decks' folders: itself, or all decks that lie in it."""
    cards = project / "cards"
    path = next((path for path in (Path(name), project / name) if path.exists()), None)
    if path is None:
        raise UsageError(_not_there(name, cards, known))
    whole, home = path.resolve(), cards.resolve()
    if home.is_relative_to(whole):
        return list(known.values())
    if whole.is_relative_to(home) and whole.relative_to(home).parts[0] in known:
        return [cards / whole.relative_to(home)]
    raise UsageError(f"{name}: this lies in no deck of the project; the decks are in {cards}: {', '.join(known)}")


def _not_there(name: str, cards: Path, known: dict[str, Path]) -> str:
    hint = did_you_mean(name, known) or f"the decks are: {', '.join(known)}"
    if "/" in name or os.sep in name or Path(name).suffix:
        return f'{name}: there is no such file or folder, and no such deck in "{cards}"; {hint}'
    return f'{cards}: there is no deck "{name}"; {hint}'


def _folder_of(path: Path) -> Path:
    return path if path.is_dir() else path.parent


def _has_decks(folder: Path) -> bool:
    """Tell whether a folder is a project with a deck in it; one that may not be looked into is none."""
    try:
        return any((deck / "deck.yaml").is_file() for deck in (folder / "cards").iterdir())
    except OSError:
        return False
