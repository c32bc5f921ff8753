"""Tells of files that look like a part of a deck and are in no package: their cards would vanish."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from builder.diagnostics import Problem
from builder.project import (
    OWN_FOLDERS,
    is_kind_folder,
    near_deck_files,
    numbered_notes,
    shown_path,
    unread_beside,
    unread_files,
    unread_links,
)
from builder.syntax import FILE_START, SourceFile


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
    """Yield a problem for each file in a deck's folder that looks like a chapter and is no part of the deck."""
    is_deck = os.path.isfile(folder / "deck.yaml")
    for path in unread_files(folder):
        if is_deck or path.parent != folder or path.name not in near_deck_files(folder):
            yield _unread(path, *_inside(folder, path))
    for path in numbered_notes(folder):
        file = SourceFile(path=shown_path(path), text="")
        message = "this file is not read: a chapter is YAML, and its name ends in .yaml"
        hint = f"write its cards into {shown_path(folder / path.stem)}.yaml, or move it out of the deck's folder"
        yield file.warning(file.location(FILE_START), "unread-file", message, hint)
    for path in unread_links(folder):
        file = SourceFile(path=shown_path(path), text="")
        message = "this folder is a link that leads out of the deck's folder, and nothing in it is read"
        yield file.warning(file.location(FILE_START), "foreign-folder", message, "put the folder itself there")


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


def _inside(folder: Path, path: Path) -> tuple[str, str]:
    """Return message and hint for a file in a deck's folder."""
    place, name = shown_path(folder), path.name
    inner = path.relative_to(folder).parts[0]
    if path.parent == folder:
        if name in near_deck_files(folder):
            if path.samefile(folder / "deck.yaml"):  # the file system of this machine takes both names for one
                return "other systems do not find this file by the name of deck.yaml", "rename it to deck.yaml"
            return "this file is not read: the deck has a deck.yaml", "move what it says there, and delete it"
        message = "this file is not read: the name of a chapter ends in .yaml or .yml"
        return message, f"rename it to {_plain_name(name)}"
    if inner == "kinds" and path.parent.name == "kinds":
        return "this file is not read: a kind is a folder", f"move it to {place}/kinds/{path.stem}/kind.yaml"
    if inner == "kinds":
        kind = path.relative_to(folder / inner).parts[0]
        if is_kind_folder(kind):
            return "this file is not read: a kind has no folders inside", f"move it to {place}/kinds/{kind}/{name}"
        return "this file is not read: the name of a kind begins with a letter", f'rename "{kind}", or give it a dot'
    if inner.lower() in OWN_FOLDERS:
        return "this file is not read: the name of its folder is in small letters", f'rename it to "{inner.lower()}"'
    message = "this file is not read: the chapters of a deck lie beside its deck.yaml"
    if near_deck_files(path.parent) or os.path.isfile(path.parent / "deck.yaml"):
        hint = f"a deck lies straight in cards: move the folder to {shown_path(folder.parent / path.parent.name)}"
    else:
        hint = f"move it to {place}/{_plain_name(name)}"
    return message, hint


def _plain_name(name: str) -> str:
    """Return a file's name as that of a chapter: `10-a.YAML` and `10-a.yaml.txt` as `10-a.yaml`."""
    lower = name.lower()
    return name[: lower.rindex(".y")] + ".yaml"


def _unread(path: Path, message: str, hint: str) -> Problem:
    file = SourceFile(path=shown_path(path), text="")
    return file.error(file.location(FILE_START), "unread-file", message, hint)
