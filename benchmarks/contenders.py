"""Who is timed on what: each contender's command, and what is laid out before each of its runs."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import floor, peers
from benchmarks.decks import CHAPTER, edit_one, make_notes, write_project

HERE = Path(__file__).parent
SCRIPT = "straight script"
COLD, EDITED, IDLE = "Deckwright, cold", "Deckwright, one card edited", "Deckwright, nothing changed"
FLOOR, WARM_FLOOR = "floor, cold", "floor, one card edited"
BREW, ANKC, TOOL = "brain-brew", "AnkCompiler", "anki-yaml-tool"


def _nothing(number: int) -> None:
    return


@dataclass(frozen=True, slots=True, kw_only=True)
class Contender:
    """A command, where and with what it runs, and what is done before its n-th run."""

    name: str
    command: Sequence[str]
    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    prepare: Callable[[int], None] = _nothing
    statuses: tuple[int, ...] = (0,)
    """What it may exit with."""


def contenders(home: Path, flavour: str, size: int, programs: Path, missing: Sequence[str]) -> list[Contender]:
    """Lay out a deck for all contenders. `flavour` is plain, rich, many (decks of ten) or start (programs alone)."""
    if flavour == "start":
        return _starts(home, programs, missing)
    root = home / "project"
    decks, chapter = {"subdecks": (1, 10), "packages": (1000, 10)}.get(flavour, (1, CHAPTER))
    write_project(root, size, rich=flavour == "rich", decks=decks, chapter=chapter)
    ours = _deckwright(home, root)
    if flavour in ("subdecks", "packages", "one"):
        return [*ours[:2], _script(home, root, programs)]
    notes = list(make_notes(size, rich=flavour == "rich"))
    peers.write_ankcompiler(home / "ankc", notes)
    peers.write_yaml_tool(home / "tool" / "deck.yaml", notes)
    peers.write_brain_brew(home / "brew", notes)
    tool = [str(programs / "anki-yaml-tool"), "build", "--file", "deck.yaml", "--output", "deck.apkg"]
    ankc = [str(programs / "ankc"), "build", "--all", "--output", "."]
    others = [
        Contender(name=BREW, command=[str(programs / "brainbrew"), "run", "recipe.yaml"], folder=home / "brew"),
        Contender(name=TOOL, command=tool, folder=home / "tool"),
        Contender(name=ANKC, command=ankc, folder=home / "ankc"),
    ]
    there = {BREW: "brain-brew", TOOL: "anki-yaml-tool", ANKC: "ankcompiler"}
    known = [one for one in others if there[one.name] not in missing]
    return [*ours, *_floors(home, root), *known, _script(home, root, programs)]


def _script(home: Path, root: Path, programs: Path) -> Contender:
    command = [str(programs / "python"), str(HERE / "straight.py"), str(root), str(home / "script")]
    return Contender(name=SCRIPT, command=command, folder=home)


def _deckwright(home: Path, root: Path) -> list[Contender]:
    def fresh(number: int) -> None:
        shutil.rmtree(home / "cache", ignore_errors=True)
        shutil.rmtree(root / "build", ignore_errors=True)
        for lock in root.glob("cards/*/deck.lock"):
            lock.unlink()

    build = [sys.executable, "-m", "builder", "build"]
    with_cache = {"DECKWRIGHT_CACHE": str(home / "cache"), "PYTHONPATH": str(HERE.parent)}
    return [
        Contender(name=COLD, command=build, folder=root, environment=with_cache, prepare=fresh),
        Contender(
            name=EDITED,
            command=build,
            folder=root,
            environment=with_cache,
            prepare=lambda number: edit_one(root, str(number)),
        ),
        Contender(name=IDLE, command=build, folder=root, environment=with_cache),
    ]


def _floors(home: Path, root: Path) -> list[Contender]:
    output = home / "floor"

    def ready(number: int) -> None:
        output.mkdir(exist_ok=True)
        for deck in (root / "cards").iterdir():
            floor.prepare(deck, root / "build" / f"{deck.name}.apkg", output)

    command = [sys.executable, str(HERE / "floor.py")]
    places = [str(root), str(output)]
    return [
        Contender(name=FLOOR, command=[*command, "cold", *places], folder=home),
        Contender(name=WARM_FLOOR, command=[*command, "warm", *places], folder=home, prepare=ready),
    ]


def _starts(home: Path, programs: Path, missing: Sequence[str]) -> list[Contender]:
    write_project(home, 10, rich=False)
    ours = [sys.executable, "-m", "builder"]
    path = {"DECKWRIGHT_CACHE": str(home / "cache"), "PYTHONPATH": str(HERE.parent)}
    found = [
        Contender(name="python -c pass", command=[sys.executable, "-c", "pass"], folder=home),
        Contender(name="deckwright --version", command=[*ours, "--version"], folder=home, environment=path),
        Contender(name="deckwright --help", command=[*ours, "--help"], folder=home, environment=path),
        Contender(name="deckwright build, nothing changed", command=[*ours, "build"], folder=home, environment=path),
    ]
    for program, package in (("brainbrew", BREW), ("anki-yaml-tool", TOOL), ("ankc", "ankcompiler")):
        if package not in missing:
            command = [str(programs / program), "--help"]
            found.append(Contender(name=f"{program} --help", command=command, folder=home))
    return found
