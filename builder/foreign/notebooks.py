"""Cards in notes in Markdown: one file, or a folder of them, all in the form that the first signs of cards have."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path

from builder.diagnostics import printable
from builder.errors import PackageError
from builder.files import files_below
from builder.foreign.deck_values import Progress
from builder.foreign.decoding import read_text
from builder.foreign.heading_cards import heading_cards, is_marked, title_of
from builder.foreign.label_cards import has_labels, label_cards
from builder.foreign.notebook_text import split_front_matter
from builder.foreign.sign_cards import sign_cards
from builder.foreign.text_values import MarkdownDeck, MarkdownNote

NOTES = (".md", ".markdown")
"""Endings of notes in Markdown."""
_STEP = 50


def note_files(folder: Path) -> tuple[str, ...]:
    """Return the paths of all notes below a folder, from there, in order; hidden ones are none."""
    return tuple(sorted(path for path in files_below(folder) if os.path.splitext(path)[1].lower() in NOTES))


def read_notebook(path: Path, progress: Progress) -> MarkdownDeck:
    """Return the notes of a file, or of all files below a folder, with their cards.

    Raise `PackageError` for a file that is no text, and where there are no cards; `ReadError` for what cannot be read.
    """
    names = note_files(path) if path.is_dir() else (path.name,)
    folder = path if path.is_dir() else path.parent
    texts: dict[str, tuple[tuple[str, ...], str]] = {}
    for done, name in enumerate(names):
        texts[name] = split_front_matter(read_text(folder / name))
        if done % _STEP == 0:
            progress("reading notes", done, len(names))
    if not any(text.strip() for _, text in texts.values()):
        raise PackageError(printable(str(path)), "it is empty", "name a file with cards in it")
    form, notes = _read(folder, texts)
    if not any(note.cards for note in notes):
        fault = "there are no cards in it: no `::` or `?`, no ==gap==, no field `Q:`, and no `##` with a text below"
        raise PackageError(printable(str(path)), fault, "write one of these, and see the docs on notes")
    return MarkdownDeck(path=path, form=form, notes=tuple(notes))


def _read(folder: Path, texts: dict[str, tuple[tuple[str, ...], str]]) -> tuple[str, list[MarkdownNote]]:
    is_ours = any(is_marked(text) for _, text in texts.values())
    if not is_ours and any(has_labels(text) for _, text in texts.values()):
        return "fields", [_labelled(folder, name, tags, text) for name, (tags, text) in texts.items()]
    signed = [_signed(folder, name, tags, text) for name, (tags, text) in texts.items() if not is_ours]
    if any(note.cards for note in signed):
        return "signs", signed
    return "headings", [
        _headed(folder, name, tags, text, is_alone=len(texts) == 1) for name, (tags, text) in texts.items()
    ]


def _signed(folder: Path, name: str, tags: Iterable[str], text: str) -> MarkdownNote:
    cards, more = sign_cards(text)
    tags = tuple(dict.fromkeys((*tags, *more)))
    return MarkdownNote(path=folder / name, title=_title(name), tags=tags, cards=tuple(cards), unread=0)


def _labelled(folder: Path, name: str, tags: tuple[str, ...], text: str) -> MarkdownNote:
    cards, unread = label_cards(text)
    title = _title(name).replace("__", "::")
    return MarkdownNote(path=folder / name, title=title, tags=tags, cards=tuple(cards), unread=unread)


def _headed(folder: Path, name: str, tags: tuple[str, ...], text: str, *, is_alone: bool) -> MarkdownNote:
    cards, unread = heading_cards(text)
    title = (title_of(text) if is_alone or is_marked(text) else "") or _title(name)
    return MarkdownNote(path=folder / name, title=title, tags=tags, cards=tuple(cards), unread=unread)


def _title(name: str) -> str:
    stem = os.path.splitext(name)[0].replace(os.sep, "/")
    return "::".join(part for part in re.split(r"/|::", stem) if part.strip())
