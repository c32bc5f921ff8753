"""Holds the tables of a deck against what deck.yaml says of them, by their names."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from builder.diagnostics import Problem, did_you_mean
from builder.model import Chapter, Kind, Settings
from builder.project import TABLE_ENDINGS, is_reserved, is_table_name, shown_path, table_name
from builder.schema import Entry
from builder.source.settings import node_of
from builder.syntax import FILE_START, Map, SourceFile

if TYPE_CHECKING:  # which no build loads
    from builder.source.autofix import Change
    from builder.source.taken_ids import TakenIds

_Read = tuple[Chapter | None, tuple[Problem, ...]]
Decks = Iterable[tuple[Path, Settings]]
"""Decks by their folders."""


class TableReaders(NamedTuple):
    """What reads and mends tables."""

    load: Callable[[SourceFile, str, Settings, Mapping[str, Kind], Collection[str], str], _Read]
    fill_ids: Callable[[SourceFile, Entry, Mapping[str, Kind], TakenIds], tuple[str, tuple[Change, ...]]]
    cards: Callable[[SourceFile, Entry, Mapping[str, Kind]], tuple[Map, ...]]
    name_columns: Callable[[Iterable[Problem], Decks, Mapping[Path, bytes]], list[Problem]]


def readers() -> TableReaders:
    """Return what reads tables, which is loaded by the decks that have some."""
    from builder.pipeline.table_readers import fill_ids, load_table, name_columns, table_cards  # 10 ms to load

    return TableReaders(load=load_table, fill_ids=fill_ids, cards=table_cards, name_columns=name_columns)


def with_columns(
    problems: Iterable[Problem], decks: Decks, unsaved: Mapping[Path, bytes] = MappingProxyType({})
) -> list[Problem]:
    """Return problems, those in the cells of tables with the headers of their columns."""
    listed = list(problems)
    is_any = any(is_table_name(problem.location.path) for problem in listed)
    return readers().name_columns(listed, decks, unsaved) if is_any else listed


def with_decks(settings: Settings | None, folder: Path, paths: Iterable[Path]) -> list[Path]:
    """Return the chapters whose folders are decks for them: a table that has no entry may only lie there."""
    tables = settings.tables if settings else {}
    return [path for path in paths if not is_table_name(path.name) or table_name(path, folder) in tables]


def twins(paths: Iterable[Path]) -> Mapping[Path, Path]:
    """Return the tables beside which another chapter has the same name, each with that one."""
    ordered = sorted(paths, key=lambda path: is_table_name(path.name))  # stable: chapters in YAML come first
    if not ordered or not is_table_name(ordered[-1].name):
        return {}
    first: dict[Path, Path] = {}
    pairs = [(path, first.setdefault(path.with_suffix(""), path)) for path in ordered]
    return {path: other for path, other in pairs if path is not other and is_table_name(path.name)}


def twin_problem(path: Path, other: Path) -> Problem:
    """Return what to say of a table that has the name of another chapter."""
    file = SourceFile(path=shown_path(path), text="")
    message = f"{shown_path(other)} has the same name, and one of the two would be for nothing"
    return file.error(file.location(FILE_START), "table-twin", message, "rename one of them, or delete it")


def without_file(settings: Settings, folder: Path, paths: Iterable[Path]) -> Iterator[Problem]:
    """Yield a problem for each entry of `tables` whose file is not there."""
    names = {table_name(path, folder) for path in paths if is_table_name(path.name)}
    node = node_of(settings.entry, "tables")
    for name, _ in node.items if isinstance(node, Map) else ():
        if name.value not in names:
            message = f'there is no table "{name.value}.csv" or "{name.value}.tsv" in the folder of deck.yaml'
            hint = _meant(name.value, names, names - settings.tables.keys())
            yield settings.file.error(settings.file.location(name), "table-entry", message, hint)


def _meant(written: str, names: Collection[str], free: Collection[str]) -> str:
    """Return what to do about an entry without a file; `free` are the tables that have no entry."""
    bare = written.removesuffix(next((end for end in TABLE_ENDINGS if written.endswith(end)), ""))
    if bare in names:
        return f"write {bare}: an entry has the name without the ending"
    before, slash, last = bare.rpartition("/")
    if is_reserved(f"{last}.csv"):
        return f"the name {last} is reserved, and no chapter's: call file and entry {before}{slash}10-{last}"
    moved = [name for name in free if f"/{name}".endswith(f"/{last}")]
    if len(moved) == 1:
        return f"write {moved[0]}: an entry has the path from the folder of deck.yaml"
    return did_you_mean(written, free) or "write the file, or delete the entry"
