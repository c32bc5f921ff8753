"""Where things are: the project's decks, their files, and the time; cheap to load, for builds with nothing to do."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from builder.diagnostics import printable, shell_word
from builder.errors import ReadError, UsageError
from builder.files import leads_out

LOCK_NAME = "deck.lock"
"""The file that a build writes beside deck.yaml, and that is no source: it is left out of what a build hangs on."""

_NAMED = 5
"""Projects that a message names."""
_SHOWN = 40
"""Characters of a wrong value that a message repeats."""
_FIRST = 315_532_800
"""The start of 1980, in seconds: notes get ids of up to two years before the build."""
_LAST = 253_402_300_799
"""The end of the year 9999, in seconds."""


def clock() -> int:
    """Return the time of this build in seconds; `SOURCE_DATE_EPOCH` overrides it."""
    stated = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not stated:
        return int(time.time())
    shown = f"SOURCE_DATE_EPOCH={stated[:_SHOWN]}"
    if not re.fullmatch("-?[0-9]+", stated):
        raise UsageError(f"{shown}: that is no number of seconds since 1970; write digits, or unset it")
    digits = stated.lstrip("0")
    if digits[:1] not in ("", "-") and (len(digits) > len(str(_LAST)) or int(digits) > _LAST):
        raise UsageError(f"{shown}: that is after the year 9999; it counts seconds, not milliseconds")
    if digits[:1] in ("", "-") or int(digits) < _FIRST:
        raise UsageError(f"{shown}: that is before 1980; the ids of notes are times, and Anki takes none below 1")
    return int(digits)


def find_decks(root: Path) -> list[Path]:
    """Return the folders of the decks under `root/cards`, sorted; raise `UsageError` where there is none."""
    cards = root / "cards"
    if not os.path.isdir(cards):
        raise UsageError(f"{cards}: there is no such folder; {_way_to_project(root)}")
    try:
        folders = sorted(path for path in cards.iterdir() if not path.name.startswith(".") and os.path.isdir(path))
    except OSError as error:
        raise UsageError(f"{cards}: cannot read: {error.strerror}") from error
    _refuse_odd(root, folders)
    if not folders:
        loose = [path.name for path in unread_beside(cards)]
        found = f"{cards}: there is no deck in it"
        if loose:
            folder = cards / "my-deck"
            raise UsageError(f"{found}, but {loose[0]}; a deck is a folder: move it to {folder}, with a deck.yaml")
        raise UsageError(f"{found}; make one with `deckwright init`")
    return folders


def _way_to_project(folder: Path) -> str:
    """Return how to get to a project from a folder that is none: by name where some lie right there."""
    try:
        inner = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    except OSError:
        inner = []
    projects = [path for path in inner if os.path.isdir(path) and any(path.glob("cards/*/deck.yaml"))]
    if not projects:
        return 'run this in a project, which holds "cards", or name it: --root DIR'
    ways = [f"--root {shell_word(shown_path(path))}" for path in projects[:_NAMED]]
    return f"name the project: {' or '.join(ways)}"


def _refuse_odd(root: Path, folders: Sequence[Path]) -> None:
    """Raise `UsageError` for a deck's folder that gives no package its name, or that is somewhere else.

    What such a one holds would be published from there.
    """
    for folder in folders:
        if printable(folder.name) != folder.name:
            raise UsageError(f"{shown_path(folder)}: the name of this folder has a control character in it; rename it")
        if readable(folder.name) != folder.name:
            raise UsageError(f"{shown_path(folder)}: the name of this folder is no UTF-8; rename it")
        if leads_out(folder, root):
            hint = "put the folder itself there, or name the project that it is in: --root DIR"
            raise UsageError(f"{folder}: it is a link that leads out of the project; {hint}")
    by_place: dict[str, Path] = {}
    for folder in sorted(folders, key=lambda folder: (folder.is_symlink(), folder)):
        twin = by_place.setdefault(os.path.realpath(folder), folder)
        if twin is not folder:
            raise UsageError(f"{folder}: it is a link to the deck {twin}; delete it")


def other_decks(root: Path, folders: Sequence[Path]) -> list[Path]:
    """Return the folders of the decks under `root/cards` that are not among the given ones."""
    chosen = {folder.resolve() for folder in folders}
    return [folder for folder in find_decks(root) if folder.resolve() not in chosen]


def shown_path(path: Path) -> str:
    """Return a path as messages show it: from where the command runs, unless it is elsewhere and was named so."""
    whole = Path(os.path.normpath(path))
    if whole.parts[:1] == ("..",):  # of a project that was found above: the way there and back is cut short
        whole = Path(os.path.relpath(whole))
    return readable((whole if not whole.is_absolute() else _relative(whole)).as_posix())


def readable(name: str) -> str:
    r"""Return a name of the file system as one line of text; bytes that are no UTF-8 are written out (`\xff`)."""
    text = name if name.isascii() else os.fsencode(name).decode("utf-8", "backslashreplace")
    return text.replace("\n", " ")


def _relative(path: Path) -> Path:
    try:
        return path.relative_to(Path.cwd())
    except ValueError:
        return path


def lock_path(folder: Path) -> Path:
    """Return where a deck's lock lies."""
    return folder / LOCK_NAME


_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])\Z", re.I)
"""https://learn.microsoft.com/windows/win32/fileio/naming-a-file"""


