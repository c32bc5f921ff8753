"""The files of a new deck."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from builder.errors import UsageError
from builder.project import name_fault

_FILES = Path(__file__).parents[1] / "scaffold" / "files"
_SLUG_LENGTH = 80
"""Letters of a folder's name: at most 255 bytes in any script, also with an ending."""
_PLAIN = re.compile(r"\w[\w .-]*\Z")
_WORDS_OF_YAML = ("null", "true", "false", "yes", "no", "on", "off")


class DeckName(NamedTuple):
    """What a new deck is called."""

    name: str
    """As learners read it."""
    slug: str
    """The name of its folder, and so of its package."""
    uid: str


def name_deck(words: str, token: str) -> DeckName:
    """Return what a deck is called by a few words; `token` makes its uid one that no other deck has."""
    name = " ".join(words.replace("_", " ").replace("-", " ").split()) or "My deck"
    name = (name[0].upper() + name[1:]).replace('"', "'").replace("::", " ")
    slug = re.sub(r"[^\w]+", "-", name.lower()).strip("-_")[:_SLUG_LENGTH].rstrip("-_") or "deck"
    slug = f"deck-{slug}" if name_fault(slug) else slug
    return DeckName(name=name, slug=slug, uid=f"{_ascii(slug) or 'deck'}-{token}")


def deck_texts(deck: DeckName, *, has_schemas: bool) -> dict[str, str]:
    """Return the files of a deck but for its chapters, by their names in its folder; with schemas they name theirs."""
    words = {"NAME": yaml_text(deck.name), "UID": deck.uid, "SCHEMA": modeline("deck", has_schemas=has_schemas)}
    return {".gitattributes": file_text("gitattributes", {}), "deck.yaml": file_text("deck.yaml", words)}


def modeline(schema: str, *, has_schemas: bool) -> str:
    """Return the line by which an editor finds the schema of a deck's file; none where the project has no schemas."""
    return f"# yaml-language-server: $schema=../../schema/{schema}.json\n" if has_schemas else ""


def file_text(name: str, words: Mapping[str, str]) -> str:
    """Return a file that comes with a new project or deck, each `@WORD@` filled in."""
    text = (_FILES / name).read_text("utf-8")
    return re.sub("@([A-Z]+)@", lambda match: words[match[1]], text)


def refuse_folder(folder: Path) -> None:
    """Raise `UsageError` for what is no folder that files can be written to."""
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder}: this is a file; name a new folder")


def _ascii(slug: str) -> str:
    bare = unicodedata.normalize("NFKD", slug).encode("ascii", "ignore").decode()
    return re.sub("[^a-z0-9]+", "-", bare).strip("-")


def yaml_text(name: str) -> str:
    """Return a text as YAML reads it back, also in editors."""
    plain = _PLAIN.match(name) and name.lower() not in _WORDS_OF_YAML and not re.match(r"[\d.]+\Z", name)
    return name if plain else json.dumps(name, ensure_ascii=False)
