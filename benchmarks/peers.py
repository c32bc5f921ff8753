"""Other tools on equivalent input: the same notes in the form that each of them reads."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.decks import CHAPTER, MadeNote

PACKAGES = {"genanki": "genanki", "ankc": "ankcompiler", "anki-yaml-tool": "anki-yaml-tool", "brainbrew": "brain-brew"}
"""Commands (or modules), and the packages that have them."""


def environment() -> tuple[Path, list[str]]:
    """Return the folder of the peers' programs, made at the first call, and the packages that cannot be installed."""
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "deckwright-peers"
    python = base / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(base)], check=True)  # noqa: S603
    missing = []
    for package in dict.fromkeys(["Markdown", "PyYAML", *PACKAGES.values()]):
        known = subprocess.run([python, "-m", "pip", "show", "--quiet", package], capture_output=True, check=False)  # noqa: S603
        if known.returncode:
            done = subprocess.run([python, "-m", "pip", "install", "--quiet", package], check=False)  # noqa: S603
            missing += [package] if done.returncode else []
    return base / "bin", missing


def write_ankcompiler(folder: Path, notes: Sequence[MadeNote]) -> None:
    """Write notes as AnkCompiler's Markdown files, in one deck."""
    folder.mkdir(parents=True)
    for start in range(0, len(notes), CHAPTER):
        parts = ["---\ndeck: Bench\n---\n\n"]
        for number, note in enumerate(notes[start : start + CHAPTER], start):
            body = f"{note.front}\n\n{note.back}" if note.cloze else f"{note.front} ::: {note.back}"
            tags = "".join(f"[^tag]: {tag}\n" for tag in note.tags)
            parts.append(f"---\n\n{body}\n\n---\n[^uid]: {number:010}\n{tags}\n")
        (folder / f"{start // CHAPTER:05}.md").write_text("".join(parts), "utf-8")


def write_yaml_tool(path: Path, notes: Sequence[MadeNote]) -> None:
    """Write notes as one file of anki-yaml-tool, which reads no other form."""
    path.parent.mkdir(parents=True)
    side = '{{FrontSide}}<hr id="answer">{{Back}}'
    config = {
        "name": "Bench",
        "deck-name": "Bench",
        "fields": ["Front", "Back"],
        "templates": [{"name": "Card 1", "qfmt": "{{Front}}", "afmt": side}],
    }
    lines = [f"config: {json.dumps(config)}\ndata:\n"]
    for note in notes:
        lines.append(f"  - front: {json.dumps(note.front)}\n    back: {json.dumps(note.back)}\n")
        lines.append(f"    tags: [{', '.join(note.tags)}]\n    id: {note.id}\n")
    path.write_text("".join(lines), "utf-8")


def write_brain_brew(folder: Path, notes: Sequence[MadeNote]) -> None:
    """Write notes as brain-brew's table, with a recipe that makes CrowdAnki JSON of it."""
    for name in ("src/data", "src/headers", "src/note_models", "build"):
        (folder / name).mkdir(parents=True)
    with open(folder / "src/data/notes.csv", "w", newline="", encoding="utf-8") as stream:
        table = csv.writer(stream)
        table.writerow(["guid", "front", "back", "tags"])
        table.writerows([f"g{note.id}", note.front, note.back, ", ".join(note.tags)] for note in notes)
    (folder / "src/headers/header.yaml").write_text("__type__: Deck\ncrowdanki_uuid: bench\nname: Bench\n", "utf-8")
    (folder / "src/note_models/style.css").write_text(".card {}\n", "utf-8")
    (folder / "src/note_models/basic.html").write_text("{{Front}}\n\n--\n\n{{FrontSide}}<hr>{{Back}}\n", "utf-8")
    (folder / "src/note_models/basic.yaml").write_text(_MODEL, "utf-8")
    (folder / "recipe.yaml").write_text(_RECIPE, "utf-8")


_MODEL = """\
name: Basic
id: 11111111-1111-1111-1111-111111111111
css_file: src/note_models/style.css
fields:
  - {name: Front, font: Arial}
  - {name: Back, font: Arial}
templates:
  - {name: Card 1, html_file: src/note_models/basic.html}
"""
_RECIPE = """\
- build_parts:
    - note_model_from_yaml_part: {part_id: Basic, file: src/note_models/basic.yaml}
    - headers_from_yaml_part: {part_id: header, file: src/headers/header.yaml}
    - notes_from_csvs:
        part_id: notes
        note_model_mappings:
          - note_models: [Basic]
            columns_to_fields: {guid: guid, front: Front, back: Back, tags: tags}
            personal_fields: []
        file_mappings:
          - {file: src/data/notes.csv, note_model: Basic}
- generate_crowd_anki:
    folder: build/Bench
    headers: header
    notes: {part_id: notes}
    note_models:
      parts:
        - {part_id: Basic}
"""
