"""What the folders in a deck are called in Anki: each is a deck in that of the folder around it."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path

from builder.diagnostics import Problem
from builder.project import FOLDER_FILE, readable, shown_path
from builder.source import keys
from builder.source.deck_names import check_deck_name, deck_name_fault, name_in_deck
from builder.source.read_source import read_source
from builder.source.validate import Validator
from builder.source.yaml_nodes import compose
from builder.syntax import FILE_START, SourceFile

_NUMBER = re.compile(r"\d+[-_. ]+(?=.)")
"""What stands before a folder's name for its place among the others."""
_IN_CHAPTERS = dict.fromkeys(
    ("cards", "tags", "source", "kind"), "it is a key of a chapter: a folder has a title, and chapters beside this file"
)


def folder_names(deck: Path, chapters: Iterable[Path]) -> tuple[Mapping[Path, str], tuple[Problem, ...]]:
    """Return what the decks of the folders are called in which chapters lie, without the deck's own name.

    That is by folder, `Part::Inner`, and empty for the deck's own. What is wrong with a name or a folder.yaml is told.
    """
    names = {deck: ""}
    problems: list[Problem] = []
    for chapter in chapters:
        new = []
        folder = chapter.parent
        while folder not in names:
            new.append(folder)
            folder = folder.parent
        for folder in reversed(new):
            within = names[folder.parent]
            title, found = _title(folder, deck, within)
            names[folder] = name_in_deck(within, title)
            problems += found
    return names, tuple(problems)


def _title(folder: Path, deck: Path, within: str) -> tuple[str, list[Problem]]:
    """Return what a folder's deck is called in that of the folder around it: by its folder.yaml, else by its name."""
    path = folder / FOLDER_FILE
    if not os.path.lexists(path):
        return _title_of_name(folder, within)
    file, _, problems = read_source(path, deck)
    node, more = (None, ()) if problems else compose(file)
    validator = Validator(file)
    top = None if problems or more else validator.mapping(node, "the title of the folder's deck")
    entry = validator.entry(top, keys.FOLDER, FOLDER_FILE, _IN_CHAPTERS) if top else None
    title = entry.text("title") if entry else None
    if title:
        check_deck_name(validator, title, within)
    # With an error nothing is built; the folder's name stands in for what else is told of its chapters.
    name = title.value.strip() if title else _title_of_name(folder, within)[0]
    return name, [*problems, *more, *validator.problems]


def _title_of_name(folder: Path, within: str) -> tuple[str, list[Problem]]:
    """Return a folder's name without its number, with spaces for hyphens and its first letter large."""
    bare = unicodedata.normalize("NFC", _NUMBER.sub("", folder.name, count=1)).replace("-", " ").strip()
    title = bare[:1].upper() + bare[1:]
    fault = deck_name_fault(title, title, within)
    if folder.name != readable(folder.name):
        fault = "the name of this folder is no UTF-8", ""
    if not fault:
        return title, []
    file = SourceFile(path=shown_path(folder), text="")
    hint = f"rename the folder, or write the title of its deck into {shown_path(folder / FOLDER_FILE)}"
    return readable(title), [file.error(file.location(FILE_START), "bad-name", fault[0], hint)]
