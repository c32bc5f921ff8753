"""The rooms of the package import only what stands before them, and each library lives in one room."""

from __future__ import annotations

import ast
import graphlib
from collections import Counter
from collections.abc import Set as AbstractSet
from pathlib import Path

ROOT = Path(__file__).parents[1]
ROOMS = [
    "diagnostics",
    "errors",
    "makers",
    "entities",
    "syntax",
    "schema",
    "model",
    "stores",
    "files",
    "foreign",
    "texts",
    "cloze",
    "anki_marks",
    "dom",
    "project",
    "targets",
    "following",
    "report",
    "source",
    "kinds",
    "render",
    "inverse",
    "custom_kinds",
    "lock",
    "package",
    "cache",
    "pipeline",
    "lint",
    "adoption",
    "exporting",
    "verify",
    "previews",
    "commands",
    "api",
    "cli",
    "__main__",
]
"""From the values up to the command line: each room imports only what stands before it."""

APART = {
    "report": {"diagnostics", "errors"},
    "foreign": {"diagnostics", "entities", "errors", "files", "makers"},
    "cache": {"diagnostics", "errors", "files", "model", "project", "stores", "syntax"},
    "verify": {
        "cloze",
        "diagnostics",
        "entities",
        "errors",
        "files",
        "inverse",
        "lock",
        "package",
        "render",
        "report",
        "texts",
    },
}
"""Rooms that stand on few others: what is said, what only skips work, what judges packages from outside."""

LIBRARIES = {
    "click": "cli",
    "yaml": "source",
    "markdown": "render",
    "nh3": "render",
    "pygments": "render",
    "tinycss2": "render",
    "selectolax": "dom",
    "genanki": "package",
    "anki": "verify",
    "watchfiles": "following",
    "segno": "previews",
    "latex2mathml": "previews",
    "rich": "report",
    "backports": "foreign",
    "compression": "foreign",
}
LATE = 25
"""Imports inside functions, of what is optional or slow to load; half of them are the commands of the command line."""

ALIKE = {"cloze"}
"""Names that several modules have beside kinds: the rule about gaps is called after their kind, like others."""


def modules() -> dict[str, Path]:
    """Return the package's modules by their full names."""
    paths = {path: path.relative_to(ROOT).with_suffix("").parts for path in (ROOT / "builder").rglob("*.py")}
    return {".".join(parts).removesuffix(".__init__"): path for path, parts in paths.items()}


def imports(path: Path, known: AbstractSet[str] = frozenset()) -> set[str]:
    """Return the names of all modules that a file imports, also inside functions; `known` are those of the package."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            inner = {f"{node.module}.{alias.name}" for alias in node.names}
            names |= inner & known
            names |= {node.module} if inner - known else set()
    return names


def room_of(path: Path) -> str:
    """Return a module's room: its folder, or its own name."""
    return path.relative_to(ROOT / "builder").parts[0].removesuffix(".py")


def room_imports() -> set[tuple[str, str]]:
    """Return pairs of a room and another one that it imports."""
    pairs, known = set(), modules()
    for path in known.values():
        names = [name.split(".") for name in imports(path, known.keys()) if name.startswith("builder.")]
        pairs |= {(room_of(path), name[1]) for name in names if name[1] in ROOMS and name[1] != room_of(path)}
    return pairs


def test_every_room_has_its_place() -> None:
    assert {room_of(path) for path in modules().values()} - {"__init__"} == set(ROOMS)


def test_each_room_imports_only_what_stands_before_it() -> None:
    against = {(room, imported) for room, imported in room_imports() if room != "__init__"}
    assert {pair for pair in against if ROOMS.index(pair[1]) > ROOMS.index(pair[0])} == set()


def test_some_rooms_stand_on_few_others() -> None:
    assert {pair for pair in room_imports() if pair[0] in APART and pair[1] not in APART[pair[0]]} == set()


def test_no_room_stands_on_the_cache_but_those_above_the_pipeline() -> None:
    assert {room for room, imported in room_imports() if imported == "cache"} <= {"commands", "previews"}


def test_modules_do_not_import_each_other_in_a_circle() -> None:
    known = modules()
    graph = {name: imports(path, known.keys()) & known.keys() for name, path in known.items()}
    assert list(graphlib.TopologicalSorter(graph).static_order())


def test_each_library_is_imported_in_one_room() -> None:
    importers = {
        (name.partition(".")[0], room_of(path))
        for path in modules().values()
        for name in imports(path)
        if name.partition(".")[0] in LIBRARIES
    }
    assert importers == set(LIBRARIES.items())


def test_no_two_modules_have_the_same_name() -> None:
    names = Counter(path.stem for path in modules().values() if path.stem != "__init__")
    assert {name for name, count in names.items() if count > 1} <= ALIKE


def test_few_imports_stand_inside_functions() -> None:
    late = []
    for name, path in modules().items():
        for function in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(function, ast.FunctionDef):
                nodes = [node for node in ast.walk(function) if isinstance(node, ast.Import | ast.ImportFrom)]
                late += [f"{name}: {ast.unparse(node)}" for node in nodes]
    assert len(late) <= LATE, late


def test_modules_stay_small() -> None:
    lengths = {name: len(path.read_text("utf-8").splitlines()) for name, path in modules().items()}
    assert {name: length for name, length in lengths.items() if length > 300} == {}
