"""Tells of files that look like a part of a deck and are in no package: their cards would vanish."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from builder.diagnostics import Problem, Severity
from builder.files import files_below, inner_path
from builder.project import (
    FOLDER_FILE,
    OWN_FOLDERS,
    chapter_folders,
    is_chapter_name,
    is_deck_folder,
    is_folder_file,
    is_kind_folder,
    is_numbered_file,
    is_reserved,
    is_table_name,
    is_yaml_name,
    near_deck_files,
    shown_path,
    unread_beside,
)
from builder.syntax import FILE_START, SourceFile

_ENDINGS = re.compile(r"(?:\.[ct]sv)?\.\w+\Z", re.I)
"""Those of a spreadsheet, of which editors add the last one."""


def no_deck_file(folder: Path) -> Problem:
    """Return what to say of a folder under cards that has no deck.yaml."""
    shown = shown_path(folder)
    empty = SourceFile(path=f"{shown}/deck.yaml", text="")
    hint = "write one with a name and a uid, or move the folder out of cards"
    near = near_deck_files(folder)
    if near:
        hint = f'rename "{near[0]}" to deck.yaml'
    return empty.error(empty.location(FILE_START), "no-deck-file", f"{shown} has no deck.yaml", hint)


def unread_in(folder: Path) -> Iterator[Problem]:
    """Yield a problem for each file in a deck's folder that looks like a part of the deck and is none."""
    # Where there is no deck.yaml, the problem of that names what was meant as one (`no_deck_file`).
    told = {"deck.yaml", *([] if os.path.isfile(folder / "deck.yaml") else near_deck_files(folder))}
    with_chapters: set[Path] = set()
    without: list[tuple[Path, list[str]]] = []
    for inner, names in chapter_folders(folder):
        if any(map(is_chapter_name, names)):
            with_chapters.update((inner, *inner.parents))
        elif inner != folder:
            without.append((inner, names))
        for name in names:
            if name[0] != "." and not is_chapter_name(name) and (inner != folder or name not in told):
                path = inner / name
                yield from _of_folder(folder, path) if os.path.isdir(path) else _of_file(folder, path)
    for inner, names in without:
        if inner not in with_chapters:
            yield from _without_chapters(inner, names)


def _of_file(deck: Path, path: Path) -> Iterator[Problem]:
    """Yield what is wrong with a file that lies where chapters do."""
    name = path.name
    if not os.path.isfile(path):
        return
    if is_table_name(name) and is_reserved(name):
        # Not an error: it may be a file that only lies there.
        yield _unread(path, *_reserved(name))._replace(severity=Severity.WARNING)
    elif is_numbered_file(name):
        yield _unread(path, *_in_another_form(path))._replace(severity=Severity.WARNING)
    elif is_yaml_name(name) and (path.parent == deck or name != FOLDER_FILE):
        yield _unread(path, *_not_by_this_name(deck, path))


def _in_another_form(path: Path) -> tuple[str, str]:
    """Return message and hint for a note or spreadsheet that is named as a chapter is."""
    if path.name.lower().endswith((".md", ".markdown")):
        message = "this file is not read: a chapter is YAML, and its name ends in .yaml"
        chapter = shown_path(path.with_suffix(".yaml"))
        return message, f"write its cards into {chapter}, or move it out of the deck's folder"
    bare = path.with_name(_ENDINGS.sub("", path.name))
    message = "this file is not read: a chapter that is a table ends in .csv or .tsv"
    return message, f"save it as CSV in UTF-8, {shown_path(bare)}.csv, or move it out of the deck's folder"


def _reserved(name: str) -> tuple[str, str]:
    """Return message and hint for a file whose name is no chapter's."""
    plain = name if is_table_name(name) else _plain_name(name)
    message = f"this file is not read: the name {Path(plain).stem} is reserved, and no chapter's"
    return message, f"rename it to 10-{plain}"


def _not_by_this_name(deck: Path, path: Path) -> tuple[str, str]:
    """Return message and hint for a YAML file that lies where chapters do and is none for its name."""
    name, is_top = path.name, path.parent == deck
    if name in near_deck_files(path.parent):
        if path.samefile(deck / "deck.yaml"):  # the file system of this machine takes both names for one
            return "other systems do not find this file by the name of deck.yaml", "rename it to deck.yaml"
        return "this file is not read: the deck has a deck.yaml", "move what it says there, and delete it"
    if is_folder_file(name) and is_top:
        message = "this file is not read: it names the deck of a folder in this one, whose own name is in deck.yaml"
        return message, "delete it; if it is a chapter, rename it to 10-folder.yaml"
    if is_folder_file(name):
        if path.with_name(FOLDER_FILE).is_file() and not path.samefile(path.with_name(FOLDER_FILE)):
            return f"this file is not read: the folder has a {FOLDER_FILE}", "move what it says there, and delete it"
        return (
            f"this file is not read: the file that names a folder's deck is {FOLDER_FILE}",
            f"rename it {FOLDER_FILE}",
        )
    if is_reserved(name):
        return _reserved(name)
    message = "this file is not read: the name of a chapter ends in .yaml or .yml"
    return message, f"rename it to {_plain_name(name)}"


