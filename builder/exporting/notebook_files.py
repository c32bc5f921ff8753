"""The cards of a deck as Markdown, a file for each chapter: a heading for each card, below it the answer, as in mdanki.

A card of two texts is a heading with the second one below it, and a sentence with gaps is a heading, which an import
reads back (foreign/heading_cards.py). Any other is its id with a list of its keys, for people.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from builder.diagnostics import counted
from builder.exporting.card_texts import keys_of, text_of, told_of_keys, typed
from builder.exporting.exports import Export, ExportedText
from builder.foreign.heading_cards import MARK
from builder.foreign.notebook_text import Kept
from builder.model import CardSource, Chapter, Deck, Kind
from builder.package.media import FOLDER
from builder.schema import Entry, Key, Shape
from builder.source.deck_names import name_in_deck

_SHOWN = ("context", "hint", "extra", "accept", "as_of", "source")
"""Keys beside those of a kind that a learner sees; no other comes along."""
_SIGN = re.compile(r"^(?=## |%[ \t]*$|\[#)", re.M)
"""Where a line begins that means something in this form."""
_BLOCK = re.compile(r"```|~~~|[|>]|[-*+] |\d+[.)] ")
"""What a text begins with that is nothing in a heading."""
_PICTURE = re.compile(r'(!\[[^\[\]\n]*\]\(<?|<(?:audio|img|source|video)\b[^<>]*?\bsrc=")([^()<>"\n]+?)(?=>?[ )"])')


class _Sides(NamedTuple):
    front: Key
    back: Key | None


def notebook_files(deck: Deck, media: Mapping[str, Path]) -> Export:
    """Return a deck with its chapters as files of Markdown; `media` are its files by what cards call them."""
    names = _names(media)
    left: Counter[str] = Counter()
    texts = []
    taken: set[str] = set()
    for chapter in deck.chapters:
        left.update(key for card in chapter.cards for key in _left_out(card, deck.kinds[card.kind]))
        text = _with_places(_chapter(chapter, deck), names)
        name = _unique(os.path.splitext(os.path.basename(chapter.file.path))[0], ".md", taken)
        texts.append(ExportedText(name, text, counted(len(chapter.cards), "card")))
    return Export(
        texts=tuple(texts),
        media=tuple(sorted({name: media[written] for written, name in names.items()}.items())),
        told=tuple(told_of_keys(left)),
    )


def _left_out(card: CardSource, kind: Kind) -> Iterator[str]:
    flags = {key.name for key in kind.keys if key.shape is Shape.FLAG}
    own = {key.name for key in kind.keys} - flags
    for key in card.entry.values:
        if key in flags and not card.entry.flag(key):
            continue
        if key not in own and key not in _SHOWN and key not in ("id", "kind", "tags"):
            yield key


def _names(media: Mapping[str, Path]) -> dict[str, str]:
    """Return the names of files in the folder of media, by what cards call them."""
    taken: set[str] = set()
    by_path: dict[Path, str] = {}
    names = {}
    for written, path in sorted(media.items()):
        if path not in by_path:
            by_path[path] = _unique(*os.path.splitext(path.name), taken)
        names[written] = by_path[path]
    return names


def _unique(stem: str, ending: str, taken: set[str]) -> str:
    """Return a name that no other file of a folder has, also where case counts for nothing; it is then taken."""
    name, number = f"{stem}{ending}", 1
    while name.lower() in taken:
        number += 1
        name = f"{stem}-{number}{ending}"
    taken.add(name.lower())
    return name


def _with_places(text: str, names: Mapping[str, str]) -> str:
    """Return a text in which its files are in the folder of media."""

    def placed(found: re.Match[str]) -> str:
        return f"{found[1]}{FOLDER}/{names[found[2]]}" if found[2] in names else found[0]

    return _PICTURE.sub(placed, text)


def _chapter(chapter: Chapter, deck: Deck) -> str:
    parts = [
        MARK,
        f"# {name_in_deck(chapter.within, chapter.title) or deck.settings.name}",
        *(_card(card, deck.kinds[card.kind]) for card in chapter.cards),
    ]
    return "\n\n".join(parts) + "\n"


def _card(card: CardSource, kind: Kind) -> str:
    shown = [key for key in keys_of(kind) if key.name in _SHOWN or key in kind.keys]
    filled = [key for key in shown if key.shape is not Shape.FLAG and text_of(card, key)]
    sides = _sides(kind, filled)
    tags = " ".join(f"[#{tag}]()" for tag in card.tags)
    if sides is None:
        parts = [f"## {card.id.value}", _guarded(_listed(card, filled)), tags]
    else:
        more = [key for key in filled if key not in sides]
        front = _guarded(text_of(card, sides.front))
        back = _guarded(text_of(card, sides.back)) if sides.back is not None else ""
        start = "## \n" if _BLOCK.match(front) else "## "
        sign = "%" if "\n" in front or _BLOCK.match(front) else ""
        parts = [f"{start}{front}", sign, back, _guarded(_listed(card, more)), tags]
    return "\n\n".join(part for part in parts if part)


def _sides(kind: Kind, filled: Sequence[Key]) -> _Sides | None:
    """Return the keys of a card that is a heading and what stands below it; None for one with more."""
    own = [key for key in filled if key in kind.keys]
    if any(key.shape is not Shape.TEXT for key in own):
        return None
    if len(own) == 1 and any(note_type.cloze for note_type in kind.note_types):
        return _Sides(own[0], next((key for key in filled if key.name == "extra"), None))
    return _Sides(*own) if len(own) == 2 else None


def _guarded(text: str) -> str:
    """Return a text in which no line is taken for the next card, the answer or tags: a blank before it hinders that."""
    kept = Kept()
    return kept.restored(_SIGN.sub(" ", kept.put_by(text)))


def _listed(card: CardSource, keys: Sequence[Key]) -> str:
    lines: list[str] = []
    for key in keys:
        if key.name == "source":
            lines += _item(key.name, card.citation, "")
        else:
            lines += _items(card.entry, key, "")
    return "\n".join(lines)


def _items(entry: Entry, key: Key, indent: str) -> Iterator[str]:
    """Yield the lines of a list that has the value of a key: Markdown with four blanks a level."""
    deeper = f"{indent}    "
    if key.shape is Shape.TEXTS or (key.many and entry.text(key.name) is None):
        yield f"{indent}- {key.name}:"
        for text in entry.texts(key.name):
            yield from _item("", typed(text), deeper)
    elif key.shape is Shape.ENTRIES:
        yield f"{indent}- {key.name}:"
        for inner in entry.entries(key.name):
            first = inner.text("id")
            yield f"{deeper}- {first.value if first is not None else 'one'}"
            for more in key.keys:
                if more.name in inner.values and more.name != "id":
                    yield from _items(inner, more, f"{deeper}    ")
    elif key.shape is Shape.FLAG:
        yield from _item(key.name, "yes", indent)
    else:
        yield from _item(key.name, typed(entry.need(key.name)), indent)


def _item(name: str, text: str, indent: str) -> Iterator[str]:
    first, *rest = text.split("\n")
    yield f"{indent}- {name}: {first}" if name else f"{indent}- {first}"
    yield from (f"{indent}    {line}" if line else "" for line in rest)
