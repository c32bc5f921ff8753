"""Finds the chapter that a new card goes to, and writes it there."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from builder.commands.fix import taken_ids
from builder.commands.skeleton import add_card, blanks, skeleton
from builder.diagnostics import Problem, did_you_mean
from builder.errors import DeckwrightError, UsageError
from builder.files import replace_unchanged
from builder.model import Kind
from builder.pipeline.loop import read_head
from builder.project import chapter_paths, is_table_name, shown_path
from builder.source.edits import apply_splices
from builder.source.read_source import read_source
from builder.source.yaml_nodes import compose
from builder.syntax import Map, SourceFile, Text, encode
from builder.targets import find_targets


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCard:
    """A card that was added: its place, and what is left to fill in."""

    shown: str
    line: int
    column: int
    kind: str
    id: str
    blanks: tuple[str, ...]


def new_card(folders: Sequence[Path], kind_name: str, chapter: str = "") -> NewCard:
    """Append a card to fill in to a chapter, by default the last one of the only deck.

    `chapter` is a file's path, its name, or its name without the number and the ending; `FOLDER/NAME` and `DECK/NAME`
    where two folders or decks have it. Raise `UsageError` for a kind or chapter that is not there, or one that is not
    ready for a card.
    """
    path, deck = _chapter(folders, chapter)
    if is_table_name(path.name):
        way = "add a row in a spreadsheet or an editor, and `deckwright check --fix` gives it an id"
        raise UsageError(f"{shown_path(path)}: this chapter is a table; {way}")
    kinds = read_head(deck).kinds
    kind = kinds.get(kind_name)
    if kind is None:
        hint = did_you_mean(kind_name, kinds) or f"the kinds are: {', '.join(kinds)}"
        raise UsageError(f'there is no kind "{kind_name}"; {hint}')
    card_id = taken_ids(deck).new("", f"new-{kind.name}")
    file, data, problems = read_source(path, deck)
    text, index = _with_card(file, problems, kind, card_id)
    if not replace_unchanged(path, data, encode(text, like=data)):
        raise DeckwrightError(f"{file.path}: changed while the card was made, and left alone; run this again")
    lines = re.split("\r\n|[\r\n]", text[:index])
    return NewCard(
        shown=file.path,
        line=len(lines),
        column=len(lines[-1]) + 1,
        kind=kind.name,
        id=card_id,
        blanks=blanks(kind),
    )


def _with_card(file: SourceFile, problems: Sequence[Problem], kind: Kind, card_id: str) -> tuple[str, int]:
    """Return a chapter's text with a card added, and the card's index in it; `problems` are those of its bytes."""
    node, yaml_problems = compose(file)
    top = {key.value: (key, value) for key, value in node.items} if isinstance(node, Map) else {}
    if problems or yaml_problems or "cards" not in top:
        raise UsageError(f"{file.path}: this is no chapter with `cards:`; see `deckwright check`")
    _, default = top.get("kind", (None, None))
    with_kind = not (isinstance(default, Text) and default.value == kind.name)
    splice = add_card(file.text, top["cards"], skeleton(kind, card_id, with_kind=with_kind))
    if splice is None:
        raise UsageError(f"{file.path}: its cards stand in brackets; write them with dashes, a card each, to add one")
    text = apply_splices(file.text, [splice])
    return text, text.index(f"id: {card_id}", splice.start)


def new_card_text(card: NewCard) -> str:
    """Return where the card is, and what to do with it next."""
    but_last, last = ", ".join(card.blanks[:-1]), "".join(card.blanks[-1:])
    listed = " and ".join(filter(None, (but_last, last)))
    return f"{card.shown}:{card.line}:{card.column}: a {card.kind} card, {card.id}; fill in {listed}\n"


def _chapter(folders: Sequence[Path], name: str) -> tuple[Path, Path]:
    """Return the chapter of a name, and the folder of its deck."""
    decks = {path: folder for folder in folders for path in chapter_paths(folder)}
    chapters = {path: path.relative_to(folder.parent).as_posix() for path, folder in decks.items()}
    known = ", ".join(chapters.values())
    if not chapters:
        raise UsageError(f"{folders[0]}: it has no chapter; write one with `title:` and `cards:`: 10-basics.yaml")
    if not name:
        if len(folders) > 1:
            raise UsageError(f"there are {len(folders)} decks; say which chapter: {known}")
        in_yaml = [(path, deck) for path, deck in decks.items() if not is_table_name(path.name)]
        return (in_yaml or list(decks.items()))[-1]
    matches = [path for path, short in chapters.items() if name in _names(short)]
    matches = matches or [path for path in chapters if Path(name).resolve() == path.resolve()]
    if len(matches) > 1:
        raise UsageError(f'"{name}" is more than one chapter: {", ".join(chapters[path] for path in matches)}')
    if not matches:
        hint = did_you_mean(name, [known_name for short in chapters.values() for known_name in _names(short)])
        raise UsageError(f'there is no chapter "{name}"; {hint or f"the chapters are: {known}"}')
    return matches[0], decks[matches[0]]


def _names(short: str) -> list[str]:
    """Return what a chapter may be called, the longest name first; `short` is its path from the decks' folder.

    That is its file's name, its stem, or that without the number, alone or behind any of the folders that it is in.
    """
    *outer, name = short.split("/")
    stem = os.path.splitext(name)[0]
    lasts = dict.fromkeys((name, stem, re.sub(r"^\d+[-_ ]*", "", stem)))
    return ["/".join([*outer[start:], last]) for start in range(len(outer) + 1) for last in lasts]


def run_new(root: Path | None, kind: str, chapter: str) -> int:
    """Append a card and say where; return the exit status. Without a chapter it goes to the deck that one is in."""
    folders = find_targets(root).folders
    here = [folder for folder in folders if not chapter and Path.cwd().is_relative_to(folder.resolve())]
    print(new_card_text(new_card(here or folders, kind, chapter)), end="")
    return 0