def name_fault(name: str) -> str:
    """Return what is wrong with packages of a name; empty where nothing is."""
    if name.lower() == "collection" or name.lower().startswith("backup-"):
        return f"Anki would take {name}.apkg for a backup and replace the learner's whole collection"
    if _DEVICE.match(name):
        return f"Windows keeps the name {name} for a device, so that nobody there could save {name}.apkg"
    return ""


TABLE_ENDINGS = (".csv", ".tsv")
"""Of chapters that are tables."""


def chapter_paths(folder: Path) -> list[Path]:
    """Return a deck's chapter files, those in its folders too, in the order in which they are read.

    That is by name, level by level: a folder stands where its name does among the files beside it.
    """
    return sorted(inner / name for inner, names in chapter_folders(folder) for name in names if is_chapter_name(name))


def chapter_folders(deck: Path) -> Iterator[tuple[Path, list[str]]]:
    """Yield the folders in which a deck's chapters may lie, its own first, with the names of what is in each.

    No link to a folder is followed. Raise `ReadError` where a folder may not be looked into: what is in it would be
    left out of the deck in silence.
    """
    waiting = [deck]
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(folder) as entries:
                found = sorted((entry.name, entry.is_dir(follow_symlinks=False)) for entry in entries)
        except FileNotFoundError as error:
            if folder == deck:
                raise ReadError(folder, error) from error
            continue  # it has gone meanwhile
        except OSError as error:
            raise ReadError(folder, error) from error
        names = [name for name, _ in found]
        if folder != deck and any(map(_DECK_FILE.match, names)):
            continue
        yield folder, names
        waiting += [folder / name for name, is_folder in reversed(found) if is_folder and is_deck_folder(name)]


def is_chapter_name(name: str) -> bool:
    """Tell whether a file of this name, beside deck.yaml or in a folder, is a chapter."""
    is_named = name.endswith((".yaml", ".yml", *TABLE_ENDINGS))
    return is_named and not name.startswith((".", "~$")) and not is_reserved(name)


def is_deck_folder(name: str) -> bool:
    """Tell whether a folder of this name, in a deck's, is a deck in that deck."""
    return name[0] != "." and name.lower() not in OWN_FOLDERS and not is_chapter_name(name)


def is_table_name(name: str) -> bool:
    """Tell whether a chapter of this name or path is a table."""
    return name.endswith(TABLE_ENDINGS)


def table_name(path: Path, deck: Path) -> str:
    """Return what `tables:` in a deck's deck.yaml calls a file: its path from there without its ending."""
    return readable(path.relative_to(deck).with_suffix("").as_posix())


# ---- Files that look like a part of a deck and are none.

_NUMBERED = re.compile(r"\d.*\.(?:md|markdown|xlsx?|ods|numbers|tab|[ct]sv(?:\.txt)?)\Z", re.I)
_YAML = re.compile(r".*\.ya?ml(?:\.txt)?\Z", re.I | re.S)
"""What an author takes for a YAML file; editors and file managers add the last ending."""
_DECK_FILE = re.compile(r"deck\.ya?ml(?:\.txt)?\Z", re.I)
_FOLDER_FILE = re.compile(r"folder\.ya?ml(?:\.txt)?\Z", re.I)
_RESERVED = re.compile(r"(?:deck|folder|me|inbox)\.(?:ya?ml(?:\.txt)?|[ct]sv)\Z", re.I)
FOLDER_FILE = "folder.yaml"
"""The file that names the deck of the folder in which it lies."""
OWN_FOLDERS = ("kinds", "media", "translations")
"""Folders of a deck whose files are read by themselves, or are shipped as they are; none of that name is a deck."""


def is_reserved(name: str) -> bool:
    """Tell whether a file is no chapter for its name, which means something else or is to mean it once."""
    return _RESERVED.match(name) is not None


def near_deck_files(folder: Path) -> list[str]:
    """Return the names in a folder that were meant as deck.yaml, and are not read."""
    return [name for name in _files(folder) if _DECK_FILE.match(name) and name != "deck.yaml"]


def is_folder_file(name: str) -> bool:
    """Tell whether a name is that of folder.yaml, or was meant to be."""
    return _FOLDER_FILE.match(name) is not None


def is_yaml_name(name: str) -> bool:
    """Tell whether a name is that of a YAML file, or was meant to be."""
    return _YAML.match(name) is not None


def is_numbered_file(name: str) -> bool:
    """Tell whether a name is that of a note or spreadsheet as chapters have it: with a number before the name."""
    return _NUMBERED.match(name) is not None


def is_kind_folder(name: str) -> bool:
    """Tell whether a folder under `kinds` is read as a kind; what begins with a dot or `_` is set aside."""
    return not name.startswith((".", "_"))


def unread_beside(cards: Path) -> list[Path]:
    """Return the YAML files that lie beside the decks of a project, in none of them."""
    return [cards / name for name in _files(cards) if is_yaml_name(name)]


def _files(folder: Path) -> list[str]:
    """Return the names of a folder's files but for hidden ones, sorted; of none where it cannot be looked into."""
    try:
        with os.scandir(folder) as entries:
            return sorted(entry.name for entry in entries if entry.name[:1] != "." and os.path.isfile(entry.path))
    except OSError:
        return []
