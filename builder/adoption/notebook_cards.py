"""The cards of notes in Markdown as new cards, with the pictures and sounds that lie beside the notes."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from builder.adoption.new_cards import NewCard, NewDeck, told_of_repeats
from builder.adoption.values import Form
from builder.diagnostics import counted, printable
from builder.files import MEDIA_LIMIT, files_below, leads_out, read_bytes
from builder.foreign.media_names import fault_of_name
from builder.foreign.text_values import MarkdownDeck
from builder.package.media import MEDIA_ENDINGS

_EMBED = re.compile(r"!\[\[([^\[\]|#\n]+)([^\[\]\n]*)\]\]|!\[([^\[\]\n]*)\]\(<?([^()<>\n]+?)>?([ \t]+\"[^\"\n]*\")?\)")
_DOLLARS = re.compile(r"\$\$[^$]+\$\$|\$(?=[^\s$])[^$\n]+(?<=\S)\$(?!\d)")
_BESIDE = ("attachments", "assets", "files", "images", "img", "media", "pictures", "resources", "_resources")
"""What the folders are called that pictures of a note lie in, in lower case."""
_LISTED = 10
"""Notes without cards that the plan names."""
_FORMS = {"signs": "`::`, `?` and `==gaps==`", "fields": "fields (`Q:`, `A:`)", "headings": "headings (`##`)"}


def cards_of_notebook(notebook: MarkdownDeck) -> NewDeck:
    """Return the cards of notes as a deck, a subdeck for each note."""
    root = notebook.path if notebook.path.is_dir() else notebook.path.parent
    files = _Files(root, is_whole=notebook.path.is_dir())
    name = notebook.path.resolve().name if notebook.path.is_dir() else notebook.notes[0].title
    cards: list[NewCard] = []
    tags: dict[str, tuple[str, ...]] = {}
    empty = []
    for note in notebook.notes:
        deck = f"{name}::{note.title}" if notebook.path.is_dir() else name
        if note.cards:
            tags[deck] = note.tags
        else:
            empty.append(os.path.relpath(note.path, root))
        for card in note.cards:
            texts: list[tuple[str, str | bool | tuple[str, ...]]] = [
                (key, files.found_in(text) if isinstance(text, str) else tuple(map(files.found_in, text)))
                for key, text in card.texts
            ]
            texts += [("reverse", True)] if card.is_reversed else []
            cards.append(NewCard(kind=card.kind, texts=tuple(texts), tags=card.tags, deck=deck))
    unread = sum(note.unread for note in notebook.notes)
    told = [f"left out: {counted(unread, 'part')} without a question and an answer"] if unread else []
    told += [f"no card in it, and no chapter made of it: {printable(path)}" for path in empty[:_LISTED]]
    told += [f"and {len(empty) - _LISTED:,} more notes without cards"] if len(empty) > _LISTED else []
    return NewDeck(
        shown=printable(str(notebook.path)),
        what=f"{counted(len(notebook.notes), 'note')} with {_FORMS[notebook.form]}",
        name=name,
        title="" if notebook.path.is_dir() else name.rpartition("::")[2],
        form=Form.MARKDOWN,
        cards=tuple(cards),
        told=(*told, *told_of_repeats(cards)),
        tags=tags,
        media=files.contents(),
        media_count=len(files.taken),
        dollars=any(_DOLLARS.search(text) for card in cards for _, text in card.texts if isinstance(text, str)),
    )


class _Files:
    """Finds the pictures and sounds that cards name, in the folder that was given and nowhere else."""

    def __init__(self, root: Path, *, is_whole: bool) -> None:
        self.taken: dict[str, Path] = {}
        """Those that go along, by their names."""
        self._root, self._is_whole = root, is_whole
        self._listed: dict[str, list[str]] | None = None

    def found_in(self, text: str) -> str:
        """Return a text with the names of its files as they are in the deck's media folder."""
        return _EMBED.sub(self._embed, text) if "![" in text else text

    def contents(self) -> Iterator[tuple[str, bytes]]:
        """Yield the names and bytes of all that were found."""
        return ((name, read_bytes(path, MEDIA_LIMIT)) for name, path in self.taken.items())

    def _embed(self, found: re.Match[str]) -> str:
        written = (found[1] or found[4]).strip()
        name = self._take(written) or (self._take(unquote(written)) if "%" in written else "")
        if not name or name == written:
            return found[0]
        if found[1]:
            return f"![[{name}{found[2]}]]"
        return f"![{found[3]}]({f'<{name}>' if ' ' in name else name}{found[5] or ''})"

    def _take(self, written: str) -> str:
        """Return the name under which a file goes along; empty where there is none."""
        if os.path.splitext(written)[1].lower() not in MEDIA_ENDINGS:
            return ""
        parts = [part for part in written.replace("\\", "/").split("/") if part not in ("", ".", "..")]
        name = unicodedata.normalize("NFC", parts[-1]) if parts else ""
        paths = self._by_name().get(name.lower(), [])
        wanted = "/".join(parts).lower()
        path = next((path for path in paths if f"/{path}".lower().endswith(f"/{wanted}")), paths[0] if paths else "")
        whole = self._root / path
        if not path or fault_of_name(name) or leads_out(whole, self._root) or not whole.is_file():
            return ""
        stem, ending = os.path.splitext(name)
        number = 1
        while self.taken.setdefault(name, whole) != whole:  # another file of this name, from another folder
            number += 1
            name = f"{stem}-{number}{ending}"
        return name

    def _by_name(self) -> dict[str, list[str]]:
        """Return the paths of all files, by their names in lower case; for a single note of those beside it."""
        if self._listed is None:
            self._listed = {}
            for path in sorted(files_below(self._root) if self._is_whole else self._beside()):
                name = unicodedata.normalize("NFC", os.path.basename(path)).lower()
                self._listed.setdefault(name, []).append(path.replace(os.sep, "/"))
        return self._listed

    def _beside(self) -> Iterator[str]:
        for entry in os.scandir(self._root):
            if entry.is_file():
                yield entry.name
            elif entry.name.lower() in _BESIDE and entry.is_dir(follow_symlinks=False):
                yield from (os.path.join(entry.name, path) for path in files_below(Path(entry.path)))
