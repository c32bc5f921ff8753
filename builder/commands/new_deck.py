"""A further deck for a project."""

from __future__ import annotations

import secrets
from pathlib import Path

from builder.commands.deck_files import deck_texts, file_text, modeline, name_deck, refuse_folder
from builder.diagnostics import shell_word
from builder.errors import UsageError
from builder.files import write_all
from builder.pipeline.loop import read_head
from builder.targets import find_root


def add_deck(root: Path, words: str, token: str) -> tuple[Path, ...]:
    """Write a deck with a first card into a project, and return its files; `token` is one that no other deck has.

    Raise `UsageError` where there is no project, where the folder is taken, or another deck has the name.
    """
    cards = root / "cards"
    if not cards.is_dir():
        raise UsageError(
            f"{cards}: there is no such folder; make a project with `deckwright init DIR`, or name one: --root DIR"
        )
    deck = name_deck(words, token)
    folder = cards / deck.slug
    refuse_folder(folder)
    if folder.exists() and any(folder.iterdir()):
        raise UsageError(f"{folder}: there is something in it; choose another name, or write its deck.yaml by hand")
    for other in sorted(path for path in cards.iterdir() if (path / "deck.yaml").is_file()):
        settings = read_head(other).settings
        if settings is not None and settings.name.lower() == deck.name.lower():
            raise UsageError(f'{other / "deck.yaml"}: this deck is called "{settings.name}" too; choose another name')
    has_schemas = (root / "schema" / "deck.json").is_file()
    texts = deck_texts(deck, has_schemas=has_schemas)
    texts["10-first.yaml"] = file_text("first.yaml", {"SCHEMA": modeline("chapter", has_schemas=has_schemas)})
    write_all([(folder / name, text.encode()) for name, text in texts.items()])
    return tuple(folder / name for name in texts)


def run_new_deck(root: Path | None, words: str) -> int:
    """Make a deck and say what is in it; return the exit status."""
    if not words:
        raise UsageError("say what the deck is called: deckwright new deck NAME")
    paths = add_deck(find_root() if root is None else root, words, secrets.token_hex(4))
    print("".join(f"{path}\n" for path in paths), end="")
    print(f"next: write its cards in {paths[-1]}, then deckwright build {shell_word(paths[-1].parent.name)}")
    return 0
