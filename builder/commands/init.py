"""A new deck project: a deck that builds, with a card of each kind, and what git, editors and GitHub need."""

from __future__ import annotations

import json
import re
import secrets
import textwrap
import unicodedata
from collections.abc import Mapping
from pathlib import Path

from builder.commands.json_schema import NAMES, schema_text
from builder.errors import ReadError, UsageError
from builder.files import write_all
from builder.kinds import builtin_kinds
from builder.project import is_backup_name

_FILES = Path(__file__).parents[1] / "scaffold" / "files"
_PLAIN = re.compile(r"\w[\w .-]*\Z")
_WORDS_OF_YAML = ("null", "true", "false", "yes", "no", "on", "off")


def init_project(folder: Path, token: str) -> tuple[Path, ...]:
    """Write a project into a new or empty folder, and return its files.

    `token` is a few letters or digits that no other deck has: the examples' ids are everybody's, the uid must not be.
    Raise `UsageError` where something is there already.
    """
    _refuse_what_is_there(folder)
    name = " ".join(folder.resolve().name.replace("_", " ").replace("-", " ").split()) or "My deck"
    name = (name[0].upper() + name[1:]).replace('"', "'").replace("::", " ")
    slug = _slug(name)
    placeholders = {"NAME": _yaml_text(name), "FOLDER": slug, "UID": f"{_ascii(slug) or 'deck'}-{token}"}
    deck = f"cards/{slug}"
    texts = {
        ".gitignore": _file("gitignore", placeholders),
        ".github/workflows/deck.yml": _file("workflow.yml", placeholders),
        "README.md": _file("README.md", {**placeholders, "NAME": name}),
        "build/.gitignore": _file("build-gitignore", placeholders),
        f"{deck}/.gitattributes": _file("gitattributes", placeholders),
        f"{deck}/deck.yaml": _file("deck.yaml", placeholders),
        f"{deck}/10-examples.yaml": _file("chapter.yaml", placeholders) + _examples(),
        **{f"schema/{schema}.json": schema_text(schema, builtin_kinds()) for schema in NAMES},
    }
    write_all([(folder / path, text.encode()) for path, text in texts.items()])
    return tuple(folder / path for path in texts)


def _refuse_what_is_there(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder}: this is a file; name a new folder")
    try:
        names = sorted(path.name for path in folder.iterdir() if path.name != ".git") if folder.exists() else []
    except OSError as error:
        raise ReadError(folder, error) from error
    if names:
        raise UsageError(f"{folder}: the folder is not empty, it has {names[0]}; name a new one")


def _file(name: str, placeholders: Mapping[str, str]) -> str:
    """Return a file's text with each `@NAME@` filled in."""
    text = (_FILES / name).read_text("utf-8")
    return re.sub("@([A-Z]+)@", lambda match: placeholders[match[1]], text)


def _examples() -> str:
    cards = (f"# {kind.name}: {kind.doc}\n{kind.example}" for kind in builtin_kinds().values())
    return textwrap.indent("\n".join(cards), "  ")


def _slug(name: str) -> str:
    """Return a name as that of a folder, which becomes that of the package."""
    slug = re.sub(r"[^\w]+", "-", name.lower()).strip("-_") or "deck"
    return f"deck-{slug}" if is_backup_name(slug) else slug


def _ascii(slug: str) -> str:
    bare = unicodedata.normalize("NFKD", slug).encode("ascii", "ignore").decode()
    return re.sub("[^a-z0-9]+", "-", bare).strip("-")


def _yaml_text(name: str) -> str:
    """Return a text as YAML reads it back, also in editors."""
    plain = _PLAIN.match(name) and name.lower() not in _WORDS_OF_YAML and not re.match(r"[\d.]+\Z", name)
    return name if plain else json.dumps(name, ensure_ascii=False)


def run_init(folder: Path) -> int:
    """Make a project and say what is in it; return the exit status."""
    paths = init_project(folder, secrets.token_hex(3))
    print("".join(f"{path}\n" for path in paths), end="")
    print(f"next: cd {folder}, then deckwright check, deckwright preview and deckwright build")
    return 0