def _of_folder(deck: Path, path: Path) -> Iterator[Problem]:
    """Yield what is wrong with a folder, or a link to one, that lies where chapters do."""
    name = path.name
    if path.is_symlink():
        yield from _of_link(deck, path)
    elif name.lower() in OWN_FOLDERS:
        is_own = path.parent == deck and name in OWN_FOLDERS
        for inner in sorted(files_below(path)) if name == "kinds" or not is_own else ():
            if is_yaml_name(os.path.basename(inner)) and not (is_own and _is_of_kind(inner)):
                yield _unread(path / inner, *_in_own_folder(deck, path, path / inner))
    elif is_deck_folder(name):
        for deck_file in [*({"deck.yaml"} & {*_names_in(path)}), *near_deck_files(path)]:
            message = "a deck in a deck is not read, nor is what else lies in its folder"
            hint = f"move the folder to {shown_path(deck.parent / name)}"
            yield _unread(path / deck_file, message, f"{hint}; if it is to be a part of this deck, delete this file")


def _is_of_kind(inner: str) -> bool:
    """Tell whether a file in `kinds` lies straight in the folder of a kind, where custom_kinds/load.py tells of it."""
    parts = Path(inner).parts
    return len(parts) == 2 and is_kind_folder(parts[0])


def _in_own_folder(deck: Path, folder: Path, path: Path) -> tuple[str, str]:
    """Return message and hint for a YAML file in a folder of the name of one with files of its own."""
    place, name, own = shown_path(deck), path.name, folder.name.lower()
    if folder.parent != deck:
        message = f"this file is not read: the folder {own} lies beside deck.yaml, and no other of that name is read"
        return message, f"move the folder to {place}/{own}, or give it another name"
    if folder.name != own:
        return "this file is not read: the name of its folder is in small letters", f'rename it to "{own}"'
    if path.parent == folder:
        return "this file is not read: a kind is a folder", f"move it to {place}/kinds/{path.stem}/kind.yaml"
    kind = path.relative_to(folder).parts[0]
    if is_kind_folder(kind):
        return "this file is not read: a kind has no folders inside", f"move it to {place}/kinds/{kind}/{name}"
    return "this file is not read: the name of a kind begins with a letter", f'rename "{kind}", or give it a dot'


def _of_link(deck: Path, path: Path) -> Iterator[Problem]:
    """Yield what is wrong with a link to a folder: out of the deck's, or to chapters, for no link is followed."""
    file = SourceFile(path=shown_path(path), text="")
    inner = inner_path(path, deck)
    if inner is None:
        message = "this folder is a link that leads out of the deck's folder, and nothing in it is read"
        yield file.warning(file.location(FILE_START), "foreign-folder", message, "put the folder itself there")
    elif any(is_chapter_name(name) for name in _names_in(path)) and inner.partition("/")[0] not in OWN_FOLDERS:
        message = f"this folder is a link to {shown_path(deck / inner)}, and its chapters are read there alone"
        yield file.warning(file.location(FILE_START), "foreign-folder", message, "delete the link")


def _names_in(folder: Path) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:
        return []


def _without_chapters(folder: Path, names: Sequence[str]) -> Iterator[Problem]:
    """Yield what is wrong with a folder in which there is no chapter, nor in a folder of it."""
    file = SourceFile(path=shown_path(folder), text="")
    message = "there is no chapter in this folder, and so no deck"
    hint = f"write one, {shown_path(folder / '10-basics.yaml')}, or delete"
    if FOLDER_FILE in names:
        yield _unread(folder / FOLDER_FILE, f"this file is not read: {message}", f"{hint} this file")
    elif not names:
        yield file.warning(file.location(FILE_START), "empty-deck", message, f"{hint} the folder")


def unread_around(folders: Iterable[Path]) -> Iterator[Problem]:
    """Yield a problem for each YAML file that lies beside decks; `folders` are those of the decks."""
    decks = sorted(folder.absolute() for folder in folders)
    for cards in dict.fromkeys(folder.parent for folder in decks if folder.parent.name == "cards"):
        first = next(folder for folder in decks if folder.parent == cards)
        for path in unread_beside(cards):
            message = "no deck has this file: it lies beside the decks"
            if path.name.lower().startswith("deck."):
                hint = "a deck is a folder in cards: move the file there, with the chapters of that deck"
            else:
                hint = f"move it to {shown_path(first / _plain_name(path.name))}, or into another deck"
            yield _unread(path, message, hint)


def _plain_name(name: str) -> str:
    """Return a file's name as that of a chapter: `10-a.YAML` and `10-a.yaml.txt` as `10-a.yaml`."""
    lower = name.lower()
    return name[: lower.rindex(".y")] + ".yaml"


def _unread(path: Path, message: str, hint: str) -> Problem:
    file = SourceFile(path=shown_path(path), text="")
    return file.error(file.location(FILE_START), "unread-file", message, hint)
