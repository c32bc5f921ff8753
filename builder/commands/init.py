"""A new deck project: a deck that builds, with a card of each kind, and what git, editors and GitHub need."""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import textwrap
from pathlib import Path
from typing import NamedTuple

from builder.commands.deck_files import DeckName, deck_texts, file_text, modeline, name_deck, refuse_folder
from builder.commands.json_schema import NAMES, schema_text
from builder.diagnostics import shell_word
from builder.errors import UsageError
from builder.files import write_all
from builder.kinds import builtin_kinds
from builder.targets import project_of


class NewProject(NamedTuple):
    """What was made, and what of it was there already."""

    written: tuple[Path, ...]
    kept: tuple[Path, ...]
    """Files of other people's in the place of ours, left as they were."""


def init_project(folder: Path, token: str) -> NewProject:
    """Write a project into a folder; what is there already stays as it is.

    `token` is a few letters or digits that no other deck has: the examples' ids are everybody's, the uid must not be.
    Raise `UsageError` for a file, and for a folder in which there is a project already, or which is in one.
    """
    refuse_folder(folder)
    refuse_project(folder)
    deck = name_deck(folder.resolve().name, token)
    place = f"cards/{deck.slug}"
    texts = {
        **project_texts(folder, deck),
        **{f"{place}/{name}": text for name, text in deck_texts(deck, has_schemas=True).items()},
        f"{place}/10-examples.yaml": _examples(),
    }
    paths = {folder / name: text.encode() for name, text in sorted(texts.items())}
    kept = tuple(path for path in paths if path.exists() or path.is_symlink())
    write_all([(path, data) for path, data in paths.items() if path not in kept])
    return NewProject(written=tuple(path for path in paths if path not in kept), kept=kept)


def project_texts(folder: Path, deck: DeckName) -> dict[str, str]:
    """Return the files of a new project beside those of its deck, by their paths in its folder."""
    texts = {
        ".gitignore": file_text("gitignore", {}),
        "README.md": file_text("README.md", {"NAME": deck.name, "FOLDER": deck.slug}),
        "build/.gitignore": file_text("build-gitignore", {}),
        **{f"schema/{schema}.json": schema_text(schema, builtin_kinds()) for schema in NAMES},
    }
    if _repository_of(folder) in (None, folder.resolve()):  # GitHub looks for it at the top alone
        texts[".github/dependabot.yml"] = file_text("dependabot.yml", {})
        texts[".github/workflows/deck.yml"] = file_text("workflow.yml", {})
    return texts


def refuse_project(folder: Path) -> None:
    """Raise `UsageError` for a folder in which there is a project, or which is in one."""
    project = project_of(folder)
    if project is not None:
        is_here = project == folder.resolve() or project == folder.absolute()
        found = "this is a project already" if is_here else f"this lies in the project {os.path.relpath(project)}"
        raise UsageError(f"{folder}: {found}; to add a deck to it: deckwright new deck NAME")


def _repository_of(folder: Path) -> Path | None:
    """Return the top of the repository that a folder is in, or will be; None where there is none."""
    whole = folder.resolve()
    return next((parent for parent in (whole, *whole.parents) if (parent / ".git").exists()), None)


def _examples() -> str:
    cards = (f"# {kind.name}: {kind.doc}\n{kind.example}" for kind in builtin_kinds().values())
    head = file_text("examples.yaml", {"SCHEMA": modeline("chapter", has_schemas=True)})
    return head + textwrap.indent("\n".join(cards), "  ")


def begin_repository(folder: Path) -> bool:
    """Make a folder a git repository where it is in none and git is there; tell whether that was done.

    By git a build knows what was given to learners: what was only tried leaves no trace then.
    """
    git = shutil.which("git")
    if git is None or _repository_of(folder) is not None:
        return False
    done = subprocess.run([git, "init", "--quiet", os.fspath(folder)], check=False, capture_output=True)  # noqa: S603
    return done.returncode == 0


def run_init(folder: Path, *, git: bool) -> int:
    """Make a project and say what is in it; return the exit status."""
    made = init_project(folder, secrets.token_hex(4))
    is_new = git and begin_repository(folder)
    print("".join(f"{path}\n" for path in made.written), end="")
    print("".join(f"{path}: left as it was\n" for path in made.kept), end="")
    if is_new:
        print(f"{folder / '.git'}: a new repository")
    way = "" if folder.resolve() == Path.cwd() else f"cd {shell_word(str(folder))}, then "
    print(f"next: {way}deckwright check, deckwright serve and deckwright build")
    return 0
