"""The rooms of the package import only what stands above them, and each library lives in one room."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).parents[1]
ROOMS = [
    "failures",
    "nearest",
    "problems",
    "report",
    "rendered",
    "files",
    "aside",
    "beside",
    "syntax",
    "shapes",
    "passing",
    "deck",
    "cloze",
    "memory",
    "places",
    "outcome",
    "source",
    "kinds",
    "render",
    "lock",
    "package",
    "writing",
    "loading",
    "chapterwise",
    "reader",
    "project",
    "compiling",
    "build",
    "cache",
    "rebuild",
    "lint",
    "checking",
    "coverage",
    "verify",
    "fix",
    "locks",
    "schema",
    "scaffold",
    "preview",
    "cli",
    "__main__",
]
"""From the values up to the command line: each room imports only what stands before it."""

LIBRARIES = {
    "click": "cli",
    "yaml": "source",
    "markdown": "render",
    "nh3": "render",
    "genanki": "package",
    "anki": "verify",
    "watchfiles": "preview",
    "segno": "preview",
    "rich": "report",
}


def imports(path: Path) -> set[str]:
    """Return the names of all modules that a file imports, also inside functions."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def room_of(path: Path) -> str:
    """Return a module's room: its folder, or its own name."""
    return path.relative_to(ROOT / "builder").parts[0].removesuffix(".py")


def test_each_room_imports_only_what_stands_before_it() -> None:
    allowed = {room: set(ROOMS[:place]) for place, room in enumerate(ROOMS)}
    against = set()
    for path in (ROOT / "builder").rglob("*.py"):
        room = room_of(path)
        if room == "__init__":
            continue
        parts = [name.split(".") for name in imports(path) if name.startswith("builder.")]
        against |= {(room, part[1]) for part in parts if part[1] in ROOMS and part[1] != room} - {
            (room, other) for other in allowed[room]
        }
    assert against == set()


def test_each_library_is_imported_in_one_room() -> None:
    found = {
        (name.partition(".")[0], room_of(path))
        for path in (ROOT / "builder").rglob("*.py")
        for name in imports(path)
        if name.partition(".")[0] in LIBRARIES
    }
    assert found <= set(LIBRARIES.items())


def test_modules_stay_small() -> None:
    long = {str(p): n for p in (ROOT / "builder").rglob("*.py") if (n := len(p.read_text("utf-8").splitlines())) > 300}
    assert long == {}
